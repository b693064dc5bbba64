"""The mail that reminds an owner of an action, with a link that answers it without signing in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.signing import SignatureExpired, TimestampSigner

from forum.base.dates import short_day
from forum.mail import unsubscribe
from forum.mail.kinds import Kind
from forum.mail.models import OutboxMail
from forum.mail.outbox import Rendered
from forum.mail.render import link, render
from forum.people.models import Member, NotificationChoice
from meetings.followup.models import Action

SIGNER = TimestampSigner(salt="meetings.action", sep=".")
LINK_DAYS = 60


@dataclass(frozen=True)
class ActionLink:
    """What the mail's link is good for: one member's answer about one action."""

    action_id: int
    member_id: int

    def token(self) -> str:
        return SIGNER.sign_object([self.action_id, self.member_id])

    @classmethod
    def read(cls, token: str) -> ActionLink | None:
        """None when it is too old. Raises BadSignature when it is not ours."""
        try:
            action_id, member_id = SIGNER.unsign_object(token, max_age=timedelta(days=LINK_DAYS))
        except SignatureExpired:
            return None
        return cls(action_id, member_id)


def nag(action: Action, member: Member, today: date) -> Rendered:
    """The mail to one member who owns the action. It does not name the action of a closed item: the page shows it."""
    named = not action.is_closed
    what = action.text if named else "en opgave fra et lukket punkt"
    days = (action.due - today).days
    when = f"Frist {short_day(action.due)}" if days > 0 else "Frist i dag" if days == 0 else "Fristen er overskredet"
    return render(
        ACTION_REMINDER,
        f"{when}: {what}",
        action=action,
        member=member,
        what=what,
        named=named,
        days=days,
        late_days=-days,
        page=link("meetings:action_answer", ActionLink(action.pk, member.pk).token()),
        actions_page=link("meetings:actions") + "?vis=mine",
        unsubscribe_url=unsubscribe.address(member, ACTION_REMINDER),
    )


def _why_not_send(mail: OutboxMail, now: datetime) -> str:
    """The action is still open, still due on that day, and still this member's to do and to see."""
    viewer = mail.viewer
    if viewer is None:
        return "Modtageren findes ikke længere."
    action = Action.objects.visible_to(viewer).owned_by(viewer).filter(pk=mail.about["action"]).first()
    if action is None:
        return "Opgaven er fjernet, eller modtageren er ikke længere ansvarlig for den."
    if not action.is_open:
        return f"Opgaven er {action.get_state_display().lower()}."
    return "" if action.due.isoformat() == mail.about["due"] else "Opgaven har fået en ny frist."


ACTION_REMINDER = Kind(
    "meetings.action_reminder", "Påmindelse om opgave", NotificationChoice.Kind.ACTIONS, check=_why_not_send
)
KINDS = [ACTION_REMINDER]
