"""Whether each banner is still there: the state of placements and of agencies, worked out in the database.

A banner is working when it was seen where it is registered within some days: shown to a reader of that site, or found
by the check of the page, which leaves a sight as well. A placement without a page of its own (a social network) counts
by where it was seen at all, and by its clicks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Case, Count, Exists, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pakn_plugin import conf
from pakn_plugin.access import SEES_ALL, Actor
from pakn_plugin.models import (
    Agency,
    BannerLimits,
    BannerReminder,
    Placement,
    PlacementCount,
    PlacementSight,
)
from pakn_plugin.models import Case as Filed
from pakn_plugin.models.agency import in_force
from pakn_plugin.queries.banner import PLACERS

DAYS = 30
Kind = PlacementCount.Kind


class Shown(models.IntegerChoices):
    """How it stands with a banner, the best first; an agency stands as its best placement does."""

    WORKING = 0, _("Đang hiện")
    MOVED = 1, _("Hiện ở trang khác")
    SILENT = 2, _("Không còn thấy")
    NEVER = 3, _("Chưa thấy lần nào")
    NONE = 4, _("Chưa có nơi đặt")


# Name of an order → what it sorts by. What needs somebody's hand comes first.
ORDERS: dict[str, tuple[F | models.expressions.OrderBy | str, ...]] = {
    "name": ("name", "pk"),
    "state": ("-shown", "name", "pk"),
    "seen": (F("seen_at").asc(nulls_first=True), "name", "pk"),
    "clicked": ("-clicked", "name", "pk"),
    "filed": ("-filed", "name", "pk"),
    "reminded": (F("reminded_at").asc(nulls_first=True), "name", "pk"),
}


def watches_all(actor: Actor) -> bool:
    """Whether the actor watches over every agency's banners, and may remind agencies of them."""
    return actor.is_superuser or actor.has(*SEES_ALL)


def may_watch(actor: Actor) -> bool:
    """Whether the state of banners is for this person at all."""
    return watches_all(actor) or actor.has(*PLACERS)


def watched_agencies(actor: Actor, today: date) -> QuerySet[Agency]:
    """The agencies of today whose banners this person watches, also those that have none."""
    rows = Agency.objects.filter(in_force(today))
    return rows if watches_all(actor) else rows.filter(pk__in=actor.agencies(*PLACERS))


def watched_placements(actor: Actor) -> QuerySet[Placement]:
    """The placements whose state this person may see."""
    rows = Placement.objects.select_related("agency")
    return rows if watches_all(actor) else rows.filter(agency_id__in=actor.agencies(*PLACERS))


def silent_days() -> int:
    """After how many days without a sign a banner counts as silent: from the register, else the setting."""
    row = BannerLimits.objects.filter(active=True).first()
    return row.silent_days if row else conf.get("BANNER_SILENT_DAYS")


def with_state(rows: QuerySet[Placement], now: datetime, days: int) -> QuerySet[Any, Any]:
    """Placements with `seen_at`, `away_at` (seen elsewhere), `clicked_on` and `shown` (a value of Shown)."""
    since = now - timedelta(days=days)
    day = timezone.localdate(since)
    sights = PlacementSight.objects.filter(placement=OuterRef("pk")).order_by()
    clicks = PlacementCount.objects.filter(placement=OuterRef("pk"), kind=Kind.CLICKED, number__gt=0)
    found = rows.annotate(
        seen_at=Subquery(_last(sights.filter(site=OuterRef("site")))),
        away_at=Subquery(_last(sights.filter(~Q(site=OuterRef("site"))))),
        clicked_on=Subquery(clicks.order_by("-day").values("day")[:1]),
    )
    homeless = Q(site="")
    return found.annotate(
        shown=Case(
            When(seen_at__gte=since, then=Shown.WORKING),
            When(homeless & (Q(away_at__gte=since) | Q(clicked_on__gte=day)), then=Shown.WORKING),
            When(away_at__gte=since, then=Shown.MOVED),
            When(seen_at__isnull=False, then=Shown.SILENT),
            When(homeless & (Q(away_at__isnull=False) | Q(clicked_on__isnull=False)), then=Shown.SILENT),
            default=Shown.NEVER,
            output_field=models.IntegerField(),
        )
    )


def in_use(rows: QuerySet[Placement], now: datetime, days: int) -> QuerySet[Any, Any]:
    """Placements in use with their state, without those that a reminder made and nobody took up.

    A reminder needs a placement, for its line is how the banner is known once it is seen. Until then, or until the
    agency says on which page it stands, the agency still has none: being reminded alone changes no state.
    """
    made = BannerReminder.objects.filter(agency=OuterRef("agency"), at=OuterRef("created_at"))
    found = with_state(rows.filter(active=True), now, days)
    return found.exclude(Q(Exists(made)) & Q(site="", shown=Shown.NEVER))


def _last(sights: QuerySet[PlacementSight]) -> QuerySet[Any, Any]:
    return sights.values("placement").annotate(last=Max("last_at")).values("last")


def agencies(actor: Actor, now: datetime, days: int) -> QuerySet[Any, Any]:
    """The watched agencies with `shown`, `seen_at`, `clicked`, `filed` (of 30 days) and `reminded_at`."""
    today = timezone.localdate(now)
    since = today - timedelta(days=DAYS)
    mine = in_use(Placement.objects.filter(agency=OuterRef("pk")), now, days).order_by()
    seen = PlacementSight.objects.filter(placement__agency=OuterRef("pk"), placement__active=True).order_by()
    seen = seen.filter(Q(site=F("placement__site")) | Q(placement__site=""))
    reminded = BannerReminder.objects.filter(agency=OuterRef("pk"), sent_at__isnull=False).order_by("-sent_at")
    return watched_agencies(actor, today).annotate(
        shown=Coalesce(Subquery(mine.values("agency").annotate(best=Min("shown")).values("best")), Shown.NONE.value),
        seen_at=Subquery(seen.values("placement__agency").annotate(last=Max("last_at")).values("last")),
        clicked=_sum(Kind.CLICKED, since),
        filed=_sum(Kind.FILED, since) - _hidden(since),
        reminded_at=Subquery(reminded.values("sent_at")[:1]),
    )


def _sum(kind: str, since: date) -> Coalesce:
    rows = PlacementCount.objects.filter(placement__agency=OuterRef("pk"), kind=kind, day__gte=since).order_by()
    return Coalesce(Subquery(rows.values("placement__agency").annotate(n=Sum("number")).values("n")), 0)


def _hidden(since: date) -> Coalesce:
    """What the counters hold of complaints and denunciations: they are in no list."""
    rows = Filed.objects.filter(restricted=True, placement__agency=OuterRef("pk"), filed_at__date__gte=since).order_by()
    return Coalesce(Subquery(rows.values("placement__agency").annotate(n=Count("pk")).values("n")), 0)


def totals(rows: QuerySet[Any, Any]) -> dict[Shown, int]:
    """How many of the agencies stand where; every state has an entry. One query."""
    found = dict(rows.order_by().values_list("shown").annotate(Count("pk")))
    return {state: found.get(state.value, 0) for state in Shown}


def by_state(rows: Iterable[Agency], now: datetime, days: int) -> dict[int, dict[Shown, int]]:
    """For these agencies: how many placements in use stand where, by agency. One query."""
    found: dict[int, dict[Shown, int]] = {agency.pk: {} for agency in rows}
    places = in_use(Placement.objects.filter(agency__in=found), now, days).order_by()
    for agency_id, shown, number in places.values_list("agency", "shown").annotate(Count("pk")):
        found[agency_id][Shown(shown)] = number
    return found


@dataclass
class Day:
    """What happened at a placement on a day."""

    day: date
    seen: int = 0
    clicked: int = 0
    filed: int = 0


def days_of(placement: Placement, today: date) -> list[Day]:
    """The last 30 days up to today, oldest first, also the empty ones. Two queries."""
    first = today - timedelta(days=DAYS - 1)
    found = {first + timedelta(days=n): Day(first + timedelta(days=n)) for n in range(DAYS)}
    rows = PlacementCount.objects.filter(placement=placement, day__range=(first, today)).exclude(kind=Kind.MACHINE)
    for day, kind, number in rows.values_list("day", "kind", "number"):
        setattr(found[day], kind, number)
    hidden = Filed.objects.filter(placement=placement, restricted=True, filed_at__date__range=(first, today))
    for day, number in hidden.order_by().values_list("filed_at__date").annotate(Count("pk")):
        found[day].filed = max(0, found[day].filed - number)
    return list(found.values())


def sights_of(placement: Placement) -> QuerySet[PlacementSight]:
    """Where it was seen, newest first; bounded by what is kept."""
    return placement.sights.order_by("-last_at", "origin")
