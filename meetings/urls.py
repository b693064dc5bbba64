"""Addresses of meetings."""

from django.urls import URLPattern, path

from meetings.views import agenda, attachments, attendance, convocation, meetings

app_name = "meetings"
urlpatterns: list[URLPattern] = [
    path("", meetings.meeting_list, name="list"),
    path("nyt/", meetings.create, name="create"),
    path("svar/<str:token>/", attendance.rsvp, name="rsvp"),
    path("punkt/<int:pk>/", agenda.item, name="item"),
    path("punkt/<int:pk>/flyt/", agenda.item_move, name="item_move"),
    path("punkt/<int:pk>/fjern/", agenda.item_remove, name="item_remove"),
    path("punkt/<int:pk>/fortryd/<int:place>/", agenda.item_restore, name="item_restore"),
    path("punkt/<int:pk>/bilag/", attachments.upload, name="upload"),
    path("bilag/<int:pk>/", attachments.attachment, name="attachment"),
    path("bilag/<int:pk>/ret/", attachments.attachment_edit, name="attachment_edit"),
    path("bilag/<int:pk>/flyt/", attachments.attachment_move, name="attachment_move"),
    path("bilag/<int:pk>/fjern/", attachments.attachment_remove, name="attachment_remove"),
    path("bilag/<int:pk>/fortryd/", attachments.attachment_restore, name="attachment_restore"),
    path("<slug:slug>/", meetings.detail, name="detail"),
    path("<slug:slug>/kalender.ics", meetings.ics, name="ics"),
    path("<slug:slug>/svar/", attendance.answer, name="answer"),
    path("<slug:slug>/ret/", meetings.edit, name="edit"),
    path("<slug:slug>/flyt/", meetings.move, name="move"),
    path("<slug:slug>/aflys/", meetings.cancel, name="cancel"),
    path("<slug:slug>/afholdt/", meetings.hold, name="hold"),
    path("<slug:slug>/indkald/", convocation.convene, name="convene"),
    path("<slug:slug>/frigiv/", convocation.release, name="release"),
    path("<slug:slug>/kladde/<slug:kind>/<int:seat>/", convocation.draft_mail, name="draft_mail"),
    path("<slug:slug>/deltagelse/", attendance.attendance, name="attendance"),
    path("<slug:slug>/dagsorden/", agenda.agenda, name="agenda"),
    path("<slug:slug>/dagsorden/nyt/", agenda.item_create, name="item_create"),
]
