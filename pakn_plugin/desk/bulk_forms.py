"""What a bulk action asks once for all its cases."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin.access import Actor
from pakn_plugin.desk.forms import written
from pakn_plugin.desk.units import agency_field
from pakn_plugin.models import Agency, Case, ReplyTemplate
from pakn_plugin.models.desk import check_placeholders, fill_in
from pakn_plugin.queries import desk
from pakn_plugin.states import Role


class LeftAlone(Exception):
    """Nothing forbids the action, but it would spoil what somebody has begun. The message says what to do."""


class BulkForm(forms.Form):
    """What is asked once for all the chosen cases."""

    def __init__(self, *args: Any, actor: Actor, cases: list[Case], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.cases = actor, cases
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the person and the cases."""

    def field(self, name: str) -> Any:
        """One of the form's fields, of whatever kind."""
        return self.fields[name]


class BulkAssignForm(BulkForm):
    officer: Any = forms.ModelChoiceField(
        None, label=gettext_lazy("Cán bộ xử lý"), empty_label=gettext_lazy("– Chọn cán bộ –")
    )

    def prepare(self) -> None:
        self.field("officer").queryset = desk.officers_among(self.actor.agencies(Role.COORDINATOR))


class BulkTransferForm(BulkForm):
    agency = agency_field(gettext_lazy("Cơ quan xử lý"))
    reason = written(gettext_lazy("Lý do chuyển – nội bộ"), rows=3)
    legal_basis = forms.CharField(label=gettext_lazy("Căn cứ"), max_length=300, required=False)

    def prepare(self) -> None:
        self.field("agency").queryset = Agency.objects.filter(desk.in_force(timezone.localdate()))


class BulkReplyForm(BulkForm):
    """A prepared reply, or one of its own; placeholders are filled in case by case."""

    template = forms.ModelChoiceField(
        ReplyTemplate.objects.none(),
        label=gettext_lazy("Mẫu trả lời"),
        empty_label=gettext_lazy("– Không dùng mẫu –"),
        required=False,
    )
    text = written(
        gettext_lazy("Nội dung"),
        gettext_lazy("Để trống thì dùng nguyên mẫu. Chỗ điền như {ma}, {linh_vuc} được điền theo từng phản ánh."),
        rows=6,
        required=False,
        validators=[check_placeholders],
    )

    def prepare(self) -> None:
        fields = {case.topic_id for case in self.cases}
        active = ReplyTemplate.objects.filter(active=True).select_related("topic")
        self.field("template").queryset = active.filter(topic=None) | active.filter(topic__in=fields)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("template") and not cleaned.get("text"):
            self.add_error("text", _("Hãy chọn một mẫu hoặc viết nội dung trả lời."))
        return cleaned

    def prepared(self) -> dict[int, str]:
        """The text of each template, for the script that fills the box."""
        return dict(self.field("template").queryset.values_list("pk", "text"))

    def reply_to(self, case: Case) -> str:
        """The reply to one case. Raises LeftAlone where the template belongs to another field."""
        template = self.cleaned_data["template"]
        if template and template.topic_id not in (None, case.topic_id):
            raise LeftAlone(_("Mẫu này chỉ dành cho lĩnh vực “%(topic)s”.") % {"topic": template.topic})
        return fill_in(self.cleaned_data["text"] or template.text, case)
