"""What time alone brings about: late or twice, the outcome is the same."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from pakn_plugin.models import ActorKind, Case, Event, HeldPhoto, Notification, Transfer
from pakn_plugin.pictures import Picture
from pakn_plugin.services import photos
from pakn_plugin.services.sweep import sweep
from pakn_plugin.states import Action, State
from tests.factories import Cases, World

MONTH = timedelta(days=30)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_what_is_not_due_stays_as_it_is(case_in: Cases, now: datetime) -> None:
    cases = [case_in(state) for state in State]
    done = sweep(now)
    assert not any(done.values())
    assert [fresh(case).state for case in cases] == list(State)


def test_a_limit_is_kept_to_its_last_minute(case_in: Cases) -> None:
    case = case_in(State.ANSWERED)
    assert case.stage_due_at
    assert sweep(case.stage_due_at)["rating_expired"] == 0
    assert sweep(case.stage_due_at + timedelta(minutes=1))["rating_expired"] == 1
    assert fresh(case).state == State.CLOSED


def test_an_unanswered_question_ends_the_case_without_a_rating(case_in: Cases, now: datetime) -> None:
    case = case_in(State.NEEDS_INFO)
    assert sweep(now + MONTH)["info_expired"] == 1
    ended = fresh(case)
    assert (ended.state, ended.ended_at) == (State.CLOSED, now + MONTH)
    assert not ended.ratings.exists()
    assert not ended.pauses.filter(ended_at__isnull=True).exists()
    assert Notification.objects.get(event=ended.events.last()).template == "expired"


def test_a_sweep_after_days_of_silence_catches_up(case_in: Cases, now: datetime) -> None:
    cases = [case_in(State.ANSWERED) for _ in range(3)] + [case_in(State.NEEDS_INFO), case_in(State.TRANSFERRED)]
    done = sweep(now + MONTH)
    assert (done["rating_expired"], done["info_expired"], done["silent"]) == (3, 1, 1)
    assert [fresh(case).state for case in cases] == [State.CLOSED] * 4 + [State.RECEIVED]


def test_a_second_sweep_does_nothing_again(case_in: Cases, now: datetime) -> None:
    for state in (State.ANSWERED, State.NEEDS_INFO, State.TRANSFERRED):
        case_in(state)
    sweep(now + MONTH)
    events = Event.objects.count()
    again = sweep(now + MONTH)
    assert (again["rating_expired"], again["info_expired"], again["silent"]) == (0, 0, 0)
    assert Event.objects.count() == events


def test_silence_gives_the_case_back_to_the_operator(case_in: Cases, now: datetime) -> None:
    case = case_in(State.TRANSFERRED)
    sweep(now + MONTH)
    assert (fresh(case).state, fresh(case).agency) == (State.RECEIVED, None)
    assert case.transfers.get().outcome == Transfer.Outcome.ESCALATED
    event = case.events.last()
    assert (event.action, event.actor_kind, event.actor) == (Action.DECLINE, ActorKind.SYSTEM, None)


def test_silence_accepts_where_the_policy_says_so(world: World, case_in: Cases, now: datetime, settings: Any) -> None:
    settings.PAKN_SILENCE = "accept"
    case = case_in(State.TRANSFERRED)
    sweep(now + MONTH)
    accepted = fresh(case)
    assert (accepted.state, accepted.agency, accepted.officer) == (State.PROCESSING, world.a.agency, None)
    assert accepted.due_at > now + MONTH
    assert case.transfers.get().outcome == Transfer.Outcome.ACCEPTED


@pytest.mark.parametrize("silence", ["accept", "escalate"])
def test_one_case_that_fails_does_not_hold_up_the_others(
    silence: str, case_in: Cases, now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pakn_plugin.access import StateChanged
    from pakn_plugin.services import rating

    settings.PAKN_SILENCE = silence
    first, second = case_in(State.ANSWERED), case_in(State.ANSWERED)
    real = rating.expire_rating

    def faster_than_the_sweep(pk: int, at: datetime) -> Case:
        if pk == first.pk:
            raise StateChanged("somebody rated a moment ago")
        return real(pk, at)

    monkeypatch.setattr(rating, "expire_rating", faster_than_the_sweep)
    assert sweep(now + MONTH)["rating_expired"] == 1
    assert (fresh(first).state, fresh(second).state) == (State.ANSWERED, State.CLOSED)


def test_photos_put_aside_are_deleted_after_a_day_with_their_files(db: None, now: datetime) -> None:
    (photo,) = photos.hold([Picture(b"full", b"small", 4, 3)], now)
    storage, names = photo.file.storage, [photo.file.name, photo.thumbnail.name]
    assert sweep(now + timedelta(hours=24))["held_photos"] == 0
    assert photos.picture_of(photos.held([photo.key])[0]) == Picture(b"full", b"small", 4, 3)
    assert sweep(now + timedelta(hours=24, minutes=1))["held_photos"] == 1
    assert not HeldPhoto.objects.exists()
    assert not any(storage.exists(name) for name in names)


def test_unknown_keys_of_photos_are_left_out_and_order_is_kept(db: None, now: datetime) -> None:
    one, two = photos.hold([Picture(b"1", b"1", 4, 3), Picture(b"2", b"2", 4, 3)], now)
    assert photos.held([two.key, "NOBODY", one.key]) == [two, one]
