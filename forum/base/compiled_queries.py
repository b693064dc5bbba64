"""Queries that are compiled once for each viewer: on a busy page Django's compiling costs more than the database.

A compiled query is made from the viewer (and other hashable words) alone, so two viewers that differ in anything never
share one. What changes from call to call, the meeting or the moment, stands in it as a `Param`. No other module runs
SQL that a queryset does not run itself.
"""

from __future__ import annotations

import functools
from collections import namedtuple
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import BigIntegerField, Expression, Field, QuerySet
from django.db.models.query import ModelIterable, get_related_populators

KEPT = 1000  # statements a query: some members in some states; the longest are four kilobytes
COMPILED: list[Callable[..., Any]] = []  # for the test that each is made from its words alone

Row = tuple[Any, ...]


class Param(Expression):
    """A placeholder in a compiled query: its value is given by name when the query runs."""

    def __init__(self, name: str, output_field: Field[Any, Any] | None = None) -> None:
        super().__init__(output_field=output_field or BigIntegerField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


def compiled(build: Callable[..., QuerySet[Any, Any]]) -> Callable[..., list[Any]]:
    """Makes `build(viewer, ...)` into a function that returns the rows of the queryset that `build` returns.

    Positional arguments go to `build` and must be hashable; keyword arguments are the values of its `Param`s. `build`
    must neither ask the clock nor the database. A queryset of models gives models, with the parents that its
    `select_related` names; `loaded` of each is the row it was made from, with its parents' columns. A `values_list`
    gives named tuples with the driver's values.
    """

    @functools.lru_cache(maxsize=KEPT)
    def statement(*words: Any) -> _Statement | None:
        try:
            return _Statement.of(build(*words))
        except EmptyResultSet:  # nothing this viewer might see
            return None

    @functools.wraps(build)
    def run(*words: Any, **given: Any) -> list[Any]:
        made = statement(*words)
        return made.rows(given) if made else []

    COMPILED.append(run)
    return run


@dataclass(frozen=True)
class _Statement:
    """The SQL of a queryset, its parameters (values and `Param`s), and what makes a model of a row, if anything."""

    sql: str
    params: Row
    model_of: Callable[[Row], Any] | None

    @classmethod
    def of(cls, queryset: Any) -> _Statement:
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        is_models = queryset._iterable_class is ModelIterable
        return cls(sql, tuple(params), _model_maker(compiler) if is_models else None)

    def rows(self, given: dict[str, Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                self.sql, [given[value.name] if isinstance(value, Param) else value for value in self.params]
            )
            if self.model_of:
                return [self.model_of(row) for row in cursor.fetchall()]
            row = _named(*(column.name for column in cursor.description))
            return [row(*values) for values in cursor.fetchall()]


def _model_maker(compiler: Any) -> Callable[[Row], Any]:
    """Makes instances from rows as Django's own `ModelIterable` does. Raises TypeError for what is no column."""
    select, info = compiler.select, compiler.klass_info
    if compiler.annotation_col_map:
        raise TypeError("a compiled query of models has columns alone")
    converters = compiler.get_converters(column for column, *_ in select)
    first, last = info["select_fields"][0], info["select_fields"][-1]
    names = [column.target.attname for column, *_ in select[first : last + 1]]
    populators: Any = get_related_populators  # the type stubs are of a later Django, with one argument more
    parents = populators(info, select, DEFAULT_DB_ALIAS)

    def model_of(row: Row) -> Any:
        if converters:
            row = tuple(next(compiler.apply_converters([row], converters)))
        made = info["model"].from_db(DEFAULT_DB_ALIAS, names, row[first : last + 1])
        for parent in parents:
            parent.populate(row, made)
        made.loaded = row
        return made

    return model_of


@functools.cache
def _named(*names: str) -> Callable[..., Any]:
    return namedtuple("Row", names)
