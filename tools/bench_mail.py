"""Speed of the outbox: 10,000 convocations to a mail server on this machine, and to one that is 20 ms away.

Run by `make bench ARGS=mail`. The mail server and the mailer are processes of their own, as in production. The server
counts Message-IDs, so that the table can say what was lost and what came twice.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import make_msgid
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
from aiosmtpd.smtp import SMTP, Envelope, Session

ROOT = Path(__file__).resolve().parents[1]
FAR = 0.020  # seconds from a command to its answer
RUNS = (  # what it is called, mails, senders, seconds away
    ("på samme maskine", 10_000, 1, 0.0),
    ("på samme maskine", 10_000, 4, 0.0),
    ("20 ms væk", 400, 1, FAR),
    ("20 ms væk", 3_000, 8, FAR),
)
LONGEST = 600  # seconds a run may take


@dataclass
class Measured:
    name: str
    mails: int
    senders: int
    seconds: float
    cpu: float  # seconds of the mailer's processor time
    lost: int
    doubled: int


def main() -> None:
    """Fill a database, measure each run, print the table. MAILS in the environment makes all runs shorter."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "forum.settings"
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    convocations = fill()
    most = int(os.environ.get("MAILS") or 10_000)
    show([measure(convocations, name, min(mails, most), senders, away) for name, mails, senders, away in RUNS])


def fill() -> list[Any]:
    """The convocations of one meeting to some hundred members, as the product makes them."""
    from django.core.management import call_command
    from django.utils import timezone

    from forum.base.visibility import SYSTEM
    from meetings.attendance.attendees import attendees
    from meetings.convocation.actions import queue_mail
    from meetings.convocation.mail import CONVOCATION
    from meetings.meeting.models import Meeting

    call_command("migrate", verbosity=0)
    call_command("seed_demo", scale=2)
    now = timezone.now()
    meeting = Meeting.objects.coming(now).filter(state=Meeting.State.RELEASED)[0]
    called = [attendee for attendee in attendees(meeting, SYSTEM, now) if attendee.receiver]
    return [queue_mail.queue(CONVOCATION, meeting, attendee, now) for attendee in called]


def queue(convocations: list[Any], count: int) -> set[str]:
    """An outbox of `count` copies of these mails and nothing else; returns their Message-IDs."""
    from django.forms.models import model_to_dict
    from django.utils import timezone

    from forum.mail.models import OutboxMail
    from forum.people.models import Member

    OutboxMail.objects.all().delete()
    same = ("kind", "to_address", "subject", "text", "html", "calendar", "calendar_method", "about")
    rows = []
    for number in range(count):
        mail = convocations[number % len(convocations)]
        fields = model_to_dict(mail, same) | {"to_member": Member(pk=mail.to_member_id), "created_at": timezone.now()}
        rows.append(OutboxMail(key=f"bench:{number}", message_id=make_msgid(domain="example.dk"), **fields))
    OutboxMail.objects.bulk_create(rows, batch_size=500)
    return {row.message_id for row in rows}


def measure(convocations: list[Any], name: str, mails: int, senders: int, away: float) -> Measured:
    sent = queue(convocations, mails)
    with TemporaryDirectory() as folder:
        arrivals = Path(folder) / "arrivals"
        words = [sys.executable, __file__, str(arrivals), str(away)]
        with running(words, stdout=subprocess.PIPE) as server:
            assert server.stdout is not None
            port = server.stdout.readline().strip()
            env = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "MAIL_SENDERS": str(senders), "LOG_LEVEL": "ERROR"}
            seconds, cpu = run_mailer(os.environ | env)
        counts = Counter(arrivals.read_text().split())
    doubled = sum(number - 1 for number in counts.values())
    return Measured(name, mails, senders, seconds, cpu, len(sent - counts.keys()), doubled)


def run_mailer(env: dict[str, str]) -> tuple[float, float]:
    """Seconds from the mailer's first claim until nothing waits, and the processor time it took."""
    from forum.mail.models import OutboxMail

    ours = OutboxMail.objects.filter(key__startswith="bench:")  # the mailer plans mails of its own, too
    waiting = ours.filter(state__in=[OutboxMail.State.QUEUED, OutboxMail.State.CLAIMED])
    begun_with = waiting.filter(state=OutboxMail.State.QUEUED).count()
    words = [sys.executable, "manage.py", "mailer"]
    with running(words, cwd=ROOT, env=env, stdout=subprocess.DEVNULL) as mailer:
        until = time.monotonic() + LONGEST
        while waiting.filter(state=OutboxMail.State.QUEUED).count() == begun_with and time.monotonic() < until:
            time.sleep(0.02)
        begun, process = time.monotonic(), psutil.Process(mailer.pid)
        cpu = sum(process.cpu_times()[:2])
        while waiting.exists() and time.monotonic() < until:
            time.sleep(0.1)
        return time.monotonic() - begun, sum(process.cpu_times()[:2]) - cpu


@contextmanager
def running(words: list[str], **how: Any) -> Iterator[subprocess.Popen[str]]:
    """The process for as long as the block runs."""
    process = subprocess.Popen(words, text=True, **how)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


class Arrivals:
    """Writes down the Message-ID of each mail that arrives."""

    def __init__(self, path: Path) -> None:
        self.file = path.open("a", buffering=1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        content = envelope.content or b""
        assert isinstance(content, bytes)
        head = content.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ")
        line = next(line for line in head.split(b"\r\n") if line.lower().startswith(b"message-id:"))
        self.file.write(line.partition(b":")[2].decode().strip() + "\n")
        return "250 OK"


class FarServer(SMTP):
    """A mail server whose answers take as long as from a machine that is `away` seconds from here."""

    away = 0.0

    async def push(self, status: Any) -> None:
        await asyncio.sleep(self.away)
        await super().push(status)


async def serve(arrivals: Path, away: float) -> None:
    """Say the port, and answer until somebody ends the process."""
    FarServer.away, keep = away, Arrivals(arrivals)
    server = await asyncio.get_running_loop().create_server(lambda: FarServer(keep), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


def show(found: list[Measured]) -> None:
    print(f"\n{'mailserver':20}{'afsendere':>10}{'mails':>8}{'mails/s':>9}{'CPU/mail':>10}{'tabt':>6}{'dobbelt':>9}")
    for row in found:
        rate, cpu = row.mails / row.seconds, row.cpu / row.mails * 1000
        line = f"{row.name:20}{row.senders:>10}{row.mails:>8}{rate:>9.0f}{cpu:>8.1f}ms"
        print(f"{line}{row.lost:>6}{row.doubled:>9}")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(serve(Path(sys.argv[1]), float(sys.argv[2])))
