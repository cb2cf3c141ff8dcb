"""Documents from strangers: what is kept, and why the rest is not."""

import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter

from pakn_plugin import documents
from pakn_plugin.documents import DocumentError, clean_document
from tests.papers import acting, hidden, pdf


def refused(content: bytes) -> str:
    with pytest.raises(DocumentError) as error:
        clean_document(content, "a.pdf")
    return error.value.code


def scanned() -> bytes:
    out = BytesIO()
    Image.new("L", (827, 1169), "white").save(out, "PDF")
    return out.getvalue()


@pytest.mark.parametrize("content", [pdf(), pdf(3), scanned()])
def test_a_plain_document_is_kept_byte_for_byte(content: bytes) -> None:
    found = clean_document(content, "đơn.pdf")
    assert (found.content, found.name) == (content, "đơn.pdf")
    assert found.pages in (1, 3)


@pytest.mark.parametrize(
    "content",
    [b"", b"MZ\x90\x00", b"<html><script>alert(1)</script>", b"GIF89a" + pdf(), b"\xff\xd8\xff" + pdf()],
)
def test_the_content_decides_and_not_the_name(content: bytes) -> None:
    assert refused(content) == "not_a_pdf"


def test_a_locked_document_is_refused() -> None:
    assert refused(pdf(change=lambda writer: writer.encrypt("bi-mat"))) == "locked"
    assert refused(pdf(change=lambda writer: writer.encrypt("", "chu-so-huu"))) == "locked"


@pytest.mark.parametrize(
    "kind", ["/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Movie", "/Rendition"]
)
def test_a_document_that_acts_is_refused(kind: str) -> None:
    assert refused(pdf(change=acting(kind))) == "active"


def test_an_embedded_file_is_refused() -> None:
    assert refused(pdf(change=lambda writer: writer.add_attachment("a.exe", b"MZ"))) == "active"


def test_what_no_page_leads_to_is_looked_at_as_well() -> None:
    assert refused(pdf(change=hidden)) == "active"


def test_a_name_in_disguise_is_read_as_what_it_is() -> None:
    disguised = pdf(change=acting("/Launch")).replace(b"/Launch", b"/L#61unch")
    assert b"/Launch" not in disguised
    assert refused(disguised) == "active"


def test_what_hides_in_a_compressed_object_is_found() -> None:
    """Objects packed together are unpacked; the plain bytes say nothing of them."""
    writer = PdfWriter(clone_from=BytesIO(pdf(change=acting("/Launch"))))
    writer.compress_identical_objects()
    packed = _packed(b"<< /S /Launch /F (cmd.exe) >>")
    assert b"/Launch" not in packed
    assert refused(packed) == "active"


def _packed(inner: bytes) -> bytes:
    """A PDF 1.5 whose third object stands in a compressed object stream."""
    head = b"%PDF-1.5\n"
    body = [
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R >>\nendobj\n",
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>\nendobj\n",
    ]
    stream = zlib.compress(b"5 0 " + inner)
    packed = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(stream)
    body.append(b"4 0 obj\n" + packed + b"\nstream\n" + stream + b"\nendstream\nendobj\n")
    places, at = [], len(head)
    for each in body:
        places.append(at)
        at += len(each)
    rows = [(0, 0, 255), *((1, place, 0) for place in places), (2, 4, 0), (1, at, 0)]
    table = zlib.compress(
        b"".join(bytes([kind]) + place.to_bytes(4, "big") + bytes([rest]) for kind, place, rest in rows)
    )
    trailer = b"<< /Type /XRef /Size 7 /W [1 4 1] /Root 1 0 R /Filter /FlateDecode /Length %d >>" % len(table)
    end = b"6 0 obj\n" + trailer + b"\nstream\n" + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % at
    return head + b"".join(body) + end


def test_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MAX_PAGES", 2)
    assert refused(pdf(3)) == "too_many_pages"
    monkeypatch.setattr(documents, "MAX_OBJECTS", 2)
    assert refused(pdf(1)) == "too_many_pages"
    assert refused(b"%PDF-" + b"0" * documents.MAX_BYTES) == "too_large"


@pytest.mark.parametrize("content", [b"%PDF-1.7\nhello", pdf()[:80], pdf().replace(b"/Pages", b"/Pagez")])
def test_what_is_broken_is_refused_and_nothing_is_raised_but_that(content: bytes) -> None:
    assert refused(content) == "broken"


def test_deep_nesting_ends_nothing() -> None:
    bomb: Any = b"%PDF-1.4\n1 0 obj\n" + b"[" * 5000 + b"]" * 5000 + b"\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF"
    assert refused(bomb) == "broken"
