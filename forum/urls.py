"""Every address of the site, subject by subject; Danish paths."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from forum.signin import own_device, second_factor
from forum.web.session_status import session_status

Patterns = list[URLPattern | URLResolver]

of_forum: Patterns = [
    path("konto/sikkerhed/", second_factor.second_factor, name="second_factor"),
    path("konto/log-ind/enhed/", own_device.own_device, name="own_device"),
    path("konto/status/", session_status, name="session_status"),
    path("", include("forum.mail.urls")),
    path("", include("forum.membership.urls")),
    path("", include("forum.receivers.urls")),
    path("", include("forum.undo.urls")),
    path("", include("forum.demo.urls")),
]

urlpatterns: Patterns = [
    path("", include("forum.front.urls")),
    path("", include((of_forum, "forum"))),
    path("", include("recommendations.urls")),
    path("", include("meetings.urls")),
    path("konto/", include("forum.signin.urls")),
    path("admin/", admin.site.urls),
    path("sundhed/", include("forum.jobs.urls")),
]

handler400 = "forum.web.errors.bad_request"
handler403 = "forum.web.errors.forbidden"
handler404 = "forum.web.errors.not_found"
handler500 = "forum.web.errors.server_error"
