"""The address of "Fortryd", in the namespace `forum`."""

from django.urls import path

from forum.undo import views

urlpatterns = [path("fortryd/<int:pk>/", views.undo, name="undo")]
