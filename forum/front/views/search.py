"""Search: one field, hits of every kind."""

from django.http import HttpResponse
from django.shortcuts import render

from forum.base.text import clean_line
from forum.front.search import LONGEST_QUERY, MOST_HITS, find, is_enough
from forum.web.access import Request, public


@public
def search(request: Request) -> HttpResponse:
    """The search page; the public finds public rows."""
    viewer = request.viewer
    query = clean_line(request.GET.get("q", ""))[:LONGEST_QUERY]
    may_search = is_enough(query)
    context = {
        "query": query,
        "asks_for_more": "q" in request.GET and not may_search,
        "found": find(query, viewer) if may_search else None,
        "most": MOST_HITS,
    }
    return render(request, "forum/front/search.html", context)
