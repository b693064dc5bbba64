"""Signed links: each is good for its own thing alone, so no two of them are signed with the same salt."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator

from tests.house.test_code import CODE, relative


def _salts() -> Iterator[tuple[str, str]]:
    """(salt, file) of every signer and of every constant SALT."""
    for path in CODE:
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.keyword):
                names = [node.arg]
            elif isinstance(node, ast.Assign):
                names = [target.id.lower() for target in node.targets if isinstance(target, ast.Name)]
            else:
                continue
            if "salt" in names and isinstance(node.value, ast.Constant):
                yield str(node.value.value), relative(path)


def test_every_kind_of_link_has_a_salt_of_its_own() -> None:
    found = sorted(_salts())
    assert len(found) >= 6
    assert [salt for salt, number in Counter(salt for salt, _ in found).items() if number > 1] == []
