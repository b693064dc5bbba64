"""The triggers of an app's first migration, made at once.

An operation for each would make Django build its picture of all models anew each time: seconds at every first start.
"""

from typing import Any

from django.db import migrations


def install_all(app_label: str) -> migrations.RunPython:
    """An operation that makes the triggers which the app's models are created with (their `triggers` option)."""

    def install(apps: Any, schema_editor: Any) -> None:
        for model in apps.get_app_config(app_label).get_models():
            for trigger in getattr(model._meta, "triggers", ()):
                schema_editor.execute(trigger.install_sql, params=None)

    return migrations.RunPython(install, migrations.RunPython.noop)
