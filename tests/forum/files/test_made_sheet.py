"""Sheets to take away: what a cell says is text in both kinds, and no list is without an end."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from forum.files import made_sheet, read_sheet
from forum.files.made_sheet import MOST_ROWS, Table, sheet_response
from tests import world

NASTY = ["=1+1", "+45 12 34 56 78", "-2", "@SUM(A1)", "\t=1", " =1", "＝1", 'a";b\nc', "Æblegrød\x00"]
DAY = date(2026, 11, 23)


def table(rows: list[list[str]], note: str = "") -> Table:
    return Table("Ærøs liste", {"Navn": 12, "@Om": 30}, rows, note)


def test_excel_reads_text_in_every_cell() -> None:
    answer = sheet_response(table([[text, "x"] for text in NASTY], "Der er flere."), "", DAY)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2, max_row=1 + len(NASTY))]
    assert [cell.value for cell in cells] == [*NASTY[:-1], "Æblegrød"]
    assert {(cell.data_type, cell.quotePrefix, cell.number_format) for cell in cells} == {("s", True, "@")}
    assert (sheet.title, sheet.freeze_panes, sheet["A1"].font.b, cells[0].font.b) == ("Ærøs liste", "A2", True, False)
    assert [cell.value for cell in list(sheet.iter_rows())[-1]] == ["Der er flere.", None]
    assert answer.headers["Content-Disposition"].endswith("filename*=utf-8''%C3%86r%C3%B8s%20liste%202026-11-23.xlsx")


def test_csv_is_what_a_danish_excel_opens() -> None:
    answer = sheet_response(table([[text, "x"] for text in NASTY]), "csv", DAY)
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0] == ["Navn", "'@Om"]
    assert [row[0] for row in rows[1:]] == [*(f"'{text}" for text in NASTY[:7]), *NASTY[7:8], "Æblegrød"]
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        "text/csv; charset=utf-8", "private, no-store",
    )  # fmt: skip
    assert read_sheet("liste.csv", answer.content).rows[0] == ["Navn", "'@Om"]  # and we read it ourselves


def test_a_long_list_ends_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_sheet, "MOST_ROWS", 3)
    asked: list[int] = []

    def rows() -> Any:
        for number in range(100):
            asked.append(number)
            yield [str(number), ""]

    said = made_sheet.sheet_response(Table("Liste", {"Nr.": 5, "": 5}, rows()), "csv", DAY).content.decode("utf-8-sig")
    assert (said.splitlines()[1:4], len(said.splitlines()), len(asked)) == (['"0";""', '"1";""', '"2";""'], 5, 4)
    assert f"de første {MOST_ROWS} rækker" in said


def lines(client: Any, path: str) -> list[list[str]]:
    answer = client.get(f"{path}{'&' if '?' in path else '?'}som=csv")
    assert answer.status_code == 200, answer
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))[1:]


def test_members_and_actions_and_participants_are_those_of_their_lists(
    cast: world.Cast, client_for: Any, django_assert_num_queries: Any
) -> None:
    meeting = world.make_meeting()
    world.make_answer(meeting, world.seat_of(cast.head), "substitute", substitute_name="=Ole Vikar")
    closed = world.make_action(None, world.seat_of(cast.head), text="+Lukket", audience="authorities")
    for number in range(3):
        world.make_action(None, world.seat_of(cast.lead), text=f"Opgave {number}", audience="members")
    supplier, head, office = (client_for(who) for who in (cast.supplier, cast.head, cast.secretary))
    actions = "/moeder/opgaver/regneark/?vis=aabne"
    assert [row[0] for row in lines(supplier, actions)] == ["Opgave 0", "Opgave 1", "Opgave 2"]
    assert sorted(row[0] for row in lines(head, actions)) == ["'+Lukket", "Opgave 0", "Opgave 1", "Opgave 2"]
    assert [row[0] for row in lines(head, "/moeder/opgaver/regneark/")] == ["'+Lukket"]  # one's own, as the page
    assert closed.get_absolute_url() in lines(head, "/moeder/opgaver/regneark/")[0][-1]
    people = {row[0]: row for row in lines(supplier, "/medlemmer/regneark/")}
    assert sorted(people) == sorted(member.name for member in cast.everyone().values() if member != cast.former)
    assert people[cast.chair.name][2:7] == [
        world.seat_of(cast.chair).organisation.full_name, "Kommune", "Midtjylland", "forperson", cast.chair.email,
    ]  # fmt: skip
    assert people[cast.secretary.name][2:6] == ["KL", "KL", "", "sekretariatet"]
    assert [row[0] for row in lines(supplier, f"/medlemmer/regneark/?q={cast.ski.name}")] == [cast.ski.name]
    path = f"/moeder/{meeting.slug}/deltagelse/regneark/"
    assert [client.get(path).status_code for client in (supplier, head)] == [403, 403]
    rows = lines(client_for(cast.chair), path)
    assert rows == lines(office, path)
    mine = next(row for row in rows if row[2] == cast.head.name)
    assert (len(rows), mine[6:]) == (6, ["Stedfortræder", "'=Ole Vikar", "2026-11-23", ""])


@pytest.mark.parametrize(
    "path", ["/medlemmer/regneark/", "/moeder/opgaver/regneark/?vis=aabne", "deltagelse/regneark/"]
)
def test_a_sheet_costs_the_same_however_long(
    path: str, cast: world.Cast, client_for: Any, django_assert_max_num_queries: Any
) -> None:
    meeting = world.make_meeting()
    path = path if path.startswith("/") else f"/moeder/{meeting.slug}/{path}"
    client, costs = client_for(cast.secretary), []
    for number in range(1, 4):
        for more in range(number):
            world.make_action(world.make_item(meeting, 10 * number + more), world.seat_of(cast.head))
        with django_assert_max_num_queries(15) as queries:
            assert client.get(path).status_code == 200
        costs.append(len(queries))
        seat = world.Seat.objects.create(organisation=world.organisation(f"Firma {number}"), since=DAY)
        member = world.Member.objects.create_user(f"n{number}@example.dk", f"Ny {number}")
        world.SeatHolding.objects.create(seat=seat, member=member, since=DAY)
        world.make_answer(meeting, seat)
    assert costs[0] == costs[1] == costs[2]
