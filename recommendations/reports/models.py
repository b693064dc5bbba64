"""Reports asked for, made by a job, kept with who, when and hash."""

from __future__ import annotations

from typing import Any, Self

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from forum.base import dates
from forum.base.visibility import Audience, Protected, ProtectedQuerySet, audience_field
from forum.files.models import StoredFile
from forum.jobs.models import HasJob, with_job
from forum.mail.models import OutboxMail
from forum.people.models import Member
from recommendations.reports.recipients import Chosen

NAMED = 3  # receivers named in a list; of more than these two are named and the rest counted


class ReportQuerySet(ProtectedQuerySet):
    def with_job(self) -> Self:
        return with_job(self)

    def with_receivers(self) -> Self:
        """Brings the job, `receivers` (to how many it was sent) and the first of them (`told`; one query).

        Meta's order is not used for rows that are counted.
        """
        first = ReportDelivery.objects.select_related("member")[:NAMED]
        told = Prefetch("deliveries", first, to_attr="told")
        rows = self.select_related("job").annotate(receivers=Count("deliveries"))
        return rows.order_by("-requested_at", "-pk").prefetch_related(told)


@pghistory.track(exclude=["job"])
class Report(Protected, HasJob):
    class Kind(models.TextChoices):
        RECOMMENDATIONS = "anbefalinger", "Anbefalingsrapport"

    fixed_audience = Audience.SECRETARIAT

    kind = models.CharField("rapport", max_length=20, choices=Kind, default=Kind.RECOMMENDATIONS)
    audience = audience_field()  # what the report may contain: the rendering viewer's audience
    file = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="report", verbose_name="fil"
    )
    pages = models.PositiveSmallIntegerField("sider", null=True, blank=True)
    requested_by = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bestilt af"
    )
    requested_at = models.DateTimeField("bestilt", default=timezone.now)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "rapport"
        verbose_name_plural = "rapporter"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="report_has_file_and_pages",
                condition=Q(file__isnull=False, pages__isnull=False) | Q(file=None, pages=None),
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("recommendations:report", args=[self.pk])

    def own_copies(self) -> dict[int, StoredFile]:
        """The copies of those who are disqualified from part of what the others read, by the member's id; one query."""
        readers = ReportEdition.readers.through._base_manager.filter(reportedition__report=self)
        return {row.member_id: row.reportedition.file for row in readers.select_related("reportedition__file")}

    def file_for(self, reader: Member | None) -> StoredFile | None:
        """The copy that this reader may have; None while it is being made.

        A reader whom we do not know (None) gets what all of the audience may read.
        """
        return self.own_copies().get(reader.pk, self.file) if reader else self.file

    @property
    def told_to(self) -> str:
        """»Mette Lindholm, Peter Ravn og 12 til«; needs `with_receivers`."""
        found: Any = self
        shown = found.told if found.receivers <= NAMED else found.told[: NAMED - 1]
        names = ", ".join(str(delivery.member or delivery.address) for delivery in shown)
        left = found.receivers - len(shown)
        return f"{names} og {left} til" if left else names


class ReportEdition(Protected):
    """The report for those of its audience who are disqualified from something that stands in the others' copy."""

    fixed_audience = Audience.SECRETARIAT

    report = models.ForeignKey(Report, models.CASCADE, related_name="editions", verbose_name="rapport")
    readers = models.ManyToManyField(Member, related_name="+", verbose_name="læsere")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="report_edition", verbose_name="fil")
    pages = models.PositiveSmallIntegerField("sider")

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "udgave af rapport"
        verbose_name_plural = "udgaver af rapporter"

    def __str__(self) -> str:
        return f"{self.report} ({self.file.name})"


@pghistory.track(exclude=["address"])  # strangers' addresses are not kept for ever
class ReportDelivery(Protected):
    """One receiver of one report, as attachment or as link."""

    fixed_audience = Audience.SECRETARIAT

    report = models.ForeignKey(Report, models.CASCADE, related_name="deliveries", verbose_name="rapport")
    member = models.ForeignKey(Member, models.PROTECT, null=True, blank=True, verbose_name="medlem")
    address = models.EmailField("mailadresse")
    as_link = models.BooleanField("som link", default=False)
    is_vouched = models.BooleanField("sekretariatet indestår for modtageren", default=False)
    mail = models.OneToOneField(OutboxMail, models.PROTECT, related_name="delivery", verbose_name="mail")
    at = models.DateTimeField("afsendt", default=timezone.now)

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "modtager af rapport"
        verbose_name_plural = "modtagere af rapporter"
        ordering = ["address"]
        constraints = [models.UniqueConstraint(fields=["report", "address"], name="one_delivery_an_address")]

    def __str__(self) -> str:
        return self.address

    @classmethod
    def behind_link(cls, report_id: int, address: str) -> ReportDelivery | None:
        """What a signed link leads to: whoever holds the link has shown the right to ask."""
        return cls._whole().filter(report_id=report_id, address=address, as_link=True).first()

    @classmethod
    def of_mail(cls, mail: OutboxMail) -> ReportDelivery | None:
        return cls._whole().filter(mail=mail).first()

    @classmethod
    def _whole(cls) -> models.QuerySet[ReportDelivery]:
        return cls.objects.select_related("report__file", "report__job", "member")

    @property
    def known_reader(self) -> Member | None:
        """The member behind the address as known now: also who became one, or left, after it was sent."""
        reader: Member | None = self.member or Member.objects.filter(email=self.address, is_guest=False).first()
        return reader


class ReportSendingQuerySet(ProtectedQuerySet):
    def newest(self, audience: str) -> ReportSending | None:
        """The last time that a report for this audience was sent."""
        found: ReportSending | None = self.filter(report__audience=audience).order_by("-at", "-pk").first()
        return found

    def greeting_to(self, receiver_list: int) -> str:
        """The last greeting to this list, "" when it has had none."""
        sent = self.filter(lists__contains=[receiver_list]).exclude(letter="").order_by("-at", "-pk")
        return sent.values_list("letter", flat=True).first() or ""


@pghistory.track(exclude=["addresses"])  # as those of the deliveries
class ReportSending(Protected):
    """A press of »Send rapporten«: whom somebody chose and with what greeting, so that it can be done again.

    Groups, members and lists are kept as they were chosen: who that is today is asked when it is sent again.
    """

    fixed_audience = Audience.SECRETARIAT

    report = models.ForeignKey(Report, models.CASCADE, related_name="sendings", verbose_name="rapport")
    groups = ArrayField(models.CharField(max_length=20), default=list, blank=True, verbose_name="grupper")
    people = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name="enkelte personer")
    lists = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name="lister")
    addresses = ArrayField(models.EmailField(), default=list, db_default=[], blank=True, verbose_name="adresser")
    is_vouched = models.BooleanField("sekretariatet indestår for modtagerne", default=False)
    as_link = models.BooleanField("som link", default=False)
    letter = models.TextField("hilsen", blank=True)
    by = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="sendt af")
    at = models.DateTimeField("sendt", default=timezone.now)

    objects = ReportSendingQuerySet.as_manager()

    class Meta:
        verbose_name = "udsendelse af rapport"
        verbose_name_plural = "udsendelser af rapporter"
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.report}, {dates.short_day(self.at)}"

    @property
    def chosen(self) -> Chosen:
        return Chosen(self.groups, self.people, self.lists, self.addresses)
