"""Organisations: municipalities, suppliers, SKI and KL."""

from __future__ import annotations

from typing import Self

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from forum.base.search_index import StoredVector

DANISH = "da-x-icu"  # æ ø å last, Aa as Å


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def municipalities(self) -> Self:
        return self.filter(kind=Organisation.Kind.MUNICIPALITY)

    def with_seat(self, on: object) -> Self:
        """Organisations that hold a seat in the forum on the given date."""
        return self.filter(Q(seats__until=None) | Q(seats__until__gte=on), seats__since__lte=on).distinct()


@pghistory.track()
class Organisation(models.Model):
    class Kind(models.TextChoices):
        MUNICIPALITY = "municipality", "Kommune"
        SUPPLIER = "supplier", "Leverandør"
        SKI = "ski", "SKI"
        KL = "kl", "KL"

    class Region(models.TextChoices):
        HOVEDSTADEN = "Hovedstaden"
        SJAELLAND = "Sjælland", "Sjælland"
        SYDDANMARK = "Syddanmark"
        MIDTJYLLAND = "Midtjylland"
        NORDJYLLAND = "Nordjylland"

    # The two whose own name is not "<name> Kommune"
    OWN_NAME = {"København": "Københavns Kommune", "Bornholm": "Bornholms Regionskommune"}
    # The one place that decides who is an ordregiver (authority)
    IS_AUTHORITY = {Kind.MUNICIPALITY: True, Kind.SKI: True, Kind.KL: True, Kind.SUPPLIER: False}

    kind = models.CharField("slags", max_length=12, choices=Kind)
    name = models.CharField("navn", max_length=120, unique=True, db_collation=DANISH)
    slug = models.SlugField("adresse", max_length=130, unique=True)
    code = models.CharField("kommunekode", max_length=3, blank=True)
    region = models.CharField("region", max_length=12, choices=Region, blank=True)

    vector = StoredVector("name", "region")
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        verbose_name_plural = "organisationer"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="municipality_has_code_and_region",
                violation_error_message="En kommune har en kommunekode og en region; andre har ingen af delene.",
                condition=(Q(kind="municipality") & ~Q(code="") & ~Q(region=""))
                | (~Q(kind="municipality") & Q(code="") & Q(region="")),
            ),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_municipality_a_code"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_authority(self) -> bool:
        return self.IS_AUTHORITY[Organisation.Kind(self.kind)]

    @property
    def full_name(self) -> str:
        return self.full_name_of(self.name, self.kind)

    @classmethod
    def full_name_of(cls, name: str, kind: str) -> str:
        return cls.OWN_NAME.get(name, f"{name} Kommune") if kind == cls.Kind.MUNICIPALITY else name

    @staticmethod
    def slug_for(name: str) -> str:
        danish = name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
        return slugify(danish)
