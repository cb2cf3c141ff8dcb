"""The day of the answer may move after the filing; the page about time says so, and why where it is certain."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from pakn_plugin import links
from pakn_plugin.models import Case, Deadline, Event
from pakn_plugin.states import Action, Stage, State
from tests.factories import Cases

pytestmark = pytest.mark.django_db
EARLIER, LATER, EARLY = "Sớm hơn ngày đã báo khi gửi", "Muộn hơn ngày đã báo khi gửi", "vì cơ quan nhận việc sớm"


def page_of(client: Client, case: Case) -> str:
    return str(client.get(reverse("pakn:timing", args=[links.token_for(case)])).content.decode())


def told(case: Case) -> str:
    data = Event.objects.get(case=case, action=Action.FILE).data
    return date_format(timezone.localdate(datetime.fromisoformat(data["due"])))


def decisive(case: Case) -> Deadline:
    return Deadline.objects.get(case=case, stage=Stage.PROCESS)


def test_nothing_is_said_while_the_day_stands(case_in: Cases, client: Client) -> None:
    page = page_of(client, case_in(State.SUBMITTED))
    assert EARLIER not in page and LATER not in page


def test_an_early_start_brings_the_day_forward(case_in: Cases, client: Client) -> None:
    case = case_in(State.PROCESSING)
    assert f"{EARLIER} ({told(case)}) {EARLY}." in page_of(client, case)


def test_another_limit_is_no_early_start(case_in: Cases, client: Client) -> None:
    case = case_in(State.PROCESSING)
    Deadline.objects.filter(pk=decisive(case).pk).update(amount=3)
    page = page_of(client, case)
    assert f"{EARLIER} ({told(case)})." in page and EARLY not in page


@pytest.mark.parametrize(("extra", "why"), [(0, "."), (5, " vì thời hạn được gia hạn.")])
def test_a_later_day_is_told_too(case_in: Cases, client: Client, extra: int, why: str) -> None:
    case = case_in(State.PROCESSING)
    row = decisive(case)
    Deadline.objects.filter(pk=row.pk).update(extra=extra, due_at=row.due_at + timedelta(days=30))
    assert f"{LATER} ({told(case)}){why}" in page_of(client, case)
