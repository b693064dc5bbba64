"""What Django's own form fields say when something is wrong, in the house's words: what to do, not which rule broke.

Each sentence stands alone under its field, and after the field's name in the summary of errors ("Navn: Skriv ...").
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import validators
from django.utils.functional import lazy

from forum.base.dates import example_day

A_DATE = lazy(lambda: f"Skriv datoen som dag, måned og år, fx {example_day()}.", str)()
A_CLOCK = "Skriv klokkeslættet som timer og minutter, fx 10.00."
AN_ADDRESS = "Skriv en hel mailadresse, fx navn@kommune.dk."
A_LINK = "Skriv en hel webadresse, fx https://www.kl.dk."
ONE_OF = "Vælg en af mulighederne."
SOME_OF = "Vælg mindst én af mulighederne."
A_FILE = "Vælg en fil."
GONE = "Det valgte findes ikke længere. Vælg en anden mulighed."
UNREADABLE = "Teksten har tegn, som ikke kan gemmes. Skriv den igen uden dem."

FIELDS: dict[type[Any], dict[str, Any]] = {
    forms.Field: {"required": "Udfyld feltet."},
    forms.EmailField: {"required": AN_ADDRESS},
    forms.URLField: {"required": A_LINK, "invalid": A_LINK},
    forms.IntegerField: {"required": "Skriv et tal.", "invalid": "Skriv et helt tal."},
    forms.DecimalField: {"required": "Skriv et tal.", "invalid": "Skriv et tal."},
    forms.DateField: {"required": A_DATE, "invalid": A_DATE},
    forms.TimeField: {"required": A_CLOCK, "invalid": A_CLOCK},
    forms.DateTimeField: {"required": "Skriv dato og klokkeslæt.", "invalid": "Skriv dato og klokkeslæt."},
    forms.SplitDateTimeField: {
        "required": "Skriv dato og klokkeslæt.",
        "invalid_date": A_DATE,
        "invalid_time": A_CLOCK,
    },
    forms.BooleanField: {"required": "Sæt kryds her."},
    forms.ChoiceField: {"required": ONE_OF, "invalid_choice": ONE_OF},
    forms.MultipleChoiceField: {"required": SOME_OF, "invalid_choice": SOME_OF, "invalid_list": SOME_OF},
    forms.ModelChoiceField: {"required": ONE_OF, "invalid_choice": GONE},
    forms.ModelMultipleChoiceField: {
        "required": SOME_OF,
        "invalid_choice": GONE,
        "invalid_list": SOME_OF,
        "invalid_pk_value": GONE,
    },
    forms.FileField: {
        "required": A_FILE,
        "missing": A_FILE,
        "invalid": "Filen kom ikke med. Vælg den igen.",
        "empty": "Filen er tom. Vælg en anden fil.",
        "max_length": "Filens navn er på %(length)d tegn. Giv den et navn på højst %(max)d tegn.",
        "contradiction": "Vælg enten en ny fil, eller sæt kryds ved at fjerne den gamle, ikke begge dele.",
    },
}


class _Counting(str):
    """A sentence with numbers, written as Danes write thousands: 20.000."""

    def __mod__(self, params: dict[str, Any]) -> str:
        dotted = {name: f"{value:,}".replace(",", ".") for name, value in params.items() if isinstance(value, int)}
        return str(self) % (params | dotted)


VALIDATORS: list[tuple[Any, str]] = [
    (validators.EmailValidator, AN_ADDRESS),
    (validators.URLValidator, A_LINK),
    (validators.MinLengthValidator, "Du har skrevet %(show_value)d tegn. Skriv mindst %(limit_value)d."),
    (validators.MaxLengthValidator, _Counting("Du har skrevet %(show_value)s tegn. Der er plads til %(limit_value)s.")),
    (validators.MinValueValidator, "Skriv et tal, der er mindst %(limit_value)s."),
    (validators.MaxValueValidator, "Skriv et tal, der er højst %(limit_value)s."),
    (validators.ProhibitNullCharactersValidator, UNREADABLE),
    (validators.validate_slug, "Brug kun bogstaverne a-z, tal, bindestreg og understregning."),
]


def use() -> None:
    """Give these sentences to Django's form fields. Called once, when the site starts: allauth's forms and the admin's
    get them too."""
    for field, words in FIELDS.items():
        field.default_error_messages = {**vars(field).get("default_error_messages", {}), **words}
    for validator, sentence in VALIDATORS:
        validator.message = sentence
