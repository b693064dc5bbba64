"""What people need at a meeting: asked with the answer, read by them and the secretariat alone, gone after 14 days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from forum.mail.models import OutboxMail
from forum.membership import own_data
from forum.people.models import Member
from meetings.attendance.models import Wish
from meetings.meeting.models import Meeting
from meetings.retention import forget_wishes
from tests import world
from tests.meetings.conftest import call
from tests.world import NOW, Cast

ClientFor = Callable[[Member | None], Client]
NEED = "Vegansk, og rampe til kørestol"
SHEET = "deltagelse/regneark/?som=csv"


@pytest.fixture
def asking(cast: Cast) -> Meeting:
    meeting = world.make_meeting(asks_wishes=True, state="planned", agenda_version=0)
    call(meeting, cast)
    return meeting


def answer(client: Client, meeting: Meeting, who: Member, **fields: Any) -> int:
    sent = {"seat": world.seat_of(who).pk, "answer": "yes", "start": int(meeting.start.timestamp())} | fields
    return int(client.post(f"/moeder/{meeting.slug}/svar/", sent).status_code)


def test_it_is_asked_kept_changed_and_taken_back(asking: Meeting, cast: Cast, client_for: ClientFor) -> None:
    head, path = client_for(cast.head), asking.get_absolute_url()
    assert head.get(path).content.decode().count('name="wishes"') == 2  # who comes, and who comes instead
    answer(head, asking, cast.head, wishes=f"  {NEED} ")
    assert [wish.text for wish in Wish.objects.all()] == [NEED]
    page = head.get(path).content.decode()
    assert (f"Dine ønsker: <bdi>{NEED}</bdi>" in page, page.count(f'value="{NEED}"')) == (True, 2)
    assert answer(head, asking, cast.head, wishes="x" * 301) == 422
    answer(head, asking, cast.head, answer="substitute", substitute_name="Ole Vikar", wishes="Nødder tåles ikke")
    assert [wish.text for wish in Wish.objects.all()] == ["Nødder tåles ikke"]
    answer(head, asking, cast.head, answer="no", wishes="Nødder tåles ikke")  # who does not come needs nothing
    assert Wish.objects.count() == 0
    answer(head, asking, cast.head, wishes=NEED)
    answer(head, asking, cast.head, wishes="")
    assert Wish.objects.count() == 0
    Meeting.objects.update(asks_wishes=False)
    answer(head, asking, cast.head, wishes=NEED)
    assert (Wish.objects.count(), 'name="wishes"' in head.get(path).content.decode()) == (0, False)


def test_only_the_secretariat_and_who_wrote_it_read_it(asking: Meeting, cast: Cast, client_for: ClientFor) -> None:
    head, office, chair = client_for(cast.head), client_for(cast.secretary), client_for(cast.chair)
    answer(head, asking, cast.head, wishes=NEED)
    path = asking.get_absolute_url()
    seen = {
        "office": [NEED in office.get(path + page).content.decode() for page in ("deltagelse/", SHEET)],
        "chair": [NEED in chair.get(path + page).content.decode() for page in ("", "deltagelse/", SHEET)],
        "head": [NEED in head.get(path).content.decode()],
        "supplier": [NEED in client_for(cast.supplier).get(path).content.decode()],
    }
    assert seen == {"office": [True, True], "chair": [False, False, False], "head": [True], "supplier": [False]}
    people = {"office": cast.secretary, "chair": cast.chair, "head": cast.head, "supplier": cast.supplier}
    rows = {name: Wish.objects.visible_to(member.as_viewer()).count() for name, member in people.items()}
    assert rows == {"office": 1, "chair": 0, "head": 1, "supplier": 0}  # on any page that comes after these
    headings = ["Ønsker til mad" in client.get(path + SHEET).content.decode() for client in (office, chair)]
    assert headings == [True, False]
    assert NEED in str(own_data.export(cast.head, cast.head.as_viewer())["ønsker til mad og adgang"])
    assert NEED not in str(own_data.export(cast.chair, cast.chair.as_viewer()))
    assert NEED not in "".join(f"{mail.text} {mail.html}" for mail in OutboxMail.objects.all())
    asks = [mail.text.count("Har du ønsker til mad eller adgang?") for mail in OutboxMail.objects.all()]
    assert set(asks) == {1}


def test_it_is_answered_from_the_mail_and_gone_after_fourteen_days(
    asking: Meeting, cast: Cast, client_for: ClientFor, client: Client
) -> None:
    mail = OutboxMail.objects.get(to_member=cast.ski)
    link = next(word for word in mail.text.split() if "/moeder/svar/" in word).partition("?")[0]
    path = "/" + link.split("/", 3)[3]
    assert client.post(path, {"answer": "yes", "wishes": NEED}).status_code == 302
    assert client.get(path).content.decode().count(f'value="{NEED}"') == 2
    office = client_for(cast.secretary)
    answer(office, asking, cast.ski, answer="yes")  # for the seat: what its holder needs stands
    assert Wish.objects.get().by == cast.ski
    assert forget_wishes(now=asking.end + timedelta(days=14)) == 0
    assert (forget_wishes(now=asking.end + timedelta(days=14, seconds=1)), Wish.objects.count()) == (1, 0)


def test_the_secretariat_chooses_to_ask(cast: Cast, client_for: ClientFor) -> None:
    office, meeting = client_for(cast.secretary), world.make_meeting(convened_at=NOW)
    typed = {"title": "Møde", "deadline": "10.12.2026", "introduction": "", "revision": meeting.revision}
    for sent, asks in (({"asks_wishes": "on"}, True), ({}, False)):
        meeting.refresh_from_db()
        answered = office.post(f"/moeder/{meeting.slug}/ret/", typed | sent | {"revision": meeting.revision})
        meeting.refresh_from_db()
        assert (answered.status_code, meeting.asks_wishes) == (302, asks)
