"""Members: the people who sign in, and how they want to be told things."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import DateTimeField, Exists, OuterRef, Q, Value
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from forum.base.addresses import ADDRESS_IN_ASCII, clean_address
from forum.base.compiled_queries import Param, compiled
from forum.base.search_index import StoredVector
from forum.base.visibility import Audience, Granted, Protected, ProtectedQuerySet, Viewer
from forum.files.models import StoredFile
from forum.people.models.organisations import DANISH, Organisation


def new_secret() -> str:
    return secrets.token_urlsafe(24)


# What a viewer is made from: the seats held, and (see `grants.GRANTED`) the grants, which have an audience
HELD = ("seat_id", "seat__role", "seat__organisation_id", "seat__organisation__kind")


class MemberQuerySet(ProtectedQuerySet):
    def active(self) -> MemberQuerySet:
        """Those who are or were in the forum and have not left it; whoever has grants alone is none of them."""
        return self.filter(is_active=True, is_guest=False)

    def let_in(self, now: datetime) -> MemberQuerySet:
        """Those who may sign in: the active, and guests for as long as something is granted to them."""
        from forum.people.models.grants import Grant

        granted = Exists(Grant.objects.live(now).filter(member=OuterRef("pk")))
        return self.filter(Q(is_guest=False) | Q(granted), is_active=True)

    def secretariat(self) -> MemberQuerySet:
        return self.active().filter(is_secretariat=True)

    def in_forum(self) -> MemberQuerySet:
        """Active members with a seat now, and the secretariat."""
        return self.in_audience(Audience.MEMBERS)

    def seated(self) -> MemberQuerySet:
        """Active members who hold a seat now, as holder or substitute."""
        from forum.people.models.seats import SeatHolding

        return self.active().filter(pk__in=SeatHolding.objects.present().values("member"))

    def in_audience(self, audience: str) -> MemberQuerySet:
        """Active members who belong to the audience now; the same answer as `as_viewer`, for many at once."""
        from forum.people.models.seats import SeatHolding

        held = SeatHolding.objects.present()
        authorities = [kind for kind, is_one in Organisation.IS_AUTHORITY.items() if is_one]
        seats = {
            Audience.SECRETARIAT: held.none(),
            Audience.AUTHORITIES: held.filter(seat__organisation__kind__in=authorities),
        }.get(Audience(audience), held)
        return self.active().filter(Q(is_secretariat=True) | Q(pk__in=seats.values("member")))

    def wanting_at_once(self, kind: str) -> MemberQuerySet:
        """Members who want mail of this kind (NotificationChoice.Kind) as it happens."""
        other = NotificationChoice.objects.filter(kind=kind).exclude(pace=NotificationChoice.Pace.AT_ONCE)
        return self.exclude(pk__in=other.values("member"))

    def with_viewers(self) -> list[tuple[Member, Viewer]]:
        """Each member and what they may see now by their seats, as `as_viewer` says it (two queries for all).

        Without their grants: what goes to many is for those who sit there.
        """
        from forum.people.models.seats import SeatHolding

        members = list(self)
        held: dict[int, list[Any]] = {member.pk: [] for member in members}
        holdings = SeatHolding.objects.present().filter(member__in=held)
        for member_id, *seat in holdings.values_list("member_id", *HELD):
            held[member_id].append((*seat, ""))
        return [(member, member._viewer(held[member.pk])) for member in members]


class MemberManager(BaseUserManager.from_queryset(MemberQuerySet)):  # type: ignore[misc]  # a base made at run time
    def create_user(self, email: str, name: str = "", **fields: Any) -> Member:
        member: Member = self.model(email=clean_address(email), name=name, **fields)
        member.set_unusable_password()
        member.save()
        return member

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> Member:
        """For `createsuperuser`: a first secretary. The password is not used; sign-in is by mail code."""
        return self.create_user(email, fields.pop("name", "Sekretariatet"), is_secretariat=True, **fields)


@pghistory.track(exclude=["password", "last_login", "calendar_secret", "news_seen_at", "undo_until"])
class Member(AbstractBaseUser, Protected):
    fixed_audience = Audience.MEMBERS
    published = Q(is_guest=False)  # a guest is in no list of members
    own_paths = ("pk",)

    email = models.EmailField("mailadresse", unique=True)
    name = models.CharField("navn", max_length=120, db_collation=DANISH)
    title = models.CharField("titel", max_length=120, blank=True)
    phone = models.CharField("telefon", max_length=30, blank=True)
    competences = models.CharField(
        "spørg mig om", max_length=300, blank=True, help_text="Fx markedsdialog, funktionskrav, velfærdsteknologi."
    )
    picture = models.ForeignKey(StoredFile, models.SET_NULL, null=True, blank=True, verbose_name="billede")
    is_secretariat = models.BooleanField("sekretariat", default=False)
    is_active = models.BooleanField("aktiv", default=True)
    # Has never had a seat, or has left: only what is granted lets this person in
    is_guest = models.BooleanField("uden plads", default=False, db_default=False)
    joined_at = models.DateTimeField("oprettet", auto_now_add=True)
    welcomed_at = models.DateTimeField("har set velkomsten", null=True, blank=True)
    left_at = models.DateTimeField("udtrådt", null=True, blank=True)
    pseudonymised_at = models.DateTimeField("pseudonymiseret", null=True, blank=True)
    news_seen_at = models.DateTimeField("har set nyt", null=True, blank=True)
    undo_until = models.DateTimeField(null=True, blank=True, editable=False)  # when there is no more to undo
    calendar_secret = models.CharField(max_length=64, unique=True, default=new_secret, editable=False)

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    vector = StoredVector("name", "title", "competences")
    objects = MemberManager()

    class Meta:
        verbose_name = "medlem"
        verbose_name_plural = "medlemmer"
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(name="address_in_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(name="address_in_ascii", condition=Q(email__regex=ADDRESS_IN_ASCII)),
            models.CheckConstraint(name="secretariat_is_no_guest", condition=~Q(is_guest=True, is_secretariat=True)),
            models.CheckConstraint(name="secretariat_is_active", condition=Q(is_active=True) | Q(is_secretariat=False)),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_absolute_url(self) -> str:
        return reverse("forum:member", args=[self.pk])

    @property
    def picture_of(self) -> int | None:
        """The id by which the member's picture is found; None without a picture."""
        return self.pk if self.picture_id else None

    @property
    def is_staff(self) -> bool:
        return self.is_active and self.is_secretariat

    def has_perm(self, perm: str, obj: object = None) -> bool:
        return self.is_staff

    def has_perms(self, perms: Any, obj: object = None) -> bool:
        return self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff

    def may_undo_until(self, moment: datetime) -> None:
        """From now until then every page of this member asks what can be undone."""
        Member.objects.filter(pk=self.pk).update(undo_until=moment)
        self.undo_until = moment

    def holds_chair(self) -> bool:
        """True when this member holds the chair's seat now, not as its substitute (one query)."""
        return self.holdings.present().filter(is_substitute=False, seat__role="chair").exists()

    def as_viewer(self, now: datetime | None = None) -> Viewer:
        """What this member may see, from the seats held today and the grants live at `now`, the clock's by default.

        One query.
        """
        return self._viewer(_held_by(member=self.pk, now=now or timezone.now()) if self.is_active else [])

    def _viewer(self, rows: list[Any]) -> Viewer:
        if not self.is_active:
            return Viewer(member_id=self.pk, name=self.name)
        held = [row[:-1] for row in rows if not row[-1]]
        audiences = {Audience.PUBLIC}
        if held or self.is_secretariat:
            audiences.add(Audience.MEMBERS)
        if self.is_secretariat or any(Organisation.IS_AUTHORITY[Organisation.Kind(kind)] for *_, kind in held):
            audiences.add(Audience.AUTHORITIES)
        if self.is_secretariat:
            audiences.add(Audience.SECRETARIAT)
        return Viewer(
            member_id=self.pk,
            name=self.name,
            audiences=frozenset(audiences),
            seat_ids=frozenset(seat for seat, *_ in held),
            organisation_ids=frozenset(organisation for _, _, organisation, _ in held),
            is_secretariat=self.is_secretariat,
            is_chair=any(role == "chair" for _, role, *_ in held),
            picture_of=self.picture_of,
            grants=frozenset(
                Granted(kind, thing, pk, audience, instead_of)
                for pk, kind, instead_of, thing, audience in rows
                if audience
            ),
        )


@compiled
def _held_by() -> models.QuerySet[Any, Any]:
    """What the `member` holds now, and what is granted to the member `now`; seats are for no audience of their own."""
    from forum.people.models.grants import live_grants_of
    from forum.people.models.seats import SeatHolding

    seats = SeatHolding.objects.present().filter(member=Param("member")).order_by()
    held = seats.values_list(*HELD, Value("", models.CharField()))
    return held.union(live_grants_of(Param("member"), Param("now", DateTimeField())), all=True)


@pghistory.track()
class NotificationChoice(models.Model):
    """How soon a member wants optional mail of a kind; no row means `DEFAULT`. Convocations always come."""

    class Kind(models.TextChoices):
        REMINDERS = "reminders", "Påmindelser om møder"
        MINUTES = "minutes", "Referater"
        AREAS = "areas", "Nyt om innovationsområder"
        ACTIONS = "actions", "Opgaver, jeg er ansvarlig for"
        RECOMMENDATIONS = "recommendations", "Nyt om anbefalingerne"

    class Pace(models.TextChoices):
        AT_ONCE = "at_once", "Med det samme"
        WEEKLY = "weekly", "Samlet én gang om ugen"
        NEVER = "never", "Aldrig"

    DEFAULT = Pace.AT_ONCE

    member = models.ForeignKey(Member, models.CASCADE, related_name="notification_choices", verbose_name="medlem")
    kind = models.CharField("slags", max_length=16, choices=Kind)
    pace = models.CharField("hvornår", max_length=8, choices=Pace)

    class Meta:
        verbose_name = "valg om beskeder"
        verbose_name_plural = "valg om beskeder"
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="one_choice_a_kind")]

    def __str__(self) -> str:
        return self.get_kind_display()

    @classmethod
    def paces(cls, kind: str, members: Iterable[Member]) -> dict[int, str]:
        """The pace that each member (by id) has chosen for mail of this kind; AT_ONCE when nothing is chosen."""
        chosen = cls.objects.filter(kind=kind, member__in=list(members)).values_list("member_id", "pace")
        return {member.pk: cls.DEFAULT.value for member in members} | dict(chosen)
