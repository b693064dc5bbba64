"""A form says what to do in our own words: none of Django's stock sentences reaches a reader.

What a kind of field says is asserted here alone; a page's own test asks which field is in error.
"""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver
from django.utils.datastructures import MultiValueDict

from forum.base.fields import LineField, LongField
from forum.people.models import Organisation

KINDS = [("a", "Dialog"), ("b", "Krav")]


def told(field: forms.Field, value: Any = None, *files: SimpleUploadedFile) -> str:
    """The one error of a form with this one field."""
    form = forms.Form(MultiValueDict({"x": [value] if value is not None else []}), MultiValueDict({"x": list(files)}))
    form.fields["x"] = field
    [error] = form.errors["x"]
    return str(error)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (forms.CharField(), "", "Udfyld feltet."),
        (LineField(), "\r\n", "Udfyld feltet."),
        (LongField(), "", "Udfyld feltet."),
        (forms.CharField(max_length=5), "æbletræ", "Du har skrevet 7 tegn. Der er plads til 5."),
        (forms.CharField(max_length=20_000), "x" * 20_001, "Du har skrevet 20.001 tegn. Der er plads til 20.000."),
        (forms.CharField(), "a\x00b", "Teksten har tegn, som ikke kan gemmes. Skriv den igen uden dem."),
        (forms.EmailField(), "", "Skriv en hel mailadresse, fx navn@kommune.dk."),
        (forms.EmailField(), "mette@", "Skriv en hel mailadresse, fx navn@kommune.dk."),
        (
            forms.URLField(assume_scheme="https"),
            "javascript:alert(1)",
            "Skriv en hel webadresse, fx https://www.kl.dk.",
        ),
        (forms.URLField(assume_scheme="https"), "http://[", "Skriv en hel webadresse, fx https://www.kl.dk."),
        (forms.DateField(), "", "Skriv datoen som dag, måned og år, fx 22.12.2026."),
        (forms.DateField(), "31.02.2027", "Skriv datoen som dag, måned og år, fx 22.12.2026."),
        (forms.TimeField(), "25.00", "Skriv klokkeslættet som timer og minutter, fx 10.00."),
        (forms.DateTimeField(), "i går", "Skriv dato og klokkeslæt."),
        (forms.IntegerField(), "ti", "Skriv et helt tal."),
        (forms.IntegerField(min_value=5), "4", "Skriv et tal, der er mindst 5."),
        (forms.IntegerField(max_value=5), "6", "Skriv et tal, der er højst 5."),
        (forms.BooleanField(), None, "Sæt kryds her."),
        (forms.ChoiceField(choices=KINDS), "", "Vælg en af mulighederne."),
        (forms.ChoiceField(choices=KINDS), "c", "Vælg en af mulighederne."),
        (forms.MultipleChoiceField(choices=KINDS), None, "Vælg mindst én af mulighederne."),
        (forms.MultipleChoiceField(choices=KINDS), "c", "Vælg mindst én af mulighederne."),
        (forms.FileField(), None, "Vælg en fil."),
    ],
)
def test_what_each_kind_of_field_says(field: forms.Field, value: Any, sentence: str) -> None:
    assert told(field, value) == sentence


def test_an_empty_file_and_a_long_name() -> None:
    assert told(forms.FileField(), None, SimpleUploadedFile("a.pdf", b"")) == "Filen er tom. Vælg en anden fil."
    long = SimpleUploadedFile("langt-navn.pdf", b"x")
    assert told(forms.FileField(max_length=8), None, long) == (
        "Filens navn er på 14 tegn. Giv den et navn på højst 8 tegn."
    )


def test_a_choice_that_has_gone(db: None) -> None:
    field = forms.ModelChoiceField(Organisation.objects.none())
    gone = "Det valgte findes ikke længere. Vælg en anden mulighed."
    assert [told(field, value) for value in ("", "7")] == ["Vælg en af mulighederne.", gone]
    assert told(forms.ModelMultipleChoiceField(Organisation.objects.none()), "x") == gone


def _forms(of: type[forms.BaseForm] = forms.BaseForm) -> set[type[Any]]:
    """All forms of ours, also those that stand on one of Django's or allauth's."""
    found = {below for one in of.__subclasses__() for below in (one, *_forms(one))}
    return {one for one in found if one.__module__.partition(".")[0] in {"forum", "meetings", "recommendations"}}


def test_every_text_that_must_be_written_says_what_to_write() -> None:
    assert get_resolver().url_patterns  # reading it imports every view, and with them every form
    asked = {
        (form.__name__, name): str(field.error_messages["required"])
        for form in _forms()
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField) and field.required and not field.widget.is_hidden
    }
    assert len(asked) > 30
    assert [where for where, says in asked.items() if says == "Udfyld feltet."] == []
