"""Addresses of texts."""

from django.urls import path

from tests.forum.web.texts import views

app_name = "texts"
urlpatterns = [
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/ret/", views.edit, name="edit"),
    path("<int:pk>/fjern/", views.remove, name="remove"),
    path("<int:pk>/fortryd/", views.restore, name="restore"),
]
