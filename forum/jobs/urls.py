"""Addresses that say whether the site is well."""

from django.urls import path

from forum.jobs import health

urlpatterns = [
    path("", health.live, name="live"),
    path("klar/", health.ready, name="ready"),
]
