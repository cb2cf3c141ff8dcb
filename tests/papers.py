"""PDF documents for tests: good ones, and one for each reason to refuse it."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from pakn_plugin.documents import Pdf


def pdf(pages: int = 1, change: Callable[[PdfWriter], Any] = lambda writer: None) -> bytes:
    """A PDF of blank pages, changed by the caller."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    change(writer)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def paper(name: str = "Đơn của Trần Thị An.pdf") -> Pdf:
    """A document that passed the checks."""
    return Pdf(pdf(), 1, name)


def upload(content: bytes | None = None, name: str = "don-cua-an.pdf") -> SimpleUploadedFile:
    """A document as a browser sends it."""
    return SimpleUploadedFile(name, pdf() if content is None else content, content_type="application/pdf")


def acting(kind: str) -> Callable[[PdfWriter], None]:
    """A document that does something of this kind when it is opened."""

    def change(writer: PdfWriter) -> None:
        action = DictionaryObject({NameObject("/S"): NameObject(kind), NameObject("/F"): TextStringObject("cmd.exe")})
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(action)

    return change


def hidden(writer: PdfWriter) -> None:
    """JavaScript in an object that no page leads to."""
    action = {NameObject("/S"): NameObject("/Named"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    writer._add_object(DictionaryObject({NameObject("/Unused"): ArrayObject([DictionaryObject(action)])}))
