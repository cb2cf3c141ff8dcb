"""Split and merge at the desk: what stands beside what, what comes back, who is shown the other case."""

from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from pakn_plugin.models import Case, Photo
from pakn_plugin.pictures import clean_picture
from pakn_plugin.services import handling, photos, splitting
from pakn_plugin.states import State
from tests.factories import CITIZEN_TEXT, Cases, TopicFactory, World, unsent
from tests.plugin.desk.conftest import SignIn


def address(case: Case, name: str = "case") -> str:
    return reverse(f"pakn_desk:{name}", args=[case.pk])


def text_of(response: Any) -> str:
    return response.content.decode()


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def test_a_split_shows_text_beside_form_and_leads_to_the_part(
    world: World, case_in: Cases, at_desk: SignIn, picture: Any
) -> None:
    whole, client = case_in(State.RECEIVED), at_desk(world.operator)
    photos.attach(whole, [clean_picture(picture.read())])
    page = client.get(address(whole, "split"))
    assert page.context["form"]["text"].value() == CITIZEN_TEXT
    assert text_of(page).count(CITIZEN_TEXT[:30]) >= 2
    topic: Any = TopicFactory()
    data = {
        "text": CITIZEN_TEXT.split(".")[0] + ".",
        "title": "Đèn tắt",
        "topic": topic.pk,
        "area": world.area.pk,
        "photos": [Photo.objects.get(case=whole).pk],
    }
    sent: list[Any] = [client.post(address(whole, "split"), data) for _twice in range(2)]
    part = whole.parts.get()
    assert [response.url for response in sent] == [address(part)] * 2
    assert (part.state, part.photos.count()) == (State.RECEIVED, 1)
    assert whole.code in text_of(client.get(address(part)))
    assert part.code in text_of(client.get(address(whole)))


def test_changed_words_come_back_with_the_form(world: World, case_in: Cases, at_desk: SignIn) -> None:
    whole, client = case_in(State.RECEIVED), at_desk(world.operator)
    data = {"text": "Đèn đường bị phá.", "title": "Đèn", "topic": world.topic.pk, "area": world.area.pk}
    response = client.post(address(whole, "split"), data)
    assert "Chỉ được lược bớt, không được sửa" in text_of(response)
    assert "Đèn đường bị phá." in text_of(response)
    assert not whole.parts.exists()


def test_family_is_named_to_those_only_who_see_it(world: World, case_in: Cases, at_desk: SignIn, now: datetime) -> None:
    whole = case_in(State.RECEIVED)
    chosen = splitting.Part(CITIZEN_TEXT, "Một việc", world.topic, world.area)
    with unsent():
        part = splitting.split(whole.pk, world.operator, chosen, now)
        case_in.transfer(whole.pk, now)
    assert part.code not in text_of(at_desk(world.a.coordinator).get(address(whole)))
    assert part.code in text_of(at_desk(world.supervisor).get(address(whole)))


def merging(client: Client, case: Case, **data: Any) -> Any:
    return client.post(address(case, "merge"), data)


def test_a_merge_shows_both_texts_before_it_is_done(world: World, case_in: Cases, at_desk: SignIn) -> None:
    main = case_in(State.PROCESSING, text="Hẻm 34 Võ Thị Sáu tối om, đèn hỏng từ tuần trước.")
    twin, client = case_in(State.SUBMITTED), at_desk(world.operator)
    first = client.get(address(twin, "merge"))
    assert [other.code for other in first.context["likely"]] == [main.code]
    for page in (merging(client, twin, main=main.code), client.get(f"{address(twin, 'merge')}?main={main.code}")):
        assert page.status_code == 200
        assert main.text in text_of(page)
        assert twin.text[:40] in text_of(page)
    assert fresh(twin).state == State.SUBMITTED
    wrong = merging(client, twin, main=main.code, seen="0")
    assert (wrong.status_code, fresh(twin).state) == (200, State.SUBMITTED)
    assert merging(client, twin, main=main.code, seen=main.pk).status_code == 302
    assert fresh(twin).merged_into == main


def test_merge_suggestions_are_open_near_and_alike(world: World, case_in: Cases, at_desk: SignIn) -> None:
    twin = case_in(State.SUBMITTED)
    alike = [case_in(State.PROCESSING) for _ in range(6)]
    case_in(State.CLOSED)
    case_in(State.SUBMITTED, text="Bãi rác bốc mùi.")
    likely = at_desk(world.operator).get(address(twin, "merge")).context["likely"]
    assert len(likely) == 5
    assert set(likely) <= set(alike)


def test_a_merge_tells_how_many_go_along(world: World, case_in: Cases, at_desk: SignIn, now: datetime) -> None:
    first, middle, main = (case_in(State.SUBMITTED) for _ in range(3))
    with unsent():
        handling.merge(first.pk, world.operator, middle, now)
    page = at_desk(world.operator).get(f"{address(middle, 'merge')}?main={main.code}")
    assert page.context["own_duplicates"] == 1
    assert "cũng đi theo phản ánh chính mới" in text_of(page)


def test_a_case_that_was_taken_is_not_merged(world: World, case_in: Cases, at_desk: SignIn, now: datetime) -> None:
    main, twin, client = case_in(State.PROCESSING), case_in(State.RECEIVED), at_desk(world.operator)
    with unsent():
        handling.refuse(twin.pk, world.second_operator, world.reason, "Chưa rõ.", now)
    assert merging(client, twin, main=main.code).status_code == 409


def test_english_guidance_fills_the_box_for_an_english_reporter(world: World, case_in: Cases, at_desk: SignIn) -> None:
    world.reason.guidance, world.reason.guidance_en = "Hãy nêu địa điểm.", "Please name the place."
    world.reason.save()
    client = at_desk(world.operator)
    for language, text in (("vi", "Hãy nêu địa điểm."), ("en", "Please name the place.")):
        case = case_in(State.SUBMITTED, language=language)
        assert client.get(address(case, "refuse")).context["form"].guidance() == {world.reason.pk: text}
        client.post(address(case, "refuse"), {"reason": world.reason.pk, "text": ""})
        assert fresh(case).refusal_text == text
