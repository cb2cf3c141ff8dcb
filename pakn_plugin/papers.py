"""How a document leaves: to be saved, never to be shown in the site's own name.

The view has asked who may have it. The name says nothing of its sender. Pure: it knows no tables.
"""

from typing import Any

from django.http import FileResponse, Http404, HttpResponse

# Should a browser open it all the same, nothing in it runs, loads or sends.
SANDBOX = "sandbox; default-src 'none'; frame-ancestors 'none'"


def served(document: Any, cache: str = "private, no-store") -> FileResponse:
    """The document as an attachment. Raises Http404 where there is none, or its file is gone."""
    if document is None:
        raise Http404
    try:
        content = document.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    name = f"tai-lieu-{document.pk}.pdf"
    response = FileResponse(content, as_attachment=True, content_type="application/pdf", filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = cache
    return response


def attached(data: bytes | str, kind: str, name: str) -> HttpResponse:
    """Bytes that were made for this reader, as a file to keep."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(data, content_type=kind, headers=headers)
