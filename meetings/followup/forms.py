"""Forms of actions: what, who and by when; and why one was dropped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator

from forum.base.dates import local
from forum.base.fields import LineField
from forum.base.stale import RevisionField
from forum.base.visibility import Audience
from forum.people.models import Seat
from meetings.agenda.models import AgendaItem
from meetings.attendance.attendees import seats_that_read
from meetings.followup.models import SECRETARIAT, Action

OWN = "sekretariatet"  # the choice that is no seat


class _OwnerChoices(ModelChoiceIterator):
    """The choices of an owner: "choose one", the secretariat, then the seats."""

    def __iter__(self) -> Iterator[Any]:
        choices = super().__iter__()
        yield next(choices)
        yield OWN, SECRETARIAT
        yield from choices


class OwnerField(forms.ModelChoiceField):
    """A seat, or None for the secretariat itself; choosing neither is an error."""

    iterator = _OwnerChoices

    def clean(self, value: Any) -> Any:
        return None if value == OWN else super().clean(value)


class ActionForm(forms.Form):
    """An action under an item of the minutes: what, who and by when."""

    text = LineField(label="Opgave", max_length=300, error_messages={"required": "Skriv, hvad der skal gøres."})
    owner = OwnerField(
        Seat.objects.none(),
        label="Ansvarlig",
        empty_label="Vælg, hvem der tager den",
        error_messages={"required": "Vælg, hvem der er ansvarlig."},
    )
    due = forms.DateField(
        label="Frist",
        help_text="Fx 24.10.2019",
        widget=forms.DateInput(attrs={"class": "input-date", "autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": "Skriv en frist.", "invalid": "Skriv datoen som dag.måned.år, fx 24.10.2019."},
    )
    revision = RevisionField()

    def __init__(self, *args: Any, item: AgendaItem, now: datetime, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"opgave-{item.pk}-%s"
        super().__init__(*args, **kwargs)
        self.item, self.now = item, now
        owner: Any = self.fields["owner"]
        owner.queryset = Seat.objects.with_holders().filter(pk__in=seats_that_read(item))
        if item.audience == Audience.SECRETARIAT:
            owner.help_text = "Kun sekretariatet kan læse punktet, så ingen andre kan få en opgave her."
        elif item.is_closed or item.disqualified.exists():
            owner.help_text = "Ud over sekretariatet kan kun de pladser vælges, der kan læse punktet."
        owner.label_from_instance = _seat_name

    @staticmethod
    def initial_of(action: Action) -> dict[str, Any]:
        """What the minutes say of the action now."""
        agreed = action.agreed
        owner = agreed.owner_id or OWN
        return {"text": agreed.text, "owner": owner, "due": agreed.due, "revision": action.revision}

    def clean_due(self) -> Any:
        due = self.cleaned_data["due"]
        if due < local(self.item.meeting.start).date():
            raise forms.ValidationError("Fristen ligger før mødet. Skriv en senere dato.")
        if due < local(self.now).date() and due != self.initial.get("due"):
            raise forms.ValidationError("Fristen er passeret. Skriv en senere dato.")
        return due


class DropForm(forms.Form):
    """Why an action is dropped."""

    reason = LineField(
        label="Hvorfor bortfalder opgaven?",
        max_length=300,
        error_messages={"required": "Skriv, hvorfor opgaven bortfalder."},
    )


def _seat_name(seat: Seat) -> str:
    who = seat.holder or seat.substitute
    return f"{seat.organisation.full_name} ({who.name})" if who else f"{seat.organisation.full_name} (ledig plads)"
