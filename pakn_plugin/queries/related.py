"""Cases beside a case: what happened nearby, and what the same person filed. A few, and only visible ones."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from pakn_plugin import text
from pakn_plugin.access import Actor, may_see_reporter, visible_cases
from pakn_plugin.models import Case, Reporter

SHOWN = 5
LOOKED_AT = 200
HALF_A_YEAR = timedelta(days=180)
A_MONTH = timedelta(days=30)
COLUMNS = ("code", "title", "address", "state", "stage_due_at", "filed_at")
# Words that nearly every address has; sharing them says nothing.
COMMON = frozenset(
    ("duong", "pho", "hem", "ngo", "so", "nha", "phuong", "xa", "thi", "tran", "thanh", "khanh", "hoa", "tinh", "gan")
)


def nearby_cases(actor: Actor, case: Case, now: datetime) -> list[Case]:
    """Cases of the last 180 days in the same commune and field, those first whose address shares most words.

    One query over at most the newest LOOKED_AT of them (index area, topic, filed).
    """
    same = visible_cases(actor).filter(area_id=case.area_id, topic_id=case.topic_id, filed_at__gte=now - HALF_A_YEAR)
    found = list(same.exclude(pk=case.pk).only(*COLUMNS).order_by("-filed_at")[:LOOKED_AT])
    words = _words(case.address)
    return sorted(found, key=lambda other: -len(words & _words(other.address)))[:SHOWN]


def same_reporter_cases(actor: Actor, case: Case) -> list[Case]:
    """The newest other cases with the same phone, e-mail or account; nothing for those who may not see the person."""
    if may_see_reporter(actor, case) != "open":
        return []
    person, same = case.reporter, Q(pk__in=())
    known: dict[str, Any] = {"phone": person.phone, "email": person.email, "user": person.user_id}
    for name, value in known.items():
        if value:
            same |= Q(**{name: value})
    people = list(Reporter.objects.filter(same).values_list("pk", flat=True)[:LOOKED_AT])
    theirs = visible_cases(actor).filter(reporter__in=people).exclude(pk=case.pk)
    return list(theirs.only(*COLUMNS).order_by("-filed_at")[:SHOWN])


def same_phone_cases(actor: Actor, case: Case, now: datetime) -> list[Case]:
    """The newest other cases of the last 30 days with the same phone, as far as this person sees them."""
    if not case.reporter.phone:
        return []
    recent = visible_cases(actor).filter(reporter__phone=case.reporter.phone, filed_at__gte=now - A_MONTH)
    return list(recent.exclude(pk=case.pk).only(*COLUMNS).order_by("-filed_at")[:SHOWN])


def _words(address: str) -> set[str]:
    return {word.strip(".,;:()") for word in text.fold(address).split()} - COMMON - {""}
