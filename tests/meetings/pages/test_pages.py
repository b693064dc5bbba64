"""The list and the meeting's page: the right things for each, in few queries however much there is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.people.models import Member
from meetings.meeting.models import Meeting
from tests import world
from tests.meetings.conftest import At, local

ClientFor = Callable[[Member | None], Client]


def queries_of(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def fill(meeting: Meeting, cast: world.Cast, items: int, papers: int) -> None:
    start = meeting.items.count()
    recommendation, area = world.make_recommendation(start + 1), world.make_area(title=f"Område {start}")
    for number in range(start + 1, start + 1 + items):
        item = world.make_item(
            meeting, number, recommendation=recommendation, area=area, responsible=world.seat_of(cast.head)
        )
        for count in range(papers):
            world.make_paper(item, cast.secretary, text=f"Bilag {number}-{count}")


@pytest.mark.parametrize("who", ["head", "supplier", "secretary"])
def test_the_page_takes_few_queries_however_much_is_on_it(
    meeting: Meeting, cast: world.Cast, client_for: ClientFor, who: str
) -> None:
    client, path = client_for(cast.everyone()[who]), f"/moeder/{meeting.slug}/"
    fill(meeting, cast, 1, 1)
    one = queries_of(client, path)
    fill(meeting, cast, 2, 3)
    three = queries_of(client, path)
    fill(meeting, cast, 17, 3)
    twenty = queries_of(client, path)
    assert one == three == twenty
    assert twenty <= 13


@pytest.mark.parametrize("path", ["dagsorden/", "deltagelse/", "ret/", "flyt/", "aflys/"])
def test_the_secretariats_pages_do_not_grow_with_items(
    meeting: Meeting, cast: world.Cast, client_for: ClientFor, path: str
) -> None:
    client, address = client_for(cast.secretary), f"/moeder/{meeting.slug}/{path}"
    fill(meeting, cast, 1, 1)
    world.make_answer(meeting, world.seat_of(cast.head))
    one = queries_of(client, address)
    fill(meeting, cast, 2, 2)
    world.make_answer(meeting, world.seat_of(cast.lead))
    world.make_answer(meeting, world.seat_of(cast.ski), "no")
    assert queries_of(client, address) == one


def test_the_list_does_not_grow(cast: world.Cast, client_for: ClientFor) -> None:
    client = client_for(cast.head)
    for number in range(3):
        world.make_meeting(slug=f"k{number}", start=world.NOW + timedelta(days=30 + number))
        world.make_meeting(slug=f"t{number}", start=world.NOW - timedelta(days=30 + number), state="held")
        if not number:
            few = queries_of(client, "/moeder/")
    assert queries_of(client, "/moeder/") == few


def test_past_meetings_come_twenty_a_page(cast: world.Cast, client_for: ClientFor) -> None:
    for number in range(21):
        world.make_meeting(
            slug=f"t{number}", title=f"Møde nr. {number}.", start=world.NOW - timedelta(days=30 + number), state="held"
        )
    client = client_for(cast.head)
    first, second = (client.get("/moeder/", {"side": side}).content.decode() for side in (1, 2))
    assert ("Møde nr. 0." in first, "Møde nr. 20." in first, "Møde nr. 20." in second) == (True, False, True)


def test_a_cancelled_meeting_stays_on_the_list_and_a_plan_given_up_does_not(
    cast: world.Cast, client_for: ClientFor, at: At
) -> None:
    off = {"state": "cancelled", "cancel_reason": "Sygdom"}
    meeting = world.make_meeting(convened_at=world.NOW, **off)
    world.make_meeting(slug="plan", title="Kun en plan", start=world.NOW + timedelta(days=40), **off)
    world.make_answer(meeting, world.seat_of(cast.head))
    for member in (cast.head, cast.secretary):
        at(world.NOW)
        page = client_for(member).get("/moeder/")
        assert [row.title for row in page.context["coming"]] == [meeting.title]
        assert page.content.decode().count("Aflyst") == 1
        assert "Dit svar" not in page.content.decode()
        at(world.NOW + timedelta(days=60))
        page = client_for(member).get("/moeder/")
        assert [row.title for row in page.context["past"]] == [meeting.title]
        at(world.NOW)


def test_each_sees_their_own_answer_on_the_list(meeting: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    world.make_answer(meeting, world.seat_of(cast.head), "online")
    texts = {
        who: client_for(m).get("/moeder/").content.decode() for who, m in cast.everyone().items() if who != "former"
    }
    assert [who for who, html in texts.items() if "Dit svar: deltager online" in html] == ["head"]


def test_a_planned_meeting_is_the_secretariats(cast: world.Cast, client_for: ClientFor) -> None:
    meeting = world.make_meeting(state="planned", agenda_version=0, title="Under planlægning")
    seen = {who: client_for(m).get(f"/moeder/{meeting.slug}/").status_code for who, m in cast.everyone().items()}
    assert seen == {
        "secretary": 200, "chair": 404, "head": 404, "lead": 404, "supplier": 404, "ski": 404, "disqualified": 404,
        "former": 403,
    }  # fmt: skip
    assert client_for(None).get(f"/moeder/{meeting.slug}/").status_code == 302


def test_members_see_who_comes_and_the_secretariat_who_is_silent(
    meeting: Meeting, cast: world.Cast, client_for: ClientFor
) -> None:
    world.make_answer(meeting, world.seat_of(cast.head), "substitute", substitute_name="Åse Kvist")
    world.make_answer(meeting, world.seat_of(cast.lead), "no")
    member = client_for(cast.supplier).get(f"/moeder/{meeting.slug}/").content.decode()
    office = client_for(cast.secretary).get(f"/moeder/{meeting.slug}/").content.decode()
    for text in ("1 kommer", "Åse Kvist", "1 kommer ikke"):
        assert (text in member, text in office) == (True, True), text
    assert ("4 har ikke svaret" in member, "4 har ikke svaret" in office) == (False, True)


def test_a_cancelled_meeting_says_why(meeting: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    Meeting.objects.filter(pk=meeting.pk).update(state="cancelled", cancel_reason="For mange afbud & <sne>")
    html = client_for(cast.head).get(f"/moeder/{meeting.slug}/").content.decode()
    assert "For mange afbud &amp; &lt;sne&gt;" in html
    assert "Jeg kommer" not in html


WHEN = {"title": "Forårsmøde", "begins": "10.00", "ends": "15.00", "audience": "members", "place": "KL-Huset"}


@pytest.mark.parametrize("typed", ["15.04.2027", "15/4-2027", "15-04-2027", " 2027-04-15 ", "15/04/2027"])
def test_a_date_is_typed_as_danes_type_it(cast: world.Cast, client_for: ClientFor, typed: str) -> None:
    assert client_for(cast.secretary).post("/moeder/nyt/", WHEN | {"day": typed}).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.slug, meeting.start, meeting.end) == (
        "2027-04-15", local("2027-04-15 10:00"), local("2027-04-15 15:00")
    )  # fmt: skip
    # Ten Danish working days before 15 April 2027; Easter lies between 25 and 29 March
    assert meeting.rsvp_deadline == local("2027-04-01 12:00")
    assert meeting.state == "planned"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"day": "15.04.2019"}, "Tidspunktet er passeret."),
        ({"day": "01.01.0001"}, "Tidspunktet er passeret."),
        ({"day": "03.01.9999"}, "Mødet ligger mere end 10 år ude i fremtiden."),
        ({"day": "15.04.2027", "deadline": "01.01.2020"}, "Svarfristen er passeret."),
        ({"day": "15.04.2027", "ends": "09.00"}, "Mødet skal slutte, efter at det begynder."),
        ({"day": "15.04.2027", "deadline": "16.04.2027"}, "Svarfristen skal ligge, før mødet begynder."),
        ({"day": "21.10.2027"}, "Torsdag den 21. oktober 2027 ligger i uge 42, hvor mange holder ferie. Vælg"),
        ({"day": "26.03.2027"}, "Fredag den 26. marts 2027 er helligdag (Langfredag)."),
        ({"day": "15.04.2027", "title": "\r\n"}, "Skriv, hvad mødet skal hedde."),
    ],
)
def test_what_cannot_be_is_explained_and_kept(
    cast: world.Cast, client_for: ClientFor, wrong: dict[str, str], sentence: str
) -> None:
    response = client_for(cast.secretary).post("/moeder/nyt/", WHEN | wrong)
    html = response.content.decode()
    assert (response.status_code, Meeting.objects.count()) == (422, 0)
    assert sentence in html
    assert 'value="KL-Huset"' in html


@pytest.mark.parametrize(
    "wrong", [{"day": "32.13.2027"}, {"online_link": "javascript:alert(1)"}, {"title": "x" * 121}], ids=str
)
def test_what_cannot_be_read_is_refused_in_its_own_field(
    cast: world.Cast, client_for: ClientFor, wrong: dict[str, str]
) -> None:
    response = client_for(cast.secretary).post("/moeder/nyt/", WHEN | {"day": "15.04.2027"} | wrong)
    assert (response.status_code, Meeting.objects.count()) == (422, 0)
    assert list(response.context["form"].errors) == list(wrong)


def test_a_holiday_week_is_taken_when_it_is_meant(cast: world.Cast, client_for: ClientFor) -> None:
    data = WHEN | {"day": "21.10.2027", "despite": "on"}
    assert client_for(cast.secretary).post("/moeder/nyt/", data).status_code == 302


def test_a_meeting_called_late_gets_a_deadline_that_is_not_past(cast: world.Cast, client_for: ClientFor) -> None:
    client_for(cast.secretary).post("/moeder/nyt/", WHEN | {"day": "01.12.2026"})
    assert Meeting.objects.get().rsvp_deadline == local("2026-11-30 12:00")


def test_a_second_meeting_the_same_day_has_its_own_address(cast: world.Cast, client_for: ClientFor) -> None:
    for _ in range(2):
        client_for(cast.secretary).post("/moeder/nyt/", WHEN | {"day": "15.04.2027"})
    assert sorted(Meeting.objects.values_list("slug", flat=True)) == ["2027-04-15", "2027-04-15-2"]


def test_the_second_editor_of_a_meeting_is_told(meeting: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    client, path = client_for(cast.secretary), f"/moeder/{meeting.slug}/ret/"
    form = {"title": "Ny titel", "deadline": "01.12.2026", "audience": "members", "revision": "1"}
    assert client.post(path, form).status_code == 302
    late = client.post(path, form | {"title": "Min titel"})
    assert late.status_code == 409
    html = late.content.decode()
    assert ("Min titel" in html, "Ny titel" in html, 'aria-disabled="true"' in html) == (True, True, False)
    assert client.post(path, form | {"title": "Min titel", "revision": "2"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.title == "Min titel"


def test_editing_a_called_meeting_leaves_time_and_place(
    meeting: Meeting, cast: world.Cast, client_for: ClientFor
) -> None:
    form = {
        "title": "T",
        "deadline": "1.12.2026",
        "audience": "members",
        "revision": "1",
        "day": "1.2.2027",
        "place": "X",
    }
    client_for(cast.secretary).post(f"/moeder/{meeting.slug}/ret/", form)
    before = meeting.start, meeting.place
    meeting.refresh_from_db()
    assert (meeting.title, meeting.start, meeting.place) == ("T", *before)


def test_who_a_called_meeting_is_for_lies_fast(meeting: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    client, path = client_for(cast.secretary), f"/moeder/{meeting.slug}/ret/"
    fields = {"title": "Julemøde", "deadline": "10.12.2026", "revision": "1", "audience": "secretariat"}
    assert "audience" not in client.get(path).context["form"].fields
    assert client.post(path, fields).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.title, meeting.audience) == ("Julemøde", "members")
    Meeting.objects.update(state="planned")
    assert "audience" in client.get(path).context["form"].fields


def test_a_cancelled_meeting_asks_for_no_agenda(meeting: Meeting, cast: world.Cast, client_for: ClientFor) -> None:
    pages = []
    for state, why in (("convened", ""), ("cancelled", "Afbud.")):
        Meeting.objects.update(state=state, cancel_reason=why)
        pages.append(client_for(cast.secretary).get(f"/moeder/{meeting.slug}/").content.decode())
    assert ["Skriv dagsordenen" in page for page in pages] == [True, False]
    assert "Der blev ikke skrevet nogen dagsorden." in pages[1]
