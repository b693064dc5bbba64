"""One SMTP connection a batch, and what became of each delivery: gone, refused, unclear, or nobody there."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends import smtp


class Unreachable(Exception):
    """The mail server cannot be reached; nothing has left us. The message is a Danish sentence."""


class Rejected(Exception):
    """The mail has surely not been delivered; `is_final` when another attempt would end the same way."""

    def __init__(self, sentence: str, *, is_final: bool) -> None:
        super().__init__(sentence)
        self.is_final = is_final


class Unconfirmed(Exception):
    """The connection was lost after the content began to leave: delivered or not, nobody knows."""


class _Plain(smtplib.SMTP):
    """Notes when a mail's content begins to leave; a connection lost before that has delivered nothing."""

    content_begun = False

    def send(self, said: Any) -> None:
        # smtplib sends its commands as str and a mail's content as bytes
        if isinstance(said, bytes):
            self.content_begun = True
        super().send(said)


class _Encrypted(_Plain, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Django's backend with connections that note when content leaves."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _Encrypted if self.use_ssl else _Plain


class Connection:
    """A connection to the mail server, opened when first needed and anew when the server has hung up."""

    def __init__(self) -> None:
        self.backend: Any = get_connection()

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self) -> None:
        try:
            self.backend.open()
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Unreachable(f"Mailserveren svarer ikke ({error}). Mailen sendes, så snart den svarer.") from error

    def close(self) -> None:
        try:
            self.backend.close()
        except (OSError, smtplib.SMTPException):
            # The server was gone before we could say goodbye
            self.backend.connection = None

    def deliver(self, message: EmailMessage) -> None:
        """Send one mail to one receiver. Raises Unreachable, Rejected or Unconfirmed."""
        try:
            self._converse(message)
        except ConnectionError:
            # An idle connection that the server has closed is no reason to let the mail wait: once more, on a new one
            self.close()
            try:
                self._converse(message)
            except ConnectionError as error:
                self.close()
                raise Rejected(f"Mailserveren afbrød forbindelsen: {error}", is_final=False) from error

    def _converse(self, message: EmailMessage) -> None:
        """As `deliver`, but raises ConnectionError when the connection was lost before the content left."""
        self.open()
        client = getattr(self.backend, "connection", None)
        if client is not None:
            client.content_begun = False
        try:
            self.backend.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            raise _rejection(*next(iter(error.recipients.values()))) from error
        except smtplib.SMTPResponseException as error:
            if error.smtp_code < 400 and getattr(client, "content_begun", True):
                raise Unconfirmed(f"Mailserverens svar kunne ikke forstås: {error.smtp_error!r}") from error
            raise _rejection(error.smtp_code, error.smtp_error) from error
        except (smtplib.SMTPNotSupportedError, ValueError) as error:
            raise Rejected(f"Mailserveren kan ikke modtage mailen: {error}", is_final=True) from error
        except (OSError, smtplib.SMTPException) as error:
            if getattr(client, "content_begun", True):
                self.close()
                raise Unconfirmed(f"Forbindelsen blev afbrudt: {error}") from error
            if _is_timeout(error):  # to ask again at once would take as long again
                self.close()
                raise Rejected(
                    "Mailserveren svarede ikke i tide. Mailen prøves igen senere.", is_final=False
                ) from error
            raise ConnectionError(str(error)) from error


def _is_timeout(error: Exception) -> bool:
    """Whether the server was silent for EMAIL_TIMEOUT seconds; smtplib calls that a lost connection, too."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _rejection(code: int, reason: bytes | str) -> Rejected:
    said = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason
    sentence = f"Mailserveren afviste mailen ({code}): {said}"
    return Rejected(sentence, is_final=code >= 500)
