"""The next step of a meeting for the secretariat: always one, from its state, the time, the answers and its minutes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse

from forum.base.dates import local, long_day, long_moment
from forum.base.text import counted
from forum.base.workdays import add_workdays
from meetings.meeting.models import Meeting

State = Meeting.State
CONVENE_BEFORE = timedelta(weeks=8)
RELEASE_WORKDAYS = 10  # before the meeting
MINUTES_WORKDAYS = 5  # after the meeting
APPROVE_WORKDAYS = 5  # after the last day of remarks
PATIENCE = timedelta(days=5)  # from the question to the silent until a reminder is proposed, and to the next ...
URGENT = timedelta(days=2)  # ... but for the last days before the answers are due, and after


@dataclass(frozen=True)
class Facts:
    """What the next step of a meeting depends on, beside the meeting and the time (`meetings.minutes.step_facts`)."""

    item_count: int = 0  # of the agenda
    new_items: int = 0  # that members see when the agenda is released again
    uncalled: int = 0  # have a seat and no convocation
    silent: int = 0
    to_remind: int = 0  # of the silent, those whom a reminder would reach today
    last_reminded: datetime | None = None  # when anybody was last reminded to answer
    minutes_state: str = ""  # a Minutes.State; "" when they are not begun
    has_text: bool = False  # a note or a decision, as `Minutes.is_empty` says
    has_presence: bool = False
    unwritten: int = 0  # items to discuss or decide that have neither note nor decision
    unsaved: int = 0  # items with text in somebody's draft alone
    remarks: int = 0  # unanswered
    remarks_due: date | None = None
    first_remark: int = 0  # the number of the item with the first unanswered one
    uncorrected: int = 0  # the number of the first item with a remark that is called taken in, and is not
    # The text is that of the last approval, of a correction that of the last sending; None: not looked into (it reads
    # all of it)
    is_unchanged: bool | None = None


@dataclass(frozen=True)
class Step:
    """One thing to do for a meeting, or to wait for. `what` is a sentence without its full stop."""

    what: str
    verb: str = ""
    view: str = ""  # the page that the verb leads to, or posts to; its argument is the meeting's address
    slug: str = ""
    at: str = ""  # what follows the address of the page
    alone: str = ""  # the verb where `what` is not beside it
    due: date | None = None
    is_post: bool = False
    is_wait: bool = False  # nothing is asked of the secretariat: the verb leads to where it can be followed

    @property
    def url(self) -> str:
        return reverse(self.view, args=[self.slug]) + self.at

    @property
    def label(self) -> str:
        return self.alone or self.verb

    @property
    def says_itself(self) -> bool:
        """True when the label says what the sentence does: »9 har ikke svaret: påmind«."""
        return self.label.startswith(self.what)


def next_step(meeting: Meeting, facts: Facts, now: datetime) -> Step | None:
    """The meeting's next step; None when its course is over."""
    state = meeting.state
    if state in {State.CANCELLED, State.CLOSED}:
        return None
    if state == State.PLANNED:
        return _convene(meeting, now)
    if meeting.takes_answers(now):
        return _before(meeting, facts, now)
    if state in Meeting.CALLED_STATES and now < meeting.end:
        return _during(meeting, facts)
    if state in Meeting.CALLED_STATES:
        return _step(
            meeting, "Mødet er slut", "Mødet er holdt", "hold", due=local(meeting.end).date(), is_post=True
        )  # fmt: skip
    if state == State.HELD:
        return _write(meeting, facts, now)
    if state == State.REMARKS:
        return _hear(meeting, facts, local(now).date())
    return _lock(meeting, facts)


def _step(meeting: Meeting, what: str, verb: str, view: str, **more: Any) -> Step:
    return Step(what, verb, f"meetings:{view}", meeting.slug, **more)


def _wait(meeting: Meeting, what: str, verb: str, view: str) -> Step:
    return _step(meeting, what, verb, view, is_wait=True)


def release_by(meeting: Meeting) -> date:
    """The last day on which the agenda goes out in time."""
    return add_workdays(local(meeting.start).date(), -RELEASE_WORKDAYS)


def convene_by(meeting: Meeting) -> date:
    """The day by which everybody should be convened; a plan is not late when it is made."""
    due = local(meeting.start - CONVENE_BEFORE).date()
    return max(due, local(meeting.created_at).date()) if meeting.created_at else due


def send_by(meeting: Meeting) -> date:
    """The day by which the minutes should be with the members."""
    return add_workdays(local(meeting.end).date(), MINUTES_WORKDAYS)


def approve_by(remarks_due: date) -> date:
    """The day by which minutes should be approved after their last day of remarks."""
    return add_workdays(remarks_due, APPROVE_WORKDAYS)


def _convene(meeting: Meeting, now: datetime) -> Step:
    """The convocation, or what must be put right before it can go out."""
    due = convene_by(meeting)
    if meeting.start <= now:
        return _step(meeting, "Mødet blev aldrig indkaldt, og dagen er passeret", "Flyt mødet", "move", due=due)
    if not meeting.place and not meeting.online_link:
        return _step(
            meeting, "Mødet mangler et sted", "Skriv stedet", "edit", alone="Skriv, hvor mødet holdes", due=due
        )
    if meeting.rsvp_deadline <= now:
        what = "Svarfristen er passeret, før mødet er indkaldt"
        return _step(meeting, what, "Ret svarfristen", "edit", due=due)
    return _step(meeting, "Mødet er ikke indkaldt", "Indkald", "convene", alone="Indkald til mødet", due=due)


def _before(meeting: Meeting, facts: Facts, now: datetime) -> Step:
    """A convened meeting that has not begun: who was never called, then of what can be done, what is due first."""
    if facts.uncalled:
        return _call(meeting, facts, now)
    steps = [*_remind(meeting, facts, now), *_agenda(meeting, facts, now)]
    waits = f"Alt er klar til mødet {long_day(meeting.start)}"
    if facts.silent:
        waits = f"{facts.silent} har ikke svaret endnu. Svarfristen er {long_moment(meeting.rsvp_deadline)}"
    return min(steps, key=lambda step: step.due or date.max, default=_wait(meeting, waits, "Se svarene", "attendance"))


def _call(meeting: Meeting, facts: Facts, now: datetime) -> Step:
    what = f"{facts.uncalled} har ikke fået indkaldelsen"
    return _step(meeting, what, "Send den", "convene", alone=f"{what}: send den", due=local(now).date())


def _remind(meeting: Meeting, facts: Facts, now: datetime) -> Iterator[Step]:
    """A reminder to the silent; who cannot be mailed more today is telephoned once the answers are overdue."""
    due, is_urgent = local(meeting.rsvp_deadline).date(), now >= meeting.rsvp_deadline - URGENT
    asked = [moment for moment in (meeting.convened_at, meeting.moved_at, facts.last_reminded) if moment]
    rested = not asked or now - max(asked) >= PATIENCE
    what = f"{facts.silent} har ikke svaret"
    if facts.to_remind and (is_urgent or rested):
        alone = f"{what}: påmind" if facts.to_remind == facts.silent else f"{what}: påmind {facts.to_remind}"
        yield _step(meeting, what, f"Påmind {facts.to_remind}", "chase", alone=alone, due=due, is_post=True)
    elif facts.silent and not facts.to_remind and now >= meeting.rsvp_deadline:
        # Not before the agenda, which can be sent: whom the mail did not reach takes time to reach
        due = max(due, release_by(meeting))
        yield _step(meeting, what, "Ring", "attendance", at="?vis=tavse", alone=f"{what}: ring", due=due)


def _agenda(meeting: Meeting, facts: Facts, now: datetime) -> Iterator[Step]:
    due = release_by(meeting)
    if not facts.item_count:
        yield _step(meeting, "Dagsordenen er tom", "Skriv dagsorden", "agenda", due=due)
    elif meeting.state == State.CONVENED:
        what = "Dagsordenen er ikke frigivet"
        yield _step(meeting, what, "Frigiv", "release", alone="Frigiv dagsordenen", due=due)
    elif meeting.state == State.RELEASED and facts.new_items:
        what = f"{counted(facts.new_items, 'nyt punkt', 'nye punkter')} ses kun af sekretariatet"
        due = max(due, local(now).date())
        yield _step(meeting, what, "Frigiv", "release", alone="Frigiv en ny version", due=due)


def _during(meeting: Meeting, facts: Facts) -> Step:
    view = "minutes_write" if facts.minutes_state else "minutes_start"
    return _step(meeting, "Mødet er i gang", "Skriv referat", view, is_post=not facts.minutes_state)


def _write(meeting: Meeting, facts: Facts, now: datetime) -> Step:
    """The minutes of a meeting that was held, until the members read them."""
    due = send_by(meeting)
    if not facts.minutes_state:
        return _step(
            meeting, "Referatet er ikke begyndt", "Skriv referat", "minutes_start", due=due, is_post=True
        )  # fmt: skip
    what = ""
    if now < meeting.end or not facts.has_text:
        what = "Referatet er ikke skrevet"
    elif not facts.has_presence:
        what = "Referatet mangler, hvem der var til stede"
    elif facts.unsaved:
        what = _unsaved(facts)
    elif facts.unwritten:
        what = f"Referatet mangler {counted(facts.unwritten, 'punkt', 'punkter')}"
    if what:
        return _step(meeting, what, "Skriv referat", "minutes_write", due=due)
    what, alone = "Referatet er skrevet", "Send referatet til bemærkninger"
    return _step(meeting, what, "Send til bemærkninger", "minutes_release", alone=alone, due=due)


def _hear(meeting: Meeting, facts: Facts, today: date) -> Step:
    """The minutes while the members read them, or after an approval that was taken back."""
    if facts.remarks:
        what = counted(facts.remarks, "bemærkning venter på svar", "bemærkninger venter på svar")
        at = f"#punkt-{facts.first_remark}" if facts.first_remark else ""
        alone = "Besvar bemærkningen" if facts.remarks == 1 else f"Besvar {facts.remarks} bemærkninger"
        verb = "Besvar" if facts.remarks == 1 else f"Besvar {facts.remarks}"
        return _step(meeting, what, verb, "minutes", at=at, alone=alone, due=facts.remarks_due)
    if facts.remarks_due is None:
        return _reopened(meeting, facts)
    if facts.unsaved:
        return _step(meeting, _unsaved(facts), "Skriv referat", "minutes_write", due=facts.remarks_due)
    if facts.minutes_state == "corrected" and not facts.is_unchanged:
        return _correct(meeting, facts)
    if facts.uncorrected:
        what, at = "En bemærkning skal indarbejdes", f"#punkt-{facts.uncorrected}"
        return _step(meeting, what, "Ret teksten", "minutes_write", at=at, due=facts.remarks_due)
    if today <= facts.remarks_due:
        what = f"Medlemmerne kan sende bemærkninger til og med {long_day(facts.remarks_due)}"
        return _wait(meeting, what, "Læs bemærkningerne", "minutes")
    due = approve_by(facts.remarks_due)
    what = "Referatet kan godkendes"
    return _step(meeting, what, "Godkend", "minutes_approve", alone="Godkend referatet", due=due)


def _reopened(meeting: Meeting, facts: Facts) -> Step:
    """Minutes whose approval was taken back: the same text is approved anew, another goes to the members again."""
    what = "Referatet er genåbnet"
    if facts.is_unchanged is None:
        return _step(meeting, what, "Ret referatet", "minutes")
    if facts.unsaved:
        return _step(meeting, _unsaved(facts), "Skriv referat", "minutes_write")
    if facts.is_unchanged:
        return _step(meeting, what, "Godkend", "minutes_approve", alone="Godkend referatet")
    return _correct(meeting, facts)


def _correct(meeting: Meeting, facts: Facts) -> Step:
    """A text that was changed after it was sent. Where nobody has looked, the page of the minutes does."""
    view = "minutes_release" if facts.is_unchanged is False else "minutes"
    return _step(meeting, "Referatet er rettet", "Send rettelsen", view, due=facts.remarks_due)


def _lock(meeting: Meeting, facts: Facts) -> Step:
    if facts.is_unchanged is False:
        what = "Referatet er ændret, efter at det blev godkendt"
        return _step(meeting, what, "Genåbn", "minutes_reopen", alone="Genåbn referatet")
    alone = "Lås referatet"
    return _step(meeting, "Referatet er godkendt", "Lås", "minutes_lock", alone=alone, is_post=True)


def _unsaved(facts: Facts) -> str:
    return f"{counted(facts.unsaved, 'punkt', 'punkter')} i referatet har tekst, som ikke er gemt"
