"""What keeps the creation of a database short: the order of migrations."""

import pytest
from django.db.migrations.loader import MigrationLoader

FIRST = ("pakn", "0001_initial")
NOT_OF_A_USER = {"django_q", "sessions", "simple_translation"}


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


def test_whatever_refers_to_the_user_is_there_before_the_plugins_many_models(loader: MigrationLoader) -> None:
    before = set(loader.graph.forwards_plan(FIRST))
    late = {app for app, name in loader.graph.leaf_nodes() if (app, name) not in before}
    assert late - NOT_OF_A_USER == {"pakn"}
