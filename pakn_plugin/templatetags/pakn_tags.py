"""Tags for the plugin's pages and for hosts: state tags, numbers, recently solved cases, one's own cases."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, get_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pakn_plugin import links
from pakn_plugin.models import Agency, Case, Publication
from pakn_plugin.queries import public, published
from pakn_plugin.queries.explain import hours_in_words
from pakn_plugin.queries.statistics import Figure
from pakn_plugin.queries.structure import name_with_today
from pakn_plugin.states import ENDED, WITH_AGENCY, WITH_CITIZEN, State

register = template.Library()
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class SolvedCase:
    """A published case that was answered, for a host's front page."""

    title: str
    url: str
    commune: str
    field: str
    agency: str
    answered_at: datetime


@dataclass(frozen=True)
class OwnCase:
    """A case of the person who is signed in."""

    title: str
    code: str
    follow_url: str
    state: str
    state_label: str
    filed_at: datetime


def _solved(row: Publication) -> SolvedCase:
    case = row.case
    assert case.answered_at is not None  # the query asks for answered cases
    return SolvedCase(
        row.title,
        reverse("pakn:published", args=[row.public_id]),
        str(case.area),
        case.topic.local_name,
        case.agency.name if case.agency else "",
        case.answered_at,
    )


@register.simple_tag
def recently_solved(limit: int = 3) -> list[SolvedCase]:
    """Published cases that were answered in the last seven days, the newest answer first."""
    return [_solved(row) for row in published.answered_since(timezone.now() - WEEK, min(limit, 20))]


@register.simple_tag
def my_cases(user: Any) -> list[OwnCase]:
    """The newest twenty cases that this user filed while signed in."""
    return [
        OwnCase(
            case.title,
            case.code,
            links.follow_path(case),
            case.state,
            case.get_state_display(),  # type: ignore[attr-defined]
            case.filed_at,
        )
        for case in public.cases_of(user)
    ]


def tag_kind(state: str) -> str:
    """The look of a state: wait (somebody must begin), warn (the citizen's turn), work, done, stop."""
    value = State(state)
    if value in (State.ANSWERED, State.CLOSED):
        return "done"
    if value in ENDED:
        return "stop"
    if value in WITH_CITIZEN:
        return "warn"
    return "work" if value in WITH_AGENCY or value == State.UNDER_REVIEW else "wait"


@register.simple_tag
def state_tag(case: Case) -> SafeString:
    """The state of a case in words and shape."""
    label = case.get_state_display()  # type: ignore[attr-defined]
    return format_html('<span class="pk-tag pk-tag--{}">{}</span>', tag_kind(case.state), label)


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """A moment as the reader's language writes it, and exactly for machines."""
    local = timezone.localtime(at)
    pattern = _pattern(get_format("DATETIME_FORMAT"))
    words = local.strftime(pattern) if pattern else date_format(local, "DATETIME_FORMAT")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words)


@cache
def _pattern(form: str) -> str:
    """A format of Django as one of Python, ten times as quick; empty where there is none."""
    known = {"H": "%H", "i": "%M", "d": "%d", "m": "%m", "Y": "%Y"}
    signs = [known.get(sign, sign) for sign in form]
    return (
        "" if any(sign.isalpha() or sign in "\\%" for sign in signs if sign not in known.values()) else "".join(signs)
    )


@register.simple_tag
def due_phrase(moment: datetime | None) -> str:
    """How far away a due moment is, in days."""
    if moment is None:
        return ""
    days = (timezone.localdate(moment) - timezone.localdate()).days
    if days == 0:
        return _("hôm nay")
    return _("còn %(days)d ngày") % {"days": days} if days > 0 else _("quá %(days)d ngày") % {"days": -days}


@register.simple_tag
def number(value: int) -> str:
    """A number as the language of the page writes it."""
    return number_format(value, force_grouping=True)


@register.simple_tag
def rate(numerator: int, denominator: int) -> str:
    """A rate that shows what it is made of: 74/360 (20,6 %)."""
    if not denominator:
        return f"{number(numerator)}/0"
    percent = number_format(round(100 * numerator / denominator, 1), 1)
    return f"{number(numerator)}/{number(denominator)} ({percent}\N{NO-BREAK SPACE}%)"


@register.simple_tag
def rate_of(figure: Figure) -> str:
    """A figure: the plain count, or the rate with its parts."""
    if figure.denominator is None:
        return number(figure.numerator)
    return rate(figure.numerator, figure.denominator)


@register.filter
def with_today(agency: Agency) -> str:
    """An agency's name, and who it is today where it has ended: “X (nay là Y)”."""
    return name_with_today(agency) if agency else ""


@register.filter
def office_time(value: timedelta) -> str:
    """Office time in hours and minutes: “12 giờ 30 phút”."""
    return hours_in_words(int(value.total_seconds()))
