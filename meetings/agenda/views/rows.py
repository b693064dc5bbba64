"""The agenda as a list that is written like a list: rows added, edited, closed and moved in their place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from forum.base.refusal import refuse
from forum.base.visibility import Viewer, get_visible_or_404, is_wider
from forum.web.access import Request, is_htmx, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, InPlace, form_page, press
from meetings.agenda.actions import items, pauses
from meetings.agenda.actions.standard import lacking
from meetings.agenda.forms.items import READ_NOW, audiences_within, shut_out_sentence
from meetings.agenda.forms.lines import LinesForm
from meetings.agenda.forms.rows import AudienceForm, NewRowForm, PauseForm, RowForm, values_of, written_in
from meetings.agenda.models import AgendaItem, Pause, programme
from meetings.agenda.models.writers import who_writes
from meetings.meeting import rules
from meetings.meeting.models import Meeting

PAGE = "meetings/agenda/agenda.html"
AT_THE_END = "slut"  # what a row is moved before, when it is moved to the end


def agenda_of(meeting: Meeting) -> str:
    return reverse("meetings:agenda", args=[meeting.slug])


def rows_page(meeting: Meeting, viewer: Viewer) -> dict[str, Any]:
    """What the list shows, and each part of it that htmx swaps (a constant number of queries)."""
    shown = programme(meeting, viewer, with_attachments=True)
    writers = who_writes(viewer, timezone.now(), item__meeting=meeting)
    for item in shown.items:
        item.written_by = writers.get(item.pk, "")
    why_not = rules.why_not_edit_agenda(viewer, meeting)
    return {
        "meeting": meeting,
        "programme": shown,
        "standard": lacking(meeting) if not shown.lines and not why_not else [],
        "why_not": why_not,
        "kinds": AgendaItem.Kind.choices,
        "audiences": audiences_within(meeting.audience),
    }


def list_page(meeting: Meeting, viewer: Viewer) -> dict[str, Any]:
    return rows_page(meeting, viewer) | {"add": NewRowForm(), "lines": LinesForm()}


@secretariat
def agenda(request: Request, slug: str) -> HttpResponse:
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    return render(request, PAGE, list_page(meeting, request.viewer))


def swapped(request: Request, meeting: Meeting, said: str = "") -> HttpResponse:
    """The rows as they are now, for htmx, with a sentence for who does not see them."""
    page = rows_page(meeting, request.viewer) | {"said": said}
    return render(request, "meetings/agenda/_swapped.html", page)


@secretariat
@idempotent
def row_add(request: Request, slug: str) -> HttpResponse:
    meeting = get_visible_or_404(Meeting, request.viewer, slug=slug)
    if request.method != "POST":  # where a form that is sent twice leads
        return swapped(request, meeting) if is_htmx(request) else redirect(agenda_of(meeting))
    form = NewRowForm(request.POST)

    def act(data: dict[str, Any]) -> Done:
        (made,) = items.add_lines(
            meeting=meeting, lines=[form.line()], after=data["after"], by=request.member, now=timezone.now()
        )
        made.refresh_from_db()
        where = f"nummer {made.number}" if isinstance(made, AgendaItem) else "en pause"
        said = f"»{made.title}« er tilføjet som {where}."
        if is_htmx(request):
            return Done("", swapped(request, meeting, said))
        return Done(said, f"{agenda_of(meeting)}#nyt-punkt")

    why_not = rules.why_not_edit_agenda(request.viewer, meeting)
    in_place = InPlace("meetings/agenda/_add.html", "#nyt-punkt")
    page = partial(list_page, meeting, request.viewer)
    return form_page(request, form, act, PAGE, page, why_not=why_not, name="add", in_place=in_place)


@secretariat
def item_row(request: Request, pk: int) -> HttpResponse:
    item = get_visible_or_404(AgendaItem, request.viewer, pk=pk)
    return _edited(request, item, RowForm, partial(items.edit_item, item=item))


@secretariat
def pause_row(request: Request, pk: int) -> HttpResponse:
    pause = get_visible_or_404(Pause, request.viewer, pk=pk)
    return _edited(request, pause, PauseForm, partial(pauses.edit_pause, pause=pause))


def _edited(
    request: Request, row: AgendaItem | Pause, form_class: type[RowForm | PauseForm], edit: Callable[..., None]
) -> HttpResponse:
    """A row saved in its place: what it says stands as it was written, and the clocks of the others follow."""
    key, meeting = row.key, row.meeting
    if request.method != "POST":
        return redirect(f"{agenda_of(meeting)}#{key}")
    form = form_class(request.POST)

    def act(data: dict[str, Any]) -> Done:
        edit(by=request.member, now=timezone.now(), **data)
        if is_htmx(request):
            page = rows_page(meeting, request.viewer) | {"row": row, "key": key}
            return Done("", render(request, "meetings/agenda/_row_saved.html", page))
        return Done(f"»{row.title}« er gemt.", f"{agenda_of(meeting)}#{key}")

    return _refusable(request, row, form, act)


def _refusable(request: Request, row: Any, form: Any, act: Callable[[dict[str, Any]], Done]) -> HttpResponse:
    """The form of a row: what is refused is said in the row, with what is saved and what was written."""

    def page() -> dict[str, Any]:
        refused = {"row": row, "saved": values_of(row, form), "written": written_in(form), "again": request.path}
        return refused | ({"meeting": row.meeting} if is_htmx(request) else list_page(row.meeting, request.viewer))

    in_place = InPlace("meetings/agenda/_row_refused.html", f"#svar-{row.key}", "innerHTML")
    why_not = rules.why_not_edit_agenda(request.viewer, row.meeting)
    return form_page(
        request, form, act, PAGE, page, row=row, why_not=why_not, name="row_form", in_place=in_place
    )  # fmt: skip


@secretariat
def item_audience(request: Request, pk: int) -> HttpResponse:
    """Closed to some, or opened again, in its row."""
    item = get_visible_or_404(AgendaItem, request.viewer, pk=pk)
    if request.method != "POST":
        return redirect(f"{agenda_of(item.meeting)}#{item.key}")

    def act(data: dict[str, Any]) -> Done:
        opens, was = item.is_released and is_wider(data["audience"], item.audience), item.audience
        now = timezone.now()
        items.edit_item(item=item, by=request.member, now=now, **data)
        said = f"»{item.title}«: {item.get_audience_display().lower()}."
        said = f"{said} {READ_NOW[item.audience]}" if opens else said + shut_out_sentence(item, was, now)
        if is_htmx(request):
            return Done(said, partial(swapped, request, item.meeting))
        return Done(said, f"{agenda_of(item.meeting)}#{item.key}")

    return _refusable(request, item, AudienceForm(request.POST, item=item), act)


@secretariat
def item_move(request: Request, pk: int) -> HttpResponse:
    item = any_item(request, pk)
    return _moved(request, item, partial(items.move_item, item=item))


@secretariat
def pause_move(request: Request, pk: int) -> HttpResponse:
    pause = any_pause(request, pk)
    return _moved(request, pause, partial(pauses.move_pause, pause=pause))


def _moved(request: Request, row: AgendaItem | Pause, move: Callable[..., int]) -> HttpResponse:
    """Up or down one place, or before another row. What is focused has a name, so the focus stays with the row."""

    def act() -> Done:
        refuse(rules.why_not_edit_agenda(request.viewer, row.meeting))
        before, way = request.POST.get("before", ""), "up" if request.POST.get("way") == "up" else "down"
        where: dict[str, Any] = {"before": "" if before == AT_THE_END else before} if before else {"way": way}
        place = move(by=request.member, now=timezone.now(), **where)
        if is_htmx(request):
            return Done("", swapped(request, row.meeting, f"»{row.title}« står nu som nummer {place} i rækken."))
        return Done("", f"{agenda_of(row.meeting)}#{row.key}")

    return press(request, act, agenda_of(row.meeting))


@secretariat
def item_remove(request: Request, pk: int) -> HttpResponse:
    item = any_item(request, pk)
    return _removed(request, item, partial(items.remove_item, item=item), "meetings:item_restore")


@secretariat
def pause_remove(request: Request, pk: int) -> HttpResponse:
    pause = any_pause(request, pk)
    return _removed(request, pause, partial(pauses.remove_pause, pause=pause), "meetings:pause_restore")


def _removed(request: Request, row: AgendaItem | Pause, remove: Callable[..., int], way_back: str) -> HttpResponse:
    def act() -> Done:
        refuse(rules.why_not_edit_agenda(request.viewer, row.meeting))
        place = remove(by=request.member, now=timezone.now())
        to = partial(swapped, request, row.meeting) if is_htmx(request) else agenda_of(row.meeting)
        return Done(f"»{row.title}« er fjernet fra dagsordenen.", to, reverse(way_back, args=[row.pk, place]))

    return press(request, act, agenda_of(row.meeting))


@secretariat
def item_restore(request: Request, pk: int, place: int) -> HttpResponse:
    item = any_item(request, pk)
    return _restored(request, item, partial(items.restore_item, item=item, place=place))


@secretariat
def pause_restore(request: Request, pk: int, place: int) -> HttpResponse:
    pause = any_pause(request, pk)
    return _restored(request, pause, partial(pauses.restore_pause, pause=pause, place=place))


def _restored(request: Request, row: AgendaItem | Pause, restore: Callable[..., bool]) -> HttpResponse:
    def act() -> Done:
        refuse(rules.why_not_edit_agenda(request.viewer, row.meeting))
        already = "" if restore(by=request.member, now=timezone.now()) else "allerede "
        return Done(f"»{row.title}« er {already}tilbage på dagsordenen.", agenda_of(row.meeting))

    return press(request, act, agenda_of(row.meeting))


def any_item(request: Request, pk: int) -> AgendaItem:
    """The item, removed or not: a stale page's button acts on an item that somebody else has removed or restored."""
    item: AgendaItem = items.removed_item(pk) or get_visible_or_404(AgendaItem, request.viewer, pk=pk)
    return item


def any_pause(request: Request, pk: int) -> Pause:
    """The pause, removed or not, as `any_item`."""
    pause: Pause = pauses.removed_pause(pk) or get_visible_or_404(Pause, request.viewer, pk=pk)
    return pause
