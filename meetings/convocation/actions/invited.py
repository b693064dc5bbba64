"""Those who are invited to a seat but have not said yes: the invitation and the convocation in one mail.

The mail puts the meeting in their calendar. It is moved and cancelled there as for everybody else, and taken out when
nothing comes of the invitation.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from forum.base.dates import local, long_day, long_moment, near_day, span
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
from meetings.convocation import calendar
from meetings.convocation.actions.queue_mail import at_its_time
from meetings.convocation.actions.withdraw import ARRIVED
from meetings.convocation.mail import INVITED, INVITED_OFF
from meetings.meeting.models import Meeting


def invited_to(meeting: Meeting, now: datetime) -> list[Invitation]:
    """The open invitations to seats that the meeting calls and nobody holds, by organisation (2 queries).

    Not those that have had the one mail about the meeting at its present time. Nobody when the meeting is closed: who
    is no member is told nothing of it.
    """
    told = _told_of(_mails(meeting=meeting.pk, start=meeting.start.isoformat()))
    return [each for each in _open_for(meeting, now) if (each.pk, each.email) not in told]


def _open_for(meeting: Meeting, now: datetime) -> list[Invitation]:
    if meeting.is_closed:
        return []
    called = invited_seats(meeting.audience, local(now).date())
    held = SeatHolding.objects.present().filter(is_substitute=False)
    found = Invitation.objects.visible_to(SYSTEM).open(now).filter(is_substitute=False, seat__in=called)
    found = found.exclude(seat__in=held.values("seat")).select_related("seat__organisation", "invited_by")
    return list(found.order_by("seat__organisation__name", "name"))


def _mails(**about: Any) -> QuerySet[OutboxMail]:
    """The one mails that say this of what they are about."""
    return OutboxMail.objects.filter(kind=INVITED.name, about__contains=about)


def _told_of(mails: QuerySet[OutboxMail]) -> set[tuple[int, str]]:
    """(invitation, address): what was sent to an address that has been put right since was not for this one."""
    return {(about["invitation"], address) for about, address in mails.values_list("about", "to_address")}


def revision_of_invited(invited: Iterable[Invitation]) -> list[tuple[int, str]]:
    """What a draft's revision says of them: another link is another mail."""
    return [(each.pk, link_mark(each)) for each in invited]


def draft_of_both(meeting: Meeting, invitation: Invitation, now: datetime) -> Rendered:
    """The one mail as this invited will get it, without the link."""
    made = _render(meeting, invitation, now, link=link("forum:invitation", DRAFTED))
    return Rendered(made.subject, without_keys(made.text), without_keys(made.html))


def queue_both(meeting: Meeting, invited: Iterable[Invitation], now: datetime, *, note: str | None = None) -> None:
    """Queue the one mail to each; it is a reminder of the invitation, too, so that it gets a whole term more.

    `note`: not None when they have had it once and the meeting has been moved since, with a word about it perhaps.
    """
    more = {} if note is None else {"is_moved": True, "note": note}
    for invitation in invited:
        invitation.reminded_at, invitation.expires_at = now, term_from(now)
        invitation.save(update_fields=["reminded_at", "expires_at"])
        outbox.queue(
            key=INVITED.key(*_about(meeting, invitation), f"s{meeting.sequence}"),
            kind=INVITED,
            to=invitation.email,
            to_name=invitation.name,
            rendered=_render(meeting, invitation, now, **more),
            now=now,
            calendar=calendar.of_invited(meeting, invitation, "REQUEST", now),
            calendar_method="REQUEST",
            about={
                "meeting": meeting.pk,
                "seat": invitation.seat_id,
                "invitation": invitation.pk,
                "start": meeting.start.isoformat(),
            },
        )


def tell_of_move(meeting: Meeting, now: datetime, *, note: str) -> None:
    """Those of the invited who were told of the meeting get the one mail again, with what holds now."""
    queue_both(meeting, told_of_meeting(meeting, now), now, note=note)


def told_of_meeting(meeting: Meeting, now: datetime) -> list[Invitation]:
    """The open invitations whose one mail told of the meeting: they hear when it is moved (3 queries)."""
    told = _told_of(_mails(meeting=meeting.pk).exclude(state=OutboxMail.State.DROPPED))
    return [each for each in _open_for(meeting, now) if (each.pk, each.email) in told] if told else []


def told_of_by(invitation: Invitation, now: datetime) -> datetime | None:
    """When the meeting is that the invitation's one mail told of, the first of them (2 queries)."""
    mails = _mails(invitation=invitation.pk).filter(to_address=invitation.email)
    told = {about["meeting"] for about in mails.exclude(state=OutboxMail.State.DROPPED).values_list("about", flat=True)}
    coming = Meeting.objects.visible_to(SYSTEM).standing().filter(pk__in=told, start__gt=now).order_by("start")
    return coming.values_list("start", flat=True).first() if told else None


def have_in_calendar(meeting: Meeting, now: datetime) -> list[Invitation]:
    """The open invitations with the meeting in their calendar: they hear when it is cancelled (2 queries)."""
    told = _told_of(_mails(meeting=meeting.pk).filter(state__in=ARRIVED))
    asked = Invitation.objects.visible_to(SYSTEM).open(now).filter(pk__in=[pk for pk, _ in told])
    return [each for each in asked if (each.pk, each.email) in told]


def call_off_invited(meeting: Meeting, now: datetime) -> None:
    """The meeting is cancelled: those of the invited who have it in the calendar are told."""
    for invitation in have_in_calendar(meeting, now):
        _call_off(meeting, invitation, now)


def end_invitation(invitation: Invitation, now: datetime) -> None:
    """Nothing comes of the invitation at its address: the meetings to come go out of that calendar."""
    had = _mails(invitation=invitation.pk).filter(to_address=invitation.email, state__in=ARRIVED)
    coming = Meeting.objects.visible_to(SYSTEM).standing().filter(start__gt=now)
    for meeting in coming.filter(pk__in={about["meeting"] for about in had.values_list("about", flat=True)}):
        # What takes an entry out of one calendar is a revision of it (RFC 5546, 3.2.5)
        Meeting.objects.filter(pk=meeting.pk).update(sequence=F("sequence") + 1)
        meeting.refresh_from_db(fields=["sequence"])
        _call_off(meeting, invitation, now)


def _call_off(meeting: Meeting, invitation: Invitation, now: datetime) -> None:
    when = f"{meeting.mail_name} {long_day(meeting.start)}"
    subject = f"Ikke længere inviteret: {when}" if meeting.is_standing else f"Aflyst: {when}"
    has_declined = invitation.state == Invitation.State.DECLINED
    told = {"meeting": meeting, "invitation": invitation, "has_declined": has_declined}
    outbox.queue(
        key=INVITED_OFF.key(*_about(meeting, invitation)),
        kind=INVITED_OFF,
        to=invitation.email,
        to_name=invitation.name,
        rendered=render(INVITED_OFF, f"Tak for svaret: {when}" if has_declined else subject, **told),
        now=now,
        calendar=calendar.of_invited(meeting, invitation, "CANCEL", now),
        calendar_method="CANCEL",
        about={"meeting": meeting.pk, "invitation": invitation.pk, "start": meeting.start.isoformat()},
    )


def _about(meeting: Meeting, invitation: Invitation) -> list[str]:
    return [*at_its_time(meeting), f"invitation-{invitation.pk}", link_mark(invitation)]


def _render(meeting: Meeting, invitation: Invitation, now: datetime, **more: Any) -> Rendered:
    """When and where; the agenda, and what it says, are for members."""
    facts = [("Tid", span(meeting.start, meeting.end)), ("Sted", meeting.place)]
    facts.append(("Svarfrist", long_moment(meeting.answer_by(now))))
    told = invitation_facts(invitation, now) | {"meeting": meeting, "facts": facts} | more
    subject = f"Vil du være med i KL's samarbejdsforum? Vi mødes {near_day(meeting.start, now)}"
    if more.get("is_moved"):
        subject = f"Ændret: vi mødes {long_day(meeting.start)}. Vil du være med?"
    return render(INVITED, subject, **told)
