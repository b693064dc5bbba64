"""The form of those who ask to join, wary of robots; and the secretariat's answers."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from forum.base.fields import AddressField, LineField, LongField, NameField
from forum.membership.forms.places import CHOOSE_ONE, PLACES, PlaceFields

SALT = "forum.join-form"
QUICKEST = timedelta(seconds=3)  # nobody writes four answers faster
ADDRESS = re.compile(r"@|://|www\.", re.I)
SLOWEST = timedelta(hours=24)


class JoinForm(forms.Form):
    name = NameField(
        label="Dit navn",
        max_length=120,
        widget=forms.TextInput({"autocomplete": "name"}),
        error_messages={"required": "Skriv dit navn."},
    )
    email = AddressField(
        label="Din mailadresse",
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text="Vi sender et link, som du bekræfter ansøgningen med.",
    )
    organisation = LineField(
        label="Din organisation",
        max_length=120,
        widget=forms.TextInput({"autocomplete": "organization"}),
        error_messages={"required": "Skriv, hvor du arbejder."},
    )
    why = LongField(
        label="Hvorfor vil du være med?",
        rows=6,
        max_length=2_000,
        help_text="Et par sætninger om, hvad du arbejder med, og hvad du kan bidrage med.",
        error_messages={"required": "Skriv, hvad du arbejder med, og hvad du kan bidrage med."},
    )
    # People never see it; robots fill it
    website = LineField(label="Lad feltet stå tomt", required=False, widget=forms.TextInput({"tabindex": "-1"}))
    stamp = LineField(label="Tidspunkt", widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("stamp", signing.TimestampSigner(salt=SALT).sign("join"))

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if ADDRESS.search(name):
            raise ValidationError("Skriv kun dit navn, uden mail- og webadresser.")
        return name

    @property
    def is_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def clean(self) -> dict[str, Any]:
        """A form filled in before anyone could have, or long ago, is asked for once more."""
        data = super().clean() or self.cleaned_data
        signer = signing.TimestampSigner(salt=SALT)
        try:
            signer.unsign(data.get("stamp", ""), max_age=SLOWEST)
        except signing.BadSignature:
            raise self._again("Siden har stået åben for længe. Se dine svar igennem, og send dem igen.") from None
        try:
            signer.unsign(data.get("stamp", ""), max_age=QUICKEST)
        except signing.SignatureExpired:
            return data
        raise self._again("Vent et par sekunder, og tryk på Send igen.")

    def _again(self, sentence: str) -> ValidationError:
        """The refusal; the form is shown with a stamp of its own time."""
        sent: Any = self.data
        fresh = sent.copy()
        fresh["stamp"] = signing.TimestampSigner(salt=SALT).sign("join")
        self.data = fresh
        return ValidationError(sentence)


class ApproveForm(PlaceFields):
    is_substitute = forms.BooleanField(label="Som fast stedfortræder", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not (chosen := self.one_place(data)):
            raise ValidationError(CHOOSE_ONE)
        return {name: value for name, value in data.items() if name not in PLACES or name == chosen}


class DeclineForm(forms.Form):
    answer = LongField(
        label="Dit svar",
        rows=8,
        max_length=2_000,
        help_text="Sendes som mail, præcis som det står her.",
        error_messages={"required": "Skriv dit svar til ansøgeren."},
    )
