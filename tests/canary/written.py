"""Which tables a piece of work writes to: counted by PostgreSQL itself, and read in every statement that is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

# Anywhere in a statement: an audited write begins with SELECT set_config, another with WITH, a third with a SELECT
WRITE = re.compile(
    r'\b(?:INSERT\s+INTO|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE(?:\s+TABLE)?|COPY|UPDATE)\s+(?:ONLY\s+)?"?(\w+)"?',
    re.IGNORECASE,
)
LOCK = re.compile(r"\bFOR\s+(?:NO\s+KEY\s+)?UPDATE\b", re.IGNORECASE)
# Rows made, changed and deleted in this transaction, by triggers and functions too; undone savepoints are counted
COUNTED = """
    SELECT json_object_agg(relname, rows)::text
    FROM (SELECT relname, pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)
                          + pg_stat_get_xact_tuples_deleted(oid) AS rows
          FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace) AS counted
    WHERE rows > 0
"""


@contextmanager
def written() -> Iterator[set[str]]:
    """Fills the set with the names of the tables, at the latest when the block ends.

    A table is named when a row of it was written, and also when a statement would have written rows had there been
    any. Needs a transaction around it.
    """
    tables: set[str] = set()

    def read(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        tables.update(WRITE.findall(LOCK.sub("", str(sql))))
        return execute(sql, params, many, context)

    before = _counted()
    with connection.execute_wrapper(read):
        yield tables
    after = _counted()
    if after != before:  # mostly nothing was written, and the text alone tells
        rows_before = json.loads(before)
        tables.update(table for table, rows in json.loads(after).items() if rows != rows_before.get(table, 0))


def _counted() -> str:
    """The tables with rows written in this transaction, and how many, as JSON."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        return cursor.fetchone()[0] or "{}"
