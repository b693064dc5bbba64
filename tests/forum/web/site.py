"""The site with the made-up subject beside it, and a view that lets a refusal through."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import include, path

from forum.base.refusal import Refusal
from forum.urls import handler400, handler403, handler404, handler500
from forum.urls import urlpatterns as product
from forum.web.access import Request, member
from forum.web.form_keys import idempotent

__all__ = ["handler400", "handler403", "handler404", "handler500"]


@member
@idempotent
def refuse(request: Request) -> HttpResponse:
    raise Refusal("Det kan ikke <b>lade sig gøre</b>.")


urlpatterns = [path("tekster/", include("tests.forum.web.texts.urls")), path("afvis/", refuse), *product]
