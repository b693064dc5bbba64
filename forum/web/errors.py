"""Error pages in the site's own design."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forum.web import lost_forms
from forum.web.access import public


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
    """The page of an unexpected error, rendered without the request: a context processor may be what failed."""
    return render(None, "forum/web/500.html", status=500)


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return lost_forms.too_old(request)
