"""Measures inside a process with the site loaded: reads a question a line, answers a line of JSON. See `ASK`."""

import io
import json
import random
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from pakn_plugin.access import SYSTEM, Actor, actor_for, citizen_of  # noqa: E402
from pakn_plugin.models import Agency, Area, CalendarDay, Case, Deadline, Event, Topic  # noqa: E402
from pakn_plugin.models.agency import AgencyKind, in_force  # noqa: E402
from pakn_plugin.reorganising.plan import Do, NewAgency, Of, Plan, Step  # noqa: E402
from pakn_plugin.reorganising.writing import write  # noqa: E402
from pakn_plugin.services import (  # noqa: E402
    calendar_changes,
    handling,
    intake,
    rating,
    reorganisation,
    reorganised_undo,
    reply,
    transfer,
)
from pakn_plugin.services.sweep import sweep  # noqa: E402
from pakn_plugin.states import DayKind, Score  # noqa: E402
from tests.scale import banner_inside  # noqa: E402
from tests.scale.scenarios import REPLY, TEXT  # noqa: E402

PLENTY = 3600.0
MERGED = (AgencyKind.DEPARTMENT, AgencyKind.CENTRAL, AgencyKind.UTILITY, AgencyKind.COMMUNE)
rng = random.Random(7)


def person(name: str) -> Actor:
    """Somebody of the demo's staff, looked up as a request would."""
    return actor_for(get_user_model().objects.get(username=name))


class Lives:
    """Everything that a life needs and that other lives share."""

    def __init__(self) -> None:
        self.operator = person("operator")
        self.people = {role: person(f"{role}-moitruong") for role in ("coordinator", "officer", "leader")}
        self.agency = Agency.objects.get(code="so-nong-nghiep-moi-truong")
        self.topic, self.area = Topic.objects.order_by("pk")[0], Area.objects.filter(valid_to=None).order_by("pk")[0]

    def live(self, steps: list[float]) -> None:
        """One life of seven steps, each committed by itself; adds the milliseconds of each step."""
        now = timezone.now()
        text = TEXT.format(street="Trần Phú", number=rng.randint(1, 999))
        key = UUID(int=rng.getrandbits(128), version=4)
        filing = intake.Filing(key, text, self.topic, self.area, "Nguyễn Văn Bình", email="binh@example.vn")
        case = timed(steps, 0, lambda: intake.file_case(filing, now))
        pk = case.pk
        timed(steps, 1, lambda: handling.receive(pk, self.operator, now))
        timed(steps, 2, lambda: transfer.transfer(pk, self.operator, self.agency, "Đúng thẩm quyền.", now))
        officer = self.people["officer"]
        timed(steps, 3, lambda: transfer.accept(pk, self.people["coordinator"], now, officer.user))
        timed(steps, 4, lambda: reply.write_and_submit(pk, officer, REPLY.format(n=1), now))
        timed(steps, 5, lambda: reply.approve(pk, self.people["leader"], now))
        citizen = citizen_of(Case.objects.select_related("reporter").get(pk=pk))
        timed(steps, 6, lambda: rating.rate(pk, citizen, Score.SATISFIED, "", now))


def timed(steps: list[float], index: int, act: Callable[[], Any]) -> Any:
    """Run a step and add its milliseconds."""
    began = time.perf_counter()
    result = act()
    steps[index] += (time.perf_counter() - began) * 1000
    return result


def lives(number: str) -> dict[str, Any]:
    """Mean milliseconds of the seven steps over some lives: file, receive, propose, accept, draft, approve, rate."""
    shared, steps = Lives(), [0.0] * 7
    for _each in range(int(number)):
        shared.live(steps)
    return {"steps": [each / int(number) for each in steps], "ms": sum(steps) / int(number)}


def sweep_due(number: str) -> dict[str, Any]:
    """Sweep at the moment at which so many more cases have fallen due; how many things it did, and its seconds."""
    now = due_moment_of(int(number))
    began = time.perf_counter()
    done = sweep(now, PLENTY)
    return {"seconds": time.perf_counter() - began, "done": sum(done.values()), "parts": done}


def due_moment_of(number: int) -> datetime:
    """When so many reminders will be due."""
    rows = Case.objects.filter(remind_at__isnull=False).order_by("remind_at").values_list("remind_at", flat=True)
    found = list(rows[number : number + 1])
    if not found:
        raise SystemExit("not so many cases are open")
    return max(found[0], timezone.now())


def settle() -> dict[str, Any]:
    """Sweep what is due already, so that further sweeps meet what they are asked to meet."""
    return {"done": sum(sweep(timezone.now(), PLENTY).values())}


def recompute() -> dict[str, Any]:
    """Take a working day of the next week off, and have every open deadline worked out anew, in one transaction."""
    day = timezone.localdate() + timedelta(days=3)
    while day.weekday() > 4 or CalendarDay.objects.filter(day=day).exists():
        day += timedelta(days=1)
    off = {"day": day.isoformat(), "kind": DayKind.OFF.value, "name": "Nghỉ thử", "document": "01/QĐ"}
    change = calendar_changes.propose(None, [off], timezone.now())
    calendar_changes.queue(change.pk)
    over = threading.Event()
    threading.Thread(target=_tell, args=(change.pk, over)).start()
    began = time.perf_counter()
    try:
        calendar_changes.apply(change.pk, timezone.now())
    finally:
        over.set()
    seconds = time.perf_counter() - began
    change = type(change).objects.get(pk=change.pk)
    return {"seconds": seconds, "moved": change.cases_moved, "open": Deadline.objects.filter(ended_at=None).count()}


def reorganise() -> dict[str, Any]:
    """Merge all line agencies and committees by twos into new ones, with every open case, then take it back."""
    now = timezone.now()
    found = Agency.objects.filter(in_force(timezone.localdate(now)), kind__in=MERGED).order_by("kind", "code")
    rows = list(found)
    pairs = [rows[start : start + 2] for start in range(0, len(rows), 2)]
    new = [NewAgency(f"moi-{n}", f"Cơ quan mới {n}", pair[0].kind) for n, pair in enumerate(pairs)]
    steps = [
        Step(n + 1, 0, Do.MERGE, Of.AGENCY, tuple(row.code for row in pair), (new[n].code,))
        for n, pair in enumerate(pairs)
    ]
    plan = Plan("Sắp xếp thử", "01/NQ", timezone.localdate(now), tuple(new), (), tuple(steps))
    row = reorganisation.propose(SYSTEM, write(plan), "", now)
    began = time.perf_counter()
    row = reorganisation.execute(row.pk, SYSTEM, now)
    seconds, left = time.perf_counter() - began, reorganisation.open_cases_left(row)
    began = time.perf_counter()
    reorganised_undo.undo(row.pk, SYSTEM, timezone.now())
    return {"seconds": seconds, "undo": time.perf_counter() - began, "moved": row.counts["case"], "left": left}


def _tell(change_id: int, over: threading.Event) -> None:
    """Progress, as the page of the change shows it."""
    while not over.wait(1):
        done, total = calendar_changes.progress(change_id)
        print(f"  {done}/{total}", file=sys.stderr, flush=True)


def verify() -> dict[str, Any]:
    """Verify the whole history."""
    number = Event.objects.count()
    began = time.perf_counter()
    call_command("verify_history", stdout=io.StringIO(), stderr=io.StringIO())
    return {"events": number, "seconds": time.perf_counter() - began}


ASK: dict[str, Callable[..., Any]] = {
    "lives": lives,
    "sweep": sweep_due,
    "settle": settle,
    "recompute": recompute,
    "reorganise": reorganise,
    "verify": verify,
    "placements": banner_inside.placements,
    "draw": banner_inside.draw,
    "redraw": banner_inside.redraw,
}

if __name__ == "__main__":
    for line in sys.stdin:
        word, *rest = line.split()
        print(json.dumps(ASK[word](*rest)), flush=True)
