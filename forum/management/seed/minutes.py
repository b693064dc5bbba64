"""The demo's minutes: two meetings of 2019, two later that delegated areas, and one out for remarks now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from forum.management.seed import minutes_texts as texts
from forum.management.seed.minutes_texts import Said
from forum.models import Member, Organisation, OutboxMail, Seat
from forum.workdays import add_workdays
from meetings.actions import actions, decisions, notes, remarks
from meetings.actions import minutes as course
from meetings.models import Action, AgendaItem, Attendance, Meeting, Minutes
from recommendations.models import Area, Recommendation

ZONE = ZoneInfo(settings.TIME_ZONE)
Rows = tuple[tuple[str, str, str, str], ...]  # title, kind, audience, background
KL_HUSET = "KL-Huset, Weidekampsgade 10, København S"


def seed(*, now: datetime, scale: int) -> None:
    secretary = Member.objects.secretariat().order_by("pk")[0]
    clerk = Clerk(secretary, now)
    for slug, said in (("2019-03-14", texts.MARCH), ("2019-08-22", texts.AUGUST)):
        meeting = Meeting.objects.filter(slug=slug, minutes=None).first()
        if meeting:
            clerk.approved(meeting, said, lock=True)
    clerk.delegated(texts.TRYING_TITLE, texts.TRYING_ITEMS, texts.TRYING, days_ago=840, lock=True)
    clerk.delegated(texts.DELEGATING_TITLE, texts.DELEGATING_ITEMS, texts.DELEGATING, days_ago=300, lock=False)
    recent = clerk.meeting(texts.RECENT_TITLE, texts.RECENT_ITEMS, now - timedelta(days=12))
    if recent:
        clerk.out_for_remarks(recent)


class Clerk:
    """Writes minutes as the secretary does, with the actions, at the time it would have been done."""

    def __init__(self, secretary: Member, now: datetime) -> None:
        self.by, self.now = secretary, now
        self.recommendations = {row.number: row for row in Recommendation.objects.all()}
        self.seats = {seat.organisation.name: seat for seat in Seat.objects.select_related("organisation")}
        self.municipalities = {row.name: row for row in Organisation.objects.municipalities()}

    def meeting(self, title: str, rows: Rows, then: datetime) -> Meeting | None:
        """A meeting that was held; None when it is there already."""
        if Meeting.objects.filter(title=title).exists():
            return None
        day = add_workdays(then.astimezone(ZONE).date(), 0)
        start = datetime.combine(day, time(10), ZONE)
        meeting = Meeting.objects.create(
            title=title, slug=day.isoformat(), start=start, end=start + timedelta(hours=4), place=KL_HUSET,
            rsvp_deadline=start - timedelta(days=14), state=Meeting.State.HELD, agenda_version=1,
            convened_at=start - timedelta(days=40),
        )  # fmt: skip
        for number, (name, kind, audience, background) in enumerate(rows, start=1):
            AgendaItem.objects.create(
                meeting=meeting, number=number, title=name, kind=kind, audience=audience, background=background
            )
        held = Seat.objects.current(day).filter(holdings__until=None, holdings__isnull=False).distinct()
        for number, seat in enumerate(held.order_by("pk")):
            answer = ("yes", "yes", "yes", "no", "yes")[number % 5]
            Attendance.objects.create(meeting=meeting, seat=seat, answer=answer, answered_at=start, via="page")
        return meeting

    def write(self, meeting: Meeting, said: Mapping[int, Said], at: datetime) -> Minutes:
        minutes = course.start(meeting=meeting, by=self.by, now=at)
        Minutes.objects.filter(pk=minutes.pk).update(also_present=f"{self.by.name}, KL")
        for item in AgendaItem.objects.filter(meeting=meeting, number__in=said):
            heard = said[item.number]
            notes.save_note(item=item, text=heard.note, version=1, by=self.by, now=at)
            for row in heard.decided:
                self._decide(item, *row, at=at)
            for text, organisation, days, state in heard.promised:
                due = max(self.now.date() + timedelta(days=days), meeting.start.date() + timedelta(days=14))
                self._promise(item, text, organisation, add_workdays(due, 0), state, at)
        return minutes

    def _decide(self, item: AgendaItem, kind: str, text: str, number: int | None, title: str, *, at: datetime) -> None:
        area = Area.objects.filter(title=title).first() if title else None
        lead = area and (area.lead or self.municipalities["Odense"])
        partners = list(area.partners.all()) if area else []
        if area and not partners:
            partners = [self.municipalities["Aarhus"], self.municipalities["Vejen"]]
        about = self.recommendations.get(number) if number else None
        decisions.write_decision(
            item=item, kind=kind, text=text, recommendation=about, area=area, lead=lead, partners=partners,
            by=self.by, now=at,
        )  # fmt: skip

    def _promise(self, item: AgendaItem, text: str, who: str, due: date, state: str, at: datetime) -> None:
        owner = self.seats[who] if who else None  # nobody's seat: the secretariat's own
        action = actions.write_action(item=item, text=text, owner=owner, due=due, by=self.by, now=at)
        if state == Action.State.OPEN:
            return
        reason = "Kommunerne har selv holdt et møde." if state == Action.State.LAPSED else ""
        done = datetime.combine(due - timedelta(days=3), time(14), ZONE)
        actions.move_action(action=action, to=state, reason=reason, by=self.by, now=min(done, self.now))

    def approved(self, meeting: Meeting, said: Mapping[int, Said], *, lock: bool) -> Minutes:
        """Released a few days after the meeting, approved when the remarks were due, without remarks."""
        released = _moment(add_workdays(meeting.end.date(), 4))
        minutes = self._released(self.write(meeting, said, meeting.end + timedelta(hours=2)), released)
        then = _moment(add_workdays(minutes.remarks_due or released.date(), 2))
        minutes = course.approve(minutes=minutes, content_hash=minutes.content_hash(), by=self.by, now=then)
        return course.lock(minutes=minutes, by=self.by, now=then) if lock else minutes

    def delegated(self, title: str, rows: Rows, said: Mapping[int, Said], *, days_ago: int, lock: bool) -> None:
        """A meeting that gave areas their leads, long before the demo was filled."""
        past = self.meeting(title, rows, self.now - timedelta(days=days_ago))
        if past is None:
            return
        self.approved(past, said, lock=lock)
        # They were led already when the minutes were approved: the meeting's own day, as its decision says
        led = Area.objects.filter(decisions__item__meeting=past)
        led.update(delegated_on=past.start.astimezone(ZONE).date())

    def out_for_remarks(self, meeting: Meeting) -> None:
        items = {item.number: item for item in AgendaItem.objects.filter(meeting=meeting)}
        items[4].disqualified.set(Member.objects.filter(email="karen.dahl@example.dk"))
        minutes = self.write(meeting, texts.RECENT, meeting.end + timedelta(hours=2))
        self._released(minutes, min(_moment(add_workdays(meeting.end.date(), 4)), self.now - timedelta(hours=2)))
        head = Member.objects.filter(email="mette.lindholm@example.dk").first()
        if head:
            text = "Jeg sagde også, at bookingen skal kunne ske samme dag. Kan det komme med?"
            remarks.send_remark(item=items[2], text=text, by=head, now=self.now - timedelta(hours=1))

    def _released(self, minutes: Minutes, then: datetime) -> Minutes:
        """Released then; its mails went long ago."""
        minutes = course.release(minutes=minutes, by=self.by, now=then)
        mails = OutboxMail.objects.filter(kind="minutes_released", about__minutes=minutes.pk)
        sent: dict[str, Any] = {"sent_at": then + timedelta(minutes=1), "attempts": 1}
        mails.update(state=OutboxMail.State.SENT, **sent)
        return minutes


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(11), ZONE)
