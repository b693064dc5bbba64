"""Full-text search: the stored vector of a model's text, and the table of all words in use."""

from __future__ import annotations

import string
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import BooleanField, F, Func, Q, TextField, Value
from django.db.models.expressions import Col
from django.db.models.functions import Coalesce

# PostgreSQL reads »02.19« as one word, »2019/123« as a word and a path, »17-11« as a number below zero. All of it is
# searched as people search: letters and figures are words, whatever stands between them parts two words
BETWEEN_WORDS = string.punctuation
RAW: Any = {"search_type": "raw", "config": "simple"}  # of a tsquery: as it is


def weighted(weight: str, *texts: Any) -> Any:
    """A tsvector of the Danish stems in the texts (expressions, or names of fields), all of weight A, B, C or D."""
    told = [Coalesce(F(text) if isinstance(text, str) else text, Value(""), output_field=TextField()) for text in texts]
    joined = Func(*told, template="(%(expressions)s)", arg_joiner=" || ' ' || ", output_field=TextField())
    plain = Func(joined, Value(BETWEEN_WORDS), Value(" " * len(BETWEEN_WORDS)), function="translate")
    template = f"setweight(to_tsvector('danish', %(expressions)s), '{weight}')"
    return Func(plain, template=template, output_field=SearchVectorField())


def danish(title: str, *body: str) -> Any:
    """A tsvector of Danish stems: the field `title` with weight A, the fields `body` with weight B.

    It says what is in the column of a `StoredVector`, for models that have none and for the test that compares them.
    """
    return joined_vectors(weighted("A", title), *([weighted("B", *body)] if body else []))


def joined_vectors(*vectors: Any) -> Any:
    """One tsvector of several (names of fields, or expressions)."""
    template = "(%(expressions)s)"
    return Func(*vectors, template=template, arg_joiner=" || ", output_field=SearchVectorField())


def is_one_of(pks: Any) -> Q:
    """A condition: the row's pk is among these. They are found first, and what else must hold is asked of them alone.

    PostgreSQL may do it the other way round for `pk__in`, and ask all rows of the table what takes long to tell.
    """
    template = "(%(expressions)s))"
    return Q(Func(F("pk"), ArraySubquery(pks), template=template, arg_joiner=" = ANY(", output_field=BooleanField()))


class StoredVector:
    """The vector of a model's title and body fields, in a generated column with an index.

    The column is no field of the model, so that no row carries it: not SELECT nor INSERT, not the history or a form. A
    query names it by `of()`. A migration makes it, by `store_vector` in `forum/migrations/_search.py`.
    """

    def __init__(self, title: str, *body: str) -> None:
        self.texts = (title, *body)

    def of(self, lookup: str = "") -> Any:
        """The column of the query's own rows; `lookup` ("member__") leads from them to the model's."""
        return _Beside(lookup + self.texts[0])


class _Beside(F):
    """The column `vector` of the table that has the named field."""

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        named: Any = super().resolve_expression(*args, **kwargs)
        column: Any = SearchVectorField()
        column.set_attributes_from_name("vector")
        column.model = named.target.model
        return Col(named.alias, column)


class Word(models.Model):
    """A stem in use somewhere. Danish writes compounds in one word: »indkøb« must find »innovationsindkøb«."""

    stem = models.CharField(max_length=100, unique=True)
    uses = models.PositiveIntegerField(default=0, db_default=0)  # how many texts it is in

    class Meta:
        verbose_name = "ord"
        verbose_name_plural = "ord"
        indexes = [GinIndex(fields=["stem"], name="word_trigrams", opclasses=["gin_trgm_ops"])]

    def __str__(self) -> str:
        return self.stem
