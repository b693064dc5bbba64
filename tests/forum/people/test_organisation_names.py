"""A municipality by its own name: two are not called "<name> Kommune"."""

from __future__ import annotations

import pytest

from forum.people.models import Organisation


@pytest.mark.parametrize(
    ("short", "own"),
    [("København", "Københavns Kommune"), ("Bornholm", "Bornholms Regionskommune"), ("Vejle", "Vejle Kommune")],
)
def test_the_own_name_is_shown_and_understood(short: str, own: str) -> None:
    assert Organisation(kind=Organisation.Kind.MUNICIPALITY, name=short).full_name == own
    for typed in (own, own.upper(), f" {own} ", short, f"{short} kommune"):
        assert Organisation.short_name(typed).casefold() == short.casefold()


def test_regions_are_written_in_danish() -> None:
    assert [str(label) for label in Organisation.Region.labels] == [str(value) for value in Organisation.Region.values]
