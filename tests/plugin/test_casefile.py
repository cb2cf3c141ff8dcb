"""What the desk reads of a case."""

from collections.abc import Callable
from datetime import datetime

import pytest

from pakn_plugin.access import actor_for
from pakn_plugin.models import Agency, Case
from pakn_plugin.queries import casefile
from pakn_plugin.services import reply
from pakn_plugin.states import State

pytestmark = pytest.mark.django_db


def test_a_draft_of_another_agency_is_not_handed_on(case_in: Callable[..., Case], now: datetime) -> None:
    case = case_in(State.PROCESSING)
    reply.save_draft(case.pk, actor_for(case.officer), "Bản nháp của cơ quan thứ nhất.", now)
    mine = Case.objects.get(pk=case.pk)
    assert casefile.open_reply(mine) is not None
    mine.agency = Agency.objects.exclude(pk=mine.agency_id).first()
    assert casefile.open_reply(mine) is None
