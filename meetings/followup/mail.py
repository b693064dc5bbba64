"""The mails to an action's owner: it is given to them or nearly due, with a link that answers without signing in; and
it is theirs no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from forum.base.dates import short_day
from forum.base.visibility import SYSTEM
from forum.mail import outbox, unsubscribe
from forum.mail.kinds import Content, Kind
from forum.mail.models import OutboxMail
from forum.mail.outbox import Rendered
from forum.mail.render import link, render
from forum.mail.signed_link import SignedLink
from forum.people.models import Member, NotificationChoice
from meetings.followup.models import Action


@dataclass(frozen=True)
class ActionLink(SignedLink):
    """What the mail's link is good for: one member's answer about one action."""

    salt = "meetings.action"
    term = timedelta(days=60)

    action_id: int
    member_id: int


def nag(action: Action, member: Member, today: date) -> Rendered:
    """The mail to one member who owns the action. It does not name the action of a closed item: the page shows it."""
    named = not action.is_closed
    what = action.text if named else "En opgave, som ikke alle må læse"
    days = (action.due - today).days
    asked = f"Er {'du' if action.owner_id else 'I'} nået i mål?"
    opening = f"Frist {short_day(action.due)}:" if days > 0 else "Frist i dag:" if days == 0 else asked
    return render(
        ACTION_REMINDER,
        f"{opening} {what}",
        action=action,
        member=member,
        what=what,
        named=named,
        days=days,
        late_days=-days,
        page=link("meetings:action_answer", ActionLink(action.pk, member.pk).token()),
        own_page=link("meetings:action_move", action.pk),
        unsubscribe_url=unsubscribe.address(member, ACTION_REMINDER),
    )


def about(action: Action) -> dict[str, object]:
    """What a reminder is about, read again when it is sent."""
    return {"action": action.pk, "due": action.due.isoformat(), "named": not action.is_closed}


def queue_given(action: Action, to: list[Member], *, by: Member, why: str, now: datetime) -> None:
    """Tell its new owners, but not who gave it to them, that the action is theirs now; the key holds the moment."""
    for member in to:
        if member == by:
            continue
        outbox.queue(
            key=ACTION_GIVEN.key(action.pk, f"{now:%Y-%m-%dT%H:%M:%S}", f"member-{member.pk}"),
            kind=ACTION_GIVEN,
            to=member,
            rendered=given(action, member, by.name, why),
            now=now,
            about=about(action) | {"giver": by.name, "why": why},
        )


def given(action: Action, member: Member, giver: str, why: str) -> Rendered:
    """The mail to a new owner. Its subject never says what the action is: that may be closed before it is sent."""
    whose = "dig" if action.owner_id else "sekretariatet"
    return render(
        ACTION_GIVEN,
        f"En opgave til {whose}: frist {short_day(action.due)}",
        action=action,
        member=member,
        whose=whose,
        giver=giver,
        why=why,
        named=not action.is_closed,
        page=link("meetings:action_answer", ActionLink(action.pk, member.pk).token()),
        own_page=link("meetings:action_move", action.pk),
    )


def queue_handed_on(action: Action, former: list[Member], *, by: Member, now: datetime) -> None:
    """Tell its former owners, but not who gave it on, that the action is theirs no more."""
    for member in former:
        if member == by:
            continue
        outbox.queue(
            key=ACTION_HANDED_ON.key(action.pk, f"{now:%Y-%m-%dT%H:%M:%S}", f"member-{member.pk}"),
            kind=ACTION_HANDED_ON,
            to=member,
            rendered=handed_on(action, member, by.name),
            now=now,
            about=about(action) | {"giver": by.name},
        )


def handed_on(action: Action, member: Member, giver: str) -> Rendered:
    """The mail to a former owner. As in `given`, its subject never says what the action is."""
    return render(
        ACTION_HANDED_ON,
        "En opgave er givet videre",
        action=action,
        member=member,
        giver=giver,
        named=not action.is_closed,
        own_page=link("meetings:action_move", action.pk),
    )


def _handed_on_anew(mail: OutboxMail, now: datetime) -> Content | None:
    return _anew(mail, lambda action, member: handed_on(action, member, mail.about["giver"]))


def _why_not_send_handed_on(mail: OutboxMail, now: datetime) -> str:
    """The receiver may still see the action, and has not got it back."""
    viewer = mail.viewer(now)
    if viewer is None:
        return "Modtageren findes ikke længere."
    seen = Action.objects.visible_to(viewer).filter(pk=mail.about["action"])
    if not seen.exists():
        return "Opgaven er fjernet, eller modtageren kan ikke længere se den."
    return "Opgaven er modtagerens igen." if seen.owned_by(viewer).exists() else ""


def _given_anew(mail: OutboxMail, now: datetime) -> Content | None:
    giver, why = mail.about.get("giver", ""), mail.about.get("why", "")
    return _anew(mail, lambda action, member: given(action, member, giver, why))


def _anew(mail: OutboxMail, rendered: Callable[[Action, Member], Rendered]) -> Content | None:
    """The mail without what the action is, when it has been closed since; None when the stored text may go."""
    rows = Action.objects.visible_to(SYSTEM).select_related("owner__organisation", "item__meeting")
    action = rows.filter(pk=mail.about["action"]).first()
    if action is None or mail.to_member is None or not mail.about["named"] or not action.is_closed:
        return None
    made = rendered(action, mail.to_member)
    return Content(made.text, made.html, {**mail.about, "named": False})


def _why_not_send_given(mail: OutboxMail, now: datetime) -> str:
    """The action is still open, and still this member's to do and to see."""
    action = _of(mail, now)
    if isinstance(action, str):
        return action
    return "" if action.is_open else f"Opgaven er {action.get_state_display().lower()}."


def _of(mail: OutboxMail, now: datetime) -> Action | str:
    """The action that the mail is about, or a sentence when it is not the receiver's to do and to see."""
    viewer = mail.viewer(now)
    if viewer is None:
        return "Modtageren findes ikke længere."
    mine = Action.objects.visible_to(viewer).owned_by(viewer).select_related("item__meeting")
    action: Action | None = mine.filter(pk=mail.about["action"]).first()
    return action or "Opgaven er fjernet, eller modtageren er ikke længere ansvarlig for den."


def _why_not_send(mail: OutboxMail, now: datetime) -> str:
    """The action is still open, still due on that day, and still this member's to do and to see."""
    action = _of(mail, now)
    if isinstance(action, str):
        return action
    if mail.about.get("named", True) and action.is_closed:
        return "Det er siden lukket, hvad opgaven går ud på."
    if not action.is_open:
        return f"Opgaven er {action.get_state_display().lower()}."
    return "" if action.due.isoformat() == mail.about["due"] else "Opgaven har fået en ny frist."


ACTION_REMINDER = Kind(
    "meetings.action_reminder", "Påmindelse om opgave", NotificationChoice.Kind.ACTIONS, check=_why_not_send
)
# A task, so nobody can stop it
ACTION_GIVEN = Kind(
    "meetings.action_given", "Opgave givet til en ny ansvarlig", check=_why_not_send_given, rerender=_given_anew
)
ACTION_HANDED_ON = Kind(
    "meetings.action_handed_on",
    "Opgave givet videre fra den ansvarlige",
    check=_why_not_send_handed_on,
    rerender=_handed_on_anew,
)
KINDS = [ACTION_REMINDER, ACTION_GIVEN, ACTION_HANDED_ON]
