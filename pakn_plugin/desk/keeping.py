"""Forms of the desk with files: what was fine waits on the server while the rest is put right, as for citizens."""

from datetime import datetime
from typing import Any

from pakn_plugin import conf
from pakn_plugin.desk.forms import CaseForm
from pakn_plugin.documents import Pdf
from pakn_plugin.fields import DocumentErrors, PhotoErrors
from pakn_plugin.models import HeldDocument, HeldPhoto
from pakn_plugin.pictures import Picture
from pakn_plugin.services import documents, photos


class KeepsFiles(CaseForm):
    """A form with `photos` and `documents`; `kept_…` are those of an earlier try, and count among the chosen."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.fresh_photos: list[Picture] = []
        self.fresh_documents: list[Pdf] = []
        self.kept_photos: list[HeldPhoto] = []
        self.kept_documents: list[HeldDocument] = []
        super().__init__(*args, **kwargs)
        sent: Any = self.data
        if self.is_bound and hasattr(sent, "getlist"):
            dropped = set(sent.getlist("drop_kept"))
            keys = {name: [key for key in sent.getlist(name) if key not in dropped] for name in ("held", "held_pdf")}
            self.kept_photos = photos.held(keys["held"])[: conf.get("PHOTO_LIMIT")]
            self.kept_documents = documents.held(keys["held_pdf"])[: conf.get("DOCUMENT_LIMIT")]

    def add_error(self, field: str | None, error: Any) -> None:
        """Remember what was fine among faulty files."""
        if isinstance(error, PhotoErrors):
            self.fresh_photos = error.pictures
        if isinstance(error, DocumentErrors):
            self.fresh_documents = error.pdfs
        super().add_error(field, error)

    def clean(self) -> dict[str, Any]:
        """What was kept stands before what is new; together they keep the limits."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.fresh_photos = cleaned.get("photos") or self.fresh_photos
        self.fresh_documents = cleaned.get("documents") or self.fresh_documents
        cleaned["photos"] = [*map(photos.picture_of, self.kept_photos), *self.fresh_photos][: conf.get("PHOTO_LIMIT")]
        papers = [*map(documents.pdf_of, self.kept_documents), *self.fresh_documents]
        cleaned["documents"] = papers[: conf.get("DOCUMENT_LIMIT")]
        return cleaned

    def keep(self, now: datetime) -> None:
        """Put the new files aside, because the form goes back to the person."""
        self.kept_photos += photos.hold(self.fresh_photos, now)
        self.kept_documents += documents.hold(self.fresh_documents, now)
        self.fresh_photos, self.fresh_documents = [], []
