"""Addresses of the lists of receivers, in the namespace `forum`."""

from django.urls import path

from forum.receivers import views

urlpatterns = [
    path("lister/", views.index, name="receiver_lists"),
    path("lister/ny/", views.new, name="receiver_list_new"),
    path("lister/<int:pk>/", views.detail, name="receiver_list"),
    path("lister/<int:pk>/fjern/", views.remove, name="receiver_list_remove"),
    path("lister/<int:pk>/fortryd/", views.restore, name="receiver_list_restore"),
]
