"""Those who were invited and have not answered, reminded in one press."""

from __future__ import annotations

from datetime import datetime

from forum.base.dates import local
from forum.membership import rules
from forum.membership.actions.invitations import list_page, term_from
from forum.membership.mail import queue_reminder
from forum.membership.models import Invitation
from forum.people.models import Member
from forum.undo.acts import undoable


def mailed_today(invitation: Invitation, now: datetime) -> bool:
    """The invitation or a reminder of it was sent today: one mail a day is enough."""
    last = invitation.reminded_at or invitation.sent_at or invitation.created_at
    return local(last).date() == local(now).date()


@undoable(
    "Påmindede inviterede",
    of="by",
    named="Påmindelse om invitationen",
    sends="Påmindelsen",
    done="",
    page=list_page,
)
def remind_invited(*, by: Member, now: datetime) -> list[Invitation]:
    """Remind all who have not answered, each at most once a day; their links work for a whole term more.

    Not those who could not accept: the seat is promised to somebody else, or the address has one by now.
    """
    silent = Invitation.objects.silent().select_for_update(of=("self",)).select_related("seat__organisation")
    reminded = []
    for invitation in silent.order_by("-created_at", "-pk"):
        if mailed_today(invitation, now) or rules.why_not_accept(invitation, now):
            continue
        invitation.reminded_at, invitation.expires_at = now, term_from(now)
        invitation.save(update_fields=["reminded_at", "expires_at"])
        queue_reminder(invitation, now)
        reminded.append(invitation)
    return reminded
