"""Rules of the forms: none opens what somebody else has closed since, and none takes what nobody can see for text."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import URLField
from django.forms import BaseForm, CharField, Field, Form

from forum.base.fields import LONGEST_LINK, CodeField, LineField, LongField
from forum.base.stale import RevisionField
from forum.base.text import clean_line
from forum.panel.base import ReasonForm

# Forms that only make new rows: nobody can have closed those already
ONLY_NEW_ROWS = {
    "meetings.agenda.forms.items.ItemForm": "a new item; SavedItemForm is for one that is there",
    "meetings.followup.forms.NewActionForm": "a new action; who may read it is not changed later",
    "recommendations.areas.forms.ProposeForm": "a new area; AmendForm is for one that is there",
    "recommendations.reports.forms.AskForm": "asks for a report to be made, with an audience of its own",
}


def forms_of_subjects() -> Iterator[type[BaseForm]]:
    """Every form class that is written in a module or folder called `forms`, once each."""
    for top in ("forum", "meetings", "recommendations"):
        for module in pkgutil.walk_packages([str(settings.BASE_DIR / top)], f"{top}."):
            if any(part.endswith("forms") for part in module.name.split(".")):
                written = vars(importlib.import_module(module.name)).values()
                yield from (
                    form
                    for form in written
                    if isinstance(form, type) and issubclass(form, BaseForm) and form.__module__ == module.name
                )


def name_of(form: type[BaseForm]) -> str:
    return f"{form.__module__}.{form.__qualname__}"


def without_revision(forms: Iterator[type[BaseForm]]) -> list[str]:
    """Forms with a field `audience` that lack the field `revision`."""
    fields: list[tuple[str, Any]] = [(name_of(form), getattr(form, "base_fields", {})) for form in forms]
    choose = [(name, of_form) for name, of_form in fields if "audience" in of_form]
    return [name for name, of_form in choose if not isinstance(of_form.get("revision"), RevisionField)]


def test_who_may_read_a_saved_row_is_never_chosen_from_a_stale_form() -> None:
    assert sorted(without_revision(forms_of_subjects())) == sorted(ONLY_NEW_ROWS)


def unnamed(forms: Iterator[type[BaseForm]]) -> list[str]:
    """Fields without a label: Django makes one of the field's English name."""
    fields = [(name_of(form), getattr(form, "base_fields", {})) for form in forms]
    return [f"{form}.{name}" for form, of_form in fields for name, field in of_form.items() if field.label is None]


def test_every_field_has_a_danish_label_hidden_ones_too() -> None:
    assert unnamed(iter([*forms_of_subjects(), ReasonForm])) == []
    assert unnamed(iter([Choose])) == [f"{__name__}.Choose.audience"]


def test_there_are_forms_to_look_at() -> None:
    names = {name_of(form) for form in forms_of_subjects()}
    assert {"meetings.agenda.forms.items.AttachmentForm", "forum.membership.forms.profile.ProfileForm"} <= names
    assert len(names) > 30


class Choose(Form):
    audience = CharField()


class ChooseAnew(Choose):
    revision = RevisionField()


@pytest.mark.parametrize(("form", "found"), [(Choose, [f"{__name__}.Choose"]), (ChooseAnew, [])])
def test_the_rule_about_audiences_can_fail(form: type[BaseForm], found: list[str]) -> None:
    assert without_revision(iter([form])) == found


UNSEEN = ["\u200b", "\u200d\ufe0f", "\u0301", "\u2800\n\u3164", "\ufeff\u00ad"]


def text_fields() -> Iterator[tuple[str, Field]]:
    """Every field in which a person writes: of the site's forms, and of what can be corrected in the admin."""
    for form in forms_of_subjects():
        for name, field in getattr(form, "base_fields", {}).items():
            if isinstance(field, CharField) and not isinstance(field, RevisionField):
                yield f"{name_of(form)}.{name}", field
    for model, panel in admin.site._registry.items():
        for column in map(model._meta.get_field, getattr(panel, "editable", ())):
            if isinstance(column, models.CharField | models.TextField) and not column.choices:
                yield f"admin.{model._meta.label}.{column.name}", _asked_for(panel, column)


def _asked_for(panel: Any, column: Any) -> Field:
    field: Field = panel.formfield_for_dbfield(column, None)
    return field


def takes_what_nobody_sees(field: Field) -> bool:
    """True when the field hands on a text that `clean_line` then empties, or nothing though something is required."""
    for unseen in UNSEEN:
        try:
            taken = field.clean(unseen)
        except ValidationError:
            continue
        if field.required or (taken and not clean_line(str(taken))):
            return True
    return False


def test_no_form_takes_what_nobody_can_see_for_text() -> None:
    assert [name for name, field in text_fields() if takes_what_nobody_sees(field)] == []


def test_there_are_text_fields_to_look_at() -> None:
    names = {name for name, _ in text_fields()}
    assert {"meetings.followup.forms.DropForm.reason", "admin.forum.Organisation.name"} <= names
    assert len(names) > 50


@pytest.mark.parametrize(
    ("field", "takes"),
    [
        (CharField(), True),
        (CharField(required=False), True),
        (LineField(), False),
        (LineField(required=False), False),
        (LongField(), False),
    ],
)
def test_the_rule_about_unseen_text_can_fail(field: Field, takes: bool) -> None:
    assert takes_what_nobody_sees(field) is takes


# Never kept
WITHOUT_A_LIMIT = {
    "forum.membership.forms.join_requests.JoinForm.website": "a trap for machines",
    "forum.membership.forms.join_requests.JoinForm.stamp": "a signature",
}


def room_for(form: type[BaseForm], name: str) -> float:
    """Characters that the widest column of this name holds, in the form's own subject or else its app."""
    app, subject = form.__module__.split(".")[:2]
    columns = [
        column
        for model in apps.get_app_config(app).get_models()
        for column in model._meta.concrete_fields
        if column.name == name and isinstance(column, models.CharField | models.TextField) and not column.choices
    ]
    near = [column for column in columns if column.model.__module__.startswith(f"{app}.{subject}.")]
    return max((column.max_length or float("inf") for column in near or columns), default=float("inf"))


def longer_than_their_columns(forms: Iterator[type[BaseForm]]) -> list[str]:
    """Text fields that have no limit, or take more than the column of the same name holds."""
    return [
        f"{name_of(form)}.{name}"
        for form in forms
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, CharField) and not isinstance(field, RevisionField | CodeField)
        if field.max_length is None or field.max_length > room_for(form, name)
    ]


def test_no_form_takes_a_longer_text_than_its_column_holds() -> None:
    assert sorted(longer_than_their_columns(forms_of_subjects())) == sorted(WITHOUT_A_LIMIT)


def test_a_link_may_be_as_long_as_links_are() -> None:
    """Django's own limit is 200 characters; a Teams link has more."""
    links = [column for model in apps.get_models() for column in model._meta.fields if isinstance(column, URLField)]
    assert {f"{column.model.__name__}.{column.name}" for column in links} >= {"Meeting.online_link"}
    assert [str(column) for column in links if (column.max_length or 0) < LONGEST_LINK] == []


@pytest.mark.parametrize(("longest", "found"), [(None, True), (255, True), (254, False)])
def test_the_rule_about_lengths_can_fail(longest: int | None, found: bool) -> None:
    class Invite(Form):
        email = CharField(max_length=longest)

    Invite.__module__ = "forum.membership.forms.example"
    assert bool(longer_than_their_columns(iter([Invite]))) is found
