"""Those who are invited to a seat but have not said yes: the invitation and the convocation in one mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from forum.base.dates import local, long_moment, span
from forum.base.visibility import SYSTEM
from forum.mail import outbox
from forum.mail.models import OutboxMail
from forum.mail.outbox import Rendered
from forum.mail.render import link, render, without_keys
from forum.membership.actions.invitations import term_from
from forum.membership.mail import DRAFTED, invitation_facts, link_mark
from forum.membership.models import Invitation
from forum.people.models import SeatHolding
from meetings.attendance.attendees import invited_seats
from meetings.convocation.actions.queue_mail import at_its_time
from meetings.convocation.mail import INVITED
from meetings.meeting.models import Meeting


def invited_to(meeting: Meeting, now: datetime) -> list[Invitation]:
    """The open invitations to seats that the meeting calls and nobody holds, by organisation (2 queries).

    Not those that have had the one mail about the meeting at its present time. Nobody when the meeting is closed: who
    is no member is told nothing of it.
    """
    if meeting.is_closed:
        return []
    called = invited_seats(meeting.audience, local(now).date())
    held = SeatHolding.objects.present().filter(is_substitute=False)
    found = Invitation.objects.visible_to(SYSTEM).open(now).filter(is_substitute=False, seat__in=called)
    found = found.exclude(seat__in=held.values("seat")).select_related("seat__organisation", "invited_by")
    about = {"meeting": meeting.pk, "start": meeting.start.isoformat()}
    had = OutboxMail.objects.filter(kind=INVITED.name, about__contains=about).values_list("about", flat=True)
    told = {each["invitation"] for each in had}
    return [each for each in found.order_by("seat__organisation__name", "name") if each.pk not in told]


def revision_of_invited(invited: Iterable[Invitation]) -> list[tuple[int, str]]:
    """What a draft's revision says of them: another link is another mail."""
    return [(each.pk, link_mark(each)) for each in invited]


def draft_of_both(meeting: Meeting, invitation: Invitation, now: datetime) -> Rendered:
    """The one mail as this invited will get it, without the link."""
    made = _render(meeting, invitation, now, link=link("forum:invitation", DRAFTED))
    return Rendered(made.subject, without_keys(made.text), without_keys(made.html))


def queue_both(meeting: Meeting, invited: Iterable[Invitation], now: datetime) -> None:
    """Queue the one mail to each; it is a reminder of the invitation, too, so that it gets a whole term more."""
    for invitation in invited:
        invitation.reminded_at, invitation.expires_at = now, term_from(now)
        invitation.save(update_fields=["reminded_at", "expires_at"])
        outbox.queue(
            key=INVITED.key(*at_its_time(meeting), f"invitation-{invitation.pk}", link_mark(invitation)),
            kind=INVITED,
            to=invitation.email,
            to_name=invitation.name,
            rendered=_render(meeting, invitation, now),
            now=now,
            about={
                "meeting": meeting.pk,
                "seat": invitation.seat_id,
                "invitation": invitation.pk,
                "start": meeting.start.isoformat(),
            },
        )


def _render(meeting: Meeting, invitation: Invitation, now: datetime, **more: str) -> Rendered:
    """When and where; the agenda, and what it says, are for members."""
    facts = [("Tid", span(meeting.start, meeting.end)), ("Sted", meeting.place)]
    facts.append(("Svarfrist", long_moment(meeting.answer_by(now))))
    told = invitation_facts(invitation, now) | {"meeting": meeting, "facts": facts} | more
    return render(INVITED, "Vil du være med i KL's samarbejdsforum? Vi mødes snart", **told)
