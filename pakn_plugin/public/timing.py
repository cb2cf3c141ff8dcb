"""The reporter's page about time: why the due date is this day, and who held the case when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import View

from pakn_plugin.public.responses import OwnCaseMixin
from pakn_plugin.queries import clock, told_day
from pakn_plugin.queries.explain import explain
from pakn_plugin.queries.ledger import ledger_of


class TimingView(OwnCaseMixin, View):
    """Every limit in plain words, day by day; nothing internal belongs to it."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the limits and the holders."""
        now = timezone.now()
        rules = clock.rules_at(self.case.filed_at)
        accounts = explain(self.case, rules, now)
        context = {
            "case": self.case,
            "token": token,
            "accounts": accounts,
            "changed": told_day.change(self.case, accounts, rules),
            "ledger": ledger_of(self.case, rules.calendar, now),
        }
        return render(request, "pakn/public/timing.html", context)
