"""A form sent twice acts once: the key that the form carries, and the decorator that spends it."""

from __future__ import annotations

import functools
from typing import Any

from django.contrib import messages
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from forum.web.access import View

REFUSED = "Forum-Refused"  # a header of what leads on from a button without having acted, see `form_page.press`


class FormKey(models.Model):
    """A form's idempotency key, spent in the transaction of the action it caused."""

    key = models.CharField(max_length=64, unique=True)
    answer = models.CharField(max_length=500, blank=True)  # where the first sending was sent on to
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        db_table = "forum_spentkey"  # the model's first name

    def __str__(self) -> str:
        return self.key

    @classmethod
    def spend(cls, key: str) -> tuple[FormKey, bool]:
        """(row, True) when the key is new. A twin request waits here until the first one has committed."""
        return cls.objects.get_or_create(key=key)


def idempotent(view: View) -> View:
    """A form sent twice (double click, back button, retry) acts once; the second time answers with a sentence.

    The form carries `{% form_key %}`. The key is spent in the action's own transaction, so a failed action frees it.
    """

    @functools.wraps(view)
    def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.POST.get("form_key", "")
        if request.method != "POST" or not key:
            return view(request, *args, **kwargs)
        with transaction.atomic():
            spent, is_new = FormKey.spend(key[:64])
            if not is_new:
                messages.info(request, "Det har du allerede sendt. Her kan du se, hvordan det står nu.")
                return redirect(spent.answer or request.path)
            response = view(request, *args, **kwargs)
            if response.status_code >= 400 or REFUSED in response.headers:
                transaction.set_rollback(True)
            else:
                FormKey.objects.filter(pk=spent.pk).update(answer=response.headers.get("Location", ""))
        return response

    return run
