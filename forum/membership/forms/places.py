"""Where somebody may get a place: a seat that is there, or a new one for an organisation or a new supplier."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from forum.base.fields import LineField, field_of
from forum.membership.vacancies import with_invited, word_for
from forum.people.models import Organisation, Seat

PLACES = ("seat", "organisation", "supplier")
CHOOSE_ONE = "Vælg netop én: en plads, der er der, en ny plads, eller en ny leverandør."


class SeatChoice(forms.ModelChoiceField):
    def label_from_instance(self, seat: Any) -> str:
        who = f"{seat.holder} har pladsen" if seat.holder else word_for(seat)
        return f"{seat} ({who})"


class SupplierField(LineField):
    """The name of a supplier that is not there yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, required=False, help_text="Skriv leverandørens navn.", **kwargs)


def current_seats() -> QuerySet[Seat]:
    """The seats to choose from, with who has them and whether somebody is invited."""
    seats = Seat.objects.filter(until=None).with_holders().order_by("organisation__name", "pk")
    return with_invited(seats, timezone.now())


class PlaceFields(forms.Form):
    """Three fields, one of which is filled in."""

    use_required_attribute = False  # none of them is "voluntary"

    seat: forms.Field = SeatChoice(label="Plads", queryset=None, required=False, empty_label="Vælg en plads")
    organisation: forms.Field = forms.ModelChoiceField(
        label="Eller en ny plads til", queryset=None, required=False, empty_label="Vælg en organisation"
    )
    supplier = SupplierField(label="Eller en ny plads til en ny leverandør")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field_of(self, "seat").queryset = current_seats()
        field_of(self, "organisation").queryset = Organisation.objects.order_by("name")

    def one_place(self, data: dict[str, Any]) -> str:
        """Which of the three is meant; "" when not exactly one is. What was suggested gives way to what was chosen."""
        filled = [name for name in PLACES if data.get(name)]
        chosen = [name for name in filled if name in self.changed_data] or filled
        return chosen[0] if len(chosen) == 1 else ""
