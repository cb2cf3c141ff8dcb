"""All banners drawn again: in batches, shown while it goes on, going on after a kill, right with two at once."""

import os
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from django_q.models import Schedule
from pytest_django import DjangoCaptureOnCommitCallbacks

from pakn_plugin import tasks
from pakn_plugin.models import Placement, Rendering
from pakn_plugin.services import banner, banner_cards, banner_files, rendering
from pakn_plugin.services.banner_look import FORMS, NEUTRAL, SIZES, Look
from tests.factories import PlacementFactory
from tests.plugin.embed.conftest import design, look

pytestmark = pytest.mark.django_db


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "BATCH", 2)


def all_linked() -> bool:
    return all(banner_files.linked(key) for key in Placement.objects.values_list("key", flat=True))


def test_saving_draws_all_sizes_and_forms_ahead(
    placement: Placement, banners: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    placement.design, placement.language = design("nen-sang"), "en"
    with django_capture_on_commit_callbacks(execute=True):
        banner.save(placement)
    names = {path.name for path in banners.glob(f"looks/{look('nen-sang', 'en').name}/*")}
    assert names == {f"{size}.{form}" for size in SIZES for form in FORMS}
    assert banner_files.linked(placement.key) == look("nen-sang", "en").name
    card = banner_files.card_of(placement.key)
    assert card and (card.counts, card.to) == (placement.key, f"/en/phan-anh/gui/?b={placement.key}")


def test_drawing_twice_draws_once(rendered: Placement) -> None:
    with mock.patch.object(Look, "files", side_effect=AssertionError):
        assert banner.render(rendered.pk)


def test_drawing_for_a_placement_that_is_gone_does_nothing() -> None:
    assert banner.render(999_999) is False


@pytest.mark.usefixtures("few")
def test_all_are_drawn_in_batches_with_their_progress(
    queued: list[int], now: datetime, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    PlacementFactory.create_batch(5)
    with django_capture_on_commit_callbacks(execute=True):
        run = rendering.ask(None, now)
    seen = []
    while queued:
        rendering.run_queued(queued.pop(), now)
        row = Rendering.objects.get()
        seen.append((row.done, row.total, row.finished_at is not None))
    assert seen == [(2, 5, False), (4, 5, False), (5, 5, False), (5, 5, True)]
    assert all_linked() and run.pk == Rendering.objects.get().pk
    assert os.path.exists(banner_files.root() / "neutral" / "728x90.png")  # noqa: PTH110


@pytest.mark.usefixtures("few")
def test_a_killed_worker_goes_on_where_it_was(queued: list[int], now: datetime) -> None:
    PlacementFactory.create_batch(5)
    run = rendering.begin(None, now)
    assert rendering.step(run.pk, now)
    with (
        mock.patch.object(banner_files, "link", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        rendering.step(run.pk, now)
    assert Rendering.objects.get().done == 2
    assert rendering.take_up(now + rendering.STALLED / 2) == 0
    later = now + rendering.STALLED * 2
    assert rendering.take_up(later) == 1 and queued == [run.pk]
    assert rendering.take_up(later) == 0
    while rendering.step(run.pk, later):
        pass
    assert (Rendering.objects.get().done, all_linked()) == (5, True)


@pytest.mark.usefixtures("few")
def test_the_same_step_taken_twice_counts_once(now: datetime) -> None:
    PlacementFactory.create_batch(4)
    run = rendering.begin(None, now)
    draw, follow_ups = rendering._draw, list[int]()

    def while_the_other_is_faster(row: Rendering, today: object) -> tuple[list[int], list[str]]:
        found = draw(row, today)  # type: ignore[arg-type]
        if not follow_ups:
            follow_ups.append(0)
            rendering.step(run.pk, now, then=follow_ups.append)
        return found

    with mock.patch.object(rendering, "_draw", while_the_other_is_faster):
        rendering.step(run.pk, now, then=follow_ups.append)
    assert (Rendering.objects.get().done, follow_ups) == (2, [0, run.pk])


def test_the_slower_of_two_does_not_bring_the_old_design_back(placement: Placement) -> None:
    """One has read the old design; before it writes, the design changes and another has drawn the new one."""
    publish, faster = banner_files.publish, list[bool]()

    def slow(key: str, look: Look, card: banner_files.Card) -> None:
        if not faster:
            faster.append(True)
            Placement.objects.filter(pk=placement.pk).update(design=design("hoang-hon"))
            banner.render(placement.pk)
        publish(key, look, card)

    with mock.patch.object(banner_files, "publish", slow):
        banner.render(placement.pk)
    assert banner_files.linked(placement.key) == look("hoang-hon", "vi").name


def test_one_that_waits_is_enough_one_that_has_begun_is_not(queued: list[int], now: datetime) -> None:
    PlacementFactory.create_batch(2)
    first = rendering.ask(None, now)
    assert rendering.ask(None, now) == first
    rendering.step(first.pk, now)
    assert rendering.ask(None, now) != first


def test_a_full_disk_leaves_what_was_shown_and_says_so(rendered: Placement, now: datetime) -> None:
    before = banner_files.linked(rendered.key)
    Placement.objects.update(design=design("hoang-hon"))
    write, written = banner_files._write, list[Path]()

    def full(path: Path, data: bytes, moment: float | None = None) -> None:
        if len(written) == 3:
            raise OSError("No space left on device")
        written.append(path)
        write(path, data, moment)

    with mock.patch.object(banner_files, "_write", full):
        assert "No space left" in banner.render_all(now)
    assert banner_files.linked(rendered.key) == before
    run = Rendering.objects.get()
    assert run.finished_at == now and run.done == 0
    assert banner.render_all(now) == ""
    assert banner_files.linked(rendered.key) == look("hoang-hon", "vi").name


def test_a_file_is_whole_or_not_there(banners: Path) -> None:
    with mock.patch.object(Path, "replace", side_effect=OSError("full")), pytest.raises(OSError, match="full"):
        banner_files._write(banners / "looks" / "a" / "1x1.png", b"x")
    assert list(banners.rglob("*.*")) == []


def test_pictures_of_two_looks_never_share_their_date(banners: Path) -> None:
    """A web server's tag is made of date and length, and a drawing in other colours can be as long."""
    for language in ("vi", "en"):
        banner_files.ensure(look("bien-xanh", language))
    dates = {int(path.stat().st_mtime) for path in banners.glob("looks/*/728x90.svg")}
    assert len(dates) == 2


def test_a_banner_that_cannot_be_drawn_holds_up_no_other(now: datetime) -> None:
    wrong, right = PlacementFactory(design=design("hoang-hon")), PlacementFactory(design=design("nen-sang"))
    publish = banner_files.publish

    def choosy(key: str, look: Look, card: banner_files.Card) -> None:
        if key == wrong.key:
            raise ValueError("A banner text does not fit")
        publish(key, look, card)

    with mock.patch.object(banner_cards.banner_files, "publish", choosy):
        assert banner.render_all(now) == f"{wrong.key}: A banner text does not fit"
    assert banner_files.linked(right.key) and not banner_files.linked(wrong.key)


def test_looks_that_nobody_links_to_go_after_days_and_never_while_they_are_shown(
    rendered: Placement, banners: Path
) -> None:
    now, old = timezone.now(), look("hoang-hon", "en")
    banner_files.ensure(old)
    (banners / "looks" / old.name / ".part-left").write_bytes(b"half")
    assert banner_files.clean(now) == 0
    long_ago = (now - timedelta(days=3)).timestamp()
    (banners / "placements" / ".part-left").write_bytes(b"half")
    for path in [*banners.glob("looks/*"), banners / "placements" / ".part-left"]:
        os.utime(path, (long_ago, long_ago))
    banner_files.ensure(NEUTRAL)  # looked after today
    assert banner_files.clean(now) == 1
    assert not (banners / "looks" / old.name).exists() and list(banners.rglob(".part-*")) == []
    assert (banners / "v1" / rendered.key / "728x90.png").is_file()


def test_a_look_that_is_linked_while_it_is_cleaned_away_is_put_back(rendered: Placement, banners: Path) -> None:
    now, other = timezone.now(), look("hoang-hon", "en")
    banner_files.ensure(other)
    long_ago = (now - timedelta(days=3)).timestamp()
    os.utime(banners / "looks" / other.name, (long_ago, long_ago))
    rename = Path.rename

    def slow(self: Path, target: Path) -> Path:
        if self.name == other.name:
            banner_files.link(rendered.key, other)
        return rename(self, target)

    with mock.patch.object(Path, "rename", slow):
        assert banner_files.clean(now) == 0
    assert (banners / "v1" / rendered.key / "728x90.png").is_file()


def test_the_command_draws_all_and_tells_how_far_it_is(banners: Path) -> None:
    PlacementFactory.create_batch(2)
    PlacementFactory(active=False)
    out = StringIO()
    call_command("render_banners", stdout=out)
    assert "3/3" in out.getvalue() and all_linked()
    with (
        mock.patch.object(banner_files, "_turn", side_effect=OSError("No space left")),
        pytest.raises(CommandError, match="No space left"),
    ):
        Placement.objects.update(design=design("hoang-hon"), active=True)
        call_command("render_banners", stdout=out)


def test_counting_and_the_nightly_drawing_are_in_the_schedule(
    queued: list[int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    names = dict(Schedule.objects.values_list("name", "func"))
    assert names["pakn.counts"] == "pakn_plugin.tasks.collect_counts"
    assert names["pakn.banners"] == "pakn_plugin.tasks.nightly_banners"
    now = timezone.now()
    old = Rendering.objects.create(asked_at=now - timedelta(days=40), step_at=now, finished_at=now)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.nightly_banners()
    assert queued == [Rendering.objects.get().pk] != [old.pk]
    assert tasks.collect_counts() == 0
