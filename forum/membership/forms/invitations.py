"""Forms of the way in: inviting one, inviting many, accepting."""

from __future__ import annotations

from typing import Any

from django import forms

from forum import files
from forum.base.fields import AddressField, LineField, LongField, NameField, PhoneField
from forum.base.stale import RevisionField
from forum.files import Sheet
from forum.membership.forms import pasted_lines, pasted_people
from forum.membership.forms.places import CHOOSE_ONE, PLACES, PlaceFields
from forum.membership.forms.profile import NotificationForm

LONGEST_LIST = 100_000  # characters: 500 lines with some columns more than are used
AS_HOLDER, AS_SUBSTITUTE, AS_SECRETARIAT = "holder", "substitute", "secretariat"


class GreetingField(LongField):
    """What the sender says in their own words, above the invitation's text."""

    def __init__(self, **kwargs: Any) -> None:
        where = "Står øverst i mailen, lige efter »Kære«. Du behøver ikke at skrive noget."
        super().__init__(label="Personlig hilsen", rows=3, max_length=600, required=False, help_text=where, **kwargs)


class InvitationForm(PlaceFields):
    name = NameField(label="Navn", max_length=120, error_messages={"required": "Skriv, hvem du inviterer."})
    email = AddressField(label="Mailadresse")
    part = forms.ChoiceField(
        label="Inviteres som",
        choices=[
            (AS_HOLDER, "Medlem med en plads"),
            (AS_SUBSTITUTE, "Fast stedfortræder for en plads"),
            (AS_SECRETARIAT, "Sekretariatet (uden plads)"),
        ],
        widget=forms.RadioSelect,
        initial=AS_HOLDER,
    )
    follows = forms.BooleanField(
        label="Overtager pladsen",
        help_text="Det sker først, når invitationen bliver taget imod. Sæt kun kryds, hvis pladsen er besat.",
        required=False,
    )
    greeting = GreetingField()
    field_order = ["name", "email", "part", "seat", "follows", "organisation", "supplier", "greeting"]

    def clean(self) -> dict[str, Any]:
        """What `invitations.invite` takes."""
        data = super().clean() or {}
        part = data.get("part")
        if self.errors or not part:
            return data
        taken = {name: data[name] for name in ("name", "email", "greeting")}
        taken |= {"is_secretariat": part == AS_SECRETARIAT, "is_substitute": part == AS_SUBSTITUTE}
        if part == AS_SECRETARIAT:
            return taken
        place = self.one_place(data)
        if not place:
            filled = any(data.get(name) for name in PLACES)
            self.add_error("seat", CHOOSE_ONE if filled else "Vælg, hvilken plads invitationen gælder.")
            return data
        if place == "seat" and not data["follows"]:
            seat = data["seat"]
            holder = seat.substitute if part == AS_SUBSTITUTE else seat.holder
            if holder:
                self.add_error("follows", f"{holder} har pladsen i dag. Sæt kryds, hvis den nye skal overtage den.")
        return taken | {place: data[place]}


class CorrectForm(forms.Form):
    """Another address for an invitation that is sent."""

    email = AddressField(label="Den rigtige mailadresse")
    revision = RevisionField()


class DeclineForm(forms.Form):
    """»Nej tak«, with a word perhaps."""

    answer = LongField(
        label="Vil du skrive et par ord?",
        rows=3,
        max_length=1_000,
        required=False,
        help_text="Sekretariatet læser dem. Du behøver ikke at skrive noget.",
    )


class ManyForm(forms.Form):
    """Pasted lines, or a sheet whose rows are put among the lines, so that all can be put right in one place."""

    use_required_attribute = False  # one of the two

    lines = LongField(
        label="Én person på hver linje: navn, mail, organisation",
        help_text="Skil dem ad med tabulator, semikolon eller komma. Du kan kopiere lige fra et regneark.",
        max_length=LONGEST_LIST,
        required=False,
        rows=10,
    )
    sheet = forms.FileField(
        label="Eller et regneark (.xlsx eller .csv)",
        help_text="Det første synlige ark læses efter overskrifterne, fx navn, mail og kommune.",
        required=False,
    )
    follows = forms.BooleanField(
        label="Nye personer overtager pladser, der er besat",
        help_text="Det sker først, når invitationen bliver taget imod.",
        required=False,
    )

    suppliers = forms.BooleanField(
        label="Organisationer, vi ikke kender, er nye leverandører",
        help_text="De bliver oprettet, når du sender. Du ser dem først på linjerne.",
        required=False,
    )
    greeting = GreetingField()
    revision = RevisionField()  # of the preview

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound and not self.initial:  # beside a preview the focus would lead past it
            self.fields["lines"].widget.attrs["autofocus"] = True

    def clean_sheet(self) -> Sheet:
        sent = self.cleaned_data["sheet"]
        try:
            return files.read_sheet(sent.name, sent.read()) if sent else Sheet([], [])
        except files.Refused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean(self) -> dict[str, Any]:
        """`lines` is all that was sent, one person a line, with the answers to the questions of the preview."""
        data = super().clean() or {}
        if self.errors:
            return data
        written = pasted_lines.answered(data["lines"], dict(self.data.items()))
        text = "\n".join([written, *("\t".join(row) for row in data["sheet"].rows)]).strip("\n")
        text = pasted_people.one_person_a_line(text)
        if not text:
            raise forms.ValidationError("Sæt linjer ind, eller vælg et regneark.")
        if len(text) > LONGEST_LIST or len(text.splitlines()) > pasted_people.MAX_LINES:
            raise forms.ValidationError(f"Tag højst {pasted_people.MAX_LINES} linjer ad gangen.")
        data["lines"] = text
        return data


class AcceptForm(NotificationForm):
    name = NameField(
        label="Dit navn",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Skriv dit navn."},
    )
    title = LineField(
        label="Din titel",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    phone = PhoneField()
