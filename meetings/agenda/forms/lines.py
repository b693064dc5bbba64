"""Many rows at once: pasted as lines, kept as standard items, taken from an earlier meeting."""

from __future__ import annotations

from typing import Any

from django import forms

from forum.base.fields import LongField, field_of
from forum.base.stale import RevisionField
from forum.base.text import counted
from forum.base.visibility import Viewer
from meetings.agenda.lines import MAX_LINES, LineReader, Reading
from meetings.agenda.models import AgendaItem, Pause, StandardAgenda, programme
from meetings.meeting.models import Meeting

HOW = "Skriv fx »Velkomst - 10 min. - Odense«. Rækkefølgen af minutter, slags og ansvarlig er lige meget."


class LinesForm(forms.Form):
    """Rows as lines; `reading` is what they were read as, whether or not something is wrong with them."""

    text = LongField(
        label="Ét punkt på hver linje",
        rows=8,
        max_length=12_000,
        help_text=HOW,
        error_messages={"required": "Skriv mindst ét punkt."},
    )

    reading: Reading | None = None

    def read(self, text: str) -> Reading:
        return LineReader.of_today().read(text)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        self.reading = self.read(text)
        count = len(self.reading.lines)
        if not count:
            raise forms.ValidationError("Der er ingen punkter i teksten.")
        if count > MAX_LINES:
            raise forms.ValidationError(f"Der er {count} linjer. Tag højst {MAX_LINES} ad gangen.")
        if self.reading.problems:
            raise forms.ValidationError(self.reading.problems)
        return text


class StandardForm(LinesForm):
    """The standard items."""

    revision = RevisionField()

    def __init__(self, *args: Any, saved: StandardAgenda, **kwargs: Any) -> None:
        kwargs["initial"] = {"text": saved.text, "revision": saved.revision}
        super().__init__(*args, **kwargs)


class CopyForm(forms.Form):
    """Which rows of an earlier meeting are taken over; a row goes by its name on the page."""

    rows: forms.Field = forms.MultipleChoiceField(
        label="Punkter",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vælg mindst ét punkt."},
    )
    with_texts = forms.BooleanField(label="Tag sagsfremstilling og indstilling med", required=False)

    def __init__(self, *args: Any, source: Meeting, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key: dict[str, AgendaItem | Pause] = {}
        choices = []
        for line in programme(source, viewer).lines:
            row = line.pause or line.item
            if row is None:
                continue
            self.by_key[row.key] = row
            name = f"{row.title} (pause, {row.minutes} min.)" if line.pause else _said(row)
            choices.append((row.key, name))
        field_of(self, "rows").choices = choices

    def clean_rows(self) -> list[AgendaItem | Pause]:
        chosen = set(self.cleaned_data["rows"])
        return [row for key, row in self.by_key.items() if key in chosen]


def _said(item: Any) -> str:
    closed = f", {item.read_by.lower()}" if item.is_closed else ""
    return f"{item.number}. {item.title} ({item.get_kind_display().lower()}, {item.minutes} min.{closed})"


def added_sentence(rows: list[AgendaItem | Pause]) -> str:
    """»10 punkter og 1 pause er tilføjet.«"""
    pauses = sum(isinstance(row, Pause) for row in rows)
    said = [counted(len(rows) - pauses, "punkt", "punkter")] if len(rows) > pauses else []
    said += [counted(pauses, "pause", "pauser")] if pauses else []
    return f"{' og '.join(said)} er tilføjet."
