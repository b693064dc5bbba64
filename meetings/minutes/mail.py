"""The mail that minutes are out for remarks: to each reader, with the reader's own actions."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.signing import SignatureExpired, TimestampSigner
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

SIGNER = TimestampSigner(salt="meetings.no_remarks", sep=".")
LINK_DAYS = 60


@dataclass(frozen=True)
class NoRemarksLink:
    """What the mail's link is good for: one member's »Ingen bemærkninger« to the text that the mail was about."""

    minutes_id: int
    member_id: int
    sending: str  # `Minutes.sending`

    def token(self) -> str:
        return SIGNER.sign_object([self.minutes_id, self.member_id, self.sending])

    @classmethod
    def read(cls, token: str) -> NoRemarksLink | None:
        """None when it is too old. Raises BadSignature when it is not ours."""
        try:
            minutes_id, member_id, sending = SIGNER.unsign_object(token, max_age=timedelta(days=LINK_DAYS))
        except SignatureExpired:
            return None
        return cls(minutes_id, member_id, sending)


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
