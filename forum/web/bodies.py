"""How much a request may bring, refused by its length before any of it is read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from forum.base.refusal import Refusal
from forum.base.text import file_size
from forum.web.access import Request
from forum.web.refused import refused

# Forms that are written by hand; only members send files. The web server collects as much before a thread begins
STRANGERS = 256 * 1024
FILES_AT_ONCE = 3  # of the largest that is taken
AT_ONCE = 8  # large bodies on their way in, of all processes: they lie in /tmp, whose size is in docker-compose.yml


def slots(processes: int, threads: int) -> int:
    """Large bodies at a time in one process: its part of AT_ONCE, at least one; the other threads stay for pages."""
    return max(1, min(threads // 2, AT_ONCE // processes))


LARGE = threading.BoundedSemaphore(
    slots(int(os.environ.get("WEB_CONCURRENCY") or "2"), int(os.environ.get("WEB_THREADS") or "8"))
)


class TooLarge(Refusal):
    status: ClassVar[int] = 413


class LengthUnknown(Refusal):
    status: ClassVar[int] = 411


class Busy(Refusal):
    status: ClassVar[int] = 503


def members_limit() -> int:
    """Bytes of the largest body that is read at all: some files and the form around them."""
    return FILES_AT_ONCE * settings.FILE_MAX_BYTES + STRANGERS


def limit_bodies(get_response: Callable[[Any], HttpResponse]) -> Callable[[Any], HttpResponse]:
    """411 to a body of unknown length, 413 to one above what this viewer may send: 256 kB, for members some files."""

    def middleware(request: Request) -> HttpResponse:
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return refused(request, LengthUnknown("Vi kan ikke se, hvor meget du sender. Prøv i en anden browser."))
        length = _length(request)
        if length <= STRANGERS:
            return get_response(request)
        if not request.viewer.is_member or length > members_limit():
            return refused(request, TooLarge(_too_large(request)))
        if not LARGE.acquire(blocking=False):
            return refused(request, Busy("Der bliver lagt mange filer op lige nu. Vent et øjeblik, og prøv igen."))
        try:
            return get_response(request)
        finally:
            LARGE.release()

    return middleware


def _length(request: HttpRequest) -> int:
    """What the sender says; the web server and Django read no more than that, and nothing when it is no number."""
    said = request.META.get("CONTENT_LENGTH", "")
    return int(said) if said.isascii() and said.isdigit() else 0


def _too_large(request: Request) -> str:
    if not request.viewer.is_member:
        return f"Du kan højst sende {file_size(STRANGERS)} uden at være logget ind. Log ind, eller skriv kortere."
    one, most = file_size(settings.FILE_MAX_BYTES), file_size(members_limit())
    return f"Du kan højst sende {most} ad gangen, og hver fil må højst fylde {one}. Send lidt mindre, og prøv igen."
