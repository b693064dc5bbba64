"""Error pages in the site's own design."""

import sys
from typing import ClassVar

from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render

from forum.base.refusal import Refusal
from forum.base.room import no_room
from forum.web import lost_forms
from forum.web.access import Request, public
from forum.web.away import away, is_away
from forum.web.refused import refused

NOT_HERE = "Det nåede ikke frem. Se efter, om din forbindelse virker, og send det igen."


class Incomplete(Refusal):
    status: ClassVar[int] = 408


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "forum/web/400.html", status=400)


@public
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "forum/web/403.html", {"texts": lost_forms.texts(request)}, status=403)


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "forum/web/404.html", {"texts": lost_forms.texts(request)}, status=404)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """The page of an unexpected error, rendered without the request: a context processor may be what failed.

    Django calls it while it handles the error.
    """
    error = sys.exc_info()[1]
    if no_room(error):
        return render(None, "forum/web/full.html", status=507)
    if isinstance(error, UnreadablePostError):
        return HttpResponse(NOT_HERE, status=408, content_type="text/plain; charset=utf-8")
    if error is not None and is_away(error):
        return away(error)
    return render(None, "forum/web/500.html", status=500)


@public
def csrf_failure(request: Request, reason: str = "") -> HttpResponse:
    """A form without the page's token. Where there is no form, because its sender stopped, that is what is told."""
    try:
        _ = request.POST
    except UnreadablePostError:
        return refused(request, Incomplete(NOT_HERE))
    return lost_forms.too_old(request)
