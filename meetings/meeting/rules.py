"""Who may do what with meetings. `why_not_...` answers with a Danish sentence, or "" when it may be done."""

from __future__ import annotations

from datetime import datetime

from forum.base.dates import long_moment
from forum.base.visibility import Viewer
from meetings.meeting.models import Meeting

State = Meeting.State
BEFORE = (State.PLANNED, State.CONVENED, State.RELEASED)
NOT_YOURS = "Det er sekretariatet, der tilrettelægger møderne."


def can_run_meetings(viewer: Viewer) -> bool:
    return viewer.is_secretariat


def why_not_edit(viewer: Viewer, meeting: Meeting) -> str:
    if not can_run_meetings(viewer):
        return NOT_YOURS
    if meeting.state not in BEFORE:
        return f"Mødet er {meeting.get_state_display().lower()} og kan ikke længere rettes."
    return ""


def why_not_edit_agenda(viewer: Viewer, meeting: Meeting) -> str:
    if not can_run_meetings(viewer):
        return NOT_YOURS
    if meeting.state not in (*BEFORE, State.RUNNING):
        return f"Mødet er {meeting.get_state_display().lower()}, så dagsordenen ligger fast."
    return ""


def why_not_convene(viewer: Viewer, meeting: Meeting, now: datetime) -> str:
    if not can_run_meetings(viewer):
        return NOT_YOURS
    if meeting.state not in BEFORE:
        return f"Mødet er {meeting.get_state_display().lower()} og kan ikke indkaldes."
    if meeting.start <= now:
        return "Mødet er begyndt. Flyt det til et nyt tidspunkt, før du indkalder."
    if not meeting.place and not meeting.online_link:
        return "Skriv først, hvor mødet holdes, eller tilføj et onlinelink."
    if meeting.state == State.PLANNED and meeting.rsvp_deadline <= now:
        return "Svarfristen er passeret. Ret mødet, og vælg en senere svarfrist, før du indkalder."
    return ""


def why_not_release(viewer: Viewer, meeting: Meeting, item_count: int) -> str:
    if not can_run_meetings(viewer):
        return NOT_YOURS
    if meeting.state == State.PLANNED:
        return "Indkald først til mødet. Du kan frigive dagsordenen i samme ombæring."
    if meeting.state not in (State.CONVENED, State.RELEASED):
        return f"Mødet er {meeting.get_state_display().lower()}, så dagsordenen ligger fast."
    if not item_count:
        return "Dagsordenen er tom. Tilføj mindst ét punkt."
    return ""


def why_not_cancel(viewer: Viewer, meeting: Meeting, now: datetime) -> str:
    if why := why_not_edit(viewer, meeting):
        return why
    return "Mødet er begyndt og kan ikke aflyses." if meeting.start <= now else ""


def why_not_delete(meeting: Meeting) -> str:
    """Only a plan is deleted: who was called must hear that a meeting is cancelled, and why."""
    if meeting.state == State.PLANNED and meeting.convened_at is None:
        return ""
    return "Mødet er indkaldt, så det kan ikke slettes. Aflys det, så de indkaldte får besked."


def why_not_hold(viewer: Viewer, meeting: Meeting, now: datetime) -> str:
    if not can_run_meetings(viewer):
        return NOT_YOURS
    if meeting.state not in Meeting.CALLED_STATES:
        return "Kun et møde, der er indkaldt, kan markeres som afholdt."
    return "" if meeting.start <= now else "Mødet er ikke begyndt endnu."


def why_not_answer(meeting: Meeting, now: datetime) -> str:
    """Answers are free to change until the meeting begins, after the deadline too: late is better than never."""
    if meeting.takes_answers(now):
        return ""
    if meeting.state == State.CANCELLED:
        return "Mødet er aflyst, så du behøver ikke at svare."
    if meeting.state == State.PLANNED:
        return "Mødet er ikke indkaldt endnu. Man kan svare, når det er indkaldt."
    return f"Mødet begyndte {long_moment(meeting.start)}, så svaret kan ikke længere ændres."


def why_not_invite_guests(meeting: Meeting, now: datetime) -> str:
    if meeting.state not in (*BEFORE, State.RUNNING):
        return f"Mødet er {meeting.get_state_display().lower()}, så der kan ikke inviteres gæster mere."
    return "Mødet er slut, så der kan ikke inviteres gæster mere." if meeting.end <= now else ""


def why_not_remind(meeting: Meeting, now: datetime) -> str:
    if meeting.takes_answers(now):
        return ""
    if meeting.start <= now:
        return "Mødet er begyndt, så der er ikke længere noget at svare på."
    return "Mødet er ikke indkaldt, så der er ikke noget at svare på."


def why_not_mark_presence(viewer: Viewer, meeting: Meeting, now: datetime) -> str:
    """From the start until the minutes go out: they say who was there, and an approval is bound to what they say."""
    if not can_run_meetings(viewer):
        return NOT_YOURS
    if meeting.start > now:
        return "Mødet er ikke begyndt endnu."
    if meeting.state not in (*Meeting.CALLED_STATES, State.HELD):
        return "Referatet er sendt ud. Ret i referatet, hvem der var til stede."
    return ""


def can_answer_for(viewer: Viewer, seat_id: int) -> bool:
    """The seat's holder, its standing substitute, and the secretariat on the seat's behalf."""
    return viewer.is_secretariat or seat_id in viewer.seat_ids


def can_see_silent(viewer: Viewer) -> bool:
    """Who has not answered is for the secretariat and the chair to know: they plan the meeting, and may call people."""
    return viewer.is_secretariat or viewer.is_chair
