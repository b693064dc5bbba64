"""An agenda written as lines, one an item: »Velkomst - 10 min. - Odense«, typed or pasted from Word, Outlook or Excel.

The first part of a line is the title. Of the others each is read as what it can only be: minutes, what is to happen,
who is responsible, or for whom it is closed; a part that is none of these stays in the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from forum.base.text import clean, clean_line
from forum.base.visibility import Audience
from forum.people.models import Seat
from forum.people.organisation_names import OrganisationNames
from meetings.agenda.models import AgendaItem, Pause

Kind = AgendaItem.Kind
MAX_LINES = 60
LONGEST_TITLE, LONGEST = 200, 600  # characters; minutes
MINUTES = 15
# What Word and Outlook put before a line: a bullet, a number, a letter; »o« is Word's second bullet
BULLET = re.compile(r"\s*(?:[-–—•·▪◦●○■□➢✓*\uf0b7\uf0a7]\s*|o(?:\t|\s{2,})|(?:\d{1,2}(?:\.\d{1,2})*|[a-zA-Z])[.)]\s+)")
NUMBERED = re.compile(r"\s*(?:punkt\s+)?\d{1,2}(?:\.|:|\.?\t)\s*", re.IGNORECASE)
CLOCK = r"(?:kl\.?\s*)?(\d{1,2})[.:](\d{2})"
TIMED = re.compile(rf"\s*{CLOCK}(?:\s*[-–—]\s*{CLOCK})?\s*:?\s+(?=\S)", re.IGNORECASE)
RANGE = re.compile(rf"{CLOCK}\s*[-–—]\s*{CLOCK}", re.IGNORECASE)
BETWEEN = re.compile(r"\s+[-–—|]\s+|\s*\t\s*|\s*;\s+")
LASTS = re.compile(
    r"(?:ca\.?\s*)?(?:(\d{1,2})\s*(?:t\.?|time|timer)\s*(?:og\s*)?)?(?:(\d{1,3})\s*(?:m|min\.?|minutter|minut|')?)?",
    re.IGNORECASE,
)
AT_END = re.compile(r"[\s,]*[(\[]?(?:ca\.?\s*)?(\d{1,3})\s*(?:min\.?|minutter)[)\]]?$", re.IGNORECASE)
KINDS = {
    "orientering": Kind.INFORMATION, "information": Kind.INFORMATION, "o": Kind.INFORMATION,
    "drøftelse": Kind.DISCUSSION, "diskussion": Kind.DISCUSSION, "d": Kind.DISCUSSION,
    "beslutning": Kind.DECISION, "godkendelse": Kind.DECISION, "b": Kind.DECISION, "eventuelt": Kind.OTHER,
}  # fmt: skip
# What an item is for when nobody says it, by how its title begins
BEGINS = (
    (re.compile(r"eventuelt\b", re.IGNORECASE), Kind.OTHER),
    (re.compile(r"(?:godkend|beslut|valg af|vedtag)", re.IGNORECASE), Kind.DECISION),
    (re.compile(r"(?:velkomst|velkommen|orientering|nyt fra|siden sidst|status|præsentation|oplæg|meddelelser)", re.I),
     Kind.INFORMATION),
)  # fmt: skip
PAUSE = re.compile(r"(?:\w*pause|frokost|kaffe|middag|aftensmad)(?:\s+\S+){0,2}", re.IGNORECASE)
CLOSED = {
    "lukket": Audience.AUTHORITIES, "lukket punkt": Audience.AUTHORITIES, "kun ordregivere": Audience.AUTHORITIES,
    "ordregivere": Audience.AUTHORITIES, "kun sekretariatet": Audience.SECRETARIAT,
}  # fmt: skip
HEADINGS = {
    "dagsorden", "nr", "punkt", "punkter", "emne", "titel", "tid", "minutter", "min", "varighed", "ansvarlig",
    "kommune", "slags", "type", "formål", "tidspunkt",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One item or pause as it was read. `notes` say what was guessed or left in the title, `problem` what is wrong."""

    raw: str
    title: str = ""
    minutes: int = 0  # 0: nobody said
    kind: str = ""
    seat: Seat | None = None
    audience: str = ""
    is_pause: bool = False
    notes: tuple[str, ...] = ()
    problem: str = ""
    begins: int | None = None  # minutes after midnight

    @property
    def lasts(self) -> int:
        return self.minutes or (Pause._meta.get_field("minutes").default if self.is_pause else MINUTES)

    @property
    def kind_name(self) -> str:
        return "Pause" if self.is_pause else str(Kind(self.kind).label)

    @property
    def audience_name(self) -> str:
        return str(Audience(self.audience).label) if self.audience else ""

    @property
    def fields(self) -> dict[str, Any]:
        """What the item or the pause is made of, for the actions."""
        if self.is_pause:
            return {"title": self.title, "minutes": self.lasts}
        made = {"title": self.title, "minutes": self.lasts, "kind": self.kind, "responsible": self.seat}
        return made | ({"audience": self.audience} if self.audience else {})


@dataclass
class Reading:
    """What a text of lines was read as, with sentences about what it was not."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        return [line.problem for line in self.lines if line.problem]

    @property
    def minutes(self) -> int:
        return sum(line.lasts for line in self.lines)


class LineReader:
    """Reads lines; the organisations with a seat in the forum can be named as responsible."""

    def __init__(self, seats: Iterable[Seat]) -> None:
        self.seats = {seat.organisation_id: seat for seat in seats}
        self.names = OrganisationNames(seat.organisation for seat in self.seats.values())

    @classmethod
    def of_today(cls) -> LineReader:
        """With the seats that there are today (1 query)."""
        return cls(Seat.objects.filter(until=None).select_related("organisation").order_by("pk"))

    def read(self, text: str) -> Reading:
        reading = Reading()
        for raw in clean(text).splitlines():
            if not clean_line(raw):
                continue
            if _is_heading(raw):
                reading.notes.append(f"»{clean_line(raw)[:60]}« er læst som en overskrift.")
            else:
                reading.lines.append(self.line(raw))
        reading.lines = [_timed(line, after) for line, after in _pairs(reading.lines)]
        return reading

    def line(self, raw: str) -> Line:
        line, rest = _clocked(Line(raw), _without_bullet(raw))
        title, *others = [cell for cell in map(clean_line, BETWEEN.split(rest)) if cell] or [""]
        if match := AT_END.search(title):
            line, title = replace(line, minutes=int(match[1])), title[: match.start()] or title
        for part in others:
            read = self._part(line, part)
            if read is None:
                title = f"{title} - {part}"
                is_place = "kommune" in part.casefold()
                lacks = (
                    "har ikke en plads i forummet" if is_place else "er hverken tid, slags eller en plads i forummet"
                )
                line = replace(line, notes=(*line.notes, f"»{part}« {lacks}, så det står i titlen."))
            else:
                line = read
        return _checked(_guessed(replace(line, title=title)))

    def _part(self, line: Line, part: str) -> Line | None:
        """The line with what this part of it says; None for a part that says nothing we know."""
        said = part.casefold().strip(" .()")
        kind = KINDS.get(said.removeprefix("til "))
        if (minutes := minutes_of(part)) is not None:
            return replace(line, minutes=minutes, problem="" if minutes else _no_time(line))
        if kind:
            return replace(line, kind=kind)
        if said == "pause":
            return replace(line, is_pause=True)
        if said in CLOSED:
            return replace(line, audience=CLOSED[said])
        if said == "sekretariatet":
            return line
        found = self.names.find(part)
        return replace(line, seat=self.seats[found.pk]) if found else None


def minutes_of(text: str) -> int | None:
    """»15«, »15 min.«, »1 t 30 min«, »10.00-10.15«; None for anything else."""
    if match := RANGE.fullmatch(text.strip()):
        return max(0, _after_midnight(match[3], match[4]) - _after_midnight(match[1], match[2]))
    match = LASTS.fullmatch(text.strip().casefold())
    if not match or not any(match.groups()):
        return None
    return int(match[1] or 0) * 60 + int(match[2] or 0)


def _no_time(line: Line) -> str:
    return f"»{clean_line(line.raw)[:60]}« varer ingen tid. Skriv mellem 1 og {LONGEST} minutter."


def _is_heading(raw: str) -> bool:
    cells = [clean_line(cell).casefold().strip(".:") for cell in BETWEEN.split(raw)]
    return all(cell in HEADINGS for cell in cells if cell) and (len(cells) > 1 or cells[0] == "dagsorden")


def _without_bullet(raw: str) -> str:
    """The line without what a word processor puts before it; a clock time is no number of an item."""
    if TIMED.match(raw):
        return raw
    for mark in (BULLET, NUMBERED):
        if match := mark.match(raw):
            rest = raw[match.end() :]
            return rest if clean_line(rest) else raw
    return raw


def _clocked(line: Line, rest: str) -> tuple[Line, str]:
    match = TIMED.match(rest)
    if not match or int(match[1]) > 23 or int(match[2]) > 59:
        return line, rest
    begins = _after_midnight(match[1], match[2])
    minutes = max(0, _after_midnight(match[3], match[4]) - begins) if match[3] else 0
    return replace(line, begins=begins, minutes=minutes), re.sub(r"^[-–—\s]+", "", rest[match.end() :])


def _after_midnight(hours: str, minutes: str) -> int:
    return int(hours) * 60 + int(minutes)


def _pairs(lines: list[Line]) -> list[tuple[Line, Line | None]]:
    return list(zip(lines, [*lines[1:], None], strict=False))


def _timed(line: Line, after: Line | None) -> Line:
    """A line with a time and no length lasts until the next one begins."""
    if line.minutes or line.begins is None or after is None or after.begins is None:
        return line
    return replace(line, minutes=max(0, after.begins - line.begins))


def _guessed(line: Line) -> Line:
    """What nobody said: a pause by its name, what the item is for by how its title begins."""
    if line.is_pause or (not line.kind and not line.seat and PAUSE.fullmatch(line.title)):
        return replace(line, is_pause=True)
    guessed = next((kind for begins, kind in BEGINS if begins.match(line.title)), Kind.DISCUSSION)
    return replace(line, kind=line.kind or guessed)


def _checked(line: Line) -> Line:
    said = clean_line(line.raw)[:60]
    if line.problem:
        return line
    if not any(map(str.isalpha, line.title)):
        return replace(line, problem=f"»{said}« har ingen titel.")
    if len(line.title) > LONGEST_TITLE:
        return replace(line, problem=f"»{said} …« er for lang. En titel er højst {LONGEST_TITLE} tegn.")
    if line.minutes > LONGEST:
        return replace(line, problem=f"»{said}« varer for længe. Et punkt er højst {LONGEST} minutter.")
    return line
