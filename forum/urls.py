"""Every address of the site; Danish paths."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from forum.demo import views
from forum.jobs import health
from forum.mail.views import detail, file, html, index, leave, send
from forum.membership.views import directory, invitations, join_requests, profile, seats, unsubscribe
from forum.signin import second_factor

Patterns = list[URLPattern | URLResolver]

people: Patterns = [
    path("konto/sikkerhed/", second_factor.second_factor, name="second_factor"),
    path("mails/", index, name="outbox"),
    path("mails/<int:pk>/", detail, name="outbox_mail"),
    path("mails/<int:pk>/html/", html, name="outbox_html"),
    path("mails/<int:pk>/send/", send, name="outbox_send"),
    path("mails/<int:pk>/lad-vaere/", leave, name="outbox_leave"),
    path("mails/<int:pk>/fil/<int:file_pk>/", file, name="outbox_file"),
    path("medlemmer/", directory.index, name="directory"),
    path("medlemmer/<int:pk>/", directory.detail, name="member"),
    path("medlemmer/<int:pk>/billede/", directory.picture, name="picture"),
    path("medlemmer/<int:pk>/mailadresse/", directory.change_address, name="change_address"),
    path("medlemmer/<int:pk>/luk/", directory.close, name="close_account"),
    path("medlemmer/<int:pk>/nulstil-to-trin/", directory.forget_factor, name="forget_factor"),
    path("profil/", profile.profile, name="profile"),
    path("profil/beskeder/", profile.notifications, name="notifications"),
    path("profil/data/", profile.data, name="personal_data"),
    path("profil/forlad/", profile.leave, name="leave"),
    path("afmeld/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("farvel/", profile.goodbye, name="goodbye"),
    path("pladser/", seats.index, name="seats"),
    path("pladser/ny/", seats.open_seat, name="open_seat"),
    path("pladser/<int:pk>/", seats.detail, name="seat"),
    path("pladser/<int:pk>/forperson/", seats.make_chair, name="make_chair"),
    path("pladser/<int:pk>/nedlaeg/", seats.close_seat, name="close_seat"),
    path("pladser/<int:pk>/<int:holding_pk>/afslut/", seats.end_holding, name="end_holding"),
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
    path("demo/", views.door, name="demo"),
    path("demo/postkasse/", views.mails, name="mailbox"),
    path("demo/postkasse/<str:name>/", views.mail, name="mailbox_mail"),
    path("demo/postkasse/<str:name>/html/", views.mail_html, name="mailbox_html"),
    path("demo/postkasse/<str:name>/fil/<int:number>/", views.mail_file, name="mailbox_file"),
]

urlpatterns: Patterns = [
    path("", include("forum.front.urls")),
    path("", include((people, "forum"))),
    path("", include("recommendations.urls")),
    path("moeder/", include("meetings.urls")),
    path("konto/", include("forum.signin.urls")),
    path("admin/", admin.site.urls),
    path("sundhed/", health.live, name="live"),
    path("sundhed/klar/", health.ready, name="ready"),
]

handler400 = "forum.web.errors.bad_request"
handler403 = "forum.web.errors.forbidden"
handler404 = "forum.web.errors.not_found"
handler500 = "forum.web.errors.server_error"
