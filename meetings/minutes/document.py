"""Minutes as one reader sees them: the one source of the page, the PDF and the mail."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.template.loader import render_to_string

from forum.base.visibility import Viewer
from meetings.agenda.models import AgendaItem, AgendaRow, rows_of
from meetings.followup.models import Action, Agreed
from meetings.meeting.models import Meeting
from meetings.minutes.lines import DecisionLine, in_summary, lines_of
from meetings.minutes.models import Decision, Minutes, Note, Presence, Remark, presence
from recommendations.areas.models import Area
from recommendations.wording.models import Recommendation


@dataclass
class Part:
    """An item with what came of it."""

    item: AgendaItem
    note: Note | None = None
    decisions: list[Decision] = field(default_factory=list)
    actions: list[Agreed] = field(default_factory=list)  # as they were agreed, whatever became of them since
    remarks: list[Remark] = field(default_factory=list)

    @property
    def disqualified(self) -> str:
        """The names of the members who were disqualified from the item."""
        return self.item.disqualified_names

    @property
    def lines(self) -> list[DecisionLine]:
        """Its decisions, the same on many recommendations as one."""
        return lines_of(self.decisions)

    @property
    def is_empty(self) -> bool:
        return not ((self.note and self.note.text) or self.decisions or self.actions)

    @property
    def has_nothing(self) -> bool:
        """True for an item of kind "eventuelt" (a break is one too) of which there is nothing to read."""
        return self.is_empty and not self.remarks and self.item.kind == AgendaItem.Kind.OTHER


@dataclass
class Document:
    minutes: Minutes
    meeting: Meeting
    presence: Presence
    parts: list[Part]
    rows: list[AgendaRow]  # every item in its place; `item` is None for those that this viewer does not see

    @property
    def written_at(self) -> datetime:
        """When the minutes were approved, else released; a draft: when its last note was saved."""
        saved = [part.note.saved_at for part in self.parts if part.note]
        return self.minutes.approved_at or self.minutes.released_at or max(saved, default=self.meeting.end)

    @property
    def worth_reading(self) -> list[Part]:
        return [part for part in self.parts if not part.has_nothing]

    @property
    def closed(self) -> list[AgendaRow]:
        return [row for row in self.rows if row.item is None]

    @property
    def numbered(self) -> list[tuple[AgendaRow, Part | None]]:
        """Every item in its place with its part, None for one that is closed to the viewer; no number is skipped."""
        parts = {part.item.pk: part for part in self.parts}
        return [(row, parts[row.item.pk] if row.item else None) for row in self.rows]

    @property
    def has_closed_items(self) -> bool:
        return any(part.item.is_closed for part in self.parts)

    @property
    def decided(self) -> list[DecisionLine]:
        """»Det besluttede vi«: every decision that this viewer may read."""
        return in_summary(decision for part in self.parts for decision in part.decisions)

    @property
    def actions(self) -> list[Agreed]:
        """»Opgaver«: every action that this viewer may read, the first due first."""
        return sorted((action for part in self.parts for action in part.actions), key=lambda action: action.due)


def document(minutes: Minutes, viewer: Viewer, *, with_remarks: bool = False, with_unsent: bool = False) -> Document:
    """What this viewer may read of the minutes (about 10 queries, however long they are).

    It is what was sent; `with_unsent` it is what the minutes will say when their correction is sent, which is for the
    secretariat alone.
    """
    meeting, with_unsent = minutes.meeting, with_unsent and viewer.is_secretariat
    items = AgendaItem.objects.filter(meeting=meeting).visible_to(viewer)
    rows = about(items, viewer).select_related("responsible__organisation").prefetch_related("disqualified")
    parts = {item.pk: Part(item) for item in rows}
    rows_by_number = rows_of(meeting, viewer, {pk: part.item for pk, part in parts.items()})
    for part in parts.values():
        part.item.meeting = meeting

    mine: dict[str, Any] = {"item__in": parts}
    how: dict[str, Any] = {"viewer": viewer, "with_unsent": with_unsent}
    for note in Note.objects.filter(**mine).select_related("saved_by").read_by(**how):
        parts[note.item_id].note = note
    for decision in decisions_of(Decision.objects.filter(**mine).order_by("pk"), **how):
        decision.item = parts[decision.item_id].item
        parts[decision.item_id].decisions.append(decision)
    for action in Action.objects.filter(**mine).in_minutes().read_by(**how):
        action.item = parts[action.item_id].item
        parts[action.item_id].actions.append(action.agreed)
    if with_remarks:
        for remark in Remark.objects.filter(item__in=parts).visible_to(viewer).select_related("by"):
            parts[remark.item_id].remarks.append(remark)
    if with_unsent:
        minutes = minutes.corrected()
    is_kept = minutes.is_approved or (minutes.state == Minutes.State.CORRECTED and not with_unsent)
    was_there = Presence.from_json(minutes.presence) if is_kept and minutes.presence else presence(meeting)
    return Document(minutes, meeting, was_there.seen_by(viewer), list(parts.values()), rows_by_number)


def about(rows: Any, viewer: Viewer) -> Any:
    """The rows with recommendation and area fetched, each None where this viewer may not see it."""
    return rows.prefetch_related(*_subjects(viewer))


def decisions_of(rows: Any, viewer: Viewer, *, with_unsent: bool) -> list[Decision]:
    """The decisions as this viewer reads them, with all that they name."""
    full = rows.select_related("lead").prefetch_related("partners")
    decisions: list[Decision] = full.read_by(viewer, with_unsent=with_unsent)
    prefetch_related_objects(decisions, *_subjects(viewer))  # not before: a correction may name others
    return decisions


def _subjects(viewer: Viewer) -> list[Any]:
    return [
        Prefetch("recommendation", Recommendation.objects.visible_to(viewer)),
        Prefetch("area", Area.objects.visible_to(viewer)),
    ]


def paper_html(document: Document) -> str:
    """The page that the PDF is made from; it names no moment but the minutes' own: the same content is one PDF."""
    title = f"Referat: {document.meeting.title}"
    context = {"document": document, "title": title, "written_at": document.written_at, "site_url": settings.SITE_URL}
    return render_to_string("pdf/minutes.html", context)
