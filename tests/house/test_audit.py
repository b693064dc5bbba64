"""Whoever changes something goes on record: every public function of an actions file that writes is audited."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.test_code import CODE, relative

# Methods of managers, rows and relations that write, and our own verbs that do
METHODS = {
    "save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create", "set",
    "clear", "set_picture", "create_user",
}  # fmt: skip
VERBS = {"states.move", "move", "remove", "restore", "removal.remove", "removal.restore", "outbox.queue", "queue.put"}
LAYER = {"actions", "corrections", "load", "retention", "restore", "reminders", "promises"}
# Write without a label of their own, and why nothing goes unrecorded for it
PART_OF_ANOTHER = {
    "forum/front/actions/digest.py plan": "the machine's mail, in the outbox for all to see",
    "forum/membership/actions/join_requests.py forget": "retention: what a stranger wrote goes for good",
    "forum/membership/actions/seats.py end_all_holdings": "within the audited `leave`",
    "forum/signin/actions.py pretend_to_send_code": "writes what it takes back at once",
    "forum/signin/actions.py send_code": "its mail is in the outbox; a code is on no record",
    "meetings/agenda/actions/items.py take_in_late": "within the audited release of an agenda",
    "meetings/convocation/actions/queue_mail.py queue": "within the actions that cause the mail, and the planner",
    "meetings/convocation/actions/withdraw.py withdraw": "within the audited act that takes the seat",
    "meetings/followup/reminders.py plan_reminders": "the planner's mail, in the outbox for all to see",
    "meetings/minutes/actions/decisions.py carry_out_delegations": "within the audited approval of minutes",
    "meetings/minutes/actions/lock.py lock_for_edit": "within every audited edit of minutes",
}


def _dotted(node: ast.expr) -> str:
    """`states.move` of the function in a call; the last two names at most."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = node.value.id + "." if isinstance(node.value, ast.Name) else ""
        return before + node.attr
    return ""


def _functions(tree: ast.Module) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def _is_audited(function: ast.FunctionDef) -> bool:
    calls = (each.func for each in function.decorator_list if isinstance(each, ast.Call))
    return any(_dotted(call) == "audited" for call in calls)


def _writes(function: ast.FunctionDef, functions: dict[str, ast.FunctionDef], seen: frozenset[str]) -> bool:
    """Whether it writes by itself, or through functions of its file that are not audited."""
    for call in (node.func for node in ast.walk(function) if isinstance(node, ast.Call)):
        name = _dotted(call)
        if name in VERBS or (isinstance(call, ast.Attribute) and call.attr in METHODS):
            return True
        other = functions.get(name)
        if other and name not in seen and not _is_audited(other) and _writes(other, functions, seen | {name}):
            return True
    return False


def _unrecorded(path: Path) -> Iterator[str]:
    functions = _functions(ast.parse(path.read_text()))
    for name, function in functions.items():
        if not name.startswith("_") and not _is_audited(function) and _writes(function, functions, frozenset({name})):
            yield f"{relative(path)} {name}"


def test_every_action_that_writes_is_audited() -> None:
    layer = [path for path in CODE if LAYER & {path.stem, path.parent.name} and "demo" not in path.parts]
    assert len(layer) > 25
    found = {name for path in layer for name in _unrecorded(path)}
    assert found - set(PART_OF_ANOTHER) == set()
    assert set(PART_OF_ANOTHER) - found == set()  # an exception that is none any more


def test_the_rule_can_fail(tmp_path: Path) -> None:
    bad = tmp_path / "actions.py"
    bad.write_text(
        "@audited('Rettede')\ndef fine(*, row): row.save()\n"
        "def bad(*, row): row.save()\n"
        "def worse(*, row): _inner(row)\n"
        "def _inner(row): states.move(row, 'x')\n"
        "def reads(*, row): return row.title\n"
        "def asks(*, row): fine(row=row)\n"
    )
    assert list(_unrecorded(bad)) == ["actions.py bad", "actions.py worse"]
