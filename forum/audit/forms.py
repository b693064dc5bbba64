"""The form that searches the history."""

from __future__ import annotations

from typing import Any

from django import forms

from forum.base.fields import LineField, field_of
from forum.people.models import Member


class TrailForm(forms.Form):
    model = forms.ChoiceField(label="Hvad", required=False)
    member: forms.Field = forms.ModelChoiceField(label="Hvem", queryset=None, required=False, empty_label="Alle")
    words = LineField(label="Begrundelse eller navn", required=False, max_length=100)
    since = forms.DateField(label="Fra dato", required=False)
    until = forms.DateField(label="Til dato", required=False)

    def __init__(self, *args: Any, models: list[Any], members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(model._meta.label_lower, str(model._meta.verbose_name).capitalize()) for model in models]
        field_of(self, "model").choices = [("", "Alt"), *named]
        field_of(self, "member").queryset = members
        field_of(self, "member").label_from_instance = _name


def _name(member: Member) -> str:
    return member.name
