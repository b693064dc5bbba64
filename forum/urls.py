"""Every address of the site; Danish paths."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from forum.views import health

Patterns = list[URLPattern | URLResolver]

people: Patterns = []

urlpatterns: Patterns = [
    path("", include("forum.front.urls")),
    path("", include((people, "forum"))),
    path("", include("recommendations.urls")),
    path("moeder/", include("meetings.urls")),
    path("konto/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("sundhed/", health.live, name="live"),
    path("sundhed/klar/", health.ready, name="ready"),
]

handler400 = "forum.views.errors.bad_request"
handler403 = "forum.views.errors.forbidden"
handler404 = "forum.views.errors.not_found"
handler500 = "forum.views.errors.server_error"
