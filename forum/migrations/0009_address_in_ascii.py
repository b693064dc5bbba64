"""An address with a character that nobody sees locks its member out: such are cleaned, and the database takes no more.

The rule is written out here, as it was: `forum.base.addresses` may change, what this migration did may not.
"""

import unicodedata

from django.db import migrations, models


def cleaned(email):
    """Without formatting marks, a domain with other letters in its ASCII form."""
    seen = "".join(c for c in email if unicodedata.category(c) != "Cf" and not "\ufe00" <= c <= "\ufe0f")
    local, at, domain = "".join(unicodedata.normalize("NFKC", seen).split()).lower().rpartition("@")
    try:
        return local + at + domain.encode("idna").decode("ascii")
    except UnicodeError:
        return email


def clean(apps, schema_editor):
    """One that would become another's stays. Of a member the constraint then stops the migration: whose is it?"""
    for name in ("Member", "Invitation", "JoinRequest"):
        rows = apps.get_model("forum", name).objects
        taken = set(rows.values_list("email", flat=True))
        for row in rows.exclude(email__regex="^[!-~]+$"):
            email = cleaned(row.email)
            if email not in taken:
                rows.filter(pk=row.pk).update(email=email)


class Migration(migrations.Migration):
    dependencies = [("forum", "0008_mail_order")]

    operations = [
        migrations.RunPython(clean, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("email__regex", "^[!-~]+$")), name="address_in_ascii"
            ),
        ),
    ]
