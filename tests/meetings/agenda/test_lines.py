"""Lines read as items: typed by hand, or pasted from Word, Outlook and Excel."""

from __future__ import annotations

import pytest

from meetings.agenda.forms.lines import LinesForm
from meetings.agenda.lines import LineReader, Reading, minutes_of
from tests import world


@pytest.fixture
def reader(cast: world.Cast) -> LineReader:
    return LineReader.of_today()


def told(reading: Reading) -> list[tuple[str, int, str, str]]:
    """(title, minutes, kind or "pause", the municipality) of each line; 0 minutes: nobody said."""
    return [
        (
            line.title,
            line.minutes,
            "pause" if line.is_pause else str(line.kind),
            line.seat.organisation.name if line.seat else "",
        )
        for line in reading.lines
    ]


WORD = "1.\tVelkomst\n2.\tGodkendelse af dagsorden – 5 min.\n•\tStatus (20 min.)\no\tUdbudsplaner - 45 - Odense\n\n"
OUTLOOK = "·         Nye regler - hvad nu? - 30 minutter - Kolding Kommune\n- Valg af formand, 10 min\n* Eventuelt"
EXCEL = "Punkt\tMinutter\tAnsvarlig\nInnovationslommer\t45\tOdense Kommune\nFrokost\t1 t\t\nLeverandørdialog\t\tSKI\n"
CLOCKED = "Dagsorden\n10.00-10.15 Velkomst\nkl. 10.15 Til orientering: nyt fra KL\n10.45 Pause\n11:00 Eventuelt"


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            WORD,
            [
                ("Velkomst", 0, "information", ""),
                ("Godkendelse af dagsorden", 5, "decision", ""),
                ("Status", 20, "information", ""),
                ("Udbudsplaner", 45, "discussion", "Odense"),
            ],
        ),
        (
            OUTLOOK,
            [
                ("Nye regler - hvad nu?", 30, "discussion", "Kolding"),
                ("Valg af formand", 10, "decision", ""),
                ("Eventuelt", 0, "other", ""),
            ],
        ),
        (
            EXCEL,
            [
                ("Innovationslommer", 45, "discussion", "Odense"),
                ("Frokost", 60, "pause", ""),
                ("Leverandørdialog", 0, "discussion", "SKI"),
            ],
        ),
        (
            CLOCKED,
            [
                ("Velkomst", 15, "information", ""),
                ("Til orientering: nyt fra KL", 30, "discussion", ""),
                ("Pause", 15, "pause", ""),
                ("Eventuelt", 0, "other", ""),
            ],
        ),
        ("Plan – beslutning – lukket – 10", [("Plan", 10, "decision", "")]),
        ("10 gode råd", [("10 gode råd", 0, "discussion", "")]),
    ],
)
def test_what_people_paste_is_read(reader: LineReader, text: str, read: list[tuple[str, int, str, str]]) -> None:
    assert told(reader.read(text)) == read


def test_what_is_not_known_stays_in_the_title_and_is_said(reader: LineReader) -> None:
    reading = reader.read("Dagsorden\nRundvisning - 20 - Horsens Kommune")
    (line,) = reading.lines
    assert (line.title, line.minutes) == ("Rundvisning - Horsens Kommune", 20)
    assert line.notes == ("»Horsens Kommune« har ikke en plads i forummet, så det står i titlen.",)
    assert reading.notes == ["»Dagsorden« er læst som en overskrift."]
    line = reader.line("Rundvisning - 20 - Atlantis")
    assert (line.title, line.notes) == (
        "Rundvisning - Atlantis",
        ("»Atlantis« er hverken tid, slags eller en plads i forummet, så det står i titlen.",),
    )
    assert [reader.line(f"Plan - {word}").audience for word in ("lukket", "kun sekretariatet", "åben")] == [
        "authorities", "secretariat", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("15", 15),
        ("1 t 30 min", 90),
        ("2 timer", 120),
        ("10.00-10.20", 20),
        ("ca. 5 min.", 5),
        ("", None),
        ("tit", None),
    ],
)
def test_how_long_is_read(text: str, minutes: int | None) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "Skriv mindst ét punkt."),
        ("Dagsorden", "Der er ingen punkter i teksten."),
        ("x\n" * 61, "Der er 61 linjer. Tag højst 60 ad gangen."),
        ("Plan - 0", "»Plan - 0« varer ingen tid. Skriv mellem 1 og 600 minutter."),
        ("Plan - 601", "»Plan - 601« varer for længe. Et punkt er højst 600 minutter."),
        ("- 15 - 20", "»- 15 - 20« har ingen titel."),
        ("a" * 201, f"»{'a' * 60} …« er for lang. En titel er højst 200 tegn."),
    ],
)
def test_what_cannot_be_an_agenda_is_refused(cast: world.Cast, text: str, wrong: str) -> None:
    assert LinesForm({"text": text}).errors.get("text") == [wrong]
