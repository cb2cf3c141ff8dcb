"""The official reply at the desk: the officer's editor, the preview, the leader's approval."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from pakn_plugin import access
from pakn_plugin.access import StateChanged
from pakn_plugin.desk import forms
from pakn_plugin.desk.acting import CITIZEN, INTERNAL, ActionView
from pakn_plugin.desk.keeping import ReplyWithFilesForm
from pakn_plugin.desk.marking import shown
from pakn_plugin.desk.mixins import CaseMixin
from pakn_plugin.models import Reply
from pakn_plugin.queries import casefile, internal
from pakn_plugin.queries.internal import Comparison
from pakn_plugin.services import reply
from pakn_plugin.services.documents import Papers
from pakn_plugin.states import Action

EDITABLE = (Reply.Status.DRAFT, Reply.Status.RETURNED)


class ReplyView(ActionView):
    """Write the reply; every way out of the form saves the draft first: save, look at it, or submit it."""

    action = Action.DRAFT_REPLY
    template_name = "pakn/desk/reply.html"
    form_class = ReplyWithFilesForm
    audience = CITIZEN
    held = ""

    def get_form(self, data: Any = None, files: Any = None) -> forms.CaseForm:
        """The form; what was sent without a word about the draft's photos does not need the draft to be checked."""
        draft = self.draft() if data is None or {"drop", "drop_documents"} & set(data) else None
        return ReplyWithFilesForm(data, files, case=self.case, actor=self.actor, draft=draft)

    def draft(self) -> Reply | None:
        """The draft that this person can go on with."""
        draft = casefile.open_reply(self.case)
        return draft if draft and draft.status in EDITABLE else None

    def refuse_politely(self, form: Any, status: int) -> HttpResponse:
        if form.draft is None:
            form.show(self.draft())
        return super().refuse_politely(form, status)

    def perform(self, form: Any) -> None:
        chosen = form.cleaned_data
        dropped = [photo.pk for photo in chosen.get("drop", ())]
        draft = (self.case.pk, self.actor, chosen["text"], self.now, chosen["photos"], dropped)
        papers = Papers(chosen["documents"], [paper.pk for paper in chosen.get("drop_documents", ())])
        if "submit" in self.request.POST:
            try:
                reply.write_and_submit(*draft, chosen["passing"], chosen["confirmed"], papers)
                return
            except reply.Held as error:
                self.held = str(error)
        reply.save_draft(*draft, papers)

    def after(self) -> str:
        """A reply leaves the case with its agency: there is nothing to look up."""
        return self.case_url

    def finish(self, form: forms.CaseForm) -> HttpResponseBase:
        if self.held:
            messages.warning(self.request, self.held)
            return redirect("pakn_desk:draft_reply", pk=self.case.pk)
        if "submit" in self.request.POST:
            self.done = _("Đã trình lãnh đạo duyệt nội dung trả lời của phản ánh %(code)s.")
            return super().finish(form)
        if "preview" in self.request.POST:
            return redirect("pakn_desk:reply_preview", pk=self.case.pk)
        messages.success(self.request, _("Đã lưu bản nháp; người dân chưa thấy nội dung này."))
        return redirect("pakn_desk:draft_reply", pk=self.case.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = getattr(kwargs.get("form"), "draft", None)
        found = internal.compare(self.case, draft.text) if draft else Comparison([], [])
        return super().get_context_data(
            notes=casefile.notes_of(self.case),
            coordinations=casefile.coordinations_of(self.case),
            findings=shown(draft.text, found) if draft else [],
            must_say_why=found.blocks,
            must_confirm=bool(found.findings) and not found.blocks,
            now=self.now,
            **kwargs,
        )


class PreviewView(CaseMixin):
    """The reply as the citizen will read it: its text and pictures, and nothing of the agency's inside."""

    template_name = "pakn/desk/preview.html"
    page_title = gettext_lazy("Xem trước trả lời")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = casefile.open_reply(self.case)
        if found is None or access.sees_as_partner(self.actor, self.case):
            raise Http404
        may_edit = found.status in EDITABLE and access.can(self.actor, Action.DRAFT_REPLY, self.case)
        findings = shown(found.text, internal.compare(self.case, found.text))
        context = self.get_context_data(reply=found, may_edit=may_edit, case_url=self.case_url, findings=findings)
        return self.render_to_response(context)


class PendingMixin(ActionView):
    """The reply that waits for approval stands beside the internal notes, and what it shares with them is marked."""

    template_name = "pakn/desk/approve.html"

    @cached_property
    def waiting(self) -> Reply | None:
        """The reply before the leader."""
        return pending(self.case)

    @cached_property
    def comparison(self) -> Comparison:
        """That reply beside the internal texts of the case."""
        return internal.compare(self.case, self.waiting.text) if self.waiting else Comparison([], [])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.waiting
        return super().get_context_data(
            reply=waiting,
            findings=shown(waiting.text, self.comparison) if waiting else [],
            seen=version_of(waiting),
            notes=casefile.notes_of(self.case),
            coordinations=casefile.coordinations_of(self.case),
            now=self.now,
            **kwargs,
        )


class ApproveView(PendingMixin):
    """The leader publishes exactly the text that was on the screen."""

    action = Action.APPROVE
    audience = CITIZEN
    button = gettext_lazy("Duyệt và công bố cho người dân")
    done = gettext_lazy("Đã duyệt và công bố trả lời của phản ánh %(code)s cho người dân.")

    def get_form(self, data: Any = None, files: Any = None) -> forms.CaseForm:
        return forms.ApproveForm(data, files, case=self.case, actor=self.actor, blocked=self.comparison.blocks)

    def perform(self, form: forms.CaseForm) -> None:
        access.check(self.actor, self.action, self.case)
        if self.waiting and self.request.POST.get("seen") != version_of(self.waiting):
            raise StateChanged(_("Nội dung trả lời đã thay đổi sau khi bạn mở trang này. Hãy đọc lại bản mới ở đây."))
        reply.approve(self.case.pk, self.actor, self.now, form.cleaned_data.get("overruling", ""))


class ReturnView(PendingMixin):
    """Give the reply back with remarks, which stay inside the agency."""

    action = Action.RETURN_REPLY
    form_class = forms.RemarksForm
    audience = INTERNAL
    done = gettext_lazy("Đã trả lại nội dung trả lời của phản ánh %(code)s để soạn lại.")

    def perform(self, form: Any) -> None:
        reply.return_reply(self.case.pk, self.actor, form.cleaned_data["text"], self.now)


def pending(case: Any) -> Reply | None:
    """The reply before the leader."""
    found = casefile.open_reply(case)
    return found if found and found.status == Reply.Status.PENDING else None


def version_of(found: Reply | None) -> str:
    """A mark of the very text that is shown."""
    return f"{found.pk}-{found.drafted_at.timestamp()}" if found else ""
