"""Organisations, seats, members, and the ways in."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import QuerySet

from forum.base.fields import NameField, PhoneField
from forum.base.text import counted
from forum.membership.actions import members
from forum.membership.models import Invitation, JoinRequest
from forum.panel.base import HouseAdmin, PeriodFilter, ReadInline, ReasonForm
from forum.people.models import Grant, Member, Organisation, Seat, SeatHolding


class SeatInline(ReadInline):
    model = Seat
    fields = ("role", "since", "until")


class HoldingInline(ReadInline):
    model = SeatHolding
    fields = ("seat", "member", "is_substitute", "since", "until")

    def get_queryset(self, request: Any) -> QuerySet[SeatHolding]:
        return super().get_queryset(request).select_related("seat__organisation", "member")


@admin.register(Organisation)
class OrganisationAdmin(HouseAdmin):
    list_display = ("name", "kind", "region", "code")
    list_filter = ("kind", "region")
    search_fields = ("name", "code")
    editable = ("name", "kind", "code", "region")
    can_add = True
    inlines = (SeatInline,)

    def save_model(self, request: Any, obj: Any, form: Any, change: bool) -> None:
        """A new one gets its address from its name; afterwards the address stays, so that links go on working."""
        if not change:
            obj.slug = Organisation.slug_for(obj.name)
        super().save_model(request, obj, form, change)


@admin.register(Seat)
class SeatAdmin(HouseAdmin):
    list_display = ("organisation", "role", "since", "until", "holders")
    list_filter = ("role", ("until", PeriodFilter), "organisation__kind")
    search_fields = ("organisation__name", "holdings__member__name")
    editable = ("organisation", "role", "since", "until")
    autocomplete_fields = ("organisation",)
    can_add = True
    inlines = (HoldingInline,)

    def get_queryset(self, request: Any) -> QuerySet[Seat]:
        rows: Any = super().get_queryset(request)
        found: QuerySet[Seat] = rows.with_holders()
        return found

    @admin.display(description="indehaver nu")
    def holders(self, seat: Seat) -> str:
        return ", ".join(h.member.name + (" (stedfortræder)" if h.is_substitute else "") for h in seat.present)


@admin.register(SeatHolding)
class SeatHoldingAdmin(HouseAdmin):
    list_display = ("member", "seat", "is_substitute", "since", "until")
    list_filter = ("is_substitute", ("until", PeriodFilter))
    list_select_related = ("member", "seat__organisation")
    search_fields = ("member__name", "seat__organisation__name")
    date_hierarchy = "since"


class MemberForm(ReasonForm):
    name = NameField(
        label="Navn",
        max_length=120,
        widget=AdminTextInputWidget,
        error_messages={"required": "Udfyld »Navn«."},
    )
    phone = PhoneField(widget=AdminTextInputWidget)


@admin.register(Member)
class MemberAdmin(HouseAdmin):
    list_display = ("name", "title", "email", "is_secretariat", "is_active", "last_login")
    list_filter = ("is_active", "is_secretariat", ("left_at", PeriodFilter))
    search_fields = ("name", "email", "title", "competences")
    exclude = ("password", "news_seen_at")
    form = MemberForm
    editable = ("name", "title", "phone", "competences")
    inlines = (HoldingInline,)
    actions = ("sign_out",)

    @admin.action(description="Log ud på alle enheder", permissions=["view"])
    def sign_out(self, request: Any, queryset: QuerySet[Member]) -> None:
        ended = sum(members.end_sessions(member, by=request.member) for member in queryset)
        people = counted(queryset.count(), "medlem", "medlemmer")
        messages.success(request, f"{people} er logget ud ({counted(ended, 'session', 'sessioner')} afsluttet).")


@admin.register(Invitation)
class InvitationAdmin(HouseAdmin):
    list_display = ("email", "name", "seat", "state", "expires_at", "invited_by")
    list_filter = ("state", "is_secretariat", "is_substitute")
    list_select_related = ("seat__organisation", "invited_by")
    search_fields = ("email", "name", "seat__organisation__name")
    date_hierarchy = "created_at"


@admin.register(Grant)
class GrantAdmin(HouseAdmin):
    list_display = ("member", "kind", "thing", "thing_id", "audience", "since", "until", "ended_at")
    list_filter = ("kind", "audience", ("ended_at", PeriodFilter))
    list_select_related = ("member",)
    search_fields = ("member__name", "member__email")


@admin.register(JoinRequest)
class JoinRequestAdmin(HouseAdmin):
    list_display = ("name", "organisation", "email", "state", "created_at", "answered_by")
    list_filter = ("state",)
    list_select_related = ("answered_by",)
    search_fields = ("name", "email", "organisation")
    date_hierarchy = "created_at"
