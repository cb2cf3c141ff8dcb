"""nginx serves banners from the disk and writes a log: each line counts once, whatever is killed or rotated when."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pakn_plugin.models import LogPlace, Placement, PlacementCount, PlacementSight
from pakn_plugin.services import banner, banner_counts, banner_log
from tests.factories import PlacementFactory

pytestmark = pytest.mark.django_db
HOME = "https://sxd.example.vn"


@pytest.fixture
def placed() -> Placement:
    return PlacementFactory(key="abc12345", page=HOME)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "banner.log"


def line(origin: str = HOME, machine: int = 0, key: str = "abc12345", **other: str) -> str:
    said = {"at": "2026-03-04T09:00:00+07:00", "verb": "GET", "path": f"/banner/v1/{key}/728x90.png", "status": "200"}
    return "\t".join([*(said | other).values(), origin, str(machine)]) + "\n"


def write(log: Path, *lines: str) -> None:
    with log.open("a", encoding="utf-8") as file:
        file.writelines(lines)


def counted() -> dict[str, int]:
    return dict(PlacementCount.objects.values_list("kind", "number"))


def test_lines_become_counts_and_sights(placed: Placement, log: Path, now: datetime) -> None:
    write(log, line(), line(status="304", path="/banner/v1/abc12345/300x250.webp"), line(machine=1, origin=""))
    done = banner_log.read(log, now)
    assert (done.lines, done.counted, done.strange) == (3, 3, 0)
    assert counted() == {"seen": 2, "machine": 1}
    assert PlacementCount.objects.values_list("day", flat=True).distinct().get() == date(2026, 3, 4)
    sight = PlacementSight.objects.get()
    assert (sight.origin, sight.last_at) == (HOME, now)


@pytest.mark.parametrize(
    "strange",
    [
        line(verb="HEAD"),
        line(status="404"),
        line(path="/b/abc12345"),
        line(path="/banner/v1/abc12345/../x.png"),
        line(key="khongco"),
        line(at="yesterday"),
        line(at="0001-01-01T00:00:00+14:00"),
        "\x00\xff\n",
        "a\tb\n",
        line().replace("\n", "\tmore\n"),
    ],
)
def test_other_lines_count_nothing(placed: Placement, log: Path, now: datetime, strange: str) -> None:
    write(log, strange, line())
    banner_log.read(log, now)
    assert counted() == {"seen": 1}


def test_a_machine_leaves_no_sight_and_a_hostile_origin_none(placed: Placement, log: Path, now: datetime) -> None:
    write(log, line(machine=1), line(origin="javascript:alert(1)"), line(origin="-"), line(origin="https://a b.vn"))
    banner_log.read(log, now)
    assert not PlacementSight.objects.exists()


def test_reading_again_counts_nothing_twice(placed: Placement, log: Path, now: datetime) -> None:
    write(log, line(), line())
    for _again in range(3):
        banner_log.read(log, now)
    write(log, line())
    banner_log.read(log, now)
    assert counted() == {"seen": 3}


def test_a_torn_line_waits_for_its_rest(placed: Placement, log: Path, now: datetime) -> None:
    whole = line()
    write(log, line(), whole[:20])
    banner_log.read(log, now)
    assert counted() == {"seen": 1}
    write(log, whole[20:])
    banner_log.read(log, now)
    assert counted() == {"seen": 2}


def test_a_rotated_log_is_read_to_its_end_and_those_after_it(placed: Placement, log: Path, now: datetime) -> None:
    write(log, line())
    banner_log.read(log, now)
    write(log, line(), line().rstrip("\n"))
    first = log.rename(log.with_name("banner.log.1"))
    write(log, line())
    first.rename(log.with_name("banner.log.2"))
    log.rename(log.with_name("banner.log.1"))
    write(log, line(), line())
    banner_log.read(log, now)
    banner_log.read(log, now)
    assert counted() == {"seen": 6}
    assert LogPlace.objects.get().inode == log.stat().st_ino


def test_a_log_that_was_cut_begins_anew(placed: Placement, log: Path, now: datetime) -> None:
    write(log, line(), line())
    banner_log.read(log, now)
    log.write_text("")
    write(log, line())
    banner_log.read(log, now)
    assert counted() == {"seen": 3}


def test_what_was_packed_away_is_not_read(placed: Placement, log: Path, now: datetime) -> None:
    write(log.with_name("banner.log.2.gz"), line())
    write(log, line())
    banner_log.read(log, now)
    assert counted() == {"seen": 1}


def test_a_log_of_many_stretches(placed: Placement, log: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(banner_log, "CHUNK", 1000)
    write(log, *[line() for _each in range(100)], "x" * 2500 + "\n", line())
    banner_log.read(log, now)
    assert counted() == {"seen": 101}


def test_a_run_that_dies_counts_again_from_where_it_was(placed: Placement, log: Path, now: datetime) -> None:
    write(log, line(), line())
    with mock.patch.object(LogPlace, "save", side_effect=RuntimeError("killed")), pytest.raises(RuntimeError):
        banner_log.read(log, now)
    assert counted() == {}
    banner_log.read(log, now)
    assert counted() == {"seen": 2}


def test_counts_are_added_to_what_others_count(placed: Placement, now: datetime) -> None:
    day = date(2026, 3, 4)
    banner.count(placed.pk, PlacementCount.Kind.SEEN, day)
    cells: dict[Any, int] = {(placed.pk, day, "seen"): 5, (placed.pk, day, "machine"): 2, (placed.pk, day, "filed"): 0}
    banner_counts.add(cells)
    banner_counts.add({(placed.pk, day, "seen"): 1})
    assert counted() == {"seen": 7, "machine": 2}


def test_a_stretch_costs_few_statements(placed: Placement, log: Path, now: datetime) -> None:
    for number in range(40):
        key = PlacementFactory(agency=placed.agency).key
        write(log, *[line(key=key, at=f"2026-03-0{day}T09:00:00+07:00") for day in (1, 2, 3)], line(key=f"x{number}"))
    with CaptureQueriesContext(connection) as found:
        banner_log.read(log, now)
    assert len([q for q in found.captured_queries if "SAVEPOINT" not in q["sql"]]) <= 24
    assert PlacementCount.objects.count() == 120


def test_the_command_says_what_it_read(placed: Placement, log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(log, line(), "nonsense\n")
    call_command("read_banner_log", str(log))
    assert capsys.readouterr().out == "2 lines, 1 counted, 1 strange\n"
    with pytest.raises(CommandError, match="No such file"):
        call_command("read_banner_log", str(log.with_name("none.log")))
