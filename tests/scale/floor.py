"""What filing cannot undercut on this stack: the same rows written, with no form, rules, look-ups or rate limit."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django_q.tasks import async_task

from pakn_plugin import codes
from pakn_plugin.access import Actor
from pakn_plugin.models import ActorKind, Case, Deadline, Holding, Notification, Reporter
from pakn_plugin.services import history
from pakn_plugin.states import Action, Party, Stage


def file(request: HttpRequest) -> HttpResponse:
    """The inserts of a filing in one transaction, through the models."""
    sent, now = request.POST, timezone.now()
    facts = {"topic_id": int(sent["topic"]), "area_id": int(sent["area"]), "text": sent["text"], "notice_version": "1"}
    moments = dict.fromkeys(("filed_at", "state_since", "due_at", "stage_due_at", "remind_at"), now)
    with transaction.atomic():
        reporter = Reporter.objects.create(name=sent["name"], email=sent["email"])
        case = Case(code=codes.new_code("KH"), filing_key=UUID(sent["key"]), reporter=reporter, **facts, **moments)
        case.title, case.folded = case.text[:160], case.text
        event = history.begin(case, Action.FILE, Actor(ActorKind.CITIZEN, reporter_id=reporter.pk), now, {})
        case.save()
        event.save()
        limit = {"stage": Stage.RECEIVE, "amount": 8, "unit": "working_hours"}
        Deadline.objects.create(case=case, began_at=now, due_at=now, **limit)
        Holding.objects.create(case=case, party=Party.OPERATOR, began_at=now)
        told = Notification(template="filed", reporter=reporter, event=event, created_at=now)
        Notification.objects.bulk_create([told])
        async_task("pakn_plugin.tasks.deliver_event", event.pk)
    return HttpResponseRedirect("/")
