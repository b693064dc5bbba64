"""Error pages in the site's own design."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forum import unsent
from forum.http import public


@public
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


@public
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", {"texts": unsent.texts(request)}, status=403)


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", {"texts": unsent.texts(request)}, status=404)


@public
def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without the request: whatever failed may be what the context needs."""
    return render(None, "errors/500.html", status=500)


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return unsent.too_old(request)
