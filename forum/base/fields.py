"""Form fields for what a person writes: cleaned of control characters, limited in length, one line or many."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import lazy

from forum.base.dates import term
from forum.base.text import EXTENSION, clean, clean_line

# Digits with what people put between them, then perhaps an extension; ASCII digits, which every phone can dial
PHONE = re.compile(rf"(\+?[0-9 ()./-]+)(?:{EXTENSION}[0-9]{{1,6}})?", re.IGNORECASE)
DIGITS = (8, 15)  # a Danish number, and the longest in the world
DAY = 86_400  # seconds
LONG = 20_000  # characters; the longest text anybody writes here fits many times over


class LineField(forms.CharField):
    """One line: a title, a name, a sentence."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class PhoneField(LineField):
    """A phone number as people write it: 12 34 56 78, +45 33703370, (0)8-123 456 lokal 12."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}))
        super().__init__(label="Telefon", max_length=30, required=False, **kwargs)

    def clean(self, value: Any) -> str:
        phone: str = super().clean(value)
        written = PHONE.fullmatch(phone)
        if phone and not (written and DIGITS[0] <= sum(map(str.isdigit, written[1])) <= DIGITS[1]):
            raise forms.ValidationError("Skriv et telefonnummer, fx 12 34 56 78.", code="phone")
        return phone


class RememberField(forms.BooleanField):
    """A box that lets the sign-in outlive the browser, for SESSION_COOKIE_AGE."""

    def __init__(self, **kwargs: Any) -> None:
        label, hint = lazy(_remember, str)(), "Sæt kun kryds på en enhed, som er din egen."
        super().__init__(label=label, help_text=hint, required=False, **kwargs)


def _remember() -> str:
    return f"Husk mig på denne enhed i {term(settings.SESSION_COOKIE_AGE // DAY)}"


class LongField(forms.CharField):
    """A longer text. With `editor=True` it is Markdown, and `vendor/editor.js` on the page puts an editor over it."""

    def __init__(self, *, rows: int = 8, editor: bool = False, max_length: int = LONG, **kwargs: Any) -> None:
        attrs: dict[str, Any] = {"rows": rows}
        if editor:
            attrs["data-editor"] = ""
        super().__init__(widget=forms.Textarea(attrs=attrs), max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


def field_of(form: forms.BaseForm, name: str) -> Any:
    """A form's field by name, typed as Any: `form.fields` is typed as the base class, without choices and querysets."""
    return form.fields[name]
