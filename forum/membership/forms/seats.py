"""Forms of the seats: who is to have one, and for whom a new one is opened."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Prefetch, QuerySet

from forum.base.fields import LineField, field_of
from forum.membership.forms.places import SupplierField
from forum.people.models import Member, Organisation, SeatHolding


class MemberChoice(forms.ModelChoiceField):
    def label_from_instance(self, member: Any) -> str:
        sits_for = ", ".join(holding.seat.organisation.full_name for holding in member.sitting)
        return f"{member.name}, {sits_for or ('sekretariatet' if member.is_secretariat else 'uden plads')}"


class HandOverForm(forms.Form):
    to = MemberChoice(
        label="Hvem skal have pladsen?",
        queryset=None,
        empty_label="Vælg en person",
        help_text="Kun personer, der allerede er i forummet. Er det en ny person? Send en invitation i stedet.",
    )
    is_substitute = forms.BooleanField(label="Som fast stedfortræder", required=False)
    reason = LineField(label="Hvorfor?", max_length=200, required=False, help_text="Kommer med i historikken.")

    def __init__(self, *args: Any, members: QuerySet[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sitting = SeatHolding.objects.present().select_related("seat__organisation")
        listed = members.prefetch_related(Prefetch("holdings", queryset=sitting, to_attr="sitting"))
        field_of(self, "to").queryset = listed


class OpenSeatForm(forms.Form):
    use_required_attribute = False  # one of two

    organisation = forms.ModelChoiceField(
        label="Organisation",
        queryset=Organisation.objects.all(),
        required=False,
        empty_label="Vælg en organisation",
        help_text="Fx Vejle eller Fjordtek A/S.",
    )
    supplier = SupplierField(label="Eller en ny leverandør")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and bool(data["organisation"]) == bool(data["supplier"]):
            self.add_error("organisation", "Vælg en organisation, eller skriv navnet på en ny leverandør.")
        return data
