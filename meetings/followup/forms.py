"""Forms of actions: what, who and by when; and what is asked when something becomes of one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import ModelChoiceIterator
from django.utils import timezone

from forum.base.dates import local
from forum.base.fields import DayField, LineField
from forum.base.stale import RevisionField
from forum.base.visibility import Audience, Viewer
from forum.membership.vacancies import with_invited, word_for
from forum.people.models import Seat
from meetings.agenda.models import AgendaItem
from meetings.attendance.attendees import seats_that_read
from meetings.followup.models import SECRETARIAT, Action
from meetings.followup.rules import possible_owners

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


def _text_field() -> LineField:
    return LineField(label="Opgave", max_length=300, error_messages={"required": "Skriv, hvad der skal gøres."})


def _owner_field(label: str = "Ansvarlig") -> OwnerField:
    return OwnerField(
        Seat.objects.none(),
        label=label,
        empty_label="Vælg, hvem der tager den",
        error_messages={"required": "Vælg, hvem der er ansvarlig."},
    )


def _due_field(label: str = "Frist") -> DayField:
    return DayField(label=label, error_messages={"required": "Skriv en frist."})


def _not_passed(due: date, now: datetime) -> date:
    if due < local(now).date():
        raise forms.ValidationError("Fristen er passeret. Skriv en senere dato.")
    return due


def _offer(owner: Any, seats: QuerySet[Seat]) -> None:
    """Let the field offer the secretariat and these seats, each with who sits in it."""
    offered = Seat.objects.with_holders().filter(pk__in=seats.values("pk"))
    owner.queryset = with_invited(offered, timezone.now())
    owner.label_from_instance = _seat_name


class ActionForm(forms.Form):
    """An action under an item of the minutes: what, who and by when."""

    text = _text_field()
    owner = _owner_field()
    due = _due_field()
    revision = RevisionField()

    def __init__(self, *args: Any, item: AgendaItem, now: datetime, **kwargs: Any) -> None:
        kwargs["auto_id"] = f"opgave-{item.pk}-%s"
        super().__init__(*args, **kwargs)
        self.item, self.now = item, now
        owner: Any = self.fields["owner"]
        _offer(owner, seats_that_read(item))
        if item.audience == Audience.SECRETARIAT:
            owner.help_text = "Kun sekretariatet kan læse punktet, så ingen andre kan få en opgave her."
        elif item.is_closed or item.disqualified.exists():
            owner.help_text = "Ud over sekretariatet kan kun de pladser vælges, der kan læse punktet."

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
        return due if due == self.initial.get("due") else _not_passed(due, self.now)


class NewActionForm(forms.Form):
    """An action that was agreed outside any meeting: what, who, by when, and who may read it."""

    text = _text_field()
    owner = _owner_field()
    due = _due_field()
    audience = forms.ChoiceField(label="Kan læses af", widget=forms.RadioSelect)

    def __init__(self, *args: Any, viewer: Viewer, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.today = now, local(now).date()
        _offer(self.fields["owner"], possible_owners(Audience.MEMBERS, self.today))
        audience: Any = self.fields["audience"]
        wide = {Audience.MEMBERS, Audience.AUTHORITIES, Audience.SECRETARIAT} & set(viewer.audiences)
        audience.choices = [choice for choice in Audience.choices if choice[0] in wide]
        audience.initial = Audience.MEMBERS

    def clean_due(self) -> date:
        return _not_passed(self.cleaned_data["due"], self.now)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        owner, audience = data.get("owner"), data.get("audience")
        if owner and audience and not possible_owners(audience, self.today).filter(pk=owner.pk).exists():
            self.add_error("owner", "Den ansvarlige skal selv kunne læse opgaven. Vælg en anden, eller lad flere læse.")
        return data


class VerbForm(forms.Form):
    """What is asked before something happens to an action; the names of its fields are those of its page's ids."""

    revision = RevisionField()

    def __init__(self, *args: Any, action: Action, now: datetime, **kwargs: Any) -> None:
        kwargs |= {"auto_id": f"{type(self).__name__.lower()}-%s", "initial": {"revision": action.revision}}
        super().__init__(*args, **kwargs)
        self.action, self.now = action, now


class DoneForm(VerbForm):
    result = LineField(label="Hvad kom der ud af det?", max_length=300, required=False, help_text="Én linje er nok.")


class DueForm(VerbForm):
    due = _due_field("Ny frist")
    reason = LineField(label="Hvorfor?", max_length=300, required=False)

    def clean_due(self) -> date:
        return _not_passed(self.cleaned_data["due"], self.now)


class OwnerForm(VerbForm):
    owner = _owner_field("Hvem overtager?")
    reason = LineField(label="Besked til den, der overtager", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = possible_owners(self.action.narrowest, local(self.now).date(), self.action)
        _offer(self.fields["owner"], seats.exclude(pk=self.action.owner_id) if self.action.owner_id else seats)


class NoteForm(VerbForm):
    text = LineField(
        label="Note",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Alle, der kan se opgaven, kan læse den.",
        error_messages={"required": "Skriv en note."},
    )


class DropForm(VerbForm):
    """Why an action is dropped."""

    reason = LineField(
        label="Hvorfor er den ikke aktuel?",
        max_length=300,
        error_messages={"required": "Skriv, hvorfor opgaven ikke er aktuel."},
    )


def _seat_name(seat: Seat) -> str:
    who = seat.holder or seat.substitute
    return f"{seat.organisation.full_name} ({who.name if who else word_for(seat)})"
