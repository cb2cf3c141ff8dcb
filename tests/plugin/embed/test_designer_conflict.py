"""Two people edit one draft of a design: the second sees both versions, and nothing of either is lost."""

import copy
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone

from pakn_plugin.models import BannerDesign, DesignVersion
from pakn_plugin.services import designs
from tests.factories import World
from tests.plugin.embed.test_designer import Sent, at, sent, text_layer
from tests.plugin.embed.test_kit import admin_client

NOW = timezone.now()
MINE, THEIRS = "Gửi ý kiến", "Góp ý tại đây"


@pytest.fixture
def design(world: World) -> BannerDesign:
    return BannerDesign.objects.get(code="bien-xanh")


@pytest.fixture
def client(world: World) -> Client:
    return admin_client(world.superuser)


def typed(design: BannerDesign, do: str, **more: Any) -> Sent:
    """What the first person typed in a page that was opened before the other saved."""
    return sent(design, do=do, **{f"layer-{text_layer(design)}-vi": MINE, **more})


def somebody_else(world: World, design: BannerDesign, words: str = THEIRS) -> BannerDesign:
    draft = copy.deepcopy(design.draft)
    draft["layers"][text_layer(design)]["vi"] = words
    names = {"name": design.name, "name_en": design.name_en}
    return designs.keep_draft(world.operator_leader, design.pk, names, draft, NOW)


def words_of(design: BannerDesign) -> str:
    found: str = BannerDesign.objects.get(pk=design.pk).draft["layers"][text_layer(design)]["vi"]
    return found


@pytest.mark.parametrize("do", ["keep", "publish"])
def test_the_second_sees_both_versions_and_saves_over_neither(
    do: str, world: World, design: BannerDesign, client: Client
) -> None:
    data = typed(design, do)
    theirs = somebody_else(world, design)
    answer = client.post(at("design", design), data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert words_of(design) == THEIRS
    assert f'value="{MINE}"' in page and str(world.operator_leader.user) in page
    assert f"lớp {text_layer(design) + 1}." in page
    assert page.index('name="do" value="look"') < page.index('name="do" value="fork"'), "Enter saves nothing"
    assert len(answer.context["theirs"]["tiles"]) == 4 and answer.context["tiles"]
    assert f'name="seen" value="{data["seen"][0]}"' in page
    assert f'value="over-{designs.state_of(theirs)}"' in page


def test_buttons_of_layers_do_not_forget_what_was_seen(world: World, design: BannerDesign, client: Client) -> None:
    data = typed(design, "add", new="text")
    somebody_else(world, design)
    page = client.post(at("design", design), data)
    assert page.status_code == 200 and page.context["composer"].seen == data["seen"][0]


def test_both_are_kept_as_two_designs(world: World, design: BannerDesign, client: Client) -> None:
    data = typed(design, "fork")
    somebody_else(world, design)
    answer = client.post(at("design", design), data)
    made = BannerDesign.objects.latest("pk")
    assert answer.url == at("design", made)
    assert (words_of(design), made.draft["layers"][text_layer(design)]["vi"]) == (THEIRS, MINE)


def test_saving_over_what_was_shown_is_possible_and_only_over_that(
    world: World, design: BannerDesign, client: Client
) -> None:
    data = typed(design, "keep")
    shown = somebody_else(world, design)
    over = data | {"do": f"over-{designs.state_of(shown)}"}
    third = somebody_else(world, design, "Bản thứ ba")
    assert client.post(at("design", design), over).status_code == 409
    assert words_of(design) == "Bản thứ ba"
    assert client.post(at("design", design), data | {"do": f"over-{designs.state_of(third)}"}).status_code == 302
    assert words_of(design) == MINE


def test_the_same_draft_sent_twice_is_no_conflict(design: BannerDesign, client: Client) -> None:
    data = typed(design, "keep")
    assert [client.post(at("design", design), data).status_code for _time in range(2)] == [302, 302]


def test_a_new_name_is_a_change_too(world: World, design: BannerDesign, client: Client) -> None:
    data = typed(design, "keep")
    names = {"name": "Biển đêm", "name_en": design.name_en}
    designs.keep_draft(world.operator_leader, design.pk, names, design.draft, NOW)
    answer = client.post(at("design", design), data)
    assert answer.status_code == 409 and "tên của mẫu, lớp" in answer.content.decode()
    assert BannerDesign.objects.get(pk=design.pk).name == "Biển đêm"


def test_what_cannot_be_read_is_told_before_any_conflict(world: World, design: BannerDesign, client: Client) -> None:
    data = typed(design, "fork", **{f"layer-{text_layer(design)}-fallback": "x"})
    somebody_else(world, design)
    assert client.post(at("design", design), data).status_code == 200
    assert BannerDesign.objects.count() == 4


def test_nothing_is_published_but_what_was_on_the_screen(world: World, design: BannerDesign, client: Client) -> None:
    seen = client.get(at("design_publish", design)).context["seen"]
    somebody_else(world, design)
    page = client.post(at("design_publish", design), {"seen": seen})
    assert "người khác sửa" in page.content.decode()
    assert DesignVersion.objects.filter(design=design).count() == 1
    assert client.post(at("design_publish", design), {"seen": page.context["seen"]}).status_code == 302


def test_no_version_comes_back_over_an_unseen_draft(world: World, design: BannerDesign, client: Client) -> None:
    seen = client.get(at("design_versions", design)).context["seen"]
    somebody_else(world, design)
    answer = client.post(at("design_take_back", design, number=1), {"seen": seen})
    assert answer.url == at("design_versions", design)
    assert "người khác sửa" in str(next(iter(get_messages(answer.wsgi_request))))
    assert words_of(design) == THEIRS


def test_the_preview_stands_before_the_layers_and_can_be_folded(design: BannerDesign, client: Client) -> None:
    page = client.get(at("design", design)).content.decode()
    assert page.index('<details class="pakn-designer__preview" open>') < page.index('id="layer-1"')
    assert page.count("data-pakn-preview") == 1


def test_an_older_draft_seen_names_it_whoever_edited_it(world: World, design: BannerDesign) -> None:
    before = designs.state_of(design)
    later = designs.keep_draft(
        world.operator_leader,
        design.pk,
        {"name": design.name, "name_en": design.name_en},
        design.draft,
        NOW + timedelta(hours=1),
    )
    assert designs.state_of(later) == before
