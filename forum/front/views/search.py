"""Search: one field, hits of every kind."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from forum.front import search as engine
from forum.http import public, viewer_of
from forum.text import clean_line


@public
def search(request: HttpRequest) -> HttpResponse:
    """Open to all: the public finds what is public."""
    viewer = viewer_of(request)
    query = clean_line(request.GET.get("q", ""))[: engine.LONGEST_QUERY]
    is_enough = engine.is_enough(query)
    context = {
        "query": query,
        "asks_for_more": "q" in request.GET and not is_enough,
        "found": engine.find(query, viewer) if is_enough else None,
        "most": engine.MOST_HITS,
    }
    return render(request, "front/search.html", context)
