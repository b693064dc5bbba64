"""The weekly digest: one mail on Monday morning with what a member chose to get once a week."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from forum.base.dates import local
from forum.base.visibility import Audience, Viewer
from forum.front import my_tasks, news
from forum.front.mail import DIGEST
from forum.mail import outbox, unsubscribe
from forum.mail.render import link, render
from forum.people.models import Member, NotificationChoice

SENT_AT = time(8)  # Danish local time, Mondays
HEALS_FOR = timedelta(hours=28)  # a digest planned later than Tuesday noon would be no news
Kind = NotificationChoice.Kind
# What a digest tells for each choice: kinds of news, and kinds of waiting things
NEWS_OF = {
    Kind.MINUTES: {"Referat"},
    Kind.AREAS: {"Status", "Område"},
    Kind.RECOMMENDATIONS: {"Anbefaling"},
    Kind.REMINDERS: {"Møde", "Bilag"},
    Kind.ACTIONS: set(),
}


def monday_of(now: datetime) -> datetime:
    """When this week's digest is due."""
    today = local(now).date()
    return datetime.combine(today - timedelta(days=today.weekday()), SENT_AT, ZoneInfo(settings.TIME_ZONE))


def plan(*, now: datetime) -> int:
    """Put this week's digests into the outbox; a re-run adds nothing. Returns how many were added."""
    due = monday_of(now)
    if not due <= now < due + HEALS_FOR:
        return 0
    chosen: dict[int, set[str]] = defaultdict(set)
    for member_id, kind in NotificationChoice.objects.filter(pace=NotificationChoice.Pace.WEEKLY).values_list(
        "member_id", "kind"
    ):
        chosen[member_id].add(kind)
    members = Member.objects.active().filter(pk__in=chosen)
    return sum(_digest(member, chosen[member.pk], due, now) for member in members)


@transaction.atomic
def _digest(member: Member, kinds: set[str], due: datetime, now: datetime) -> bool:
    """One member's digest, as this member may see it; none when there is nothing to tell."""
    viewer = member.as_viewer()
    key = DIGEST.key(f"{due:%G-W%V}", f"member-{member.pk}")
    if not viewer.is_member or outbox.known([key]):
        return False
    told = {name for kind in kinds for name in NEWS_OF[Kind(kind)]}
    # A mail may be passed on: what is closed stays on the site, and is only said to be there
    everyone = replace(viewer, audiences=viewer.audiences & {Audience.PUBLIC, Audience.MEMBERS})
    (entries, tasks), whole = _told(everyone, told, kinds, due, now), _told(viewer, told, kinds, due, now)
    if not any(whole):
        return False
    rendered = render(
        DIGEST,
        "Ugens nyt fra forummet",
        member=member,
        entries=entries,
        tasks=tasks,
        has_closed=[len(part) for part in whole] != [len(entries), len(tasks)],
        home=link("front:home"),
        unsubscribe_url=unsubscribe.address(member, DIGEST),
    )
    outbox.queue(key=key, kind=DIGEST, to=member, rendered=rendered, now=now)
    return True


def _told(
    viewer: Viewer, told: set[str], kinds: set[str], due: datetime, now: datetime
) -> tuple[list[news.News], list[my_tasks.Task]]:
    """The week's news of the kinds `told`, and what waits, as this viewer may see them."""
    entries = [entry for entry in news.since(due - timedelta(days=7), viewer, limit=50) if entry.kind in told]
    return entries, _tasks(viewer, kinds, now)


def _tasks(viewer: Viewer, kinds: set[str], now: datetime) -> list[my_tasks.Task]:
    """What waits for the member, of the kinds chosen."""
    found = my_tasks.for_viewer(viewer, my_tasks.meetings_now(viewer, now), now)
    return [task for task in found if task.choice in kinds]
