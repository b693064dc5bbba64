"""The demo's held meetings and their minutes: two of 2019, two a year since the forum met again, and two working
meetings, of which the first can be approved now and the second is out for remarks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from forum.base.visibility import Audience
from forum.base.workdays import add_workdays
from forum.demo.seed import calendar, later_texts, minutes_texts
from forum.demo.seed.calendar import at, today_of
from forum.demo.seed.later_texts import Held
from forum.demo.seed.minutes_texts import Said
from forum.mail.models import OutboxMail
from forum.people.models import Member, Organisation, Seat
from meetings.agenda.models import AgendaItem
from meetings.attendance.models import Attendance
from meetings.followup import actions
from meetings.followup.mail import ACTION_GIVEN
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.actions import course, decisions, notes, promises, remarks
from meetings.minutes.actions.no_remarks import say_no_remarks
from meetings.minutes.mail import ANSWERED, CORRECTED, RELEASED
from meetings.minutes.models import Minutes, Note, Remark
from meetings.minutes.rules import REMARK_DAYS
from recommendations.areas.models import Area
from recommendations.wording.models import Recommendation

ANSWERS = ("yes", "yes", "yes", "no", "yes")
LATER = (*later_texts.ORDINARY, later_texts.RIPE, later_texts.OPEN)

# What came of some promises, what one was given more time for, and what was agreed outside the meetings
RESULTS = {
    "Skriv køreplan for skærmbesøg": "Køreplanen er aftalt med de to kommuner og ligger på områdets side.",
    "Invitér entreprenørerne til fælles dialogmøde": "16 entreprenører kom, og 9 vil være med igen.",
}
MORE_TIME = (
    "Saml leverandørernes spørgsmål til udbudsmaterialet",
    "Tre leverandører har bedt om at se materialet igennem først.",
    "Elleve spørgsmål er kommet ind, de fleste om funktionskrav.",
)
OUTSIDE = (
    ("Ring til de kommuner, der ikke har meldt en tovholder", "", 5),
    ("Del jeres skabelon for funktionskrav med Kolding", "Odense", 8),
)


def seed(*, now: datetime, scale: int) -> None:
    today, clerk = today_of(now), Clerk(Member.objects.secretariat().order_by("pk")[0], now)
    for slug, said in (("2019-03-14", minutes_texts.MARCH), ("2019-08-22", minutes_texts.AUGUST)):
        meeting = Meeting.objects.filter(slug=slug, minutes=None).first()
        if meeting:
            clerk.approved(meeting, said)
    # Another day has other dates: what was made on an earlier one is the whole series
    if Meeting.objects.filter(title__in=[held.title for held in LATER]).exists():
        return
    days = calendar.terms(today)
    for held, day in reversed(list(zip(later_texts.ORDINARY, days, strict=True))):
        meeting = clerk.meeting(held, day)
        clerk.approved(meeting, held.said, lock=day != days[0])
        # They were led already when the minutes were approved: the meeting's own day, as its decision says
        Area.objects.filter(decisions__item__meeting=meeting, decisions__kind="delegated").update(delegated_on=day)
    clerk.ripe(today)
    clerk.open(today)
    clerk.follow_up(today)


class Clerk:
    """Writes minutes as the secretary does, with the actions, at the time it would have been done."""

    def __init__(self, secretary: Member, now: datetime) -> None:
        self.by, self.now = secretary, now
        self.recommendations = {row.number: row for row in Recommendation.objects.all()}
        self.seats = {seat.organisation.name: seat for seat in Seat.objects.select_related("organisation")}
        self.municipalities = {row.name: row for row in Organisation.objects.municipalities()}
        self.head = Member.objects.get(email="mette.lindholm@example.dk")

    def meeting(self, held: Held, day: date) -> Meeting:
        """A meeting that was held that day."""
        released = at(add_workdays(day, -10), 12)
        called = at(add_workdays(day, -30), 10)
        meeting = Meeting.objects.create(
            title=held.title, slug=day.isoformat(), start=at(day, 10), end=at(day, 10 + held.hours), place=held.place,
            introduction=held.introduction, rsvp_deadline=released, state=Meeting.State.HELD, agenda_version=1,
            convened_at=called, released_at=released, changed_at=released,
        )  # fmt: skip
        AgendaItem.objects.bulk_create(
            AgendaItem(
                meeting=meeting, number=number, title=name, kind=kind, audience=audience, background=background,
                changed_at=released,
            )
            for number, (name, kind, audience, background) in enumerate(held.rows, start=1)
        )  # fmt: skip
        seats = Seat.objects.current(day).filter(holdings__until=None, holdings__isnull=False).distinct()
        Attendance.objects.bulk_create(
            Attendance(
                meeting=meeting, seat=seat, answer=ANSWERS[number % len(ANSWERS)], via="page",
                answered_at=calendar.spread(called.date(), number),
            )
            for number, seat in enumerate(seats.order_by("pk"))
        )  # fmt: skip
        return meeting

    def write(self, meeting: Meeting, said: Mapping[int, Said], then: datetime) -> Minutes:
        minutes = course.start(meeting=meeting, by=self.by, now=then)
        minutes.also_present = f"{self.by.name}, KL"
        minutes.save(update_fields=["also_present"])
        for item in AgendaItem.objects.filter(meeting=meeting, number__in=said):
            heard = said[item.number]
            notes.save_note(item=item, text=heard.note, revision=1, by=self.by, now=then)
            for row in heard.decided:
                self._decide(item, *row, then)
            for text, organisation, days, state in heard.promised:
                due = max(self.now.date() + timedelta(days=days), meeting.start.date() + timedelta(days=14))
                self._promise(item, text, organisation, add_workdays(due, 0), state, then)
        return minutes

    def _decide(self, item: AgendaItem, kind: str, text: str, number: int | None, title: str, then: datetime) -> None:
        area = Area.objects.filter(title=title).first() if title else None
        lead = area and (area.lead or self.municipalities["Odense"])
        partners = list(area.partners.all()) if area else []
        if area and not partners:
            partners = [self.municipalities["Aarhus"], self.municipalities["Vejen"]]
        about = self.recommendations.get(number) if number else None
        decisions.write_decision(
            item=item, kind=kind, text=text, recommendation=about, area=area, lead=lead, partners=partners,
            by=self.by, now=then,
        )  # fmt: skip

    def _promise(self, item: AgendaItem, text: str, who: str, due: date, state: str, then: datetime) -> None:
        owner = self.seats[who] if who else None  # nobody's seat: the secretariat's own
        action = promises.write_action(item=item, text=text, owner=owner, due=due, by=self.by, now=then)
        if state == Action.State.OPEN:
            return
        reason = "Kommunerne har selv holdt et møde." if state == Action.State.LAPSED else ""
        result = RESULTS.get(text, "") if state == Action.State.DONE else ""
        done = min(at(add_workdays(due, -3), 14), calendar.lately(self.now))
        actions.move_action(action=action, to=state, reason=reason, result=result, by=self.by, now=done)

    def follow_up(self, today: date) -> None:
        """A promise that was given more time, with a note, and two that were agreed outside the meetings."""
        then, due = calendar.lately(self.now), add_workdays(today, 15)
        late: Any = Action.objects.get(text=MORE_TIME[0])
        holder = late.owner.holdings.get(until=None, is_substitute=False).member
        actions.set_due(action=late, due=due, reason=MORE_TIME[1], by=holder, now=then)
        actions.write_note(action=late, text=MORE_TIME[2], by=holder, now=then)
        for text, who, days in OUTSIDE:
            owner = self.seats[who] if who else None
            due, audience = add_workdays(today, days), Audience.MEMBERS
            actions.create_action(text=text, owner=owner, due=due, audience=audience, by=self.by, now=then)
        mails = OutboxMail.objects.filter(kind=ACTION_GIVEN.name)
        mails.update(state=OutboxMail.State.SENT, sent_at=then + timedelta(minutes=1), attempts=1)

    def approved(self, meeting: Meeting, said: Mapping[int, Said], *, lock: bool = True) -> Minutes:
        """Out for remarks a few days after the meeting, approved when they were due, without remarks.

        Nobody is told, neither then nor by the approval: such old mails are of no use to anyone.
        """
        minutes = self.write(meeting, said, meeting.end + timedelta(hours=1))
        out = add_workdays(meeting.end.date(), calendar.RELEASE_DAYS)
        due = add_workdays(out, REMARK_DAYS)
        Minutes.objects.filter(pk=minutes.pk).update(
            state=Minutes.State.REMARKS, released_at=at(out, 11), remarks_due=due
        )
        Meeting.objects.filter(pk=meeting.pk).update(state=Meeting.State.REMARKS)
        then = at(add_workdays(due, 2), 11)
        minutes = course.approve(minutes=minutes, revision=minutes.revision, by=self.by, now=then, tell=False)
        return course.lock(minutes=minutes, by=self.by, now=then) if lock else minutes

    def ripe(self, today: date) -> None:
        """The remarks are over, one was taken in: the secretariat can approve it, and then the area gets its lead."""
        meeting = self.meeting(later_texts.RIPE, calendar.ripe_day(today))
        out = add_workdays(meeting.end.date(), calendar.RELEASE_DAYS)
        minutes = self._released(meeting, later_texts.RIPE.said, at(out, 11))
        number, text, answer = later_texts.RIPE_REMARK
        remark = self._remark(meeting, number, text, at(add_workdays(out, 3), 9, 40))
        then = at(add_workdays(out, 4), 10, 15)
        remarks.answer_remark(remark=remark, outcome="taken_in", answer=answer, by=self.by, now=then)
        self._correct(minutes, *later_texts.RIPE_CORRECTION, then)
        self._sent(then, kind=ANSWERED.name)

    def open(self, today: date) -> None:
        meeting = self.meeting(later_texts.OPEN, calendar.open_day(today))
        secret = AgendaItem.objects.get(meeting=meeting, number=later_texts.DISQUALIFIED_IN)
        secret.disqualified.set(Member.objects.filter(email="karen.dahl@example.dk"))
        minutes = self._released(meeting, later_texts.OPEN.said, at(calendar.open_release(today), 11))
        self._correct(minutes, *later_texts.OPEN_CORRECTION, at(calendar.open_release(today), 12, 30))
        for member in Member.objects.filter(email__in=later_texts.NO_REMARKS):
            say_no_remarks(minutes=minutes, by=member, via="page", now=calendar.lately(self.now))
        self._remark(meeting, *later_texts.OPEN_REMARK, calendar.lately(self.now))

    def _remark(self, meeting: Meeting, number: int, text: str, then: datetime) -> Remark:
        item = AgendaItem.objects.get(meeting=meeting, number=number)
        return remarks.send_remark(item=item, text=text, by=self.head, now=then)

    def _released(self, meeting: Meeting, said: Mapping[int, Said], then: datetime) -> Minutes:
        """Released then; its mails went at once."""
        minutes = self.write(meeting, said, meeting.end + timedelta(hours=1))
        minutes = course.release(minutes=minutes, by=self.by, now=then)
        self._sent(then, kind=RELEASED.name, about__minutes=minutes.pk)
        return minutes

    def _correct(self, minutes: Minutes, number: int, old: str, new: str, then: datetime) -> None:
        """A few words are changed and sent to all, as soon as somebody sees that they are wrong."""
        note = Note.objects.get(item__meeting=minutes.meeting, item__number=number)
        notes.save_note(
            item=note.item, text=note.text.replace(old, new), revision=note.revision, by=self.by, now=then
        )  # fmt: skip
        course.send_correction(minutes=minutes, by=self.by, now=then)
        self._sent(then, kind=CORRECTED.name, about__minutes=minutes.pk)

    def _sent(self, then: datetime, **mails: Any) -> None:
        sent: dict[str, Any] = {"sent_at": then + timedelta(minutes=1), "attempts": 1}
        OutboxMail.objects.filter(**mails).update(state=OutboxMail.State.SENT, **sent)
