"""Minutes: who may write, release, approve and lock them, and what is missing before they can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from forum.base.dates import long_day
from forum.base.visibility import Viewer
from forum.base.workdays import add_workdays
from meetings.meeting.models import Meeting
from meetings.minutes.models import Decision, Minutes, Remark, asked_ids, is_as_sent, is_corrected
from recommendations.areas.rules import why_not_lead

LONGEST_NOTE = 100_000  # characters; the longest minutes seen are a tenth of it
REMARK_DAYS = 10  # working days
CORRECTION_DAYS = 3  # working days that the members have for a correction
NOTHING_TO_SEND = "Teksten er den, medlemmerne har fået. Der er ingen rettelse at sende."
CORRECTION_SENT = "Rettelsen er allerede sendt til medlemmerne."
TAKEN_IN_UNWRITTEN = "En bemærkning er kaldt »Indarbejdet«, men teksten er ikke rettet. Ret den, eller ret svaret."
CORRECTION_UNSENT = "Medlemmerne har ikke set den rettede tekst. Send rettelsen først."
State = Minutes.State


def why_not_unhold(meeting: Meeting, *, is_written: bool) -> str:
    """Why a held meeting cannot go back to what it was before, as a sentence; "" when it can.

    `is_written`: anything is in its minutes, see `course.anything_written`.
    """
    if meeting.state != Meeting.State.HELD:
        return "Mødet er ikke markeret som holdt."
    return "Referatet er begyndt. Derfor kan mødet ikke gå tilbage." if is_written else ""


def can_write(viewer: Viewer, minutes: Minutes | None) -> bool:
    return viewer.is_secretariat and minutes is not None and minutes.is_editable


def can_approve(viewer: Viewer) -> bool:
    return viewer.is_secretariat or viewer.is_chair


def can_remark(viewer: Viewer, minutes: Minutes, today: date) -> bool:
    """True for a member while the minutes are out for remarks, to the end of the day `remarks_due`."""
    due = minutes.remarks_due
    return viewer.is_member and minutes.state in {State.REMARKS, State.CORRECTED} and due is not None and today <= due


def why_not_remark(minutes: Minutes) -> str:
    """Why a member who wrote a remark meanwhile cannot send it any more, as a sentence."""
    if minutes.state in {State.REMARKS, State.CORRECTED} and minutes.remarks_due:
        return f"Fristen for bemærkninger var {long_day(minutes.remarks_due)}. Skriv til sekretariatet i stedet."
    return f"Referatet er {minutes.get_state_display().lower()}, så der kan ikke sendes bemærkninger til det nu."


def why_not_say_no_remarks(viewer: Viewer, minutes: Minutes, today: date) -> str:
    """Why the member cannot say »Ingen bemærkninger« to the text sent last, as a sentence; "" when they can."""
    if not can_remark(viewer, minutes, today):
        return why_not_remark(minutes)
    if viewer.member_id not in asked_ids(minutes.meeting):
        return "Du havde ikke en plads i forummet, da mødet blev holdt. Derfor bliver du ikke spurgt om referatet."
    if Remark.sent_to(minutes).filter(by=viewer.member_id).exists():
        return "Du har sendt en bemærkning til referatet. Den har sekretariatet fået."
    return ""


def why_not_withdraw_remark(viewer: Viewer, remark: Remark, minutes: Minutes, today: date) -> str:
    """Why the author cannot take the remark back, as a sentence; "" when they can."""
    if remark.by_id != viewer.member_id:
        return "Du kan kun slette dine egne bemærkninger."
    if remark.outcome:
        return "Sekretariatet har svaret på bemærkningen. Derfor kan den ikke slettes."
    if not can_remark(viewer, minutes, today):
        return "Fristen for bemærkninger er udløbet. Derfor kan bemærkningen ikke slettes."
    return ""


def why_not_start(meeting: Meeting, now: datetime) -> str:
    """Why the minutes cannot be begun yet, as a sentence; "" when they can."""
    if not meeting.is_standing:
        return "Mødet er aflyst."
    if now < meeting.start:
        return f"Mødet begynder først {long_day(meeting.start)}. Derefter kan du skrive referat."
    return ""


def why_not_edit(minutes: Minutes) -> str:
    if minutes.is_editable:
        return ""
    return "Referatet er godkendt. Genåbn det først, hvis der skal rettes i det."


def why_not_release(minutes: Minutes, now: datetime, *, unchanged: bool | None = None) -> str:
    """Why the minutes cannot be sent to the members, as a sentence. `unchanged` as in `why_not_approve`."""
    if minutes.state not in {State.DRAFT, State.CORRECTED}:
        return CORRECTION_SENT if is_corrected(minutes) else "Referatet er allerede sendt til bemærkninger."
    if now < minutes.meeting.end:
        return "Mødet er ikke slut endnu."
    if minutes.is_empty():
        return "Der er ikke skrevet noget i referatet endnu."
    if not minutes.has_presence():
        return "Sæt først hak ved dem, der var til stede."
    if minutes.state == State.CORRECTED and _is_as_sent(minutes, unchanged):
        return NOTHING_TO_SEND
    return _why_unsaved(minutes)


def remarks_due(minutes: Minutes, today: date) -> date:
    """Until when the members have time for remarks when the minutes are sent today.

    A correction gives them three working days, and never takes any of the time that they had.
    """
    if minutes.state == State.CORRECTED:
        due = add_workdays(today, CORRECTION_DAYS)
        return max(due, minutes.remarks_due) if minutes.remarks_due else due
    return add_workdays(today, REMARK_DAYS)


def why_not_approve(minutes: Minutes, today: date, *, unchanged: bool | None = None) -> str:
    """Why the minutes cannot be approved, as a sentence.

    `unchanged`: what `is_as_sent` says of them, for who has asked already (it reads all the text); None: it is asked.
    """
    if minutes.is_approved:
        return "Referatet er allerede godkendt."
    if minutes.state not in {State.REMARKS, State.CORRECTED}:
        return "Referatet skal først have været til bemærkninger."
    if minutes.state == State.CORRECTED and not _is_as_sent(minutes, unchanged):
        return CORRECTION_UNSENT
    if minutes.remarks_due and today <= minutes.remarks_due:
        return f"Medlemmerne har frist til og med {long_day(minutes.remarks_due)}. Derefter kan referatet godkendes."
    if minutes.state == State.REMARKS and not _is_as_sent(minutes, unchanged):  # changed past the actions
        return CORRECTION_UNSENT
    if waiting := Remark.unanswered_count(minutes.meeting_id):
        remarks = "én bemærkning" if waiting == 1 else f"{waiting} bemærkninger"
        return f"Der er {remarks}, som ikke er besvaret endnu."
    return (TAKEN_IN_UNWRITTEN if Remark.uncorrected_count(minutes.meeting_id) else "") or _why_unsaved(minutes)


def _is_as_sent(minutes: Minutes, unchanged: bool | None) -> bool:
    return is_as_sent(minutes) if unchanged is None else unchanged


def why_not_lock(minutes: Minutes) -> str:
    if minutes.state != State.APPROVED:
        return "Referatet skal godkendes, før det kan låses."
    if not minutes.approval_holds:
        return "Teksten er ændret, efter at den blev godkendt. Genåbn referatet, og få det godkendt igen."
    return ""


def why_not_withdraw(minutes: Minutes) -> str:
    if minutes.state in {State.REMARKS, State.CORRECTED}:
        return ""
    return "Kun et referat, der er til bemærkninger, kan trækkes tilbage."


def why_not_reopen(minutes: Minutes) -> str:
    return "" if minutes.is_approved else "Kun et godkendt referat kan genåbnes."


def _why_unsaved(minutes: Minutes) -> str:
    numbers = minutes.unsaved_items()
    if not numbers:
        return ""
    which = ", ".join(map(str, numbers))
    return f"Punkt {which} har tekst, som ikke er gemt. Gem den, eller kassér kladden."


@dataclass(frozen=True)
class Delegation:
    """One decision of kind "uddelegeret": whether approving carries it out, and the sentence that says so."""

    decision: Decision
    is_due: bool
    sentence: str


def plan(decision: Decision) -> Delegation:
    """What approving the minutes does for this decision now. Asked before, and again while approving."""
    area, lead = decision.area, decision.lead
    assert area is not None
    assert lead is not None  # both by the constraint delegation_names_area_and_lead
    if decision.effected_at:
        return Delegation(decision, False, f"»{area}« er allerede uddelegeret til {lead.full_name}.")
    if area.lead_id == lead.pk:
        return Delegation(decision, False, f"»{area}« har allerede {lead.full_name} som tovholder.")
    if why_not := why_not_lead(area, lead):
        return Delegation(decision, False, f"»{area}« bliver ikke ændret: {why_not}")
    return Delegation(decision, True, f"»{area}« bliver uddelegeret til {lead.full_name}.")
