"""One breakage: a place in a file, what it becomes, and the tests that must then fail."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LISTS = Path(__file__).parent / "list"


@dataclass(frozen=True)
class Mutant:
    """`old` stands once in `file` and becomes `new`. `tests` are what pytest is given; `why` is what would be lost."""

    area: str  # the list it stands in: list/<area>.toml
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    why: str

    def why_not(self, root: Path = ROOT) -> str:
        """Why it cannot be tried on the tree at `root`, "" when it can."""
        path = root / self.file
        if not path.is_file():
            return f"{self.file} is not there"
        found = path.read_text().count(self.old)
        if found != 1:
            return f"its text stands {found} times in {self.file}"
        missing = [test for test in self.tests if not (root / test.partition("::")[0]).exists()]
        return f"{missing[0]} is not there" if missing else ""

    def is_about(self, words: list[str]) -> bool:
        """Whether each of the words is in its area, its file or its reason; every mutant is about no words."""
        about = f"{self.area} {self.file} {self.why}".casefold()
        return all(word.casefold() in about for word in words)


def read(folder: Path = LISTS) -> list[Mutant]:
    """Every mutant of the reviewed lists, in the order they are written."""
    return [
        Mutant(path.stem, entry["file"], entry["old"], entry["new"], tuple(entry["tests"]), entry["why"])
        for path in sorted(folder.glob("*.toml"))
        for entry in tomllib.loads(path.read_text())["mutant"]
    ]
