"""The mail that minutes are out for remarks: to each reader, with the reader's own actions."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db.models import Q

from forum.base.visibility import Audience
from forum.mail import kinds, outbox, unsubscribe
from forum.mail.models import OutboxMail
from forum.mail.outbox import Rendered
from forum.mail.render import link, render
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.models import Minutes, Recipient, recipients_of

KIND = "minutes_released"


def queue_released(minutes: Minutes, *, now: datetime) -> None:
    """One mail a reader and release: the moment of the release is in the key."""
    promised = _promises(minutes.meeting, found := recipients_of(minutes.meeting, now))
    for reader in found:
        if not reader.wants_mail:
            continue
        outbox.queue(
            key=f"minutes:{minutes.pk}:{now:%Y-%m-%dT%H:%M:%S}:member-{reader.member.pk}",
            kind=KIND,
            to=reader.member,
            rendered=released(minutes, reader, promised[reader.member.pk]),
            now=now,
            about={"minutes": minutes.pk, "released_at": now.isoformat()},
            is_optional=True,
        )


def released(minutes: Minutes, reader: Recipient, promised: list[Action]) -> Rendered:
    meeting = minutes.meeting
    return render(
        "minutes_released",
        f"{'Rettet referat' if minutes.reopened_because else 'Referat'} til bemærkninger: {meeting.title}",
        meeting=meeting,
        minutes=minutes,
        member=reader.member,
        promised=promised,
        page=link("meetings:minutes", meeting.slug),
        actions_page=link("meetings:actions"),
        unsubscribe_url=unsubscribe.address(reader.member, KIND),
    )


def _promises(meeting: Meeting, found: list[Recipient]) -> dict[int, list[Action]]:
    """Open actions by the reader's id. Those of closed items are not named in a mail; the page shows them."""
    named = Q(item__meeting=meeting, item__audience__in=[Audience.PUBLIC, Audience.MEMBERS])
    promised: dict[int, list[Action]] = defaultdict(list)
    for reader in found:
        for action in Action.objects.visible_to(reader.viewer).filter(named).open().owned_by(reader.viewer):
            promised[reader.member.pk].append(action)
    return promised


@kinds.fresh(KIND)
def why_not_send(mail: OutboxMail) -> str:
    """Asked just before sending: the minutes are still out, as they were then, and the reader still a reader."""
    if mail.to_member is None:
        return "Modtageren findes ikke længere."
    viewer = mail.to_member.as_viewer()
    minutes = Minutes.objects.visible_to(viewer).filter(pk=mail.about["minutes"]).first()
    if minutes is None or not minutes.is_released:
        return "Referatet er trukket tilbage, eller modtageren kan ikke længere se det."
    if minutes.released_at is None or minutes.released_at.isoformat() != mail.about["released_at"]:
        return "Referatet er siden sendt til bemærkninger på ny."
    return ""
