"""Notes of the minutes: written by several people at once, and nothing anyone wrote is lost."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from forum.audit.context import audited
from forum.base import removal
from forum.base.stale import StaleError
from forum.base.text import clean
from forum.people.models import Member
from meetings.agenda.models import AgendaItem
from meetings.minutes.actions.lock import lock_for_edit
from meetings.minutes.models import Note, NoteDraft

SAVED_FIRST = "En anden har gemt punktet, mens du skrev."
TWO_WINDOWS = "Du har skrevet på punktet i et andet vindue. Kopiér din tekst herfra, og genindlæs siden."


@audited("Skrev referat")
def save_note(*, item: AgendaItem, text: str, revision: int, by: Member, now: datetime) -> Note:
    """Save the text over the revision of the note that it was begun from; the writer's own draft is deleted.

    In minutes that were sent it is a correction, which their readers read when it is sent.
    Raises StaleError with the note as `row` when somebody else saved in between (the draft stays), NotAllowed when
    the minutes are approved.
    """
    aside = lock_for_edit(item.meeting_id).is_released
    note, text = _note_of(item), clean(text)
    said = {"unsent": note.aside(text=text)} if aside else {"text": text}
    if note.corrected().text != text:
        newer = {**said, "revision": F("revision") + 1, "saved_by": by, "saved_at": now}
        if not Note.objects.filter(pk=note.pk, revision=revision).update(**newer):
            raise StaleError(SAVED_FIRST, note)
        note.refresh_from_db()
    NoteDraft.objects.filter(note=note, member=by).delete()
    return note


@audited("Gemte kladde")
def keep_draft(
    *, item: AgendaItem, text: str, revision: int, by: Member, now: datetime, draft_revision: str = ""
) -> NoteDraft | None:
    """Save the person's own draft, never the note (autosave). A draft with the note's very text is deleted.

    `revision` is the note's that the text was begun from, `draft_revision` the revision of the draft that is written
    on, "" when there was none. Raises StaleError when the person has kept another text since, in a second window.
    """
    lock_for_edit(item.meeting_id, touch=False)
    note, text = _note_of(item), clean(text)
    saved = NoteDraft.objects.filter(note=note, member=by, removed_at=None).first()
    if saved and saved.revision != draft_revision and saved.text != text:
        raise StaleError(TWO_WINDOWS)
    if note.corrected().text == text:
        NoteDraft.objects.filter(note=note, member=by).delete()
        return None
    content = {"text": text, "note_revision": revision, "saved_at": now, "removed_at": None}
    draft, _ = NoteDraft.objects.update_or_create(note=note, member=by, defaults=content)
    return draft


@audited("Smed kladde væk")
def discard_draft(*, item: AgendaItem, by: Member, now: datetime) -> None:
    for draft in NoteDraft.objects.filter(note__item=item, member=by, removed_at=None):
        removal.remove(draft, now=now)


@audited("Fortrød, at en kladde blev smidt væk")
def restore_draft(*, item: AgendaItem, by: Member, now: datetime) -> None:
    """Bring back the person's draft of the item's note, where it has not been saved or written anew meanwhile."""
    if draft := removal.removed(NoteDraft.objects.all(), note__item=item, member=by):
        removal.restore(draft)


def _note_of(item: AgendaItem) -> Note:
    note, _ = Note.objects.select_related("saved_by").get_or_create(item=item)
    return note
