"""Designs: the product's are there, an administrator's changes stay, versions are for ever, placements are redrawn."""

import copy
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.utils import timezone
from django_q.models import Schedule
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from pakn_plugin import schedules, tasks
from pakn_plugin.access import NotAllowed
from pakn_plugin.drawing import builtin
from pakn_plugin.drawing.reading import LayoutError, read, written
from pakn_plugin.models import BannerDesign, DesignVersion, Placement, Rendering
from pakn_plugin.services import banner_files, designs
from pakn_plugin.services.banner_look import look_of
from tests.factories import PlacementFactory, World

NOW = timezone.now()
NAMES = {"name": "Biển xanh", "name_en": "Blue sea"}


@pytest.fixture(autouse=True)
def _banners(settings: Settings, tmp_path: Path) -> None:
    settings.PAKN_BANNER_ROOT = tmp_path / "banners"


@pytest.fixture
def design(world: World) -> BannerDesign:
    return BannerDesign.objects.get(code="bien-xanh")


def changed(design: BannerDesign, **more: Any) -> dict[str, Any]:
    """The draft with another button."""
    draft: dict[str, Any] = copy.deepcopy(design.draft)
    button = next(row for row in draft["layers"] if row.get("role") == "call")
    button.update(more)
    return draft


def test_four_designs_come_with_the_product(db: None) -> None:
    rows = BannerDesign.objects.select_related("current")
    assert [row.code for row in rows] == list(builtin.CODES)
    for row, given in zip(rows, builtin.every(), strict=True):
        assert row.name_en
        assert row.current.number == 1
        assert row.current.layout == row.draft == written(given.layout)


def test_what_an_administrator_changed_stays_after_a_migration(world: World, design: BannerDesign) -> None:
    designs.keep_draft(world.operator_leader, design.pk, {**NAMES, "name": "Khác"}, changed(design, vi="Góp ý"), NOW)
    designs.retire(world.operator_leader, design.pk, True)
    designs.ensure()
    kept = BannerDesign.objects.get(pk=design.pk)
    assert (kept.name, kept.retired, kept.draft) == ("Khác", True, changed(design, vi="Góp ý"))
    assert (BannerDesign.objects.count(), DesignVersion.objects.count()) == (4, 4)


@pytest.mark.parametrize("who", ["webmaster", "agency_admin", "operator", "supervisor"])
def test_others_change_nothing(world: World, design: BannerDesign, who: str) -> None:
    actor, version = getattr(world, who), design.current_id
    for call in (
        lambda: designs.keep_draft(actor, design.pk, NAMES, design.draft, NOW),
        lambda: designs.publish(actor, design.pk, NOW),
        lambda: designs.take_back(actor, version, NOW),
        lambda: designs.copy(actor, design.pk, NOW),
        lambda: designs.retire(actor, design.pk, True),
    ):
        with pytest.raises(NotAllowed):
            call()
    assert BannerDesign.objects.filter(edited_at=None, retired=False).count() == 4


def test_publishing_redraws_every_placement_of_the_design(
    world: World, design: BannerDesign, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    mine = PlacementFactory.create_batch(2, design=design)
    PlacementFactory(design=design, active=False)
    PlacementFactory(design=BannerDesign.objects.get(code="thap-ba"))
    designs.keep_draft(world.operator_leader, design.pk, NAMES, changed(design, vi="Góp ý"), NOW)
    with django_capture_on_commit_callbacks(execute=True), mock.patch.object(banner_files, "ensure"):
        version = designs.publish(world.operator_leader, design.pk, NOW)
    assert (version.number, version.published_by) == (2, world.operator_leader.user)
    run = Rendering.objects.get()
    assert (run.by, run.total, run.done) == (world.operator_leader.user, 4, 4)
    wanted = look_of(Placement.objects.get(pk=mine[0].pk), timezone.localdate())
    assert {banner_files.linked(each.key) for each in mine} == {wanted.name}
    assert wanted.layout != read(design.current.layout)


def test_what_cannot_be_read_is_not_published(
    world: World, design: BannerDesign, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    draft = changed(design, colour="button")
    designs.keep_draft(world.operator_leader, design.pk, NAMES, draft, NOW)
    with django_capture_on_commit_callbacks() as later, pytest.raises(LayoutError, match="tương phản 1,0"):
        designs.publish(world.operator_leader, design.pk, NOW)
    assert later == []
    assert DesignVersion.objects.filter(design=design).count() == 1


def test_data_that_are_no_layout_are_not_kept(world: World, design: BannerDesign) -> None:
    with pytest.raises(LayoutError):
        designs.keep_draft(world.operator_leader, design.pk, NAMES, changed(design, colour="pink"), NOW)
    assert BannerDesign.objects.get(pk=design.pk).draft == design.draft


def test_a_draft_that_changed_meanwhile_is_not_published(world: World, design: BannerDesign) -> None:
    def somebody_else(_layout: Any) -> list[Any]:
        BannerDesign.objects.filter(pk=design.pk).update(draft=changed(design, vi="Của người khác"))
        return []

    with mock.patch.object(designs, "hindrances", side_effect=somebody_else), pytest.raises(LayoutError, match="khác"):
        designs.publish(world.operator_leader, design.pk, NOW)


def test_a_version_never_changes_and_comes_back_as_draft(world: World, design: BannerDesign) -> None:
    first = design.current
    first.layout = {}
    with pytest.raises(TypeError):
        first.save()
    designs.keep_draft(world.operator_leader, design.pk, NAMES, changed(design, vi="Góp ý"), NOW)
    back = designs.take_back(world.operator_leader, first.pk, NOW)
    assert back.draft == design.draft
    assert back.current_id == first.pk


def test_a_picture_that_is_gone_is_told(design: BannerDesign) -> None:
    layout = builtin.every()[0].layout
    layer = next(each for each in layout.layers if each.kind == "emblem")
    others = tuple(each for each in layout.layers if each is not layer)
    broken = type(layout)(layout.schemes, (*others, type(layer)(layer.kind, layer.at, image=999_999)))
    found = designs.hindrances(broken)
    assert [(row.layer, "không còn trong thư viện" in row.message) for row in found][-1] == (len(others), True)


def test_figures_are_drawn_anew_every_night(db: None) -> None:
    schedules.ensure()
    row = Schedule.objects.get(name="pakn.banners")
    assert (row.func, row.schedule_type) == ("pakn_plugin.tasks.nightly_banners", Schedule.DAILY)
    assert row.next_run - timezone.now() <= timedelta(days=1, minutes=10)
    PlacementFactory(with_figures=True)
    tasks.nightly_banners()
    assert Rendering.objects.get().total == 1
