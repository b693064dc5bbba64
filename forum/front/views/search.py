"""Search: one field, hits in groups."""

from django.http import HttpResponse
from django.shortcuts import render

from forum.base.text import clean_line
from forum.front.question import LONGEST_QUERY, is_enough
from forum.front.search import find
from forum.front.sources import GROUPS
from forum.web.access import Request, public


@public
def search(request: Request) -> HttpResponse:
    """The search page, or one group of its hits; the public finds public rows."""
    viewer = request.viewer
    query = clean_line(request.GET.get("q", ""))[:LONGEST_QUERY]
    group = request.GET.get("gruppe", "")
    group = group if group in GROUPS else ""
    may_search = is_enough(query)
    context = {
        "query": query,
        "asks_for_more": "q" in request.GET and not may_search,
        "found": find(query, viewer, group) if may_search else None,
        "chosen": GROUPS.get(group, ""),
    }
    return render(request, "forum/front/search.html", context)
