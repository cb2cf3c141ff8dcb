"""Two administrators, or a worker's two runs, carry out the same plan at the same moment: it happens once."""

import pytest
from django.utils import timezone

from pakn_plugin.access import SYSTEM
from pakn_plugin.models import Event, Reorganisation
from pakn_plugin.queries import ledger
from pakn_plugin.services import reorganisation
from pakn_plugin.services.reorganisation import Refused
from pakn_plugin.states import Action, State
from tests.factories import Cases, World, build_world
from tests.plugin.services.test_concurrency import at_once
from tests.reorganising import MERGE, agencies, plan

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world()


def test_the_same_plan_is_carried_out_once(world: World, case_in: Cases) -> None:
    case_in(State.PROCESSING)
    now = timezone.now()
    row = reorganisation.propose(SYSTEM, plan(timezone.localdate(now), MERGE, new=agencies("c")), "", now)
    endings = at_once(
        lambda: reorganisation.execute(row.pk, SYSTEM, now),
        lambda: reorganisation.execute(row.pk, SYSTEM, now),
    )
    assert endings == [Refused.__name__, "done"]
    assert Event.objects.filter(action=Action.REORGANISE).count() == 1
    assert Reorganisation.objects.get().status == Reorganisation.Status.EXECUTED
    assert list(ledger.faults()) == []
