"""Counting: one line by one call, added up each minute, never twice, never lost but what was not yet written."""

import errno
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from unittest import mock

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from pakn_plugin.models import CountFile, Placement, PlacementCount, PlacementSight
from pakn_plugin.services import counting, spool
from tests.factories import PlacementFactory

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "Referer": "https://SXD.khanhhoa.gov.vn/a?b"}
Write = Callable[..., Path]


@pytest.fixture
def soon() -> datetime:
    """When what is counted now is added up."""
    return timezone.now() + timedelta(minutes=3)


@pytest.fixture
def write(banners: Path) -> Write:
    """A file of the spool, its minute long over."""

    def make(*lines: str, name: str = "20260304T0900-a-1.log", end: str = "\n") -> Path:
        path = banners / "counts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes("\n".join(lines).encode() + end.encode())
        return path

    return make


def line(placement: Placement, kind: str = "clicked", origin: str = "") -> str:
    return f"{placement.key}\t{kind}\t{timezone.localdate()}\t{origin}"


def numbers() -> dict[str, int]:
    return dict(PlacementCount.objects.values_list("kind", "number"))


def test_pictures_and_not_modified_answers_count_as_seen_heads_do_not(
    client: Client, rendered: Placement, soon: datetime
) -> None:
    address = f"/banner/v1/{rendered.key}/728x90.png"
    tag = client.get(address, headers=BROWSER)["ETag"]
    assert client.get(address, headers={**BROWSER, "If-None-Match": tag}).status_code == 304
    client.head(address, headers=BROWSER)
    client.get(address, headers={**BROWSER, "User-Agent": "Googlebot-Image/1.0"})
    client.get("/banner/v1/unknown9/728x90.png", headers=BROWSER)
    assert counting.collect(soon) == 1
    assert numbers() == {"seen": 2, "machine": 1}
    sight = PlacementSight.objects.get()
    assert (sight.placement, sight.origin) == (rendered, "https://sxd.khanhhoa.gov.vn")


@pytest.mark.parametrize(
    ("referer", "origin"),
    [
        ("https://a.vn/x/y?z#w", "https://a.vn"),
        ("HTTP://A.VN:8080", "http://a.vn:8080"),
        ("https://u:p@a.vn/", ""),
        ("https://a.vn\t\tb/", ""),
        ("https://a.vn\\b/", ""),
        ("javascript:alert(1)", ""),
        ("https://" + "a" * 300 + ".vn/", ""),
        ("", ""),
    ],
)
def test_of_the_referring_page_the_origin_alone_is_kept(
    client: Client, rendered: Placement, banners: Path, referer: str, origin: str
) -> None:
    client.get(f"/banner/v1/{rendered.key}/728x90.png", headers={**BROWSER, "Referer": referer})
    (path,) = (banners / "counts").iterdir()
    assert path.read_text() == line(rendered, "seen", origin) + "\n"


def test_sums_are_added_to_what_was_there_in_few_statements(
    write: Write, soon: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    placements = PlacementFactory.create_batch(30)
    for round_number in range(2):
        for number in range(3):
            rows = [line(each, kind) for each in placements for kind in ("clicked", "seen")]
            write(*rows, name=f"20260304T090{number}-a-{round_number}.log")
        with django_assert_num_queries(12, exact=False):
            assert counting.collect(soon) == 3
    assert set(PlacementCount.objects.values_list("number", flat=True)) == {6}


def test_a_kill_between_commit_and_delete_counts_once(
    placement: Placement, write: Write, soon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(line(placement))
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(Path, "unlink", mock.Mock(side_effect=KeyboardInterrupt))
        counting.collect(soon)
    assert path.exists() and numbers() == {"clicked": 1}
    assert counting.collect(soon) == 0
    assert not path.exists() and numbers() == {"clicked": 1}


def test_a_kill_before_the_commit_loses_nothing(
    placement: Placement, write: Write, soon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(line(placement))
    with monkeypatch.context() as killed, pytest.raises(KeyboardInterrupt):
        killed.setattr(counting.sightings, "note", mock.Mock(side_effect=KeyboardInterrupt))
        counting.collect(soon)
    assert path.exists() and numbers() == {} and not CountFile.objects.exists()
    assert counting.collect(soon) == 1
    assert numbers() == {"clicked": 1}


@pytest.mark.django_db(transaction=True)
def test_two_collectors_at_once_count_each_file_once(placement: Placement, write: Write, soon: datetime) -> None:
    write(line(placement), line(placement))
    add, results = counting.add, list[int]()

    def and_meanwhile_the_other(sums: counting.Sums) -> None:
        add(sums)
        CountFile.objects.filter(name="20260304T0900-a-1.log").update(added_at=soon)

    with mock.patch.object(counting, "add", and_meanwhile_the_other):
        results.append(counting.collect(soon))
    with mock.patch.object(CountFile.objects, "filter", return_value=CountFile.objects.none()):
        write(line(placement), line(placement))  # the other had looked before the first was done
        results.append(counting.collect(soon))
    assert results == [1, 0] and numbers() == {"clicked": 2}


def test_a_file_whose_minute_goes_on_is_left_alone(placement: Placement, banners: Path) -> None:
    spool.add(placement.key, spool.CLICKED)
    assert counting.collect(timezone.now()) == 0
    assert len(list((banners / "counts").iterdir())) == 1
    assert counting.collect(timezone.now() + timedelta(minutes=3)) == 1
    assert list((banners / "counts").iterdir()) == []


def test_lines_that_make_no_sense_are_left_out(
    placement: Placement, write: Write, soon: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    today = timezone.localdate()
    good, key = line(placement), placement.key
    wrong = [
        "", "x", "\t\t\t", good + "\t1", good.replace("clicked", "filed"), good.replace("clicked", "CLICKED"),
        f"{key}\tclicked\t2026-13-45\t", f"{key}\tclicked\t9999-01-01\t", f"{key}\tclicked\t1999-01-01\t",
        f"../{key}\tclicked\t{today}\t", f"{key}\tseen\t{today}\tjavascript:x", f"{key}\tseen\t{today}\thttps://A.vn",
        f"{key}\tseen\t{today}\thttps://a.vn/path", "x" * 5000, "\x00\x00", "é\tclicked", f"{key}\tclick{good}",
        f"unknown1\tclicked\t{today}\t",
    ]  # fmt: skip
    write(good, *wrong, good, line(placement)[:-4], end="")
    with caplog.at_level(logging.WARNING):
        assert counting.collect(soon) == 1
    assert numbers() == {"clicked": 2}
    assert "could not be read" in caplog.text
    assert not PlacementSight.objects.exists()


def test_files_of_others_are_left_alone(placement: Placement, write: Write, soon: datetime, banners: Path) -> None:
    names = ["notes.txt", "20260304T0900-a.log.tmp", "20269999T0900-a-1.log", "x-20260304T0900-a-1.log"]
    for name in names:
        write(line(placement), name=name)
    assert counting.collect(soon) == 0
    assert {path.name for path in (banners / "counts").iterdir()} == set(names)


def test_our_own_pages_are_no_sight_unless_the_banner_belongs_there(
    placement: Placement, write: Write, soon: datetime, settings: Settings
) -> None:
    settings.PAKN_BASE_URL = "https://phananh.vn"
    meant = PlacementFactory(page="https://phananh.vn/tin-tuc/")
    write(line(placement, "seen", "https://phananh.vn"), line(meant, "seen", "https://phananh.vn"))
    counting.collect(soon)
    assert PlacementCount.objects.get().placement == meant
    assert PlacementSight.objects.get().placement == meant


def test_names_of_files_go_after_weeks_but_not_while_the_file_is_there(
    placement: Placement, write: Write, soon: datetime
) -> None:
    stuck = write(line(placement), name="20260304T0901-a-1.log")
    write(line(placement))
    counting.collect(soon)
    write(line(placement), name=stuck.name)
    with mock.patch.object(Path, "unlink", side_effect=PermissionError):
        write(line(placement), name="20260304T0902-a-1.log")
        counting.collect(soon + timedelta(weeks=4))
    assert set(CountFile.objects.values_list("name", flat=True)) == {stuck.name, "20260304T0902-a-1.log"}
    assert numbers() == {"clicked": 3}


def test_a_process_that_is_killed_has_written_what_it_counted(placement: Placement, banners: Path) -> None:
    code = (
        "import os, sys; sys.path.insert(0, 'site'); os.environ['DJANGO_SETTINGS_MODULE'] = 'config.settings.test'\n"
        "import django; django.setup()\n"
        "from django.conf import settings; from pakn_plugin.services import spool\n"
        f"settings.PAKN_BANNER_ROOT = {str(banners)!r}\n"
        f"for _ in range(100): spool.add({placement.key!r}, 'clicked')\n"
        "os.kill(os.getpid(), 9)"
    )
    children = [subprocess.Popen([sys.executable, "-c", code]) for _each in range(2)]
    assert [child.wait() for child in children] == [-9, -9]
    files = list((banners / "counts").iterdir())
    assert len({path.name.rsplit("-", 1)[1] for path in files}) == 2
    counting.collect(timezone.now() + timedelta(minutes=3))
    assert numbers() == {"clicked": 200}


def test_a_forked_process_has_a_file_of_its_own(placement: Placement, banners: Path) -> None:
    spool.add(placement.key, spool.SEEN)
    child = os.fork()
    if child == 0:
        spool.add(placement.key, spool.SEEN)
        os._exit(0)
    os.waitpid(child, 0)
    spool.add(placement.key, spool.SEEN)
    lines = {path.name: len(path.read_text().splitlines()) for path in (banners / "counts").iterdir()}
    assert len({name.rsplit("-", 1)[1] for name in lines}) == 2
    assert sum(lines.values()) == 3


@pytest.mark.parametrize("what", ["write", "open", "statvfs"])
def test_a_full_disk_never_breaks_an_answer(
    client: Client, rendered: Placement, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    with mock.patch.object(spool.os, what, side_effect=full), caplog.at_level(logging.WARNING):
        for _each in range(3):
            assert client.get(f"/b/{rendered.key}", headers=BROWSER).status_code == 302
            assert client.get(f"/banner/v1/{rendered.key}/728x90.png", headers=BROWSER).status_code == 200
    assert caplog.text.count("Counts of the banner are dropped") in (1, 2)  # once a minute


def test_a_line_that_was_torn_does_not_spoil_the_next(placement: Placement, banners: Path, soon: datetime) -> None:
    spool.add(placement.key, spool.CLICKED)
    write = os.write
    with mock.patch.object(spool.os, "write", lambda file, data: write(file, data[:7])):
        spool.add(placement.key, spool.CLICKED)
    spool.add(placement.key, spool.CLICKED)
    counting.collect(soon)
    assert numbers() == {"clicked": 2}


def test_a_flood_of_pictures_fills_no_disk_and_hides_no_click(
    placement: Placement, banners: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(spool, "MOST_SEEN", 1000)
    monkeypatch.setattr(spool, "MOST", 2000)
    began = time.time() // 60
    with caplog.at_level(logging.WARNING):
        for _each in range(500):
            spool.add(placement.key, spool.SEEN, "https://a.vn")
        spool.add(placement.key, spool.CLICKED)
    files = list((banners / "counts").iterdir())
    assert sum(path.stat().st_size for path in files) <= 1100 * (1 + time.time() // 60 - began)
    assert any("\tclicked\t" in path.read_text() for path in files)
    assert "is full" in caplog.text


def test_the_command_adds_up_what_waits_also_of_this_minute(placement: Placement, banners: Path) -> None:
    spool.add(placement.key, spool.CLICKED)
    out = StringIO()
    call_command("collect_counts", stdout=out)
    assert "Đã cộng 0 tệp" in out.getvalue()
    call_command("collect_counts", "--all", stdout=out)
    assert "Đã cộng 1 tệp" in out.getvalue() and numbers() == {"clicked": 1}


def test_nothing_is_counted_on_a_disk_that_is_almost_full(placement: Placement, banners: Path) -> None:
    with mock.patch.object(spool, "LEAST_FREE", 10**18):
        spool.add(placement.key, spool.CLICKED)
    assert list((banners / "counts").iterdir()) == []
