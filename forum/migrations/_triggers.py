"""Triggers that a migration makes, all at once.

An operation for each would make Django build its picture of all models anew each time: seconds at every first start.
"""

from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation
from pgtrigger.compiler import Trigger


def install_all(app_label: str) -> migrations.RunPython:
    """An operation that makes the triggers which the app's models are created with (their `triggers` option)."""

    def install(apps: Any, schema_editor: Any) -> None:
        for model in apps.get_app_config(app_label).get_models():
            for trigger in getattr(model._meta, "triggers", ()):
                schema_editor.execute(trigger.install_sql, params=None)

    return migrations.RunPython(install, migrations.RunPython.noop)


class SetTriggers(Operation):
    """From here on these models have these triggers and no others; before it, and back again, those they had."""

    def __init__(self, triggers: dict[str, list[Trigger]]) -> None:
        self.triggers = triggers  # by the model's name in small letters

    def state_forwards(self, app_label: str, state: Any) -> None:
        for name, triggers in self.triggers.items():
            state.models[app_label, name].options["triggers"] = triggers
        state.reload_models({(app_label, name) for name in self.triggers})

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for name in self.triggers:
            for trigger in from_state.models[app_label, name].options.get("triggers", ()):
                schema_editor.execute(trigger.uninstall_sql, params=None)
            for trigger in to_state.models[app_label, name].options.get("triggers", ()):
                schema_editor.execute(trigger.install_sql, params=None)

    database_backwards = database_forwards  # the states change places

    def describe(self) -> str:
        return f"Set the triggers of {', '.join(self.triggers)}"
