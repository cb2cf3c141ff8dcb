"""Mails as text: a template per occasion, its first line is the subject."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from pakn_plugin import conf, links, text
from pakn_plugin.answers import WAITING, Side
from pakn_plugin.models import (
    Case,
    Commitment,
    Coordination,
    Message,
    Notification,
    Photo,
    Reply,
    Review,
    TimeRequest,
)
from pakn_plugin.models.conversation import latest_reply
from pakn_plugin.states import Score, State


@dataclass(frozen=True)
class Mail:
    """A mail ready to be sent."""

    address: str
    subject: str
    body: str


def render(notification: Notification) -> Mail:
    """The mail of a notification in its reader's language; the address is empty where there is none any more."""
    reporter, user = notification.reporter, notification.user
    language = reporter.language if reporter else "vi"
    with translation.override(language):
        written = render_to_string(f"pakn/mail/{notification.template}.txt", _context(notification))
    subject, _, body = written.strip().partition("\n")
    address = reporter.email if reporter else getattr(user, "email", "")
    return Mail(address, subject.strip(), body.strip() + "\n")


def _at_desk(case: Case, data: dict[str, object]) -> str:
    """Where staff go on: a promise is also told to those who have no part in its case."""
    return reverse("pakn_desk:promises") if "commitment" in data else reverse("pakn_desk:case", args=[case.pk])


def _context(notification: Notification) -> dict[str, object]:
    """`case` is the reader's own; `other` is the one where it happened: a main case, or the whole of a part."""
    other = notification.event.case
    case = notification.case or other
    data = notification.event.data
    reporter = notification.reporter
    reply = latest_reply(other)
    asked = Coordination.objects.filter(pk=data["coordination"]).first() if "coordination" in data else None
    return {
        "case": case,
        "other": other,
        "name": reporter.name if reporter else str(notification.user),
        "link": links.follow_url(case) if reporter else conf.base_url() + _at_desk(case, data),
        "message": Message.objects.filter(case=other, pk=data.get("message")).first() if "message" in data else None,
        "reply": reply,
        "verdicts": _verdicts(case, reply),
        "coordination": asked,
        "request": TimeRequest.objects.filter(pk=data["request"]).first() if "request" in data else None,
        "greets": bool(reply and text.greets(reply.text)),
        "photos": _photos(reply),
        "review": Review.objects.filter(pk=data["review"]).first() if "review" in data else None,
        **_promised(data, notification.event.at),
        "outcome": data.get("outcome", ""),
        "new_due": datetime.fromisoformat(data["due_to"]) if "due_to" in data else None,
        "until": datetime.fromisoformat(data["until"]) if "until" in data else None,
        "explanation": case.refusal_reason.beyond_guidance(case.refusal_text) if case.refusal_reason else "",
    }


def _verdicts(case: Case, reply: Reply | None) -> list[tuple[str, str]]:
    """The three verdicts, each with the address that opens it; none where this answer is not to be rated now."""
    if reply is None or reply.case_id != case.pk or case.state != State.ANSWERED or case.restricted:
        return []
    return [(str(score.label), links.rating_url(case, reply, score)) for score in Score]


def _photos(reply: Reply | None) -> int:
    """How many pictures the answer shows; a mail only says so."""
    if reply is None:
        return 0
    return len(reply.before) + Photo.objects.filter(reply=reply).exclude(side=Side.PROOF).count()


def _promised(data: dict[str, Any], at: datetime) -> dict[str, object]:
    """The promise that an event is about: whether it is done, the delay told instead, and whether its keepers know."""
    promise = Commitment.objects.filter(pk=data["commitment"]).first() if "commitment" in data else None
    told = next((each for each in promise.delayed if each.at == at), None) if promise else None
    said = {"promise": promise, "delay": told, "keepers_told": bool(data.get("to"))}
    return {**said, "is_done": data.get("kept") not in WAITING}
