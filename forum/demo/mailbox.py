"""The demo's mailbox: mails that the sink keeps as files, read newest first."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.utils.http import content_disposition_header

NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,80}")
# What a browser may be told a file is; anything else is plain bytes
KNOWN_TYPES = {"application/pdf", "text/calendar", "image/png", "image/jpeg"}


@dataclass(frozen=True)
class MailFile:
    name: str
    content_type: str
    content: bytes

    @property
    def disposition(self) -> str:
        return content_disposition_header(True, self.name) or "attachment"


@dataclass(frozen=True)
class CaughtMail:
    name: str
    subject: str
    sender: str
    to: str
    date: datetime | None
    text: str = ""
    html: str = ""
    files: list[MailFile] = field(default_factory=list)


def newest(limit: int) -> list[CaughtMail]:
    """Only the heads: a list of a hundred reports must not read a hundred PDFs."""
    if not settings.MAILSINK_DIR:
        return []
    paths = sorted(Path(settings.MAILSINK_DIR).glob("*.eml"), reverse=True)[:limit]
    return [_headed(path.stem, _message(_head_of(path))) for path in paths]


def read(name: str) -> CaughtMail | None:
    """One mail with its parts, or None. The name never leaves the mailbox's folder."""
    if not settings.MAILSINK_DIR or not NAME.fullmatch(name):
        return None
    path = Path(settings.MAILSINK_DIR) / f"{name}.eml"
    if not path.is_file():
        return None
    message = _message(path.read_bytes())
    mail = _headed(name, message)
    return CaughtMail(
        name=name,
        subject=mail.subject,
        sender=mail.sender,
        to=mail.to,
        date=mail.date,
        text=_body(message, "plain"),
        html=_body(message, "html"),
        files=[_file(part) for part in message.walk() if _is_file(part)],
    )


def _head_of(path: Path) -> bytes:
    with path.open("rb") as file:
        head = file.read(16_384)
    return re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]


def _message(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _headed(name: str, message: EmailMessage) -> CaughtMail:
    try:
        date: datetime | None = parsedate_to_datetime(str(message["Date"]))
    except (TypeError, ValueError):
        date = None
    if date is not None and date.tzinfo is None:  # "-0000": UTC, whereabouts not said
        date = date.replace(tzinfo=UTC)
    return CaughtMail(
        name=name,
        subject=str(message["Subject"] or "").strip() or "(uden emne)",  # a folded one begins with a space
        sender=str(message["From"] or ""),
        to=str(message["X-Envelope-To"] or message["To"] or ""),
        date=date,
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    content = part.get_content() if part is not None else ""
    return content if isinstance(content, str) else ""


def _is_file(part: EmailMessage) -> bool:
    if part.is_multipart():
        return False
    return part.get_filename() is not None or part.get_content_type() not in {"text/plain", "text/html"}


def _file(part: EmailMessage) -> MailFile:
    kind = part.get_content_type()
    name = part.get_filename() or ("invitation.ics" if kind == "text/calendar" else "fil")
    raw = part.get_payload(decode=True)
    return MailFile(
        name=name,
        content_type=kind if kind in KNOWN_TYPES else "application/octet-stream",
        content=raw if isinstance(raw, bytes) else b"",
    )
