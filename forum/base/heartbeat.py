"""Signs of life of the loops, and marks of backup and restore."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection, models


def beat(loop: str, now: datetime) -> None:
    """Note that the loop (`beat` or `sender`) runs at this moment (kept in whole seconds).

    The note is the value of an unlogged sequence, since that alone leaves nothing in PostgreSQL's log (WAL). A row
    would, even in an unlogged table, whose transactions' ends are logged: then 16 MB would be archived every five
    minutes on a site where nothing happens. It counts at once, whatever becomes of the transaction around it. A crash
    or a restore sets it back to 1970: the loop is silent until its next beat.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(%s::regclass, %s)", [f"forum_loop_{loop}", int(now.timestamp())])


def last_beats() -> dict[str, datetime]:
    """When each loop last ran; 1970 when it never did."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 'beat', last_value FROM forum_loop_beat"
            " UNION ALL SELECT 'sender', last_value FROM forum_loop_sender"
        )
        return {loop: datetime.fromtimestamp(at, UTC) for loop, at in cursor.fetchall()}


class Heartbeat(models.Model):
    """A moment that must outlive a crash: a base backup was last made, or the database was restored from one."""

    BACKUP = "backup"  # written by tools/deploy/base_backup.sh
    RESTORED = "restored"  # mail made before that moment is held

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

    @classmethod
    def mark(cls, name: str, now: datetime) -> None:
        cls.objects.update_or_create(name=name, defaults={"at": now})
