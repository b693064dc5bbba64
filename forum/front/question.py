"""What a search asks for: its words, the day it names, the number of an item, and which kind of hit it wants first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from forum.base import dates
from forum.base.search_words import QUESTION, asked_for, terms

LONGEST_QUERY = 200  # characters
FEWEST_LETTERS = 2
SECTION = re.compile(r"§\s*\d")
ITEM = re.compile(r"\b(?:dagsordens?)?(?:punkt|pkt|pind)\b\.?\s*(?:nr\.?\s*)?(\d{1,2})\b(?!\.\d)", re.IGNORECASE)
# Where the day or the item is asked for, these say which page, and nothing of what it is about
PAGES = re.compile(r"(?:referat|møde|dagsorden)(?:et|er|erne|en|ets)?|fra|af|på|i|til|om|den|det")
MINUTES = re.compile(r"\breferat", re.IGNORECASE)
DECIDED = re.compile(r"\b(?:beslut|vedtog|vedtaget|bestemt)", re.IGNORECASE)
# In a question the verb of a kind of decision asks for decisions, too: »hvornår udsatte vi ...«
ASKS = re.compile(r"\b(?:hv(?:ornår|em|ad|ilken?|ilket|or|orfor|ordan)|har|vi)\b", re.IGNORECASE)
KINDS = re.compile(r"\b(?:tiltråd|udsat|udskød|afvis|uddeleger|drøfte|til efterretning|i høring)", re.IGNORECASE)
# »Taget til efterretning« is what the kind is called; »sendt i høring«
VERBS = re.compile(r"\b(?:tog|tage|sendte|sende)\b(?=.*\b(?:til efterretning|i høring)\b)", re.IGNORECASE)
# A month alone is asked for only where nothing else is: »August Holm« is a person
MONTH = re.compile(rf"\b({'|'.join(dates.MONTHS)})(?:møde\w*)?\b", re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    words: tuple[str, ...]  # all that must be found
    besides: tuple[str, ...]  # what is asked for of the item that is named by its number, of the decisions of a day
    days: str = ""  # a LIKE pattern for the ISO day of a meeting
    item: int = 0  # the number of an item on an agenda
    address: str = ""  # the whole of it in lower case, which may be a mail address
    wants_minutes: bool = False
    wants_decisions: bool = False


def is_enough(query: str) -> bool:
    """True when the query is long enough to search for: one letter is in nearly every text, »§ 2« is not."""
    return sum(map(str.isalnum, query)) >= FEWEST_LETTERS or bool(SECTION.search(query))


def read(query: str) -> Question:
    """What the query asks for; a day, month or year in it reads »22. august 2019« whichever way it was written."""
    query = VERBS.sub(" ", query[:LONGEST_QUERY])
    numbered = ITEM.search(query)  # before the days: »punkt 2 november« is no day
    rest = ITEM.sub(" ", query)
    days, dated = dates.named(rest) or _month_alone(rest) or ("", rest)
    text = f"{numbered[0]} {dated}" if numbered else dated
    words = terms(text)
    besides = [word for word in asked_for(terms(dated)) if not (PAGES.fullmatch(word) or _of_day(word))]
    wants_decisions = bool(DECIDED.search(text) or (ASKS.search(text) and KINDS.search(text)))
    return Question(
        words=tuple(asked_for(words)),
        besides=tuple(besides) if numbered or (days and wants_decisions) else (),
        days=days,
        item=int(numbered[1]) if numbered else 0,
        address=text.strip().lower(),
        wants_minutes=bool(MINUTES.search(text)),
        wants_decisions=wants_decisions,
    )


def _month_alone(text: str) -> tuple[str, str] | None:
    """The month that a text names besides a page, »referat november« or »novembermødet«, as `dates.named` gives it."""
    found = MONTH.search(text)
    if found is None or any(not (PAGES.fullmatch(word) or word in QUESTION) for word in terms(MONTH.sub(" ", text))):
        return None
    return f"____-{dates.MONTHS.index(found[1].lower()) + 1:02}-__", MONTH.sub(r"\1", text)


def _of_day(word: str) -> bool:
    return word in dates.MONTHS or word.replace(" ", "").isdigit()
