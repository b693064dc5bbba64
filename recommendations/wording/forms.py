"""What the secretariat writes about a recommendation."""

from __future__ import annotations

from typing import Any

from django import forms

from forum.base.fields import LineField, LongField, field_of
from forum.base.stale import RevisionField
from forum.base.text import counted
from recommendations.wording import rules
from recommendations.wording.models import Recommendation

WORDING = 1_000  # characters; the longest of the ten has 216
SILENT = (
    "Fjern fluebenet, hvis du kun retter en slåfejl: Så sendes der ingen mail, men den nye version står stadig på "
    "anbefalingens side, under nyt og i det ugentlige overblik."
)


class RewordForm(forms.Form):
    text = LongField(
        label="Ny ordlyd",
        rows=5,
        max_length=WORDING,
        help_text="Skriv hele ordlyden, som den skal stå.",
        error_messages={"required": "Skriv hele den nye ordlyd."},
    )
    reason = LineField(
        label="Anledning",
        max_length=200,
        help_text="Fx »Besluttet på mødet den 22. august 2019«. Vises ved versionen.",
        error_messages={"required": "Skriv, hvad der er anledning til den nye ordlyd."},
    )
    tell = forms.BooleanField(label="Send besked til medlemmerne om den nye ordlyd", required=False, initial=True)
    revision = RevisionField()

    def __init__(self, *args: Any, recipients: int, **kwargs: Any) -> None:
        """`recipients`: how many members would get a mail; when nobody would, the form does not ask."""
        super().__init__(*args, **kwargs)
        if recipients:
            people = counted(recipients, "modtager", "modtagere")
            self.fields["tell"].help_text = f"Mailen går til {people}, så snart du gemmer. {SILENT}"
        else:
            del self.fields["tell"]


class ExplainForm(forms.Form):
    handle = LineField(
        label="Kort navn",
        max_length=24,
        required=False,
        help_text="Ét ord til den lille oversigt på telefonen, fx »Behov«. Ordlyden ændres ikke.",
    )
    why = LongField(
        label="Hvorfor", rows=14, editor=True, required=False, help_text="Begrundelsen, som står under ordlyden."
    )
    revision = RevisionField()


class StateForm(forms.Form):
    to = forms.ChoiceField(label="Ny tilstand", widget=forms.RadioSelect)
    superseded_by: forms.Field = forms.ModelChoiceField(
        label="Afløses af",
        queryset=None,
        required=False,
        help_text="Kun når en anden anbefaling træder i stedet.",
    )
    reason = LineField(
        label="Begrundelse",
        max_length=300,
        help_text="Gemmes i historikken, så andre kan se, hvorfor det skete.",
        error_messages={"required": "Skriv, hvorfor tilstanden ændres."},
    )

    def __init__(self, *args: Any, recommendation: Recommendation, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        possible = [state for state in Recommendation.State if not rules.why_not_move(recommendation, state)]
        # Any state is understood, so that a move that somebody else came first with is answered with its own sentence
        field_of(self, "to").choices = Recommendation.State.choices
        self.fields["to"].widget.choices = [(state.value, state.label) for state in possible]
        if Recommendation.State.SUPERSEDED in possible:
            field_of(self, "superseded_by").queryset = others
        else:
            del self.fields["superseded_by"]
