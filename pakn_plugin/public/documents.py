"""Documents leave the private folder only through these views, each of which asks who may have them."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from pakn_plugin import links
from pakn_plugin.papers import served
from pakn_plugin.queries import own_files, published


@require_safe
def follow_document(request: HttpRequest, token: str, document_id: int) -> HttpResponseBase:
    """A document of one's own case."""
    case = links.case_of(token)
    return served(own_files.reporters_document(case, document_id) if case else None)


@require_safe
def public_document(request: HttpRequest, public_id: str, document_id: int) -> HttpResponseBase:
    """A document of a published reply that the operator has made public."""
    publication = published.published_case(public_id)
    found = own_files.public_document(publication, document_id) if publication else None
    return served(found, "public, max-age=300")
