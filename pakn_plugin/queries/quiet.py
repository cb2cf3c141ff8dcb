"""Which mails wait: at night for citizens, outside office hours for staff. Kept for a minute; mails can bear that."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone

from pakn_plugin import conf, memory
from pakn_plugin.deadlines import WorkingCalendar
from pakn_plugin.models import Case, QuietHours
from pakn_plugin.queries import clock
from pakn_plugin.states import Action, Level

QUIET = "quiet"
A_DAY = timedelta(days=1)
# The receipt of a filing, a new link, and what is about hiding a case: they go out at any hour.
AT_ANY_HOUR = frozenset({Action.FILE, Action.REVOKE_LINK, Action.RESTRICT, Action.LIFT})
# Staff hear of these at once: where a case is hidden or shown, and reminders, which have rules of their own.
STAFF_AT_ONCE = frozenset({Action.RESTRICT, Action.LIFT, Action.REMIND})


@dataclass(frozen=True)
class Hours:
    """The night, and whether staff mails wait for the morning."""

    begins: time
    ends: time
    staff_wait: bool


@dataclass(frozen=True)
class Waiting:
    """Until when a citizen's mail waits, and after which moment a digest takes up what staff are told."""

    not_before: datetime | None = None
    digest_after: datetime | None = None


def waiting(case: Case, action: Action, now: datetime) -> Waiting:
    """How long the mails about something that happens now have to wait; urgent cases wait for nothing."""
    hours = quiet_hours()
    if hours is None or case.level == Level.URGENT:
        return Waiting()
    local = timezone.localtime(now)
    night_ends = None if action in AT_ANY_HOUR else end_of_night(local, hours)
    closed = hours.staff_wait and not in_office(local, clock.rules_lately(now).calendar)
    return Waiting(night_ends, now if closed and action not in STAFF_AT_ONCE else None)


def quiet_hours() -> Hours | None:
    """The register's row in use, else the setting; None where there are no quiet hours."""
    return memory.kept(QUIET, None, _read)


def _read() -> Hours | None:
    row = QuietHours.objects.filter(active=True).first()
    if row:
        return Hours(row.begins, row.ends, row.staff_wait)
    setting = conf.get("QUIET_HOURS")
    return Hours(time.fromisoformat(setting[0]), time.fromisoformat(setting[1]), setting[2]) if setting else None


def end_of_night(local: datetime, hours: Hours) -> datetime | None:
    """When the night ends in which a local moment lies; None by day."""
    moment = local.time()
    over_midnight = hours.begins > hours.ends
    at_night = moment >= hours.begins or moment < hours.ends if over_midnight else hours.begins <= moment < hours.ends
    if not at_night:
        return None
    day = local.date() + (A_DAY if over_midnight and moment >= hours.begins else timedelta())
    return datetime.combine(day, hours.ends, local.tzinfo)


def in_office(local: datetime, calendar: WorkingCalendar) -> bool:
    """Whether offices are open on that day at that time; the lunch break counts as open."""
    spans = calendar.spans(local.date())
    return bool(spans) and spans[0][0] <= local.time() < spans[-1][1]
