"""Addresses of members, seats, invitations and requests to join, in the namespace `forum`."""

from django.urls import path

from forum.membership.views import directory, invitations, join_requests, organisations, profile, seats, unsubscribe

urlpatterns = [
    path("medlemmer/", directory.index, name="directory"),
    path("medlemmer/regneark/", directory.sheet, name="directory_sheet"),
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
    path("organisationer/hent/", organisations.load, name="load_organisations"),
    path("invitation/<str:token>/", invitations.accept, name="invitation"),
    path("ansoegninger/", join_requests.index, name="join_requests"),
    path("ansoegninger/<int:pk>/", join_requests.detail, name="join_request"),
    path("ansoegninger/<int:pk>/imoedekom/", join_requests.approve, name="join_request_approve"),
    path("ansoegninger/<int:pk>/afslaa/", join_requests.decline, name="join_request_decline"),
    path("velkommen/", profile.welcome, name="welcome"),
]
