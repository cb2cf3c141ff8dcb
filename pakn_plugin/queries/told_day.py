"""The day of the answer beside the one that the citizen was told at filing: earlier or later, and why if certain."""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pakn_plugin.models import Case, Event
from pakn_plugin.queries import clock
from pakn_plugin.queries.explain import Account, in_words
from pakn_plugin.queries.rules import Rules
from pakn_plugin.states import Action, Stage


def change(case: Case, accounts: Sequence[Account], rules: Rules) -> str:
    """How the day that decides the answer differs from what was told at filing; empty where it does not (one query).

    The day told is the one that the filing recorded: fields, levels and rules may have changed since. A reason is
    named only where nothing else can be the cause.
    """
    account = next((each for each in accounts if each.decisive), None)
    told = _told(case)
    if account is None or told is None:
        return ""
    now, then = _day(account.due_at), _day(told)
    if now == then:
        return ""
    day = date_format(then)
    if now > then:
        if account.extra:
            return _("Muộn hơn ngày đã báo khi gửi (%(day)s) vì thời hạn được gia hạn.") % {"day": day}
        return _("Muộn hơn ngày đã báo khi gửi (%(day)s).") % {"day": day}
    if _began_early(case, account, told, rules):
        return _("Sớm hơn ngày đã báo khi gửi (%(day)s) vì cơ quan nhận việc sớm.") % {"day": day}
    return _("Sớm hơn ngày đã báo khi gửi (%(day)s).") % {"day": day}


def _told(case: Case) -> datetime | None:
    data = Event.objects.filter(case=case, action=Action.FILE).values_list("data", flat=True).first() or {}
    return datetime.fromisoformat(data["due"]) if "due" in data else None


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)


def _began_early(case: Case, account: Account, told: datetime, rules: Rules) -> bool:
    """Whether field, rules and limit are still those of the filing: then only an early start brings the day forward."""
    plain = in_words(rules.limit(Stage.PROCESS, _day(case.filed_at), case.topic_id))
    return account.limit == plain and told == clock.promised(case.filed_at, case.topic_id, rules)
