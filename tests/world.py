"""A small forum for tests: the cast, seated, and makers of the things they treat."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import transaction

from forum import files
from forum.base.visibility import Audience
from forum.demo.cast import CAST, Part
from forum.files.content import TXT
from forum.jobs.kinds import JobKind
from forum.jobs.models import Job
from forum.mail.kinds import Kind
from forum.people.models import Member, Organisation, Seat, SeatHolding
from meetings.agenda.models import AgendaItem, Attachment, AttachmentVersion
from meetings.attendance.models import Attendance, Guest
from meetings.convocation.actions import guests
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.models import Decision, Minutes, Note
from recommendations.areas.models import Area, AreaUpdate
from recommendations.wording.models import Recommendation, RecommendationVersion

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=COPENHAGEN)
SENT = NOW + timedelta(seconds=60)  # when the mails go of what was done now, and can be undone until then
CODES = {"Aarhus": "751", "Odense": "461", "Aalborg": "851", "Kolding": "621", "Vejle": "630"}
GREETING = Kind("test.hilsen", "Hilsen")
REGIONS = {"Aarhus": "Midtjylland", "Odense": "Syddanmark", "Aalborg": "Nordjylland"}


@dataclass
class Cast:
    secretary: Member
    chair: Member
    head: Member
    lead: Member
    supplier: Member
    ski: Member
    disqualified: Member
    former: Member

    def everyone(self) -> dict[str, Member]:
        return dict(vars(self))


def _described(name: str) -> Organisation:
    kinds = {"KL": "kl", "SKI": "ski"}
    kind = "municipality" if name in CODES else kinds.get(name, "supplier")
    return Organisation(
        name=name,
        kind=kind,
        slug=Organisation.slug_for(name),
        code=CODES.get(name, ""),
        region=REGIONS.get(name, "Syddanmark") if kind == "municipality" else "",
    )


def organisation(name: str) -> Organisation:
    found = Organisation.objects.filter(name=name).first()
    if not found:
        found = _described(name)
        found.save()
    return found


def _member(part: Part) -> Member:
    member = Member(
        email=part.email, name=part.name, title=part.title, is_secretariat=part.key == "secretary", welcomed_at=NOW
    )
    member.set_unusable_password()
    return member


def _seat(part: Part, holder: Organisation) -> Seat:
    role = Seat.Role.CHAIR if part.key == "chair" else Seat.Role.ORDINARY
    return Seat(organisation=holder, role=role, since=date(2017, 6, 1))


def make_cast() -> Cast:
    """Four statements for all of them: nearly every test begins here."""
    names = dict.fromkeys(["KL", *(part.organisation for part in CAST)])
    places = {made.name: made for made in Organisation.objects.bulk_create(map(_described, names))}
    members = Member.objects.bulk_create(map(_member, CAST))
    cast = Cast(**{part.key: member for part, member in zip(CAST, members, strict=True)})
    seated = [part for part in CAST if part.key != "secretary"]
    seats = Seat.objects.bulk_create(_seat(part, places[part.organisation]) for part in seated)
    SeatHolding.objects.bulk_create(
        SeatHolding(
            seat=seat,
            member=cast.everyone()[part.key],
            since=seat.since,
            until=date(2025, 12, 31) if part.key == "former" else None,
        )
        for part, seat in zip(seated, seats, strict=True)
    )
    return cast


def seat_of(member: Member) -> Seat:
    return Seat.objects.get(holdings__member=member, holdings__until=None)


def make_meeting(**fields: Any) -> Meeting:
    start = fields.pop("start", NOW + timedelta(days=24, hours=1))
    slug = fields.pop("slug", start.astimezone(COPENHAGEN).date().isoformat())
    defaults: dict[str, Any] = {
        "title": "Møde i samarbejdsforummet",
        "end": start + timedelta(hours=5),
        "place": "KL-Huset, Weidekampsgade 10, København S",
        "rsvp_deadline": start - timedelta(days=7),
        "state": Meeting.State.RELEASED,
        "agenda_version": 1,
    }
    return Meeting.objects.create(start=start, slug=slug, **(defaults | fields))


def make_item(meeting: Meeting, number: int = 1, **fields: Any) -> AgendaItem:
    defaults: dict[str, Any] = {"title": f"Punkt {number}", "kind": AgendaItem.Kind.DISCUSSION, "minutes": 30}
    return AgendaItem.objects.create(meeting=meeting, number=number, **(defaults | fields))


def make_paper(item: AgendaItem, by: Member, text: str = "Bilag", **fields: Any) -> Attachment:
    """An attachment with a real text file, titled and filled with `text`; as open as its item unless told."""
    stored = files.store_made(text.encode(), kind=TXT, name=f"{text}.txt")
    fields = {"audience": item.audience} | fields
    return Attachment.objects.create(item=item, file=stored, title=text, added_by=by, **fields)


def make_version(paper: Attachment, by: Member, text: str = "Forrige", **fields: Any) -> AttachmentVersion:
    """What the attachment was before: a real text file, open to all by itself, and released unless told."""
    stored = files.store_made(text.encode(), kind=TXT, name=f"{text}.txt")
    made = {"number": paper.version, "audience": Audience.PUBLIC, "was_released": True, "replaced_at": NOW} | fields
    Attachment.objects.filter(pk=paper.pk).update(version=paper.version + 1, renewed_at=NOW)
    return AttachmentVersion.objects.create(attachment=paper, file=stored, added_by=by, **made)


def make_recommendation(number: int = 9, **fields: Any) -> Recommendation:
    defaults: dict[str, Any] = {
        "text": "Fordel det fælleskommunale ansvar for innovationsprojekter",
        "state": Recommendation.State.PRELIMINARY,
        "source": "KL",
        "source_date": date(2019, 6, 1),
    }
    made = Recommendation.objects.create(number=number, **(defaults | fields))
    RecommendationVersion.objects.create(recommendation=made, number=1, text=made.text, date=date(2019, 6, 1))
    return made


def make_area(lead: Organisation | None = None, **fields: Any) -> Area:
    title = fields.pop("title", "Skærmbesøg i hjemmeplejen")
    defaults: dict[str, Any] = {
        "slug": Organisation.slug_for(title),
        "description": "Fælles behov for skærmbesøg.",
        "state": Area.State.DELEGATED if lead else Area.State.PROPOSED,
        "lead": lead,
        "proposed_on": date(2019, 8, 22),
        "delegated_on": date(2019, 8, 22) if lead else None,
    }
    return Area.objects.create(title=title, **(defaults | fields))


def make_update(area: Area, by: Member, **fields: Any) -> AreaUpdate:
    defaults: dict[str, Any] = {
        "colour": AreaUpdate.Colour.GREEN,
        "sentence": "Vi følger planen.",
        "next_step": "Markedsdialog i januar.",
        "date": NOW.date(),
    }
    return AreaUpdate.objects.create(area=area, by=by, **(defaults | fields))


def make_minutes(meeting: Meeting, **fields: Any) -> Minutes:
    defaults: dict[str, Any] = {"state": Minutes.State.REMARKS, "released_at": NOW}
    return Minutes.objects.create(meeting=meeting, **(defaults | fields))


def make_note(item: AgendaItem, text: str = "Forummet drøftede punktet.", **fields: Any) -> Note:
    return Note.objects.create(item=item, text=text, **fields)


def make_decision(item: AgendaItem, **fields: Any) -> Decision:
    return Decision.objects.create(item=item, **({"kind": Decision.Kind.DECIDED, "text": "Besluttet."} | fields))


def make_action(item: AgendaItem | None, owner: Seat | None, **fields: Any) -> Action:
    defaults: dict[str, Any] = {"text": "Skriv udkast til køreplan", "due": NOW.date() + timedelta(days=14)}
    return Action.objects.create(item=item, owner=owner, **(defaults | fields))


def make_answer(meeting: Meeting, seat: Seat, answer: str = "yes", **fields: Any) -> Attendance:
    return Attendance.objects.create(meeting=meeting, seat=seat, answer=answer, answered_at=NOW, **fields)


def make_guest(meeting: Meeting, *items: AgendaItem, by: Member, email: str, **fields: Any) -> Guest:
    """A guest of these items, or of the whole meeting at the audience given; invited at `NOW`."""
    said: dict[str, Any] = {
        "name": "Anna Ekspert",
        "organisation": "Teknologisk Institut",
        "audience": "members",
        "is_online": False,
    }
    with transaction.atomic():
        return guests.invite_guest(meeting=meeting, email=email, items=items, by=by, now=NOW, **(said | fields))


def make_job(kind: JobKind, state: str = "queued", **fields: Any) -> Job:
    if state == "running":
        fields = {"claim": uuid4(), "alive_at": NOW, "attempts": 1} | fields
    if state == "done":
        fields = {"finished_at": NOW, "progress": 100, "attempts": 1} | fields
    return Job.objects.create(kind=kind.name, state=state, **({"queued_at": NOW} | fields))


def written_now(folder: Path) -> None:
    """As if its files had been written on the tests' clock: a disk has the machine's."""
    for path in folder.rglob("*"):
        os.utime(path, (NOW.timestamp(), NOW.timestamp()))


def history(model: Any) -> Any:
    """The rows pghistory has written about a model; it gives the model the attribute when it is tracked."""
    return model.pgh_event_model.objects
