"""The loops' signs of life become unlogged sequences (forum/base/heartbeat.py says why).

Rows `beat` and `sender` stay in the table of marks: the release before still reads and writes them.
"""

from typing import Any

from django.db import migrations

SEQUENCES = ("forum_loop_beat", "forum_loop_sender")


def create(apps: Any, schema_editor: Any) -> None:
    # PostgreSQL 14 has no unlogged sequences; there the log grows as it did
    kind = "UNLOGGED SEQUENCE" if schema_editor.connection.pg_version >= 150000 else "SEQUENCE"
    for name in SEQUENCES:
        schema_editor.execute(f"CREATE {kind} {name}")


def drop(apps: Any, schema_editor: Any) -> None:
    for name in SEQUENCES:
        schema_editor.execute(f"DROP SEQUENCE {name}")


class Migration(migrations.Migration):
    dependencies = [("forum", "0010_stored_vectors")]
    operations = [migrations.RunPython(create, drop)]
