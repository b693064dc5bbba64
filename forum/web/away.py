"""When the database is away or does not answer: a page says so, and a page that was only read is tried once more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from psycopg.errors import ConnectionTimeout

from forum.base.postgresql.patience import LONGEST, Hung, patience

RETRY_AFTER = "10"  # seconds
# PostgreSQL's classes of errors (errcodes-appendix.html): connection, operator intervention, insufficient resources,
# and a lock that somebody held too long. "53100", a full disk, is told by `errors.server_error`
AWAY = ("08", "57", "53", "55P03")


def is_away(error: BaseException | None) -> bool:
    """True when PostgreSQL could not do it now, whatever was asked; a fault of ours is another error."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(AWAY)


def away(error: BaseException) -> HttpResponse:
    """The page, rendered without the request, which would ask the database who is reading it."""
    response = render(None, "forum/web/away.html", status=503)
    response["Retry-After"] = RETRY_AFTER
    cause = error.__cause__
    lost: Any = response
    lost.may_be_tried_again = not isinstance(cause, Hung | ConnectionTimeout) and getattr(cause, "sqlstate", None) in {
        None,
        "57P01",
    }
    return response


def wait_and_try_again(get_response: Callable[[Any], HttpResponse]) -> Callable[[Any], HttpResponse]:
    """Bounds how long a request waits for the database, and tries a GET once more whose connection was cut."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with patience(LONGEST):
            response = get_response(request)
            if request.method in {"GET", "HEAD"} and getattr(response, "may_be_tried_again", False):
                connection.close()
                response = get_response(request)
        return response

    return middleware
