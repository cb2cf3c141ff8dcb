"""Wagtail's index of references leaves the plugin's tables alone."""

from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex

from pakn_plugin.states import Role
from tests.factories import World, person


def test_no_table_of_the_plugin_is_indexed() -> None:
    assert [m for m in apps.get_app_config("pakn").get_models() if ReferenceIndex.model_is_indexable(m)] == []


def test_a_new_role_asks_nothing_of_the_index(world: World) -> None:
    with CaptureQueriesContext(connection) as asked:
        person(Role.OFFICER, world.a.agency)
    assert [query["sql"] for query in asked if "referenceindex" in str(query["sql"])] == []
