"""Acts on those who are asked in, before they are done: many invited, the silent reminded, one withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from forum.mail.models import OutboxMail
from forum.membership.actions import bulk_invitations, invitations, seats
from forum.membership.actions.remind_invited import remind_invited
from forum.membership.forms.pasted_people import read_lines
from forum.people.models import Organisation
from forum.people.organisation_names import OrganisationNames
from meetings.convocation.actions.invited import queue_both
from tests import world
from tests.world import NOW, Cast

Do = Callable[[Cast], object]


def invite_many(cast: Cast) -> Do:
    """With a supplier that is made, and seats that are opened."""
    text = "Ida;ida@x.dk;Ny ApS (ny leverandør)\nBo;bo@x.dk;Vejle"
    lines = read_lines(text, OrganisationNames(Organisation.objects.all())).lines
    return lambda cast: bulk_invitations.invite_all(
        bulk_invitations.plan(lines, may_follow=False, now=NOW), by=cast.secretary, now=NOW
    )


def remind_the_invited(cast: Cast) -> Do:
    for name in ("a", "b"):
        seat = seats.open_seat(organisation=world.organisation("Vejle"), by=cast.secretary, now=NOW)
        invitations.invite(email=f"{name}@x.dk", seat=seat, by=cast.secretary, now=NOW - timedelta(days=13))
    OutboxMail.objects.update(state="sent", sent_at=NOW)
    return lambda cast: remind_invited(by=cast.secretary, now=NOW)


def withdraw_invitation(cast: Cast) -> Do:
    """Of somebody who has the next meeting in the calendar by it."""
    seat = seats.open_seat(organisation=world.organisation("Vejle"), by=cast.secretary, now=NOW)
    sent = invitations.invite(email="ny@example.dk", seat=seat, by=cast.secretary, now=NOW)
    queue_both(world.make_meeting(convened_at=NOW), [sent], NOW)
    OutboxMail.objects.update(state="sent", sent_at=NOW)
    return lambda cast: invitations.withdraw(invitation=type(sent).objects.get(), by=cast.secretary, now=NOW)
