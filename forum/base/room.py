"""Whether there is room on the disk, and whether an error says that there is none."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}  # the disk, the user's share of it, the largest file allowed
DATABASE_IS_FULL = "53100"  # PostgreSQL's disk_full


def no_room(error: BaseException | None) -> bool:
    """True for an error that a full disk is the cause of, ours or the database's."""
    while error is not None:
        if (isinstance(error, OSError) and error.errno in FULL) or getattr(error, "sqlstate", "") == DATABASE_IS_FULL:
            return True
        error = error.__cause__
    return False


def free_bytes(path: Path) -> int:
    """What is left on the disk that holds the path, or will hold it."""
    while not path.exists():
        path = path.parent
    return shutil.disk_usage(path).free
