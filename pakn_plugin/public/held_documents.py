"""Documents of a form that is not finished wait on the server like its photos."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pakn_plugin import conf
from pakn_plugin.documents import Pdf
from pakn_plugin.fields import DocumentErrors, DocumentsField
from pakn_plugin.models import HeldDocument
from pakn_plugin.public import throttle
from pakn_plugin.public.held import FormWithPhotos
from pakn_plugin.services import documents


class FormWithFiles(FormWithPhotos):
    """A form with photos and documents; what was fine of both is kept while the rest is put right."""

    documents = DocumentsField(
        label=gettext_lazy("Tài liệu PDF"),
        help_text=gettext_lazy("Tối đa 3 tệp PDF, mỗi tệp đến 10 MB, không đặt mật khẩu. Đừng gửi giấy tờ tùy thân."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fresh_documents: list[Pdf] = []
        self.held_documents: list[HeldDocument] = self._held_documents() if self.is_bound else []

    def _held_documents(self) -> list[HeldDocument]:
        data = cast(QueryDict, self.data)
        dropped = set(data.getlist("drop_document"))
        keys = [key for key in dict.fromkeys(data.getlist("held_document")) if key not in dropped]
        return documents.held(keys)[: conf.get("DOCUMENT_LIMIT")]

    def add_error(self, field: str | None, error: Any) -> None:
        """Remember the documents that were fine among faulty ones."""
        if isinstance(error, DocumentErrors):
            self.fresh_documents = error.pdfs
        super().add_error(field, error)

    def clean(self) -> dict[str, Any]:
        """Held and new documents together keep the limit."""
        cleaned = super().clean()
        self.fresh_documents = cleaned.get("documents") or self.fresh_documents
        limit = conf.get("DOCUMENT_LIMIT")
        if len(self.held_documents) + len(self.fresh_documents) > limit:
            self.fresh_documents = self.fresh_documents[: limit - len(self.held_documents)]
            message = _("Chỉ gửi được tối đa %(limit)d tài liệu.") % {"limit": limit}
            forms.Form.add_error(self, "documents", ValidationError(message))
        return cleaned

    def pdfs(self) -> Sequence[Pdf]:
        """Held and new documents in the order in which they were picked."""
        return [documents.pdf_of(each) for each in self.held_documents] + self.fresh_documents

    def hold(self, request: HttpRequest, now: datetime) -> None:
        """Put the new files aside, because the form goes back to the person."""
        super().hold(request, now)
        fresh, self.fresh_documents = self.fresh_documents, []
        if fresh and throttle.allow(request, "hold", 4 * conf.get("FILINGS_PER_HOUR"), throttle.HOUR):
            self.held_documents += documents.hold(fresh, now)
