"""What is kept under a member, to be read: the page and the PDF say all that the file does, and only to the member."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import lxml.html
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum import files
from forum.jobs import worker
from forum.mail import outbox
from forum.mail.models import OutboxMail
from forum.membership import own_data, retention
from forum.membership.models import OwnDataPdf
from forum.membership.own_data_words import NOTHING, in_words, sections
from forum.people.models import Member, NotificationChoice
from forum.receivers.models import ReceiverList
from meetings.attendance.models import Guest, Wish
from meetings.followup.models import ActionStep
from meetings.minutes.models import NoRemarks, Remark
from tests import world
from tests.forum.files.example_files import PDF
from tests.recommendations.reports.reading import text_of
from tests.world import NOW, Cast

PAGE = "/profil/data/"


def fill(cast: Cast) -> None:
    meeting = world.make_meeting()
    world.make_answer(meeting, world.seat_of(cast.head), answered_by=cast.head)
    world.make_update(world.make_area(), cast.head, sentence="Det går godt.\nMeget godt.")
    ReceiverList.objects.create(name="Styregruppen").members.set([cast.head])


def test_every_part_is_said_in_words(cast: Cast, client_for: Any) -> None:
    fill(cast)
    found = {section.heading: section for section in sections(cast.head, cast.head.as_viewer())}
    said_of = [*(heading.lower() for heading in found), *(one.lower() for one in found[NOTHING].sentences)]
    assert set(said_of) == {*own_data.export(cast.head, cast.head.as_viewer()), NOTHING.lower()}
    page = lxml.html.fromstring(client_for(cast.head).get(PAGE).content).find(".//main")
    assert [h.text_content() for h in page.xpath(".//h2")] == list(found)
    text = " ".join(page.text_content().split())
    said = ["1. juni 2017", "23. november 2026 kl. 09.00", "Det går godt.", "Styregruppen"]
    assert [words in text for words in said] == [True] * len(said)
    assert (
        page.xpath(".//td/a/@href")
        == [row[0].link for section in found.values() for row in section.rows if row[0].link]
        != []
    )
    assert [in_words(value) for value in (True, False, None, "", date(2019, 8, 22), 0)] == [
        "ja", "nej", "–", "–", "22. august 2019", "0",
    ]  # fmt: skip


def test_the_pdf_is_made_and_is_ones_own(cast: Cast, client_for: Any, settings: Any) -> None:
    fill(cast)
    head, other = client_for(cast.head), client_for(cast.secretary)
    assert head.get(f"{PAGE}pdf/")["Location"] == PAGE  # not asked for yet
    assert [head.post(f"{PAGE}pdf/")["Location"] for _ in range(2)] == [PAGE] * 2
    assert OwnDataPdf.objects.count() == 1  # a double press is one job
    assert 'hx-trigger="load' in head.get(f"{PAGE}pdf/", headers={"HX-Request": "true"}).content.decode()
    assert worker.work_next(now=NOW)
    assert worker.work_next(now=NOW) is False
    answer = head.get(f"{PAGE}pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="Mine data 2026-11-23.pdf"'
    text = " ".join(text_of(answer.getvalue()).split())
    said = [cast.head.email, "Det går godt.", "Styregruppen", "Lavet mandag den 23. november 2026 kl. 09.00"]
    assert [words in text for words in said] == [True] * len(said)
    assert [m.email for m in cast.everyone().values() if m.email in text] == [cast.head.email]
    assert other.get(f"{PAGE}pdf/")["Location"] == PAGE
    assert OwnDataPdf.objects.visible_to(cast.secretary.as_viewer()).count() == 0
    assert (client_for(None).get(PAGE).status_code, client_for(cast.former).get(PAGE).status_code) == (302, 200)
    settings.DEMO = False
    retention.forget(now=NOW + timedelta(hours=23))
    assert OwnDataPdf.objects.count() == 1
    retention.forget(now=NOW + timedelta(hours=25))
    assert (OwnDataPdf.objects.count(), head.get(f"{PAGE}pdf/")["Location"]) == (0, PAGE)


def one_more(cast: Cast, number: int) -> None:
    """A row more in every part."""
    me, seat = cast.head, world.seat_of(cast.head)
    hello: dict[str, Any] = {"greeting": "Velkommen", "greeting_by": me}
    meeting = world.make_meeting(slug=f"nr-{number}", start=NOW + timedelta(days=30 + number), **hello)
    world.make_answer(meeting, seat, answered_by=me)
    Wish.objects.create(meeting=meeting, seat=seat, by=me, text="Vegansk")
    invited: dict[str, Any] = {"invited_by": cast.secretary, "invited_at": NOW}
    Guest.objects.create(meeting=meeting, member=me, name=me.name, **invited)
    Remark.objects.create(item=world.make_item(meeting), by=me, text="Et ord mangler.")
    minutes = world.make_minutes(meeting)
    NoRemarks.objects.create(minutes=minutes, by=me, sent_at=NOW, at=NOW, via=NoRemarks.Via.PAGE)
    action = world.make_action(None, seat, audience="members", text=f"Nr. {number}")
    ActionStep.objects.create(action=action, kind="note", text="Note", by=me)
    world.make_update(world.make_area(slug=f"nr-{number}"), me)
    ReceiverList.objects.create(name=f"Liste {number}").members.set([me])
    NotificationChoice.objects.create(member=me, kind=list(NotificationChoice.Kind)[number], pace="weekly")
    UserSession.objects.create(user=me, session_key=f"nr-{number}", ip="192.0.2.1", user_agent="Firefox")
    hi = outbox.Rendered("Hej", "Kære du", "<p>Kære du</p>")
    mail = outbox.queue(key=f"nr-{number}", kind=world.GREETING, to=me, rendered=hi, now=NOW)
    OutboxMail.objects.filter(pk=mail.pk).update(state="sent", sent_at=NOW)


def test_the_page_costs_the_same_however_much_is_kept(cast: Cast, client_for: Any) -> None:
    """All parts of it, and the file as the page."""
    Member.objects.filter(pk=cast.head.pk).update(picture=files.store_made(PDF, name="mette.pdf"))
    client, costs = client_for(cast.head), []
    for number in range(3):
        one_more(cast, number)
        for path in (PAGE, f"{PAGE}fil/"):
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(path)
            costs.append(len(queries))
    assert NOTHING not in client.get(PAGE).content.decode()
    kept = answer.json()
    assert {heading: len(rows) for heading, rows in kept.items() if heading not in {"dig", "pladser", "ikke med"}} == {
        "valg om beskeder": 3, "sekretariatets modtagerlister med dig på": 3, "mails til dig": 3,
        "her er du logget ind": 3, "svar på indkaldelser": 3, "ønsker til mad og adgang": 3, "gæst ved møder": 3,
        "hilsener i indkaldelser": 3, "bemærkninger til referater": 6, "skridt i opgaver": 3,
        "status på innovationsområder": 3,
    }  # fmt: skip
    assert kept["dig"]["billede"] == "mette.pdf"
    assert kept["gæst ved møder"][0]["møde"] == kept["svar på indkaldelser"][0]["møde"]
    assert [costs[0], costs[1]] * 3 == costs
    assert max(costs) <= 15
