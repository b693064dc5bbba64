"""The backend that `ENGINE` names: Django's own, whose connections do not wait for ever."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from forum.base.postgresql.patience import CHECK, CONNECT, CONNECT_LEAST, Connection, patience, waiting


class DatabaseWrapper(base.DatabaseWrapper):
    Database: Any = SimpleNamespace(**(vars(psycopg) | {"connect": Connection.connect}))

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        with waiting(CONNECT_LEAST) as seconds:
            return super().get_new_connection(conn_params | {"connect_timeout": min(CONNECT, int(seconds))})

    def is_usable(self) -> bool:
        with patience(CHECK):
            return bool(super().is_usable())
