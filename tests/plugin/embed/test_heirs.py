"""A pasted address never breaks: what takes over from a placement that is not in use, or whose agency has ended."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from pakn_plugin.access import Actor
from pakn_plugin.models import Agency, Placement
from pakn_plugin.models.agency import AgencyKind
from pakn_plugin.queries.banner_heirs import LONGEST, dependents, shown
from pakn_plugin.reorganising.plan import Do, NewAgency, Of, Plan, Step
from pakn_plugin.reorganising.writing import write
from pakn_plugin.services import banner, banner_files, reorganisation, reorganised_undo
from tests.factories import AgencyFactory, PlacementFactory, World
from tests.plugin.embed.conftest import Counted, design

pytestmark = pytest.mark.django_db
BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}


def heir(placement: Placement) -> Placement | None:
    fresh = Placement.objects.select_related("agency").get(pk=placement.pk)
    return shown([fresh], timezone.localdate())[placement.pk]


def ended(*successors: Agency) -> Agency:
    agency: Agency = AgencyFactory(valid_to=timezone.localdate() - timedelta(days=1))
    agency.successors.set(successors)
    return agency


def test_one_in_use_is_its_own(placement: Placement) -> None:
    assert heir(placement) == placement


def test_one_not_in_use_leads_to_nobody(placement: Placement) -> None:
    assert heir(PlacementFactory(active=False)) is None


def test_a_chain_of_replacements_is_followed(placement: Placement) -> None:
    second = PlacementFactory(active=False, replaced_by=placement)
    assert heir(PlacementFactory(active=False, replaced_by=second)) == placement
    assert heir(PlacementFactory(active=True, replaced_by=second)) not in (placement, second)


def test_replacements_in_a_circle_lead_to_nobody() -> None:
    first = PlacementFactory(active=False)
    second = PlacementFactory(active=False, replaced_by=first)
    Placement.objects.filter(pk=first.pk).update(replaced_by=second)
    self_made = PlacementFactory(active=False)
    Placement.objects.filter(pk=self_made.pk).update(replaced_by=self_made)
    assert [heir(each) for each in (first, second, self_made)] == [None, None, None]


def test_a_form_refuses_a_circle(placement: Placement) -> None:
    second = PlacementFactory(active=False, replaced_by=placement)
    for wrong in (second, placement):
        placement.replaced_by = wrong
        with pytest.raises(ValidationError) as refused:
            placement.clean()
        assert list(refused.value.message_dict) == ["replaced_by"]
    second.clean()


def test_a_chain_that_is_too_long_leads_to_nobody(placement: Placement) -> None:
    last = placement
    for _each in range(LONGEST + 2):
        last = PlacementFactory(active=False, replaced_by=last)
    assert heir(last) is None


def test_an_ended_agencys_placement_leads_to_its_successors_in_the_same_language() -> None:
    new = AgencyFactory()
    PlacementFactory(agency=new, active=False)
    vietnamese = PlacementFactory(agency=new)
    english = PlacementFactory(agency=new, language="en")
    old = ended(new)
    assert heir(PlacementFactory(agency=old)) == vietnamese
    assert heir(PlacementFactory(agency=old, language="en", active=False)) == english


def test_the_nearest_successor_that_has_a_banner_is_taken() -> None:
    newest, beside = AgencyFactory(), AgencyFactory()
    between = ended(newest)
    PlacementFactory(agency=between)
    far = PlacementFactory(agency=newest)
    old = ended(between, beside)
    assert heir(PlacementFactory(agency=old)) == far
    near = PlacementFactory(agency=beside)
    assert heir(PlacementFactory(agency=old)) == near


def test_agencies_in_a_circle_end() -> None:
    first = ended()
    second = ended(first)
    first.successors.set([second])
    alone = PlacementFactory(agency=first)
    assert heir(alone) == alone


def test_a_replacement_goes_before_the_agencys_successor(placement: Placement) -> None:
    new = AgencyFactory()
    PlacementFactory(agency=new)
    assert heir(PlacementFactory(agency=ended(new), active=False, replaced_by=placement)) == placement


def test_many_cost_no_more_than_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for _each in range(20):
        new = AgencyFactory()
        kept = PlacementFactory(agency=new)
        PlacementFactory(agency=ended(new))
        PlacementFactory(active=False, replaced_by=kept)
    rows = list(Placement.objects.select_related("agency"))
    with django_assert_num_queries(3):
        assert None not in shown(rows, timezone.localdate()).values()


def test_who_shows_a_banner_of_others_is_found() -> None:
    new = AgencyFactory()
    placement = PlacementFactory(agency=new)
    old = PlacementFactory(agency=ended(ended(new)))
    replaced = PlacementFactory(active=False, replaced_by=placement)
    before = PlacementFactory(active=False, replaced_by=replaced)
    PlacementFactory()
    assert dependents([placement.pk]) == {old.pk, replaced.pk, before.pk}


def test_picture_and_clicks_of_a_retired_placement_are_its_successors(
    client: Client, spooled: Counted, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    new = PlacementFactory(design=design("hoang-hon"), language="en")
    old = PlacementFactory(frame_origins="https://a.vn")
    banner.render(old.pk)
    old.active, old.replaced_by = False, new
    with django_capture_on_commit_callbacks(execute=True):
        banner.save(old)
    assert client.get(f"/b/{old.key}", headers=BROWSER)["Location"] == f"/en/phan-anh/gui/?b={new.key}"
    assert spooled() == {(new.key, "clicked"): 1}
    both = [client.get(f"/banner/v1/{each.key}/728x90.png").content for each in (old, new)]
    assert both[0] == both[1]
    assert "https://a.vn" in client.get(f"/embed/{old.key}/")["Content-Security-Policy"]
    new.design = design("nen-sang")
    with django_capture_on_commit_callbacks(execute=True):
        banner.save(new)
    assert banner_files.linked(old.key) == banner_files.linked(new.key)


def test_a_reorganisation_draws_what_it_moved_and_so_does_taking_it_back(
    world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, superuser: Actor
) -> None:
    placement, now = PlacementFactory(agency=world.a.agency, design=design("hoang-hon")), timezone.now()
    new = NewAgency("so-moi", "Sở mới", AgencyKind.DEPARTMENT)
    step = Step(1, 0, Do.MERGE, Of.AGENCY, (world.a.agency.code, world.b.agency.code), ("so-moi",))
    plan = Plan("Sắp xếp", "01/NQ", timezone.localdate(now), (new,), (), (step,))
    row = reorganisation.propose(superuser, write(plan), "", now)
    with django_capture_on_commit_callbacks(execute=True):
        reorganisation.execute(row.pk, superuser, now)
    assert Placement.objects.get(pk=placement.pk).agency.code == "so-moi"
    assert banner_files.linked(placement.key)
    (banner_files.root() / "v1" / placement.key).unlink()
    with django_capture_on_commit_callbacks(execute=True):
        reorganised_undo.undo(row.pk, superuser, now)
    assert banner_files.linked(placement.key)


@pytest.fixture
def superuser(world: World) -> Actor:
    return world.superuser


def test_a_day_is_enough_to_end_an_agency(placement: Placement) -> None:
    new = AgencyFactory()
    taken = PlacementFactory(agency=new)
    agency = placement.agency
    agency.valid_to = date(2026, 6, 30)
    agency.save()
    agency.successors.set([new])
    row = Placement.objects.select_related("agency").get(pk=placement.pk)
    assert shown([row], date(2026, 6, 30)) == {row.pk: row}
    assert shown([row], date(2026, 7, 1)) == {row.pk: taken}
