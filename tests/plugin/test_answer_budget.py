"""Answers to points lie with rows that are read anyway: a submission with them costs what one without them costs."""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pakn_plugin.access import Actor
from pakn_plugin.answers import Point
from pakn_plugin.models import Case, Reply
from pakn_plugin.services import points
from pakn_plugin.states import State
from tests.factories import Cases, World
from tests.plugin.test_budgets import REPLY, _unsynced, at_desk, at_most

__all__ = ["_unsynced", "at_desk"]


def test_a_reply_that_answers_points_is_submitted(
    world: World, case_in: Cases, at_desk: Callable[[Actor], Client], now: datetime
) -> None:
    client, day = at_desk(world.a.officer), timezone.localdate() + timedelta(days=20)
    for warm in (False, True):
        case = case_in(State.PROCESSING)
        points.mark_points(case.pk, world.a.officer, [Point(0, f"Điều {n}") for n in range(8)], now)
        fields = {"text": "Đã thay bóng và kiểm tra cả dãy.", "key": uuid.uuid4().hex[:20], "submit": "1"}
        for n in range(1, 9):
            fields |= {f"answer_{n}_outcome": "promised", f"answer_{n}_day": day.isoformat()}
        fields |= {"answer_8_outcome": "elsewhere", "answer_8_agency": str(world.b.agency.pk)}
        path = reverse("pakn_desk:draft_reply", args=[case.pk])
        with at_most(REPLY if warm else 2 * REPLY):
            assert client.post(path, fields).status_code == 302
        assert Case.objects.get(pk=case.pk).state == State.AWAITING_APPROVAL
    assert len(Reply.objects.get(case=case).points) == 8


pytestmark = pytest.mark.django_db
