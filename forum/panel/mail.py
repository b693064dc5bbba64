"""Mails, jobs and stored files."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.utils import timezone

from forum.base.refusal import Refusal
from forum.base.text import counted
from forum.files.models import StoredFile
from forum.jobs import kinds as job_kinds
from forum.jobs.models import Job
from forum.mail.actions import send_again, send_drafts
from forum.mail.kinds import label_of, registered
from forum.mail.models import OutboxMail
from forum.mail.render import without_keys
from forum.panel.base import HouseAdmin

FIRST = ("what", "subject", "to_member", "to_address", "state", "error", "body", "files")


class KindFilter(admin.SimpleListFilter):
    title, parameter_name = "slags", "kind"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind.name, kind.label) for kind in registered()]

    def queryset(self, request: Any, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(OutboxMail)
class OutboxMailAdmin(HouseAdmin):
    """Every mail, and what it says; how it looks to its receiver stands on its own page on the site."""

    list_display = ("subject", "to_address", "what", "state", "created_at", "sent_at", "attempts")
    list_filter = ("state", KindFilter, "is_optional", "created_at")
    search_fields = ("subject", "to_address", "to_member__name", "key")
    exclude = (
        "kind",
        "text",
        "html",
        "calendar",
        "calendar_method",
        "about",
    )  # told by `what` and `body`, or a machine's
    readonly_fields = ("what", "body")
    actions = ("send_again", "send_drafts")

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return super().get_queryset(request).defer("text", "html", "calendar")

    @admin.display(description="slags", ordering="kind")
    def what(self, mail: OutboxMail) -> str:
        return label_of(mail.kind)

    def get_fields(self, request: Any, obj: Any = None) -> list[Any]:
        """First what a person asks for, then the rest in the model's order."""
        return list(dict.fromkeys([*FIRST, *super().get_fields(request, obj)]))

    @admin.display(description="tekst")
    def body(self, mail: OutboxMail) -> str:
        """The same as on the site's own page: codes and addresses that are good for the receiver alone are kept out."""
        if mail.is_secret:
            return "Mailens tekst indeholder en kode og vises ikke for nogen. Den slettes, når mailen er sendt."
        if not mail.text:
            return "Mailens tekst er slettet efter forummets regler for, hvor længe den gemmes."
        return without_keys(mail.text)

    @admin.action(description="Send de valgte igen", permissions=["view"])
    def send_again(self, request: Any, queryset: QuerySet[OutboxMail]) -> None:
        """Those that failed or are uncertain; each on its own, so that one refused does not stop the rest."""
        sent, refused = 0, ""
        for mail in queryset.filter(state__in=[OutboxMail.State.FAILED, OutboxMail.State.UNCERTAIN]):
            try:
                send_again(mail=mail, by=request.member, now=timezone.now(), via="admin")
                sent += 1
            except Refusal as error:
                refused = str(error)
        mails = counted(sent, "mail", "mails")
        messages.success(request, f"{mails} er lagt i køen igen. Kun mislykkede og usikre sendes igen herfra.")
        if refused:
            messages.warning(request, refused)

    @admin.action(description="Send de valgte kladder", permissions=["view"])
    def send_drafts(self, request: Any, queryset: QuerySet[OutboxMail]) -> None:
        sent = send_drafts(mails=queryset, by=request.member, now=timezone.now(), via="admin")
        messages.success(request, f"{counted(sent, 'kladde', 'kladder')} er lagt i køen.")


@admin.register(Job)
class JobAdmin(HouseAdmin):
    list_display = ("what", "state", "step", "error", "attempts", "queued_at", "finished_at")
    list_filter = ("state",)
    exclude = ("kind",)  # told by `what`
    readonly_fields = ("what",)
    date_hierarchy = "queued_at"

    @admin.display(description="slags", ordering="kind")
    def what(self, job: Job) -> str:
        return job_kinds.label_of(job.kind)


@admin.register(StoredFile)
class StoredFileAdmin(HouseAdmin):
    list_display = ("name", "content_type", "size", "scan", "created_at")
    list_filter = ("content_type", "scan")
    search_fields = ("name", "sha256")
    date_hierarchy = "created_at"
