"""What time alone brings about. Runs every few minutes, can be missed for days and run twice without harm.

Each part goes on where another fails, works in batches, and ends with its share of the time: what is left is found
again by the next run.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

from django.db.models import QuerySet
from django.utils import timezone

from pakn_plugin.access import NotAllowed, StateChanged
from pakn_plugin.models import Case, Commitment
from pakn_plugin.queries.clock import rules_at
from pakn_plugin.queries.members import orphaned
from pakn_plugin.queries.promises import overdue, to_remind
from pakn_plugin.queries.reminders import due_for_a_look, due_for_a_word
from pakn_plugin.services import (
    deputies,
    digest,
    documents,
    handling,
    memberships,
    outbox,
    outreach,
    photos,
    promises,
    rating,
    reminders,
    reorganisation,
    time_requests,
    transfer,
)
from pakn_plugin.states import State

BATCH = 500
# The worker ends a task after two minutes; together the parts stay below that.
SECONDS = 12
STUCK = timedelta(minutes=15)
log = logging.getLogger(__name__)
# Ids of what waits, at most so many.
Find = Callable[[int], list[int]]


def sweep(now: datetime, seconds: float = SECONDS) -> dict[str, int]:
    """End, escalate, remind and tidy what is due, each part within `seconds`; returns how many of each, and failures.

    Silence and the end of pauses come before the reminders: nobody is reminded of what time has just ended.
    """
    run = Run(seconds)
    run.part("info_expired", lambda: run.each(_due(State.NEEDS_INFO, now), handling.expire_info, now))
    run.part("rating_expired", lambda: run.each(_due(State.ANSWERED, now), rating.expire_rating, now))
    run.part("silent", lambda: run.each(_due(State.TRANSFERRED, now), transfer.pass_limit, now))
    run.part("verified", lambda: time_requests.end_overdue(now))
    run.part("released", lambda: run.each(_without_officer(now), memberships.release, now))
    run.part("deputations", lambda: deputies.end_void(now))
    run.part("promises_broken", lambda: run.each(_ids(overdue(now)), promises.break_overdue, now))
    run.part("promises_reminded", lambda: run.each(_ids(to_remind(now)), promises.remind, now))
    run.part("reorganised", lambda: reorganisation.catch_up(now))
    run.part("reminded", lambda: _remind(run, now))
    run.part("words_reminded", lambda: _remind_of_words(run, now))
    run.part("digests", lambda: _send_digests(run, now))
    run.part("mails", lambda: outbox.resend_stuck(now - STUCK))
    run.part("waited", lambda: outbox.send_waiting(now))
    run.part("banner_mails", lambda: outreach.resend(now - STUCK))
    run.part("held_photos", lambda: photos.drop_held(now))
    run.part("held_documents", lambda: documents.drop_held(now))
    return run.done


class Run:
    """One run of the sweep: what was done, what failed, how much time the present part has."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.ends = 0.0
        self.done: dict[str, int] = {}

    def part(self, name: str, work: Callable[[], int]) -> None:
        """Do a part; its failure is logged, without a word of what it held, and the others go on."""
        self.ends = monotonic() + self.seconds
        try:
            self.done[name] = self.done.get(name, 0) + work()
        except Exception as error:
            self.done.setdefault(name, 0)
            self.failed(name, error)

    def failed(self, what: str, error: Exception) -> None:
        """Log and count; the error's own text may hold somebody's data."""
        log.error("sweep: %s failed (%s)", what, type(error).__name__)
        self.done["failed"] = self.done.get("failed", 0) + 1

    def each(self, find: Find, verb: Callable[[int, datetime], object], now: datetime) -> int:
        """Run a verb on what is found, batch by batch, until nothing is left or the time is over; how many it did.

        What fails stays among the found: it is passed over in this run and tried again in the next.
        """
        done, seen, failed = 0, set[int](), 0
        while batch := [pk for pk in find(BATCH + failed) if pk not in seen]:
            seen.update(batch)
            for pk in batch:
                try:
                    done += verb(pk, now) is not False
                except Exception as error:
                    failed += 1
                    if not isinstance(error, StateChanged | NotAllowed):
                        self.failed(f"{getattr(verb, '__name__', 'part')} #{pk}", error)
                if monotonic() > self.ends:
                    return done
        return done


def _due(state: State, now: datetime) -> Find:
    """Finds cases of a state whose limit is over."""
    due = Case.objects.filter(state=state, stage_due_at__lt=now).order_by("stage_due_at")
    return lambda most: list(due.values_list("pk", flat=True)[:most])


def _ids(rows: QuerySet[Commitment]) -> Find:
    """Finds ids of a query's rows."""
    return lambda most: list(rows.values_list("pk", flat=True)[:most])


def _without_officer(now: datetime) -> Find:
    """Finds cases whose officer's role has ended."""
    return lambda most: list(orphaned(timezone.localdate(now)).values_list("pk", flat=True)[:most])


def _remind(run: Run, now: datetime) -> int:
    rules, due = rules_at(now), due_for_a_look(now)

    def remind(pk: int, at: datetime) -> bool:
        return reminders.remind(pk, at, rules)

    return run.each(lambda most: list(due.values_list("pk", flat=True)[:most]), remind, now)


def _remind_of_words(run: Run, now: datetime) -> int:
    rules, due = rules_at(now), due_for_a_word(now)

    def remind_of_word(pk: int, at: datetime) -> bool:
        return reminders.remind_of_word(pk, at, rules)

    return run.each(lambda most: list(due.values_list("pk", flat=True)[:most]), remind_of_word, now)


def _send_digests(run: Run, now: datetime) -> int:
    begin = digest.opening(now)
    if begin is None:
        return 0

    def send(user_id: int, at: datetime) -> bool:
        return digest.send(user_id, begin, at)

    return run.each(lambda most: digest.readers(begin, most), send, now)
