"""Signed links to one's own case: one case each, no password, expiring, void when the case's key is changed."""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from pakn_plugin import conf
from pakn_plugin.models import Case, Reply
from pakn_plugin.prepared import PreparedObjects
from pakn_plugin.states import Score

SALT = "pakn.follow"
RATING_SALT = "pakn.rating"
SHOWN = ("reporter", "topic", "area", "agency", "refusal_reason")
_OPENED = PreparedObjects(
    lambda pk, key: Case.objects.select_related(*SHOWN).filter(pk=pk, link_key=key).order_by(), pk=-1, key="?"
)


def token_for(case: Case) -> str:
    """The part of the address that opens this case for its reporter."""
    return signing.dumps([case.pk, case.link_key], salt=SALT)


def case_of(token: str) -> Case | None:
    """The case that a token opens; None where it is forged, too old or was revoked."""
    try:
        pk, key = signing.loads(token, salt=SALT, max_age=conf.get("LINK_DAYS") * 86_400)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return _OPENED.first(pk=pk, key=key)


def follow_path(case: Case) -> str:
    """The address of the reporter's page, below the site's root."""
    return reverse("pakn:follow", args=[token_for(case)])


def follow_url(case: Case) -> str:
    """The same with the site's address, for mails."""
    return conf.base_url() + follow_path(case)


@dataclass(frozen=True)
class RatingLink:
    """What a link of a mail is for: the case, the reply that the mail quoted, and the verdict of this link."""

    case: Case
    reply_id: int
    score: Score


def rating_token(case: Case, reply: Reply, score: Score) -> str:
    """The part of the address that opens one verdict on one published reply."""
    return signing.dumps([case.pk, case.link_key, reply.pk, score.value], salt=RATING_SALT)


def rating_path(case: Case, reply: Reply, score: Score) -> str:
    """The address of a verdict, below the site's root. Opening it records nothing."""
    return reverse("pakn:rate", args=[rating_token(case, reply, score)])


def rating_url(case: Case, reply: Reply, score: Score) -> str:
    """The same with the site's address, for mails."""
    return conf.base_url() + rating_path(case, reply, score)


def rating_of(token: str) -> RatingLink | None:
    """What a token of a verdict opens; None where it is forged, too old or was revoked."""
    try:
        pk, key, reply, score = signing.loads(token, salt=RATING_SALT, max_age=conf.get("LINK_DAYS") * 86_400)
        chosen = Score(score)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    case = _OPENED.first(pk=pk, key=key)
    return RatingLink(case, reply, chosen) if case else None
