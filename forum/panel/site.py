"""The admin panel's site: our models only, in groups a secretary knows, entered by the same door as everything else."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver

from forum.web.access import secretariat

OURS = ("forum", "recommendations", "meetings")
GROUPS = {
    "Personer og pladser": ("Member", "Organisation", "Seat", "SeatHolding", "Invitation", "JoinRequest", "Grant"),
    "Møder": ("Meeting", "AgendaItem", "Attendance", "Guest", "Minutes", "Decision", "Action"),
    "Anbefalinger og områder": ("Recommendation", "RecommendationVersion", "Area", "AreaUpdate"),
    "Mails, rapporter og filer": ("OutboxMail", "Report", "Job", "StoredFile"),
}
# Django's own sign-in, passwords and log: ours are the site's sign-in and the audit trail
CLOSED = ("password_change", "password_change_done", "view_on_site")


def group_of(model: type[Model]) -> str:
    """The group that the front page shows this model in."""
    return next(title for title, names in GROUPS.items() if model.__name__ in names)


class Panel(AdminSite):
    site_title = "Administration - Forum"
    site_header = "Forum: administration"
    index_title = "Administration"
    empty_value_display = "-"
    enable_nav_sidebar = False  # with it, half of a list lies outside the window at 1280 px; the front page is the map

    def has_permission(self, request: Any) -> bool:
        """Asked by each of the admin's own views: a viewer of the secretariat has proved a second factor."""
        return bool(request.viewer.is_secretariat)

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Other libraries' models are left out: sessions, second factors and tokens are nobody's to edit."""
        models = model_or_iterable if isinstance(model_or_iterable, list | tuple) else [model_or_iterable]
        ours = [model for model in models if model._meta.app_label in OURS]
        if ours:
            super().register(ours, admin_class, **options)

    @secretariat
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return redirect("admin:index")

    @secretariat
    def app_index(  # type: ignore[override]  # Django's stubs want a page of a template
        self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """No page for each of the code's folders: the groups are not these, and all stand on the front page."""
        return redirect("admin:index")

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from forum.panel import history

        urls: list[URLPattern | URLResolver] = super().get_urls()
        kept = [url for url in urls if getattr(url, "name", "") not in CLOSED]
        return [*history.urls(self), *kept]

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Groups by subject instead of by the code's folders."""
        found = {
            model["object_name"]: model for app in super().get_app_list(request, app_label) for model in app["models"]
        }
        groups = []
        for number, (title, names) in enumerate(GROUPS.items()):
            models = [found[name] for name in names if name in found]
            if models:
                groups.append({"name": title, "app_label": f"g{number}", "app_url": "", "models": models})
        return groups
