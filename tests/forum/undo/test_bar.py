"""The bar of what can be undone: on every page of the one who did it, for a minute, and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import lxml.html
import pghistory
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from forum.mail.models import OutboxMail
from forum.people.models import Member, SeatHolding
from forum.undo.actions import NOT_YOURS
from forum.undo.models import Undo
from meetings.convocation.actions.meeting import cancel_meeting, move_meeting
from meetings.meeting.models import Meeting
from recommendations.areas import actions as areas
from recommendations.areas.models import Area, AreaUpdate
from tests import world
from tests.world import NOW

A_DAY_LATER = datetime(2026, 12, 18, 10, tzinfo=world.COPENHAGEN)
ClientFor = Callable[[Member | None], Client]


def bar(client: Client, path: str = "/moeder/") -> list[str]:
    page = lxml.html.fromstring(client.get(path).content.decode())
    return [" ".join(each.text_content().split()) for each in page.xpath("//*[@id='fortryd']//p")]


def test_each_of_ones_own_acts_stands_on_every_page_until_its_minute_is_over(
    cast: world.Cast, client_for: ClientFor, clock: time_machine.Traveller
) -> None:
    first, second = world.make_meeting(title="Møde A"), world.make_meeting(title="Møde B", slug="b", start=A_DAY_LATER)
    cancel_meeting(meeting=first, reason="Sygdom", by=cast.secretary, now=NOW)
    clock.move_to(NOW + timedelta(seconds=20))
    soon = NOW + timedelta(seconds=20)
    move_meeting(meeting=second, revision=second.revision, by=cast.secretary, now=soon, place="Odense")
    office = client_for(cast.secretary)
    both = [
        "Ændringen går ud til 6 om 60 sekunder. Møde B, 18. december",
        "Aflysningen går ud til 6 om 40 sekunder. Møde A, 17. december",
    ]
    pages = ("/moeder/", "/", "/moeder/b/", "/admin/", f"/admin/meetings/meeting/{second.pk}/change/")
    assert [bar(office, path) for path in pages] == [both] * 5
    assert (bar(client_for(cast.chair)), bar(client_for(None), "/om/")) == ([], [])
    clock.move_to(NOW + timedelta(seconds=79))
    assert bar(office) == ["Ændringen går ud til 6 om 1 sekund. Møde B, 18. december"]
    clock.move_to(NOW + timedelta(seconds=80))
    assert bar(office) == []


def test_it_costs_nothing_for_who_has_nothing_to_undo(cast: world.Cast, client_for: ClientFor) -> None:
    office = client_for(cast.secretary)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            bar(office)
        return len(asked)

    world.make_meeting(state="cancelled", cancel_reason="Sygdom", convened_at=NOW)
    queries()
    before = queries()
    cast.secretary.may_undo_until(NOW + timedelta(seconds=1))
    assert queries() == before + 1  # so it is asked for by that alone
    cast.secretary.may_undo_until(NOW)
    assert queries() == before


def test_only_the_first_page_asks_every_history_what_the_act_has_written(
    cast: world.Cast, client_for: ClientFor
) -> None:
    client, meeting = client_for(cast.secretary), world.make_meeting()
    cancel_meeting(meeting=meeting, reason="Sygdom", by=cast.secretary, now=NOW)
    histories = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            assert len(bar(client)) == 1
        (told,) = [query["sql"] for query in asked if "is_changed" in query["sql"]]
        histories.append({table for table in ("meetings_meetingevent", "forum_seatevent") if table in told})
    assert histories == [{"meetings_meetingevent", "forum_seatevent"}, {"meetings_meetingevent"}]


def test_fortryd_brings_back_what_it_names_and_only_ones_own(cast: world.Cast, client_for: ClientFor) -> None:
    meeting = world.make_meeting(title="Møde A")
    cancel_meeting(meeting=meeting, reason="Sygdom", by=cast.secretary, now=NOW)
    office = client_for(cast.secretary)
    (address,) = lxml.html.fromstring(office.get("/").content).xpath("//*[@id='fortryd']/form/@action")
    assert client_for(cast.chair).post(address).status_code == 404
    assert office.get(address).status_code == 405
    assert Meeting.objects.get().state == "cancelled"
    answer = office.post(address, follow=True)
    assert answer.redirect_chain == [(meeting.get_absolute_url(), 302)]
    assert (Meeting.objects.get().state, bar(office)) == ("released", [])
    assert "Det er fortrudt, og ingen mail er sendt." in answer.content.decode()
    assert "Det er allerede fortrudt." in office.post(address, follow=True).content.decode()


def test_who_may_not_do_such_things_any_more_cannot_undo_them(cast: world.Cast, client_for: ClientFor) -> None:
    """A secretary who has become an ordinary member, and a member whose organisation no longer leads the area."""
    meeting, area = world.make_meeting(), world.make_area(world.seat_of(cast.lead).organisation)
    SeatHolding.objects.create(
        seat=world.seat_of(cast.ski), member=cast.secretary, since=NOW.date(), is_substitute=True
    )
    cancel_meeting(meeting=meeting, reason="Sygdom", by=cast.secretary, now=NOW)
    areas.report_status(
        area=area, colour="red", sentence="Ingen bød.", next_step="Ny dialog.", by=cast.lead, now=NOW
    )  # fmt: skip
    waiting = OutboxMail.objects.count()
    with pghistory.context():  # no part of the acts
        Member.objects.filter(pk=cast.secretary.pk).update(is_secretariat=False)
        Area.objects.update(lead=world.seat_of(cast.head).organisation)
    for member in (cast.secretary, cast.lead):
        member.refresh_from_db()
        answer = client_for(member).post(f"/fortryd/{Undo.objects.get(by=member).pk}/", follow=True)
        assert NOT_YOURS in answer.content.decode()
    assert (Meeting.objects.get().state, AreaUpdate.objects.count()) == ("cancelled", 1)
    assert (OutboxMail.objects.count(), Undo.objects.exclude(undone_at=None).count()) == (waiting, 0)


def test_a_plan_is_deleted_from_its_page_with_its_agenda(cast: world.Cast, client_for: ClientFor) -> None:
    meeting = world.make_meeting(state="planned", agenda_version=0, title="Forårsmøde")
    item, office = world.make_item(meeting), client_for(cast.secretary)
    pages = [meeting.get_absolute_url(), f"/moeder/punkt/{item.pk}/"]
    assert "Slet planen" in office.get(pages[0]).content.decode()
    assert [office.get(page).status_code for page in pages] == [200, 200]
    gone = office.post(f"{pages[0]}aflys/", follow=True)
    assert ("Planen er slettet. Du kan fortryde i" in gone.content.decode(), gone.redirect_chain[0][0]) == (
        True,
        "/moeder/",
    )
    assert [office.get(page).status_code for page in pages] == [404, 404]
    back = office.post(f"/fortryd/{Undo.objects.get().pk}/", follow=True)
    assert back.redirect_chain == [(pages[0], 302)]
    assert [office.get(page).status_code for page in pages] == [200, 200]


def test_what_was_written_in_a_red_status_comes_back_in_its_form(cast: world.Cast, client_for: ClientFor) -> None:
    """Who wrote it goes on from there; nobody else reads what was taken back."""
    area, lead = world.make_area(world.seat_of(cast.lead).organisation), client_for(cast.lead)
    said: dict[str, Any] = {"colour": "red", "sentence": "Ingen bød.", "next_step": "Ny dialog."}
    areas.report_status(area=area, **said, by=cast.lead, now=NOW)
    back = lead.post(f"/fortryd/{Undo.objects.get().pk}/", follow=True)
    ((address, _),) = back.redirect_chain

    def shown(client: Client) -> dict[str, str]:
        form = client.get(address).context["form"]
        return {name: form[name].value() or "" for name in said}

    assert (back.status_code, shown(lead), AreaUpdate.objects.count()) == (200, said, 0)
    assert shown(client_for(cast.secretary)) == dict.fromkeys(said, "")
