"""The read side of the banner: who sees which placement, and how often it was used."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from pakn_plugin.access import OPERATORS, Actor
from pakn_plugin.models import Agency, BannerDesign, DesignVersion, Placement, PlacementCount
from pakn_plugin.states import Role

RECENT = timedelta(days=30)
MOST_VERSIONS, MOST_DESIGNS = 20, 40
PLACERS = frozenset({Role.WEBMASTER, Role.AGENCY_ADMIN})


@dataclass
class Counts:
    """How often a placement was clicked, and how many cases came through it."""

    clicked: int = 0
    filed: int = 0


def places_everywhere(actor: Actor) -> bool:
    """Whether the actor looks after every agency's banners."""
    return actor.is_superuser or actor.has(*OPERATORS)


def may_place(actor: Actor) -> bool:
    """Whether the banner kit is for this person at all."""
    return places_everywhere(actor) or actor.has(*PLACERS)


def may_design(actor: Actor) -> bool:
    """Who composes and publishes designs of the banner: administrators, and leaders of the operator."""
    if actor.is_superuser or actor.has(Role.OPERATOR_LEADER):
        return True
    return bool(actor.user and actor.user.has_perm("pakn.change_bannerdesign"))


def visible_placements(actor: Actor) -> QuerySet[Placement]:
    """The placements that this person may see and change."""
    rows = Placement.objects.select_related("agency", "design__current")
    return rows if places_everywhere(actor) else rows.filter(agency_id__in=actor.agencies(*PLACERS))


def placing_agencies(actor: Actor) -> QuerySet[Agency]:
    """The agencies for which this person may place a banner: those that exist today."""
    today = timezone.localdate()
    rows = Agency.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    return rows if places_everywhere(actor) else rows.filter(pk__in=actor.agencies(*PLACERS))


def designs_for(placement: Placement) -> QuerySet[BannerDesign]:
    """The designs that a placement may have: those that are published and in use, and the one that it has."""
    offered = Q(retired=False, current__isnull=False)
    return BannerDesign.objects.filter(offered | Q(pk=placement.design_id))


def current_designs(code: str = "") -> QuerySet[BannerDesign]:
    """The published designs in use, some dozens at most, with what they show; or the one of a code."""
    rows = BannerDesign.objects.select_related("current").filter(retired=False, current__isnull=False)
    return rows.filter(code=code) if code else rows[:MOST_DESIGNS]


def designs_with_use() -> QuerySet[BannerDesign]:
    """All designs with the number of placements that show each, those in use first (one query)."""
    used = Count("placements", filter=Q(placements__active=True))
    return (
        BannerDesign.objects.select_related("current", "edited_by")
        .annotate(used=used)
        .order_by("retired", "order", "pk")
    )


def versions_of(design: BannerDesign) -> QuerySet[DesignVersion]:
    """The last versions of a design, the newest first."""
    return design.versions.select_related("published_by").order_by("-number")[:MOST_VERSIONS]


def counts_of(placements: Iterable[Placement], since: date | None = None) -> dict[int, Counts]:
    """Counts by placement id, of all time or since a day; one query. Every asked placement has an entry."""
    found = {placement.pk: Counts() for placement in placements}
    rows = PlacementCount.objects.filter(placement_id__in=found)
    if since:
        rows = rows.filter(day__gte=since)
    for pk, kind, number in rows.values_list("placement_id", "kind").annotate(Sum("number")).order_by():
        setattr(found[pk], kind, number)
    return found
