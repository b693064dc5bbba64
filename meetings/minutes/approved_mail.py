"""Approved minutes by mail: to each reader with the decisions, their own tasks and the PDF, and to the records system.

A mail says only what all members may read; what is closed is read on the page. It is written and its PDF attached when
it is sent, from what its reader may see then. While the PDF is being made the mail waits, but not for ever: a PDF that
fails silences no mail, which then goes with the link alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from forum.base.visibility import SYSTEM, Audience, Viewer, audience_viewer, may_read
from forum.files.models import StoredFile
from forum.mail import outbox, unsubscribe
from forum.mail.kinds import Content, Kind
from forum.mail.models import OutboxMail
from forum.mail.outbox import Rendered
from forum.mail.render import link, render
from forum.people.models import Member, NotificationChoice
from meetings.agenda.models import AgendaRow, programme
from meetings.followup.mail import ActionLink
from meetings.followup.models import Action
from meetings.minutes.document import document, paper_html
from meetings.minutes.models import Minutes, MinutesPdf

PATIENCE = timedelta(minutes=30)  # so long a mail waits for its PDF
ASK_AGAIN = timedelta(seconds=15)


def paper_of(minutes: Minutes, viewer: Viewer) -> str:
    """The HTML of the PDF for this viewer; "" for minutes of a meeting that is closed to them."""
    return paper_html(document(minutes, viewer)) if may_read(viewer, minutes.meeting.audience) else ""


def paper_viewer(*readers: int) -> Viewer:
    """Who a paper attached to a mail is made for: all members may read what is in it, and these readers too."""
    return audience_viewer(Audience.MEMBERS, readers)


def records_viewer(*, is_full: bool) -> Viewer:
    """Who the records system is: what all members may read, or all of it where the secretariat chose so."""
    return SYSTEM if is_full else paper_viewer()


def queue_approved(minutes: Minutes, to: Member, viewer: Viewer, *, paper: str, is_task: bool, now: datetime) -> None:
    """Queue the mail to one reader; `paper` is the hash of the PDF that it waits for, `is_task`: they own an action."""
    outbox.queue(
        key=APPROVED.key(minutes.pk, f"{now:%Y-%m-%dT%H:%M:%S}", f"member-{to.pk}"),
        kind=APPROVED,
        to=to,
        rendered=approved(minutes, to, viewer, is_task=is_task),
        now=now,
        about={"minutes": minutes.pk, "approved_at": now.isoformat(), "pdf": paper},
        is_task=is_task,
    )


def queue_record(minutes: Minutes, *, paper: str, is_full: bool, now: datetime) -> None:
    """Queue the mail to the records system's address."""
    outbox.queue(
        key=RECORD.key(minutes.pk, f"{now:%Y-%m-%dT%H:%M:%S}"),
        kind=RECORD,
        to=settings.RECORDS_ADDRESS,
        rendered=record(minutes, is_full=is_full),
        now=now,
        about={"minutes": minutes.pk, "approved_at": now.isoformat(), "pdf": paper, "is_full": is_full},
    )


def approved(
    minutes: Minutes, member: Member, viewer: Viewer, *, is_task: bool, pdf: StoredFile | None = None
) -> Rendered:
    """The mail to one reader; without `pdf` it says nothing of an attachment."""
    meeting = minutes.meeting
    own = Action.objects.visible_to(viewer).filter(item__meeting=meeting).open().owned_by(viewer)
    promised = list(own.select_related("item__meeting"))
    named = [action for action in promised if not action.is_closed]
    return render(
        APPROVED,
        f"Referatet er godkendt: {meeting.mail_name}",
        minutes=minutes,
        meeting=meeting,
        member=member,
        decided=[] if meeting.is_closed else document(minutes, paper_viewer(member.pk)).decided,
        closed=_closed_lines(programme(meeting, viewer).rows),
        promised=[
            (action, link("meetings:action_answer", ActionLink(action.pk, member.pk).token())) for action in named
        ],
        unnamed=len(promised) - len(named),
        pdf=pdf,
        page=link("meetings:minutes", meeting.slug),
        actions_page=link("meetings:actions") + "?vis=mine",
        contact_mail=settings.CONTACT_MAIL,
        unsubscribe_url=unsubscribe.address(member, APPROVED) if not is_task else "",
    )


def record(minutes: Minutes, *, is_full: bool, pdf: StoredFile | None = None) -> Rendered:
    """The mail to the records system, which tells what was approved, when, and by which content."""
    meeting = minutes.meeting
    subject = f"Godkendt referat til journalisering: {meeting.mail_name}"
    page = link("meetings:minutes", meeting.slug)
    return render(RECORD, subject, minutes=minutes, meeting=meeting, is_full=is_full, pdf=pdf, page=page)


def _closed_lines(rows: list[AgendaRow]) -> list[tuple[str, bool, bool]]:
    """A line for each item that is in no mail: what is said of it, whether its reader may read it on the page, and
    whether they are disqualified."""
    closed = [row for row in rows if row.item is None or row.item.is_closed]
    return [(row.was_closed, row.item is not None, row.is_disqualified) for row in closed]


def _minutes_of(mail: OutboxMail, viewer: Viewer) -> Minutes | None:
    """The minutes, still approved as they were when the mail was made, where this viewer may read them."""
    rows = Minutes.objects.visible_to(viewer).select_related("meeting", "approved_by")
    minutes: Minutes | None = rows.filter(pk=mail.about["minutes"]).first()
    if minutes is None or not minutes.is_approved or minutes.approved_at is None:
        return None
    return minutes if minutes.approved_at == datetime.fromisoformat(mail.about["approved_at"]) else None


def _viewer_of(mail: OutboxMail, now: datetime) -> Viewer | None:
    """Who the mail is for: its member, or for the records system what the mail may hold."""
    return mail.viewer(now) if "is_full" not in mail.about else SYSTEM


def _why_not_send(mail: OutboxMail, now: datetime) -> str:
    viewer = _viewer_of(mail, now)
    if viewer is None:
        return "Modtageren findes ikke længere."
    if _minutes_of(mail, viewer) is None:
        return "Referatet er genåbnet, eller modtageren kan ikke længere se det."
    return ""


def _wait(mail: OutboxMail, now: datetime) -> datetime | None:
    is_waiting = now < mail.created_at + PATIENCE and MinutesPdf.is_being_made(mail.about["pdf"])
    return now + ASK_AGAIN if is_waiting else None


def _rerender(mail: OutboxMail, now: datetime) -> Content | None:
    viewer = _viewer_of(mail, now)
    minutes = _minutes_of(mail, viewer) if viewer else None
    if viewer is None or minutes is None:
        return None
    if mail.to_member is None:
        is_full = mail.about["is_full"]
        pdf = _pdf(minutes, records_viewer(is_full=is_full))
        made = record(minutes, is_full=is_full, pdf=pdf)
    else:
        pdf = _pdf(minutes, paper_viewer(mail.to_member.pk))
        made = approved(minutes, mail.to_member, viewer, is_task=not mail.is_optional, pdf=pdf)
    return Content(made.text, made.html, mail.about, [pdf] if pdf else [])


def _pdf(minutes: Minutes, viewer: Viewer) -> StoredFile | None:
    """The PDF of exactly what this viewer may read now; None when it was not made, or not of this."""
    html = paper_of(minutes, viewer)
    pdf = MinutesPdf.of(html) if html else None
    return pdf.file if pdf else None


APPROVED = Kind(
    "meetings.minutes_approved",
    "Godkendt referat",
    NotificationChoice.Kind.MINUTES,
    wait=_wait,
    check=_why_not_send,
    rerender=_rerender,
)
RECORD = Kind(
    "meetings.minutes_record",
    "Godkendt referat til journalen",
    wait=_wait,
    check=_why_not_send,
    rerender=_rerender,
)
KINDS = [APPROVED, RECORD]
