"""Why a due moment is what it is: every limit of a case, of each stage and of the whole, unfolded day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pakn_plugin.deadlines import DayLine, Interval, Limit, LineKind, unfold
from pakn_plugin.models import Case, Deadline, Pause
from pakn_plugin.queries import clock
from pakn_plugin.queries.rules import Rules
from pakn_plugin.states import Ground, Level, Stage, Unit

HOUR = 3600
# What the citizen owes while the clock stands still, and what is owed to the citizen whatever it does.
UNPAUSED = (Stage.SUPPLEMENT, Stage.MESSAGE)


@dataclass(frozen=True)
class Line:
    """One day of a limit in words."""

    day: datetime
    kind: LineKind
    words: str


@dataclass(frozen=True)
class Account:
    """One limit: what it is, from when to when, under which document, and what became of each day."""

    title: str
    limit: str
    document: str
    extra: str
    began_at: datetime
    due_at: datetime
    ended_at: datetime | None
    lines: Sequence[Line]
    paused: bool
    decisive: bool

    @property
    def late(self) -> bool:
        """Whether the stage ended after its due moment."""
        return self.ended_at is not None and self.ended_at > self.due_at


def explain(case: Case, rules: Rules, now: datetime) -> list[Account]:
    """Every limit of a case in the order in which they began, the one that decides its answer marked.

    Takes the rules around the filing and the moment up to which an open pause has lasted. The due moments are those
    that stand in the case; the days are counted anew from the same facts. Two queries.
    """
    pauses = list(Pause.objects.filter(case=case).order_by("began_at"))
    rows = list(Deadline.objects.filter(case=case).order_by("began_at", "id"))
    first_process = next((row for row in rows if row.stage == Stage.PROCESS), None)
    accounts = [] if first_process else [_promise(case, rules, pauses, now)]
    last = _deciding(rows, case)
    accounts += [_account(row, rules, pauses, now, row is last) for row in rows]
    return accounts


def _deciding(rows: Sequence[Deadline], case: Case) -> Deadline | None:
    """The run of the processing stage that the first reply is measured by."""
    runs = [row for row in rows if row.stage == Stage.PROCESS]
    if case.answered_at:
        runs = [row for row in runs if row.began_at <= case.answered_at]
    return runs[-1] if runs else None


def _promise(case: Case, rules: Rules, pauses: Sequence[Pause], now: datetime) -> Account:
    """Before an agency has accepted: the promise made at filing, which lets every stage take its whole limit."""
    began = local = timezone.localtime(case.filed_at)
    limits = [rules.limit(stage, began.date(), case.topic_id, Level.NORMAL) for stage in clock.PROMISE]
    words: list[Line] = []
    for stage, limit in zip(clock.PROMISE, limits, strict=True):
        local, lines = unfold(local, limit, rules.calendar, _intervals(pauses, None))
        words += [
            Line(line.day, line.kind, f"{stage.label}: {line.words}") for line in _lines(lines, limit.unit, pauses, now)
        ]
    return Account(
        title=_("Hẹn trả lời khi gửi"),
        limit=" + ".join(in_words(limit) for limit in limits),
        document=", ".join(dict.fromkeys(limit.document for limit in limits if limit.document)),
        extra="",
        began_at=began,
        due_at=case.due_at,
        ended_at=None,
        lines=words,
        paused=_open(pauses),
        decisive=True,
    )


def _account(row: Deadline, rules: Rules, pauses: Sequence[Pause], now: datetime, decisive: bool) -> Account:
    limit = Limit(row.amount + row.extra, Unit(row.unit), row.document)
    own = [pause for pause in pauses if row.stage not in UNPAUSED and pause.began_at >= row.began_at]
    start = timezone.localtime(row.began_at)
    running = row.ended_at is None and _open(own)
    _due, lines = unfold(start, limit, rules.calendar, _intervals(own, now if running else None))
    return Account(
        title=str(Stage(row.stage).label),
        limit=in_words(Limit(row.amount, Unit(row.unit))),
        document=row.document,
        extra=in_words(Limit(row.extra, Unit(row.unit))) if row.extra else "",
        began_at=row.began_at,
        due_at=row.due_at,
        ended_at=row.ended_at,
        lines=_lines(lines, Unit(row.unit), own, now),
        paused=running,
        decisive=decisive,
    )


def in_words(limit: Limit) -> str:
    """“7 ngày làm việc”."""
    forms = {
        Unit.WORKING_HOURS: ngettext("%(n)d giờ làm việc", "%(n)d giờ làm việc", limit.amount),
        Unit.WORKING_DAYS: ngettext("%(n)d ngày làm việc", "%(n)d ngày làm việc", limit.amount),
        Unit.CALENDAR_DAYS: ngettext("%(n)d ngày", "%(n)d ngày", limit.amount),
    }
    return forms[limit.unit] % {"n": limit.amount}


def _intervals(pauses: Sequence[Pause], until: datetime | None) -> list[Interval]:
    """Pauses as intervals; one that goes on lasts until the moment given, or is left out."""
    ends = [(pause.began_at, pause.ended_at or until) for pause in pauses]
    return [(began, ended) for began, ended in ends if ended]


def _open(pauses: Sequence[Pause]) -> bool:
    return any(pause.ended_at is None for pause in pauses)


def _lines(lines: Sequence[DayLine], unit: Unit, pauses: Sequence[Pause], now: datetime) -> list[Line]:
    zone = timezone.get_current_timezone()
    return [
        Line(
            datetime(line.day.year, line.day.month, line.day.day, tzinfo=zone),
            line.kind,
            _why(line, unit, pauses, now),
        )
        for line in lines
    ]


def _why(line: DayLine, unit: Unit, pauses: Sequence[Pause], now: datetime) -> str:
    if line.kind == LineKind.OFF:
        return _("không tính: %(why)s") % {"why": line.why or _weekend(line)}
    if line.kind == LineKind.PAUSED:
        return _("tạm dừng: %(why)s") % {"why": _ground(line, pauses, now)}
    if line.kind == LineKind.ROLLED:
        return _("ngày cuối rơi vào ngày nghỉ: chuyển sang ngày làm việc này")
    if line.kind == LineKind.START:
        return _("ngày bắt đầu, không tính")
    if unit == Unit.WORKING_HOURS:
        return _("tính %(time)s") % {"time": hours_in_words(int(line.worked.total_seconds()))}
    counted = _("ngày thứ %(n)d") % {"n": line.number}
    return f"{counted} ({line.why})" if line.why else counted


def _weekend(line: DayLine) -> str:
    return date_format(line.day, "l")


def _ground(line: DayLine, pauses: Sequence[Pause], now: datetime) -> str:
    for pause in pauses:
        began, ended = timezone.localtime(pause.began_at), timezone.localtime(pause.ended_at or now)
        if began.date() <= line.day <= ended.date():
            return str(Ground(pause.ground).label)
    return ""


def hours_in_words(seconds: int) -> str:
    """“3 giờ 20 phút”; whole minutes."""
    hours, minutes = seconds // HOUR, seconds % HOUR // 60
    if not minutes:
        return _("%(h)d giờ") % {"h": hours}
    if not hours:
        return _("%(m)d phút") % {"m": minutes}
    return _("%(h)d giờ %(m)d phút") % {"h": hours, "m": minutes}
