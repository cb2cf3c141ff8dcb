"""The official reply at the desk: the officer's editor, the preview, the leader's approval."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from pakn_plugin import access
from pakn_plugin.desk import forms, templating
from pakn_plugin.desk.acting import CITIZEN, INTERNAL, ActionView
from pakn_plugin.desk.marking import shown
from pakn_plugin.desk.mixins import CaseMixin
from pakn_plugin.desk.reply_forms import ReplyForm
from pakn_plugin.models import Reply
from pakn_plugin.queries import approvals, casefile, deputies, internal
from pakn_plugin.queries.beside import beside
from pakn_plugin.queries.internal import Comparison
from pakn_plugin.services import reply
from pakn_plugin.states import Action

EDITABLE = (Reply.Status.DRAFT, Reply.Status.RETURNED)


class ReplyView(ActionView):
    """Write the reply; every way out of the form saves the draft first: save, look at it, or submit it."""

    action = Action.DRAFT_REPLY
    template_name = "pakn/desk/reply.html"
    form_class = ReplyForm
    audience = CITIZEN
    submitted: Any = gettext_lazy("Đã trình lãnh đạo duyệt nội dung trả lời của phản ánh %(code)s.")
    held = ""

    def get_form(self, data: Any = None, files: Any = None) -> forms.CaseForm:
        """The form; what was sent without a word about the draft's photos does not need the draft to be checked."""
        draft = self.draft() if data is None or {"drop", "drop_documents", "own"} & data.keys() else None
        form: Any = self.form_class
        return form(data, files, case=self.case, actor=self.actor, draft=draft)  # type: ignore[no-any-return]

    def draft(self) -> Reply | None:
        """The draft that this person can go on with."""
        draft = casefile.open_reply(self.case)
        return draft if draft and draft.status in EDITABLE else None

    def refuse_politely(self, form: Any, status: int) -> HttpResponse:
        if form.draft is None:
            form.show(self.draft())
        if "filed" not in form.fields:
            form.offer_filed()
        return super().refuse_politely(form, status)

    def perform(self, form: Any) -> None:
        chosen = form.cleaned_data
        dropped = [photo.pk for photo in chosen.get("drop", ())]
        draft = (self.case.pk, self.actor, chosen["text"], self.now, chosen["photos"], dropped)
        if "submit" in self.request.POST:
            try:
                reply.write_and_submit(*draft, chosen["passing"], chosen["confirmed"], form.extras())
                return
            except reply.Held as error:
                self.held = str(error)
        reply.save_draft(*draft, form.extras())

    def after(self) -> str:
        """A reply leaves the case with its agency: there is nothing to look up."""
        return self.case_url

    def attempt(self, request: HttpRequest) -> HttpResponseBase:
        """A template is put into the text first; then the draft is kept with everything else that was typed."""
        if "insert" not in request.POST:
            return super().attempt(request)
        typed, self.held = templating.with_template(request.POST, self.case)
        form = self.get_form(typed, request.FILES)
        if self.rights_status() != 200 or not form.is_valid():
            return self.refuse_politely(form, self.rights_status())
        self.perform(form)
        return self.finish(form)

    def finish(self, form: forms.CaseForm) -> HttpResponseBase:
        if "insert" in self.request.POST and not self.held:
            messages.success(self.request, _("Đã chèn mẫu vào cuối nội dung và lưu bản nháp."))
            return redirect("pakn_desk:draft_reply", pk=self.case.pk)
        if self.held:
            messages.warning(self.request, self.held)
            return redirect(f"pakn_desk:{self.action.value}", pk=self.case.pk)
        if "submit" in self.request.POST:
            self.done = self.submitted
            return super().finish(form)
        if "preview" in self.request.POST:
            return redirect("pakn_desk:reply_preview", pk=self.case.pk)
        messages.success(self.request, _("Đã lưu bản nháp; người dân chưa thấy nội dung này."))
        return redirect(f"pakn_desk:{self.action.value}", pk=self.case.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.get("form")
        draft = getattr(form, "draft", None)
        looked_at = form.typed() if form and form.is_bound else draft
        found = compared(self.case, looked_at, self.now)
        return super().get_context_data(
            notes=casefile.notes_of(self.case),
            coordinations=casefile.coordinations_of(self.case),
            findings=shown(looked_at.whole, found) if looked_at else [],
            beside=beside(self.case),
            remarks=casefile.last_remark(self.case, draft),
            templates=templating.fitting(self.case, draft),
            may_mark=access.can(self.actor, Action.MARK_POINTS, self.case),
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
        findings = shown(found.whole, compared(self.case, found, self.now))
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
        return compared(self.case, self.waiting, self.now)

    def finish(self, form: forms.CaseForm) -> HttpResponseBase:
        """In the leader's queue the next one comes, with how many are left."""
        if not self.in_queue:
            return super().finish(form)
        left = approvals.count(self.actor)
        said = str(self.done) % {"code": self.case.code}
        messages.success(self.request, f"{said} {_('Còn %(number)s.') % {'number': left}}" if left else said)
        return redirect("pakn_desk:approvals")

    @property
    def in_queue(self) -> bool:
        """Whether the decision was made from the leader's queue."""
        return "queue" in self.request.POST

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = self.waiting
        return super().get_context_data(
            reply=waiting,
            in_queue=self.in_queue,
            standing=standing_words(self.actor, self.action, self.case),
            findings=shown(waiting.whole, self.comparison) if waiting else [],
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
        found = {"blocked": self.comparison.blocks, "warned": self.comparison.warns}
        return forms.ApproveForm(data, files, case=self.case, actor=self.actor, **found)

    def attempt(self, request: HttpRequest) -> HttpResponseBase:
        """What has changed since it was shown is shown anew, before anything else is said about it."""
        if self.rights_status() != 200 or self.waiting is None or request.POST.get("seen") == version_of(self.waiting):
            return super().attempt(request)
        form = self.get_form(request.POST)
        form.add_error(None, _("Nội dung trả lời đã thay đổi sau khi bạn mở trang này. Hãy đọc lại bản mới ở đây."))
        return self.refuse_politely(form, 409)

    def perform(self, form: forms.CaseForm) -> None:
        given = form.cleaned_data
        self.publish(given.get("overruling", ""), given.get("confirmed", False))

    def publish(self, overruling: str, confirmed: bool) -> None:
        """Call the service."""
        reply.approve(self.case.pk, self.actor, self.now, overruling, confirmed)


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


def compared(case: Any, found: Reply | None, now: datetime) -> Comparison:
    """A reply beside the internal texts of its case."""
    return internal.compare_reply(case, found, timezone.localdate(now)) if found else Comparison([], [])


def version_of(found: Reply | None) -> str:
    """A mark of the very text that is shown."""
    return f"{found.pk}-{found.drafted_at.timestamp()}" if found else ""


def standing_words(actor: access.Actor, action: Action, case: Any) -> str:
    """In whose place this person would act, as a sentence; empty for somebody who acts in the own name."""
    standing = access.acting_for(actor, action, case)
    leader = deputies.leader_of(standing.pk) if standing else None
    return _("Bạn duyệt thay mặt %(leader)s.") % {"leader": leader} if leader else ""
