"""Corrections of minutes: what one text says otherwise than the text sent before, word by word, for one reader.

A reader sees the words of an item when they may read it now and could read it then: what was written while an item was
closed to them stays closed, also when it was taken out before the item was opened.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from forum.base.markdown import to_plain
from forum.base.text import changes
from forum.base.visibility import OPEN, SYSTEM, Alike, Viewer, may_read
from meetings.agenda.models import AgendaItem
from meetings.followup.models import Action
from meetings.minutes.models import Minutes, SentText
from meetings.minutes.models.sent_text import Content, content_of
from recommendations.areas.models import Area
from recommendations.wording.models import Recommendation

Parts = list[tuple[str, str]]  # as `forum.base.text.changes` gives them
AROUND = 120  # characters of unchanged text that are shown on each side of a change in a mail
NOTHING: Content = {"note": "", "decisions": [], "actions": []}


@dataclass(frozen=True)
class Correction:
    """What was changed under one item, or about who was there (`number` is None)."""

    item_id: int | None
    number: int | None
    title: str
    parts: Parts
    is_closed: bool  # for some of the forum alone, now or then

    @property
    def heading(self) -> str:
        return f"Punkt {self.number}: {self.title}" if self.number else self.title

    @property
    def excerpt(self) -> Parts:
        """The changes with little of the unchanged text around them, and without the white space at their ends."""
        last, found = len(self.parts) - 1, []
        for place, (kind, text) in enumerate(self.parts):
            if kind == "same":
                found.append((kind, _shortened(text, is_first=place == 0, is_last=place == last)))
                continue
            core = text.strip()
            before, after = text.split(core, 1) if core else (text, "")
            if found and found[-1][0] not in {"same", kind} and not before:
                before = " "  # words in place of others: the two are told apart where no colours are shown
            found += [("same", before), (kind, core), *([("same", after)] if after else [])]
        return [(kind, text) for kind, text in found if text]


class Corrections:
    """What one text of the minutes changed in another, compared once for all readers who see alike."""

    def __init__(self, meeting_id: int, before: Content, after: Content) -> None:
        self.meeting_id, self.before, self.after = meeting_id, before, after
        now = AgendaItem.objects.visible_to(SYSTEM).filter(meeting=meeting_id).barred()
        states = [state for content in (before, after) for state in content["items"].values()]
        self.compared = Alike({*now, *(pk for state in states for pk in state["disqualified"])}, self._compared)

    def of(self, viewer: Viewer) -> list[Correction]:
        """Every changed item whose words the viewer may see, in the order of the agenda; first who was there."""
        return self.compared.of(viewer)

    def in_mail(self, viewer: Viewer) -> list[Correction]:
        """As `of`, of what is open to the whole forum alone: nothing closed is in a mail, whoever gets it."""
        return self.of(replace(viewer, audiences=viewer.audiences & OPEN, is_secretariat=False))

    def _compared(self, viewer: Viewer) -> list[Correction]:
        names = _names(viewer, self.meeting_id)
        rows = AgendaItem.objects.visible_to(viewer).filter(meeting=self.meeting_id)
        found = [
            _about(item, self.before["items"], self.after["items"], viewer, names)
            for item in rows.select_related("meeting").order_by("number")
        ]
        present = changes("\n".join(self.before["present"]), "\n".join(self.after["present"]))
        there = Correction(None, None, "Deltagere", present, is_closed=False)
        return [one for one in (there, *found) if any(kind != "same" for kind, _ in one.parts)]


def last_correction(minutes: Minutes) -> Corrections | None:
    """What the text that was sent last changed in the one before; None when only one was sent."""
    sent = SentText.last(minutes, 2)
    return Corrections(minutes.meeting_id, sent[1].content, sent[0].content) if len(sent) == 2 else None


def unsent_correction(minutes: Minutes) -> Corrections | None:
    """What the minutes say now otherwise than the text that was sent last; None when no sent text was kept."""
    sent = SentText.last(minutes)
    return Corrections(minutes.meeting_id, sent[0].content, content_of(minutes)) if sent else None


def _about(item: AgendaItem, before: Content, after: Content, viewer: Viewer, names: _Names) -> Correction:
    states = [content[str(item.pk)] for content in (before, after) if str(item.pk) in content]
    old, new = (_readable(content.get(str(item.pk)), viewer, names) for content in (before, after))
    parts = changes(_text(old, names), _text(new, names))
    if old != new and all(kind == "same" for kind, _ in parts):  # only its signs were changed: a heading, bold words
        parts = changes(old["note"], new["note"])
    is_closed = item.is_closed or any(state["audience"] not in OPEN for state in states)
    return Correction(item.pk, item.number, item.title, parts, is_closed)


def _readable(state: Content | None, viewer: Viewer, names: _Names) -> Content:
    """The item's words in one of the texts, when this viewer could read them there."""
    if state is None or not may_read(viewer, state["audience"], state["disqualified"]):
        return NOTHING
    actions = [
        action
        for action in state["actions"]
        if may_read(viewer, action["audience"]) and action["id"] not in names.closed_actions
    ]
    return {"note": state["note"], "decisions": state["decisions"], "actions": actions}


@dataclass(frozen=True)
class _Names:
    """What the viewer may know recommendations and areas by; those that they may not see have no name."""

    recommendations: dict[int, str]
    areas: dict[int, str]
    closed_actions: set[int]  # that the viewer may not read now, whatever was so before

    def of(self, decision: Content) -> list[str]:
        about = [self.recommendations.get(decision["recommendation"]), self.areas.get(decision["area"])]
        return [name for name in about if name]


def _names(viewer: Viewer, meeting_id: int) -> _Names:
    recommendations: Any = Recommendation.objects.visible_to(viewer)
    areas: Any = Area.objects.visible_to(viewer)
    actions = Action.objects.visible_to(SYSTEM).filter(item__meeting=meeting_id)
    return _Names(
        {row.pk: str(row) for row in recommendations},
        {row.pk: str(row) for row in areas},
        set(actions.exclude(audience__in=viewer.audiences).values_list("pk", flat=True)),
    )


def _text(state: Content, names: _Names) -> str:
    """The item as plain text: the note, a paragraph for each decision, one for each action."""
    decided = [_decision(decision, names) for decision in state["decisions"]]
    promised = [f"Opgave: {one['text']}\nAnsvarlig: {one['owner']} · Frist: {one['due']}" for one in state["actions"]]
    return "\n\n".join(filter(None, [to_plain(state["note"]), *decided, *promised]))


def _decision(decision: Content, names: _Names) -> str:
    said = f"{decision['kind']}: {decision['text']}" if decision["text"] else decision["kind"]
    about = names.of(decision)
    if decision["lead"] and names.areas.get(decision["area"]):
        about.append(f"Tovholder: {decision['lead']}")
        about += [f"Deltagende kommuner: {decision['partners']}"] if decision["partners"] else []
    return "\n".join(filter(None, [said, " · ".join(about)]))


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    """Unchanged text: its end before the first change, its beginning after the last, both between two changes.

    Before the first and after the last it stays in the paragraph that was changed.
    """
    if is_first:
        text = text[text.rfind("\n") + 1 :]
    if is_last:
        text = text.partition("\n")[0]
    head, tail = text[:AROUND].rsplit(" ", 1)[0], text[-AROUND:].split(" ", 1)[-1]
    if len(text) <= AROUND or (len(text) <= 2 * AROUND and not is_first and not is_last):
        return text
    if is_first:
        return f"… {tail}"
    return f"{head} …" if is_last else f"{head} … {tail}"
