"""The items that every agenda has, as the secretariat writes them: one text, a line an item."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.urls import reverse

from forum.base.visibility import Audience, Protected, ProtectedQuerySet

USUAL = """\
Velkomst - 5 - til orientering
Godkendelse af dagsordenen - 5 - til beslutning
Godkendelse af referat - 5 - til beslutning
Siden sidst - 15 - til orientering
Pause - 15
Næste møde - 5 - til drøftelse
Eventuelt - 10"""


@pghistory.track()
class StandardAgenda(Protected):
    """The one row with the standard items; before the first edit there is none, and `current` is the usual ones."""

    fixed_audience = Audience.SECRETARIAT

    text = models.TextField("faste punkter")
    is_the_one = models.BooleanField(default=True, unique=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = ProtectedQuerySet.as_manager()

    class Meta:
        verbose_name = "faste punkter"
        verbose_name_plural = "faste punkter"
        constraints = [models.CheckConstraint(name="standard_agenda_is_one", condition=Q(is_the_one=True))]

    def __str__(self) -> str:
        return "Faste punkter"

    def get_absolute_url(self) -> str:
        return reverse("meetings:standard_items")

    @classmethod
    def current(cls) -> StandardAgenda:
        """The saved one, or an unsaved one with the usual items (1 query)."""
        saved: StandardAgenda | None = cls.objects.first()
        return saved or cls(text=USUAL)
