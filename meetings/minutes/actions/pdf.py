"""Minutes as PDF: ordered from a page, rendered by the worker, kept by content."""

from __future__ import annotations

from datetime import datetime

import structlog
from celery import current_app
from django.db import transaction

from forum import files
from forum.audit.context import audited
from forum.base import states
from forum.base.pdf.render import RenderFailed, render
from forum.people.models import Member
from meetings.minutes.models import Minutes, MinutesPaper

log = structlog.get_logger(__name__)
State = MinutesPaper.State


@audited("Bestilte referat eller rapport")
def order(*, minutes: Minutes, html: str, by: Member, now: datetime) -> MinutesPaper:
    """Ask for the paper of this page; the one that is made or on its way already is found instead."""
    wanted = {"minutes": minutes, "html": html, "asked_at": now}
    paper, _ = MinutesPaper.objects.get_or_create(content_hash=MinutesPaper.hash_of(html), defaults=wanted)
    if paper.state == State.FAILED:
        states.move(paper, State.WAITING, html=html, asked_at=now)
    if paper.state == State.WAITING:
        transaction.on_commit(_wake, robust=True)
    return paper


def _wake() -> None:
    try:
        current_app.send_task("meetings.tasks.render_minutes", retry=False)
    except Exception as error:  # Redis away: beat looks every minute anyway
        log.warning("nobody to wake", error=str(error))


def render_waiting() -> int:
    """Make every ordered paper; returns how many. Safe in several workers: each takes what nobody else holds."""
    made = 0
    while _render_next():
        made += 1
    return made


def _render_next() -> bool:
    """One paper, held by its row's lock while it is made: a worker that dies leaves it waiting for the next."""
    with transaction.atomic():
        rows = MinutesPaper.objects.filter(state=State.WAITING)
        paper = rows.select_for_update(skip_locked=True, of=("self",)).select_related("minutes__meeting").first()
        if paper is None:
            return False
        try:
            made = render(paper.html)
        except RenderFailed as failure:
            log.error("minutes not rendered", paper=paper.pk, error=str(failure))
            states.move(paper, State.FAILED)
            return True
        file = files.store_made(made, name=f"Referat {paper.minutes.meeting.slug}.pdf")
        states.move(paper, State.READY, file=file, html="")
    return True
