"""What the reporter reads about each move between agencies and about time: one plain sentence, nothing internal."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils.html import escape

from pakn_plugin.models import Case
from pakn_plugin.services import time_requests, transfer
from pakn_plugin.states import State
from tests.factories import Cases, World, unsent
from tests.plugin.public.conftest import asking

pytestmark = pytest.mark.django_db
Follow = Callable[[Case], Any]
WHY = "Phải chờ vật tư từ thành phố khác, cuối tuần sau mới về."
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _no_mail() -> Any:
    with unsent():
        yield


def steps(follow: Follow, case: Case) -> list[str]:
    """Sentences, the newest first."""
    return [str(step["words"]) for step in follow(case).context["steps"]]


def test_each_move_is_one_plain_sentence(follow: Follow, world: World, case_in: Cases, now: datetime) -> None:
    case, a, b = case_in(State.RECEIVED), world.a.agency.name, world.b.agency.name
    transfer.transfer(case.pk, world.operator, world.a.agency, "CANARY-1", now, "CANARY-2")
    assert steps(follow, case)[0] == f"Phản ánh được chuyển đến {a}, chờ cơ quan này nhận xử lý."
    transfer.decline(case.pk, world.a.coordinator, "CANARY-3", world.b.agency, now)
    assert steps(follow, case)[0].startswith(f"{a} cho biết việc này không thuộc thẩm quyền")
    transfer.transfer(case.pk, world.operator, world.b.agency, "CANARY-4", now)
    transfer.pass_limit(case.pk, now + 3 * DAY)
    assert steps(follow, case)[0].startswith(f"{b} không trả lời trong thời hạn; phản ánh trở lại đầu mối")
    transfer.transfer(case.pk, world.operator, world.b.agency, "CANARY-5", now + 3 * DAY)
    transfer.accept(case.pk, world.b.coordinator, now + 3 * DAY)
    assert steps(follow, case)[0] == f"{b} đã nhận xử lý."
    transfer.send_back(case.pk, world.b.coordinator, "CANARY-6", None, now + 4 * DAY)
    assert steps(follow, case)[0].startswith(f"{b} đã nhận nhưng chuyển trả")
    transfer.transfer(case.pk, world.operator_leader, world.a.agency, "CANARY-7", now + 4 * DAY)
    assert steps(follow, case)[0] == f"Lãnh đạo đầu mối tiếp nhận quyết định giao phản ánh cho {a}."
    transfer.pass_limit(case.pk, now + 9 * DAY)
    assert steps(follow, case)[0] == f"{a} không trả lời trong thời hạn nên được coi là đã nhận xử lý."
    assert "CANARY" not in follow(case).content.decode()


def test_a_request_that_waits_or_was_refused_is_not_shown(
    follow: Follow, world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.PROCESSING)
    before = steps(follow, case)
    time_requests.ask_extension(case.pk, world.a.officer, 3, WHY, now)
    assert WHY not in follow(case).content.decode()
    time_requests.refuse_extension(case.pk, world.a.leader, "CANARY-KHÔNG", now)
    page = follow(case).content.decode()
    assert WHY not in page
    assert "CANARY" not in page
    assert steps(follow, case) == before


def test_a_granted_extension_shows_reason_and_new_limit(
    follow: Follow, world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.PROCESSING)
    time_requests.ask_extension(case.pk, world.a.officer, 3, WHY, now)
    time_requests.grant_extension(case.pk, world.a.leader, now)
    page = follow(case).content.decode()
    assert WHY in page
    assert "Gia hạn thêm 3 ngày làm việc" in page
    assert "18/03/2026" in page
    assert steps(follow, case)[0].startswith("Thời hạn xử lý được gia hạn. Hạn trả lời mới:")
    assert escape(world.a.leader.user.get_full_name()) not in page


def test_while_the_site_is_verified_the_page_says_since_when_why_and_until_when(
    follow: Follow, world: World, case_in: Cases, now: datetime
) -> None:
    case = case_in(State.PROCESSING)
    time_requests.ask_verification(case.pk, world.a.officer, 3, WHY, now)
    time_requests.grant_verification(case.pk, world.a.leader, now)
    page = follow(case).content.decode()
    assert "Thời hạn đang tạm dừng để xác minh thực địa" in page
    assert WHY in page
    assert "04/03/2026" in page
    assert "09/03/2026" in page
    time_requests.end_verification(case.pk, world.a.officer, now + DAY)
    after = follow(case).content.decode()
    assert "Thời hạn đang tạm dừng để xác minh thực địa" not in after
    assert steps(follow, case)[0].startswith("Đã xác minh thực địa xong; thời hạn tiếp tục được tính. Hạn trả lời mới:")


def test_a_case_without_such_steps_asks_no_more(follow: Follow, case_in: Cases) -> None:
    case = case_in(State.PROCESSING)
    with asking() as queries:
        follow(case)
    assert not any("timerequest" in sql for sql in queries)
