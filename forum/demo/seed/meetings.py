"""The demo's meetings: spring 2019, 22 August 2019 as it was announced, and the next one, always soon."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from forum import files
from forum.base.workdays import add_workdays
from forum.copies.actions import ask_for_copy
from forum.demo.cast import CAST
from forum.demo.seed.calendar import ago, at, next_day, spread, today_of
from forum.demo.seed.papers import PAPERS
from forum.files.models import StoredFile
from forum.mail.models import OutboxMail
from forum.people.models import Member, Seat
from meetings.agenda.models import AgendaItem, Attachment, Pause
from meetings.attendance.models import Attendance
from meetings.convocation.actions import convene
from meetings.convocation.mail import CONVOCATION
from meetings.meeting.models import Meeting
from recommendations.wording.models import Recommendation

KL_HUSET = "KL-Huset, Weidekampsgade 10, København S"

PAUSE = "pause"  # no kind of item: it has time and no number
# title, kind, minutes, background, motion, number of the recommendation it is about
Row = tuple[str, str, int, str, str, int | None]
SPRING: tuple[Row, ...] = (
    ("Velkomst", "information", 15, "", "", None),
    ("Hvad forstår vi ved innovation i indkøb?", "discussion", 90, "Oplæg fra to kommuner og en leverandør.", "", None),
    ("En foreløbig liste af anbefalinger", "decision", 120, "Forslag samlet ved bordene.",
     "At forummet vedtager en foreløbig liste.", None),
    ("Eventuelt", "other", 15, "", "", None),
)  # fmt: skip
AUGUST: tuple[Row, ...] = (
    ("Velkomst og godkendelse af dagsordenen", "decision", 10, "", "At dagsordenen godkendes.", None),
    ("Siden sidst", "information", 20, "Den foreløbige liste er lagt frem på KL's hjemmeside i juni.", "", None),
    ("De ti foreløbige anbefalinger", "discussion", 90,
     "På sidste møde udarbejdede forummet en foreløbig liste af anbefalinger og principper for at stimulere "
     "kommunernes arbejde med innovation i indkøb. Forummet arbejder videre med dem, én for én.",
     "At forummet drøfter, hvilke anbefalinger der er klar, og hvilke der skal skærpes.", None),
    ("Frokost", "other", 45, "", "", None),
    ("Uddelegering af det fælleskommunale ansvar for innovationsprojekter", "decision", 90,
     "Anbefaling 9 lægger op til, at kommunerne fordeler ansvaret for prioriterede områder mellem sig, så ikke alle "
     "skal gøre det samme arbejde.",
     "At forummet prioriterer de første områder.\n\nAt hvert område får en tovholderkommune.", 9),
    ("Næste møde", "decision", 15, "", "At forummet drøfter, hvornår det mødes igen.", None),
    ("Eventuelt", "other", 15, "", "", None),
)  # fmt: skip
NEXT: tuple[Row, ...] = (
    ("Velkomst og godkendelse af dagsordenen", "decision", 10, "", "At dagsordenen godkendes.", None),
    ("Siden sidst", "information", 20, "Kort runde: Hvad er lykkedes, og hvad er gået i stå?", "", None),
    ("Status på innovationsområderne", "discussion", 60,
     "Tovholderkommunerne fortæller, hvor langt de er:\n\n- hvad de har lært af markedet\n- hvad næste skridt er\n"
     "- hvor de har brug for hjælp",
     "At forummet drøfter, hvad der skal til, for at områderne kommer videre.", 9),
    ("Kommunernes udbudsplaner for det kommende år", "discussion", 45,
     "Kun for ordregivere: Planerne er ikke offentliggjort, og leverandørerne skal have dem at se på samme tid.",
     "At ordregiverne drøfter, hvor planerne kan lægges sammen.", 8),
    ("Frokost", PAUSE, 45, "", "", None),
    ("Rengøring med funktionskrav: erfaringer fra et udbud", "decision", 45,
     "Kolding Kommune er part i den sag, der lægges frem.",
     "At forummet anbefaler metoden til de øvrige kommuner.", 4),
    ("Innovationslommer i kontrakter", "discussion", 45,
     "Hvordan skriver man plads til det nye ind i en kontrakt, uden at det bliver uklart, hvad der er købt?", "", 5),
    ("Eventuelt og næste møde", "other", 15, "", "", None),
)  # fmt: skip
STAND_INS = ("Maria Kvist", "Anders Lynge", "Trine Hald", "Jakob Friis", "Susanne Bro")


GREETING = (
    "Kære alle\nDenne gang skal vi beslutte, hvem der går forrest på de nye områder. Tal med jeres direktør inden, "
    "så I kan sige ja på dagen."
)


def seed(*, now: datetime, scale: int) -> None:
    secretary = Member.objects.secretariat().order_by("pk")[0]
    spring = _held(date(2019, 3, 14), "Møde i samarbejdsforummet", SPRING)
    august = _held(date(2019, 8, 22), "Møde i samarbejdsforummet: de ti anbefalinger", AUGUST)
    for meeting in (spring, august):
        _answers(meeting, add_workdays(meeting.start.date(), -20), every=1)
    _next(now, secretary)
    for count in range(1, scale):
        _held(date(2018, 1, 11) - timedelta(weeks=count), f"Tidligere møde {count}", NEXT * 2)


def _held(day: date, title: str, rows: tuple[Row, ...]) -> Meeting:
    meeting, is_new = Meeting.objects.get_or_create(
        slug=day.isoformat(), defaults=_when(day) | {"title": title, "state": Meeting.State.HELD, "agenda_version": 1}
    )
    if is_new:
        _items(meeting, rows)
    return meeting


def _when(day: date) -> dict[str, Any]:
    deadline = at(add_workdays(day, -10), 12)
    called = at(add_workdays(day, -30), 10)
    early = {"convened_at": called, "released_at": deadline, "changed_at": deadline}
    return early | {"start": at(day, 10), "end": at(day, 15), "place": KL_HUSET, "rsvp_deadline": deadline}


def _items(meeting: Meeting, rows: tuple[Row, ...]) -> None:
    about = {row.number: row for row in Recommendation.objects.all()}
    number = 0
    for place, (title, kind, minutes, background, motion, recommendation) in enumerate(rows):
        if kind == PAUSE:
            Pause.objects.create(
                meeting=meeting, title=title, minutes=minutes, after=number, place=place, changed_at=meeting.changed_at
            )
            continue
        number += 1
        AgendaItem.objects.create(
            meeting=meeting,
            number=number,
            title=title,
            kind=kind,
            minutes=minutes,
            background=background,
            motion=motion,
            recommendation=about.get(recommendation) if recommendation else None,
            changed_at=meeting.changed_at,
        )


def _next(now: datetime, secretary: Member) -> None:
    if Meeting.objects.filter(start__gt=now).standing().exists():
        return
    today = today_of(now)
    day = next_day(today)
    fields = _when(day) | {
        "title": "Møde i samarbejdsforummet",
        "online_link": "https://example.dk/moede/samarbejdsforum",
        "introduction": "Velkommen til forummets møde. Vi begynder med kaffe kl. 09.30.",
        "greeting": GREETING,
        "greeting_by": Member.objects.get(email="henrik.oestergaard@example.dk"),
        "state": Meeting.State.PLANNED,
        "changed_at": at(ago(today, 22), 13),
        "released_at": None,
        "convened_at": None,
    }
    meeting, is_new = Meeting.objects.get_or_create(slug=day.isoformat(), defaults=fields)
    if not is_new:
        return
    _items(meeting, NEXT)
    items = {item.number: item for item in AgendaItem.objects.filter(meeting=meeting)}
    AgendaItem.objects.filter(pk=items[4].pk).update(audience="authorities")
    items[5].disqualified.set(Member.objects.filter(email="karen.dahl@example.dk"))
    lead = Seat.objects.filter(holdings__member__email="jens.aakjaer@example.dk").first()
    AgendaItem.objects.filter(pk=items[3].pk).update(responsible=lead)
    for number, papers in PAPERS.items():
        for position, (name, make) in enumerate(papers.items()):
            _paper(items[number], name, make(today), position, secretary)
    _call(meeting, secretary, at(ago(today, 20), 10), now)
    _answers(meeting, ago(today, 12), every=3)


def _paper(item: AgendaItem, name: str, data: bytes, position: int, secretary: Member) -> None:
    title = name.rpartition(".")[0]
    kind = next(kind for kind in files.DOCUMENTS if kind.extension == name.rpartition(".")[2])
    stored = files.store_made(data, kind=kind, name=name)
    # There when the agenda was released, not first when the demo was filled
    StoredFile.objects.filter(pk=stored.pk).update(created_at=item.changed_at)
    ask_for_copy(stored, now=item.changed_at)
    audience = item.audience if item.number != 4 else "authorities"
    Attachment.objects.create(
        item=item, title=title, file=stored, position=position, audience=audience, added_by=secretary
    )


def _call(meeting: Meeting, secretary: Member, then: datetime, now: datetime) -> None:
    """Called and released as the secretariat does it; the mails went long ago, but the cast's wait for the sender.

    So the demo's mailbox has convocations to answer, sent as all mail is.
    """
    places = convene.not_yet_called(meeting, then)
    revision = convene.revision_of_draft(meeting, places)
    convene.convene(meeting=meeting, revision=revision, release=True, by=secretary, now=then)
    mails = OutboxMail.objects.filter(kind=CONVOCATION.name, about__meeting=meeting.pk)
    waiting = mails.filter(to_address__in=[part.email for part in CAST])
    waiting.update(created_at=now, not_before=now)
    sent = mails.exclude(pk__in=waiting)
    sent.update(state=OutboxMail.State.SENT, sent_at=then + timedelta(minutes=1), attempts=1)
    meeting.refresh_from_db()


def _answers(meeting: Meeting, since: date, *, every: int) -> None:
    """Answers from the seats, mixed; of the next meeting only some have answered, and of the cast only the chair."""
    if Attendance.objects.filter(meeting=meeting).exists():
        return
    held = meeting.state == Meeting.State.HELD
    seats = Seat.objects.filter(since__lte=meeting.start.date(), holdings__until=None).order_by("pk").distinct()
    cast = ("mette.lindholm@example.dk", "jens.aakjaer@example.dk", "camilla.bech@example.dk", "peter.ravn@example.dk")
    if not held:
        seats = seats.exclude(holdings__member__email__in=cast)
    for number, seat in enumerate(seats[:60]):
        if not held and number % every == 2:
            continue
        answer = ("yes", "yes", "online", "yes", "no", "yes", "substitute")[number % 7]
        if held and answer == "online":
            answer = "yes"
        Attendance.objects.create(
            meeting=meeting,
            seat=seat,
            answer=answer,
            substitute_name=STAND_INS[number % len(STAND_INS)] if answer == "substitute" else "",
            answered_by=seat.holdings.get(until=None, is_substitute=False).member,
            answered_at=spread(since, number),
            via="mail" if number % 2 else "page",
            was_present=(answer != "no") if held else None,
        )
