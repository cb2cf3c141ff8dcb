"""Who had a case before somebody else took it over, for those who read its history."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model

from pakn_plugin.models import Event
from pakn_plugin.states import Action

TAKES = frozenset({Action.HAND_OVER.value, Action.CORRECT.value, Action.SUBMIT_CORRECTION.value})


def give_before(events: Iterable[Event]) -> None:
    """Hang on each event the officer from whom the case was taken over (one query where there was one)."""
    rows = list(events)
    taken = {event.pk: event.data.get("before") for event in rows if event.action in TAKES}
    ids = {pk for pk in taken.values() if pk}
    known = get_user_model()._default_manager.in_bulk(ids) if ids else {}
    for event in rows:
        event.taken_from = known.get(taken.get(event.pk))  # type: ignore[attr-defined]
