"""Audited actions: each runs in one transaction, and the history rows that it causes say who did what and why."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

import pghistory
from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")
LABELS: dict[str, str] = {}  # "meetings.minutes.release": "Frigav referat"
_OWNERS: dict[str, tuple[str, str]] = {}  # the module and function that each of them names
# The history context and the `by` of each audited action under way, the outermost first
_under_way: ContextVar[tuple[tuple[Any, Any], ...]] = ContextVar("acts under way", default=())
VIA = {
    "mail-link": "via link i mail",
    "mail": "via link i mail",
    "page": "på siden",
    "secretariat": "af sekretariatet",
    "admin": "i administrationen",
}


def audited(label: str, *, formerly: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function atomic and audited; `label` is what the history calls it, in Danish and in the past tense.

    `formerly` is the function's earlier name, which older history rows have.
    Reads the keyword arguments `by` (Member or None for the system), `reason` and `via` (a key of `VIA`) of the call
    and stores them beside every history row, with the action's name: app, subject and function. An action that is part
    of another one goes on record as that one, and adds what it leaves unsaid: a reason, say.
    """

    def decorator(function: Callable[P, R]) -> Callable[P, R]:
        name = name_of(function)
        owner = (function.__module__, function.__qualname__)
        if _OWNERS.setdefault(name, owner) != owner:
            raise ValueError(f"two audited actions are called {name}")
        LABELS[name] = label
        if formerly:
            LABELS[f"{name.rpartition('.')[0]}.{formerly}"] = label

        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by: Any = kwargs.get("by")
            told = {
                "verb": name,
                "user": getattr(by, "pk", None),
                "name": getattr(by, "name", "") or "systemet",
                "reason": kwargs.get("reason") or "",
                "via": kwargs.get("via") or "",
            }
            with transaction.atomic(), pghistory.context(**_unsaid(told)) as history:
                outer = _under_way.set((*_under_way.get(), (history, by)))
                try:
                    return function(*args, **kwargs)
                finally:
                    _under_way.reset(outer)

        return run

    return decorator


def _unsaid(told: dict[str, Any]) -> dict[str, Any]:
    """Of what an action tells, what the one that it is part of has not said: all of it, when it is part of none."""
    under_way = _under_way.get()
    if not under_way:
        return told
    said = under_way[0][0].metadata
    unsaid = {name: value for name, value in told.items() if not said.get(name)}
    return unsaid | ({"name": told["name"]} if unsaid.get("user") else {})  # somebody does a part for the system


def act_under_way() -> UUID | None:
    """The id of the history context of the audited action under way; None outside one, and in a part of another."""
    under_way = _under_way.get()
    return under_way[0][0].id if len(under_way) == 1 else None


def doer() -> Any:
    """The member who does the audited action under way (the outermost one that names somebody); None for the system."""
    return next((by for _, by in _under_way.get() if by), None)


def name_of(function: Callable[..., Any]) -> str:
    """`meetings.minutes.release` for the function `release` anywhere in the subject `meetings.minutes`."""
    return ".".join([*function.__module__.split(".")[:2], function.__name__])


def label_of(name: str) -> str:
    """What the history calls an action. Rows older than the subjects name the function alone."""
    if name in LABELS:
        return LABELS[name]
    older = (label for known, label in LABELS.items() if known.rpartition(".")[2] == name)
    return next(older, name.replace("_", " "))
