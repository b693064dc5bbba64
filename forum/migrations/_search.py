"""The columns that search looks in, see `forum.base.search_index.StoredVector`."""

import string

from django.db import migrations


def store_vector(table: str, title: str, *body: str) -> migrations.RunSQL:
    """An operation that adds `vector` to the table, a tsvector of the named text columns, and its index."""
    vector = _weighted("A", title) + (" || " + _weighted("B", *body) if body else "")
    return migrations.RunSQL(
        [
            "SET LOCAL statement_timeout = 0",  # every row's vector is made now: a minute for 100,000 paragraphs
            f'ALTER TABLE "{table}" ADD COLUMN "vector" tsvector GENERATED ALWAYS AS ({vector}) STORED',
            f'CREATE INDEX "{table}_vector" ON "{table}" USING gin ("vector")',
            "SET LOCAL statement_timeout TO DEFAULT",
        ],
        [f'ALTER TABLE "{table}" DROP COLUMN "vector"'],
    )


def _weighted(weight: str, *columns: str) -> str:
    text = " || ' ' || ".join(f"coalesce(\"{column}\", '')" for column in columns)
    marks, spaces = string.punctuation.replace("'", "''"), " " * len(string.punctuation)
    return f"setweight(to_tsvector('danish'::regconfig, translate({text}, '{marks}', '{spaces}')), '{weight}')"
