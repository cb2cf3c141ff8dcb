"""What only the database itself can promise; each where the database can."""

from django.db import migrations

from pakn_plugin.models import guards, search


class Migration(migrations.Migration):
    """Events are append-only; two parties never hold a case at the same time, words are indexed (PostgreSQL)."""

    dependencies = [("pakn", "0001_initial")]

    operations = [
        migrations.RunPython(guards.install, guards.remove),
        migrations.RunPython(search.install, search.remove),
    ]
