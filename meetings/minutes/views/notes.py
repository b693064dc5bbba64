"""Writing the minutes: one page that feels like one document; each note saves itself and yields to nobody unseen."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from forum.base.dates import clock
from forum.base.refusal import Refusal
from forum.base.stale import StaleError, rebind
from forum.base.text import changes, clean
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, secretariat
from forum.web.form_keys import idempotent
from forum.web.form_page import Done, InPlace, form_page, press
from meetings.agenda.models import AgendaItem
from meetings.minutes import rules
from meetings.minutes.actions import course, notes
from meetings.minutes.document import Part, document
from meetings.minutes.forms.minutes import NoteForm, PresenceForm
from meetings.minutes.models import Minutes, Note, NoteDraft
from meetings.minutes.views.minutes import fetch, next_steps

FIRST = (
    "{who} har gemt punktet, mens du skrev. Din tekst er gemt som kladde. "
    "Tryk på »Gem punkt {number}«, og se begge tekster."
)


@secretariat
def write(request: Request, slug: str) -> HttpResponse:
    minutes = fetch(request, slug)
    if not rules.can_write(request.viewer, minutes):
        messages.info(request, rules.why_not_edit(minutes))
        return redirect("meetings:minutes", slug)
    written = document(minutes, request.viewer, with_remarks=True, with_unsent=True)
    mine = NoteDraft.objects.visible_to(request.viewer).filter(note__item__in=[part.item for part in written.parts])
    drafts = {draft.note_id: draft for draft in mine}
    entries = [(part, note_form(part, drafts.get(part.note.pk) if part.note else None)) for part in written.parts]
    context = {"document": written, "entries": entries, "course": next_steps(minutes, request)}
    return render(request, "meetings/minutes/write.html", context)


def note_form(part: Part, draft: NoteDraft | None) -> NoteForm:
    """The note's form; an unsaved draft is taken up where it was left, on the revision it was begun from."""
    text, revision = (part.note.text, part.note.revision) if part.note else ("", 1)
    unsaved = draft if draft and draft.text != text else None
    if unsaved:
        text, revision = unsaved.text, unsaved.note_revision
    initial = {"text": text, "revision": revision, "draft_revision": draft.revision if draft else ""}
    return NoteForm(initial=initial, auto_id=f"punkt-{part.item.number}-%s", draft=unsaved)


def fetch_item(request: Request, slug: str, item: int) -> AgendaItem:
    """The item of these minutes, or 404."""
    agenda_item: AgendaItem = get_visible_or_404(
        AgendaItem.objects.select_related("meeting").filter(meeting__slug=slug, meeting__minutes__isnull=False),
        request.viewer,
        pk=item,
    )
    return agenda_item


def place(item: AgendaItem) -> str:
    """The item's place on the writing page."""
    return reverse("meetings:minutes_write", args=[item.meeting.slug]) + f"#punkt-{item.number}"


@secretariat
@require_POST
def save(request: Request, slug: str, item: int) -> HttpResponse:
    """A note; the loser of a race gets both texts side by side, and saving again is then a choice.

    With X-Autosave the writer has only left the field: the answer is JSON, and what could not be saved is a draft.
    """
    agenda_item = fetch_item(request, slug, item)
    form = NoteForm(request.POST, auto_id=f"punkt-{agenda_item.number}-%s")
    if request.headers.get("X-Autosave"):
        return _left(request, agenda_item, form)

    def act(data: dict[str, Any]) -> Done:
        text, revision = data["text"], data["revision"]
        note = notes.save_note(item=agenda_item, text=text, revision=revision, by=request.member, now=timezone.now())
        if request.htmx:
            return Done("", partial(_saved, request, note))
        return Done(f"Punkt {agenda_item.number} er gemt.", place(agenda_item))

    return form_page(
        request,
        form,
        act,
        "meetings/minutes/note.html",
        {"item": agenda_item},
        in_place=InPlace("meetings/minutes/_refused.html", f"#note-{agenda_item.pk}"),
        on_stale=partial(_both_texts, request, form),
    )


def _saved(request: Request, note: Note) -> HttpResponse:
    context = {"item": note.item, "revision": note.revision, "saved_at": note.saved_at}
    response = render(request, "meetings/minutes/_saved.html", context | steps(request, note.item, swap=True))
    return trigger_client_event(response, "forum:saved")


def steps(request: Request, item: AgendaItem, *, swap: bool) -> dict[str, Any]:
    """What the box with the next steps shows now that something was saved under the item."""
    minutes = fetch(request, item.meeting.slug)
    box = {"minutes": minutes, "meeting": minutes.meeting, "writing": True, "swap": swap}
    return box | {"course": next_steps(minutes, request)}


def _left(request: Request, item: AgendaItem, form: NoteForm) -> JsonResponse:
    """Save the field that was left for good; the text of the loser of a race becomes a draft, and the field says so."""
    if not form.is_valid():
        return _not_valid(form)
    data, now = form.cleaned_data, timezone.now()
    told: dict[str, Any] = {"item": item, "text": data["text"], "revision": data["revision"], "by": request.member}
    answer: dict[str, Any] = {}
    try:
        note = notes.save_note(now=now, **told)
        answer, status = {"saved_at": clock(now), "revision": note.revision, "draft_revision": ""}, 200
    except StaleError as stale:
        who = stale.row.saved_by or "En anden"
        answer["message"], status = FIRST.format(who=who, number=item.number), stale.status
    except Refusal as refusal:
        return JsonResponse({"message": str(refusal)}, status=refusal.status)
    if status != 200:
        try:
            draft = notes.keep_draft(now=now, draft_revision=data["draft_revision"], **told)
        except Refusal as refusal:  # the writer has written on it in another window, too
            return JsonResponse({"message": str(refusal)}, status=refusal.status)
        answer["draft_revision"] = draft.revision if draft else ""
    box = render_to_string("meetings/minutes/_course.html", steps(request, item, swap=False), request)
    return JsonResponse({**answer, "steps": box}, status=status)


def _not_valid(form: NoteForm) -> JsonResponse:
    why = [str(error) for error in form.errors.get("text", [])] or ["Teksten kan ikke gemmes."]
    return JsonResponse({"message": " ".join(why)}, status=422)


def _both_texts(request: Request, form: NoteForm, note: Note) -> dict[str, Any]:
    """The saved text and the writer's own, what differs marked; autosave goes on from the draft there is now."""
    draft = NoteDraft.objects.visible_to(request.viewer).filter(note=note).first()
    rebind(form, draft_revision=draft.revision if draft else "")
    mine = form.cleaned_data["text"]
    return {"theirs": note, "mine": mine, "parts": changes(note.text, clean(mine))}


@secretariat
@require_POST
def keep(request: Request, slug: str, item: int) -> JsonResponse:
    """Autosave; answers as static/js/autosave.js expects."""
    agenda_item, now = fetch_item(request, slug, item), timezone.now()
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _not_valid(form)
    try:
        draft = notes.keep_draft(item=agenda_item, by=request.member, now=now, **form.cleaned_data)
    except Refusal as refusal:
        return JsonResponse({"message": str(refusal)}, status=refusal.status)
    return JsonResponse({"saved_at": clock(now), "draft_revision": draft.revision if draft else ""})


@secretariat
@require_POST
def discard(request: Request, slug: str, item: int) -> HttpResponse:
    agenda_item = fetch_item(request, slug, item)

    def act() -> Done:
        notes.discard_draft(item=agenda_item, by=request.member, now=timezone.now())
        said = f"Kladden til punkt {agenda_item.number} er kasseret. Her er den gemte tekst."
        return Done(said, place(agenda_item), undo=reverse("meetings:note_restore", args=[slug, item]))

    return press(request, act, place(agenda_item))


@secretariat
@require_POST
def restore(request: Request, slug: str, item: int) -> HttpResponse:
    agenda_item = fetch_item(request, slug, item)

    def act() -> Done:
        notes.restore_draft(item=agenda_item, by=request.member, now=timezone.now())
        return Done(f"Kladden til punkt {agenda_item.number} er tilbage.", place(agenda_item))

    return press(request, act, place(agenda_item))


@secretariat
@require_POST
@idempotent
def present(request: Request, slug: str) -> HttpResponse:
    minutes = fetch(request, slug)
    here = reverse("meetings:minutes_write", args=[slug])

    def act() -> Done:
        _record_presence(request, minutes)
        return Done("Deltagerne er gemt.", here)

    return press(request, act, here)


def _record_presence(request: Request, minutes: Minutes) -> None:
    """Save what the writer changed. Raises ValidationError for what cannot be saved, StaleError for what is not."""
    there = document(minutes, request.viewer, with_unsent=True).presence
    seats, guests = [one.attendance_id for one in there.seats], [one.guest_id for one in there.guests]
    form = PresenceForm(request.POST, attendance_ids=seats, guest_ids=guests)
    if not form.is_valid():
        why = next(iter(form.errors.values()))[0]
        raise ValidationError(f"Deltagerne blev ikke gemt. {why} Genindlæs siden, og prøv igen.")
    data = form.cleaned_data
    present, was, also, before = set(data["present"]), set(data["was"]), data["also_present"], data["also_before"]
    guests_now, guests_then = set(data["guests"]), set(data["guests_were"])
    theirs = course.record_presence(
        minutes=minutes, came=present - was, went=was - present, also_present=also if also != before else None,
        also_before=before, guests_came=guests_now - guests_then, guests_went=guests_then - guests_now,
        by=request.member, now=timezone.now(),
    )  # fmt: skip
    if theirs is not None:
        raise StaleError(
            f"Afkrydsningen er gemt, men en anden har rettet »Desuden deltog« til »{theirs}«. "
            f"Du skrev »{also}«. Skriv det sammen, og gem igen."
        )
