#!/usr/bin/env python
"""Django's command line for Forum."""

import os
import shlex
import sys

NEEDED = ("SECRET_KEY", "SITE_URL", "DATABASE_URL", "REDIS_URL")  # what forum/settings.py has no default for


def missing() -> str:
    """A sentence when the environment lacks what no command can do without, else ""."""
    absent = [name for name in NEEDED if not {name, f"{name}_FILE"} & os.environ.keys()]
    if not absent:
        return ""
    demo = f"make manage ARGS={shlex.quote(shlex.join(sys.argv[1:]) or 'help')}"
    return (
        f"Forum mangler {', '.join(absent)} i miljøet: sæt det, som »Configuration« i README.md viser, "
        f"eller kør kommandoen på demoens data med  {demo}"
    )


def main() -> None:
    if sentence := missing():
        sys.exit(sentence)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
