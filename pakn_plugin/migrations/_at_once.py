"""How the first migration creates its tables; Django takes no file that begins with `_` for a migration."""

from itertools import takewhile

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class AtOnce(migrations.Migration):
    """Build the models of all new tables once, then create one table after the other as Django would.

    Django builds every model that is related to the user anew for each table that refers to the user: of more than
    sixty tables that took longer than all other migrations but Wagtail's own. What is sent to the database is the same.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Apply the leading `CreateModel`s together and what follows as Django does; `sqlmigrate` is in no hurry."""
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        tables = list(takewhile(lambda operation: isinstance(operation, migrations.CreateModel), self.operations))
        before = project_state.clone()
        vars(project_state).pop("apps", None)  # what is not built yet need not be built anew, and nothing stays behind
        project_state.is_delayed = False
        for table in tables:
            table.state_forwards(self.app_label, project_state)
        for table in tables:
            table.database_forwards(self.app_label, schema_editor, before, project_state)
        rest = migrations.Migration(self.name, self.app_label)
        rest.operations = self.operations[len(tables) :]
        return rest.apply(project_state, schema_editor)
