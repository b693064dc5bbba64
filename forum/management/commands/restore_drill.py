"""The first thing after a backup is restored: hold the outbox, then tell what came back and what is missing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.timezone import localtime

from forum.files.models import StoredFile
from forum.mail import restore
from forum.mail.models import OutboxMail
from forum.people.models import Member


class Command(BaseCommand):
    help = (
        "Efter en genskabelse: holder al mail tilbage og efterser databasen og filerne. --release slipper mailen løs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--release", action="store_true", help="udsendelserne er set igennem: ny mail må gå igen")

    def handle(self, *args: Any, **options: Any) -> None:
        why_not_ready()
        if options["release"]:
            going = restore.release_outbox(by=None, now=timezone.now())
            self.stdout.write(f"Mail går igen; {going} nye sendes nu. »Måske sendt« venter fortsat på en person.")
            return
        held = restore.hold_outbox(by=None, now=timezone.now())
        self.stdout.write(f"{held} ventende mails står nu som »Måske sendt«. Ny mail holdes tilbage (undtagen koder).")
        self.tell()
        faults = [*other_collation(), *missing_files()]
        for fault in faults:
            self.stdout.write(f"! {fault}")
        if faults:
            raise CommandError(f"{len(faults)} ting skal ses på, før forummet åbnes igen.")
        self.stdout.write("Database og filer er hele. Se udsendelserne igennem, og kør så: restore_drill --release")

    def tell(self) -> None:
        """Print what the copy holds, so that a person sees whether it is the right one."""
        last = (
            Member.objects.order_by("-last_login").values_list("last_login", flat=True).exclude(last_login=None).first()
        )
        newest = OutboxMail.objects.order_by("-created_at").values_list("created_at", flat=True).first()
        self.stdout.write(f"Medlemmer: {Member.objects.count()}, filer: {StoredFile.objects.count()}")
        for what, moment in {"Seneste mail": newest, "Seneste login": last}.items():
            self.stdout.write(f"{what}: {localtime(moment):%d.%m.%Y kl. %H.%M}" if moment else f"{what}: ingen")


def why_not_ready() -> None:
    """Raise CommandError with a sentence when the restored database cannot be written, or lacks tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        if cursor.fetchone() == (True,):
            raise CommandError(
                "PostgreSQL er ikke færdig med at genskabe og kan kun læses. Vent, eller se dens log: "
                "standser den med »pausing«, mangler recovery_target_action = promote, "
                "og »SELECT pg_wal_replay_resume()« afslutter."
            )
    if faults := list(unapplied()):
        raise CommandError("\n".join(faults))


def unapplied() -> Iterator[str]:
    """Migrations that the restored database has not had."""
    executor = MigrationExecutor(connection)
    for migration, _ in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield f"Migrationen {migration} mangler: kør manage.py migrate, og så denne igen"


def other_collation() -> Iterator[str]:
    """Collations whose version differs from the one that the indexes were built with: such indexes miss rows."""
    if connection.get_database_version() < (15,):  # it does not know
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT datcollversion, pg_database_collation_actual_version(oid) FROM pg_database"
            " WHERE datname = current_database()"
        )
        built, now = cursor.fetchone()
    if built != now:
        name = connection.settings_dict["NAME"]
        yield f"Sorteringen er version {now}, indeksene er bygget med {built}: REINDEX DATABASE {name}; og derefter "
        yield f"ALTER DATABASE {name} REFRESH COLLATION VERSION"


def missing_files() -> Iterator[str]:
    """Stored files whose bytes are missing or have another hash."""
    for file in StoredFile.objects.order_by("pk").iterator():
        try:
            with file.path.open("rb") as content:
                found = hashlib.file_digest(content, "sha256").hexdigest()
        except OSError:
            yield f"Filen {file.pk} ({file.name}) mangler"
        else:
            if found != file.sha256:
                yield f"Filen {file.pk} ({file.name}) er en anden, end da den blev gemt"
