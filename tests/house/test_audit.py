"""Whoever changes something goes on record: every public function of an actions file that writes is audited."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

from tests.house.test_code import CODE, ROOT, relative

# Methods of managers, rows and relations that write, and our own verbs that do
METHODS = {
    "save", "create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create", "set",
    "clear", "set_picture", "create_user", "execute", "set_aside", "take_in",
}  # fmt: skip
NO_WRITERS = {"cache.set", "cache.delete"}
OURS = {"forum", "meetings", "recommendations"}
LAYER = {"actions", "corrections", "load", "retention", "restore", "reminders", "promises"}
# Write without a label of their own, and why nothing goes unrecorded for it
PART_OF_ANOTHER = {
    "forum/copies/actions.py ask_for_copy": "within the audited act that keeps the file, and the planner's",
    "forum/copies/actions.py forget_copies": "retention: what was made of files that are gone",
    "forum/front/actions/digest.py plan": "the machine's mail, in the outbox for all to see",
    "forum/membership/actions/grants.py give": "within the audited act that lets somebody in",
    "forum/membership/actions/grants.py person": "within the audited act that lets somebody in",
    "forum/membership/actions/grants.py take_back": "within the audited act that ends it",
    "forum/membership/actions/invitations.py make_way_for": "within the audited invitation",
    "forum/membership/actions/join_requests.py forget": "retention: what a stranger wrote goes for good",
    "forum/membership/actions/organisations.py new_supplier": "within the audited opening of a seat",
    "forum/membership/actions/seats.py end_all_holdings": "within the audited `leave`",
    "forum/receivers/actions.py forget_addresses": "retention: strangers' addresses are in no history",
    "forum/signin/actions.py pretend_to_send_code": "writes what it takes back at once",
    "forum/signin/actions.py send_code": "its mail is in the outbox; a code is on no record",
    "meetings/agenda/actions/attachments.py add_uploads": "keeps each file by the audited `add_attachment`",
    "meetings/agenda/actions/order.py move": "within the audited move of an item or a pause",
    "meetings/agenda/actions/order.py number": "within the audited acts that change an agenda",
    "meetings/agenda/actions/order.py put_back": "within the audited return of an item or a pause",
    "meetings/agenda/actions/order.py put_in": "within the audited additions to an agenda",
    "meetings/agenda/actions/order.py take_in_late": "within the audited release of an agenda",
    "meetings/agenda/actions/writers.py note_writing": "a sign of life, worth nothing after a minute",
    "meetings/agenda/actions/writers.py stop_writing": "a sign of life, worth nothing after a minute",
    "meetings/attendance/actions.py end_stand_in": "within the audited answer",
    "meetings/convocation/actions/answers.py ask_anew": "within the audited move of a meeting",
    "meetings/convocation/actions/answers.py void_answers": "within the audited undo of an act",
    "meetings/convocation/actions/convene.py call_newcomers": "the planner's mail, in the outbox for all to see",
    "meetings/convocation/actions/guest_mail.py call_off_one": "within the audited act that takes a guest off",
    "meetings/convocation/actions/guest_mail.py call_off": "within the audited cancellation of a meeting",
    "meetings/convocation/actions/guest_mail.py follow_agenda": "within the audited release of an agenda",
    "meetings/convocation/actions/guest_mail.py follow_move": "within the audited move of a meeting",
    "meetings/convocation/actions/guest_mail.py invite_again": "within the audited act that sends it again",
    "meetings/convocation/actions/guest_mail.py remind": "the planner's mail, in the outbox for all to see",
    "meetings/convocation/actions/guest_mail.py tell_of_change": "within the audited act that changes it",
    "meetings/convocation/actions/guest_mail.py tell_of_invitation": "within the audited convocation or invitation",
    "meetings/convocation/actions/invited.py call_off_invited": "within the audited cancellation of a meeting",
    "meetings/convocation/actions/invited.py end_invitation": "within the audited act that ends the invitation",
    "meetings/convocation/actions/invited.py tell_of_move": "within the audited move of a meeting",
    "meetings/convocation/actions/invited.py queue_both": "within the audited convocation",
    "meetings/convocation/actions/queue_mail.py queue_all": "within the actions that cause the mails",
    "meetings/convocation/actions/queue_mail.py queue": "within the actions that cause the mail, and the planner",
    "meetings/convocation/actions/reminders.py plan_mail": "the planner's mail, in the outbox for all to see",
    "meetings/convocation/actions/substitutes.py call_off": "within the audited act that empties the answers",
    "meetings/convocation/actions/substitutes.py end_with_seat": "within the audited act that takes the seat",
    "meetings/convocation/actions/withdraw.py withdraw_stand_in": "within the audited answer that calls somebody off",
    "meetings/convocation/actions/withdraw.py withdraw": "within the audited act that takes the seat",
    "meetings/followup/reminders.py queue_now": "within the audited `remind`",
    "meetings/followup/reminders.py plan_reminders": "the planner's mail, in the outbox for all to see",
    "meetings/minutes/actions/decisions.py carry_out_delegations": "within the audited approval of minutes",
    "meetings/minutes/actions/lock.py lock_for_edit": "within every audited edit of minutes",
    "meetings/minutes/actions/lock.py send_unsent": "within the audited release of minutes, and their taking back",
    "meetings/minutes/actions/lock.py take_partners_back": "within the audited undo of an act",
    "meetings/minutes/actions/pdf.py put_pdf": "within the audited order of a PDF, and the approval of minutes",
    "meetings/minutes/actions/remarks.py tell_awaited": "within the audited release and approval of minutes",
    "meetings/minutes/actions/send_approved.py send_approved": "within the audited approval of minutes",
    "recommendations/retention.py forget_addresses": "retention: strangers' addresses are in no history",
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
    return any(_dotted(call) in {"audited", "undoable"} for call in calls)


@functools.cache
def _module(dotted: str) -> tuple[dict[str, ast.FunctionDef], dict[str, str]]:
    """The functions of one of our modules, and what its imports call: »queue_mail« is »meetings.….queue_mail«."""
    path = ROOT.joinpath(*dotted.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return _read(file) if file.is_file() else ({}, {})


@functools.cache
def _read(file: Path) -> tuple[dict[str, ast.FunctionDef], dict[str, str]]:
    tree = ast.parse(file.read_text())
    names = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in OURS
        for alias in node.names
    }
    return _functions(tree), names


def _called(name: str, names: dict[str, str]) -> str:
    """The function of ours that a name in a call stands for, with its module; "" for any other."""
    first, _, rest = name.partition(".")
    return f"{names[first]}.{rest}".rstrip(".") if first in names else ""


@functools.cache
def _of_ours_writes(function: str) -> bool:
    """Whether an imported function writes and is not audited; one that asks itself in a circle does not by that."""
    module, _, name = function.rpartition(".")
    functions, names = _module(module)
    if name in names:  # handed on by a package
        return _of_ours_writes(names[name])
    found = functions.get(name)
    return found is not None and not _is_audited(found) and _writes(found, functions, names, frozenset({name}))


def _writes(
    function: ast.FunctionDef, functions: dict[str, ast.FunctionDef], names: dict[str, str], seen: frozenset[str]
) -> bool:
    """Whether it writes by itself, or through functions that are not audited, of its file or of another of ours."""
    for call in (node.func for node in ast.walk(function) if isinstance(node, ast.Call)):
        name = _dotted(call)
        if isinstance(call, ast.Attribute) and call.attr in METHODS and name not in NO_WRITERS:
            return True
        other = functions.get(name)
        if other and name not in seen and not _is_audited(other) and _writes(other, functions, names, seen | {name}):
            return True
        if _of_ours_writes(_called(name, names)):
            return True
    return False


def _unrecorded(path: Path) -> Iterator[str]:
    functions, names = _read(path)
    for name, function in functions.items():
        if name.startswith("_") or _is_audited(function):
            continue
        if _writes(function, functions, names, frozenset({name})):
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
        "from forum.base import states\n"
        "from meetings.convocation.actions import queue_mail, meeting\n"
        "from meetings.convocation.actions.convene import call_newcomers as call\n"
        "@audited('Rettede')\ndef fine(*, row): row.save()\n"
        "def bad(*, row): row.save()\n"
        "def worse(*, row): _inner(row)\n"
        "def _inner(row): states.move(row, 'x')\n"
        "def reads(*, row): return row.title\n"
        "def asks(*, row): fine(row=row)\n"
        "def asks_elsewhere(*, now): meeting.hold_past(now=now)\n"
        "def elsewhere(*, row): queue_mail.queue(row)\n"
        "def far(*, row): call(row)\n"
        "def raw(*, cursor): cursor.execute('DELETE')\n"
        "def many(*, rows): Row.objects.bulk_update(rows, ['x'])\n"
        "def keeps(*, row): cache.set('x', row)\n"
    )
    assert [line.removeprefix("actions.py ") for line in _unrecorded(bad)] == [
        "bad", "worse", "elsewhere", "far", "raw", "many",
    ]  # fmt: skip
