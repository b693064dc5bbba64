"""What the standards ask of a mail: each check takes the bytes that leave and returns what is wrong, in English."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

Check = Callable[[bytes, EmailMessage], list[str]]
ONCE = ("Date", "From", "To", "Subject", "Message-ID", "In-Reply-To", "References", "MIME-Version", "Content-Type")


def parsed(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def faults(raw: bytes) -> list[str]:
    """All that all checks find."""
    mail = parsed(raw)
    return [fault for check in CHECKS for fault in check(raw, mail)]


def _leaves(mail: EmailMessage) -> list[EmailMessage]:
    return [part for part in mail.walk() if not part.is_multipart()]


def defects(raw: bytes, mail: EmailMessage) -> list[str]:
    """RFC 5322 and RFC 2045: a strict parser finds nothing to mend, in any part, its coding or a header."""
    for part in _leaves(mail):
        part.get_payload(decode=True)  # what is wrong with its coding is noted when it is decoded
    found = [type(defect).__name__ for part in mail.walk() for defect in part.defects]
    headers: list[Any] = [value for part in mail.walk() for value in part.values()]
    return found + [type(defect).__name__ for value in headers for defect in getattr(value, "defects", ())]


def headers_once(raw: bytes, mail: EmailMessage) -> list[str]:
    """RFC 5322, 3.6: each of these headers at most once; From, Date and (SHOULD) Message-ID there."""
    counts = Counter(name.lower() for name, _ in mail.items())
    found = [f"{name} {counts[name.lower()]} times" for name in ONCE if counts[name.lower()] > 1]
    return found + [
        f"no {name}" for name in ("From", "Date", "To", "Subject", "Message-ID") if not counts[name.lower()]
    ]


def line_lengths(raw: bytes, mail: EmailMessage) -> list[str]:
    """RFC 5322, 2.1.1: no line over 998 characters, none of ours over 78 but a header that cannot be folded; CRLF."""
    lines = raw.split(b"\r\n")
    found = [f"a bare line end: {line[:40]!r}" for line in lines if b"\n" in line or b"\r" in line]
    head = raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    found += [f"a line of {len(line)}" for line in lines if len(line) > 998]
    return found + [
        f"a header line of {len(line)}" for line in head if len(line) > 78 and b" " in line.strip(b" ")[30:]
    ]


def readable_subject(raw: bytes, mail: EmailMessage) -> list[str]:
    """RFC 5322, 2.2.3: a header is not folded before its first word, which readers show as a space."""
    subject = str(mail["Subject"] or "")
    return [] if subject and subject == subject.strip() else [f"Subject {subject!r}"]


def ids_and_date(raw: bytes, mail: EmailMessage) -> list[str]:
    """RFC 5322, 3.6.1, 3.6.2 and 3.6.4: a Message-ID is <left@right>, a Date one that can be read, From one address."""
    ids = [str(mail[name]) for name in ("Message-ID", "In-Reply-To", "References") if mail[name]]
    found = [f"id {text!r}" for text in ids if not re.fullmatch(r"<[^<>@\s]+@[^<>@\s]+>", text.strip())]
    date: Any = mail["Date"]
    if date is None or not isinstance(date.datetime, datetime):
        found.append("no readable Date")
    sender: Any = mail["From"]
    return (
        found if sender is not None and len(sender.addresses) == 1 and sender.addresses[0].domain else [*found, "From"]
    )


def parameters_once(raw: bytes, mail: EmailMessage) -> list[str]:
    """RFC 2045, 5.1: no parameter of a Content-Type twice."""
    found = []
    unfolded = re.sub(rb"\r\n[ \t]+", b" ", raw)
    for line in re.findall(rb"(?im)^Content-Type:[^\r\n]*", unfolded):
        names = Counter(re.findall(rb";\s*([^=;\s]+)=", line.lower()))
        found += [f"{name.decode()} {number} times" for name, number in names.items() if number > 1]
    return found


def seven_bit(raw: bytes, mail: EmailMessage) -> list[str]:
    """RFC 6376, 5.3: only 7bit, quoted-printable and base64, which no server on the way codes anew, so DKIM holds."""
    codings = {str(part.get("Content-Transfer-Encoding", "7bit")).lower() for part in _leaves(mail)}
    found = [f"coded as {coding}" for coding in sorted(codings - {"7bit", "quoted-printable", "base64"})]
    return found if raw.isascii() else [*found, "not ASCII"]


def alternatives(raw: bytes, mail: EmailMessage) -> list[str]:
    """RFC 2046, 5.1.4: the plainest first: text, HTML, then (RFC 6047) the calendar."""
    order = ["text/plain", "text/html", "text/calendar"]
    for part in mail.walk():
        if part.get_content_type() == "multipart/alternative":
            kinds = [leaf.get_content_type() for leaf in part.iter_parts()]
            return [] if kinds in (order[:2], order) else [f"alternatives {kinds}"]
    return ["no alternatives"]


def language(raw: bytes, mail: EmailMessage) -> list[str]:
    """RFC 3282: the language it is written in."""
    return [] if mail["Content-Language"] == "da" else [f"Content-Language {mail['Content-Language']}"]


def signature(raw: bytes, mail: EmailMessage) -> list[str]:
    """RFC 3676, 4.3: what stands under the text begins with a line of two hyphens and a space."""
    body = mail.get_body(("plain",))
    lines = str(body.get_content()).splitlines() if body else []
    return [] if lines.count("-- ") == 1 and "--" not in lines else ["no signature line"]


def threading(raw: bytes, mail: EmailMessage) -> list[str]:
    """RFC 5322, 3.6.4: who answers a mail names it in both headers, and never itself."""
    answered, references = mail["In-Reply-To"], str(mail["References"] or "").split()
    if answered is None:
        return ["References without In-Reply-To"] if references else []
    return [] if str(answered) in references and answered != mail["Message-ID"] else ["References without its parent"]


def machine_made(raw: bytes, mail: EmailMessage) -> list[str]:
    """RFC 3834, 5: a mail from a machine says so, and to Exchange in its own header."""
    said = (mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"])
    return [] if said == ("auto-generated", "OOF, AutoReply") else [f"automatic answers: {said}"]


def way_out(raw: bytes, mail: EmailMessage) -> list[str]:
    """RFC 8058, 3.1: List-Unsubscribe and List-Unsubscribe-Post together, one https address (http in tests)."""
    address, post = mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]
    if address is None and post is None:
        return []
    is_whole = re.fullmatch(r"<https?://\S+>", str(address).strip()) and post == "List-Unsubscribe=One-Click"
    return [] if is_whole else [f"List-Unsubscribe {address} {post}"]


CHECKS: tuple[Check, ...] = (
    defects, headers_once, line_lengths, readable_subject, ids_and_date, parameters_once, seven_bit, alternatives,
    language, signature, threading, machine_made, way_out,
)  # fmt: skip
