"""More time at the desk: the officer's request for an extension or a verification, the leader's decision."""

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin.access import StateChanged
from pakn_plugin.deadlines import Limit
from pakn_plugin.desk.acting import CITIZEN, INTERNAL, ActionView
from pakn_plugin.desk.forms import CaseForm
from pakn_plugin.desk.timing_forms import AskTimeForm, RefuseTimeForm
from pakn_plugin.models import TimeRequest
from pakn_plugin.queries import clock, more_time
from pakn_plugin.services import time_requests
from pakn_plugin.states import Action, Unit

Kind = TimeRequest.Kind


class AskView(ActionView):
    """The form knows the policy's limit; the present due moment stands above it."""

    template_name = "pakn/desk/ask_time.html"
    form_class = AskTimeForm
    audience = CITIZEN
    kind: ClassVar[TimeRequest.Kind]
    label: ClassVar[Any]
    done = gettext_lazy("Đã trình lãnh đạo đề nghị về thời hạn của phản ánh %(code)s.")
    button = gettext_lazy("Trình lãnh đạo")

    def get_form(self, data: Any = None, files: Any = None) -> CaseForm:
        rules = clock.rules_at(self.now)
        row = more_time.process_limit(self.case)
        most = more_time.most(self.case, self.kind, rules, row)
        return AskTimeForm(data, case=self.case, actor=self.actor, most=most, label=str(self.label))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = more_time.process_limit(self.case)
        due = more_time.due_now(row, clock.rules_at(self.now), self.now) if row else None
        return super().get_context_data(due_now=due, too_late=bool(due and self.now >= due), **kwargs)


class AskExtensionView(AskView):
    action = Action.ASK_EXTENSION
    kind = Kind.EXTENSION
    label = gettext_lazy("Xin thêm")
    lead = gettext_lazy("Mỗi phản ánh chỉ được gia hạn một lần. Lãnh đạo quyết định; nếu đồng ý, người dân được báo.")

    def perform(self, form: Any) -> None:
        chosen = form.cleaned_data
        time_requests.ask_extension(self.case.pk, self.actor, chosen["amount"], chosen["reason"], self.now)


class AskVerificationView(AskView):
    action = Action.ASK_VERIFICATION
    kind = Kind.VERIFICATION
    label = gettext_lazy("Xác minh trong")
    lead = gettext_lazy(
        "Nếu lãnh đạo đồng ý, thời hạn tạm dừng từ lúc đó cho đến khi bạn kết thúc xác minh hoặc hết thời gian đã xin."
    )

    def perform(self, form: Any) -> None:
        chosen = form.cleaned_data
        time_requests.ask_verification(self.case.pk, self.actor, chosen["amount"], chosen["reason"], self.now)


class DecideView(ActionView):
    """The leader decides about exactly the request that was on the screen."""

    template_name = "pakn/desk/decide_time.html"
    kind: ClassVar[TimeRequest.Kind]

    def perform(self, form: Any) -> None:
        waiting = more_time.pending(self.case, self.kind)
        if waiting and self.request.POST.get("seen") != str(waiting.pk):
            raise StateChanged(_("Đề nghị đã thay đổi sau khi bạn mở trang này. Hãy đọc lại đề nghị mới ở đây."))
        self.decide(form)

    def decide(self, form: Any) -> None:
        """Call the service."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = more_time.pending(self.case, self.kind)
        return super().get_context_data(waiting=waiting, **self.preview(waiting), **kwargs)

    def preview(self, waiting: TimeRequest | None) -> dict[str, Any]:
        """What agreeing would do to the due moment."""
        row = more_time.process_limit(self.case)
        if waiting is None or row is None:
            return {}
        rules = clock.rules_at(self.now)
        found = {"due_now": more_time.due_now(row, rules, self.now)}
        if self.kind == Kind.EXTENSION:
            return found | {"due_then": more_time.due_now(row, rules, self.now, waiting.amount)}
        limit = Limit(waiting.amount, Unit(waiting.unit))
        return found | {"until": clock.due_moment(timezone.localtime(self.now), limit, rules.calendar)}


class GrantExtensionView(DecideView):
    action = Action.GRANT_EXTENSION
    kind = Kind.EXTENSION
    audience = CITIZEN
    button = gettext_lazy("Đồng ý và báo người dân")
    done = gettext_lazy("Đã gia hạn xử lý phản ánh %(code)s; người dân được báo lý do và hạn mới.")

    def decide(self, form: Any) -> None:
        time_requests.grant_extension(self.case.pk, self.actor, self.now)


class GrantVerificationView(DecideView):
    action = Action.GRANT_VERIFICATION
    kind = Kind.VERIFICATION
    audience = CITIZEN
    button = gettext_lazy("Đồng ý và báo người dân")
    done = gettext_lazy("Đã đồng ý xác minh thực địa phản ánh %(code)s; thời hạn tạm dừng từ bây giờ.")

    def decide(self, form: Any) -> None:
        time_requests.grant_verification(self.case.pk, self.actor, self.now)


class RefuseExtensionView(DecideView):
    action = Action.REFUSE_EXTENSION
    kind = Kind.EXTENSION
    form_class = RefuseTimeForm
    audience = INTERNAL
    done = gettext_lazy("Đã báo không đồng ý đề nghị về thời hạn của phản ánh %(code)s.")

    def decide(self, form: Any) -> None:
        time_requests.refuse_extension(self.case.pk, self.actor, form.cleaned_data["text"], self.now)


class RefuseVerificationView(RefuseExtensionView):
    action = Action.REFUSE_VERIFICATION
    kind = Kind.VERIFICATION

    def decide(self, form: Any) -> None:
        time_requests.refuse_verification(self.case.pk, self.actor, form.cleaned_data["text"], self.now)


class EndVerificationView(ActionView):
    action = Action.END_VERIFICATION
    lead = gettext_lazy("Thời hạn được tính tiếp; hạn trả lời lùi lại đúng bằng thời gian đã dừng.")
    done = gettext_lazy("Đã kết thúc xác minh thực địa phản ánh %(code)s; thời hạn được tính tiếp.")

    def perform(self, form: Any) -> None:
        time_requests.end_verification(self.case.pk, self.actor, self.now)


TIMING_VIEWS: tuple[type[ActionView], ...] = (
    AskExtensionView,
    AskVerificationView,
    GrantExtensionView,
    RefuseExtensionView,
    GrantVerificationView,
    RefuseVerificationView,
    EndVerificationView,
)
