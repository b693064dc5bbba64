"""Every constraint of our models, broken past all forms and actions: the database itself refuses the row."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from datetime import date, timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from forum import files
from forum.copies.models import ViewCopy
from forum.files.content import TXT
from forum.mail import outbox
from forum.membership.models import Invitation, JoinRequest
from forum.people.models import Grant, Member, NotificationChoice, Organisation, Seat, SeatHolding
from forum.receivers.models import ReceiverList
from meetings.agenda.models import AttachmentVersion, Pause, StandardAgenda, Writer
from meetings.attendance.models import Guest, GuestItem, Wish
from meetings.messages.models import Message, MessageReceipt
from meetings.minutes.models import MinutesPdf, NoRemarks, NoteDraft, Remark, SentText
from recommendations.reports.actions import REPORT
from recommendations.reports.models import Report, ReportDelivery
from tests import world
from tests.world import NOW, Cast

LATER, DAY = NOW + timedelta(days=60), date(2000, 1, 1)
OURS = {"forum", "meetings", "recommendations"}
Change = dict[str, Any]


def constraints() -> dict[str, type[models.Model]]:
    """The name of each constraint of our models, and the model."""
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]
    return {constraint.name: model for model in ours for constraint in model._meta.constraints}


# For each constraint the changes of a row, each of which it forbids: one a half of an "either ... or"
CHANGES: dict[str, list[Change]] = {
    "action_agreed_at_meeting": [
        {"agreed_owner": "the seat"},
        {"item": None, "agreed_due": DAY, "audience": "members"},
    ],
    "action_outside_meeting_says_for_whom": [{"item": None}],
    "address_in_ascii": [{"email": "s@example.dk\u200b"}, {"email": "s@ærø.example"}, {"email": "s k@example.dk"}],
    "address_in_lower_case": [{"email": "Stor@example.dk"}],
    "answered_remark_has_date": [{"outcome": "taken_in"}, {"answered_at": NOW}],
    "approval_is_bound_to_content": [
        {"state": "approved", "approved_at": NOW},
        {"state": "locked", "approved_hash": "x"},
        {"approved_hash": "x"},
    ],
    "cancelled_meeting_says_why": [{"state": "cancelled"}, {"cancel_reason": "Sygdom"}],
    "delegated_area_has_lead": [{"state": "need", "lead": None}, {"delegated_on": None}],
    "delegation_names_area_and_lead": [{"kind": "delegated"}, {"lead": "a municipality"}],
    "grant_ends_after_start": [{"until": NOW}],
    "grant_is_no_secretary": [{"audience": "secretariat"}],
    "greeting_is_signed": [{"greeting": "Vel mødt"}, {"greeting_by": "the chair"}],
    "guest_is_told_from_and_to": [{"told_begins": NOW}, {"told_ends": NOW}],
    "holding_ends_after_start": [{"until": DAY}],
    "invitation_leads_somewhere": [{"seat": None}],
    "item_lasts": [{"minutes": 0}, {"minutes": 601}],
    "lapsed_action_says_why": [{"state": "lapsed"}, {"reason": "Ingen tid"}],
    "meeting_ends_after_start": [{"start": LATER, "end": LATER}],
    "message_to_list_names_it": [{"to": "list"}, {"list": "the list"}],
    "minutes_pdf_is_made_or_can_be": [{"html": ""}],
    "municipality_has_code_and_region": [{"code": ""}, {"region": ""}, {"kind": "supplier"}],
    "only_done_action_has_result": [{"result": "Det gik godt"}],
    "released_minutes_have_date": [{"released_at": None}],
    "pause_is_named": [{"title": ""}],
    "pause_lasts": [{"minutes": 0}, {"minutes": 601}],
    "report_has_file_and_pages": [{"pages": 3}],
    "only_a_substitute_is_called": [{"substitute": "the chair"}],
    "only_a_plan_is_removed": [
        {"removed_at": NOW},
        {"removed_at": NOW, "state": "planned", "convened_at": NOW},
    ],
    "rsvp_before_start": [{"rsvp_deadline": LATER}],
    "running_job_is_claimed": [{"state": "running"}, {"claim": uuid4()}],
    "seat_ends_after_start": [{"until": DAY}],
    "secretariat_is_no_guest": [{"is_secretariat": True, "is_guest": True}],
    "secretariat_is_active": [{"is_secretariat": True, "is_active": False}],
    "standard_agenda_is_one": [{"is_the_one": False}],
    "sent_message_is_counted": [
        {"sent_at": NOW},
        {"receivers": 3},
        {"sent_at": NOW, "receivers": 0},
        {"sent_at": NOW, "receivers": 3, "removed_at": NOW},
    ],
    "stopped_area_says_why": [{"state": "stopped"}, {"stop_reason": "Løst"}],
    "substitute_for_somebody": [{"kind": "substitute"}, {"instead_of": "the chair"}],
    "substitute_is_named": [{"answer": "substitute"}, {"substitute_name": "Ole Vikar"}],
    "superseded_by_what": [{"state": "superseded"}, {"superseded_by": "itself"}],
    "view_copy_or_why_not": [{"why_not": "Filen er beskyttet.", "file": "a file"}],
}  # fmt: skip
# For each rule that there is one of something, what the second row must have of its own to break that rule alone
TWINS: dict[str, Change] = {
    "one_answer_a_seat": {},
    "one_chair_at_a_time": {},
    "one_choice_a_kind": {},
    "one_delivery_an_address": {"mail": "second mail"},
    "one_draft_a_person": {},
    "one_file_a_version": {"file": "another file"},
    "one_grant_a_thing": {},
    "one_guest_a_person": {},
    "one_guest_an_item": {},
    "one_holder_a_seat": {"member": "the chair"},
    "one_item_a_number": {},
    "one_municipality_a_code": {"name": "Ny Aarhus", "slug": "ny-aarhus"},
    "one_open_invitation_an_address": {"email": "SAMME@example.dk"},
    "one_open_request_an_address": {"email": "SAMME@example.dk"},
    "one_part_a_person_a_seat": {"is_substitute": True},
    "one_sign_a_writer": {},
    "one_receipt_a_member": {"mail": "second mail"},
    "one_receiver_list_a_name": {"name": "STYREGRUPPEN"},
    "one_text_a_sending": {},
    "one_version_a_number": {},
    "one_view_copy_a_content": {"job": "another job"},
    "one_wish_a_person_a_seat": {},
    "one_word_a_person_a_sending": {},
}


def test_every_constraint_is_tried() -> None:
    assert set(constraints()) == set(CHANGES) | set(TWINS)


def queued(key: str, to: Member) -> Any:
    rendered = outbox.Rendered("Emne", "Tekst", "<p>Tekst</p>")
    return outbox.queue(key=key, kind=world.GREETING, to=to, rendered=rendered, now=NOW)


@pytest.fixture
def rows(cast: Cast) -> dict[str, models.Model]:
    """A row of each model that has constraints, by the model's name."""
    seat = world.seat_of(cast.head)
    meeting = world.make_meeting()
    item, note = world.make_item(meeting), world.make_note(world.make_item(meeting, 2))
    minutes, recommendation = world.make_minutes(meeting), world.make_recommendation()
    report = Report.objects.create(audience="members", job=world.make_job(REPORT))
    municipality = world.organisation("Aarhus")
    paper, older = world.make_paper(item, cast.head), world.make_paper(item, cast.head)
    listed = ReceiverList.objects.create(name="Styregruppen")
    message = Message.objects.create(to="all", subject="X", text="Y", by=cast.secretary)
    guest = Guest.objects.create(meeting=meeting, member=cast.head, name="Gæst", invited_by=cast.chair, invited_at=NOW)
    made = [
        cast.head, municipality, seat.holdings.get(), meeting, item, minutes, recommendation, report,
        Pause.objects.create(meeting=meeting, title="Frokost"), StandardAgenda.objects.create(text="Velkomst"),
        AttachmentVersion.objects.create(
            attachment=paper, number=1, file=older.file, added_by=cast.head, replaced_at=NOW
        ),
        Writer.objects.create(item=item, member=cast.head, at=NOW),
        Seat.objects.get(role="chair"), NoteDraft.objects.create(note=note, member=cast.head, note_revision=1),
        NotificationChoice.objects.create(member=cast.head, kind="areas", pace="never"),
        Invitation.objects.create(email="samme@example.dk", seat=seat, invited_by=cast.secretary, expires_at=LATER),
        JoinRequest.objects.create(name="Bo", email="samme@example.dk", organisation="X", why="Y"),
        world.make_job(REPORT), world.make_area(municipality), recommendation.versions.get(),
        world.make_answer(meeting, seat), world.make_action(item, seat), world.make_decision(item),
        Remark.objects.create(item=item, by=cast.head, text="Ret"),
        SentText.objects.create(minutes=minutes, sent_at=NOW, content_hash="x", content={}),
        NoRemarks.objects.create(minutes=minutes, by=cast.head, sent_at=NOW, at=NOW, via="page"),
        ReportDelivery.objects.create(report=report, address="a@example.dk", mail=queued("first mail", cast.head)),
        guest, GuestItem.objects.create(guest=guest, item=item),
        Grant.objects.create(
            kind="guest", member=cast.head, thing="meetings.meeting", thing_id=meeting.pk,
            given_by=cast.chair, since=NOW, until=LATER,
        ),
        ViewCopy.objects.create(sha256="x", job=world.make_job(REPORT)),
        listed, message, Wish.objects.create(meeting=meeting, seat=seat, by=cast.head, text="Vegetar"),
        MessageReceipt.objects.create(message=message, member=cast.head, mail=queued("third mail", cast.head)),
        MinutesPdf.objects.create(minutes=minutes, content_hash="x", html="<p>", job=world.make_job(REPORT)),
    ]  # fmt: skip
    return {type(row).__name__: row for row in made}


def meant(value: object, cast: Cast, row: Any) -> object:
    """A change's value, or the row that it names."""
    named: dict[str, Callable[[], object]] = {
        "a file": lambda: files.store_made(b"Hej", kind=TXT, name="a.txt"),
        "another job": lambda: world.make_job(REPORT),
        "a municipality": lambda: Organisation.objects.filter(kind="municipality").first(),
        "itself": lambda: row,
        "the chair": lambda: cast.chair,
        "the list": lambda: ReceiverList.objects.get(),
        "the seat": lambda: world.seat_of(cast.head),
        "another file": lambda: world.make_paper(world.make_item(world.make_meeting(slug="andet")), cast.head).file,
        "second mail": lambda: queued("second mail", cast.head),
    }
    return named[value]() if isinstance(value, str) and value in named else value


def refused_by(write: Callable[[], object]) -> str:
    """The name of the constraint by which the database refuses the write; "" when it does not."""
    try:
        with transaction.atomic():
            write()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        cause: Any = error.__cause__
        return str(cause.diag.constraint_name)
    return ""


@pytest.mark.parametrize("name", CHANGES)
def test_the_database_refuses_the_row(name: str, cast: Cast, rows: dict[str, models.Model]) -> None:
    model = constraints()[name]
    row = rows[model.__name__]
    same = model._base_manager.filter(pk=row.pk)
    assert refused_by(lambda: same.update(**{same.model._meta.pk.name: row.pk})) == ""  # the row itself is in order
    for change in CHANGES[name]:
        values = {field: meant(value, cast, row) for field, value in change.items()}
        assert (change, refused_by(partial(same.update, **values))) == (change, name)


@pytest.mark.parametrize("name", TWINS)
def test_the_database_refuses_a_second_one(name: str, cast: Cast, rows: dict[str, models.Model]) -> None:
    model = constraints()[name]
    row = rows[model.__name__]
    twin: Any = copy(row)
    twin.pk = None
    for field, value in TWINS[name].items():
        setattr(twin, field, meant(value, cast, row))
    assert refused_by(lambda: model._base_manager.bulk_create([twin])) == name


def test_whoever_holds_a_seat_may_end_and_come_again(cast: Cast) -> None:
    """The other side of the conditions: what has ended is in nobody's way."""
    held = SeatHolding.objects.get(member=cast.head)
    SeatHolding.objects.filter(pk=held.pk).update(until=NOW.date())
    SeatHolding.objects.create(seat=held.seat, member=cast.head, since=NOW.date())
