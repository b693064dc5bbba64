"""The way out of optional mail: the choice that each kind answers to, and the link that stops it without signing in."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.signing import Signer
from django.urls import reverse

from forum.mail.models import OutboxMail
from forum.people.models import Member, NotificationChoice

# No term: it can only stop mail, and must still do so when somebody finds the mail next year
SIGNER = Signer(salt="forum.unsubscribe", sep=".")
DIGEST = "digest"
Kind, Pace = NotificationChoice.Kind, NotificationChoice.Pace
CHOICE_OF = {  # the digest answers to every choice that is weekly
    "meeting_reminder": Kind.REMINDERS,
    "rsvp_nag": Kind.REMINDERS,
    "minutes_released": Kind.MINUTES,
    "area-delegated": Kind.AREAS,
    "area-red": Kind.AREAS,
    "action_nag": Kind.ACTIONS,
    "recommendation-reworded": Kind.RECOMMENDATIONS,
    DIGEST: DIGEST,
}


@dataclass(frozen=True)
class UnsubscribeLink:
    """What the link in an optional mail is good for: that one member gets no more mail of one choice, or no digest."""

    member_id: int
    choice: str

    def token(self) -> str:
        return SIGNER.sign_object([self.member_id, self.choice])

    @classmethod
    def read(cls, token: str) -> UnsubscribeLink:
        """Raises BadSignature when it is not ours."""
        return cls(*SIGNER.unsign_object(token))

    def chosen(self) -> list[NotificationChoice.Kind]:
        """What would stop now: for the digest what is weekly, else the choice itself unless it is stopped already."""
        rows = NotificationChoice.objects.filter(member=self.member_id)
        if self.choice == DIGEST:
            return [Kind(row.kind) for row in rows.filter(pace=Pace.WEEKLY).order_by("kind")]
        is_stopped = rows.filter(kind=self.choice, pace=Pace.NEVER).exists()
        return [] if is_stopped else [Kind(self.choice)]


def address(member: Member, mail_kind: str) -> str:
    """The page that stops mail of this kind to this member, for the mail's footer and header."""
    token = UnsubscribeLink(member.pk, CHOICE_OF[mail_kind]).token()
    return settings.SITE_URL + reverse("forum:unsubscribe", args=[token])


def headers(mail: OutboxMail) -> dict[str, str]:
    """What mail programs make their own button of (RFC 8058)."""
    if not mail.is_optional or mail.to_member is None:
        return {}
    return {
        "List-Unsubscribe": f"<{address(mail.to_member, mail.kind)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def why_not_send(mail: OutboxMail) -> str:
    """Asked just before sending: stopped since it was queued, or ""."""
    if not mail.is_optional or mail.to_member is None:
        return ""
    still_wanted = UnsubscribeLink(mail.to_member.pk, CHOICE_OF[mail.kind]).chosen()
    return "" if still_wanted else "Modtageren har fravalgt den slags mails."
