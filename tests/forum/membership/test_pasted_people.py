"""Pasted people: a line is understood in one way or asked about; headings decide, and nothing is left out unsaid."""

from __future__ import annotations

import pytest

from forum.membership.forms.pasted_lines import Line, Reading, answered
from forum.membership.forms.pasted_people import one_person_a_line, read_lines
from forum.people.organisation_names import OrganisationNames
from tests.forum.people.test_organisation_names import all_organisations

KNOWN = OrganisationNames(all_organisations())


def read(text: str) -> Reading:
    return read_lines(one_person_a_line(text), KNOWN)


def said(line: Line) -> tuple[str, str, str, str]:
    return line.name, line.email, str(line.organisation or ""), line.problem


def labels(line: Line) -> list[str]:
    return [choice.label for choice in line.choices]


@pytest.mark.parametrize(
    ("raw", "name", "email", "organisation", "problem"),
    [
        ("Anne Å\tanne@x.dk\tVejle", "Anne Å", "anne@x.dk", "Vejle", ""),
        ("anne@x.dk; Anne Å ;Vejle Kommune", "Anne Å", "anne@x.dk", "Vejle", ""),
        ("Vejle; Anne Å; anne@x.dk", "Anne Å", "anne@x.dk", "Vejle", ""),
        ("Anne Å <Anne@X.dk>, Vejle", "Anne Å", "anne@x.dk", "Vejle", ""),
        ('"Å, Anne" <anne@x.dk>; Vejle', "Anne Å", "anne@x.dk", "Vejle", ""),
        ("Å, Anne <anne@x.dk>; Vejle", "Anne Å", "anne@x.dk", "Vejle", ""),
        ('"Å, Anne",anne@x.dk,Vejle', "Anne Å", "anne@x.dk", "Vejle", ""),
        ("Anne, anne@x.dk, Vejle", "Anne", "anne@x.dk", "Vejle", ""),
        ("Anne\tmailto:anne@x.dk\u200b\tVejle", "Anne", "anne@x.dk", "Vejle", ""),
        ("Anne\tanne@\tVejle", "Anne", "anne@", "Vejle", "»anne@« er ikke en mailadresse."),
        ("Anne\tVejle", "Anne", "", "Vejle", "Der mangler en mailadresse."),
        ("anne@x.dk", "", "anne@x.dk", "", "Der mangler et navn."),
        (";anne@x.dk;Vejle", "", "anne@x.dk", "Vejle", "Der mangler et navn."),
        ("<b>Anne</b>\tanne@x.dk\tVejle", "<b>Anne</b>", "anne@x.dk", "Vejle", ""),
        ("Anne;anne@x.dk", "Anne", "anne@x.dk", "", "Der mangler en organisation."),
        ("=cmd|' /C calc'!A0;anne@x.dk;Vejle", "=cmd|' /C calc'!A0", "anne@x.dk", "Vejle", ""),
        (f"{'A' * 121};anne@x.dk;Vejle", "A" * 121, "anne@x.dk", "Vejle", "Navnet er for langt."),
    ],
)
def test_a_line_is_understood(raw: str, name: str, email: str, organisation: str, problem: str) -> None:
    assert list(map(said, read(raw).lines)) == [(name, email, organisation, problem)]


@pytest.mark.parametrize(
    ("raw", "name", "label"),
    [
        (
            "Direktør, cand.jur. Ida Holm <ida@greve.example>, Greve",
            "Direktør, cand.jur. Ida Holm",
            "Ida Holm, Greve Kommune",
        ),
        ("Kommunaldirektør, Per Vin\tida@greve.example\tGreve", "Kommunaldirektør, Per Vin", "Per Vin, Greve Kommune"),
        ("Lund, cand.merc., Bo;ida@greve.example;Greve", "Lund, cand.merc., Bo", "Bo Lund, Greve Kommune"),
        ("Jensen, Jr., Ole <ida@greve.example>", "Jensen, Jr., Ole", "Ole Jensen"),
        ("Navn;E-mail;Kommune\nJensen, Jr., Ole;ida@greve.example;Greve", "Jensen, Jr., Ole", "Ole Jensen"),
        ("Navn;E-mail;Kommune\nChef, MBA;ida@greve.example;Greve", "Chef, MBA", ""),
    ],
)
def test_a_title_at_a_comma_is_a_question(raw: str, name: str, label: str) -> None:
    line = read(raw).lines[-1]
    assert (line.problem, labels(line)) == (f"»{name}« har et komma. Hvad er navnet?", [label] if label else [])
    if label:
        (after,) = read(answered(raw, {line.key: line.choices[0].line})).lines
        assert after.name == label.partition(",")[0]


@pytest.mark.parametrize(
    ("raw", "read_as"),
    [
        ("Bo Lund (vikar) bo@example.dk Køge Kommune", ("Bo Lund (vikar)", "bo@example.dk", "Køge", "")),
        ("Bo Lund bo@example.dk, Køge", ("Bo Lund", "bo@example.dk", "Køge", "")),
        ("bo@example.dk Bo Lund\tKøge", ("Bo Lund", "bo@example.dk", "Køge", "")),
        ("Bo Lund – bo@example.dk – Køge", ("Bo Lund", "bo@example.dk", "Køge", "")),
        ("Bo Lund - Køge Kommune - bo@example.dk", ("Bo Lund", "bo@example.dk", "Køge", "")),
    ],
)
def test_an_address_ends_at_a_blank(raw: str, read_as: tuple[str, str, str, str]) -> None:
    assert list(map(said, read(raw).lines)) == [read_as]


@pytest.mark.parametrize("between", [", ", "; ", " ", " / ", "/"])
@pytest.mark.parametrize("headings", ["", "Navn\tE-mail\tKommune\n"])
def test_two_addresses_in_one_cell_are_a_question(headings: str, between: str) -> None:
    text = f"{headings}Ida\tida@x.dk{between}ida@y.dk\tGreve"
    line = read(text).lines[-1]
    assert (line.problem, labels(line)) == ("Linjen har 2 mailadresser. Hvilken skal bruges?", ["ida@x.dk", "ida@y.dk"])
    after = read(answered(text, {line.key: line.choices[1].line}))
    assert said(after.lines[-1]) == ("Ida", "ida@y.dk", "Greve", "")


def test_a_municipality_that_is_none_of_the_98_is_no_supplier() -> None:
    (line,) = read("Anne\tanne@x.dk\tFindes Ikke Kommune").lines
    assert (line.problem, labels(line)) == ("»Findes Ikke Kommune« er ikke en af de 98 kommuner.", [])
    (line,) = read("Anne\tanne@x.dk\tHelt Nyt ApS").lines
    assert labels(line) == ["Anne, ny leverandør: Helt Nyt ApS"]  # as any other name is offered


def test_what_nobody_can_see_is_no_line() -> None:
    assert read("\x00\x07;;;\u202e\n\u200b\t\u2800") == Reading()


def test_headings_and_empty_lines_are_skipped_and_a_title_is_told() -> None:
    reading = read("Deltagere 2026\nNavn\tMail\tOrganisation\n\n  \nAnne\tanne@x.dk\tVejle")
    assert [(line.number, line.name) for line in reading.lines] == [(5, "Anne")]
    assert reading.notes == ["»Deltagere 2026« er læst som en titel."]


IDA = ("Ida Randers", "ida@greve.example", "Greve", "")


@pytest.mark.parametrize(
    ("table", "notes"),
    [
        ("Fornavn;Efternavn;E-mail;Kommune\nIda;Randers;ida@greve.example;Greve", []),
        ("Kommune;Navn;E-mail\nGreve;Ida Randers;ida@greve.example", []),
        ("Efternavn\tFornavn\tMailadresse\tMyndighed\nRanders\tIda\tida@greve.example\tGreve Komm.", []),
        ('Navn,e-mail (arbejde):,ORGANISATION\n"Randers, Ida",ida@greve.example,Greve', []),
        (
            "Nr.;Navn;Titel;E-mail;Telefon;Kommune\n1;Ida Randers;Indkøbschef;ida@greve.example;12 34 56 78;Greve",
            ["3 kolonner er ikke brugt: »Nr.«, »Titel«, »Telefon«."],
        ),
        (
            "Navn;E-mail;Kommune;\nIda Randers;ida@greve.example;Greve;leder",
            ["En kolonne uden overskrift er ikke brugt."],
        ),
        ("Navn;Leder;E-mail;Kommune\nIda Randers;;ida@greve.example;Greve", []),  # nothing stands in it
    ],
)
def test_headings_decide_what_a_column_is(table: str, notes: list[str]) -> None:
    reading = read(table)
    assert (list(map(said, reading.lines)), reading.notes) == ([IDA], notes)


def test_without_headings_two_that_could_be_an_organisation_are_a_question() -> None:
    (line,) = read("Ida;Randers;ida@greve.example;Greve").lines
    assert (line.organisation, line.problem) == (None, "Hvad er organisationen: »Randers« eller »Greve«?")
    assert labels(line) == ["Ida Greve, Randers Kommune", "Ida Randers, Greve Kommune"]
    (now,) = read(line.choices[1].line).lines
    assert said(now) == IDA


def test_without_headings_two_that_could_be_the_name_are_a_question() -> None:
    (line,) = read("Ida Randers;Indkøbschef;ida@greve.example;12 34 56 78;Greve").lines
    assert (line.problem, line.notes) == (
        "Hvad er navnet: »Ida Randers« eller »Indkøbschef«?",
        ("»12 34 56 78« er ikke brugt.",),
    )
    assert labels(line) == ["Ida Randers, Greve Kommune", "Indkøbschef, Greve Kommune"]
    assert said(read(line.choices[0].line).lines[0]) == IDA
    (parts,) = read("Ida;Holm;ida@greve.example;Greve").lines
    assert labels(parts)[0] == "Ida Holm, Greve Kommune"


@pytest.mark.parametrize(
    ("raw", "problem", "choices"),
    [
        ("Ida;ida@x.dk;Grve", "Vi kender ikke organisationen »Grve«.", ["Ida, Greve Kommune"]),
        ("Grve;ida@x.dk;Ida Holm", "Vi kender ikke organisationen »Ida Holm«.", ["Ida Holm, Greve Kommune"]),
        ("Ida;ida@x.dk;Atlantis", "Vi kender ikke organisationen »Atlantis«.", ["Ida, ny leverandør: Atlantis"]),
        (
            "Ida;ida@ishoej.example;Atlantis",
            "Vi kender ikke organisationen »Atlantis«.",
            ["Ida, Ishøj Kommune", "Ida, ny leverandør: Atlantis"],
        ),
        ("Ida;ida@ishoejkommune.example", "Der mangler en organisation.", ["Ida, Ishøj Kommune"]),
        ("Ida;ida@x.dk;ida@y.dk;Greve", "Linjen har 2 mailadresser. Hvilken skal bruges?", ["ida@x.dk", "ida@y.dk"]),
        ("Navn;E-mail;Kommune\nIda;ida@x.dk;Grve", "Vi kender ikke organisationen »Grve«.", ["Greve Kommune"]),
        (
            "Navn;E-mail;E-mail 2;Kommune\nIda;ida@x.dk;;Greve\nBo;;bo@x.dk;Greve",
            "Mailadressen står ikke under overskriften for mail.",
            [],
        ),
        (
            "Navn;Mail;E-mail;Kommune\nIda;ida@x.dk;ida@y.dk;Greve",
            "Linjen har 2 mailadresser. Hvilken skal bruges?",
            ["ida@x.dk", "ida@y.dk"],
        ),
    ],
)
def test_a_question_comes_with_its_likely_answers(raw: str, problem: str, choices: list[str]) -> None:
    line = read(raw).lines[-1]
    assert (line.problem, labels(line)) == (problem, choices)


@pytest.mark.parametrize(
    "text",
    [
        "Ida;ida@x.dk;Grve",
        "Ida;ida@x.dk;ida@y.dk;Greve",
        "Navn;E-mail;Kommune\nIda;ida@x.dk;Grve",
        "Navn;Mail;E-mail;Kommune\nIda;ida@x.dk;ida@y.dk;Greve",
    ],
)
def test_an_answer_stands_in_the_lines_place(text: str) -> None:
    line = read(text).lines[-1]
    after = answered(text, {line.key: line.choices[0].line, "svar-noget-andet": "x", "lines": "y"})
    assert said(read(after).lines[-1]) == ("Ida", "ida@x.dk", "Greve", "")
    assert after.splitlines()[:-1] == text.splitlines()[:-1]


def test_the_receivers_of_a_mail_are_one_a_line() -> None:
    pasted = 'Åse Ærø <ase@ishoej.example>; "Lund, Bo" <bo@dragoer.example>'
    assert one_person_a_line(pasted).splitlines() == [
        "Åse Ærø <ase@ishoej.example>",
        '"Lund, Bo" <bo@dragoer.example>',
    ]
    first, second = read(pasted).lines
    assert (said(first), labels(first)) == (
        ("Åse Ærø", "ase@ishoej.example", "", "Der mangler en organisation."),
        ["Åse Ærø, Ishøj Kommune"],
    )
    assert (said(second), labels(second)) == (
        ("Bo Lund", "bo@dragoer.example", "", "Der mangler en organisation."),
        ["Bo Lund, Dragør Kommune"],
    )
    assert second.notes == ("Navnet er vendt om: »Lund, Bo«.",)


@pytest.mark.parametrize(
    ("pasted", "lines"),
    [
        ("Lund, Bo <bo@x.dk>; Holm, Ida <ida@x.dk>", ["Lund, Bo <bo@x.dk>", "Holm, Ida <ida@x.dk>"]),
        ("a@x.dk, b@x.dk,c@x.dk", ["a@x.dk", "b@x.dk", "c@x.dk"]),
        ("Ida;ida@x.dk;ida@y.dk;Greve", ["Ida;ida@x.dk;ida@y.dk;Greve"]),
        ("Ida\tida@x.dk\tida@y.dk", ["Ida\tida@x.dk\tida@y.dk"]),
        ("Ida <ida@x.dk>; Greve", ["Ida <ida@x.dk>; Greve"]),
    ],
)
def test_only_a_list_of_receivers_is_parted(pasted: str, lines: list[str]) -> None:
    assert one_person_a_line(pasted).splitlines() == lines


def test_five_hundred_lines_of_nonsense_are_read_at_once() -> None:
    text = "\n".join(f"{'æøå' * 60}{n};x{n}@{'y' * 60}.dk;{'Grve' * 30}{n}" for n in range(500))
    assert [line.problem[:32] for line in read(text).lines] == ["Navnet er for langt."] * 500
