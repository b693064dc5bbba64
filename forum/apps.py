"""The app's configuration."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class AdminConfig(admin_apps.AdminConfig):
    default = False
    default_site = "forum.panel.site.Panel"


class ForumConfig(AppConfig):
    default = True
    name = "forum"
    verbose_name = "Personer og pladser"

    def ready(self) -> None:
        """Mail kinds register their send-time checks when their module is read; the adapters hang on signals."""
        from forum import checks  # noqa: F401 - imported so that they register
        from forum.base import form_messages
        from forum.membership.actions import invitations  # noqa: F401 - imported so that they register
        from forum.signin import actions  # noqa: F401 - imported so that they register

        form_messages.use()
