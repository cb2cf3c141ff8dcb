"""The designer in the admin: layers are composed without losing anything, problems stand beside them."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from pakn_plugin.embed import designer_rows
from pakn_plugin.models import BannerDesign, DesignVersion
from tests.factories import PlacementFactory, World
from tests.plugin.embed.test_kit import admin_client

pytestmark = pytest.mark.one_database("sqlite")

Sent = dict[str, Any]


@pytest.fixture
def design(world: World) -> BannerDesign:
    return BannerDesign.objects.get(code="bien-xanh")


@pytest.fixture
def client(world: World) -> Client:
    return admin_client(world.operator_leader)


def sent(design: BannerDesign, **more: Any) -> Sent:
    """The form as the browser sends it."""
    data = designer_rows.typed(design)
    return {**{key: data.getlist(key) for key in data}, **more}


def text_layer(design: BannerDesign, role: str = "call") -> int:
    return next(n for n, row in enumerate(design.draft["layers"]) if row.get("role") == role)


def at(name: str, design: BannerDesign, **more: Any) -> str:
    return reverse(f"pakn_banner:{name}", args=[design.pk, *more.values()])


@pytest.mark.parametrize("who", ["superuser", "operator_leader"])
def test_administrators_and_leaders_of_the_operator_design(world: World, design: BannerDesign, who: str) -> None:
    client = admin_client(getattr(world, who))
    for address in (reverse("pakn_banner:designs"), at("design", design), at("design_versions", design)):
        page = client.get(address)
        assert page.status_code == 200
        assert page.content.decode().count("<h1") == 1


@pytest.mark.parametrize("who", ["webmaster", "agency_admin", "operator", "supervisor"])
@pytest.mark.parametrize("verb", ["get", "post", "put", "delete"])
def test_others_only_choose(world: World, design: BannerDesign, who: str, verb: str) -> None:
    client = admin_client(getattr(world, who))
    names = ("design", "design_preview", "design_publish", "design_versions", "design_copy", "design_retire")
    addresses = [reverse("pakn_banner:designs"), at("design_take_back", design, number=1)]
    for address in [*addresses, *(at(name, design) for name in names)]:
        assert getattr(client, verb)(address).status_code in (302, 403), address
    assert BannerDesign.objects.count() == 4
    assert DesignVersion.objects.count() == 4


def test_the_list_shows_every_design_with_its_picture_and_use(client: Client, design: BannerDesign) -> None:
    PlacementFactory.create_batch(2, design=design)
    page = client.get(reverse("pakn_banner:designs")).content.decode()
    for name in ("Biển xanh", "Hoàng hôn", "Nền sáng", "Tháp Bà"):
        assert name in page
    assert page.count('src="data:image/svg+xml;base64,') == 8
    assert "2 nơi đặt đang dùng" in page


def test_the_editor_shows_all_sizes_with_their_grid_and_no_inline_script(client: Client, design: BannerDesign) -> None:
    page = client.get(at("design", design)).content.decode()
    assert page.count('<figure class="pakn-tile') == 8
    assert page.count('<svg class="pakn-grid"') == 8
    inside = page[page.index('<div class="nice-padding pakn-kit pakn-designer">') :]
    inside = inside[: inside.index("</form>")]
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", inside)
    assert "Còn phải sửa" not in page


@pytest.mark.parametrize("view", [("dark", "vi", "without"), ("light", "en", "with")])
def test_the_preview_is_posted_and_follows_scheme_language_and_figures(
    client: Client, design: BannerDesign, view: tuple[str, str, str]
) -> None:
    usual = client.post(at("design_preview", design), sent(design)).content.decode()
    chosen = dict(zip(("view-scheme", "view-language", "view-figures"), view, strict=True))
    other = client.post(at("design_preview", design), sent(design, **chosen)).content.decode()
    assert usual.count("<figure") == other.count("<figure") == 8
    assert not set(re.findall(r"base64,([^\"]+)", usual)) & set(re.findall(r"base64,([^\"]+)", other))
    assert client.get(at("design_preview", design)).status_code == 405


def test_a_draft_of_an_earlier_release_is_edited_with_usual_values(client: Client, design: BannerDesign) -> None:
    for row in design.draft["layers"]:
        if row["kind"] == "figure":
            del row["lines"]
    design.save()
    page = client.get(at("design", design))
    assert page.context["problems"] == []
    assert len(page.context["tiles"]) == 8


def test_a_draft_is_kept_and_nothing_else_changes(client: Client, design: BannerDesign) -> None:
    number = text_layer(design)
    changed = sent(design, do="keep", name="Biển mới", **{f"layer-{number}-vi": "Góp ý ngay"})
    assert client.post(at("design", design), changed).status_code == 302
    kept = BannerDesign.objects.get(pk=design.pk)
    assert kept.name == "Biển mới"
    assert kept.draft["layers"][number]["vi"] == "Góp ý ngay"
    assert kept.draft["layers"][:number] == design.draft["layers"][:number]
    assert kept.edited_by is not None
    assert DesignVersion.objects.filter(design=design).count() == 1


@pytest.mark.parametrize("do", ["up-3", "down-0", "remove-2", "add"])
def test_layers_are_added_removed_and_moved_without_a_script(client: Client, design: BannerDesign, do: str) -> None:
    unsaved = {"layer-1-motif": "lotus", "layer-0-strip_0": "khong phai so"}
    page = client.post(at("design", design), sent(design, do=do, new="qr", **unsaved))
    kinds = [form["kind"].value() for form in page.context["composer"].layers]
    expected = [row["kind"] for row in design.draft["layers"]]
    if do == "add":
        expected.append("qr")
    else:
        word, _dash, number = do.partition("-")
        row = expected.pop(int(number))
        if word != "remove":
            expected.insert(int(number) + (1 if word == "down" else -1), row)
    assert kinds == expected
    content = page.content.decode()
    assert "khong phai so" in content
    assert '<option value="lotus" selected>' in content
    assert BannerDesign.objects.get(pk=design.pk).draft == design.draft


def test_a_mistake_stands_beside_its_layer_and_loses_nothing(client: Client, design: BannerDesign) -> None:
    number = text_layer(design, "heading")
    wrong = {f"layer-{number}-strip_2": "60", f"layer-{number}-vi": "Chữ vừa gõ"}
    page = client.post(at("design", design), sent(design, do="keep", **wrong))
    assert page.status_code == 200
    form = page.context["composer"].layers[number]
    assert "48 cột × 9 hàng" in str(form.non_field_errors())
    assert 'value="60"' in page.content.decode()
    assert "Chữ vừa gõ" in page.content.decode()
    assert BannerDesign.objects.get(pk=design.pk).draft == design.draft


def test_faint_words_are_told_beside_their_layer_while_composing(client: Client, design: BannerDesign) -> None:
    number = text_layer(design, "heading")
    page = client.post(at("design_preview", design), sent(design, **{f"layer-{number}-colour": "far"}))
    found = [row for row in page.context["problems"] if row["layer"] == number + 1]
    assert any("tương phản" in row["message"] and "728 × 90" in row["message"] for row in found)
    assert f'data-pakn-problem="{number + 1}"' in page.content.decode()


def test_publishing_is_confirmed_with_what_it_will_do(
    client: Client, design: BannerDesign, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    PlacementFactory.create_batch(3, design=design)
    number = text_layer(design)
    response = client.post(at("design", design), sent(design, do="publish", **{f"layer-{number}-vi": "Góp ý"}))
    assert response["Location"] == at("design_publish", design)
    assert "3 nơi đặt đang dùng mẫu này sẽ được vẽ lại" in client.get(response["Location"]).content.decode()
    assert DesignVersion.objects.filter(design=design).count() == 1
    assert client.post(response["Location"]).status_code == 302
    current = BannerDesign.objects.get(pk=design.pk).current
    assert (current.number, current.layout["layers"][number]["vi"]) == (2, "Góp ý")


def test_publishing_what_does_not_fit_is_refused_with_reasons(client: Client, design: BannerDesign) -> None:
    number = text_layer(design)
    long = {f"layer-{number}-vi": "Gửi phản ánh kiến nghị đến chính quyền tỉnh ngay hôm nay"}
    assert client.post(at("design", design), sent(design, do="keep", **long)).status_code == 302
    asked, page = (each(at("design_publish", design)).content.decode() for each in (client.get, client.post))
    for shown in (asked, page):
        assert f"Lớp {number + 1}</a>, chữ “Gửi phản ánh kiến nghị" in shown
        assert "không vừa ô" in shown and "728 × 90" in shown
        assert "điều phải sửa" in shown
        assert ">Công bố</button>" not in shown
    assert BannerDesign.objects.get(pk=design.pk).current.number == 1


def test_a_version_is_taken_back_as_draft(client: Client, design: BannerDesign) -> None:
    first = design.draft
    client.post(at("design", design), sent(design, do="keep", **{"layer-1-motif": "lotus"}))
    assert "Phiên bản 1" in client.get(at("design_versions", design)).content.decode()
    assert client.post(at("design_take_back", design, number=1)).status_code == 302
    assert BannerDesign.objects.get(pk=design.pk).draft == first
    assert client.post(at("design_take_back", design, number=9)).status_code == 404


def test_a_copy_begins_a_design_of_its_own(client: Client, design: BannerDesign) -> None:
    response = client.post(at("design_copy", design))
    made = BannerDesign.objects.order_by("-pk")[0]
    assert response["Location"] == at("design", made)
    assert (made.draft, made.current, made.name) == (design.draft, None, "Biển xanh (bản sao)")


def test_a_retired_design_is_not_offered_any_more(client: Client, world: World, design: BannerDesign) -> None:
    placed = PlacementFactory(agency=world.a.agency, design=design)
    client.post(at("design_retire", design))
    webmaster = admin_client(world.webmaster)
    assert "Biển xanh" not in webmaster.get(reverse("pakn_banner:add")).content.decode()
    assert "Biển xanh" in webmaster.get(reverse("pakn_banner:edit", args=[placed.pk])).content.decode()
    client.post(at("design_retire", design))
    assert "Biển xanh" in webmaster.get(reverse("pakn_banner:add")).content.decode()
