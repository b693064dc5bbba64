"""The register of decisions: the list with its filters, the same list as a sheet, and a decision's own page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from forum.base.visibility import get_visible_or_404
from forum.files.made_sheet import sheet_response
from forum.web.access import Request, public, sign_in_if_hidden
from meetings.followup.models import Action
from meetings.minutes.models import Decision
from meetings.register.forms import RegisterFilter
from meetings.register.lines import grouped, lines_of_groups, lines_of_item
from meetings.register.sheet import table_of

ON_A_PAGE = 20
IN_A_SHEET = 2000  # lines: two seconds; twenty years of the forum
MORE = "Der er flere beslutninger. Vælg et år, og hent listen igen."


@public
def index(request: Request) -> HttpResponse:
    filters = RegisterFilter(request.GET, viewer=request.viewer)
    page = Paginator(grouped(filters.narrowed()), ON_A_PAGE).get_page(request.GET.get("side"))
    context = {
        "filters": filters,
        "folded": sum(name in filters.chosen for name in filters.FOLDED),
        "folded_errors": any(name in filters.errors for name in filters.FOLDED),
        "page": page,
        "total": page.paginator.count,
        "lines": lines_of_groups(page, request.viewer),
    }
    return render(request, "meetings/register/list.html", context)


@public
def sheet(request: Request) -> HttpResponse:
    """The whole filtered list, as this viewer may see it."""
    groups = grouped(RegisterFilter(request.GET, viewer=request.viewer).narrowed())
    some = list(groups[: IN_A_SHEET + 1])
    table = table_of(lines_of_groups(some[:IN_A_SHEET], request.viewer), MORE if len(some) > IN_A_SHEET else "")
    return sheet_response(table, request.GET.get("som", ""), timezone.localdate())


@public
@sign_in_if_hidden
def detail(request: Request, pk: int) -> HttpResponse:
    """The decision with its meeting, what it is about, and what was promised under the same item."""
    viewer = request.viewer
    line, others = lines_of_item(get_visible_or_404(Decision, viewer, pk=pk), viewer)
    actions = Action.objects.visible_to(viewer).filter(item=line.decision.item_id)
    context = {
        "line": line,
        "others": others,
        "actions": actions.select_related("owner__organisation").order_by("due", "pk"),
    }
    return render(request, "meetings/register/decision.html", context)
