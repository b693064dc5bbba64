"""What the secretariat writes about a meeting: when, where, by when to answer."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings

from forum.base.dates import local, long_day
from forum.base.fields import ClockField, DayField, LineField, LinkField, LongField
from forum.base.stale import RevisionField
from forum.base.visibility import Audience
from forum.base.workdays import add_workdays, is_workday, why_avoided
from meetings.attendance.wishes import KEPT_DAYS
from meetings.meeting.models import Meeting

ZONE = ZoneInfo(settings.TIME_ZONE)
DEADLINE_CLOCK = time(12)
DEADLINE_WORKDAYS = 10  # before the meeting, when nobody says otherwise
YEARS_AHEAD = 10  # a later year is a slip of the finger


def propose_deadline(day: date, today: date) -> date:
    """The day by which to answer: ten Danish working days before the meeting, or the last one when that has passed."""
    early = add_workdays(day, -DEADLINE_WORKDAYS)
    return early if early > today else min(max(add_workdays(day, -1), today), day)


def _on_day(chosen: date, before: datetime | None, *, start: datetime, now: datetime) -> datetime:
    """The deadline on the chosen day, at the hour that it had there `before`. Raises ValidationError."""
    clock = before.time() if before and before.date() == chosen else DEADLINE_CLOCK
    deadline = datetime.combine(chosen, clock, ZONE)
    if deadline > start:
        raise forms.ValidationError("Svarfristen skal ligge, før mødet begynder.")
    if deadline < now and deadline != before:
        raise forms.ValidationError("Svarfristen er passeret. Vælg en senere dag.")
    return deadline


class WhenForm(forms.Form):
    """When and where. A date in the holiday weeks is taken once the secretariat has said that it is meant."""

    day = DayField(label="Dato")
    begins = ClockField(label="Begynder kl.", initial=time(10))
    ends = ClockField(label="Slutter kl.", initial=time(15))
    despite = forms.BooleanField(label="Ja, læg mødet den dag alligevel", required=False)
    place = LineField(label="Sted", max_length=200, required=False, help_text="Navn, vej og by.")
    online_link = LinkField(label="Onlinelink", required=False, help_text="Når det er sat, kan man svare »online«.")
    deadline = DayField(
        label="Svarfrist",
        required=False,
        help_text="Lad feltet stå tomt, så bliver den 10 arbejdsdage før mødet, eller senest muligt.",
    )

    def __init__(self, *args: Any, now: datetime, meeting: Meeting | None = None, **kwargs: Any) -> None:
        self.now, self.meeting = now, meeting
        super().__init__(*args, **kwargs)

    @property
    def asks_despite(self) -> bool:
        return (self.is_bound and self.has_error("day", "avoided")) or bool(self.data.get("despite"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, begins, ends = data.get("day"), data.get("begins"), data.get("ends")
        if begins and ends and ends <= begins:
            self.add_error("ends", "Mødet skal slutte, efter at det begynder.")
        if not day or not begins or not ends or self.errors:
            return data
        start = datetime.combine(day, begins, ZONE)
        data |= {"start": start, "end": datetime.combine(day, ends, ZONE)}
        # Out of reach is told before anything is counted from the day: working days run out at year 1 and 9999.
        if start <= self.now:
            self.add_error("day", "Tidspunktet er passeret. Vælg en senere dag.")
            return data
        if day.year > local(self.now).year + YEARS_AHEAD:
            self.add_error("day", f"Mødet ligger mere end {YEARS_AHEAD} år ude i fremtiden. Se årstallet efter.")
            return data
        is_settled = data["despite"] or (self.meeting and local(self.meeting.start).date() == day)
        if (why := why_avoided(day)) and not is_settled:
            self._advise_against(f"{long_day(day).capitalize()} {why}.")
        data["rsvp_deadline"] = self._deadline(day, start)
        return data

    def _advise_against(self, why: str) -> None:
        """The first time the day is refused; sent again with the tick it is taken."""
        advice = f"{why} Vælg en anden dag, eller sæt kryds ved »{self.fields['despite'].label}«."
        self.add_error("day", forms.ValidationError(advice, code="avoided"))

    def _deadline(self, day: date, start: datetime) -> datetime:
        chosen: date | None = self.cleaned_data.get("deadline")
        before = local(self.meeting.rsvp_deadline) if self.meeting else None
        if self.meeting and before and not chosen and local(self.meeting.start).date() == day:
            return min(before, start)  # the same day keeps its deadline
        if chosen is None:
            proposed = datetime.combine(propose_deadline(day, local(self.now).date()), DEADLINE_CLOCK, ZONE)
            return min(proposed, start) if proposed > self.now and is_workday(proposed.date()) else start
        try:
            return _on_day(chosen, before, start=start, now=self.now)
        except forms.ValidationError as wrong:
            self.add_error("deadline", wrong)
            return start

    def fields_of_meeting(self) -> dict[str, Any]:
        names = ("start", "end", "place", "online_link", "rsvp_deadline")
        return {name: self.cleaned_data[name] for name in names}


class TextForm(forms.Form):
    """What the meeting is called and says."""

    title = LineField(
        label="Titel",
        max_length=120,
        initial="Møde i samarbejdsforummet",
        error_messages={"required": "Skriv, hvad mødet skal hedde."},
    )
    introduction = LongField(
        label="Velkomst", required=False, rows=5, editor=True, help_text="Står over dagsordenen og i indkaldelsen."
    )

    asks_wishes = forms.BooleanField(
        label="Spørg om ønsker til mad og adgang", required=False,
        help_text=f"Man skriver dem med sit svar. Kun sekretariatet læser dem, og de slettes {KEPT_DAYS} dage efter.",
    )  # fmt: skip

    def fields_of_meeting(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "introduction", "asks_wishes")}


class MeetingForm(WhenForm, TextForm):
    """A meeting nobody has been called to: everything may change."""

    audience = forms.ChoiceField(
        label="Hvem er mødet for?",
        choices=Audience.choices,
        initial=Audience.MEMBERS,
        widget=forms.RadioSelect,
        help_text="Valget ligger fast, når I har indkaldt. »Offentlig« betyder, at alle på nettet kan finde mødet i "
        "søgningen, og at det kan have offentlige punkter. Mødets egen side er altid kun for medlemmer.",
    )
    revision = RevisionField()
    field_order = ["title", "day", "despite", "begins", "ends", "place", "online_link", "deadline", "introduction"]

    def fields_of_meeting(self) -> dict[str, Any]:
        chosen = {"audience": self.cleaned_data["audience"]}
        return WhenForm.fields_of_meeting(self) | TextForm.fields_of_meeting(self) | chosen


class ConvenedForm(TextForm):
    """A meeting people have been called to: time and place change by moving it, so that they are told.

    Who it is for stays as it was: narrowed, the meeting would be gone for people who have been called to it.
    """

    deadline = DayField(label="Svarfrist")
    online_link = LinkField(label="Onlinelink", required=False)
    revision = RevisionField()
    field_order = ["title", "deadline", "online_link", "introduction"]

    def __init__(self, *args: Any, now: datetime, meeting: Meeting, **kwargs: Any) -> None:
        self.now, self.meeting = now, meeting
        super().__init__(*args, **kwargs)

    def clean_deadline(self) -> date:
        chosen: date = self.cleaned_data["deadline"]
        before = local(self.meeting.rsvp_deadline)
        self.rsvp_deadline = _on_day(chosen, before, start=self.meeting.start, now=self.now)
        return chosen

    def fields_of_meeting(self) -> dict[str, Any]:
        also = {"rsvp_deadline": self.rsvp_deadline, "online_link": self.cleaned_data["online_link"]}
        return TextForm.fields_of_meeting(self) | also


class MoveForm(WhenForm):
    """The answer deadline is left empty: a new day needs a new one, and the same day keeps its own.

    `previewed`: the move is shown before anyone is told, so a bad day is advised against there, and not refused here.
    """

    note = LongField(label="Besked til deltagerne", required=False, rows=4, max_length=1_000)
    revision = RevisionField()

    def __init__(self, *args: Any, previewed: bool, **kwargs: Any) -> None:
        self.previewed, self.advice = previewed, ""
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.meeting and not self.errors and not self.changed_of_meeting():
            self.add_error(None, "Der er ikke ændret noget. Vælg et nyt tidspunkt eller sted, eller gå tilbage.")
        return data

    def changed_of_meeting(self) -> bool:
        return any(getattr(self.meeting, name) != value for name, value in self.fields_of_meeting().items())

    def _advise_against(self, why: str) -> None:
        if self.previewed:
            self.advice = why
        else:
            super()._advise_against(why)


class CancelForm(forms.Form):
    reason = LineField(
        label="Hvorfor aflyses mødet?",
        max_length=300,
        help_text="Står i mailen til deltagerne.",
        error_messages={"required": "Skriv, hvorfor mødet bliver aflyst."},
    )


class GreetingForm(forms.Form):
    """The chair's words above a convocation."""

    greeting = LongField(
        label="Din hilsen",
        required=False,
        rows=4,
        max_length=1_000,
        help_text="Står øverst i indkaldelsen med dit navn under. Du kan rette den, indtil indkaldelsen bliver sendt.",
    )


class DraftForm(forms.Form):
    """Sends the draft of a mail to many."""

    revision = RevisionField()


class ConveneForm(DraftForm):
    """Sends the convocation; `invited` also to those who have not accepted their invitation yet."""

    invited = forms.BooleanField(label="Send dem invitation og indkaldelse i én mail", required=False, initial=True)


class ReleaseForm(DraftForm):
    """Releases the agenda; `tell` sends the mail about it."""

    tell = forms.BooleanField(label="Send mail", required=False, initial=True)


def initial_of(meeting: Meeting) -> dict[str, Any]:
    start, end, deadline = local(meeting.start), local(meeting.end), local(meeting.rsvp_deadline)
    return {
        "title": meeting.title,
        "day": start.date(),
        "begins": start.time(),
        "ends": end.time(),
        "place": meeting.place,
        "online_link": meeting.online_link,
        "deadline": deadline.date(),
        "introduction": meeting.introduction,
        "asks_wishes": meeting.asks_wishes,
        "audience": meeting.audience,
        "revision": meeting.revision,
    }
