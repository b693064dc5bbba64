"""Forms of the way in: inviting one, inviting many, accepting."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from forum import files
from forum.base.fields import AddressField, LineField, LongField, NameField, PhoneField, field_of
from forum.base.stale import RevisionField
from forum.files import Sheet
from forum.membership.actions import invitations
from forum.membership.forms import pasted_people
from forum.membership.forms.profile import pace_fields
from forum.people.models import NotificationChoice, Seat

LONGEST_LIST = 100_000  # characters: 500 lines with some columns more than are used
AS_HOLDER, AS_SUBSTITUTE, AS_SECRETARIAT = "holder", "substitute", "secretariat"


class SeatChoice(forms.ModelChoiceField):
    def label_from_instance(self, seat: Any) -> str:
        who = f"{seat.holder} har pladsen" if seat.holder else "ledig"
        return f"{seat} ({who})"


def current_seats() -> Any:
    return Seat.objects.filter(until=None).with_holders()


class InvitationForm(forms.Form):
    use_required_attribute = False  # what must be filled in depends on the part

    name = NameField(label="Navn", max_length=120, error_messages={"required": "Skriv navnet på den, du inviterer."})
    email = AddressField(label="Mailadresse")
    part = forms.ChoiceField(
        label="Inviteres som",
        choices=[
            (AS_HOLDER, "Medlem med en plads"),
            (AS_SUBSTITUTE, "Fast stedfortræder for en plads"),
            (AS_SECRETARIAT, "Sekretariatet"),
        ],
        widget=forms.RadioSelect,
        initial=AS_HOLDER,
    )
    seat = SeatChoice(
        label="Plads",
        queryset=Seat.objects.none(),
        required=False,
        empty_label="Vælg en plads",
        help_text="Ikke nødvendig for sekretariatet.",
    )
    follows = forms.BooleanField(
        label="Den nye overtager pladsen",
        help_text="Det sker først, når invitationen bliver taget imod. Sæt kun kryds, hvis pladsen er besat.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "seat").queryset = current_seats()

    def clean(self) -> dict[str, Any]:
        """What `invitations.invite` takes."""
        data = super().clean() or {}
        part, seat, email = data.get("part"), data.get("seat"), data.get("email")
        if not part or not email:
            return data
        data["is_secretariat"] = part == AS_SECRETARIAT
        data["is_substitute"] = part == AS_SUBSTITUTE
        if data["is_secretariat"]:
            data["seat"] = seat = None
        elif seat is None:
            self.add_error("seat", "Vælg, hvilken plads invitationen gælder.")
            return data
        reason = invitations.why_not(
            email=email,
            seat=seat,
            is_substitute=data["is_substitute"],
            is_secretariat=data["is_secretariat"],
            now=timezone.now(),
        )
        if reason:
            raise forms.ValidationError(reason)
        holder = seat and (seat.substitute if data["is_substitute"] else seat.holder)
        if holder and not data["follows"]:
            self.add_error("follows", f"{holder} har pladsen i dag. Sæt kryds, hvis den nye skal overtage den.")
        return {name: value for name, value in data.items() if name not in {"part", "follows"}}


class ManyForm(forms.Form):
    """Pasted lines, or a sheet whose rows are put among the lines, so that all can be put right in one place."""

    use_required_attribute = False  # one of the two

    lines = LongField(
        label="Én person på hver linje: navn, mail, organisation",
        help_text="Skil dem ad med tabulator, semikolon eller komma. Du kan kopiere lige fra et regneark.",
        rows=10,
        max_length=LONGEST_LIST,
        required=False,
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

    revision = RevisionField()  # of the preview

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
        written = pasted_people.answered(data["lines"], dict(self.data.items()))
        text = "\n".join([written, *("\t".join(row) for row in data["sheet"].rows)]).strip("\n")
        text = pasted_people.one_person_a_line(text)
        if not text:
            raise forms.ValidationError("Sæt linjer ind, eller vælg et regneark.")
        if len(text) > LONGEST_LIST or len(text.splitlines()) > pasted_people.MAX_LINES:
            raise forms.ValidationError(f"Tag højst {pasted_people.MAX_LINES} linjer ad gangen.")
        data["lines"] = text
        return data


class AcceptForm(forms.Form):
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(pace_fields())
        self.order_fields(["name", "title", "phone", *pace_fields()])

    def choices(self) -> dict[str, str]:
        return {kind: self.cleaned_data[kind] for kind in NotificationChoice.Kind.values}
