"""What keeps the creation of a database short: the order of migrations, and the plugin's tables at one go."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, StateApps

FIRST = ("pakn", "0001_initial")
NOT_OF_A_USER = {"django_q", "sessions", "simple_translation"}


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None)


def test_whatever_refers_to_the_user_is_there_before_the_plugins_many_models(loader: MigrationLoader) -> None:
    before = set(loader.graph.forwards_plan(FIRST))
    late = {app for app, name in loader.graph.leaf_nodes() if (app, name) not in before}
    assert late - NOT_OF_A_USER == {"pakn"}


@pytest.mark.django_db
def test_the_plugins_models_are_built_once_for_all_its_tables(
    loader: MigrationLoader, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[str] = []
    render = ModelState.render

    def counted(model: ModelState, apps: StateApps) -> Any:
        built.append(model.name)
        return render(model, apps)

    monkeypatch.setattr(ModelState, "render", counted)
    first = loader.graph.nodes[FIRST]
    editor = connection.schema_editor(collect_sql=True)
    editor.deferred_sql = []
    after = first.apply(loader.project_state(FIRST, at_end=False), editor)
    made = [line.split()[2].strip('"') for line in editor.collected_sql if line.startswith("CREATE TABLE")]
    wanted = [f"pakn_{name}" for app, name in after.models if app == "pakn"]
    assert [name for name in made if name in wanted] == wanted
    assert len(built) < 4 * len(after.models)
