"""Corrections at the desk: the officer writes a new version of a published reply, the leader approves or returns it."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from pakn_plugin import corrections
from pakn_plugin.desk.correction_forms import CorrectionForm
from pakn_plugin.desk.replying import EDITABLE, ApproveView, ReplyView, ReturnView
from pakn_plugin.models import Reply
from pakn_plugin.queries import casefile
from pakn_plugin.services import corrections as service
from pakn_plugin.services.comparing import Held
from pakn_plugin.states import Action


class CorrectView(ReplyView):
    """Write the correction; as with a reply, every way out of the form keeps what was typed."""

    action = Action.CORRECT
    template_name = "pakn/desk/correction.html"
    form_class = CorrectionForm
    submitted = _("Đã trình lãnh đạo duyệt bản đính chính của phản ánh %(code)s.")

    def draft(self) -> Reply | None:
        draft = casefile.open_correction(self.case)
        return draft if draft and draft.status in EDITABLE else None

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        dropped = [photo.pk for photo in given.get("drop", ())]
        typed = (given["text"], given["reason"], self.now, given["photos"], dropped)
        if "submit" in self.request.POST:
            try:
                service.submit(self.case.pk, self.actor, *typed, given["passing"], given["confirmed"], form.extras())
                return
            except Held as error:
                self.held = str(error)
        service.save_draft(self.case.pk, self.actor, *typed, form.extras())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(version=casefile.with_pictures(corrections.newest(self.case)), **kwargs)


class WaitingMixin:
    """The correction that waits for approval."""

    case: Any

    @cached_property
    def waiting(self) -> Reply | None:
        """The correction before the leader."""
        found = casefile.open_correction(self.case)
        return found if found and found.status == Reply.Status.PENDING else None


class ApproveCorrectionView(WaitingMixin, ApproveView):
    """The leader publishes exactly the version that was on the screen."""

    action = Action.APPROVE_CORRECTION
    button = _("Duyệt và công bố đính chính cho người dân")
    done = _("Đã duyệt và công bố đính chính của phản ánh %(code)s cho người dân.")

    def publish(self, overruling: str, confirmed: bool) -> None:
        service.approve(self.case.pk, self.actor, self.now, overruling, confirmed)


class ReturnCorrectionView(WaitingMixin, ReturnView):
    """Give the correction back with remarks, which stay inside the agency."""

    action = Action.RETURN_CORRECTION
    done = _("Đã trả lại bản đính chính của phản ánh %(code)s để soạn lại.")

    def perform(self, form: Any) -> None:
        service.send_back(self.case.pk, self.actor, form.cleaned_data["text"], self.now)
