"""Addresses of mails, in the namespace `forum`."""

from django.urls import path

from forum.mail import views

urlpatterns = [
    path("mails/", views.index, name="outbox"),
    path("mails/<int:pk>/", views.detail, name="outbox_mail"),
    path("mails/<int:pk>/html/", views.html, name="outbox_html"),
    path("mails/<int:pk>/send/", views.send, name="outbox_send"),
    path("mails/<int:pk>/lad-vaere/", views.leave, name="outbox_leave"),
    path("mails/<int:pk>/fil/<int:file_pk>/", views.file, name="outbox_file"),
]
