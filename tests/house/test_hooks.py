"""What runs before a commit is what `make check` runs, without the slow part."""

from __future__ import annotations

import shlex

import yaml
from django.conf import settings

from tools.launcher.tests import LINTERS


def test_the_commit_hooks_are_make_check_without_mypy() -> None:
    [source] = yaml.safe_load((settings.BASE_DIR / ".pre-commit-config.yaml").read_text())["repos"]
    python = ".venv/bin/python"
    fast = {name: shlex.join([python, *words]) for name, words in LINTERS.items() if name != "mypy"}
    assert source["repo"] == "local"  # a hook from elsewhere would be fetched, unpinned by our locks
    assert {hook["name"]: shlex.join(shlex.split(hook["entry"])) for hook in source["hooks"]} == fast
