"""Notes of the minutes: written by several people at once, and nothing anyone wrote is lost."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from forum.audit.context import audited
from forum.base.stale import StaleError
from forum.base.text import clean
from forum.people.models import Member
from meetings.agenda.models import AgendaItem
from meetings.minutes.actions.lock import lock_for_edit
from meetings.minutes.models import Note, NoteDraft

TWO_WINDOWS = "Du har skrevet på punktet i et andet vindue. Kopiér din tekst herfra, og genindlæs siden."


class Stale(Exception):
    """Somebody else has saved the note since this text was begun; `note` is theirs."""

    def __init__(self, note: Note) -> None:
        super().__init__("En anden har gemt punktet, mens du skrev.")
        self.note = note


@audited("Skrev referat")
def save_note(*, item: AgendaItem, text: str, version: int, by: Member, now: datetime) -> Note:
    """Save the text over the version it was begun from; the writer's own draft has then served.

    Raises Stale when somebody else saved in between (the draft stays), NotAllowed when the minutes are approved.
    """
    lock_for_edit(item.meeting_id)
    note, text = _note_of(item), clean(text)
    if note.text != text:
        newer = {"text": text, "version": F("version") + 1, "saved_by": by, "saved_at": now}
        if not Note.objects.filter(pk=note.pk, version=version).update(**newer):
            raise Stale(note)
        note.refresh_from_db()
    NoteDraft.objects.filter(note=note, member=by).delete()
    return note


@audited("Gemte kladde")
def keep_draft(
    *, item: AgendaItem, text: str, based_on: int, by: Member, now: datetime, draft_at: str = ""
) -> NoteDraft | None:
    """Autosave: the person's own draft, never the note. A draft that says what the note says is no draft.

    `draft_at`: the mark of the draft that is written on, when there was one. Raises StaleError when the person
    has kept another text since, in a second window.
    """
    lock_for_edit(item.meeting_id, touch=False)
    note, text = _note_of(item), clean(text)
    there = NoteDraft.objects.filter(note=note, member=by).first()
    if there and there.mark != draft_at and there.text != text:
        raise StaleError(TWO_WINDOWS)
    if note.text == text:
        NoteDraft.objects.filter(note=note, member=by).delete()
        return None
    kept = {"text": text, "based_on": based_on, "saved_at": now}
    draft, _ = NoteDraft.objects.update_or_create(note=note, member=by, defaults=kept)
    return draft


@audited("Smed kladde væk")
def discard_draft(*, item: AgendaItem, by: Member) -> None:
    NoteDraft.objects.filter(note__item=item, member=by).delete()


def _note_of(item: AgendaItem) -> Note:
    note, _ = Note.objects.select_related("saved_by").get_or_create(item=item)
    return note
