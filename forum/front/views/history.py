"""The page behind »Hvem ændrede dette?«; for the secretariat alone, and for others not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from forum.audit import history
from forum.front.history import THINGS, Way
from forum.web.access import Request, member

PAGE = 30  # changes of one row each


@member
def history_of(request: Request, kind: str, pk: int) -> HttpResponse:
    thing = THINGS.get(kind)
    if thing is None or not request.viewer.is_secretariat:
        raise Http404
    row: Any = get_object_or_404(thing.rows(request.viewer), pk=pk)
    page = history.page_number(request.GET.get("side", ""), PAGE)
    deeds, has_more = history.read(request.viewer, thing.question(row), start=(page - 1) * PAGE, count=PAGE)
    context = {
        "thing": thing,
        "row": row,
        "key": f"{row._meta.label_lower}:{row.pk}",
        "deeds": list(_told(deeds)),
        "newer": page - 1,
        "older": page + 1 if has_more else None,
    }
    return render(request, "forum/front/history.html", context | _crumbs(thing.way(row)))


def _told(deeds: Iterable[history.Deed]) -> Iterator[history.Deed]:
    """The deeds with the entries that there is something to read of."""
    for deed in deeds:
        if entries := [entry for entry in deed.entries if entry.tells]:
            yield replace(deed, entries=entries)


def _crumbs(way: Way) -> dict[str, str]:
    """What components/breadcrumb.html wants: the page above is »up«, the one above that »up2«, and so on."""
    found: dict[str, str] = {}
    for above, (label, url) in enumerate(reversed(way), start=1):
        name = f"up{above}" if above > 1 else "up"
        found |= {f"{name}_label": label, f"{name}_url": url}
    return found
