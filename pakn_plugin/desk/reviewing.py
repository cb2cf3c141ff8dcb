"""The review of an unsatisfied verdict: what went wrong and what is done about it inside, and a reason outside."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin.desk.acting import ActionView
from pakn_plugin.desk.forms import CaseForm, written
from pakn_plugin.desk.marking import shown
from pakn_plugin.desk.units import agency_field
from pakn_plugin.models import Agency, CorrectiveAct, ReviewCause
from pakn_plugin.models.agency import in_force
from pakn_plugin.queries import internal, public
from pakn_plugin.queries.internal import Comparison
from pakn_plugin.services import rating
from pakn_plugin.services.review import Assessment
from pakn_plugin.states import Action

INSIDE = ("cause", "act", "act_text", "act_agency", "act_due", "remark")


class ReviewForm(CaseForm):
    """Inside: cause, act and remark. Outside: the reason, which is compared with everything that is inside."""

    cause: Any = forms.ModelChoiceField(
        None, label=gettext_lazy("Nguyên nhân"), empty_label=gettext_lazy("– Chọn nguyên nhân –")
    )
    act: Any = forms.ModelChoiceField(
        None, label=gettext_lazy("Việc chấn chỉnh"), empty_label=gettext_lazy("– Chọn việc –")
    )
    act_text = written(gettext_lazy("Nội dung chấn chỉnh"), rows=2, required=False)
    act_agency = agency_field(
        gettext_lazy("Cơ quan thực hiện"), required=False, empty_label=gettext_lazy("– Không giao –")
    )
    act_due = forms.DateField(
        label=gettext_lazy("Hạn thực hiện, nếu có"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    remark = written(gettext_lazy("Nhận xét của người rà soát"), rows=3, required=False)
    text = written(gettext_lazy("Lý do gửi người dân"))
    overruling = written(
        gettext_lazy("Lý do vẫn gửi dù trùng với văn bản nội bộ"),
        gettext_lazy("Lý do được lưu thành ghi chú nội bộ. Nếu không chắc, hãy viết lại bằng lời của mình."),
        rows=2,
        required=False,
    )
    confirmed = forms.BooleanField(label=gettext_lazy("Tôi đã xem các điểm được đánh dấu và vẫn gửi."), required=False)

    def prepare(self) -> None:
        self.field("cause").queryset = ReviewCause.objects.filter(active=True)
        self.field("act").queryset = CorrectiveAct.objects.filter(active=True)
        self.field("act_agency").queryset = Agency.objects.filter(in_force(timezone.localdate()))
        self.field("act_agency").initial = self.case.agency_id

    def clean_act_due(self) -> Any:
        day = self.cleaned_data["act_due"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("Hạn thực hiện không thể ở trong quá khứ."))
        return day

    def assessment(self) -> Assessment:
        """What stays inside, for the service."""
        return Assessment(**{name: self.cleaned_data.get(name) or Assessment.__dict__[name] for name in INSIDE})

    @cached_property
    def comparison(self) -> Comparison:
        """The reason beside every internal text of the case, those of this form included."""
        reason = self.cleaned_data.get("text", "") if self.is_bound else ""
        return internal.compare(self.case, reason, more=self.assessment().texts) if reason else Comparison([], [])

    def clean(self) -> dict[str, Any]:
        """A copy needs a reason, a warning somebody who has looked."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.comparison.blocks and not cleaned.get("overruling"):
            self.add_error("overruling", _("Lý do gửi người dân trùng với văn bản nội bộ: viết lại, hoặc nêu lý do."))
        if self.must_confirm and not cleaned.get("confirmed"):
            self.add_error("confirmed", _("Hãy xem các điểm được đánh dấu, sửa lại hoặc xác nhận vẫn gửi."))
        return cleaned

    @property
    def must_confirm(self) -> bool:
        """Whether something was found that is no copy."""
        return bool(self.comparison.findings) and not self.comparison.blocks


class UpholdView(ActionView):
    action = Action.UPHOLD
    template_name = "pakn/desk/review.html"
    form_class = ReviewForm
    lead = gettext_lazy("Kết quả xử lý được giữ nguyên và phản ánh kết thúc.")
    outside: Any = gettext_lazy("Người gửi đọc lý do này.")
    done = gettext_lazy("Đã giữ nguyên kết quả của phản ánh %(code)s.")

    def perform(self, form: Any) -> None:
        self.decide(rating.uphold, form)

    def decide(self, verb: Any, form: ReviewForm) -> None:
        """Call the service with both halves of the form."""
        chosen = form.cleaned_data
        weighed = (form.assessment(), chosen["overruling"], chosen["confirmed"])
        verb(self.case.pk, self.actor, chosen["text"], self.now, *weighed)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form: Any = kwargs.get("form")
        bound = form is not None and form.is_bound
        return super().get_context_data(
            versions=public.own_replies(self.case),
            findings=shown(form.cleaned_data.get("text", ""), form.comparison) if bound else [],
            inside=[form[name] for name in INSIDE] if form else [],
            outside=self.outside,
            **kwargs,
        )


class ReopenReviewView(UpholdView):
    action = Action.REOPEN_REVIEW
    lead = gettext_lazy("Phản ánh trở lại cơ quan để xử lý tiếp.")
    outside = gettext_lazy("Nêu rõ việc phải làm. Người gửi và cơ quan đọc lý do này.")
    done = gettext_lazy("Đã yêu cầu xử lý lại phản ánh %(code)s.")

    def perform(self, form: Any) -> None:
        self.decide(rating.reopen_after_review, form)
