"""The reviewed list of breakages (`make mutants`): each still applies, and every subject has some."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from django.conf import settings

from tools.mutants.mutant import Mutant, read

MUTANTS = read()
# Folders that only compose others, or that no user meets
NO_SUBJECT = {"migrations", "management", "templatetags", "formats", "data", "demo", "__pycache__"}


def test_every_mutant_applies() -> None:
    assert [(mutant.why, why_not) for mutant in MUTANTS if (why_not := mutant.why_not())] == []


def test_each_changes_something_once_and_says_why() -> None:
    assert [m.why for m in MUTANTS if m.old == m.new or not m.why or not m.tests] == []
    twice = [why for why, number in Counter((m.file, m.old, m.new) for m in MUTANTS).items() if number > 1]
    assert twice == []


def test_there_are_many_and_every_subject_has_some() -> None:
    assert len(MUTANTS) >= 110
    root = Path(settings.BASE_DIR)
    subjects = {
        f"{app}/{folder.name}"
        for app in ("forum", "recommendations", "meetings")
        for folder in (root / app).iterdir()
        if folder.is_dir() and folder.name not in NO_SUBJECT
    }
    assert subjects - {"/".join(Path(mutant.file).parts[:2]) for mutant in MUTANTS} == set()


def test_one_that_does_not_apply_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\nx = 1\n")
    (tmp_path / "test_a.py").touch()

    def why_not(file: str, old: str, test: str = "test_a.py") -> str:
        return Mutant("area", file, old, "y", (test,), "why").why_not(tmp_path)

    assert [why_not("b.py", "x"), why_not("a.py", "x = 1"), why_not("a.py", "z")] == [
        "b.py is not there",
        "its text stands 2 times in a.py",
        "its text stands 0 times in a.py",
    ]
    assert why_not("a.py", "x = 1\nx", "test_b.py::test_c") == "test_b.py::test_c is not there"
    assert why_not("a.py", "x = 1\nx", "test_a.py::test_c") == ""
