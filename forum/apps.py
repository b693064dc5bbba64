"""The app's configuration, and the lists that its subjects hand over when the site starts."""

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
        """Imports stand here, not above: only now are the models loaded."""
        from allauth.mfa.signals import authenticator_added
        from django.contrib.auth.signals import user_logged_out
        from django.core import checks

        import forum.copies.actions
        import forum.front.mail
        import forum.jobs.kinds
        import forum.mail.kinds
        import forum.membership.actions.own_data_pdf
        import forum.membership.mail
        import forum.membership.own_data
        import forum.membership.retention
        import forum.signin.mail
        from forum.base import form_messages
        from forum.checks import demo_is_only_for_trying
        from forum.signin.adapters import count_as_second_factor
        from forum.web import signed_out

        for subject in (forum.membership.mail, forum.signin.mail, forum.front.mail):
            forum.mail.kinds.register(subject.KINDS)
        forum.jobs.kinds.register(forum.membership.actions.own_data_pdf.OWN_DATA_PDF)
        forum.membership.own_data.register(forum.membership.own_data.PARTS)
        forum.membership.retention.register(forum.membership.retention.RULES)
        forum.jobs.kinds.register(forum.copies.actions.VIEW_COPY)
        checks.register(demo_is_only_for_trying, checks.Tags.security)
        authenticator_added.connect(count_as_second_factor)
        user_logged_out.connect(signed_out.note)
        form_messages.use()
