"""The agenda: built, ordered and edited by the secretariat, lost by nobody, seen by the right people."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from forum.base.stale import StaleError
from forum.people.models import Member
from meetings.agenda.actions.items import edit_item, remove_item
from meetings.agenda.models import AgendaItem, programme
from meetings.meeting.models import Meeting
from tests import world

ClientFor = Callable[[Member | None], Client]
DEAD = 'aria-disabled="true"'  # a button that cannot be pressed
KEYS = re.compile("csrfmiddlewaretoken|form_key")  # differ from one page to the next
FORM = {"title": "Funktionskrav", "kind": "decision", "minutes": "20", "audience": "members", "done": "ja"}


@pytest.fixture
def office(cast: world.Cast, client_for: ClientFor) -> Client:
    return client_for(cast.secretary)


def order(meeting: Meeting) -> list[tuple[int, str]]:
    items = AgendaItem.objects.filter(meeting=meeting, removed_at=None).order_by("number")
    return list(items.values_list("number", "title"))


@pytest.fixture
def three(meeting: Meeting) -> Meeting:
    for number, title in enumerate(("Velkomst", "Status", "Eventuelt"), start=1):
        world.make_item(meeting, number, title=title, kind="other" if title == "Eventuelt" else "discussion")
    return meeting


def test_a_new_item_goes_before_any_other_business(three: Meeting, office: Client) -> None:
    Meeting.objects.update(state="convened", agenda_version=0)
    assert office.post(f"/moeder/{three.slug}/dagsorden/nyt/", FORM).status_code == 302
    assert order(three) == [(1, "Velkomst"), (2, "Status"), (3, "Funktionskrav"), (4, "Eventuelt")]


def test_items_move_one_place(three: Meeting, office: Client) -> None:
    status = AgendaItem.objects.get(title="Status")
    office.post(f"/moeder/punkt/{status.pk}/flyt/", {"way": "up"})
    assert order(three) == [(1, "Status"), (2, "Velkomst"), (3, "Eventuelt")]
    for _ in range(3):  # past the end nothing happens
        office.post(f"/moeder/punkt/{status.pk}/flyt/", {"way": "down"})
    assert order(three) == [(1, "Velkomst"), (2, "Eventuelt"), (3, "Status")]


@pytest.mark.parametrize(
    ("last", "says"),
    [
        (240, []),  # to the minute
        (
            305,
            [
                "Dagsordenen er 1 t. 5 min. for lang: Den slutter kl. 16.05, men mødet slutter kl. 15.00. "
                "Gør nogle af punkterne kortere, eller giv mødet et senere sluttidspunkt."
            ],
        ),
    ],
)
def test_an_agenda_that_outlasts_the_meeting_is_told_of(
    three: Meeting, office: Client, last: int, says: list[str]
) -> None:
    AgendaItem.objects.filter(meeting=three, number=3).update(minutes=last)
    for page in ("dagsorden/", "frigiv/"):
        html = unescape(office.get(f"/moeder/{three.slug}/{page}").content.decode())
        assert re.findall(r"<p class=\"alert-text\">(Dagsordenen er .*? for lang.*?)</p>", html) == says
    Meeting.objects.update(state="planned", agenda_version=0)
    html = unescape(office.get(f"/moeder/{three.slug}/indkald/").content.decode())
    assert re.findall(r"(Dagsordenen er .*? for lang.*?)</p>", html) == says


def test_with_htmx_the_swapped_rows_are_the_reloaded_pages(three: Meeting, office: Client) -> None:
    item = AgendaItem.objects.get(title="Status")
    swapped = office.post(f"/moeder/punkt/{item.pk}/flyt/", {"way": "up"}, HTTP_HX_REQUEST="true").content.decode()
    page = office.get(f"/moeder/{three.slug}/dagsorden/").content.decode()

    def lines(html: str) -> list[str]:
        cut = html[html.index('<div id="dagsorden-raekker"') :]
        cut = cut[: cut.index("</ol>")]
        return [line.strip() for line in cut.splitlines() if line.strip() and not KEYS.search(line)]

    assert lines(swapped) == lines(page)
    assert "<html" not in swapped


def test_a_removed_item_comes_back_where_it_stood(three: Meeting, office: Client, cast: world.Cast) -> None:
    item = AgendaItem.objects.get(title="Velkomst")
    item.disqualified.add(cast.disqualified)
    page = office.post(f"/moeder/punkt/{item.pk}/fjern/", follow=True)
    assert order(three) == [(1, "Status"), (2, "Eventuelt")]
    assert f'action="/moeder/punkt/{item.pk}/fortryd/1/"' in page.content.decode()
    assert office.get(f"/moeder/punkt/{item.pk}/").status_code == 404
    office.post(f"/moeder/punkt/{item.pk}/fortryd/1/")
    assert order(three) == [(1, "Velkomst"), (2, "Status"), (3, "Eventuelt")]
    assert list(item.disqualified.all()) == [cast.disqualified]


def test_what_a_stale_page_removes_moves_or_brings_back_again_is_told(three: Meeting, office: Client) -> None:
    item, told = AgendaItem.objects.get(title="Velkomst"), []
    for what in ("fjern/", "fjern/", "flyt/", "fortryd/1/", "fortryd/1/"):
        page = office.post(f"/moeder/punkt/{item.pk}/{what}", {"way": "up"}, follow=True)
        told.append(
            (page.redirect_chain[-1], [str(message).partition(" (")[0] for message in page.context["messages"]])
        )
    gone, back = ["Punktet er allerede fjernet fra dagsordenen."], ["»Velkomst« er tilbage på dagsordenen."]
    there = ["»Velkomst« er allerede tilbage på dagsordenen."]
    agenda = (f"/moeder/{three.slug}/dagsorden/", 302)
    office.post(f"/moeder/punkt/{item.pk}/fjern/")
    swapped = office.post(f"/moeder/punkt/{item.pk}/flyt/", {"way": "up"}, headers={"HX-Request": "true"})
    assert (swapped.status_code, swapped["HX-Redirect"], swapped.content) == (200, agenda[0], b"")
    office.post(f"/moeder/punkt/{item.pk}/fortryd/1/")
    assert told == [(agenda, said) for said in (["»Velkomst« er fjernet fra dagsordenen."], gone, gone, back, there)]
    assert order(three)[0] == (1, "Velkomst")


def test_two_items_can_be_removed(three: Meeting, office: Client) -> None:
    for item in AgendaItem.objects.filter(number__lt=3):
        office.post(f"/moeder/punkt/{item.pk}/fjern/")
    assert order(three) == [(1, "Eventuelt")]


def test_the_second_editor_is_told_and_keeps_the_text(three: Meeting, office: Client) -> None:
    item = AgendaItem.objects.get(title="Status")
    path = f"/moeder/punkt/{item.pk}/"
    mine = FORM | {"title": "Min titel <b>", "revision": "1"}
    assert office.post(path, FORM | {"title": "En andens titel", "revision": "1"}).status_code == 302
    late = office.post(path, mine)
    html = late.content.decode()
    assert late.status_code == 409
    assert "Sofie Krogh har rettet punktet, mens du skrev." in html
    assert ("Min titel &lt;b&gt;" in html, "En andens titel" in html) == (True, True)
    assert ('name="revision" value="2"' in html, DEAD in html) == (True, False)
    item.refresh_from_db()
    assert item.title == "En andens titel"
    assert office.post(path, mine | {"revision": "2"}).status_code == 302


def test_a_stale_page_does_not_open_what_was_just_closed(three: Meeting, office: Client, cast: world.Cast) -> None:
    item = AgendaItem.objects.get(title="Status")
    path, closing = (
        f"/moeder/punkt/{item.pk}/",
        {"audience": "authorities", "disqualified": [str(cast.disqualified.pk)]},
    )
    assert office.post(path, FORM | closing | {"revision": "1"}).status_code == 302
    late = office.post(path, FORM | {"audience": "members", "revision": "1"})
    assert (late.status_code, cast.disqualified.name in late.content.decode()) == (409, True)
    form = late.context["form"]
    assert (form["audience"].value(), form["disqualified"].value()) == ("authorities", [str(cast.disqualified.pk)])


def test_a_slip_in_between_does_not_hide_that_somebody_was_first(three: Meeting, office: Client) -> None:
    """The page that shows the slip goes on from what the person began from."""
    item = AgendaItem.objects.filter(meeting=three)[0]
    path = f"/moeder/punkt/{item.pk}/"
    assert office.post(path, FORM | {"title": "En andens titel", "revision": "1"}).status_code == 302
    slip = office.post(path, FORM | {"title": "", "revision": "1"})
    assert (slip.status_code, slip.context["form"]["revision"].value()) == (422, "1")
    assert office.post(path, FORM | {"title": "Min titel", "revision": "1"}).status_code == 409
    assert AgendaItem.objects.get(pk=item.pk).title == "En andens titel"


@pytest.mark.parametrize("revision", ["", "x", "-1", "²", "99999999999999999999"])
def test_a_strange_revision_is_an_old_one(three: Meeting, office: Client, revision: str) -> None:
    item = AgendaItem.objects.get(title="Status")
    assert office.post(f"/moeder/punkt/{item.pk}/", FORM | {"revision": revision}).status_code == 409


def test_an_item_is_never_open_to_more_than_its_meeting(cast: world.Cast, office: Client) -> None:
    closed = world.make_meeting(slug="lukket", audience="authorities", state="planned", agenda_version=0)
    path = f"/moeder/{closed.slug}/dagsorden/nyt/"
    assert office.post(path, FORM).status_code == 422
    assert office.post(path, FORM | {"audience": "authorities"}).status_code == 302


def test_a_form_sent_twice_adds_one_item(three: Meeting, office: Client) -> None:
    for _ in range(2):
        office.post(f"/moeder/{three.slug}/dagsorden/nyt/", FORM | {"form_key": "abc"})
    assert len(order(three)) == 4


def test_a_held_meetings_agenda_lies_fast(three: Meeting, office: Client) -> None:
    Meeting.objects.filter(pk=three.pk).update(state="held")
    item = AgendaItem.objects.get(title="Status")
    refused = office.post(f"/moeder/punkt/{item.pk}/", FORM | {"revision": "1"})
    assert (refused.status_code, DEAD in refused.content.decode()) == (409, True)
    office.post(f"/moeder/punkt/{item.pk}/fjern/")
    office.post(f"/moeder/punkt/{item.pk}/flyt/", {"way": "up"})
    assert order(three) == [(1, "Velkomst"), (2, "Status"), (3, "Eventuelt")]


@pytest.mark.parametrize("what", ["", "flyt/", "fjern/", "fortryd/1/", "bilag/"])
def test_members_do_not_edit(three: Meeting, cast: world.Cast, client_for: ClientFor, what: str) -> None:
    item = AgendaItem.objects.get(title="Status")
    assert client_for(cast.chair).post(f"/moeder/punkt/{item.pk}/{what}", FORM).status_code == 403


def test_the_clock_runs_over_closed_items(meeting: Meeting, cast: world.Cast) -> None:
    world.make_item(meeting, 1, minutes=10)
    world.make_item(meeting, 2, minutes=45, audience="authorities")
    world.make_item(meeting, 3, minutes=20)
    removed = world.make_item(meeting, 4, minutes=99)
    remove_item(item=removed, by=cast.secretary, now=world.NOW)

    def seen(member: Member) -> list[tuple[int, str, bool]]:
        entries = programme(meeting, member.as_viewer()).rows
        return [(e.number, e.begins.astimezone(world.COPENHAGEN).strftime("%H.%M"), bool(e.item)) for e in entries]

    assert seen(cast.head) == [(1, "10.00", True), (2, "10.10", True), (3, "10.55", True)]
    assert seen(cast.supplier) == [(1, "10.00", True), (2, "10.10", False), (3, "10.55", True)]
    assert programme(meeting, cast.supplier.as_viewer()).minutes == 75


def test_a_closed_item_is_a_line_that_tells_whom_it_is_for(
    meeting: Meeting, cast: world.Cast, client_for: ClientFor, settings: Any
) -> None:
    settings.CONTACT_MAIL = "forum@kl.invalid"
    item = world.make_item(meeting, 1, title="Hemmeligheden", background="Hemmelig baggrund", audience="authorities")
    world.make_paper(item, cast.secretary, text="Hemmeligt bilag")
    barred = world.make_item(meeting, 2, title="Koldings sag")
    barred.disqualified.add(cast.disqualified)
    world.make_item(meeting, 3, title="Internt", audience="secretariat").disqualified.add(cast.supplier)
    for_authorities, closed = "Punkt 1 (kl. 10.00-10.30) er kun for ordregivere.", "Punkt 3 er lukket."
    named, wrong = "Du er inhabil i punkt 2 og kan ikke læse det.", "Er det forkert?"
    words = ("Hemmelig", for_authorities, "Koldings sag", named, wrong, "Internt", closed)

    def read(member: Member) -> list[str]:
        html = client_for(member).get(f"/moeder/{meeting.slug}/").content.decode()
        return [word for word in words if word in html]

    assert read(cast.secretary) == ["Hemmelig", "Koldings sag", "Internt"]
    assert read(cast.head) == ["Hemmelig", "Koldings sag", closed]
    # Who would not have been let in anyhow is not told of the disqualification
    assert read(cast.supplier) == [for_authorities, "Koldings sag", closed]
    assert read(cast.disqualified) == ["Hemmelig", named, wrong, closed]
    page = client_for(cast.disqualified).get(f"/moeder/{meeting.slug}/").content.decode()
    assert re.findall(r'href="(mailto:[^"]*Habilitet[^"]*)"', page) == [
        "mailto:forum@kl.invalid?subject=Habilitet%20i%20punkt%202%20den%2017.%20december%202026"
    ]


def test_a_narrower_area_is_not_named_on_an_open_item(
    meeting: Meeting, cast: world.Cast, client_for: ClientFor
) -> None:
    area = world.make_area(title="Lukket område", audience="authorities")
    world.make_item(meeting, 1, area=area)
    path = f"/moeder/{meeting.slug}/"
    named = ["Lukket område" in client_for(who).get(path).content.decode() for who in (cast.head, cast.supplier)]
    assert named == [True, False]


def test_an_edit_outrun_in_the_action_changes_nothing(meeting: Meeting, cast: world.Cast) -> None:
    item = world.make_item(meeting, 1)
    with pytest.raises(StaleError):
        edit_item(item=item, revision=7, by=cast.secretary, now=world.NOW, disqualified=[cast.head], title="X")
    assert list(item.disqualified.all()) == []


def test_a_quiet_new_version_says_that_nobody_is_told(three: Meeting, office: Client) -> None:
    page = office.get(f"/moeder/{three.slug}/frigiv/")
    told = office.post(f"/moeder/{three.slug}/frigiv/", {"revision": page.context["draft"].revision}, follow=True)
    said = [undo.before for undo in told.context["undos"]]
    assert said == ["Dagsordenen er frigivet, og ingen får en mail. Du kan fortryde i"]


def test_a_change_to_an_item_that_is_out_says_who_reads_it_at_once(
    meeting: Meeting, office: Client, cast: world.Cast
) -> None:
    item = world.make_item(meeting, 1, audience="authorities")
    path, hint = f"/moeder/punkt/{item.pk}/", "De, du vælger, kan læse det, så snart du gemmer."

    def saved(revision: int, **fields: object) -> list[str]:
        page = office.post(path, {**FORM, "revision": revision, **fields}, follow=True)
        return [str(message) for message in page.context["messages"]]

    assert hint in office.get(path).content.decode()
    assert saved(1) == ["Punktet er gemt. Hele forummet kan nu læse det."]
    karen = saved(2, disqualified=[cast.disqualified.pk])
    assert karen == ["Punktet er gemt. Karen Dahl kan have fået titlen i en tidligere mail."]
    assert saved(3, audience="authorities", disqualified=[cast.disqualified.pk]) == ["Punktet er gemt."]
    AgendaItem.objects.update(awaits_release=True)
    assert hint not in office.get(path).content.decode()
    assert saved(4) == ["Punktet er gemt."]
