"""Every address of the admin × every role × reading and posting: Wagtail's own and those of each part of the plugin.

Each part names the roles it is for; a part that is not named here fails, so that nothing is added without an answer
to "for whom?". The desk with its cases is walked in test_addresses, with the right keys and by every verb.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from pakn_plugin.desk.permissions import staff_group
from pakn_plugin.models import Case
from pakn_plugin.states import State
from tests.factories import Cases, UserFactory, World
from tests.matrix.test_addresses import NAMES

pytestmark = pytest.mark.one_database("postgresql")

DESK = (
    *("operator", "operator_leader", "reviewer", "supervisor"),
    *("coordinator of a", "officer of a", "leader of a", "coordinator of b"),
)
ADMIN = ("superuser",)
EVERYBODY = (*DESK, *ADMIN, "webmaster", "agency_admin", "staff without a role")
# Part of the admin, by the beginning of its addresses → who may read something there.
FOR = {
    "pakn/calendar/": ADMIN,
    "pakn/members/": ("agency_admin", *ADMIN),
    "pakn/deputies/": ("leader of a", "agency_admin", *ADMIN),
    "pakn/reviews/": ("reviewer", "supervisor", "operator_leader", "leader of a", *ADMIN),
    "pakn/reallocations/": ("operator", "operator_leader"),
    "pakn/reorganisations/": ADMIN,
    "pakn/comparison/": ADMIN,
    "pakn/bieu-ngu/mau/": ("operator_leader", *ADMIN),
    "pakn/bieu-ngu/tinh-hinh/nhac/": ("operator", "operator_leader", "reviewer", "supervisor", *ADMIN),
    "pakn/bieu-ngu/tinh-hinh/": (
        *("operator", "operator_leader", "reviewer", "supervisor", "webmaster", "agency_admin"),
        *ADMIN,
    ),
    "pakn/bieu-ngu/": ("webmaster", "operator", "operator_leader", "agency_admin", *ADMIN),
}
# Wagtail's own addresses that whoever may enter the admin may open: the frame, the own account, its choosers, its
# error pages, a history that shows what one may see, and two questions that are asked before anything is checked.
FRAME = re.compile(
    r"^(|account/|login/|password_reset/.*|jsi18n/|modeladmin/jsi18n/|sprite/|dismissibles/|test404/|failwhale/"
    r"|choose-.*|((images|documents|embeds)/|workflows/task_)chooser/.*|snippets/choose/.*|tag-autocomplete/"
    r"|api/main/(pages|images|documents)/|reports/site-history/.*"
    r"|pages/1/move/1/confirm/|pages/workflow/confirm_cancellation/1/)$"
)
CLOSED = {302, 400, 403, 404, 405}
ORDERLY = {200, 302, 400, 403, 404, 405, 409}


def walk(resolver: Any, before: str = "") -> Iterator[str]:
    for found in resolver.url_patterns:
        route = before + str(found.pattern).lstrip("^")
        if isinstance(found, URLResolver):
            yield from walk(found, route)
        elif isinstance(found, URLPattern):
            yield route


def addresses() -> list[str]:
    """Every route below the admin, with numbers, words and keys that exist nowhere but as a case."""
    found = [route for route in walk(get_resolver()) if route.startswith("admin/")]
    known = {_filled(route.removeprefix("admin/").replace("^", "").removesuffix("$")) for route in found}
    return sorted(known - {"logout/"})  # signing out ends the walk


def _filled(route: str) -> str:
    route = re.sub(r"<uuid:\w+>", "00000000-0000-4000-8000-000000000000", route)
    return re.sub(r"<slug:\w+>", "csv", re.sub(r"<(int|str):\w+>|\(\?P<\w+>[^)]*\)|<\w+>", "1", route))


ROUTES = addresses()
DESKS = [route for route in ROUTES if route.startswith("pakn/cases/")]
OURS = [route for route in ROUTES if route.startswith("pakn/") and route not in DESKS]
WAGTAILS = [route for route in ROUTES if not route.startswith("pakn/")]


def readers(route: str) -> tuple[str, ...]:
    """Who may read something at an address; a register is for those with a permission on its model."""
    return next((who for part, who in FOR.items() if route.startswith(part)), ADMIN)


def is_register(route: str) -> bool:
    return bool(re.match(r"pakn/[a-z]+/($|create/$|(edit|delete|history|inspect)/)", route))


@pytest.fixture
def people(world: World) -> dict[str, Client]:
    """A signed-in browser for each kind of person who may enter the admin."""
    units = {f"{role} of {name}": getattr(getattr(world, name), role) for role in UNIT for name in ("a", "b")}
    actors = {who: units.get(who) or getattr(world, who, None) for who in EVERYBODY}
    found = {}
    for who, actor in actors.items():
        user = actor.user if actor else UserFactory()
        if who != "superuser":
            user.groups.add(staff_group())
        found[who] = Client(raise_request_exception=False)
        found[who].force_login(user)
    return found


UNIT = ("coordinator", "officer", "leader")


def test_every_part_says_whom_it_is_for() -> None:
    unnamed = [route for route in OURS if not is_register(route) and not route.startswith(tuple(FOR))]
    assert unnamed == []


def test_the_walk_of_the_desk_knows_each_of_its_addresses() -> None:
    found = [resolve(f"/admin/{route}") for route in DESKS]
    assert {each.app_name or each.namespace for each in found} == {"pakn_desk"}
    assert sorted(each.url_name for each in found) == sorted(NAMES)


def test_reading_is_for_those_who_are_named(people: dict[str, Client], case_in: Cases) -> None:
    case_in(State.PROCESSING)
    wrong = []
    for who, client in people.items():
        for route in OURS:
            status = client.get(f"/admin/{route}").status_code
            allowed = ORDERLY if who in readers(route) else CLOSED
            if status not in allowed:
                wrong.append((who, route, status))
    assert not wrong, "\n".join(map(str, wrong))


def test_wagtails_own_addresses_are_closed_to_the_desk(people: dict[str, Client]) -> None:
    wrong = []
    for who, client in people.items():
        if who == "superuser":
            continue
        for route in WAGTAILS:
            status = client.get(f"/admin/{route}").status_code
            if status not in CLOSED and not FRAME.match(route):
                wrong.append((who, route, status))
        for kind in ("pages", "images", "documents"):
            listed = client.get(f"/admin/api/main/{kind}/").json()
            assert listed["items"] == [], (who, kind)
    assert not wrong, "\n".join(map(str, wrong))


def test_an_empty_post_changes_nothing_anywhere(people: dict[str, Client], case_in: Cases) -> None:
    """No row of the plugin's tables comes, goes or changes by an empty form of those whom a part is not for."""
    case_in(State.PROCESSING)
    before = counted()
    wrong = []
    for who, client in people.items():
        for route in OURS:
            if who in readers(route):
                continue
            status = client.post(f"/admin/{route}").status_code
            if status not in CLOSED:
                wrong.append((who, route, status))
    assert not wrong, "\n".join(map(str, wrong))
    assert counted() == before
    assert Case.objects.get().state == State.PROCESSING


def counted() -> dict[str, int]:
    """How many rows each of the plugin's tables has."""
    tables = [name for name in connection.introspection.table_names() if name.startswith("pakn_")]
    found = {}
    with connection.cursor() as cursor:
        for name in tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")
            found[name] = cursor.fetchone()[0]
    return found
