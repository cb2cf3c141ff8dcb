"""PDF documents from strangers: what can be checked is kept as it is, what cannot is refused. Pure: it knows no tables.

A document is never opened for anybody here and never changed: it is read object by object, and refused where it is
locked, broken, too long, or holds anything that acts by itself or carries another file.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MAX_BYTES = 10 * 1024 * 1024
MAX_PAGES = 200
MAX_OBJECTS = 20_000
MAX_DEPTH = 60
# Keys and values of a document that acts, reaches out of itself, or carries something.
ACTIVE_KEYS = frozenset({"/JS", "/AA", "/XFA", "/EmbeddedFiles", "/EF", "/RichMediaContent", "/Collection"})
ACTIVE_NAMES = frozenset(
    {"/JavaScript", "/Launch", "/EmbeddedFile", "/RichMedia", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE"}
    | {"/Movie", "/Sound", "/Rendition", "/FileAttachment", "/Screen", "/3D", "/Trans3D", "/SetOCGState"}
)
# What betrays them in plain bytes too, where a reader that mends a broken file would find them.
PLAIN = (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/RichMedia")


class DocumentError(ValueError):
    """The upload is no PDF that we keep; `code`: too_large, not_a_pdf, locked, active, too_many_pages, broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Pdf:
    """A document that passed every check, with its name on the sender's device."""

    content: bytes
    pages: int
    name: str


def clean_document(content: bytes, name: str) -> Pdf:
    """Check a document. Raises DocumentError."""
    if len(content) > MAX_BYTES:
        raise DocumentError("too_large")
    if not content.startswith(b"%PDF-"):
        raise DocumentError("not_a_pdf")
    if any(word in content for word in PLAIN):
        raise DocumentError("active")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        return Pdf(content, _pages(content), name)
    except DocumentError:
        raise
    except Exception as error:
        raise DocumentError("broken") from error


def _pages(content: bytes) -> int:
    """How many pages a document has, after a look at each of its objects."""
    reader = PdfReader(BytesIO(content), strict=False)
    if reader.is_encrypted:
        raise DocumentError("locked")
    _refuse_active(reader.trailer, 0)
    for each in _objects(reader):
        _refuse_active(each, 0)
    number = len(reader.pages)
    if number > MAX_PAGES:
        raise DocumentError("too_many_pages")
    if not number:
        raise DocumentError("broken")
    return number


def _objects(reader: PdfReader) -> Iterator[Any]:
    """Every object that the document's tables name, whether a page uses it or not."""
    known = {(number, generation) for generation, table in reader.xref.items() for number in table}
    known |= {(number, 0) for number in reader.xref_objStm}
    if len(known) > MAX_OBJECTS:
        raise DocumentError("too_many_pages")
    for number, generation in sorted(known):
        yield IndirectObject(number, generation, reader).get_object()


def _refuse_active(found: Any, depth: int) -> None:
    """Raise DocumentError where an object, or what stands directly in it, acts; references are looked at alone."""
    if depth > MAX_DEPTH:
        raise DocumentError("broken")
    if isinstance(found, DictionaryObject):
        if ACTIVE_KEYS & found.keys():
            raise DocumentError("active")
        for value in found.values():
            _refuse_active(value, depth + 1)
    elif isinstance(found, ArrayObject):
        for value in found:
            _refuse_active(value, depth + 1)
    elif isinstance(found, str) and found in ACTIVE_NAMES:
        raise DocumentError("active")
