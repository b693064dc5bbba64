"""The app's configuration."""

from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"
    verbose_name = "Personer og fælles"

    def ready(self) -> None:
        """Mail kinds register their send-time checks when their module is read; the adapters hang on signals."""
        from forum import checks  # noqa: F401
        from forum.actions import invitations, signin  # noqa: F401
