"""The form of a list of receivers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from forum.base.fields import AddressesField, LineField, field_of
from forum.base.stale import RevisionField
from forum.receivers.choices import Grouped
from forum.receivers.models import ReceiverList


class ListForm(forms.Form):
    name = LineField(
        label="Hvad skal listen hedde?", max_length=60, help_text="Fx Styregruppen.",
        error_messages={"required": "Skriv, hvad listen skal hedde."},
    )  # fmt: skip
    people = forms.MultipleChoiceField(
        label="Medlemmer", widget=forms.CheckboxSelectMultiple, required=False,
        error_messages={"invalid_choice": "En af dem, du valgte, er ikke længere i forummet. Se listen igennem."},
    )  # fmt: skip
    addresses = AddressesField(
        label="Andre modtagere", rows=6, required=False,
        help_text="Én mailadresse pr. linje. Du kan indsætte dem fra Outlook.",
    )  # fmt: skip
    revision = RevisionField()

    def __init__(self, *args: Any, people: Grouped, row: ReceiverList | None = None, **kwargs: Any) -> None:
        if row:
            kwargs["initial"] = {
                "name": row.name,
                "people": [str(pk) for pk in row.members.values_list("pk", flat=True)],
                "addresses": "\n".join(row.addresses),
                "revision": row.revision,
            }
        super().__init__(*args, **kwargs)
        field_of(self, "people").choices = people

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("people") or data.get("addresses")):
            raise ValidationError("Vælg mindst ét medlem, eller skriv mindst én adresse.")
        return data
