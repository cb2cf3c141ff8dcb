"""Addresses for machines that watch the site."""

from datetime import timedelta
from unittest import mock

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from pytest_django import DjangoAssertNumQueries


@pytest.fixture
def _in_time(db: None) -> None:
    Schedule.objects.update(next_run=timezone.now())


@pytest.mark.django_db
def test_alive_touches_no_database(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content, response["Content-Type"]) == (200, b"ok", "text/plain")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.usefixtures("_in_time")
def test_ready_tells_of_database_and_worker(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() | {"schedule_late_seconds": 0} == {
        "status": "ok",
        "database": "ok",
        "worker": "ok",
        "schedule_late_seconds": 0,
        "queue_age_seconds": 0,
    }


@pytest.mark.usefixtures("_in_time")
def test_a_late_schedule_is_degraded(client: Client) -> None:
    Schedule.objects.filter(name="pakn.sweep").update(next_run=timezone.now() - timedelta(minutes=11))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["worker"] == "late"


@pytest.mark.usefixtures("_in_time")
def test_a_task_that_waits_long_is_degraded(client: Client) -> None:
    OrmQ.objects.create(key="pakn", payload="x", lock=timezone.now() - timedelta(minutes=11))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["queue_age_seconds"] >= 660


@pytest.mark.django_db
def test_a_database_that_is_down_is_degraded(client: Client) -> None:
    with mock.patch.object(type(connections["default"]), "ensure_connection", side_effect=OperationalError):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "degraded", "database": "down"}
