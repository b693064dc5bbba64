"""A row of the outbox as the message that leaves (RFC 5322): text, HTML, and the calendar part as their alternative."""

from __future__ import annotations

from email.charset import QP, SHORTEST, Charset
from email.header import Header
from email.message import Message
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet

from forum.base.compiled_queries import Param, compiled
from forum.base.text import clean_line
from forum.files.models import StoredFile
from forum.mail import kinds, unsubscribe
from forum.mail.models import OutboxMail


class OutgoingMail(EmailMultiAlternatives):
    """Django's message with a subject whose first line is not left empty.

    Django codes a subject before it knows that »Subject: « stands before it. Such a line is too long, is broken after
    the colon, and the subject begins with a space where it is read.
    """

    def message(self, **policy: Any) -> Any:
        made = super().message(**policy)
        del made["Subject"]
        Message.__setitem__(
            made, "Subject", Header(clean_line(str(self.subject)), self.encoding, header_name="Subject")
        )
        return made


def to_message(mail: OutboxMail) -> OutgoingMail:
    message = OutgoingMail(subject=mail.subject, body=mail.text, to=[mail.to_address], headers=_headers(mail))
    # A mail in 8bit is coded anew by a server that takes none (RFC 6152, 3), and its DKIM signature is void
    message.encoding = _quoted_printable()
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar:
        # As an alternative part: mail programs then show it as an invitation (RFC 6047, 2.4). Django names the charset.
        message.attach_alternative(mail.calendar, f"text/calendar; method={mail.calendar_method}")
    for file in _files_of(mail=mail.pk):
        message.attach(file.name, file.path.read_bytes(), file.content_type)
    return message


@compiled
def _files_of() -> QuerySet[StoredFile]:
    """What is attached to the `mail`."""
    return StoredFile.objects.filter(outboxmail=Param("mail"))


def _quoted_printable() -> Charset:
    """UTF-8 in quoted-printable (RFC 2045, 6.7); a header's words are coded by whichever way is shorter (RFC 2047)."""
    charset = Charset("utf-8")
    charset.header_encoding, charset.body_encoding = SHORTEST, QP
    return charset


def _headers(mail: OutboxMail) -> dict[str, str]:
    """Its Message-ID, what it goes on from, its language, and what keeps machines from writing back."""
    kind = kinds.find(mail.kind)
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", "Content-Language": "da"}
    if mail.in_reply_to:
        headers |= {"In-Reply-To": mail.in_reply_to, "References": mail.in_reply_to}
    if kind is None or not kind.wants_answer:
        headers["X-Auto-Response-Suppress"] = "OOF, AutoReply"  # Exchange does not read Auto-Submitted (RFC 3834)
    return headers | unsubscribe.headers(mail)
