"""How a placement looks: its name changes with everything that decides the picture, and with nothing else."""

import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoAssertNumQueries, Settings
from wagtail.images import get_image_model

from pakn_plugin.drawing.figures import Figures
from pakn_plugin.models import Agency, BannerDesign, Case, DesignVersion, Placement
from pakn_plugin.queries.banner_figures import figures_of
from pakn_plugin.services import banner_look
from pakn_plugin.services.banner_look import FORMS, NEUTRAL, POSTER_FORMS, POSTERS, look_of, size_of
from pakn_plugin.states import State
from tests.factories import AgencyFactory, Cases, PlacementFactory, World

TODAY = date(2026, 11, 26)
pytestmark = pytest.mark.django_db


def moment(day: int, hour: int = 9) -> datetime:
    return timezone.make_aware(datetime(2026, 11, day, hour))


@pytest.fixture
def placement() -> Placement:
    return PlacementFactory()


def published(code: str, change: Any) -> BannerDesign:
    """A design with a version that differs."""
    design = BannerDesign.objects.select_related("current").get(code=code)
    layout = design.current.layout
    change(layout)
    design.current = DesignVersion.objects.create(design=design, number=9, layout=layout, published_at=timezone.now())
    design.save()
    return design


def test_the_name_is_a_files_and_the_same_for_all_that_look_the_same(placement: Placement) -> None:
    other = PlacementFactory(agency=AgencyFactory())
    name = look_of(placement, TODAY).name
    assert name.isalnum()
    assert look_of(other, TODAY).name == look_of(placement, TODAY + timedelta(days=1)).name == name


@pytest.mark.parametrize("field", ["design", "scheme", "language"])
def test_what_is_chosen_changes_the_name(placement: Placement, field: str) -> None:
    before = look_of(placement, TODAY).name
    chosen = {"design": BannerDesign.objects.get(code="thap-ba"), "scheme": "dark", "language": "en"}
    setattr(placement, field, chosen[field])
    assert look_of(placement, TODAY).name != before


def test_words_drawing_and_version_change_the_name(
    placement: Placement, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {look_of(placement, TODAY).name}
    placement.design = published("bien-xanh", lambda layout: layout["layers"][1].update(motif="lotus"))
    names.add(look_of(placement, TODAY).name)
    settings.PAKN_BANNER_TEXTS = {"vi": {"heading": "Góp ý", "line": "Xã Diên Lạc", "call": "Gửi", "place": ""}}
    names.add(look_of(placement, TODAY).name)
    monkeypatch.setattr(banner_look, "DRAWING", 99)
    names.add(look_of(placement, TODAY).name)
    assert len(names) == 4


def test_a_code_on_the_web_makes_each_placement_a_look_of_its_own(placement: Placement) -> None:
    code = {"kind": "qr", "colour": "black", "second": "white", "when": "always", "not_at": [],
            "at": {"block": [22, 22, 8, 8]}}  # fmt: skip
    design = published("thap-ba", lambda layout: layout["layers"].append(code))
    placement.design = design
    other = PlacementFactory(design=design)
    assert look_of(placement, TODAY).name != look_of(other, TODAY).name


def test_one_that_is_not_in_use_shows_the_neutral_banner(placement: Placement) -> None:
    placement.active = False
    assert look_of(placement, TODAY) == NEUTRAL


def test_the_neutral_banner_needs_no_database(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        assert NEUTRAL.picture("234x60", "png")
        assert NEUTRAL.name


def test_a_look_costs_no_query_without_figures_and_pictures(
    placement: Placement, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    read = Placement.objects.select_related("design__current").get(pk=placement.pk)
    with django_assert_num_queries(0):
        look_of(read, TODAY)


def test_every_form_of_a_size_is_the_same_as_one_by_one(placement: Placement) -> None:
    look = look_of(placement, TODAY)
    files = look.files("234x60")
    assert tuple(files) == FORMS
    assert files == {form: look.picture("234x60", form) for form in FORMS}
    assert look.picture("a5", "pdf").startswith(b"%PDF-")
    assert (POSTERS, POSTER_FORMS) == (("a4", "a5"), ("pdf", "png"))
    assert size_of("728x90") == (728, 90)
    with pytest.raises(KeyError):
        look.picture("468x60", "png")


def test_the_words_come_from_a_setting(settings: Settings, placement: Placement) -> None:
    settings.PAKN_BANNER_TEXTS = {"vi": {"heading": "Góp ý", "line": "Xã Diên Lạc", "call": "Gửi", "place": ""}}
    for language in ("vi", "en"):
        placement.language = language
        look = look_of(placement, TODAY)
        assert look.alt == "Góp ý – Xã Diên Lạc"
        said = [" ".join(x[2] for x in words.lines) for words in look.composed("728x90").words]
        assert said == ["Góp ý", "Xã Diên Lạc", "Gửi"]


def test_the_site_names_its_province_in_both_languages() -> None:
    assert "Khánh Hòa" in banner_look.alt("vi")
    assert "Khánh Hòa" in banner_look.alt("en")
    assert banner_look.texts("fr") == banner_look.texts("vi")


@pytest.fixture
def uploaded(settings: Settings, tmp_path: Any) -> Iterator[Any]:
    settings.MEDIA_ROOT = tmp_path
    out = io.BytesIO()
    Image.new("RGB", (400, 300), (180, 40, 40)).save(out, "PNG")
    yield get_image_model().objects.create(title="Cờ", file=ImageFile(io.BytesIO(out.getvalue()), "co.png"))


def test_pictures_of_the_library_are_drawn(placement: Placement, uploaded: Any) -> None:
    def add(layout: dict[str, Any]) -> None:
        row = {"kind": "picture", "image": uploaded.pk, "when": "always", "not_at": [], "at": {"small": [1, 1, 32, 10]}}
        layout["layers"].append(row)

    before = look_of(placement, TODAY)
    placement.design = published("bien-xanh", add)
    look = look_of(placement, TODAY)
    assert look.name != before.name
    picture = Image.open(io.BytesIO(look.picture("234x60", "png"))).convert("RGB")
    assert picture.getpixel((460, 4))[0] > 150
    assert banner_look.pictures([uploaded.pk, 999]) == ({uploaded.pk: look.pictures[uploaded.pk]}, {999})


def counted(agency: Agency, case_in: Cases, days: list[int]) -> list[Case]:
    """Cases of an agency, filed on days of the month; nothing else is said of them."""
    made = []
    for day in days:
        case = case_in(State.PROCESSING)
        Case.objects.filter(pk=case.pk).update(
            filed_at=moment(day), agency=agency, due_at=moment(28), answered_at=None, restricted=False
        )
        made.append(case)
    return made


def test_figures_are_the_public_ones_of_the_month_up_to_yesterday(world: World, case_in: Cases) -> None:
    made = counted(world.a.agency, case_in, [1, 2, 3, 24, 25, 25, 26])
    pks = [case.pk for case in made]
    Case.objects.filter(pk=pks[0]).update(answered_at=moment(4))
    Case.objects.filter(pk=pks[1]).update(answered_at=moment(10), due_at=moment(9))
    Case.objects.filter(pk=pks[2]).update(due_at=moment(20))
    found = figures_of([world.a.agency.pk, world.b.agency.pk], TODAY)
    assert found == {world.a.agency.pk: Figures(6, 2, 4, 6, date(2026, 11, 25))}
    assert found[world.a.agency.pk].percent == 66


def test_hidden_cases_are_not_counted_and_few_cases_not_shown(world: World, case_in: Cases) -> None:
    made = counted(world.a.agency, case_in, [3, 4, 5, 6, 7])
    assert figures_of([world.a.agency.pk], TODAY)[world.a.agency.pk].received == 5
    Case.objects.filter(pk=made[0].pk).update(restricted=True)
    assert figures_of([world.a.agency.pk], TODAY) == {}


def test_nothing_is_shown_on_the_first_of_a_month(world: World, case_in: Cases) -> None:
    counted(world.a.agency, case_in, [3, 4, 5, 6, 7])
    assert figures_of([world.a.agency.pk], date(2026, 12, 1)) == {}


def test_figures_are_drawn_where_the_placement_asks_for_them(world: World, case_in: Cases) -> None:
    counted(world.a.agency, case_in, [3, 4, 5, 6, 7])
    plain = PlacementFactory(agency=world.a.agency)
    shown = PlacementFactory(agency=world.a.agency, with_figures=True)
    quiet = PlacementFactory(agency=world.b.agency, with_figures=True)
    assert look_of(quiet, TODAY).name == look_of(plain, TODAY).name
    look = look_of(shown, TODAY)
    assert look.name not in (look_of(plain, TODAY).name, look_of(shown, TODAY + timedelta(days=1)).name)
    said = [line for words in look.composed("728x90").words for _x, _y, line in words.lines]
    assert "1–25/11/2026: nhận 5, trả lời 0, đúng hạn 100%" in said
