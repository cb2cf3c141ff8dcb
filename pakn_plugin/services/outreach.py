"""Reminding agencies of their banners: by mail, with the line to paste, once a day at most."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from pakn_plugin import conf
from pakn_plugin.access import Actor, NotAllowed
from pakn_plugin.models import Agency, BannerReminder, Membership, Placement
from pakn_plugin.models.agency import in_force
from pakn_plugin.queries.banner import PLACERS, current_designs
from pakn_plugin.queries.outreach import Shown, silent_days, watches_all, with_state
from pakn_plugin.queries.outreach_words import advice, rests_on
from pakn_plugin.services import banner
from pakn_plugin.services.banner_line import line

MOST_READERS = 20
MOST_PLACES = 10


def readers(agencies: Iterable[Agency], now: datetime) -> dict[int, list[str]]:
    """Whom a reminder reaches, by agency: webmasters and administrators of today, else the agency's own address.

    One query. An agency that nobody can be reached at has an empty list.
    """
    asked = {agency.pk: agency for agency in agencies}
    held = Membership.objects.filter(
        in_force(timezone.localdate(now)), agency__in=asked, role__in=PLACERS, user__is_active=True
    )
    found: dict[int, dict[str, None]] = {pk: {} for pk in asked}
    for pk, address in held.order_by("user_id").values_list("agency_id", "user__email"):
        if address:
            found[pk][address] = None
    return {pk: list(found[pk])[:MOST_READERS] or [each for each in (asked[pk].email,) if each] for pk in asked}


def reminded_today(agencies: Iterable[Agency], now: datetime) -> set[int]:
    """Ids of those that have had, or are about to get, their mail of the day."""
    rows = BannerReminder.objects.filter(agency__in=[each.pk for each in agencies], day=timezone.localdate(now))
    return set(rows.values_list("agency_id", flat=True))


def remind(agencies: Iterable[Agency], actor: Actor, now: datetime) -> int:
    """Have agencies mailed by the worker; returns how many. Those of today's mails are left out, and the unreachable.

    An agency without a placement in use gets one, so that its mail holds a line of its own.
    Raises NotAllowed for somebody who does not watch over all.
    """
    if not watches_all(actor):
        raise NotAllowed(_("Bạn không có quyền thực hiện việc này."))
    with transaction.atomic():
        asked = list(Agency.objects.select_for_update().filter(pk__in=[each.pk for each in agencies]).order_by("pk"))
        reached, today = readers(asked, now), timezone.localdate(now)
        done = reminded_today(asked, now)
        due = [each for each in asked if reached[each.pk] and each.pk not in done]
        _give_placements(due, actor)
        for agency in due:
            row = BannerReminder.objects.create(agency=agency, day=today, by=actor.user, at=now)
            async_task("pakn_plugin.tasks.send_banner_reminder", row.pk)
    return len(due)


def _give_placements(agencies: list[Agency], actor: Actor) -> None:
    placed = set(Placement.objects.filter(agency__in=agencies, active=True).values_list("agency_id", flat=True))
    with translation.override("vi"):
        place = _("Trang thông tin điện tử của cơ quan")
    design = current_designs().first()
    for agency in agencies:
        if agency.pk not in placed and design:
            banner.save(Placement(agency=agency, place=place, design=design, created_by=actor.user))


def send(reminder_id: int, now: datetime) -> bool:
    """Send a reminder; False where it was sent before or reaches nobody any more. Safe to run twice.

    All readers are on one mail, so that a mail server takes it as a whole or not at all.
    """
    with transaction.atomic():
        row = BannerReminder.objects.select_for_update().select_related("agency").filter(pk=reminder_id).first()
        if row is None or row.sent_at:
            return False
        to = readers([row.agency], now)[row.agency_id]
        if not to:
            return False
        with translation.override("vi"):
            body = render_to_string("pakn/banner_reminder.txt", _letter(row.agency, now))
        subject, _line, rest = body.strip().partition("\n")
        EmailMessage(subject.strip(), rest.strip() + "\n", to=to).send()
        row.sent_at = now
        row.save(update_fields=["sent_at"])
    return True


def _letter(agency: Agency, now: datetime) -> dict[str, Any]:
    days = silent_days()
    rows = with_state(Placement.objects.filter(agency=agency, active=True), now, days).order_by("-shown", "pk")
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
