"""The registers that a bulk load looks into, and the moment at which simulated lives stop."""

from datetime import datetime

from pakn_plugin.states import Role
from tests.conftest import HANOI
from tests.factories import RefusalReasonFactory, World, person

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=HANOI)


def complete(world: World) -> World:
    """The world with a reason for denunciations and somebody named for them."""
    RefusalReasonFactory(code="to-cao", restricted=True)
    person(Role.CONFIDENTIAL, world.operators)
    return world
