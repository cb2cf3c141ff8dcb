"""Daily anchors: one a day, nothing left out, and each of them in the file and in the mails whatever breaks."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.utils import timezone
from django_q.models import Schedule

from pakn_plugin import chain, schedules, tasks
from pakn_plugin.models import Anchor, Event
from pakn_plugin.services import anchors
from pakn_plugin.states import State
from tests.factories import Cases

HOURS = timedelta(hours=2)
DAY = timedelta(days=1)


@pytest.fixture
def path(settings: Any, tmp_path: Path) -> Path:
    """The file outside the database; its folder does not exist yet."""
    settings.PAKN_ANCHOR_FILE = tmp_path / "elsewhere" / "anchors.jsonl"
    settings.PAKN_ANCHOR_MAILS = ["giam-sat@example.vn"]
    return tmp_path / "elsewhere" / "anchors.jsonl"


@pytest.fixture
def later(case_in: Cases) -> datetime:
    """Two hours after a case went some way."""
    case_in(State.PROCESSING)
    return timezone.now() + HOURS


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_an_anchor_covers_every_event_so_far(path: Path, later: datetime) -> None:
    anchor = anchors.make_anchor(later)
    events = list(Event.objects.order_by("pk").values_list("pk", "hash"))
    assert anchor is not None
    assert (anchor.last_event_id, anchor.events, anchor.previous) == (events[-1][0], len(events), "")
    assert anchor.digest == chain.seal("", events)[0]


def test_there_is_one_a_day(path: Path, later: datetime) -> None:
    assert anchors.make_anchor(later) is not None
    assert anchors.make_anchor(later) is None
    assert (Anchor.objects.count(), len(lines(path)), len(mail.outbox)) == (1, 1, 1)


def test_the_next_one_goes_on_where_the_last_one_ended(path: Path, later: datetime, case_in: Cases) -> None:
    first = anchors.make_anchor(later)
    case_in(State.RECEIVED)
    second = anchors.make_anchor(later + DAY)
    assert first is not None and second is not None
    assert (second.events, second.previous) == (2, first.digest)
    assert (
        second.digest == chain.seal(first.digest, Event.objects.order_by("-pk").values_list("pk", "hash")[:2][::-1])[0]
    )


def test_a_quiet_day_has_an_anchor_too(path: Path, later: datetime) -> None:
    first, second = anchors.make_anchor(later), anchors.make_anchor(later + DAY)
    assert first is not None and second is not None
    assert (second.events, second.last_event_id) == (0, first.last_event_id)
    assert second.digest != first.digest


def test_the_last_hour_waits_for_the_next_anchor(path: Path, later: datetime) -> None:
    anchor = anchors.make_anchor(later - HOURS)
    assert anchor is not None
    assert (anchor.events, anchor.last_event_id) == (0, 0)


def test_missed_days_are_covered_by_one_anchor(path: Path, later: datetime, case_in: Cases) -> None:
    anchors.make_anchor(later)
    case_in(State.SUBMITTED)
    anchor = anchors.make_anchor(later + 4 * DAY)
    assert anchor is not None and anchor.events == 1


def test_the_file_holds_a_line_for_each_and_each_names_the_one_before(path: Path, later: datetime) -> None:
    made = [anchors.make_anchor(later + n * DAY) for n in range(3)]
    found = path.read_bytes().splitlines()
    assert [json.loads(line)["digest"] for line in found] == [anchor.digest for anchor in made if anchor]
    assert [json.loads(line)["after"] for line in found] == ["", chain.mark(found[0]), chain.mark(found[1])]
    assert not Anchor.objects.filter(filed_at=None).exists()


def test_a_file_that_cannot_be_written_is_made_up_for_and_the_mail_goes_out(path: Path, later: datetime) -> None:
    with mock.patch("pakn_plugin.services.anchors._append", side_effect=OSError), pytest.raises(OSError):
        anchors.make_anchor(later)
    assert (Anchor.objects.filter(filed_at=None).count(), len(mail.outbox), path.exists()) == (1, 1, False)
    assert anchors.make_anchor(later) is None
    assert len(lines(path)) == 1
    assert len(mail.outbox) == 1


def test_a_crash_after_the_line_was_written_does_not_write_it_twice(path: Path, later: datetime) -> None:
    anchors.make_anchor(later)
    Anchor.objects.update(filed_at=None)
    assert anchors.write_missing(later) == 1
    assert len(lines(path)) == 1
    assert not Anchor.objects.filter(filed_at=None).exists()


def test_a_line_that_a_crash_cut_off_does_not_spoil_the_next(path: Path, later: datetime) -> None:
    path.parent.mkdir()
    path.write_bytes(b'{"day": "2026-0')
    anchor = anchors.make_anchor(later)
    assert anchor is not None
    assert json.loads(path.read_bytes().splitlines()[1])["digest"] == anchor.digest


def test_a_broken_mail_server_is_made_up_for_in_one_mail(path: Path, later: datetime) -> None:
    with mock.patch("django.core.mail.EmailMessage.send", side_effect=OSError), pytest.raises(OSError):
        anchors.make_anchor(later)
    second = anchors.make_anchor(later + DAY)
    assert second is not None
    [letter] = mail.outbox
    assert letter.to == ["giam-sat@example.vn"]
    assert all(anchor.digest in letter.body for anchor in Anchor.objects.all())
    assert len(lines(path)) == 2


def test_nobody_is_mailed_where_nobody_is_named(path: Path, later: datetime, settings: Any) -> None:
    settings.PAKN_ANCHOR_MAILS = []
    anchors.make_anchor(later)
    assert mail.outbox == []


def test_a_second_worker_on_the_same_day_makes_none(path: Path, later: datetime) -> None:
    """Both saw no anchor yet; the database takes one of them."""
    anchors.make_anchor(later)
    with mock.patch.object(Anchor.objects, "filter", return_value=Anchor.objects.none()):
        assert anchors._cover(later) is None
    assert Anchor.objects.count() == 1


def test_the_worker_makes_it_every_night(path: Path, db: None) -> None:
    schedules.ensure()
    schedules.ensure()
    row = Schedule.objects.get(name="pakn.anchor")
    assert (row.func, row.schedule_type) == ("pakn_plugin.tasks.anchor", Schedule.DAILY)
    assert timezone.localtime(row.next_run).hour == schedules.NIGHTLY["anchor"][1]
    assert tasks.anchor() is True
    assert tasks.anchor() is False
