"""Files as downloads that no browser runs or caches. The view has authorised the reader before."""

from __future__ import annotations

import structlog
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header

from forum.files.content import PDF, PICTURES
from forum.files.models import StoredFile

log = structlog.get_logger(__name__)

NOTHING_RUNS = "default-src 'none'; sandbox"
# A browser's own PDF viewer does not open a sandboxed page; only PDFs that we have written are shown this way
OWN_PDF = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"

SHOWN = {PDF.content_type: OWN_PDF, **dict.fromkeys((kind.content_type for kind in PICTURES), NOTHING_RUNS)}


def serve(stored: StoredFile, name: str = "", *, inline_own: bool = False) -> HttpResponse:
    """A response with the file's bytes. The caller must have fetched the file's owner through `visible_to`.

    `inline_own` shows a PDF or a picture that this product has written; never set it for what people uploaded.
    """
    response = _body(stored)
    inline = inline_own and stored.content_type in SHOWN
    headers = {
        "Content-Disposition": content_disposition_header(not inline, name or stored.name) or "attachment",
        "Content-Security-Policy": SHOWN[stored.content_type] if inline else NOTHING_RUNS,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        # Like every page for members: on a shared machine no paper is left behind in the browser
        "Cache-Control": "private, no-store",
    }
    for header, value in headers.items():
        response.headers[header] = value
    return response


def _body(stored: StoredFile) -> HttpResponse:
    try:
        file = stored.path.open("rb")
    except FileNotFoundError:
        log.error("stored file is missing", key=stored.key)
        raise Http404 from None
    response: HttpResponse = FileResponse(file, content_type=stored.content_type)  # type: ignore[assignment]  # a base apart, the same headers
    response.headers["Content-Length"] = str(stored.size)
    return response
