"""Addresses of the demo's own doors, in the namespace `forum`."""

from django.urls import path

from forum.demo import views

urlpatterns = [
    path("demo/", views.door, name="demo"),
    path("demo/postkasse/", views.mails, name="mailbox"),
    path("demo/postkasse/<str:name>/", views.mail, name="mailbox_mail"),
    path("demo/postkasse/<str:name>/html/", views.mail_html, name="mailbox_html"),
    path("demo/postkasse/<str:name>/fil/<int:number>/", views.mail_file, name="mailbox_file"),
]
