"""The mail that minutes are out for remarks: to each reader, with the reader's own actions."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import Q

from forum.base.visibility import Audience
from forum.mail import outbox, unsubscribe
from forum.mail.kinds import Kind
from forum.mail.models import OutboxMail
from forum.mail.outbox import Rendered
from forum.mail.render import link, render
from forum.people.models import NotificationChoice
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes, Recipient, recipients_of


def queue_released(minutes: Minutes, *, now: datetime) -> None:
    """Queue one mail to each recipient of the minutes. Its key holds the moment: a second release tells anew."""
    promised = _promises(minutes.meeting, found := recipients_of(minutes.meeting, now))
    for reader in found:
        if not reader.wants_mail:
            continue
        outbox.queue(
            key=RELEASED.key(minutes.pk, f"{now:%Y-%m-%dT%H:%M:%S}", f"member-{reader.member.pk}"),
            kind=RELEASED,
            to=reader.member,
            rendered=released(minutes, reader, promised[reader.member.pk]),
            now=now,
            about={"minutes": minutes.pk, "released_at": now.isoformat()},
        )


def released(minutes: Minutes, reader: Recipient, promised: list[Action]) -> Rendered:
    meeting = minutes.meeting
    return render(
        RELEASED,
        f"{'Rettet referat' if minutes.reopened_because else 'Referat'} til bemærkninger: {meeting.mail_name}",
        meeting=meeting,
        minutes=minutes,
        member=reader.member,
        promised=promised,
        page=link("meetings:minutes", meeting.slug),
        actions_page=link("meetings:actions"),
        unsubscribe_url=unsubscribe.address(reader.member, RELEASED),
    )


def _promises(meeting: Meeting, found: list[Recipient]) -> dict[int, list[Action]]:
    """Each recipient's open actions from the meeting, by the member's id. A mail never names those of closed items."""
    named = Q(item__meeting=meeting, item__audience__in=[Audience.PUBLIC, Audience.MEMBERS])
    promised: dict[int, list[Action]] = defaultdict(list)
    for reader in found:
        for action in Action.objects.visible_to(reader.viewer).filter(named).open().owned_by(reader.viewer):
            promised[reader.member.pk].append(action)
    return promised


def _why_not_send(mail: OutboxMail, now: datetime) -> str:
    """The minutes are still out for remarks, as they were when the mail was made, and the receiver may read them."""
    viewer = mail.viewer
    if viewer is None:
        return "Modtageren findes ikke længere."
    minutes = Minutes.objects.visible_to(viewer).filter(pk=mail.about["minutes"]).first()
    if minutes is None or not minutes.is_released:
        return "Referatet er trukket tilbage, eller modtageren kan ikke længere se det."
    if minutes.released_at != datetime.fromisoformat(mail.about["released_at"]):
        return "Referatet er siden sendt til bemærkninger på ny."
    return ""


RELEASED = Kind("meetings.minutes_released", "Referat", NotificationChoice.Kind.MINUTES, check=_why_not_send)
KINDS = [RELEASED]
