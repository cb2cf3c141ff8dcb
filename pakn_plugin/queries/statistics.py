"""The public figures: each with numerator, denominator, what is counted, period and cut-off. Counted in SQL."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import dropwhile

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pakn_plugin import conf
from pakn_plugin.models import Case, Message, Pause, Reply
from pakn_plugin.states import Score, State

NOT_OWED = (State.REFUSED, State.MERGED, State.WITHDRAWN)
MONTHS = 12


@dataclass(frozen=True)
class Figure:
    """One number of the report; `denominator` is None where it is a plain count."""

    key: str
    label: str
    numerator: int
    denominator: int | None
    counted: str
    of: str
    start: date | None
    end: date | None
    cut_off: datetime

    @property
    def percent(self) -> float | None:
        """The rate in per cent with one decimal, None where nothing can be divided."""
        if not self.denominator:
            return None
        return round(100 * self.numerator / self.denominator, 1)


@dataclass(frozen=True)
class Period:
    """Days from … to …, both included, cut off at a moment; None is open."""

    start: date | None
    end: date | None
    cut_off: datetime

    def within(self, field: str) -> Q:
        """The condition that a moment lies in the period."""
        found = Q(**{f"{field}__lte": self.cut_off})
        if self.start:
            found &= Q(**{f"{field}__gte": _midnight(self.start)})
        if self.end:
            found &= Q(**{f"{field}__lt": _midnight(self.end + timedelta(days=1))})
        return found


def figures(start: date | None, end: date | None, cut_off: datetime) -> list[Figure]:
    """The seven figures of a period: accounts, cases, answered, messages, ratings, late, unsatisfied.

    Takes local days (None is open) and the moment up to which everything is counted. Four queries.
    """
    period = Period(start, end, cut_off)
    cases, ratings = case_counts(period), _rating_counts(period)
    messages = Message.objects.filter(period.within("sent_at")).count()
    rows = [
        ("accounts", _accounts(period), None),
        ("cases", cases["cases"], None),
        ("answered", cases["answered"], cases["cases"]),
        ("messages", messages, None),
        ("ratings", ratings["ratings"], ratings["replies"]),
        ("late", cases["late"], cases["owed"]),
        ("unsatisfied", ratings["unsatisfied"], ratings["ratings"]),
    ]
    words = _words()
    return [Figure(key, words[key][0], n, of, words[key][1], words[key][2], start, end, cut_off) for key, n, of in rows]


def case_counts(period: Period) -> dict[str, int]:
    """Cases filed in a period: all, answered, those that owe an answer, and late ones among them (one query)."""
    return _with_counts(Case.objects.filter(period.within("filed_at")), period.cut_off)


def by_month(period: Period) -> list[dict[str, object]]:
    """Cases filed and answered in each month of a period from the first case on, at most the last twelve.

    The oldest month comes first; two queries.
    """
    last = min(period.end or date.max, timezone.localdate(period.cut_off))
    months = [_months_before(last, n) for n in range(MONTHS - 1, -1, -1)]
    first = max(months[0], period.start or date.min)
    window = Period(first, last, period.cut_off)
    filed, answered = _per_month("filed_at", window), _per_month("answered_at", window)
    begun = dropwhile(lambda month: month not in filed and month not in answered, months)
    return [{"month": month, "filed": filed.get(month, 0), "answered": answered.get(month, 0)} for month in begun]


def _per_month(field: str, window: Period) -> dict[date, int]:
    rows = Case.objects.filter(window.within(field)).annotate(month=TruncMonth(field)).values("month")
    counted = rows.annotate(number=Count("pk")).order_by("month")
    return {row["month"].date(): row["number"] for row in counted}


def _months_before(day: date, count: int) -> date:
    """The first day of the month `count` months earlier."""
    index = day.year * 12 + day.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


def _with_counts(cases: QuerySet[Case], cut_off: datetime) -> dict[str, int]:
    return cases.aggregate(**counters(cut_off))


def counters(cut_off: datetime) -> dict[str, Count]:
    """What is counted of cases up to a moment: all, answered, those that owe an answer, late ones among them."""
    answered = Q(answered_at__lte=cut_off)
    owed = ~Q(state__in=NOT_OWED, ended_at__lte=cut_off)
    return {
        "cases": Count("pk"),
        "answered": Count("pk", filter=answered),
        "owed": Count("pk", filter=owed),
        "late": Count("pk", filter=owed & late(cut_off)),
    }


def late(cut_off: datetime) -> Q:
    """First published reply after the due moment, or none at the cut-off with the due moment passed.

    A clock that stood still at the due moment, and still does so or did until the case ended, is not late: it waits
    for the citizen, or for a verification on site. A pause that is over has moved the due moment itself.
    """
    until_now = Q(ended_at__isnull=True) | Q(ended_at=OuterRef("ended_at")) | Q(ended_at__gt=cut_off)
    waiting = Pause.objects.filter(until_now, case=OuterRef("pk"), began_at__lte=OuterRef("due_at"))
    answered_late = Q(answered_at__lte=cut_off, answered_at__gt=F("due_at"))
    silent = (Q(answered_at__isnull=True) | Q(answered_at__gt=cut_off)) & Q(due_at__lt=cut_off)
    return answered_late | Q(silent, ~Exists(waiting))


def _rating_counts(period: Period) -> dict[str, int]:
    """Replies published in the period, how many of them were rated by the cut-off, and how many as unsatisfied.

    A correction is no further reply; a rating of it is a rating of the reply.
    """
    rated = Q(rating__rated_at__lte=period.cut_off)
    replies = Reply.objects.filter(period.within("published_at"), status=Reply.Status.PUBLISHED)
    return replies.aggregate(
        replies=Count("pk", filter=Q(corrects=None)),
        ratings=Count("pk", filter=rated),
        unsatisfied=Count("pk", filter=rated & Q(rating__score=Score.UNSATISFIED)),
    )


def _accounts(period: Period) -> int:
    """Citizens' accounts that somebody can sign in to."""
    users = get_user_model()
    rows = users._default_manager.filter(**conf.get("CITIZEN_ACCOUNTS"))
    rows = rows.exclude(password="").exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    try:
        users._meta.get_field("date_joined")
    except FieldDoesNotExist:
        return rows.count()
    return rows.filter(period.within("date_joined")).count()


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _words() -> dict[str, tuple[str, str, str]]:
    """Label, what is counted, and out of what, in the language of the page."""
    return {
        "accounts": (
            pgettext("figure", "Tài khoản"),
            _("Tài khoản của người dân đã xác nhận liên hệ và đăng nhập được, lập trong kỳ."),
            "",
        ),
        "cases": (_("Phản ánh"), _("Phản ánh gửi đến trong kỳ qua mọi kênh, kể cả phản ánh không được tiếp nhận."), ""),
        "answered": (
            _("Đã trả lời"),
            _("Phản ánh gửi trong kỳ và đã có câu trả lời được công bố, tính đến thời điểm chốt số liệu."),
            _("số phản ánh gửi trong kỳ"),
        ),
        "messages": (_("Tin nhắn trao đổi"), _("Tin nhắn của cả người gửi và cơ quan, gửi trong kỳ."), ""),
        "ratings": (
            _("Lượt đánh giá"),
            _("Đánh giá của người gửi cho các câu trả lời công bố trong kỳ."),
            _("số câu trả lời công bố trong kỳ"),
        ),
        "late": (
            _("Quá hạn"),
            _(
                "Phản ánh có câu trả lời đầu tiên sau hạn, hoặc đã qua hạn mà chưa có câu trả lời khi chốt số liệu. "
                "Không tính phản ánh không được tiếp nhận, đã gộp, đã rút, đang chờ người gửi bổ sung hoặc đang "
                "xác minh thực địa."
            ),
            _("số phản ánh gửi trong kỳ phải trả lời"),
        ),
        "unsatisfied": (
            _("Không hài lòng"),
            _("Đánh giá “Không hài lòng” cho các câu trả lời công bố trong kỳ."),
            _("số lượt đánh giá"),
        ),
    }
