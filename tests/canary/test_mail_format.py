"""Every mail and calendar of the sweep keeps to the standards: RFC 5322, 2045, 5545, 5546, 7986."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from forum.mail.kinds import registered
from forum.mail.message import to_message
from forum.mail.models import OutboxMail
from forum.membership.actions import invitations, join_requests, members, seats
from forum.membership.actions.invitation_answers import decline_invitation
from forum.membership.actions.remind_invited import remind_invited
from forum.membership.models import JoinRequest
from forum.people.models import Member
from forum.signin.actions import send_code
from meetings.convocation.actions import convene, remind_now, substitutes
from meetings.convocation.actions.invited import invited_to, queue_both
from meetings.convocation.actions.meeting import cancel_meeting, move_meeting, recipients_of
from meetings.convocation.mail import INVITED, INVITED_OFF
from meetings.convocation.mail.guests import GuestKind
from meetings.convocation.mail.kinds import MeetingKind
from meetings.followup import actions as followup
from meetings.followup.reminders import plan_reminders
from meetings.meeting.models import Meeting
from meetings.messages import actions as messages
from meetings.messages.receivers import receivers_of
from recommendations.areas import actions as areas
from recommendations.reports import actions as reports
from recommendations.wording.actions import reword
from tests import calendar_checks, mail_checks, world
from tests.canary.test_mail import send_everything
from tests.canary.world import Sweep

ClientFor = Callable[[Member | None], Client]
NOW = world.NOW


def bytes_of(mail: OutboxMail) -> bytes:
    return to_message(mail).message().as_bytes(linesep="\r\n")


def ask_to_join_and_sign_in(sweep: Sweep) -> None:
    """Two requests to join, one of them from a member, one declined; an invitation; a sign-in code."""
    asker: Any = {"name": "Søren Æblegård", "organisation": "Ærø Kommune", "why": "Vi vil gerne være med."}
    join_requests.ask(**asker, email=sweep.cast.head.email, now=NOW)
    join_requests.ask(**asker, email="soeren@example.dk", now=NOW)
    request = JoinRequest.objects.get(email="soeren@example.dk")
    join_requests.confirm(request=request, now=NOW)
    join_requests.decline(request=request, answer="Der er ingen plads nu.", by=sweep.cast.secretary, now=NOW)
    name, seat = "Bo Ægidius", world.seat_of(sweep.cast.chair)
    invitations.invite(email="bo@example.dk", name=name, seat=seat, by=sweep.cast.secretary, now=NOW)
    send_code(to=sweep.cast.head, code="12345678", now=NOW)


def write_to_all(meeting: Meeting, sweep: Sweep, **by: Any) -> None:
    text = "Husk **æblet**:\n\n- [Kort](https://example.dk/kort)\n\n| A | B |\n| --- | --- |\n| 1 | 2 |"
    made = messages.draft(meeting=meeting, to="all", list=None, subject="Æbler til alle", text=text, **by)
    messages.send(message=made, revision=messages.revision_of(made, receivers_of(made, NOW)), **by)


def chase_the_invited(sweep: Sweep) -> None:
    """Two who were invited days ago: reminded, called in the same mail, and one of them says no when it has come."""
    secretary, then = sweep.cast.secretary, NOW - timedelta(days=3)
    seat = world.organisation("Vejle").seats.get()
    asked = invitations.invite(email="ea@example.dk", name="Ea Ærø", seat=seat, greeting="Tak for sidst på Ærø.",
                               by=secretary, now=then)  # fmt: skip
    remind_invited(by=secretary, now=NOW)
    queue_both(sweep.coming, invited_to(sweep.coming, NOW), NOW)
    OutboxMail.objects.filter(kind=INVITED.name).update(state=OutboxMail.State.SENT)
    decline_invitation(token=invitations.token_of(asked), answer="Jeg går på orlov.", now=NOW)


def go_on_with_the_work(sweep: Sweep) -> None:
    """An agenda released, the silent and an action's owner reminded, an area delegated that turns red, a rewording,
    a report sent as a file."""
    by: Any = {"by": sweep.cast.secretary, "now": NOW}
    meeting = world.make_meeting(slug="dagsorden", start=NOW + timedelta(days=60), state="planned", agenda_version=0)
    world.make_item(meeting, title="Æblets vej til skolen")
    draft = convene.revision_of_draft(meeting, convene.not_yet_called(meeting, NOW))
    convene.convene(meeting=meeting, revision=draft, release=False, **by)
    meeting.refresh_from_db()
    draft = convene.revision_of_draft(meeting, recipients_of(meeting, NOW))
    convene.release_agenda(meeting=meeting, revision=draft, tell=True, **by)
    named: Any = {"substitute_name": "Åse Æble", "substitute_email": "aase@example.dk", "answer": "substitute"} | by
    substitutes.answer(meeting=meeting, seat=world.seat_of(sweep.cast.ski), via="mail", **named)
    remind_now.remind_silent(meeting=meeting, **by | {"now": world.SENT})
    write_to_all(meeting, sweep, **by)
    plan_reminders(now=NOW + timedelta(days=9))
    promised = followup.create_action(
        text="Ring om skærmbesøg", owner=world.seat_of(sweep.cast.head), due=(NOW + timedelta(days=30)).date(),
        audience="members", **by,
    )  # fmt: skip
    followup.hand_over(action=promised, owner=world.seat_of(sweep.cast.chair), **by)
    area = areas.propose(title="Skærmbesøg", description="Fælles behov.", audience="members", **by)
    areas.prioritise(area=area, **by)
    areas.delegate(area=area, lead=sweep.municipality, partners=[world.organisation("Odense")], **by)
    areas.report_status(area=area, colour="red", sentence="Udbuddet er gået i stå.", next_step="Nyt møde.", **by)
    first = sweep.recommendation
    reword(recommendation=first, text=f"{first.text} Også små.", reason="Mødet", revision=str(first.revision), **by)
    reports.send(
        report=sweep.reports[0], members=[sweep.cast.head], addresses=["borgmester@example.dk"], as_link=False,
        letter="Kære læser", is_vouched=True, **by,
    )  # fmt: skip


@pytest.fixture
def mails(sweep: Sweep) -> list[OutboxMail]:
    """A mail of every kind, each caused by what causes it in the product."""
    ask_to_join_and_sign_in(sweep)
    go_on_with_the_work(sweep)  # before everybody chooses the weekly digest
    send_everything(sweep)
    OutboxMail.objects.filter(kind="meetings.convocation").update(state=OutboxMail.State.SENT)
    to = Member.objects.create_user("ny.aase@example.dk", "Åse Ærø Østergaard")
    seats.hand_over(seat=world.seat_of(sweep.cast.head), to=to, by=sweep.cast.secretary, now=NOW)
    members.leave(member=sweep.cast.lead, by=sweep.cast.lead, now=NOW)
    members.change_address(member=to, email="aase.ny@example.dk", by=sweep.cast.secretary, now=NOW)
    meeting = Meeting.objects.get(slug="indkaldes")
    start = meeting.start + timedelta(days=1)
    move_meeting(
        meeting=meeting, revision=meeting.revision, by=sweep.cast.secretary, now=NOW, start=start,
        end=start + timedelta(hours=4), online_link="https://example.dk/a,b;c?d=e", rsvp_deadline=meeting.rsvp_deadline,
    )  # fmt: skip
    cancel_meeting(meeting=meeting, reason="Sygdom", by=sweep.cast.secretary, now=NOW)
    chase_the_invited(sweep)
    return list(OutboxMail.objects.exclude(kind="test.kanari").select_related("to_member"))


def test_every_mail_keeps_to_the_standards(mails: list[OutboxMail]) -> None:
    assert {mail.kind for mail in mails} == {kind.name for kind in registered()}
    found = defaultdict(set)
    for mail in mails:
        found[mail.kind].update(mail_checks.faults(bytes_of(mail)))
    assert {kind: sorted(faults) for kind, faults in found.items() if faults} == {}


def test_every_calendar_keeps_to_the_standards(
    mails: list[OutboxMail], sweep: Sweep, client: Client, client_for: ClientFor
) -> None:
    found = defaultdict(set)
    for mail in mails:
        for part in mail_checks.parsed(bytes_of(mail)).walk():
            if part.get_content_type() == "text/calendar":
                method = str(part.get_param("method"))
                found[mail.kind].update(calendar_checks.faults(part.get_content(), method))
    to_invited = {INVITED.name, INVITED_OFF.name}
    assert found.keys() == to_invited | {
        kind.name for kind in registered() if isinstance(kind, MeetingKind | GuestKind)
    }
    feed = client.get(f"/kalender/{sweep.cast.supplier.calendar_secret}.ics").content.decode()
    single = client_for(sweep.cast.supplier).get(f"/moeder/{sweep.coming.slug}/kalender.ics").content.decode()
    found["feed"].update(calendar_checks.faults(feed))
    found["file"].update(calendar_checks.faults(single))
    assert {kind: sorted(faults) for kind, faults in found.items() if faults} == {}


def test_what_goes_on_from_a_convocation_stands_under_it(mails: list[OutboxMail]) -> None:
    called = {
        (mail.about["meeting"], mail.about["seat"], mail.about["member"]): mail.message_id
        for mail in mails
        if mail.kind == "meetings.convocation"
    }
    later = [mail for mail in mails if mail.kind in {"meetings.moved", "meetings.cancelled", "meetings.withdrawn"}]
    known = [mail for mail in later if (mail.about["meeting"], mail.about["seat"], mail.about["member"]) in called]
    assert len(known) > 5
    for mail in known:
        parent = called[mail.about["meeting"], mail.about["seat"], mail.about["member"]]
        headers = mail_checks.parsed(bytes_of(mail))
        assert (headers["In-Reply-To"], headers["References"]) == (parent, parent)


def test_only_what_may_be_stopped_has_a_way_out(mails: list[OutboxMail]) -> None:
    stoppable = {mail.kind: mail_checks.parsed(bytes_of(mail))["List-Unsubscribe"] is not None for mail in mails}
    assert stoppable == {mail.kind: mail.is_optional for mail in mails}
    assert {"meetings.convocation": False, "forum.digest": True}.items() <= stoppable.items()
