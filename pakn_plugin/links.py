"""Signed links to one's own case: one case each, no password, expiring, void when the case's key is changed."""

from django.core import signing
from django.urls import reverse

from pakn_plugin import conf
from pakn_plugin.models import Case
from pakn_plugin.prepared import PreparedObjects

SALT = "pakn.follow"
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
