"""The form of a text."""

from __future__ import annotations

from typing import Any

from django import forms

from forum.base.fields import LongField
from forum.base.stale import RevisionField
from forum.base.visibility import Audience
from tests.forum.web.texts.models import Text


class TextForm(forms.Form):
    wording = LongField(label="Ordlyd", error_messages={"required": "Skriv, hvad der skal stå."})
    audience = forms.ChoiceField(label="Kan læses af", choices=Audience.choices)
    revision = RevisionField()

    def __init__(self, *args: Any, text: Text, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(text, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
