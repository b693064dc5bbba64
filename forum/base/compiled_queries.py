"""Queries that are compiled once for each viewer: on a busy page Django's compiling costs more than the database.

A compiled query is made from the viewer (and other hashable words) alone, so two viewers that differ in anything never
share one. What changes from call to call, the meeting or the moment, stands in it as a `Param`.
"""

from __future__ import annotations

import functools
from collections import namedtuple
from collections.abc import Callable
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, Expression, Field, QuerySet

KEPT = 1000  # statements a query: some members in some states; the longest are two kilobytes
COMPILED: list[Callable[..., Any]] = []  # for the test that each is made from its words alone


class Param(Expression):
    """A placeholder in a compiled query: its value is given by name when the query runs."""

    def __init__(self, name: str, output_field: Field[Any, Any] | None = None) -> None:
        super().__init__(output_field=output_field or BigIntegerField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


def compiled(build: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[Any]]:
    """Makes `build(viewer, ...)`, which returns a `values_list`, into a function that returns its rows.

    Positional arguments go to `build` and must be hashable; keyword arguments are the values of its `Param`s. `build`
    must neither ask the clock nor the database. Rows are named tuples with the driver's values.
    """

    @functools.lru_cache(maxsize=KEPT)
    def statement(*words: Any) -> tuple[str, tuple[Any, ...]] | None:
        try:
            return build(*words).query.sql_with_params()
        except EmptyResultSet:  # nothing this viewer might see
            return None

    @functools.wraps(build)
    def run(*words: Any, **given: Any) -> list[Any]:
        made = statement(*words)
        if made is None:
            return []
        sql, params = made
        with connection.cursor() as cursor:
            cursor.execute(sql, [given[value.name] if isinstance(value, Param) else value for value in params])
            row = _row(*(column.name for column in cursor.description))
            return [row(*values) for values in cursor.fetchall()]

    COMPILED.append(run)
    return run


@functools.cache
def _row(*names: str) -> Callable[..., Any]:
    return namedtuple("Row", names)
