"""One text, two problems: the part is a case of its own, with the clock of the whole and nobody's words changed."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pakn_plugin import links, mails
from pakn_plugin.access import NotAllowed, StateChanged
from pakn_plugin.models import Case, Event, Notification, Photo
from pakn_plugin.queries import ledger
from pakn_plugin.services import handling, photos, splitting
from pakn_plugin.services.splitting import Part, is_cut_from
from pakn_plugin.states import Action, State
from tests.factories import AreaFactory, Cases, TopicFactory, World, citizen
from tests.plugin.public.conftest import picture

TEXT = "Đèn hẻm 34 tắt cả dãy. Ngoài ra cuối hẻm có bãi rác bốc mùi,\nđã một tuần không ai dọn."
RUBBISH = "cuối hẻm có bãi rác bốc mùi,\nđã một tuần không ai dọn."


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def part_of(world: World, **changes: Any) -> Part:
    given = {"text": RUBBISH, "title": "Bãi rác cuối hẻm 34", "topic": world.topic, "area": world.area} | changes
    return Part(**given)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.RECEIVED])
def test_the_part_stands_where_the_whole_stands(state: State, world: World, case_in: Cases, now: datetime) -> None:
    whole = case_in(state, text=TEXT, wants_publication=True, address="Hẻm 34")
    topic, area = TopicFactory(), AreaFactory()
    later = now + timedelta(days=1)
    part = splitting.split(whole.pk, world.operator, part_of(world, topic=topic, area=area), later)
    part = fresh(part)
    assert (part.state, part.split_from, part.topic, part.area) == (state, whole, topic, area)
    assert (part.text, part.title, part.address) == (RUBBISH, "Bãi rác cuối hẻm 34", "Hẻm 34")
    same = ("reporter_id", "channel", "wants_publication", "notice_version", "filed_at", "state_since", "level")
    assert [getattr(part, name) for name in same] == [getattr(whole, name) for name in same]
    assert (part.stage_due_at, part.due_at) == (whole.stage_due_at, whole.due_at)
    assert part.code != whole.code
    assert part.link_key != whole.link_key
    assert "bai rac" in part.folded
    assert fresh(whole).text == TEXT
    assert fresh(whole).state == state


def test_both_have_it_in_their_history_and_the_ledger_is_right(world: World, case_in: Cases, now: datetime) -> None:
    whole = case_in(State.RECEIVED, text=TEXT, now=now - timedelta(days=2))
    part = splitting.split(whole.pk, world.operator, part_of(world), now)
    last = whole.events.last()
    assert (last.action, last.data) == (Action.SPLIT, {"part": part.pk})
    steps = [(e.number, e.action, e.at, e.data["split_from"]) for e in part.events.all()]
    assert steps == [(1, Action.FILE, now, whole.pk), (2, Action.RECEIVE, now, whole.pk)]
    assert list(ledger.faults()) == []
    limits = [[(d.stage, d.began_at, d.ended_at, d.due_at) for d in c.deadlines.all()] for c in (whole, part)]
    assert limits[0] == limits[1]


def test_the_part_goes_on_its_own_way(world: World, case_in: Cases, now: datetime) -> None:
    whole = case_in(State.SUBMITTED, text=TEXT)
    part = splitting.split(whole.pk, world.operator, part_of(world), now)
    handling.receive(part.pk, world.operator, now)
    handling.withdraw(whole.pk, citizen(whole.pk), now)
    assert (fresh(part).state, fresh(whole).state) == (State.RECEIVED, State.WITHDRAWN)
    assert list(ledger.faults()) == []


def test_a_pause_of_the_whole_counts_for_the_part(world: World, case_in: Cases, now: datetime) -> None:
    whole = case_in(State.SUBMITTED, text=TEXT)
    handling.request_info(whole.pk, world.operator, "Hẻm nào?", now)
    handling.supply_info(whole.pk, citizen(whole.pk), "34.", now + timedelta(days=2))
    part = splitting.split(whole.pk, world.operator, part_of(world), now + timedelta(days=2))
    assert fresh(part).stage_due_at == fresh(whole).stage_due_at
    assert list(ledger.faults()) == []


def test_the_reporter_gets_one_mail_with_the_new_code_and_its_link(world: World, case_in: Cases, now: datetime) -> None:
    whole = case_in(State.RECEIVED, text=TEXT)
    before = set(Notification.objects.values_list("pk", flat=True))
    part = splitting.split(whole.pk, world.operator, part_of(world), now)
    (row,) = Notification.objects.exclude(pk__in=before)
    assert (row.template, row.reporter, row.case) == ("split", whole.reporter, part)
    mail = mails.render(row)
    assert part.code in mail.subject
    assert whole.code in mail.body
    assert links.case_of(mail.body.split("/theo-doi/")[1].split("/")[0]) == part


def test_the_same_words_twice_make_one_case(world: World, case_in: Cases, now: datetime) -> None:
    whole = case_in(State.RECEIVED, text=TEXT)
    one = splitting.split(whole.pk, world.operator, part_of(world), now)
    two = splitting.split(whole.pk, world.second_operator, part_of(world, title="Khác"), now)
    assert (one, whole.parts.count()) == (two, 1)
    assert Event.objects.filter(action=Action.SPLIT).count() == 1


def test_photos_are_copied_so_that_each_case_keeps_its_own(world: World, case_in: Cases, now: datetime) -> None:
    from pakn_plugin.pictures import clean_picture

    whole, other = case_in(State.SUBMITTED, text=TEXT), case_in(State.SUBMITTED)
    for case in (whole, whole, other):
        photos.attach(case, [clean_picture(picture())])
    first, second = Photo.objects.filter(case=whole)
    foreign = Photo.objects.get(case=other)
    chosen = part_of(world, photo_ids=[second.pk, foreign.pk])
    part = splitting.split(whole.pk, world.operator, chosen, now)
    copy = Photo.objects.get(case=part)
    assert copy.file.name not in {first.file.name, second.file.name, foreign.file.name}
    with second.file.open() as old, copy.file.open() as new:
        assert old.read() == new.read()
    Path(second.file.path).unlink()
    assert Path(copy.file.path).exists()
    assert Path(copy.thumbnail.path).exists()


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("cuối hẻm có bãi rác", True),
        ("Đèn hẻm 34 bốc mùi,", True),
        (TEXT, True),
        ("bãi rác rất lớn", False),
        ("rác bãi", False),
        ("Cuối hẻm", False),
    ],
)
def test_words_are_crossed_out_and_never_written(words: str, cut: bool) -> None:
    assert is_cut_from(words, TEXT) == cut


def test_other_words_than_the_citizens_make_no_case(world: World, case_in: Cases, now: datetime) -> None:
    whole = case_in(State.RECEIVED, text=TEXT)
    with pytest.raises(NotAllowed):
        splitting.split(whole.pk, world.operator, part_of(world, text="Rác thải nguy hại."), now)
    with pytest.raises(ValueError, match="text"):
        splitting.split(whole.pk, world.operator, part_of(world, text=" \n"), now)
    assert Case.objects.count() == 1


@pytest.mark.parametrize("state", [s for s in State if s not in (State.SUBMITTED, State.RECEIVED)])
def test_what_has_moved_on_is_not_split(state: State, world: World, case_in: Cases, now: datetime) -> None:
    whole = case_in(state, text=TEXT)
    with pytest.raises(StateChanged):
        splitting.split(whole.pk, world.operator, part_of(world), now)
    assert not whole.parts.exists()


def test_only_operators_split_and_never_a_denunciation(world: World, case_in: Cases, now: datetime) -> None:
    whole = case_in(State.RECEIVED, text=TEXT)
    for actor in (world.a.coordinator, world.reviewer, world.supervisor, world.superuser, citizen(whole.pk)):
        with pytest.raises(NotAllowed):
            splitting.split(whole.pk, actor, part_of(world), now)
    Case.objects.filter(pk=whole.pk).update(restricted=True)
    with pytest.raises(NotAllowed):
        splitting.split(whole.pk, world.operator, part_of(world), now)
    assert not whole.parts.exists()
