"""What an officer has to read while writing the answer: the dialogue, the photos, and why the case came back."""

from dataclasses import dataclass
from typing import Any

from pakn_plugin.models import Case, Document, Message, Photo, Reply
from pakn_plugin.queries.casefile import give_pictures
from pakn_plugin.queries.dialogue import give_papers
from pakn_plugin.queries.verdicts import give_reasons, said_of


@dataclass(frozen=True)
class Beside:
    """Messages carry `pictures` and `papers`; `demand` reopened the case; `last` is the answer that was not enough."""

    photos: list[Photo]
    messages: list[Message]
    demand: Message | None
    last: Reply | None


def beside(case: Case) -> Beside:
    """What stands beside the editor of the reply (four queries)."""
    photos = list(Photo.objects.filter(case=case, reply=None))
    messages = list(Message.objects.filter(case=case).select_related("author", "agency"))
    give_pictures(photos, messages, [])
    give_papers(Document.objects.filter(case=case, message__isnull=False), messages)
    demands = [each for each in messages if each.from_citizen and each.sent_at == case.reopened_at]
    return Beside(
        photos=[photo for photo in photos if not photo.message_id],
        messages=messages,
        demand=demands[-1] if demands else None,
        last=_last(case),
    )


def _last(case: Case) -> Reply | None:
    """The last published reply with its verdict and the review of it."""
    published: Any = Reply.objects.filter(case=case, status=Reply.Status.PUBLISHED)
    rows = published.annotate(said=said_of("rating__pk")).select_related("rating__review").order_by("-number")[:1]
    give_reasons(found := list(rows))
    return found[0] if found else None
