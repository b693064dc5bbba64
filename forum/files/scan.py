"""Virus scanning by clamd, when there is one (CLAMD_SOCKET: a socket's path, or host:port)."""

from __future__ import annotations

import socket
import struct

import structlog
from django.conf import settings

from forum.files.content import Refused

log = structlog.get_logger(__name__)

CHUNK = 64 * 1024
TIMEOUT = 30


def is_clean(data: bytes) -> bool:
    """True when scanned and clean, False when no scanner is configured.

    Raises Refused for a virus, and when the configured scanner does not answer: unscanned must not pass for scanned.
    """
    if not settings.CLAMD_SOCKET:
        return False
    try:
        answer = _ask(data)
    except OSError as error:
        log.error("clamd does not answer", error=str(error))
        raise Refused("Virusscanneren svarer ikke lige nu. Prøv igen om lidt.") from None
    if answer.endswith("FOUND"):
        log.warning("virus refused", answer=answer)
        raise Refused("Virusscanneren afviste filen. Kontakt jeres it-afdeling, før du prøver igen.")
    if not answer.endswith("OK"):
        log.error("clamd complains", answer=answer)
        raise Refused("Filen kunne ikke scannes for virus. Prøv igen om lidt.")
    return True


def _ask(data: bytes) -> str:
    """clamd's INSTREAM: chunks with their length before them, then a zero."""
    with _connect() as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            connection.sendall(struct.pack(">I", len(chunk)) + chunk)
        connection.sendall(struct.pack(">I", 0))
        answer = b""
        while part := connection.recv(4096):
            answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connect() -> socket.socket:
    where = settings.CLAMD_SOCKET
    host, colon, port = where.rpartition(":")
    if colon and port.isdigit():
        return socket.create_connection((host, int(port)), timeout=TIMEOUT)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(TIMEOUT)
    connection.connect(where)
    return connection
