"""Every address of the site; Danish paths."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from forum.views import demo, health, invitations, join_requests, outbox, second_factor

Patterns = list[URLPattern | URLResolver]

people: Patterns = [
    path("konto/sikkerhed/", second_factor.second_factor, name="second_factor"),
    path("mails/", outbox.index, name="outbox"),
    path("mails/<int:pk>/", outbox.detail, name="outbox_mail"),
    path("mails/<int:pk>/html/", outbox.html, name="outbox_html"),
    path("mails/<int:pk>/send/", outbox.send, name="outbox_send"),
    path("mails/<int:pk>/lad-vaere/", outbox.leave, name="outbox_leave"),
    path("mails/<int:pk>/fil/<int:file_pk>/", outbox.file, name="outbox_file"),
    path("invitationer/", invitations.index, name="invitations"),
    path("invitationer/ny/", invitations.invite, name="invite"),
    path("invitationer/mange/", invitations.invite_many, name="invite_many"),
    path("invitationer/<int:pk>/igen/", invitations.send_again, name="invitation_send_again"),
    path("invitationer/<int:pk>/traek-tilbage/", invitations.withdraw, name="invitation_withdraw"),
    path("invitation/<str:token>/", invitations.accept, name="invitation"),
    path("ansoegninger/", join_requests.index, name="join_requests"),
    path("ansoegninger/<int:pk>/", join_requests.detail, name="join_request"),
    path("ansoegninger/<int:pk>/imoedekom/", join_requests.approve, name="join_request_approve"),
    path("ansoegninger/<int:pk>/afslaa/", join_requests.decline, name="join_request_decline"),
    path("velkommen/", invitations.welcome, name="welcome"),
    path("demo/", demo.door, name="demo"),
    path("demo/postkasse/", demo.mails, name="mailbox"),
    path("demo/postkasse/<str:name>/", demo.mail, name="mailbox_mail"),
    path("demo/postkasse/<str:name>/html/", demo.mail_html, name="mailbox_html"),
    path("demo/postkasse/<str:name>/fil/<int:number>/", demo.mail_file, name="mailbox_file"),
]

urlpatterns: Patterns = [
    path("", include("forum.front.urls")),
    path("", include((people, "forum"))),
    path("", include("recommendations.urls")),
    path("moeder/", include("meetings.urls")),
    path("konto/", include("forum.account_urls")),
    path("admin/", admin.site.urls),
    path("sundhed/", health.live, name="live"),
    path("sundhed/klar/", health.ready, name="ready"),
]

handler400 = "forum.views.errors.bad_request"
handler403 = "forum.views.errors.forbidden"
handler404 = "forum.views.errors.not_found"
handler500 = "forum.views.errors.server_error"
