"""Documents on their way from an upload to a message, a reply or a note; what is stored has been checked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.core.files.base import ContentFile

from pakn_plugin.documents import Pdf
from pakn_plugin.models import Case, Document, HeldDocument, Message, Note, NoteDocument, Reply
from pakn_plugin.models.attachment import DocumentFields
from pakn_plugin.services.photos import HELD_FOR

D = TypeVar("D", bound=DocumentFields)


@dataclass(frozen=True)
class Papers:
    """How the documents of a draft change: new ones, and the ids of those that go."""

    added: Sequence[Pdf] = ()
    dropped: Sequence[int] = ()


NO_PAPERS = Papers()


def attach(case: Case, pdfs: Sequence[Pdf], message: Message | None = None, reply: Reply | None = None) -> None:
    """Keep documents with one message or reply of a case."""
    for order, pdf in enumerate(pdfs):
        _store(Document(case=case, message=message, reply=reply, order=order), pdf)


def attach_to_note(note: Note, pdfs: Sequence[Pdf]) -> None:
    """Keep documents with an internal note."""
    for pdf in pdfs:
        _store(NoteDocument(note=note), pdf)


def copy(correction: Reply) -> None:
    """A correction shows the documents of the version that it corrects, each as public as it was."""
    for row in Document.objects.filter(reply=correction.corrects_id):
        kept = Document(case=correction.case, reply=correction, order=row.order, is_public=row.is_public)
        _store(kept, pdf_of(row))


def change(case: Case, reply: Reply, papers: Papers) -> None:
    """Change the documents of a draft; no query where nothing changes."""
    if papers.dropped:
        Document.objects.filter(reply=reply, pk__in=papers.dropped).delete()
    attach(case, papers.added, reply=reply)


def show(case: Case, ids: Sequence[int]) -> None:
    """Let exactly these documents of published replies be public."""
    published = Document.objects.filter(case=case, reply__status=Reply.Status.PUBLISHED, pk__in=ids)
    chosen = list(published.values_list("pk", flat=True))
    Document.objects.filter(case=case, is_public=True).exclude(pk__in=chosen).update(is_public=False)
    Document.objects.filter(pk__in=chosen).update(is_public=True)


def hold(pdfs: Iterable[Pdf], now: datetime) -> list[HeldDocument]:
    """Put checked documents aside while the rest of the form is corrected; the keys are in the result."""
    return [_store(HeldDocument(held_at=now), pdf) for pdf in pdfs]


def held(keys: Sequence[str]) -> list[HeldDocument]:
    """The documents put aside under these keys, in their order; unknown keys are left out."""
    if not keys:
        return []
    found = {each.key: each for each in HeldDocument.objects.filter(key__in=list(keys)[:20])}
    return [found[key] for key in keys if key in found]


def pdf_of(document: DocumentFields) -> Pdf:
    """A stored document as it was checked."""
    with document.file.open() as file:
        return Pdf(file.read(), document.pages, document.name)


def drop_held(now: datetime) -> int:
    """Delete documents put aside more than 24 hours ago, with their files; returns how many."""
    old = list(HeldDocument.objects.filter(held_at__lt=now - HELD_FOR)[:500])
    for each in old:
        each.file.delete(save=False)
        each.delete()
    return len(old)


def _store(row: D, pdf: Pdf) -> D:
    row.name, row.size, row.pages = pdf.name, len(pdf.content), pdf.pages
    row.file.save("document.pdf", ContentFile(pdf.content), save=False)
    row.save()
    return row
