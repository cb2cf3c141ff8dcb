"""What is asked and said about time: an extension, a verification on site, and the leader's answer."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinLengthValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin.deadlines import Limit
from pakn_plugin.desk.forms import CaseForm, written
from pakn_plugin.queries.explain import in_words
from pakn_plugin.queries.more_time import SHORTEST_REASON


class AskTimeForm(CaseForm):
    """How much, and why, in words for the citizen."""

    amount = forms.IntegerField(min_value=1)
    reason = written(
        gettext_lazy("Lý do gửi người dân"),
        gettext_lazy("Nếu lãnh đạo đồng ý, người dân đọc nguyên văn lý do này. Không ghi chuyện nội bộ."),
        rows=4,
        validators=[MinLengthValidator(SHORTEST_REASON, gettext_lazy("Hãy viết lý do rõ hơn cho người dân hiểu."))],
    )

    def __init__(self, *args: Any, most: Limit, label: str, **kwargs: Any) -> None:
        self.most, self.label = most, label
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        amount = self.field("amount")
        amount.label = f"{self.label} ({self.most.unit.label})"
        amount.help_text = _("Nhiều nhất %(most)s.") % {"most": in_words(self.most)}
        if self.most.document:
            amount.help_text += " " + _("Theo %(document)s.") % {"document": self.most.document}
        amount.validators.append(MaxValueValidator(self.most.amount))
        amount.widget.attrs["max"] = self.most.amount


class RefuseTimeForm(CaseForm):
    text = written(gettext_lazy("Lý do không đồng ý – nội bộ"), gettext_lazy("Người đề nghị đọc lý do này."), rows=3)
