"""What somebody with the database's password can do to a history, and what `verify_history` says to it."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from pakn_plugin import chain
from pakn_plugin.models import Case, Event
from pakn_plugin.states import Action

Sql = Callable[..., None]


def run_sql(statement: str, *values: Any) -> None:
    """A statement past the ORM; rows that wait for a check of their keys are checked before it."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, values)


def settle() -> None:
    """Have PostgreSQL check now what waits for the end of the transaction: a table with such checks is not altered."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def faults(**options: Any) -> list[str]:
    """The lines that the command prints where it ends with an error."""
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("verify_history", stdout=out, stderr=StringIO(), **options)
    assert error.value.returncode == 1
    return out.getvalue().splitlines()


def verdict(**options: Any) -> str:
    """What it says where all is well."""
    out = StringIO()
    call_command("verify_history", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def event(case: Case, number: int) -> Event:
    return Event.objects.get(case=case, number=number)


def rewrite(case: Case) -> None:
    """Give a case's events fresh hashes after a change, and the case its head: what a careful forger does."""
    previous = chain.seed(case.filing_key, case.code)
    for row in Event.objects.filter(case=case).order_by("number"):
        previous = row.link_after(previous)
        run_sql("UPDATE pakn_event SET hash = %s WHERE id = %s", previous, row.pk)
        run_sql("UPDATE pakn_case SET chain = %s, steps = %s WHERE id = %s", previous, row.number, case.pk)


def drop(row: Event) -> None:
    run_sql("DELETE FROM pakn_notification WHERE event_id = %s", row.pk)
    run_sql("DELETE FROM pakn_event WHERE id = %s", row.pk)


def insert(case: Case, number: int) -> Event:
    """A row that no service wrote, with a hash that fits what stands before it."""
    row = Event(case=case, number=number, action=Action.NOTE, to_state=case.state, actor_kind="system")
    row.at, row.data = timezone.now(), {}
    before = Event.objects.filter(case=case, number=number - 1).first()
    row.hash = row.link_after(before.hash if before else chain.seed(case.filing_key, case.code))
    row.save()
    return row
