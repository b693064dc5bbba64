"""The mail that tells a member the week's news: what is in it, and what is asked again just before it is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from forum.base.dates import local
from forum.base.visibility import Audience, Viewer
from forum.front import my_tasks, news
from forum.mail import unsubscribe
from forum.mail.kinds import Content, Kind
from forum.mail.models import OutboxMail
from forum.mail.outbox import Rendered
from forum.mail.render import link, render
from forum.people.models import Member, NotificationChoice

SENT_AT = time(8)  # Danish local time, Mondays
Choice = NotificationChoice.Kind
# What a digest tells for each choice: kinds of news. What waits for the member has its choice in `my_tasks`
NEWS_OF: dict[str, set[str]] = {
    Choice.MINUTES: {"Referat"},
    Choice.AREAS: {"Nyt om området", "Område"},
    Choice.RECOMMENDATIONS: {"Anbefaling"},
    Choice.REMINDERS: {"Møde", "Bilag"},
    Choice.ACTIONS: set(),
}


def monday_of(now: datetime) -> datetime:
    """When the digest of this moment's week is due."""
    today = local(now).date()
    return datetime.combine(today - timedelta(days=today.weekday()), SENT_AT, ZoneInfo(settings.TIME_ZONE))


def rendered_for(member: Member, viewer: Viewer, due: datetime, now: datetime) -> Rendered | None:
    """The digest of the week before `due`, as the member may see it at `now`; None when there is nothing to tell."""
    weekly = member.notification_choices.filter(pace=NotificationChoice.Pace.WEEKLY)
    kinds = set(weekly.values_list("kind", flat=True))
    # A mail may be passed on: what is closed stays on the site, and is only said to be there
    everyone = replace(viewer, audiences=viewer.audiences & {Audience.PUBLIC, Audience.MEMBERS})
    (entries, tasks), whole = _told(member, everyone, kinds, due, now), _told(member, viewer, kinds, due, now)
    if not any(whole):
        return None
    return render(
        DIGEST,
        "Ugens nyt fra forummet",
        member=member,
        entries=entries,
        tasks=tasks,
        has_closed=[len(part) for part in whole] != [len(entries), len(tasks)],
        home=link("front:home"),
        unsubscribe_url=unsubscribe.address(member, DIGEST),
    )


def _told(
    member: Member, viewer: Viewer, kinds: set[str], due: datetime, now: datetime
) -> tuple[list[news.News], list[my_tasks.Task]]:
    """The news of the week before `due`, and what waits, of the kinds chosen and as this viewer may see them."""
    told = {name for kind in kinds for name in NEWS_OF[kind]}
    entries = [entry for entry in news.since(due - timedelta(days=7), viewer, limit=50) if entry.kind in told]
    waiting = my_tasks.waiting_for(member, viewer, now).tasks
    return entries, [task for task in waiting if task.choice in kinds]


def _as_it_is_now(mail: OutboxMail, now: datetime) -> Rendered | None:
    viewer = mail.viewer(now)
    if mail.to_member is None or viewer is None:
        return None
    return rendered_for(mail.to_member, viewer, monday_of(mail.created_at), now)


def _still_news(mail: OutboxMail, now: datetime) -> str:
    """There is still something in it that its receiver may see."""
    return "" if _as_it_is_now(mail, now) else "Modtageren kan ikke længere se noget af det, mailen fortæller."


def _without_what_is_hidden(mail: OutboxMail, now: datetime) -> Content | None:
    """The digest written anew when the receiver may see less, or other things, than when it was made."""
    made = _as_it_is_now(mail, now)
    return None if made is None or made.text == mail.text else Content(made.text, made.html, mail.about)


DIGEST = Kind("forum.digest", "Ugens nyt", unsubscribe.DIGEST, check=_still_news, rerender=_without_what_is_hidden)
KINDS = [DIGEST]
