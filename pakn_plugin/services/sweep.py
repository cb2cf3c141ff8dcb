"""What time alone brings about. Runs every few minutes, can be missed for days and run twice without harm."""

from collections.abc import Callable
from datetime import datetime, timedelta

from pakn_plugin import conf
from pakn_plugin.access import SYSTEM, NotAllowed, StateChanged
from pakn_plugin.models import Case
from pakn_plugin.services import handling, outbox, photos, rating, transfer
from pakn_plugin.states import State

BATCH = 500


def sweep(now: datetime) -> dict[str, int]:
    """End, escalate and tidy what is due; returns how many of each."""
    silence = _accept_silently if conf.get("SILENCE") == "accept" else transfer.escalate
    return {
        "info_expired": _each_due(State.NEEDS_INFO, handling.expire_info, now),
        "rating_expired": _each_due(State.ANSWERED, rating.expire_rating, now),
        "silent": _each_due(State.TRANSFERRED, silence, now),
        "mails": outbox.resend_stuck(now - timedelta(minutes=15)),
        "held_photos": photos.drop_held(now),
    }


def _each_due(state: State, verb: Callable[[int, datetime], Case], now: datetime) -> int:
    done = 0
    due = Case.objects.filter(state=state, stage_due_at__lt=now).order_by("stage_due_at")
    for pk in list(due.values_list("pk", flat=True)[:BATCH]):
        try:
            verb(pk, now)
            done += 1
        except (StateChanged, NotAllowed):
            continue
    return done


def _accept_silently(case_id: int, now: datetime) -> Case:
    return transfer.accept(case_id, SYSTEM, now)
