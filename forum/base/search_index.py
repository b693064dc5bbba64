"""Full-text search: the vector of a model's text, and the table of all words in use."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models


def danish(title: str, *body: str) -> Any:
    """A tsvector of Danish stems: the title with weight A, the body fields with weight B. Index and query share it."""
    vector = SearchVector(title, weight="A", config="danish")
    return vector + SearchVector(*body, weight="B", config="danish") if body else vector


class Word(models.Model):
    """A stem in use somewhere. Danish writes compounds in one word: »indkøb« must find »innovationsindkøb«."""

    stem = models.CharField(max_length=100, unique=True)

    class Meta:
        verbose_name = "ord"
        verbose_name_plural = "ord"
        indexes = [GinIndex(fields=["stem"], name="word_trigrams", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.stem
