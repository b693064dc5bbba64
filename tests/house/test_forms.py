"""Rules of the forms: none that was filled from a saved row opens what somebody else has closed since."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.forms import BaseForm, CharField, Form

from forum.base.stale import RevisionField

# Forms that only make new rows: nobody can have closed those already
ONLY_NEW_ROWS = {
    "meetings.agenda.forms.ItemForm": "a new item; SavedItemForm is for one that is there",
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


def test_there_are_forms_to_look_at() -> None:
    names = {name_of(form) for form in forms_of_subjects()}
    assert {"meetings.agenda.forms.AttachmentForm", "forum.membership.forms.profile.ProfileForm"} <= names
    assert len(names) > 30


class Choose(Form):
    audience = CharField()


class ChooseAnew(Choose):
    revision = RevisionField()


@pytest.mark.parametrize(("form", "found"), [(Choose, [f"{__name__}.Choose"]), (ChooseAnew, [])])
def test_the_rule_about_audiences_can_fail(form: type[BaseForm], found: list[str]) -> None:
    assert without_revision(iter([form])) == found
