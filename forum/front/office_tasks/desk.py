"""The desk's lines, made from what waits: mails, people, meetings and what was promised."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from forum.base.dates import local, near_day
from forum.base.heartbeat import last_beats
from forum.base.visibility import Viewer
from forum.front.my_tasks import AREA_SILENT_DAYS, waiting_for
from forum.front.office_tasks.line import Line, by_lateness
from forum.front.office_tasks.rows import Row, waiting
from forum.front.office_tasks.week import Deadline, deadlines
from forum.people.models import Member, Organisation
from meetings.followup.models import Action
from meetings.meeting.models import Meeting
from meetings.minutes.next_step import Step
from meetings.minutes.step_facts import next_steps

MAIL_LATE = timedelta(minutes=15)
LOOP_SILENT = timedelta(minutes=5)
STARTED = timezone.now()
FEW = 3  # of a kind have a line each; more are one line with their number
MOST_MEETINGS = 20
One = Callable[[Row, datetime], Line]
Many = Callable[[list[Row]], Line]


@dataclass(frozen=True)
class Desk:
    lines: list[Line]
    deadlines: list[Deadline]  # of this week, and the first after it
    meetings: list[Meeting]  # under way, by day


def desk_of(
    member: Member, viewer: Viewer, now: datetime, *, lacks_chair: bool = False, is_beginning: bool = False
) -> Desk:
    """All that waits for the secretariat, and for the member's own seats; 7 queries, however many the rows.

    What the first steps of a forum that `is_beginning` say already is not said again.
    """
    today = local(now).date()
    rows = waiting(
        viewer, now, today, silent_since=today - timedelta(days=AREA_SILENT_DAYS), late_since=now - MAIL_LATE
    )
    is_alone = any(row.kind == "alone" for row in rows) and not is_beginning
    state = Meeting.State
    under_way = Meeting.objects.visible_to(viewer).standing().exclude(state=state.CLOSED).select_related("minutes")
    meetings = list(under_way.order_by("start", "pk")[:MOST_MEETINGS])
    steps = next_steps(meetings, viewer, now)
    lines = [
        *_loops(now),
        *([Line("Forummet har ingen forperson", "Vælg en", reverse("forum:seats"))] if lacks_chair else []),
        *_of_rows(rows, today, now),
        *(_own_seats(member, viewer, now) if viewer.seat_ids else []),
        *(_step(meeting, steps[meeting.pk], now) for meeting in meetings if meeting.pk in steps),
        *([_alone()] if is_alone else []),
    ]
    found = [line for line in lines if line.verb]
    return Desk(by_lateness(found), deadlines(meetings, rows, now), meetings)


def _step(meeting: Meeting, step: Step, now: datetime) -> Line:
    if step.is_wait:
        return Line(step.what, "", "")
    late = step.due is not None and step.due < local(now).date()
    told: dict[str, Any] = {"of": f"mødet {near_day(meeting.start, now)}", "about": meeting.title, "day": step.due}
    return Line(step.what, step.verb, step.url, is_late=late, is_post=step.is_post, **told)


def _own_seats(member: Member, viewer: Viewer, now: datetime) -> Iterator[Line]:
    """What waits for a secretary who has a seat besides; the secretariat's own actions are there already."""
    for task in waiting_for(member, viewer, now).tasks:
        if not (isinstance(task.shown, Action) and task.shown.owner_id is None):
            day = None if task.day == date.max else task.day
            yield Line(task.what, task.label, task.url, task.about, day, is_late=task.is_late)


def _loops(now: datetime) -> Iterator[Line]:
    """A line when the planner or the sender has not run lately: then no mail goes, reminders included.

    One that never ran is given the same time from when this process started: the site may be starting, too.
    """
    if any(now - (at if at.year > 1970 else STARTED) > LOOP_SILENT for at in last_beats().values()):
        url, about = f"{reverse('forum:outbox')}?tilstand=queued", "Ring til driften. Påmindelser går heller ikke ud."
        yield Line("Mailsystemet er gået i stå", "Se, hvad der venter", url, about, is_late=True)


def _of_rows(rows: list[Row], today: date, now: datetime) -> Iterator[Line]:
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    actions = by_kind.pop("action", [])
    own = [row for row in actions if not row.name]
    late = [row for row in actions if row.name and row.day and row.day < today and not row.number]
    yield from (_own(row, today, now) for row in own[: 2 * FEW])
    yield from _each_or_all(late, _overdue, _all_overdue, now)
    by_kind.pop("alone", None)
    # Each has a lead of its own to ask: the longest silent are asked first, and the next when these have told
    by_kind["area"] = by_kind.pop("area", [])[:FEW]
    for kind, of_kind in by_kind.items():
        one, many = KINDS[kind]
        yield from _each_or_all(of_kind, one, many, now)


def _each_or_all(rows: list[Row], one: One, many: Many | None, now: datetime) -> list[Line]:
    """A line for each of a few rows; one line for more. Without `many` each has its own."""
    return [many(rows)] if many and len(rows) > FEW else [one(row, now) for row in rows]


MAILS = {  # state: one, several; the verb for one, for several
    "failed": ("En mail kunne ikke sendes", "{} mails kunne ikke sendes", "Send igen", "Gennemgå"),
    "uncertain": ("En mail er måske ikke nået frem", "{} mails er måske ikke nået frem", "Afgør", "Gennemgå"),
    "queued": ("En mail venter på mailserveren", "{} mails venter på mailserveren", "Se den", "Se dem"),
    "draft": ("En mail er klar til at blive sendt", "{} mails er klar til at blive sendt", "Send", "Se dem"),
}


def _mail(row: Row, now: datetime) -> Line:
    one, many, verb, verb_of_many = MAILS[row.ref]
    is_late = row.ref != "draft"
    if row.number == 1:
        url = reverse("forum:outbox_mail", args=[row.name_kind])
        return Line(one, verb, url, f"»{row.what}« til {row.name}", is_late=is_late)
    url = f"{reverse('forum:outbox')}?tilstand={row.ref}"
    return Line(many.format(row.number), verb_of_many, url, is_late=is_late)


def _restored(row: Row, now: datetime) -> Line:
    about = "Databasen er genskabt fra en kopi. Gennemgå mails, og bed driften slippe dem fri."
    return Line("Nye mails holdes tilbage", "Gennemgå", reverse("forum:outbox"), about, is_late=True)


def _request(row: Row, now: datetime) -> Line:
    url = reverse("forum:join_request", args=[row.ref])
    return Line(f"{row.what} vil være med", "Svar", url, row.name, row.day, _since("modtaget", row, now))


def _requests(rows: list[Row]) -> Line:
    return Line(f"{len(rows)} vil være med i forummet", "Svar", reverse("forum:join_requests"), day=rows[0].day,
                since="")  # fmt: skip


def _invitation(row: Row, now: datetime) -> Line:
    what, url = f"Invitationen til {row.what} er udløbet", reverse("forum:invitation_send_again", args=[row.ref])
    return Line(what, "Send igen", url, _name(row), row.day, _since("udløb", row, now), is_post=True)


def _invitations(rows: list[Row]) -> Line:
    what = f"{len(rows)} invitationer er udløbet uden svar"
    return Line(what, "Send igen", reverse("forum:invitations"), day=rows[0].day, since="")


def _expiring(row: Row, now: datetime) -> Line:
    what, url = f"Invitationen til {row.what} udløber snart", reverse("forum:invitations_remind")
    return Line(what, "Påmind alle", url, _name(row), row.day, is_post=True)


def _all_expiring(rows: list[Row]) -> Line:
    what, url = f"{len(rows)} invitationer udløber snart", reverse("forum:invitations_remind")
    about = "Alle, der ikke har svaret, får en påmindelse."
    return Line(what, "Påmind alle", url, about, rows[0].day, is_post=True)


def _seat(row: Row, now: datetime) -> Line:
    url = f"{reverse('forum:invite')}?plads={row.ref}"
    return Line(
        f"{_name(row)} har en ledig plads", "Inviter", url, _left_behind(row), row.day, _since("siden", row, now)
    )


def _seats(rows: list[Row]) -> Line:
    return Line(f"{len(rows)} pladser er ledige", "Inviter", f"{reverse('forum:seats')}?vis=ledige")


def _alone() -> Line:
    """For whenever there is time, and therefore last."""
    url = f"{reverse('forum:invite')}?som=secretariat"
    about = "Hvis du mister din telefon, kan ingen lukke dig ind igen."
    return Line("Kun én i sekretariatet", "Inviter en kollega", url, about)


def _chair(row: Row, now: datetime) -> Line:
    what, url = f"Forpersonens plads er ledig: {_name(row)}", reverse("forum:seat", args=[row.ref])
    return Line(what, "Find en ny", url, _left_behind(row), row.day, _since("siden", row, now))


def _left_behind(row: Row) -> str:
    if not row.number:
        return ""
    return "En åben opgave følger med pladsen." if row.number == 1 else f"{row.number} åbne opgaver følger med pladsen."


def _own(row: Row, today: date, now: datetime) -> Line:
    url, late = reverse("meetings:action_move", args=[row.ref]), row.day is not None and row.day < today
    whence = f" fra mødet {near_day(row.met_on, now)}" if row.met_on else ""
    return Line(row.what, "Meld udført", url, f"Sekretariatets opgave{whence}", row.day, is_late=late)


def _overdue(row: Row, now: datetime) -> Line:
    url = reverse("meetings:action_move", args=[row.ref])
    when = f" på mødet {near_day(row.met_on, now)}" if row.met_on else ""
    return Line(row.what, "Følg op", url, f"{_name(row)} lovede det{when}", row.day, is_late=True)


def _all_overdue(rows: list[Row]) -> Line:
    what, url = f"{len(rows)} opgaver er over fristen", f"{reverse('meetings:actions')}?vis=aabne"
    owners = list(dict.fromkeys(map(_name, rows)))
    about = ", ".join(owners[:FEW]) + (f" og {len(owners) - FEW} til" if len(owners) > FEW else "")
    return Line(what, "Følg op", url, about, rows[0].day, is_late=True)


def _area(row: Row, now: datetime) -> Line:
    days = (local(now).date() - row.day).days if row.day else 0
    url, about = reverse("recommendations:area", args=[row.ref]) + "#tovholder", f"{_name(row)} er tovholder"
    return Line(f"»{row.what}« er uden nyt", "Spørg ind", url, about, row.day, f"I {days} dage")


def _report(row: Row, now: datetime) -> Line:
    url = reverse("recommendations:report_retry", args=[row.ref])
    what = (
        f"Rapporten fra {near_day(row.day, now)} blev ikke til noget" if row.day else "En rapport blev ikke til noget"
    )
    return Line(what, "Prøv igen", url, is_late=True, is_post=True)


def _reports(rows: list[Row]) -> Line:
    return Line(f"{len(rows)} rapporter blev ikke til noget", "Prøv igen", reverse("recommendations:reports"),
                is_late=True)  # fmt: skip


def _minutes_pdf(row: Row, now: datetime) -> Line:
    """Mails that waited for it have gone with a link: it is made again for those who come for it there."""
    url = reverse("meetings:minutes_paper", args=[row.ref])
    what = (
        f"Referatet fra {near_day(row.day, now)} blev ikke lavet som PDF" if row.day else "Et referat blev ikke til PDF"
    )
    return Line(what, "Lav PDF'en igen", url, is_late=True)


def _minutes_pdfs(rows: list[Row]) -> Line:
    return Line(f"{len(rows)} referater blev ikke lavet som PDF", "Lav dem igen",
                reverse("meetings:minutes_paper", args=[rows[0].ref]), is_late=True)  # fmt: skip


def _name(row: Row) -> str:
    return Organisation.full_name_of(row.name, row.name_kind)


def _since(word: str, row: Row, now: datetime) -> str:
    return f"{word} {near_day(row.day, now)}".capitalize() if row.day else ""


KINDS: dict[str, tuple[One, Many | None]] = {
    "mail": (_mail, None),
    "restored": (_restored, None),
    "request": (_request, _requests),
    "invitation": (_invitation, _invitations),
    "expiring": (_expiring, _all_expiring),
    "seat": (_seat, _seats),
    "chair": (_chair, None),
    "area": (_area, None),
    "report": (_report, _reports),
    "minutes_pdf": (_minutes_pdf, _minutes_pdfs),
}
