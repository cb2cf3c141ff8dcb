"""`manage.py load_bulk`: many cases that are as real ones would be, and never on a real system."""

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F, Q
from django.test import override_settings

from pakn_plugin.bulk import load, tables
from pakn_plugin.models import Case, Event
from pakn_plugin.queries import ledger
from pakn_plugin.services.sweep import sweep
from pakn_plugin.states import ENDED, OPEN, State
from tests.conftest import HANOI
from tests.factories import CaseFactory, World, unsent


@pytest.mark.django_db
def test_the_number_of_open_cases_can_be_set(load_cases: Any) -> None:
    load_cases(200, open_=80)
    assert Case.objects.filter(state__in=OPEN).count() == 80
    assert not Case.objects.filter(state__in=OPEN, stage_due_at=None).exists()
    with pytest.raises(ValueError, match="more open"):
        load_cases(10, open_=11)


@pytest.mark.django_db
def test_a_second_run_adds_other_cases(load_cases: Any) -> None:
    load_cases(50)
    before = dict(Case.objects.values_list("pk", "chain"))
    load_cases(50)
    assert Case.objects.count() == 100
    assert dict(Case.objects.filter(pk__in=before).values_list("pk", "chain")) == before
    call_command("verify_history", stdout=StringIO(), stderr=StringIO())


@pytest.mark.django_db
def test_the_sweep_takes_bulk_cases_for_its_own(load_cases: Any, bulk_now: datetime) -> None:
    """What time brings about next happens to them as to any case, and leaves sound rows."""
    load_cases(120, open_=60)
    with unsent():
        done = sweep(bulk_now + timedelta(days=60))
    assert done["rating_expired"] > 0
    assert "failed" not in done
    assert list(ledger.faults()) == []
    call_command("verify_history", stdout=StringIO(), stderr=StringIO())


@pytest.mark.django_db
def test_nothing_is_due_that_a_sweep_would_have_done(load_cases: Any, bulk_now: datetime) -> None:
    load_cases(300, open_=200)
    overdue = Q(state__in=(State.ANSWERED, State.NEEDS_INFO, State.TRANSFERRED), stage_due_at__lt=bulk_now)
    late = bulk_now - timedelta(minutes=6)
    assert not Case.objects.filter(overdue, stage_due_at__lt=late).exists()
    assert not Case.objects.filter(remind_at__lt=late).exists()
    assert not Case.objects.filter(state__in=ENDED, remind_at__isnull=False).exists()


@pytest.mark.django_db
def test_the_command_says_how_far_it_is(registers: World, settings: Any) -> None:
    settings.DEMO_PASSWORD = "x"
    out = StringIO()
    call_command("load_bulk", cases=30, stdout=out)
    assert "30/30 (100 %)" in out.getvalue()
    assert Case.objects.count() == 30
    assert Event.objects.filter(case__steps__lt=F("number")).count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("password", "options", "why"),
    [("", {"cases": 5}, "DEMO_PASSWORD"), ("x", {"cases": 0}, "dương"), ("x", {"cases": 5, "open": 6}, "more open")],
)
def test_the_command_refuses(registers: World, password: str, options: dict[str, int], why: str) -> None:
    with override_settings(DEMO_PASSWORD=password), pytest.raises(CommandError, match=why):
        call_command("load_bulk", stdout=StringIO(), **options)
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_it_says_what_is_missing() -> None:
    with override_settings(DEMO_PASSWORD="x"), pytest.raises(CommandError, match="operator"):
        call_command("load_bulk", cases=5, stdout=StringIO())


# What the database fills in, and what simulated people do not do: look at their page, or say where on the map.
NOT_WRITTEN = {
    "Case": {"next_due_at", "points", "citizen_seen_at", "lat", "lon"},
    "Reply": {"points", "promises", "before", "words"},
}


@pytest.mark.parametrize(("text", "copied"), [("Đường số 5", "Đường số 5"), ("a\tb\\c\r\nd", r"a\tb\\c\r\nd")])
def test_no_sign_of_a_text_ends_a_cell_or_a_row(text: str, copied: str) -> None:
    at = datetime(2026, 3, 4, 9, 30, 0, 5, tzinfo=HANOI)
    rows = [(1, text, None, at), (2, "", True, None)]
    assert tables.lines(rows, {3}) == (f"1\t{copied}\tNone\t2026-03-04T02:30:00.000005+00:00\n2\t\tTrue\tNone\n")
    assert tables.lines([], {3}) == ""


def test_every_column_is_written() -> None:
    for name, columns in tables.TABLES.items():
        known = {field.attname for field in tables.model_of(name)._meta.concrete_fields}
        assert set(columns) == known - NOT_WRITTEN.get(name, set()), name


@pytest.mark.django_db
def test_every_reference_leads_to_a_row(load_cases: Any) -> None:
    """PostgreSQL is told not to look at each row's references while they are copied."""
    load_cases(300, open_=100)
    for name in tables.TABLES:
        model = tables.model_of(name)
        for field in model._meta.concrete_fields:
            if field.is_relation:
                there = field.related_model._base_manager.values("pk")
                lost = model._base_manager.exclude(**{f"{field.attname}__in": there})
                assert not lost.filter(**{f"{field.attname}__isnull": False}).exists(), f"{name}.{field.name}"


@pytest.mark.django_db(transaction=True)
def test_two_processes_write_what_one_would(registers: World, bulk_now: datetime, monkeypatch: Any) -> None:
    monkeypatch.setattr(load, "CHUNK", 100)  # several pieces: two processes on PostgreSQL, one on SQLite
    told: list[tuple[int, int]] = []
    load.load(250, 3, 2, None, bulk_now, lambda done, total: told.append((done, total)))
    assert (told[0], told[-1]) == ((0, 250), (250, 250))
    assert Case.objects.count() == 250
    call_command("verify_history", stdout=StringIO(), stderr=StringIO())
    call_command("check_ledger", stdout=StringIO())
    with unsent():  # others go on behind the ids that were set aside
        newest = CaseFactory(now=bulk_now, topic=registers.topic, area=registers.area)
    assert newest.pk > max(Case.objects.exclude(pk=newest.pk).values_list("pk", flat=True))
