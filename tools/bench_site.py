"""The floors that the product's pages are measured against: a bare view, and a signed-in page with five queries."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from forum.people.models import Member, Organisation
from forum.urls import handler400, handler403, handler404, handler500  # noqa: F401 - Django looks for them here
from forum.urls import urlpatterns as product
from forum.web.access import member, public

TABLE = """{% extends "base.html" %}{% block content %}<h1>Gulv</h1><table class="table">
<thead><tr><th scope="col">Navn</th><th scope="col">Kode</th><th scope="col">Region</th></tr></thead><tbody>
{% for row in rows %}<tr><td>{{ row.name }}</td><td>{{ row.code }}</td><td>{{ row.region }}</td></tr>{% endfor %}
</tbody></table><p>{{ people }}</p>{% endblock %}"""


@cache
def table() -> Any:
    """Compiled once, as the product's templates are."""
    return engines["django"].from_string(TABLE)


@public
def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@member
def five(request: HttpRequest) -> HttpResponse:
    """Session, user and viewer are three queries; the rows and the number of people make five."""
    rows = Organisation.objects.municipalities()[:20]
    context = {"rows": rows, "people": Member.objects.active().count()}
    return HttpResponse(table().render(context, request))


urlpatterns = [path("gulv/bart/", bare), path("gulv/fem/", five), *product]
