"""Search: one field, hits of every kind."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forum.front import search as engine
from forum.http import public
from forum.text import clean_line
from forum.visibility import Viewer


@public
def search(request: HttpRequest) -> HttpResponse:
    """Open to all: the public finds what is public."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    query = clean_line(request.GET.get("q", ""))[: engine.LONGEST_QUERY]
    found = engine.find(query, viewer) if query else None
    return render(request, "front/search.html", {"query": query, "found": found, "most": engine.MOST_HITS})
