"""The audit trail's context: every action runs in one transaction and signs the history rows it causes."""

import functools
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import pghistory
from django.db import transaction

P = ParamSpec("P")
R = TypeVar("R")
known: set[str] = set()  # the names of all verbs, for the test that each has a Danish one


def verb(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function in `actions/` atomic and audited.

    Reads the keyword arguments `by` (Member or None for the system), `reason` and `via` ("mail-link", "admin")
    of the call and writes them, with the verb's name, beside every history row.
    """

    known.add(function.__name__)

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        by: Any = kwargs.get("by")
        context = {
            "verb": function.__name__,
            "user": getattr(by, "pk", None),
            "name": getattr(by, "name", "") or "systemet",
            "reason": kwargs.get("reason") or "",
            "via": kwargs.get("via") or "",
        }
        with transaction.atomic(), pghistory.context(**context):
            return function(*args, **kwargs)

    return run
