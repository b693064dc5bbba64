"""The way out of optional mail: the link that stops the mails of one choice without signing in."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from forum.mail import kinds
from forum.mail.models import OutboxMail
from forum.mail.signed_link import SignedLink
from forum.people.models import Member, NotificationChoice

DIGEST = "digest"  # the choice that the weekly digest answers to: every notification choice that is weekly
Kind, Pace = NotificationChoice.Kind, NotificationChoice.Pace


@dataclass(frozen=True)
class UnsubscribeLink(SignedLink):
    """What the link in an optional mail is good for: that one member gets no more mail of one choice, or no digest."""

    salt = "forum.unsubscribe"
    term = None  # it can only stop mail, and must still do so when somebody finds the mail next year

    member_id: int
    choice: str

    def chosen(self) -> list[NotificationChoice.Kind]:
        """What would stop now: for the digest what is weekly, else the choice itself unless it is stopped already."""
        rows = NotificationChoice.objects.filter(member=self.member_id)
        if self.choice == DIGEST:
            return [Kind(row.kind) for row in rows.filter(pace=Pace.WEEKLY).order_by("kind")]
        is_stopped = rows.filter(kind=self.choice, pace=Pace.NEVER).exists()
        return [] if is_stopped else [Kind(self.choice)]


def address(member: Member, kind: kinds.Kind) -> str:
    """The page that stops mail of this kind to this member, for the mail's footer and header."""
    return settings.SITE_URL + reverse("forum:unsubscribe", args=[_link(member, kind).token()])


def _link(member: Member, kind: kinds.Kind | None) -> UnsubscribeLink:
    """Raises LookupError for a kind that nobody may stop, and for None: one that the site no longer sends."""
    if kind is None or kind.choice is None:
        raise LookupError("Den slags mails kan ikke vælges fra.")
    return UnsubscribeLink(member.pk, kind.choice)


def headers(mail: OutboxMail) -> dict[str, str]:
    """What mail programs make their own button of (RFC 8058)."""
    kind = kinds.find(mail.kind)
    if not mail.is_optional or mail.to_member is None or kind is None:
        return {}
    return {
        "List-Unsubscribe": f"<{address(mail.to_member, kind)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def why_not_send(mail: OutboxMail) -> str:
    """Why an optional mail must not go, asked just before it is sent: its receiver has stopped it since, or ""."""
    if not mail.is_optional or mail.to_member is None:
        return ""
    still_wanted = _link(mail.to_member, kinds.find(mail.kind)).chosen()
    return "" if still_wanted else "Modtageren har fravalgt den slags mails."
