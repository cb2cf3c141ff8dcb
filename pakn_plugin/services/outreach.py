"""Reminding agencies of their banners: by mail, with the line to paste, once a day at most."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from pakn_plugin import conf
from pakn_plugin.access import Actor, NotAllowed
from pakn_plugin.models import Agency, BannerReminder, Membership, Placement
from pakn_plugin.models.agency import AgencyKind, in_force
from pakn_plugin.queries.banner import PLACERS, current_designs
from pakn_plugin.queries.outreach import Shown, in_use, silent_days, watches_all
from pakn_plugin.queries.outreach_words import advice, rests_on
from pakn_plugin.services import banner
from pakn_plugin.services.banner_line import general, line

MOST_READERS = 20
MOST_PLACES = 10


def readers(agencies: Iterable[Agency], now: datetime) -> dict[int, list[str]]:
    """Whom a reminder reaches, by agency: webmasters and administrators of today, else the agency's own address.

    One query. An agency that nobody can be reached at has an empty list.
    """
    asked = {agency.pk: agency for agency in agencies}
    held = _placers(asked, now)
    found: dict[int, dict[str, None]] = {pk: {} for pk in asked}
    for pk, address in held.order_by("user_id").values_list("agency_id", "user__email"):
        if address:
            found[pk][address] = None
    return {pk: list(found[pk])[:MOST_READERS] or [each for each in (asked[pk].email,) if each] for pk in asked}


def _placers(agencies: Iterable[int], now: datetime) -> QuerySet[Membership]:
    """Who may place banners for agencies: they have an account."""
    return Membership.objects.filter(
        in_force(timezone.localdate(now)), agency__in=agencies, role__in=PLACERS, user__is_active=True
    )


def reminded_today(agencies: Iterable[Agency], now: datetime) -> set[int]:
    """Ids of those that have had, or are about to get, their mail of the day."""
    rows = BannerReminder.objects.filter(agency__in=[each.pk for each in agencies], day=timezone.localdate(now))
    return set(rows.values_list("agency_id", flat=True))


def remind(agencies: Iterable[Agency], actor: Actor, now: datetime) -> int:
    """Have agencies mailed by the worker; returns how many. Those of today's mails are left out, and the unreachable.

    An agency without a placement in use gets one, so that its mail holds a line of its own: with the line that
    everybody may paste it could never be told from others, and would be reminded for ever. The agency still counts as
    having none until that line is taken up (`queries.outreach.in_use`).
    Raises NotAllowed for somebody who does not watch over all.
    """
    if not watches_all(actor):
        raise NotAllowed(_("Bạn không có quyền thực hiện việc này."))
    with transaction.atomic():
        asked = list(Agency.objects.select_for_update().filter(pk__in=[each.pk for each in agencies]).order_by("pk"))
        reached, today = readers(asked, now), timezone.localdate(now)
        done = reminded_today(asked, now)
        due = [each for each in asked if reached[each.pk] and each.pk not in done]
        _give_placements(due, actor, now)
        for agency in due:
            row = BannerReminder.objects.create(agency=agency, day=today, by=actor.user, at=now)
            async_task("pakn_plugin.tasks.send_banner_reminder", row.pk)
    return len(due)


def _give_placements(agencies: list[Agency], actor: Actor, now: datetime) -> None:
    """Their moment is that of the reminder, by which they are known."""
    placed = set(Placement.objects.filter(agency__in=agencies, active=True).values_list("agency_id", flat=True))
    with translation.override("vi"):
        place = _("Trang thông tin điện tử của cơ quan")
    design = current_designs().first()
    for agency in agencies:
        if agency.pk not in placed and design:
            made = Placement(agency=agency, place=place, design=design, created_by=actor.user)
            banner.save(made)
            Placement.objects.filter(pk=made.pk).update(created_at=now)


def send(reminder_id: int, now: datetime) -> bool:
    """Send a reminder; False where it was sent before or reaches nobody any more. Safe to run twice.

    All readers are on one mail, so that a mail server takes it as a whole or not at all.
    """
    with transaction.atomic():
        row = (
            BannerReminder.objects.select_for_update(of=("self",))
            .select_related("agency", "by")
            .filter(pk=reminder_id)
            .first()
        )
        if row is None or row.sent_at:
            return False
        to = readers([row.agency], now)[row.agency_id]
        if not to:
            return False
        with translation.override("vi"):
            body = _body(row, now)
        subject, _line, rest = body.strip().partition("\n")
        EmailMessage(subject.strip(), rest.strip() + "\n", to=to, reply_to=_answers_to(row)).send()
        row.sent_at = now
        row.save(update_fields=["sent_at"])
    return True


def _body(row: BannerReminder, now: datetime) -> str:
    """How it stands with the agency's banners; the request to place the first one where it has none."""
    mine = Placement.objects.filter(agency=row.agency)
    known = in_use(mine, now, silent_days())
    if known.exists():
        return render_to_string("pakn/banner_reminder.txt", _letter(row.agency, known))
    return render_to_string("pakn/banner_invitation.txt", _invitation(row, mine.filter(active=True).first(), now))


def _invitation(row: BannerReminder, placement: Placement | None, now: datetime) -> dict[str, Any]:
    """The way into the admin is told only where somebody has an account to go it."""
    held = placement and _placers([row.agency_id], now).exists()
    return {
        "agency": row.agency,
        "line": line(placement or general()),
        "how": conf.base_url() + reverse("pakn:banners"),
        "kit": conf.base_url() + reverse("pakn_banner:kit", args=[placement.pk]) if placement and held else "",
        "asked": row.by.get_full_name() if row.by else "",
        "address": next(iter(_answers_to(row)), ""),
    }


def _answers_to(row: BannerReminder) -> list[str]:
    """Whom to ask: the one who had it sent, else the operator."""
    if row.by and row.by.email:
        return [row.by.email]
    operators = Agency.objects.filter(in_force(row.day), kind=AgencyKind.OPERATOR).exclude(email="")
    return list(operators.order_by("pk").values_list("email", flat=True)[:1])


def _letter(agency: Agency, known: QuerySet[Any, Any]) -> dict[str, Any]:
    rows = known.order_by("-shown", "pk")
    places = [
        {
            "name": each.place,
            "page": each.page,
            "state": Shown(each.shown).label,
            "rests_on": rests_on(each),
            "advice": advice(each),
            "line": line(each),
            "kit": conf.base_url() + reverse("pakn_banner:kit", args=[each.pk]),
        }
        for each in rows[:MOST_PLACES]
    ]
    return {"agency": agency, "places": places, "all": conf.base_url() + reverse("pakn_banner:index")}


def resend(before: datetime) -> int:
    """Enqueue again the reminders of the last day that were written before a moment and not sent; returns how many."""
    rows = BannerReminder.objects.filter(sent_at=None, at__lt=before, day__gte=timezone.localdate(before))
    stuck = list(rows.order_by("pk").values_list("pk", flat=True)[:200])
    for pk in stuck:
        async_task("pakn_plugin.tasks.send_banner_reminder", pk)
    return len(stuck)
