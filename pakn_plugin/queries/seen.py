"""What is new since the last look at a case: for staff by the steps of its history, for citizens by time."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from pakn_plugin.models import Case, CaseSeen, Event, Message, Reply
from pakn_plugin.states import Action

# Bookkeeping is no news.
QUIET = (Action.REMIND.value, Action.RECOMPUTE.value)


def news_for(reader: Any) -> Exists:
    """Whether others did something in a case of a list since this person last looked; nobody reads: nothing is new."""
    looks = CaseSeen.objects.filter(case=OuterRef(OuterRef("pk")), user=reader)
    last = Coalesce(Subquery(looks.values("steps")[:1]), Value(0))
    events = Event.objects.filter(case=OuterRef("pk"), number__gt=last).exclude(action__in=QUIET)
    return Exists(events.exclude(actor=reader) if reader else events.none())


def last_look(case: Case, user: Any) -> CaseSeen | None:
    """How far this person had read the case (one query)."""
    return CaseSeen.objects.filter(case=case, user=user).first()


def first_new(entries: Iterable[Any], since: datetime | None, user: Any) -> int | None:
    """The id of the first message of somebody else after a moment; None where none is new, or all are."""
    if since is None:
        return None
    return next((each.pk for each in entries if each.sent_at > since and (each.author_id or 0) != user.pk), None)


def citizen_has_news(messages: Iterable[Message], replies: Iterable[Reply], since: datetime | None) -> bool:
    """Whether something of the agencies came after the citizen's last visit, or there was no visit yet."""
    moments = [each.sent_at for each in messages if not each.from_citizen]
    moments += [each.published_at for each in replies if each.published_at]
    return since is None or any(moment > since for moment in moments)
