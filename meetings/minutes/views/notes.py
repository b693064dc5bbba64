"""Writing the minutes: one page that feels like one document; each note saves itself and yields to nobody unseen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from forum.base.dates import clock
from forum.base.refusal import NotAllowed
from forum.base.stale import StaleError
from forum.base.text import changes, clean
from forum.base.visibility import get_visible_or_404
from forum.web.access import Request, secretariat
from forum.web.form_keys import idempotent
from meetings.agenda.models import AgendaItem
from meetings.minutes import rules
from meetings.minutes.actions import course, notes
from meetings.minutes.document import Part, document
from meetings.minutes.forms.minutes import NoteForm, PresenceForm
from meetings.minutes.models import Note, NoteDraft
from meetings.minutes.views.minutes import fetch, next_steps


@secretariat
def write(request: Request, slug: str) -> HttpResponse:
    minutes = fetch(request, slug)
    if not rules.can_write(request.viewer, minutes):
        messages.info(request, rules.why_not_edit(minutes))
        return redirect("meetings:minutes", slug)
    seen = document(minutes, request.viewer, with_remarks=True)
    mine = NoteDraft.objects.filter(member=request.member, note__item__in=[part.item for part in seen.parts])
    drafts = {draft.note_id: draft for draft in mine}
    entries = [(part, note_form(part, drafts.get(part.note.pk) if part.note else None)) for part in seen.parts]
    context = {"document": seen, "entries": entries, "course": next_steps(minutes, request)}
    return render(request, "meetings/minutes/write.html", context)


def note_form(part: Part, draft: NoteDraft | None) -> NoteForm:
    """The note's form; an unsaved draft is taken up where it was left, on the version it was begun from."""
    text, version = (part.note.text, part.note.version) if part.note else ("", 1)
    unsaved = draft if draft and draft.text != text else None
    if unsaved:
        text, version = unsaved.text, unsaved.based_on
    initial = {"text": text, "version": version, "draft_at": draft.mark if draft else ""}
    return NoteForm(initial=initial, auto_id=f"punkt-{part.item.number}-%s", draft=unsaved)


def fetch_item(request: Request, slug: str, item: int) -> AgendaItem:
    """The item of these minutes, or 404."""
    found: AgendaItem = get_visible_or_404(
        AgendaItem.objects.select_related("meeting").filter(meeting__slug=slug, meeting__minutes__isnull=False),
        request.viewer,
        pk=item,
    )
    return found


def place(item: AgendaItem) -> str:
    """Where on the writing page the item stands."""
    return reverse("meetings:minutes_write", args=[item.meeting.slug]) + f"#punkt-{item.number}"


@secretariat
@require_POST
def save(request: Request, slug: str, item: int) -> HttpResponse:
    found = fetch_item(request, slug, item)
    form = NoteForm(request.POST, auto_id=f"punkt-{found.number}-%s")
    if not form.is_valid():
        return _refused(request, found, 422, form=form)
    told = form.cleaned_data
    try:
        note = notes.save_note(
            item=found, text=told["text"], version=told["version"], by=request.member, now=timezone.now()
        )
    except notes.Stale as stale:
        return _conflict(request, found, told["text"], stale.note)
    except NotAllowed as refusal:
        return _refused(request, found, 409, form=form, told=str(refusal))
    if not request.htmx:
        messages.success(request, f"Punkt {found.number} er gemt.")
        return redirect(place(found))
    saved = {"item": found, "version": note.version, "saved_at": note.saved_at}
    response = render(request, "meetings/minutes/_saved.html", saved)
    return trigger_client_event(response, "forum:saved")


def _conflict(request: Request, item: AgendaItem, mine: str, theirs: Note) -> HttpResponse:
    """409: both texts beside each other, what differs marked, and the writer's own still in the field."""
    draft = NoteDraft.objects.filter(member=request.member, note=theirs).first()
    initial = {"text": mine, "version": theirs.version, "draft_at": draft.mark if draft else ""}
    form = NoteForm(initial=initial, auto_id=f"punkt-{item.number}-%s")
    parts = changes(theirs.text, clean(mine))
    return _refused(request, item, 409, form=form, theirs=theirs, mine=mine, parts=parts)


def _refused(request: Request, item: AgendaItem, status: int, **told: Any) -> HttpResponse:
    """The form with what was typed and why it was not saved: in place of the one sent, or alone on a page."""
    if not request.htmx:
        return render(request, "meetings/minutes/note.html", {"item": item, **told}, status=status)
    response = render(request, "meetings/minutes/_refused.html", {"item": item, **told}, status=status)
    return reswap(retarget(response, f"#note-{item.pk}"), "outerHTML")


@secretariat
@require_POST
def keep(request: Request, slug: str, item: int) -> JsonResponse:
    """Autosave; answers as static/js/autosave.js expects."""
    found, now = fetch_item(request, slug, item), timezone.now()
    form = NoteForm(request.POST)
    if not form.is_valid():
        why = [str(error) for error in form.errors.get("text", [])] or ["Teksten kan ikke gemmes."]
        return JsonResponse({"message": " ".join(why)}, status=422)
    told = form.cleaned_data
    try:
        draft = notes.keep_draft(
            item=found, text=told["text"], based_on=told["version"], draft_at=told["draft_at"],
            by=request.member, now=now,
        )  # fmt: skip
    except (NotAllowed, StaleError) as refusal:
        return JsonResponse({"message": str(refusal)}, status=409)
    return JsonResponse({"saved_at": clock(now), "draft_at": draft.mark if draft else ""})


@secretariat
@require_POST
def discard(request: Request, slug: str, item: int) -> HttpResponse:
    found = fetch_item(request, slug, item)
    notes.discard_draft(item=found, by=request.member)
    messages.success(request, f"Kladden til punkt {found.number} er kasseret. Her er den gemte tekst.")
    return redirect(place(found))


@secretariat
@require_POST
@idempotent
def present(request: Request, slug: str) -> HttpResponse:
    minutes = fetch(request, slug)
    seen = document(minutes, request.viewer)
    form = PresenceForm(request.POST, attendance_ids=[guest.attendance_id for guest in seen.presence.guests])
    if not form.is_valid():
        why = next(iter(form.errors.values()))[0]
        messages.error(request, f"Deltagerne blev ikke gemt. {why} Genindlæs siden, og prøv igen.")
        return redirect("meetings:minutes_write", slug)
    told = form.cleaned_data
    also, before = told["also_present"], told["also_before"]
    came, went = set(told["present"]) - set(told["was"]), set(told["was"]) - set(told["present"])
    try:
        theirs = course.record_presence(
            minutes=minutes, came=came, went=went, also_present=also if also != before else None, also_before=before,
            by=request.member, now=timezone.now(),
        )  # fmt: skip
        if theirs is None:
            messages.success(request, "Deltagerne er gemt.")
        else:
            messages.error(
                request,
                f"Afkrydsningen er gemt, men en anden har rettet »Desuden deltog« til »{theirs}«. "
                f"Du skrev »{also}«. Skriv det sammen, og gem igen.",
            )
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("meetings:minutes_write", slug)
