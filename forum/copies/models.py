"""View copies: what an uploaded PDF or picture became when it was rewritten, found by the content of the original."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from forum.files.content import JPEG, PDF, PNG
from forum.files.models import StoredFile
from forum.jobs.models import HasJob, Job

# Raised when the rewriting changes: what an earlier release made is made anew, and is shown no more
RECIPE = 1
OPENS = (PDF.content_type, PNG.content_type, JPEG.content_type)


class ViewCopy(HasJob):
    """A copy to be looked at in the browser, or why there is none. The original is for download alone.

    It has no audience of its own: whoever may see a file with this content may see what was made of it, so it is
    served by the view of that file's owner and by no other.
    """

    sha256 = models.CharField("SHA-256 af originalen", max_length=64)
    recipe = models.PositiveSmallIntegerField("opskrift", default=RECIPE)
    file = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="view_copy", verbose_name="fil"
    )
    why_not = models.CharField("hvorfor ikke", max_length=200, blank=True)  # a Danish sentence

    class Meta:
        verbose_name = "kopi til visning"
        verbose_name_plural = "kopier til visning"
        constraints = [
            models.UniqueConstraint(fields=["sha256", "recipe"], name="one_view_copy_a_content"),
            models.CheckConstraint(name="view_copy_or_why_not", condition=Q(file=None) | Q(why_not="")),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:8]} ({self.recipe})"

    @classmethod
    def of(cls, file: StoredFile) -> ViewCopy | None:
        """The copy of this file's content, made, on its way or given up; None when nobody has asked for it yet."""
        rows = cls._base_manager.select_related("file", "job")
        return rows.filter(sha256=file.sha256, recipe=RECIPE).first()

    @property
    def is_given_up(self) -> bool:
        return bool(self.why_not) or self.job.state == Job.State.FAILED


def opens_in_place(file: StoredFile) -> bool:
    """Whether the file is of a kind that is rewritten."""
    return file.content_type in OPENS
