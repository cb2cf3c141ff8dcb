"""One action for many cases: choose, confirm, and read for each case whether it was done and why not.

The list sends the ids by GET (a page that changes nothing), the confirmation page by POST. Each case is its own
transaction through the same service as on its own screen, so one that has moved on never holds up the others. Ids
outside the visible rows are as good as not sent; where nothing is left of what was sent, the page is 404.
"""

from typing import Any, ClassVar

from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from pakn_plugin import access
from pakn_plugin.access import OPERATORS, Actor, NotAllowed, StateChanged
from pakn_plugin.desk.acting import CITIZEN, INTERNAL, REMEMBERED
from pakn_plugin.desk.bulk_forms import BulkAssignForm, BulkForm, BulkReplyForm, BulkTransferForm, LeftAlone
from pakn_plugin.desk.mixins import DeskMixin
from pakn_plugin.desk.words import due_of, tone_of
from pakn_plugin.models import Case
from pakn_plugin.queries.casefile import cases_with_draft
from pakn_plugin.services import handling, reply, transfer
from pakn_plugin.states import Action, Role

MOST = 50
# A case's id and code, whether it is done, and why not.
Line = tuple[int, str, bool, str]


class BulkView(DeskMixin):
    """GET: the chosen cases and the form. POST: do it, case by case, and show the result."""

    action: ClassVar[Action]
    name: ClassVar[str]
    form_class: type[BulkForm]
    template_name = "pakn/desk/bulk.html"
    audience: ClassVar[str] = ""
    lead: ClassVar[Any] = ""
    breadcrumbs_items = [
        *DeskMixin.breadcrumbs_items,
        {"url": reverse_lazy("pakn_desk:index"), "label": gettext_lazy("Phản ánh")},
    ]
    cases: list[Case]

    def perform(self, case: Case, form: Any) -> None:
        """Call the service for one case. May raise LeftAlone."""
        raise NotImplementedError

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        sent = request.POST if request.method == "POST" else request.GET
        ids = {int(each) for each in sent.getlist("case") if each.isdecimal() and len(each) < 18}
        if len(ids) > MOST:
            messages.error(request, _("Mỗi lần chỉ làm được cho nhiều nhất %(most)d phản ánh.") % {"most": MOST})
            return redirect(self.back())
        visible = access.visible_cases(self.actor).filter(pk__in=ids)
        self.cases = list(visible.select_related("topic", "area", "agency", "officer").order_by("next_due_at", "pk"))
        if ids and not self.cases:
            raise Http404
        return super().enter(request, *args, **kwargs)

    def back(self) -> str:
        """The list from which the cases came, as the list itself writes its address."""
        sent = self.request.POST if self.request.method == "POST" else self.request.GET
        return f"{reverse('pakn_desk:index')}?{sent.get('back', '')[:700]}"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.cases:
            messages.warning(request, _("Bạn chưa chọn phản ánh nào."))
            return redirect(self.back())
        return self.show(self.form_class(actor=self.actor, cases=self.cases))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.cases:
            return self.get(request)
        form = self.form_class(request.POST, actor=self.actor, cases=self.cases)
        if not form.is_valid() or "preview" in request.POST:
            return self.show(form)
        key = "".join(each for each in request.POST.get("key", "") if each.isalnum())[:32] or get_random_string(20)
        if cache.add(result_key(self.actor, key), self.result(None), REMEMBERED):
            lines = None
            try:
                lines = self.run(form)
            finally:
                if lines is None:
                    cache.delete(result_key(self.actor, key))
            cache.set(result_key(self.actor, key), self.result(lines), REMEMBERED)
        return redirect("pakn_desk:bulk_done", key=key)

    def result(self, lines: list[Line] | None) -> dict[str, Any]:
        """What the result page shows; no lines while the work goes on."""
        return {"title": str(self.get_page_title()), "lines": lines, "back": self.back()}

    def run(self, form: BulkForm) -> list[Line]:
        """Act on each case in a transaction of its own."""
        lines: list[Line] = []
        for case in self.cases:
            try:
                with transaction.atomic():
                    self.perform(case, form)
                lines.append((case.pk, case.code, True, ""))
            except (NotAllowed, StateChanged, LeftAlone) as error:
                lines.append((case.pk, case.code, False, str(error)))
        return lines

    def hindrance(self, case: Case) -> str:
        """Why the action is not possible for a case as it stands; empty where it is."""
        try:
            access.check(self.actor, self.action, case)
        except (NotAllowed, StateChanged):
            reason = access.barred(self.actor, self.action, case)
            if reason:
                return reason
            state = case.get_state_display()  # type: ignore[attr-defined]
            return _("Bạn không làm được việc này khi phản ánh ở trạng thái “%(state)s”.") % {"state": state}
        return ""

    def show(self, form: BulkForm) -> HttpResponseBase:
        """The confirmation page: every chosen case, what hinders it, and the form where one is left."""
        rows = [
            {
                "case": case,
                "due": due_of(case, self.now),
                "tone": tone_of(case),
                "hindrance": self.hindrance(case),
                "preview": self.preview(case, form),
            }
            for case in self.cases
        ]
        possible = sum(not row["hindrance"] for row in rows)
        return self.render_to_response(
            self.get_context_data(
                form=form, rows=rows, possible=possible, key=get_random_string(20), back_url=self.back(),
                back=self.back().partition("?")[2], audience=self.audience, lead=self.lead, button=self.action.label,
            )
        )  # fmt: skip

    def preview(self, case: Case, form: BulkForm) -> str:
        """What would be sent for a case, where there is something to read."""
        return ""


class BulkAssignView(BulkView):
    action, name = Action.ASSIGN, "bulk_assign"
    page_title = gettext_lazy("Phân công cán bộ cho nhiều phản ánh")
    form_class = BulkAssignForm

    def perform(self, case: Case, form: Any) -> None:
        handling.assign(case.pk, self.actor, form.cleaned_data["officer"], self.now)


class BulkTransferView(BulkView):
    action, name = Action.TRANSFER, "bulk_transfer"
    page_title = gettext_lazy("Chuyển nhiều phản ánh đến một cơ quan")
    form_class = BulkTransferForm
    audience = INTERNAL

    def perform(self, case: Case, form: Any) -> None:
        chosen = form.cleaned_data
        transfer.transfer(case.pk, self.actor, chosen["agency"], chosen["reason"], self.now, chosen["legal_basis"])


class BulkReplyView(BulkView):
    """Draft and submit for approval; a draft that somebody has begun is never written over."""

    action, name = Action.SUBMIT_REPLY, "bulk_reply"
    page_title = gettext_lazy("Trả lời nhiều phản ánh theo mẫu")
    form_class = BulkReplyForm
    template_name = "pakn/desk/bulk_reply.html"
    audience = CITIZEN
    lead = gettext_lazy("Mỗi phản ánh có một câu trả lời riêng, trình lãnh đạo duyệt như bình thường.")

    def perform(self, case: Case, form: Any) -> None:
        body = form.reply_to(case)
        access.check(self.actor, self.action, case)
        if cases_with_draft([case]):
            raise LeftAlone(_("Đã có bản nháp đang soạn. Hãy mở phản ánh này để trình riêng."))
        reply.write_and_submit(case.pk, self.actor, body, self.now)

    def hindrance(self, case: Case) -> str:
        if case.pk in self.drafted:
            return _("Đã có bản nháp đang soạn. Hãy mở phản ánh này để trình riêng.")
        return super().hindrance(case)

    def show(self, form: BulkForm) -> HttpResponseBase:
        self.drafted = cases_with_draft(self.cases)
        return super().show(form)

    def preview(self, case: Case, form: Any) -> str:
        if not form.is_bound or not form.is_valid():
            return ""
        try:
            return str(form.reply_to(case))
        except LeftAlone as reason:
            return str(reason)


class BulkDoneView(DeskMixin):
    """What became of each case; only for the one who did it, for an hour."""

    template_name = "pakn/desk/bulk_done.html"
    page_title = gettext_lazy("Kết quả")
    breadcrumbs_items = BulkView.breadcrumbs_items

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def enter(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.found: Any = cache.get(result_key(self.actor, kwargs["key"]))
        if self.found is None:
            raise Http404
        return super().enter(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = self.found
        lines = found["lines"] or []
        visible = access.visible_cases(self.actor).filter(pk__in=[line[0] for line in lines])
        seen = dict(visible.values_list("pk", "title"))
        shown = [
            {"pk": pk, "code": code, "done": done, "why": why, "title": seen.get(pk, "")}
            for pk, code, done, why in lines
        ]
        return self.render_to_response(
            self.get_context_data(
                title=found["title"], running=found["lines"] is None, lines=shown,
                done=sum(line["done"] for line in shown), back_url=found["back"],
            )
        )  # fmt: skip


BULK_VIEWS: tuple[type[BulkView], ...] = (BulkAssignView, BulkTransferView, BulkReplyView)
WHO = {
    "bulk_assign": (frozenset({Role.COORDINATOR}), gettext_lazy("Phân công")),
    "bulk_transfer": (OPERATORS, gettext_lazy("Chuyển cơ quan")),
    "bulk_reply": (frozenset({Role.OFFICER}), gettext_lazy("Trả lời theo mẫu")),
}


def bulk_buttons(actor: Actor) -> list[dict[str, Any]]:
    """What this person's roles may do for many cases at once."""
    return [
        {"label": label, "url": reverse(f"pakn_desk:{name}")}
        for name, (roles, label) in WHO.items()
        if actor.has(*roles)
    ]


def result_key(actor: Actor, key: str) -> str:
    """Where a result is kept."""
    return f"pakn-bulk:{actor.user.pk}:{key}"
