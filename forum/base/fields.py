"""Form fields for what a person writes: lines and texts, cleaned and limited in length; addresses, dates, clocks."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from django import forms
from django.utils.functional import lazy

from forum.base import addresses, form_messages, names
from forum.base.codes import only_code
from forum.base.dates import example_day
from forum.base.text import EXTENSION, clean, clean_line

# Digits with what people put between them, then perhaps an extension; ASCII digits, which every phone can dial
PHONE = re.compile(rf"(\+?[0-9 ()./-]+)(?:{EXTENSION}[0-9]{{1,6}})?", re.IGNORECASE)
DIGITS = (8, 15)  # a Danish number, and the longest in the world
WITH_ADDRESS = re.compile(r"<[^<>]*@|^\S+@\S+$")  # »Bo Lund <bo@kommune.dk>«, or the address alone
LONGEST_LINK = 2_000  # characters of a web address: a Teams link has 250, browsers and mail programs take 2,000
MAX_ADDRESSES = 200
LONGEST_ADDRESS = 150  # characters of one in a list: the outbox's key has room for it
EXAMPLE = lazy(lambda: f"Fx {example_day()}.", str)()  # of the day that it is shown on
LONG = 20_000  # characters; the longest text anybody writes here fits many times over


class LineField(forms.CharField):
    """One line: a title, a name, a sentence."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class NameField(LineField):
    """A person's name, first name first. »Holm, Ida« is a question: only the one who writes knows what it means."""

    def clean(self, value: Any) -> str:
        name: str = super().clean(value)
        if WITH_ADDRESS.search(name):
            raise forms.ValidationError("Skriv kun navnet, uden mailadresse.", code="address")
        if "," in name:
            turned = names.turned(name)
            meant = f"fx »{turned}«" if turned != name else "og skriv titler og arbejdssted for sig"
            raise forms.ValidationError(f"Skriv navnet uden komma, {meant}.", code="comma")
        return name

    def to_python(self, value: Any) -> str:
        return names.clean_name(super().to_python(value))


class AddressField(forms.EmailField):
    """A mail address, in the one form of `addresses.clean_address` however it was pasted."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", addresses.LONGEST)
        super().__init__(**kwargs)
        self.widget.attrs.pop("maxlength", None)  # what comes round an address when it is pasted may be longer

    def to_python(self, value: Any) -> str:
        return addresses.clean_address(super().to_python(value) or "")

    def run_validators(self, value: Any) -> None:
        super().run_validators(value)
        if value and not addresses.is_address(value):
            raise forms.ValidationError(form_messages.AN_ADDRESS, code="invalid")


class LinkField(forms.URLField):
    """A web address; »https://« is put before one without it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_LINK, assume_scheme="https", **kwargs)


class CodeField(forms.CharField):
    """A code of digits, typed or pasted with whatever stands round it."""

    def __init__(self, *, lengths: tuple[int, ...], **kwargs: Any) -> None:
        self.lengths = lengths
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}))
        super().__init__(max_length=300, **kwargs)  # the mail's whole line, pasted
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        return only_code(super().to_python(value) or "", *self.lengths)


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


class DayField(forms.DateField):
    """A date as Danes type it: 22.08.2019, 22/8-2019, 22-08-2019 or ISO. Not `inputmode="numeric"`: that has no dot."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"class": "input-date", "autocomplete": "off"}, format="%d.%m.%Y")
        kwargs["error_messages"] = {"invalid": form_messages.A_DATE} | kwargs.get("error_messages", {})
        super().__init__(widget=widget, **{"help_text": EXAMPLE, **kwargs})

    def to_python(self, value: Any) -> date | None:
        return super().to_python(value.strip() if isinstance(value, str) else value)


class ClockField(forms.TimeField):
    """A clock as Danes type it: 9, 9.30 or 09:30."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(attrs={"class": "input-time", "autocomplete": "off"}, format="%H.%M")
        unread = {"invalid": "Skriv klokkeslættet som timer og minutter, fx 10.00."}
        super().__init__(widget=widget, error_messages=unread, **kwargs)

    def to_python(self, value: Any) -> time | None:
        text = value.strip() if isinstance(value, str) else value
        if isinstance(text, str) and text.isdecimal() and len(text) <= 2:
            text = f"{text}.00"  # "9" is a whole hour
        return super().to_python(text)


class LongField(forms.CharField):
    """A longer text. With `editor=True` it is Markdown, and `vendor/editor.js` on the page puts an editor over it."""

    def __init__(self, *, rows: int = 8, editor: bool = False, max_length: int | None = LONG, **kwargs: Any) -> None:
        attrs: dict[str, Any] = {"rows": rows}
        if editor:
            attrs["data-editor"] = ""
        kwargs.setdefault("widget", forms.Textarea(attrs=attrs))
        super().__init__(max_length=max_length, **kwargs)

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "")


class AddressesField(LongField):
    """Mail addresses, one a line (commas and semicolons are taken too); every wrong one is named."""

    def clean(self, value: Any) -> list[str]:
        lines = addresses.split(super().clean(value))
        found = [addresses.clean_address(line) for line in lines]
        wrong = [line for line, address in zip(lines, found, strict=True) if not _is_receiver(address)]
        if wrong:
            sentence = "»{}« er ikke en mailadresse. Ret den, eller slet linjen."
            raise forms.ValidationError([sentence.format(line[:80]) for line in wrong[:10]])
        if len(found) > MAX_ADDRESSES:
            raise forms.ValidationError(f"Skriv højst {MAX_ADDRESSES} adresser ad gangen.")
        return list(dict.fromkeys(found))


def _is_receiver(address: str) -> bool:
    return addresses.is_address(address) and len(address) <= LONGEST_ADDRESS


def field_of(form: forms.BaseForm, name: str) -> Any:
    """A form's field by name, typed as Any: `form.fields` is typed as the base class, without choices and querysets."""
    return form.fields[name]
