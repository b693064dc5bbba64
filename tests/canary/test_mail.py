"""Every kind of mail that goes to many: no word of what is closed, not to those who may read it on the site either."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import override_settings

from forum.base.visibility import Audience
from forum.front.actions import digest
from forum.mail.models import OutboxMail
from forum.people.models import Member, NotificationChoice
from forum.undo.models import Undo
from meetings.agenda.models import AgendaItem
from meetings.attendance.models import Attendance
from meetings.convocation.actions import convene, reminders
from meetings.convocation.actions.meeting import cancel_meeting, move_meeting
from meetings.convocation.mail.kinds import ANSWER_REMINDER
from meetings.followup.mail import given, handed_on, nag
from meetings.meeting.models import Meeting
from meetings.minutes.actions import course, notes, remarks
from meetings.minutes.actions.send_approved import send_approved
from meetings.minutes.approved_mail import RECORD
from meetings.minutes.mail import queue_released
from meetings.minutes.models import Minutes, Note
from recommendations.areas import mail as area_mail
from tests import world
from tests.canary.world import COMING, CORRECTION, WORD, WORDS, Sweep, expected


def send_everything(sweep: Sweep) -> None:
    """A convocation with its agenda, reminders, minutes released and approved, and the weekly digest for all."""
    secretary, now = sweep.cast.secretary, world.NOW
    planned = world.make_meeting(slug="indkaldes", start=now + timedelta(days=50), state="planned", agenda_version=0)
    for number, (audience, word) in enumerate(WORDS.items(), start=1):
        world.make_item(planned, number, title=f"Ny {word}", audience=audience, background=word, motion=word)
    item = planned.items.get(audience=Audience.AUTHORITIES)  # which its mail does not name
    world.make_guest(planned, item, by=secretary, email="gaest.indkaldes@example.dk", audience=Audience.PUBLIC)
    places = convene.not_yet_called(planned, now)
    revision = convene.revision_of_draft(planned, places)
    convene.convene(meeting=planned, revision=revision, release=True, by=secretary, now=now)
    reminders.plan_mail(now=sweep.coming.start - timedelta(days=7))
    queue_released(sweep.minutes, now=now)
    assert not OutboxMail.objects.filter(text__contains=CORRECTION).exists()
    correct_minutes(sweep)
    Minutes.objects.filter(pk=sweep.minutes.pk).update(state="approved", approved_at=now, approved_hash="0" * 64)
    with override_settings(RECORDS_ADDRESS="journal@example.dk"):
        send_approved(Minutes.objects.get(pk=sweep.minutes.pk), is_full_record=True, now=now)
    for member in Member.objects.all():
        for kind in NotificationChoice.Kind.values:
            NotificationChoice.objects.create(member=member, kind=kind, pace="weekly")
    Undo.objects.update(until=now.replace(hour=7))  # a digest waits until nothing that it tells can be undone
    digest.plan(now=now.replace(hour=8))


def correct_minutes(sweep: Sweep) -> None:
    """Every item's note is corrected and sent again, and a remark to each that a member may read is answered."""
    told: dict[str, Any] = {"by": sweep.cast.secretary, "now": world.NOW + timedelta(hours=1)}
    Attendance.objects.filter(pk=world.make_answer(sweep.meeting, sweep.seat).pk).update(was_present=True)
    for note in Note.objects.filter(item__meeting=sweep.meeting):
        notes.save_note(item=note.item, text=f"Ordene: {note.text} Rettet.", revision=note.revision, **told)
    for item in AgendaItem.objects.filter(meeting=sweep.meeting).visible_to(sweep.cast.head.as_viewer()):
        remark = remarks.send_remark(item=item, text=item.note.text, by=sweep.cast.head, now=world.NOW)
        remarks.answer_remark(remark=remark, outcome="taken_in", answer=item.note.text, **told)
    course.release(minutes=sweep.minutes, **told)


def test_no_mail_tells_its_receiver_too_much(sweep: Sweep) -> None:
    assert Meeting.objects.filter(pk=sweep.coming.pk, state="released").exists()
    send_everything(sweep)
    mails = OutboxMail.objects.exclude(kind="test.kanari").select_related("to_member")  # the sweep's own row
    kinds = set(mails.values_list("kind", flat=True))
    assert [mail.key for mail in mails if not mail.key.startswith(f"{mail.kind}:")] == []
    assert kinds >= {"meetings.convocation", "meetings.reminder", "meetings.minutes_released", "forum.digest"}
    assert kinds >= {"meetings.minutes_corrected", "meetings.remark_answered", "meetings.minutes_approved"}
    told, leaks = set(), []
    for mail in mails:
        words = set(WORD.findall(f"{mail.subject} {mail.text} {mail.html} {mail.calendar}"))
        words.discard(CORRECTION)  # it is sent by now
        told |= words
        if (mail.to_member is None) != (mail.kind == RECORD.name) or words - expected(mail.to_member) or words & CLOSED:
            leaks.append((mail.kind, mail.to_address, words))
    assert leaks == []
    assert WORDS[Audience.MEMBERS] in told
    assert [mail.to_member for mail in mails if mail.kind == "forum.digest" and CLOSED_SAID in mail.text] != []


CLOSED = {words[audience] for words in (WORDS, COMING) for audience in (Audience.AUTHORITIES, Audience.SECRETARIAT)}
CLOSED_SAID = "Der er også nyt, som kun kan læses på forummets side"
SECRET = ["Fusion med SKI", "Vi taler om opsigelsen", "Aftalen er røget", "skaermbesoeg-hemmeligt"]


def test_a_closed_meeting_and_a_closed_area_have_no_name_in_mails(cast: world.Cast) -> None:
    """Their mails go to those who may read them; a subject is read on a locked phone, and a calendar by colleagues."""
    now = world.NOW
    fields = {"title": SECRET[0], "introduction": SECRET[1], "audience": "authorities", "state": "planned"}
    closed = world.make_meeting(**fields, agenda_version=0)
    item = world.make_item(closed, title=SECRET[0], audience="authorities")
    revision = convene.revision_of_draft(closed, convene.not_yet_called(closed, now))
    convene.convene(meeting=closed, revision=revision, release=True, by=cast.secretary, now=now)
    closed.refresh_from_db()
    reminders.plan_mail(now=closed.start - timedelta(days=7))
    new_start = closed.start + timedelta(days=1)
    when: Any = {"start": new_start, "end": closed.end + timedelta(days=1), "rsvp_deadline": closed.rsvp_deadline}
    move_meeting(meeting=closed, revision=closed.revision, by=cast.secretary, now=now, **when)
    closed.refresh_from_db()
    queue_released(world.make_minutes(closed), now=now)
    seat = world.seat_of(cast.head)
    promised = [world.make_action(item, seat, text=SECRET[0])]
    promised += [world.make_action(None, seat, text=SECRET[0], audience="authorities")]
    nagged = [nag(action, cast.head, now.date()) for action in promised]
    nagged += [given(action, cast.head, cast.chair.name, SECRET[1]) for action in promised]
    nagged += [handed_on(action, cast.head, cast.chair.name) for action in promised]
    asked = ANSWER_REMINDER.render(closed, seat, cast.head, "", {}, now).rendered
    cancel_meeting(meeting=closed, reason=SECRET[2], by=cast.secretary, now=now)
    area = world.make_area(
        world.seat_of(cast.head).organisation, slug=SECRET[3], title=SECRET[0], audience="authorities"
    )
    area_mail.tell_delegated(area, [], to=[cast.head], now=now)
    area_mail.tell_red(
        world.make_update(area, cast.head, colour="red", sentence=SECRET[0]), concerned=[cast.head], now=now
    )
    mails = list(OutboxMail.objects.all())
    kinds = {mail.kind for mail in mails}
    assert kinds >= {"meetings.convocation", "meetings.reminder", "meetings.moved", "meetings.cancelled"}
    assert kinds >= {"meetings.minutes_released", "recommendations.area_delegated", "recommendations.area_red"}
    texts = {mail.kind: f"{mail.subject} {mail.text} {mail.html} {mail.calendar}" for mail in mails}
    made = enumerate([*nagged, asked])
    texts |= {f"{number}": f"{mail.subject} {mail.text} {mail.html}" for number, mail in made}
    assert [(kind, word) for kind, text in texts.items() for word in SECRET if word in text] == []
    assert {mail.subject for mail in mails if mail.kind == "meetings.cancelled"} == {
        "Aflyst: Lukket møde fredag den 18. december 2026"
    }
