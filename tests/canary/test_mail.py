"""Every kind of mail that goes to many, read as its receiver: no word above one's audience."""

from __future__ import annotations

from datetime import timedelta

from forum.base.visibility import Audience
from forum.front.actions import digest
from forum.mail.models import OutboxMail
from forum.people.models import Member, NotificationChoice
from meetings.convocation.actions import convene, reminders
from meetings.meeting.models import Meeting
from meetings.minutes.mail import queue_released
from tests import world
from tests.canary.world import WORD, WORDS, Sweep, expected


def send_everything(sweep: Sweep) -> None:
    """A convocation with its agenda, reminders, released minutes, nags, and the weekly digest for all."""
    secretary, now = sweep.cast.secretary, world.NOW
    planned = world.make_meeting(slug="indkaldes", start=now + timedelta(days=50), state="planned", agenda_version=0)
    for number, (audience, word) in enumerate(WORDS.items(), start=1):
        world.make_item(planned, number, title=f"Ny {word}", audience=audience, background=word, motion=word)
    places = convene.not_yet_called(planned, now)
    revision = convene.revision_of_draft(planned, places)
    convene.convene(meeting=planned, revision=revision, release=True, by=secretary, now=now)
    reminders.plan_mail(now=sweep.coming.start - timedelta(days=7))
    queue_released(sweep.minutes, now=now)
    for member in Member.objects.all():
        for kind in NotificationChoice.Kind.values:
            NotificationChoice.objects.create(member=member, kind=kind, pace="weekly")
    digest.plan(now=now.replace(hour=8))


def test_no_mail_tells_its_receiver_too_much(sweep: Sweep) -> None:
    assert Meeting.objects.filter(pk=sweep.coming.pk, state="released").exists()
    send_everything(sweep)
    mails = OutboxMail.objects.exclude(kind="test.kanari").select_related("to_member")  # the sweep's own row
    kinds = set(mails.values_list("kind", flat=True))
    assert [mail.key for mail in mails if not mail.key.startswith(f"{mail.kind}:")] == []
    assert kinds >= {"meetings.convocation", "meetings.reminder", "meetings.minutes_released", "forum.digest"}
    told, leaks = set(), []
    for mail in mails:
        words = set(WORD.findall(f"{mail.subject} {mail.text} {mail.html} {mail.calendar}"))
        told |= words
        if mail.to_member is None or words - expected(mail.to_member):
            leaks.append((mail.kind, mail.to_address, words))
    assert leaks == []
    assert told >= {WORDS[Audience.MEMBERS], WORDS[Audience.AUTHORITIES]}  # there was something to leak
