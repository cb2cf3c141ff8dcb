"""Mails as text: a template per occasion, its first line is the subject."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from pakn_plugin import conf, links
from pakn_plugin.models import Message, Notification, Reply


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
        text = render_to_string(f"pakn/mail/{notification.template}.txt", _context(notification))
    subject, _, body = text.strip().partition("\n")
    address = reporter.email if reporter else getattr(user, "email", "")
    return Mail(address, subject.strip(), body.strip() + "\n")


def _context(notification: Notification) -> dict[str, object]:
    case = notification.event.case
    data = notification.event.data
    own = notification.reporter is not None
    return {
        "case": case,
        "name": case.reporter.name if own else str(notification.user),
        "link": links.follow_url(case) if own else conf.base_url() + reverse("pakn_desk:case", args=[case.pk]),
        "message": Message.objects.filter(case=case, pk=data.get("message")).first() if "message" in data else None,
        "reply": Reply.objects.filter(case=case, status=Reply.Status.PUBLISHED).order_by("-number").first(),
    }
