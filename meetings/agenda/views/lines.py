"""Many rows at once: pasted and seen before they are added, the standard items, and items of an earlier meeting."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from forum.base.refusal import refuse
from forum.base.text import counted
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, is_htmx, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, InPlace, form_page, posted, press
from meetings.agenda.actions import items
from meetings.agenda.actions.copying import copy_rows
from meetings.agenda.actions.standard import add_standard, save_standard
from meetings.agenda.forms.lines import CopyForm, LinesForm, StandardForm, added_sentence
from meetings.agenda.models import StandardAgenda
from meetings.agenda.views.rows import agenda_of
from meetings.meeting import rules
from meetings.meeting.models import Meeting

LINES_PAGE, LINES_PART = "meetings/agenda/lines.html", "meetings/agenda/_lines.html"
MEETINGS_OFFERED = 12


@secretariat
@idempotent
def lines_add(request: Request, slug: str) -> HttpResponse:
    """First what the lines are read as, then, at a second press, the rows."""
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    form = LinesForm(posted(request))

    def act(data: dict[str, Any]) -> Done:
        assert form.reading is not None
        if "add" not in request.POST:
            page = {"meeting": meeting, "lines": LinesForm(initial=data), "reading": form.reading}
            return Done("", render(request, LINES_PART if is_htmx(request) else LINES_PAGE, page))
        made = items.add_lines(meeting=meeting, lines=form.reading.lines, by=request.member, now=timezone.now())
        return Done(added_sentence(made), agenda_of(meeting))

    why_not = rules.why_not_edit_agenda(request.viewer, meeting)
    in_place = InPlace(LINES_PART, "#linjer")
    return form_page(
        request, form, act, LINES_PAGE, {"meeting": meeting}, why_not=why_not, name="lines", in_place=in_place
    )  # fmt: skip


@secretariat
@idempotent
def standard_add(request: Request, slug: str) -> HttpResponse:
    """The standard items that the agenda lacks."""
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)

    def act() -> Done:
        refuse(rules.why_not_edit_agenda(request.viewer, meeting))
        count = add_standard(meeting=meeting, by=request.member, now=timezone.now())
        said = f"{counted(count, 'fast punkt', 'faste punkter')} er tilføjet." if count else ""
        return Done(said or "Alle de faste punkter står på dagsordenen allerede.", agenda_of(meeting))

    return press(request, act, agenda_of(meeting))


@secretariat
@idempotent
def standard_items(request: Request) -> HttpResponse:
    """The standard items, rewritten as lines; what they are read as stands beside them."""
    saved = StandardAgenda.current()
    form = StandardForm(posted(request), saved=saved)

    def act(data: dict[str, Any]) -> Done:
        save_standard(by=request.member, now=timezone.now(), **data)
        return Done("De faste punkter er gemt.", "meetings:standard_items")

    def page() -> dict[str, Any]:
        return {"saved": StandardAgenda.current(), "reading": form.reading or form.read(saved.text)}

    row = saved if saved.pk else None
    return form_page(request, form, act, "meetings/agenda/standard.html", page, row=row)


@secretariat
@idempotent
def items_copy(request: Request, slug: str) -> HttpResponse:
    """The meetings there are to take items from, and of the chosen one (?fra=) its items to choose from."""
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    others = Meeting.objects.visible_to(request.viewer).listed().exclude(pk=meeting.pk).order_by("-start", "-pk")
    page: dict[str, Any] = {"meeting": meeting, "others": others[:MEETINGS_OFFERED]}
    chosen = request.GET.get("fra", "")
    if not chosen:
        return render(request, "meetings/agenda/copy.html", page)
    source = get_visible_or_404(Meeting, request.viewer, slug=chosen)
    form = CopyForm(posted(request), source=source, viewer=request.viewer)

    def act(data: dict[str, Any]) -> Done:
        made = copy_rows(meeting=meeting, by=request.member, now=timezone.now(), **data)
        return Done(added_sentence(made), agenda_of(meeting))

    why_not = rules.why_not_edit_agenda(request.viewer, meeting)
    return form_page(request, form, act, "meetings/agenda/copy.html", page | {"source": source}, why_not=why_not)
