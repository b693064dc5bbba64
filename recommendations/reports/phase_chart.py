"""How the areas stand, phase by phase: the numbers of a table, and the bars of the figure beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from forum.base.text import counted
from recommendations.areas.models import Area, AreaUpdate

PHASES = (Area.State.PROPOSED, Area.State.PRIORITISED, *Area.PHASES, Area.State.STOPPED)
OVER = {Area.State.CLOSED, Area.State.STOPPED}  # shown when an area is there, as is the status of those that are
NONE, ENDED = "", "ended"
# colour of the status, its word, and how the figure fills it: also told apart without colours
STATUSES = (
    (AreaUpdate.Colour.GREEN, "Følger planen", "#2d7d46", "#ffffff"),
    (AreaUpdate.Colour.YELLOW, "Kræver opmærksomhed", "#f2c14e", "#1a1a1a"),
    (AreaUpdate.Colour.RED, "Gået i stå", "#b3261e", "#ffffff"),
    (NONE, "Ingen status endnu", "#d5dfe0", "#1a1a1a"),
    (ENDED, "Ikke længere i gang", "#5c6466", "#ffffff"),
)
LEFT, TOP, ROW, BAR, WIDTH = 150, 8, 26, 18, 660  # in the figure's own units
WIDEST = 64  # one area's share of a bar, when there are few
LABEL = 30  # kept free to the right of the bars for the row's sum
KEYS_AT = (0, 112, 268, 360, 490)  # of the key's words


@dataclass(frozen=True)
class Piece:
    x: float
    y: int
    width: float
    number: int
    fill: str
    ink: str

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Row:
    phase: str
    counts: list[int]  # in the order of STATUSES
    total: int
    y: int
    end: float
    pieces: list[Piece]


@dataclass(frozen=True)
class PhaseChart:
    rows: list[Row]
    words: list[str]
    keys: list[tuple[str, str, int]]  # word, fill, x of the figure's key
    totals: list[int]
    total: int
    height: int

    @property
    def phases(self) -> list[tuple[str, int]]:
        return [(row.phase, row.total) for row in self.rows if row.total]

    @property
    def sentence(self) -> str:
        """What the figure shows, for those who do not see it."""
        parts = [f"{phase}: {total}" for phase, total in self.phases]
        status = [f"{count} {word.lower()}" for word, count in zip(self.words, self.totals, strict=True) if count]
        areas = counted(self.total, "område", "områder")
        return f"Søjlediagram over {areas} efter fase. {', '.join(parts)}. Status: {', '.join(status)}."


def phase_chart_of(areas: Iterable[Area]) -> PhaseChart:
    """Counts areas annotated by `with_latest_update`."""
    areas = list(areas)
    found = Counter((area.state, _status(area)) for area in areas)
    here = {area.state for area in areas}
    phases = [phase for phase in PHASES if phase in here or phase not in OVER]
    statuses = STATUSES if here & OVER else STATUSES[:-1]
    counts = {phase: [found[phase, colour] for colour, *_ in statuses] for phase in phases}
    most = max((sum(row) for row in counts.values()), default=0) or 1
    unit = min((WIDTH - LEFT - LABEL) / most, WIDEST)
    totals = [sum(column) for column in zip(*counts.values(), strict=True)]
    return PhaseChart(
        rows=[_row(phase.label, row, TOP + ROW * n, unit) for n, (phase, row) in enumerate(counts.items())],
        words=[word for _, word, *_ in statuses],
        keys=[(word, fill, x) for x, (_, word, fill, _) in zip(KEYS_AT, statuses, strict=False)],
        totals=totals,
        total=len(areas),
        height=TOP + ROW * len(phases) + 34,
    )


def _status(area: Area) -> str:
    """What an area that has ended was said to be when it ran is no status any more."""
    return getattr(area, "colour", None) or NONE if area.is_running else ENDED


def _row(phase: str, counts: list[int], y: int, unit: float) -> Row:
    pieces, x = [], float(LEFT)
    for count, (_, _, fill, ink) in zip(counts, STATUSES, strict=False):
        if count:
            width = round(unit * count, 1)
            pieces.append(Piece(round(x, 1), y, width, count, fill, ink))
            x += width
    return Row(phase, counts, sum(counts), y, round(x, 1), pieces)
