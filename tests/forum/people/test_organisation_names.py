"""An organisation is found as people write it, and proposed when it is not quite that; nothing is guessed."""

from __future__ import annotations

import csv

import pytest

from forum.membership.actions.organisations import MUNICIPALITIES
from forum.people.models import Organisation
from forum.people.organisation_names import OrganisationNames


def all_organisations() -> list[Organisation]:
    """The 98 municipalities, SKI, KL and three suppliers; none of them saved."""
    kommune = Organisation.Kind.MUNICIPALITY
    with MUNICIPALITIES.open(encoding="utf-8") as lines:
        names = [(row["navn"], kommune) for row in csv.DictReader(lines)]
    names += [("SKI", Organisation.Kind.SKI), ("KL", Organisation.Kind.KL)]
    names += [(name, Organisation.Kind.SUPPLIER) for name in ("Fjordtek A/S", "Grevegaard ApS", "Tele Kom")]
    return [Organisation(pk=pk, name=name, kind=kind) for pk, (name, kind) in enumerate(names, start=1)]


@pytest.fixture(scope="module")
def known() -> OrganisationNames:
    return OrganisationNames(all_organisations())


@pytest.mark.parametrize(
    ("short", "own"),
    [("København", "Københavns Kommune"), ("Bornholm", "Bornholms Regionskommune"), ("Vejle", "Vejle Kommune")],
)
def test_the_own_name_is_shown_and_understood(known: OrganisationNames, short: str, own: str) -> None:
    assert Organisation(kind=Organisation.Kind.MUNICIPALITY, name=short).full_name == own
    for typed in (own, own.upper(), f" {own} ", short, f"{short} kommune"):
        assert str(known.find(typed)) == short


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Århus Kommune", "Aarhus"),
        ("Ålborg", "Aalborg"),
        ("A\u030alborg", "Aalborg"),
        ("Aabenraa", "Aabenraa"),
        ("Åbenrå", "Aabenraa"),
        ("Høje Taastrup", "Høje-Taastrup"),
        ("Høje–Taastrup", "Høje-Taastrup"),
        ("Høje  Tåstrup", "Høje-Taastrup"),
        ("Hoeje-Taastrup kommune", "Høje-Taastrup"),
        ("Lyngby Taarbæk", "Lyngby-Taarbæk"),
        ("Lyngby-Tårbæk", "Lyngby-Taarbæk"),
        ("Ringkøbing Skjern Kommune", "Ringkøbing-Skjern"),
        ("Vesthimmerland Kommune", "Vesthimmerlands"),
        ("Vesthimmerlands Kommune", "Vesthimmerlands"),
        ("NORDFYN", "Nordfyns"),
        ("Nordfyns", "Nordfyns"),
        ("Faaborg Midtfyn", "Faaborg-Midtfyn"),
        ("Fåborg-Midtfyn", "Faaborg-Midtfyn"),
        ("Kbh. Kommune", "København"),
        ("KBH", "København"),
        ("Greve Komm.", "Greve"),
        ("Greve Kom.", "Greve"),
        ("Aalborg kommune.", "Aalborg"),
        ("Kommune: Greve", "Greve"),
        ("Greve\u00a0Kommune\u200b", "Greve"),
        ("Greves Kommune", "Greve"),
        ("Ærø", "Ærø"),
        ("Aeroe", "Ærø"),
        ("ski", "SKI"),
        ("Fjordtek AS", "Fjordtek A/S"),
        ("Tele Kom", "Tele Kom"),
    ],
)
def test_it_is_found_as_people_write_it(known: OrganisationNames, written: str, name: str) -> None:
    assert str(known.find(written)) == name


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("Grve", ["Greve"]),
        ("Faaborg", ["Faaborg-Midtfyn", "Aalborg"]),
        ("Ringkøbing Kommune", ["Ringkøbing-Skjern"]),
        ("Fjordtek", ["Fjordtek A/S"]),
        ("Arhus", ["Aarhus"]),
        ("Frederiks", ["Frederiksberg", "Frederikshavn", "Frederikssund"]),
        ("Atlantis", []),
        ("", []),
        ("Kommune", []),
        ("🎉" * 5000, []),
    ],
)
def test_what_is_almost_one_is_proposed_and_not_taken(known: OrganisationNames, written: str, near: list[str]) -> None:
    assert known.find(written) is None
    assert [str(found) for found in known.near(written)] == near


def test_every_municipality_is_found_in_every_way_and_as_itself_alone(known: OrganisationNames) -> None:
    for each in known.all:
        ways = [each.name, each.full_name, each.name.upper(), each.name.replace("-", " ")]
        if each.kind == Organisation.Kind.MUNICIPALITY:
            genitive = each.name if each.name.endswith("s") else f"{each.name}s"
            ways += [f"{each.name} kommune", f"{genitive} Kommune", f"{each.name.removesuffix('s')} Kommune"]
        assert {known.find(way) for way in ways} == {each}


def test_two_of_one_name_are_a_question() -> None:
    two = [
        Organisation(pk=1, name="Greve", kind=Organisation.Kind.MUNICIPALITY),
        Organisation(pk=2, name="GREVE.", kind=Organisation.Kind.SUPPLIER),
    ]
    known = OrganisationNames(two)
    assert (known.find("greve"), known.near("greve")) == (None, [two[1], two[0]])


def test_regions_are_written_in_danish() -> None:
    assert [str(label) for label in Organisation.Region.labels] == [str(value) for value in Organisation.Region.values]
