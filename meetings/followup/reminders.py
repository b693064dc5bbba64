"""Reminders of actions: a week before an action is due, on the day, and weekly after it, three times at most."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Prefetch, Q

from forum.base.dates import local
from forum.base.workdays import is_workday
from forum.mail import outbox
from forum.mail.models import OutboxMail
from forum.people.models import Member, NotificationChoice, Seat
from meetings.followup.mail import ACTION_REMINDER, ActionLink, about, nag
from meetings.followup.models import Action
from meetings.meeting.models import MINUTES_RELEASED

BEFORE = 7  # days before the due day
LATE_NAGS = 3  # weekly, after the due day
QUIET_AFTER_RELEASE = timedelta(days=3)  # the mail of the minutes, or of the hand-over, has just named the action
CLOCK = time(8)  # nobody is reminded in the night


def stage(due: date, today: date) -> str:
    """The latest reminder that should have been sent by `today`: soon, due, late-1 to late-3; "" when none should."""
    days = (today - due).days
    if days < -BEFORE:
        return ""
    if days < 0:
        return "soon"
    late = days // 7
    return "due" if late == 0 else f"late-{late}" if late <= LATE_NAGS else ""


def plan_reminders(*, now: datetime) -> None:
    """Queue the reminders that should be in the outbox by now. Called every few minutes; adds none twice."""
    today = local(now).date()
    if not is_workday(today):
        return
    owed = {_key(action, member, today): (action, member) for action, member in _owed(now, today)}
    there = outbox.known(owed)
    for key in owed.keys() - there:
        action, member = owed[key]
        outbox.queue(
            key=key,
            kind=ACTION_REMINDER,
            to=member,
            rendered=nag(action, member, today),
            now=now,
            about=about(action),
            not_before=datetime.combine(today, CLOCK, tzinfo=local(now).tzinfo),
        )


def queue_now(action: Action, member: Member, now: datetime) -> None:
    """Queue a reminder because a person asked for it, one a day at most."""
    today = local(now).date()
    outbox.queue(
        key=ACTION_REMINDER.key(action.pk, action.due, f"asked-{today}", f"member-{member.pk}"),
        kind=ACTION_REMINDER,
        to=member,
        rendered=nag(action, member, today),
        now=now,
        about=about(action),
    )


def why_not_remind(action: Action, recipients: list[Member], now: datetime) -> str:
    """A sentence when a reminder would reach nobody, or was sent (or is to be) today already; "" when it would help."""
    if not recipients:
        return "Der er ingen på pladsen at minde om opgaven. Giv den videre."
    paces = NotificationChoice.paces(NotificationChoice.Kind.ACTIONS, recipients)
    if set(paces.values()) == {NotificationChoice.Pace.NEVER}:
        return "Den ansvarlige vil ikke have mails om opgaver. Ring i stedet."
    midnight = datetime.combine(local(now).date(), time.min, tzinfo=local(now).tzinfo)
    today = OutboxMail.objects.filter(kind=ACTION_REMINDER.name, about__action=action.pk, created_at__gte=midnight)
    told = today.filter(to_member__in=recipients).exclude(state=OutboxMail.State.DROPPED).exists()
    return "Den ansvarlige er allerede mindet om opgaven i dag." if told else ""


def _key(action: Action, member: Member, today: date) -> str:
    """The outbox key of one reminder. It holds the due day, so an action with a new date is reminded of anew."""
    return ACTION_REMINDER.key(action.pk, action.due, stage(action.due, today), f"member-{member.pk}")


def _owed(now: datetime, today: date) -> Iterator[tuple[Action, Member]]:
    """Open actions in a stage, each with a member who wants a mail at once; the weekly digest tells the others."""
    within = (today - timedelta(days=7 * LATE_NAGS + 6), today + timedelta(days=BEFORE))
    quiet_until = now - QUIET_AFTER_RELEASE
    known = Q(item=None) | Q(
        item__meeting__minutes__state__in=MINUTES_RELEASED, item__meeting__minutes__released_at__lt=quiet_until
    )
    rows = Action.objects.open().filter(Action.not_removed, known, due__range=within)
    rows = rows.filter(Q(given_at=None) | Q(given_at__lt=quiet_until))
    with_holders = Prefetch("owner", Seat.objects.with_holders())
    office = list(Member.objects.secretariat())
    owed = [
        (action, member)
        for action in rows.select_related("item__meeting").prefetch_related(with_holders)
        for member in behind(action, office)
    ]
    paces = NotificationChoice.paces(NotificationChoice.Kind.ACTIONS, {member for _, member in owed})
    for action, member in owed:
        if paces.get(member.pk) == NotificationChoice.Pace.AT_ONCE:
            yield action, member


def owners_of(action: Action) -> list[Member]:
    """As `behind`, for one action as it is at hand."""
    if action.owner_id:
        action.owner = Seat.objects.with_holders().get(pk=action.owner_id)
        return behind(action, [])
    return list(Member.objects.secretariat())


def behind(action: Action, office: list[Member]) -> list[Member]:
    """The active members who are told of an action of theirs: its seat's holder, else the seat's standing substitute.

    An action without an owner is the secretariat's own: everybody in the `office` is told, and any of them may finish
    it. The action's owner must come `with_holders`.
    """
    if action.owner is None:
        return office
    member = action.owner.holder or action.owner.substitute
    return [member] if member and member.is_active else []


def resolve(link: ActionLink) -> tuple[Action, Member] | None:
    """The link's action and member; None when the member may no longer see the action, or is no longer its owner.

    What is closed is read signed in, so then too.
    """
    member = Member.objects.active().filter(pk=link.member_id).first()
    if member is None:
        return None
    viewer = member.as_viewer()
    rows = Action.objects.visible_to(viewer).owned_by(viewer).select_related("owner__organisation", "item__meeting")
    action = rows.filter(pk=link.action_id).first()
    return (action, member) if action and not action.is_closed else None
