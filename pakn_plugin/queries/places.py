"""Communes of today, and the way from an old name to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Value

from pakn_plugin import memory
from pakn_plugin.models import Area, AreaSuccession, Topic
from pakn_plugin.prepared import FIRST, Prepared
from pakn_plugin.text import fold

KINDS = ("phường", "xã", "đặc khu")


@dataclass(frozen=True)
class Place:
    """A commune of today with the names by which people also know it."""

    area: Area
    old_names: tuple[str, ...]


@dataclass(frozen=True)
class Offers:
    """The fields and communes that a form offers, and the same by their keys as a form sends them."""

    topics: list[Topic]
    places: list[Place]
    by_topic: dict[str, Topic]
    by_area: dict[str, Area]


def offers(today: date) -> Offers:
    """Active fields and the communes of `places`, for forms; at most a minute old; shared, not to be changed."""
    return memory.kept("offers", today, lambda: _offers(today))


def _offers(today: date) -> Offers:
    topics, found = list(Topic.objects.filter(active=True)), places(today)
    areas = {str(place.area.pk): place.area for place in found}
    return Offers(topics, found, {str(topic.pk): topic for topic in topics}, areas)


def retired(topic: Topic, area: Area, today: date) -> list[str]:
    """Which of a field and a commune, read a moment ago, is not offered any more (one query): "topic", "area"."""
    found = {name for (name,) in STILL_OFFERED.rows(topic=topic.pk, area=area.pk, today=today)}
    gone = [name for name in ("topic", "area") if name not in found]
    if gone:
        forget_offers()
    return gone


def _still_offered(topic: int, area: int, today: date) -> QuerySet[Topic, tuple[str]]:
    still = Topic.objects.filter(pk=topic, active=True).order_by().values_list(Value("topic"))
    return still.union(current_areas(today).filter(pk=area).order_by().values_list(Value("area")), all=True)


STILL_OFFERED = Prepared(_still_offered, topic=-1, area=-2, today=FIRST)


def forget_offers() -> None:
    """Read the lists of the forms anew."""
    memory.forget("offers")


def current_areas(today: date) -> QuerySet[Area]:
    """The communes in force on a day."""
    return Area.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=today), Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    )


def places(today: date) -> list[Place]:
    """All communes of a day, wards first, each with the old communes that went into it (two queries)."""
    old: dict[int, list[str]] = {}
    for new, kind, name in AreaSuccession.objects.values_list("new_id", "old__kind", "old__name").order_by("old__name"):
        old.setdefault(new, []).append(f"{kind} {name}")
    found = [Place(area, tuple(old.get(area.pk, ()))) for area in current_areas(today)]
    return sorted(found, key=lambda place: (_rank(place.area.kind), fold(place.area.name)))


def areas_named(typed: str, today: date) -> list[Area]:
    """The communes of today that a typed name may mean, by their own name or by an old one.

    Takes a name with or without "xã", "phường"; returns none, one, or several where an old commune was split
    or a new one far away bears an old one's name: then only the person knows which is meant.
    """
    wanted = fold(typed)
    if not wanted:
        return []
    current = [area for area in current_areas(today) if _names(area.kind, area.name) & {wanted}]
    return current + [area for area in _heirs(wanted, today) if area not in current]


def _heirs(wanted: str, today: date) -> list[Area]:
    rows = AreaSuccession.objects.select_related("old", "new").order_by("new__name")
    heirs = {row.new_id: row.new for row in rows if wanted in _names(row.old.kind, row.old.name)}
    known = set(current_areas(today).filter(pk__in=heirs).values_list("pk", flat=True))
    return [area for pk, area in heirs.items() if pk in known]


def _names(kind: str, name: str) -> set[str]:
    return {fold(name), fold(f"{kind} {name}")}


def _rank(kind: str) -> int:
    lowered = kind.lower()
    return KINDS.index(lowered) if lowered in KINDS else len(KINDS)


def grouped(found: Sequence[Place]) -> list[tuple[str, list[Place]]]:
    """Communes under their kind, in the order given."""
    groups: dict[str, list[Place]] = {}
    for place in found:
        groups.setdefault(place.area.kind, []).append(place)
    return list(groups.items())
