"""Rules of imports: import-linter's contracts are kept, and a layer is called by its own name."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.house.test_code import EVERYTHING, ROOT, relative

LAYERS = "actions|forms|mail|models|rules|urls|verbs|views"
ALIAS = re.compile(rf"^\s*from (?:forum|meetings|recommendations)[\w.]* import .*\bas (?:{LAYERS})\b", re.MULTILINE)


def test_imports_go_downwards() -> None:
    run = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, "Contracts: 4 kept, 0 broken." in run.stdout) == (0, True), run.stdout


def test_no_layer_goes_by_another_subjects_name() -> None:
    """`import minutes as rules` hides whose rules they are: two subjects in one file then need a look upwards."""
    assert ALIAS.findall("from meetings.minutes.actions import course as verbs") != []
    assert [relative(path) for path in EVERYTHING if ALIAS.search(path.read_text())] == []
