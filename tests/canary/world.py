"""One row of each protected kind for each audience; each carries its audience's secret word."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.utils import timezone

from forum import files
from forum.base.pdf.render import Pdf, render
from forum.base.visibility import NOBODY, Audience, Viewer
from forum.copies.actions import VIEW_COPY
from forum.copies.models import ViewCopy
from forum.jobs import worker
from forum.jobs.models import Job
from forum.mail import outbox
from forum.mail.kinds import Kind
from forum.mail.models import OutboxMail
from forum.people.models import Member, Organisation, Seat
from meetings.agenda.models import AgendaItem, Attachment, Pause
from meetings.convocation.actions import substitutes
from meetings.convocation.actions.guests import take_off_guest
from meetings.followup.models import Action, ActionStep
from meetings.meeting.models import Meeting
from meetings.minutes.actions import course, decisions, notes, promises
from meetings.minutes.models import Decision, Minutes, NoteDraft, Remark
from recommendations.areas.models import Area
from recommendations.reports import actions, document
from recommendations.reports.mail import token
from recommendations.reports.models import Report
from recommendations.wording.models import Recommendation
from tests import world
from tests.forum.copies.hostile import text_pdf
from tests.world import Cast

WORDS = {
    Audience.PUBLIC: "kanarioffentlig",
    Audience.MEMBERS: "kanarimedlem",
    Audience.AUTHORITIES: "kanariordregiver",
    Audience.SECRETARIAT: "kanarisekretariat",
}
DISQUALIFIED = "kanariinhabil"  # on an item for all members but one
DRAFT = "kanarikladde"  # in minutes not released
# The coming meeting has words of its own: to it alone some are let in who have no seat
COMING = {audience: word.replace("kanari", "kanaripunkt") for audience, word in WORDS.items()}
COMING_DISQUALIFIED = "kanaripunktinhabil"
CORRECTION = "kanarirettelse"  # in a correction of released minutes that is not sent yet
OWN, FOREIGN = "kanariegen", "kanarifremmed"  # in drafts of the secretary and of another one: private rows
WORD = re.compile(r"kanari[a-z]+")


@dataclass
class Sweep:
    cast: Cast
    meeting: Meeting  # held, minutes released, an item for each audience
    coming: Meeting  # released agenda
    draft_meeting: Meeting  # held, minutes still a draft
    item: AgendaItem
    recommendation: Recommendation
    area: Area
    decision: Decision
    action: Action
    minutes: Minutes
    municipality: Organisation
    seat: Seat
    member: Member
    reports: list[Report]  # one for each audience, made
    report_links: list[str]  # for a reader of each
    mail: OutboxMail
    granted: dict[str, Member]  # those without a seat, by their part in the coming meeting
    colleague: Member  # a secretary outside the cast, with a draft of her own


Samples = dict[str, Callable[[Sweep], list[tuple[Any, ...]]]]  # url name -> the argument tuples to fetch it with


def meetings(sweep: Sweep) -> list[tuple[Any, ...]]:
    """The meeting with released minutes, the coming one, and the one whose minutes are a draft."""
    return [(sweep.meeting.slug,), (sweep.coming.slug,), (sweep.draft_meeting.slug,)]


def expected(member: Member | None) -> set[str]:
    """The words this person may read anywhere."""
    viewer: Viewer = member.as_viewer() if member else NOBODY
    words = {word for audience, word in WORDS.items() if audience in viewer.audiences}
    if viewer.is_member:
        words |= {word for audience, word in COMING.items() if audience in viewer.audiences}
    if viewer.is_member and not (member and member.name == "Karen Dahl"):
        words |= {DISQUALIFIED, COMING_DISQUALIFIED}
    if viewer.is_secretariat:
        words |= {DRAFT, CORRECTION, OWN if member and member.name == "Sofie Krogh" else FOREIGN}
    return words | GRANTED.get(member.name if member else "", set())


OPEN, AUTHORITIES = {COMING[Audience.PUBLIC], COMING[Audience.MEMBERS]}, COMING[Audience.AUTHORITIES]
# What each of those without a seat reads besides what is public
GRANTED = {
    "Gæst Ved Mødet": OPEN | {COMING_DISQUALIFIED},
    "Gæst Ved Punktet": {AUTHORITIES},
    "Vikar For Karen": OPEN | {AUTHORITIES},  # less what Karen is disqualified from
    "Gæst Der Var": set(),
}


def _granted(cast: Cast, coming: Meeting) -> dict[str, Member]:
    """A guest of the meeting, a guest of one closed item, a substitute, and one who was a guest."""
    by, item = cast.secretary, coming.items.get(audience=Audience.AUTHORITIES)
    whole, of_item, stand_in, former = GRANTED
    guests = {
        "guest": world.make_guest(coming, by=by, email="gaest@example.dk", name=whole),
        "item_guest": world.make_guest(coming, item, by=by, email="punkt@example.dk", name=of_item),
        "former_guest": world.make_guest(coming, by=by, email="var@example.dk", name=former),
    }
    take_off_guest(guest=guests["former_guest"], by=by, now=world.NOW)
    named: Any = {"answer": "substitute", "substitute_name": stand_in, "substitute_email": "vikar@example.dk"}
    said = substitutes.answer(
        meeting=coming, seat=world.seat_of(cast.disqualified), by=cast.disqualified, via="page", now=world.NOW, **named
    )  # fmt: skip
    assert said.substitute
    people = {key: guest.member for key, guest in guests.items() if guest.member}
    return people | {"substitute": said.substitute}


def _treated(meeting: Meeting, number: int, word: str, audience: str, owner: Seat) -> AgendaItem:
    item = world.make_item(
        meeting, number, title=f"Punkt {word}", audience=audience, background=f"Om {word}.", motion=f"At {word}."
    )
    world.make_note(item, f"Drøftet: {word}.")
    world.make_decision(item, text=f"Besluttet: {word}.")
    world.make_action(item, owner, text=f"Opgave {word}")
    return item


def _correct(minutes: Minutes, cast: Cast) -> None:
    """Everything on the first item, and who was there, with a correction that is not sent."""
    item = minutes.meeting.items.get(number=1)
    note, decision, action = item.note, item.decisions.get(), item.actions.get()
    told: Any = {"item": item, "by": cast.secretary, "now": world.NOW}
    on: Any = {"kind": "decided", "recommendation": None, "area": None, "lead": None, "partners": []} | told
    due: Any = {"owner": action.owner, "due": action.due} | told
    notes.save_note(text=f"{note.text} {CORRECTION}", revision=note.revision, **told)
    for row in (None, decision):
        decisions.write_decision(text=f"{decision.text} {CORRECTION}", decision=row, **on)
    for promise in (None, action):
        promises.write_action(text=f"{action.text} {CORRECTION}", action=promise, **due)
    nobody: Any = {"came": set(), "went": set(), "by": cast.secretary, "now": world.NOW}
    course.record_presence(minutes=minutes, also_present=CORRECTION, **nobody)


def _mail(cast: Cast) -> OutboxMail:
    word = WORDS[Audience.SECRETARIAT]
    rendered = outbox.Rendered(f"Mail {word}", f"Kære {word}", f"<p>Kære {word}</p>")
    return outbox.queue(
        key="kanari", kind=Kind("test.kanari", "Kanari"), to=cast.head, rendered=rendered, now=world.NOW
    )


def _report(cast: Cast, audience: str) -> Report:
    report = actions.ask_for(audience=audience, by=cast.secretary, now=world.NOW)
    with patch.object(document, "render", _rendered_once):
        worker.work_next(now=world.NOW)
    report.refresh_from_db()
    assert report.file, report.job.error
    return report


def _rendered_once(html: str, **limits: Any) -> Pdf:
    """Every test of the sweep has the same reports, and the run's processes share the files."""
    kept = settings.FILES_ROOT / "rendered" / hashlib.sha256(html.encode()).hexdigest()
    if not kept.exists():
        pdf = render(html, **limits)
        kept.parent.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}")
        part.write_bytes(b"%d\n" % pdf.pages + pdf)
        part.replace(kept)
    return Pdf.from_child(kept.read_bytes())


def _report_link(cast: Cast, report: Report) -> str:
    """As in the mail of a reader who may have it; the sweep tries it in everybody's hands."""
    actions.send(
        report=report, members=[cast.secretary], addresses=[], as_link=True, letter="", is_vouched=False,
        by=cast.secretary, now=timezone.now(),
    )  # fmt: skip
    return token(report, cast.secretary.email)


def _paper_that_opens(item: AgendaItem, cast: Cast, word: str) -> None:
    """A PDF and its copy, as the job leaves it; both say the word, and only the item closes them."""
    original, copy = (
        files.store_made(text_pdf(f"{which} {word}"), name=f"{word}.pdf") for which in ("Filen", "Kopien")
    )
    Attachment.objects.create(item=item, file=original, title=f"PDF {word}", audience="public", added_by=cast.secretary)
    ViewCopy.objects.create(
        sha256=original.sha256, file=copy, job=Job.objects.create(kind=VIEW_COPY.name, state=Job.State.DONE)
    )


def build(cast: Cast) -> Sweep:
    owner = world.seat_of(cast.lead)
    lead = owner.organisation
    meeting = world.make_meeting(
        slug="2026-09-10", start=world.NOW.replace(month=9, day=10), state="remarks", title="Efterårsmøde"
    )
    coming = world.make_meeting(title="Vintermøde")
    for number, (audience, word) in enumerate(WORDS.items(), start=1):
        _treated(meeting, number, word, audience, owner)
        soon = COMING[audience]
        item = world.make_item(
            coming, number, title=f"Kommende {soon}", audience=audience, background=soon, motion=soon
        )
        # One that only its item closes, and one that closes itself on an item open to all
        world.make_paper(item, cast.secretary, text=f"Bilag {soon}", audience=Audience.PUBLIC)
        paper = world.make_paper(coming.items.get(number=1), cast.secretary, text=f"Bilag {soon}", audience=audience)
        world.make_version(paper, cast.secretary, text=f"Forrige {soon}")  # as closed as the paper is now
        _paper_that_opens(item, cast, soon)
        world.make_recommendation(
            number, text=f"Anbefaling om {word}", why=word, audience=audience, source=f"Kilde {word}"
        )
        area = world.make_area(lead, title=f"Område {word}", description=word, audience=audience)
        world.make_update(area, cast.lead, sentence=f"Status {word}", next_step=f"Næste {word}")
        if audience != Audience.PUBLIC:
            outside = world.make_action(None, owner, text=f"Aftale {word}", audience=audience)
            ActionStep.objects.create(action=outside, kind="note", text=f"Note {word}", by=cast.secretary)
    for word, held in ((DISQUALIFIED, meeting), (COMING_DISQUALIFIED, coming)):
        hidden = _treated(held, 9, word, Audience.MEMBERS, owner)
        hidden.disqualified.add(cast.disqualified)
        paper = world.make_paper(hidden, cast.secretary, text=f"Bilag {word}")
        world.make_version(paper, cast.secretary, text=f"Forrige {word}")
        Pause.objects.create(
            meeting=held, title=f"Pause {(WORDS if held == meeting else COMING)[Audience.MEMBERS]}", after=1
        )
    Remark.objects.create(
        item=AgendaItem.objects.get(meeting=meeting, number=1), by=cast.secretary, text=WORDS[Audience.SECRETARIAT]
    )
    minutes = world.make_minutes(meeting)
    _correct(minutes, cast)
    draft_meeting = world.make_meeting(
        slug="2026-10-01", start=world.NOW.replace(month=10, day=1), state="held", title="Ekstra møde"
    )
    draft_item = world.make_item(draft_meeting, 1, title="Til referat")
    note = world.make_note(draft_item, f"Endnu {DRAFT}.")
    colleague = Member.objects.create_user("bo.ek@example.dk", "Bo Ek", is_secretariat=True)
    for member, word in ((cast.secretary, OWN), (colleague, FOREIGN)):
        NoteDraft.objects.create(note=note, member=member, text=f"Mit {word}", note_revision=note.revision)
    world.make_decision(draft_item, text=f"Måske {DRAFT}.")
    world.make_action(draft_item, owner, text=f"Senere {DRAFT}")
    world.make_minutes(draft_meeting, state="draft", released_at=None)
    reports = [_report(cast, audience) for audience in Audience]
    return Sweep(
        cast=cast, meeting=meeting, coming=coming, draft_meeting=draft_meeting,
        item=AgendaItem.objects.get(meeting=coming, number=2),
        recommendation=Recommendation.objects.get(number=1),
        area=Area.objects.get(audience="members"), decision=Decision.objects.filter(item__meeting=meeting)[1],
        action=Action.objects.get(item__meeting=meeting, item__number=2),
        reports=reports, report_links=[_report_link(cast, report) for report in reports],
        minutes=minutes, municipality=lead, seat=owner, member=cast.head, mail=_mail(cast),
        granted=_granted(cast, coming), colleague=colleague,
    )  # fmt: skip
