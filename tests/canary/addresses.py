"""Every address of ours, found in the URL configuration: one that is forgotten fails the sweep."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.admin.utils import quote
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.canary.samples import QUERIES, SAMPLES
from tests.canary.world import Sweep

OURS = {"forum", "recommendations", "meetings"}


def our_names(resolver: URLResolver | None = None, space: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from our_names(entry, inner)
        elif isinstance(entry, URLPattern) and entry.callback.__module__.split(".")[0] in OURS:
            yield f"{space}{entry.name}"


def admin_paths() -> list[str]:
    """The admin's own addresses: every list, its form for a new object, and its first three objects."""
    from django.contrib import admin

    paths = [reverse("admin:index")]
    for model in admin.site._registry:
        changelist = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        first = model._base_manager.order_by("pk").values_list("pk", flat=True)[:3]
        paths += [changelist, f"{changelist}add/", *(f"{changelist}{quote(pk)}/change/" for pk in first)]
    return paths


def paths_of(name: str, sweep: Sweep) -> list[str]:
    given = SAMPLES[name](sweep) if name in SAMPLES else [()]
    found = [reverse(name, args=args) for args in given]
    return found + [f"{path}?{query}" for path in found for query in QUERIES.get(name, [])]


def our_paths(sweep: Sweep) -> list[str]:
    return [path for name in sorted(set(our_names())) for path in paths_of(name, sweep)]
