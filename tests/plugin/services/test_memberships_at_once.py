"""Two administrators at the same moment: what one decides the other sees."""

from datetime import timedelta

import pytest
from django.utils import timezone

from pakn_plugin.access import NotAllowed
from pakn_plugin.models import Membership
from pakn_plugin.services import memberships
from pakn_plugin.states import Role, State
from tests.factories import Cases, UserFactory, World, build_world, person
from tests.plugin.services.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return build_world()


def test_the_last_two_leaders_are_not_both_sent_away(world: World, case_in: Cases) -> None:
    case_in(State.PROCESSING)
    person(Role.LEADER, world.a.agency)
    other = person(Role.AGENCY_ADMIN, world.a.agency)
    now = timezone.now()
    day = timezone.localdate(now) + timedelta(days=1)
    one, two = Membership.objects.filter(role=Role.LEADER, agency=world.a.agency).values_list("pk", flat=True)
    endings = at_once(
        lambda: memberships.end(world.agency_admin, one, day, now),
        lambda: memberships.end(other, two, day, now),
    )
    assert endings == [NotAllowed.__name__, "done"]
    assert Membership.objects.filter(role=Role.LEADER, agency=world.a.agency, valid_to=None).count() == 1


def test_the_same_role_given_by_two_administrators_is_given_once(world: World) -> None:
    other, user = person(Role.AGENCY_ADMIN, world.a.agency), UserFactory()
    now = timezone.now()
    days = (timezone.localdate(now), None, now)
    endings = at_once(
        lambda: memberships.grant(world.agency_admin, world.a.agency.pk, user, Role.OFFICER, *days),
        lambda: memberships.grant(other, world.a.agency.pk, user, Role.OFFICER, *days),
    )
    assert endings == [NotAllowed.__name__, "done"]
    assert user.pakn_memberships.count() == 1
