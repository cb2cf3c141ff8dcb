"""Reminding agencies from “Tình hình biểu ngữ”: first who would get the mail, then the mail, then back to the table."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from pakn_plugin.access import Actor
from pakn_plugin.embed.compliance import PER_PAGE, Wanted, for_watchers
from pakn_plugin.models import Agency
from pakn_plugin.queries import outreach
from pakn_plugin.services import outreach as reminding


@for_watchers
@require_POST
def remind(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Say who would be written to, or have it done; the way back keeps what the table was narrowed to."""
    if not outreach.watches_all(actor):
        raise PermissionDenied
    now, back = timezone.now(), _back(request)
    chosen = _chosen(request, outreach.watched_agencies(actor, timezone.localdate(now)))
    if not chosen:
        messages.error(request, _("Chưa chọn cơ quan nào để nhắc."))
        return redirect(back)
    if "confirmed" in request.POST:
        number = reminding.remind(chosen, actor, now)
        said = ngettext("Đã giao gửi thư nhắc %(number)s cơ quan.", "Đã giao gửi thư nhắc %(number)s cơ quan.", number)
        messages.success(request, said % {"number": number})
        return redirect(back)
    rows = _mails(chosen, now)
    some, wanted = any(row["due"] for row in rows), Wanted.of(request.POST)
    context = {"rows": rows, "some": some, "back": back, "wanted": wanted, "page": request.POST.get("p", "")}
    return render(request, "pakn/embed/compliance_remind.html", context)


def _back(request: HttpRequest) -> str:
    """The table as it was: only what it knows comes from the form."""
    page = request.POST.get("p", "")
    query = Wanted.of(request.POST).query(p=page if page.isdecimal() else "")
    return reverse("pakn_banner:state") + (f"?{query}" if query else "")


def _chosen(request: HttpRequest, agencies: QuerySet[Agency]) -> list[Agency]:
    """The ticked agencies that exist today, a page of them at most."""
    ticked = [typed for typed in request.POST.getlist("agency") if typed.isascii() and typed.isdigit()]
    return list(agencies.filter(pk__in=[int(typed[:9]) for typed in ticked[:PER_PAGE]]))


def _mails(chosen: list[Agency], now: datetime) -> list[dict[str, Any]]:
    """For each agency whom its mail reaches, and whether it is due: no agency is reminded twice a day."""
    reached, done = reminding.readers(chosen, now), reminding.reminded_today(chosen, now)
    placed = {pk for pk, counted in outreach.by_state(chosen, now, outreach.silent_days()).items() if counted}
    due = {each.pk for each in chosen if reached[each.pk] and each.pk not in done}
    return [
        {
            "agency": each,
            "readers": reached[each.pk],
            "done": each.pk in done,
            "due": each.pk in due,
            "bare": each.pk in due - placed,
        }
        for each in chosen
    ]


PATTERNS: list[URLPattern] = [path("tinh-hinh/nhac/", remind, name="state_remind")]
