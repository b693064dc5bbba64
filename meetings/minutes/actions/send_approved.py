"""Approved minutes go out: to the members, to who owns an action, and to the records system where there is one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch

from forum.base.visibility import Alike, Viewer, reader_sets
from forum.people.models import Member, Seat
from meetings.agenda.models import AgendaItem
from meetings.followup.models import Action
from meetings.followup.reminders import behind
from meetings.meeting.models import Meeting
from meetings.minutes import approved_mail
from meetings.minutes.actions.pdf import put_pdf
from meetings.minutes.models import Minutes, recipients_of


@dataclass(frozen=True)
class Reader:
    member: Member
    viewer: Viewer
    organisation: str  # "" for the secretariat
    is_owner: bool  # of an open action from the meeting: the mail is their task


def send_approved(minutes: Minutes, *, is_full_record: bool, now: datetime) -> None:
    """Queue the mails and the PDFs that they wait for. Part of `approve` and its transaction.

    One PDF is made for each set of readers who may see the same. `is_full_record`: the records system gets what is
    closed, too.
    """
    readers = readers_of(minutes.meeting, now)
    items = AgendaItem.objects.filter(meeting=minutes.meeting, removed_at=None)
    papers: dict[int, str] = {}
    for group in reader_sets(items, [reader.member.pk for reader in readers]):
        papers |= dict.fromkeys(group, _paper(minutes, approved_mail.paper_viewer(*group), now))
    for reader in readers:
        paper = papers[reader.member.pk]
        approved_mail.queue_approved(
            minutes, reader.member, reader.viewer, paper=paper, is_task=reader.is_owner, now=now
        )
    if settings.RECORDS_ADDRESS:
        record = _paper(minutes, approved_mail.records_viewer(is_full=is_full_record), now)
        if record:
            approved_mail.queue_record(minutes, paper=record, is_full=is_full_record, now=now)


def _paper(minutes: Minutes, viewer: Viewer, now: datetime) -> str:
    """The hash of the PDF for this viewer, made or on its way; "" where there is nothing that they may read."""
    html = approved_mail.paper_of(minutes, viewer)
    return put_pdf(minutes, html, now=now).content_hash if html else ""


def readers_of(meeting: Meeting, now: datetime) -> list[Reader]:
    """The members who want such mails at once, and everybody who owns an open action from the meeting."""
    owners = _owners(meeting)
    seated = [
        Reader(one.member, one.viewer, one.organisation, is_owner=one.member.pk in owners)
        for one in recipients_of(meeting, now)
        if one.wants_mail or one.member.pk in owners
    ]
    others = owners.keys() - {reader.member.pk for reader in seated}
    return seated + [Reader(*owners[pk], organisation="", is_owner=True) for pk in sorted(others)]


def _owners(meeting: Meeting) -> dict[int, tuple[Member, Viewer]]:
    """The members, by id, who are to do an open action from the meeting that they may see."""
    actions: Any = Action.objects.open().filter(item__meeting=meeting, removed_at=None, item__removed_at=None)
    office = list(Member.objects.secretariat())
    owned: dict[int, set[int]] = defaultdict(set)
    for action in actions.prefetch_related(Prefetch("owner", Seat.objects.with_holders())):
        for member in behind(action, office):
            owned[member.pk].add(action.pk)
    barred = AgendaItem.objects.filter(meeting=meeting).barred()
    visible = Alike(barred, lambda viewer: set(actions.visible_to(viewer).values_list("pk", flat=True)))
    viewers = Member.objects.filter(pk__in=owned).with_viewers()
    return {member.pk: (member, viewer) for member, viewer in viewers if owned[member.pk] & visible.of(viewer)}
