"""What every model's page in the admin shares: read through visibility, written by an action, never deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin import SimpleListFilter
from django.contrib.admin.widgets import AdminTextInputWidget, AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import CharField, Model, QuerySet, TextField
from django.http import HttpResponse
from django.urls import NoReverseMatch, URLPattern
from django.utils import timezone
from django.utils.text import capfirst

from forum.base.fields import LineField, LongField
from forum.base.stale import RevisionField, digest, rebind
from forum.base.visibility import ProtectedQuerySet
from forum.panel import corrections
from forum.panel.site import group_of
from forum.web.access import secretariat

TEXT = {CharField: LineField, TextField: LongField}  # not what is made of them: addresses have rules of their own
# What Django's list filters and its hierarchy of dates put after a field's name in an address
OF_FILTERS = ("", "__exact", "__id__exact", "__isnull", "__isempty", "__gte", "__lt")
OF_DATES = ("__year", "__month", "__day", "__gte", "__lt")


def seen_by(request: Any, rows: QuerySet[Any]) -> QuerySet[Any]:
    """The rows this secretary may see: also a secretary can be disqualified."""
    return rows.visible_to(request.viewer) if isinstance(rows, ProtectedQuerySet) else rows


class Autocomplete(AutocompleteSelect):
    """Django's with an empty first option: HTML asks for one in a required <select>, and Django leaves it out there."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        (group, options, index), *others = super().optgroups(name, value, attr)
        if self.is_required:
            options.insert(0, self.create_option(name, "", "Vælg", False, 0))
        return [(group, options, index), *others]


class ReasonForm(forms.ModelForm):
    """A correction says why; the history keeps the reason. The second of two at once is told what is saved now."""

    reason = LineField(
        label="Begrundelse",
        max_length=300,
        help_text="Hvorfor retter du det? Gemmes i historikken.",
        widget=AdminTextInputWidget,
        error_messages={"required": "Skriv, hvorfor du retter det."},
    )

    revision = RevisionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        saved = sorted((name, value) for name, value in self.initial.items() if name in self.fields)
        self.saved_revision = self.initial["revision"] = digest(saved)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.instance.pk and data.get("revision") not in {"", None, self.saved_revision}:
            rebind(self, revision=self.saved_revision)  # saving again is a choice, made with both in sight
            saved = "".join(f"»{self.fields[name].label}« er nu {self._saved(name)}. " for name in self.corrected())
            raise ValidationError(f"En anden har rettet det, mens du skrev. {saved}Gem igen, hvis dit skal gælde.")
        return data

    def corrected(self) -> list[str]:
        return [name for name in self.changed_data if name not in {"reason", "revision"}]

    def _saved(self, name: str) -> str:
        display = getattr(self.instance, f"get_{name}_display", None)
        value = display() if display else getattr(self.instance, name)
        return f"»{value}«" if value not in ("", None) else "tom"

    def _post_clean(self) -> None:
        """Django leaves out the database's rules when they name a field that is only read here."""
        super()._post_clean()  # type: ignore[misc]  # not in Django's stubs
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            if not self.errors:
                self.add_error(None, error)


class PeriodFilter(admin.EmptyFieldListFilter):
    """Those that go on and those that have ended, by the field that is empty until the end."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.title = "nu eller tidligere"

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice, words in zip(super().choices(changelist), ("Alle", "Nu", "Tidligere"), strict=True):
            _, counted, number = str(choice["display"]).partition(" (")  # "Tom (3)", when the numbers are asked for
            yield choice | {"display": f"{words}{counted}{number}"}


class HouseAdmin(admin.ModelAdmin):
    """Fields in `editable` may be corrected, with a reason; all else is read. States are moved on the site itself."""

    form = ReasonForm
    editable: tuple[str, ...] = ()
    can_add = False
    list_per_page = 50
    show_full_result_count = False
    view_on_site = staticmethod(lambda obj: _site_address(obj))

    @property
    def group(self) -> str:
        return group_of(self.model)

    @secretariat
    def changelist_view(self, request: Any, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Headed by what is listed, not by Django's "Vælg medlem, der skal ændres": most are only read here."""
        title = capfirst(self.model._meta.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return seen_by(request, super().get_queryset(request))

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """Only the filters shown: Django lets an address ask about any field of the model, letter by letter."""
        asked = {f"{self.date_hierarchy}{end}" for end in OF_DATES} if self.date_hierarchy else set()
        filters: Any = self.get_list_filter(request)
        for shown in filters:
            if isinstance(shown, type) and issubclass(shown, SimpleListFilter):  # the house has no other kind
                asked.add(str(shown.parameter_name))
            else:
                name = shown if isinstance(shown, str) else shown[0]
                asked |= {f"{name}{end}" for end in OF_FILTERS}
        return lookup in asked

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Text is cleaned as on the site. An empty field is named: "fill it in" under one of twenty helps little."""
        if not db_field.choices and isinstance(db_field, CharField | TextField):
            kwargs["error_messages"] = {"required": f"Udfyld »{capfirst(db_field.verbose_name)}«."}
        if type(db_field) in TEXT and not db_field.choices:
            kwargs["form_class"] = TEXT[type(db_field)]
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = Autocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """Without Django's own history and deletion: the audit trail is the history, and nothing here is deleted."""
        closed = ("_history", "_delete")
        return [url for url in super().get_urls() if not str(url.name or "").endswith(closed)]

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return self.can_add

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return bool(self.editable)

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return request.viewer.is_secretariat

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        names = [field.name for field in self.model._meta.fields + self.model._meta.many_to_many]
        return [*self.readonly_fields, *(name for name in names if name not in self.editable)]

    def get_fields(self, request: Any, obj: Any = None) -> list[Any]:
        """All that is shown, in the model's order; what has no place on a page (keys, secrets) is left out."""
        hidden = {"id", *(self.exclude or ())}
        fields = self.model._meta.fields + self.model._meta.many_to_many
        names = [field.name for field in fields if field.editable and field.name not in hidden]
        if obj is None:
            return [*(name for name in names if name in self.editable), "reason"]
        return [*names, *self.readonly_fields, *(["reason", "revision"] if self.editable else [])]

    def save_model(self, request: Any, obj: Model, form: Any, change: bool) -> None:
        who = {"by": request.member, "now": timezone.now(), "reason": form.cleaned_data["reason"], "via": "admin"}
        if not change:
            corrections.add(obj=obj, **who)
        elif changed := form.corrected():
            corrections.correct(obj=obj, fields=changed, **who)

    def get_formsets_with_inlines(self, request: Any, obj: Any = None) -> Iterator[Any]:
        """Rows beside this one are shown, and never posted."""
        return iter(()) if request.method == "POST" else super().get_formsets_with_inlines(request, obj)

    def save_related(self, request: Any, form: Any, formsets: Any, change: bool) -> None:
        """Nothing: they are written where they belong."""

    def log_addition(self, request: Any, obj: Any, message: Any) -> Any:
        """The audit trail is the only log."""

    def log_change(self, request: Any, obj: Any, message: Any) -> Any:
        """The audit trail is the only log."""


class ReadInline(admin.TabularInline):
    """Rows that belong to the one shown; read only."""

    extra = 0
    view_on_site = False
    can_delete = False
    show_change_link = True

    def get_queryset(self, request: Any) -> QuerySet[Any]:
        return seen_by(request, super().get_queryset(request))

    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return request.viewer.is_secretariat


def _site_address(obj: Any) -> str | None:
    try:
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None
    except NoReverseMatch:
        return None
