"""The answer to a convocation."""

from __future__ import annotations

from typing import Any

from django import forms

from forum.base.fields import AddressField, LineField, NameField
from meetings.attendance.models import Attendance
from meetings.attendance.rules import STAND_IN
from meetings.attendance.wishes import KEPT_DAYS

NAME_THEM = "Skriv navnet på den, der kommer."


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label="Svar",
        choices=Attendance.Answer.choices,
        error_messages={"required": "Vælg et svar.", "invalid_choice": "Vælg et svar."},
    )
    substitute_name = NameField(label="Hvem kommer i stedet for dig?", max_length=120, required=False)
    substitute_email = AddressField(
        label="Den andens mailadresse",
        required=False,
        help_text="Så får vedkommende indkaldelse, bilag og påmindelse. Lad feltet stå tomt, hvis I selv giver besked.",
    )

    wishes = LineField(
        label="Har du ønsker til mad eller adgang?", max_length=300, required=False,
        help_text=f"Kun sekretariatet læser det, og vi sletter det {KEPT_DAYS} dage efter mødet.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_named = data.get("substitute_name") or self.has_error("substitute_name")  # a refused name has its own reason
        if data.get("answer") == Attendance.Answer.SUBSTITUTE and not is_named:
            self.add_error("substitute_name", NAME_THEM)
        return data


class StandInForm(forms.Form):
    """The answer of the one who is asked to come instead of somebody."""

    answer = forms.ChoiceField(
        label="Svar", choices=STAND_IN, error_messages={"required": "Vælg et svar.", "invalid_choice": "Vælg et svar."}
    )
