"""The kit keeps the chosen size, and designer and kit call things as people do."""

from typing import Any

import pytest

from pakn_plugin.drawing.sizes import said
from pakn_plugin.embed.designer_words import named
from pakn_plugin.models import BannerDesign
from tests.factories import PlacementFactory, World
from tests.plugin.embed.test_compliance import page, signed_in, url

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("asked", "kept"), [("?co=300x250", "?co=300x250"), ("?co=9x9", ""), ("", "")])
def test_the_chosen_size_is_kept_after_saving(world: World, asked: str, kept: str) -> None:
    client = signed_in(world.webmaster)
    placed = PlacementFactory(agency=world.a.agency)
    edit = url("edit", placed.pk)
    assert f'href="{edit}{kept}"' in page(client, url("kit", placed.pk) + asked)
    typed = {"agency": world.a.agency.pk, "place": "Chân trang", "design": placed.design_id, "scheme": "light"}
    answer: Any = client.post(edit + asked, typed | {"language": "vi", "active": "on"})
    assert answer.status_code == 302
    assert answer.url == url("kit", placed.pk) + kept


def test_the_first_step_names_the_button(world: World) -> None:
    placed = PlacementFactory(agency=world.a.agency)
    assert "Bấm nút “Sao chép”" in page(signed_in(world.webmaster), url("kit", placed.pk))


def test_taking_a_design_out_of_use_names_it(world: World) -> None:
    client, design = signed_in(world.operator_leader), BannerDesign.objects.get(code="bien-xanh")
    for expected in (f"Đã thôi dùng mẫu “{design}”.", f"Mẫu “{design}” được dùng lại."):
        shown = client.post(url("design_retire", design.pk), follow=True).content.decode()
        assert expected in shown


def test_layers_and_sizes_are_called_as_people_call_them(world: World) -> None:
    design = BannerDesign.objects.get(code="bien-xanh")
    shown = page(signed_in(world.operator_leader), url("design", design.pk))
    assert "Chữ: Tiêu đề" in shown
    assert "Chữ: {" not in shown
    assert "<figcaption>970 × 90</figcaption>" in shown
    assert "<figcaption>A4</figcaption>" in shown
    assert " 728x90</label>" not in shown


def test_names_of_placeholders_and_sizes() -> None:
    assert named("{call} tại {address}") == "Nút tại Địa chỉ trang"
    assert [said(size) for size in ("1080x1080", "a5")] == ["1080 × 1080", "A5"]
