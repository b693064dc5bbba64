"""What is written in the agenda's own list: a new row, and a row's title, kind, minutes and readers in place."""

from __future__ import annotations

from typing import Any

from django import forms

from forum.base.fields import LineField, field_of
from forum.base.stale import RevisionField
from meetings.agenda.forms.items import audiences_within
from meetings.agenda.lines import LONGEST, Line, LineReader
from meetings.agenda.models import AgendaItem, Pause

AS_WRITTEN, PAUSE = "", "pause"  # choices of a new row's kind: by its title; a pause
NO_TITLE = {"required": "Skriv, hvad punktet handler om."}


def minutes_field(**kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label="Minutter", min_value=1, max_value=LONGEST, **kwargs)


class NewRowForm(forms.Form):
    """A new item or pause; the title may say the rest, as a pasted line does: »Velkomst - 10 - Odense«."""

    title = LineField(label="Titel", max_length=200, error_messages=NO_TITLE)
    kind = forms.ChoiceField(
        label="Hvad skal der ske?",
        required=False,
        choices=[(AS_WRITTEN, "Efter titlen"), *AgendaItem.Kind.choices, (PAUSE, "Pause")],
    )
    minutes = minutes_field(required=False)
    after = LineField(label="Efter", required=False, max_length=30, widget=forms.HiddenInput)

    def line(self) -> Line:
        """The row as it was written; the fields beside the title are stronger than what the title says."""
        data, raw = self.cleaned_data, [self.cleaned_data["title"]]
        if data["minutes"]:
            raw.append(f"{data['minutes']} min")
        if data["kind"]:
            raw.append(data["kind"] if data["kind"] == PAUSE else str(AgendaItem.Kind(data["kind"]).label))
        return LineReader.of_today().line("\t".join(raw))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and (problem := self.line().problem):
            self.add_error("title", problem)
        return data


class RowForm(forms.Form):
    """An item in its row."""

    title = LineField(label="Titel", max_length=200, error_messages=NO_TITLE)
    kind = forms.ChoiceField(label="Hvad skal der ske?", choices=AgendaItem.Kind.choices)
    minutes = minutes_field()
    revision = RevisionField()


class PauseForm(forms.Form):
    """A pause in its row."""

    title = LineField(label="Titel", max_length=200, error_messages={"required": "Skriv, hvad pausen hedder."})
    minutes = minutes_field()
    revision = RevisionField()


class AudienceForm(forms.Form):
    """Who may read an item, chosen in its row."""

    audience = forms.ChoiceField(label="Hvem må se punktet?")
    revision = RevisionField()

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "audience").choices = audiences_within(item.meeting.audience)


def values_of(row: AgendaItem | Pause, form: forms.BaseForm) -> list[str]:
    """What the row says in the fields that its form edits, as it is saved."""
    return [str(_in_words(form, name, getattr(row, name))) for name in form.fields if name != "revision"]


def written_in(form: forms.BaseForm) -> list[str]:
    """What was written in the same fields."""
    return [str(_in_words(form, name, form[name].value())) for name in form.fields if name != "revision"]


def _in_words(form: forms.BaseForm, name: str, value: Any) -> Any:
    if name == "minutes":
        return f"{value} min."
    return dict(getattr(form.fields[name], "choices", ())).get(value, value)
