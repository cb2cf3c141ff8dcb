"""Photos and documents of a case for its reporter, in one query; and which document who may have."""

from typing import Any

from django.db.models import Case as Branch
from django.db.models import CharField, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast

from pakn_plugin.models import Case, Document, Photo, Publication, Reply
from pakn_plugin.prepared import Prepared

PHOTO, DOCUMENT = "photo", "document"
OWNER = ("pk", "case_id", "message_id", "reply_id", "order")
# A file's name on an officer's machine is internal: the reporter reads the names of what they sent themselves.
SENT_AS = Branch(When(message__from_citizen=True, then="name"), default=Value(""))


def of(case: int, main: int) -> tuple[list[Photo], list[Document]]:
    """What belongs to the case, and to published replies of its main case, in their order (one query).

    The rows know where they belong, how large they are and what a photo shows; their files are left out.
    """
    photos: list[Photo] = []
    documents: list[Document] = []
    for kind, *owner, first, second, word in sorted(
        _FILES.rows(case=case, main=main), key=lambda row: (row[5], row[1])
    ):
        known = dict(zip(OWNER, owner, strict=True))
        if kind == PHOTO:
            photos.append(Photo(**known, width=first, height=second, side=word))
        else:
            documents.append(Document(**known, pages=first, size=second, name=word))
    return photos, documents


def reporters_document(case: Case, document_id: int) -> Document | None:
    """A document that the reporter may have: the dialogue's, or of a published reply; never a draft's."""
    published = Q(reply__status=Reply.Status.PUBLISHED)
    allowed = Q(case=case) & (Q(reply=None) | published)
    if case.merged_into_id:
        allowed |= published & Q(case=case.merged_into_id, case__restricted=False)
    return Document.objects.filter(allowed, pk=document_id).first()


def public_document(publication: Publication, document_id: int) -> Document | None:
    """A document of a published reply that the operator has made public."""
    shown = Document.objects.filter(is_public=True, reply__status=Reply.Status.PUBLISHED)
    return shown.filter(case=publication.case_id, pk=document_id).first()


def _files(case: int, main: int) -> QuerySet[Any, Any]:
    seen = Q(case=case) | Q(reply__status=Reply.Status.PUBLISHED)
    photos = Photo.objects.filter(seen, case__in=[case, main]).order_by()
    documents = Document.objects.filter(seen, case__in=[case, main]).order_by()
    return photos.values_list(*_columns(PHOTO, "width", "height", "side")).union(
        documents.values_list(*_columns(DOCUMENT, "pages", "size", SENT_AS)), all=True
    )


def _columns(kind: str, first: str, second: str, word: Any) -> list[Any]:
    """The same columns of both tables, of the same types."""
    numbers = [Cast(each, IntegerField()) for each in (first, second)]
    return [Value(kind), *OWNER, *numbers, Cast(word, CharField())]


_FILES = Prepared(_files, case=-1, main=-2)
