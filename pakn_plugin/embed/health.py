"""Whether the site lives, and whether all that it needs works."""

from datetime import datetime, timedelta

from django.db import DatabaseError, connection
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_q.models import OrmQ, Schedule

# A worker that is this late with the schedule, or leaves a task waiting this long, is taken for dead.
PATIENCE = timedelta(minutes=10)


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Database and worker as JSON: seconds by which the schedule is late, seconds the oldest task waits."""
    now = timezone.now()
    try:
        connection.ensure_connection()
        late, waiting = schedule_late(now), queue_age(now)
    except DatabaseError:
        return JsonResponse({"status": "degraded", "database": "down"}, status=503)
    fine = max(late, waiting) <= PATIENCE.total_seconds()
    report = {
        "status": "ok" if fine else "degraded",
        "database": "ok",
        "worker": "ok" if fine else "late",
        "schedule_late_seconds": round(late),
        "queue_age_seconds": round(waiting),
    }
    return JsonResponse(report, status=200 if fine else 503)


def schedule_late(now: datetime) -> float:
    """Seconds since the most overdue schedule should have run; 0 where all is in time. The worker's heartbeat."""
    due = Schedule.objects.exclude(repeats=0).aggregate(first=Min("next_run"))["first"]
    return max(0.0, (now - due).total_seconds()) if due else 0.0


def queue_age(now: datetime) -> float:
    """Seconds that the oldest waiting task waits."""
    first = OrmQ.objects.filter(lock__lt=now).aggregate(first=Min("lock"))["first"]
    return (now - first).total_seconds() if first else 0.0
