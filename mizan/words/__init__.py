"""The words of the interface, by language: what the report and the terminal say in their own voice.

A language is one module here that declares ``WORDS``. Keys are the same in every language; a counted noun
has one text for each plural category of its language, ``"outlets.few"`` and so on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module

LANGUAGES: tuple[str, ...] = ("ar", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of one language. ``texts`` may hold ``{placeholders}``."""

    code: str  # BCP-47
    name: str  # in the language itself
    direction: str  # "rtl" or "ltr"
    categories: tuple[str, ...]  # plural categories of the language, as CLDR names them
    category: Callable[[int], str]  # the one that a number takes
    texts: Mapping[str, str]

    def text(self, key: str, **values: object) -> str:
        """The text of a key with its placeholders filled; KeyError for a key that is not declared.

        >>> words("en").text("copy_of")
        'copy of'
        """
        text = self.texts[key]
        return text.format(**values) if values else text

    def count(self, key: str, n: int) -> str:
        """A number with its noun in the form that the number asks for.

        >>> words("en").count("outlets", 1), words("en").count("outlets", 5)
        ('1 outlet', '5 outlets')
        >>> words("ar").count("outlets", 2)
        'منبران'
        """
        return self.texts[f"{key}.{self.category(n)}"].format(n=n)

    def date(self, year: int, month: int, day: int) -> str:
        """A day as a reader writes it.

        >>> words("ar").date(2024, 6, 19)
        '19 يونيو 2024'
        """
        return self.text("date", day=day, month=self.texts[f"month.{month}"], year=year)


@cache
def words(code: str) -> Words:
    """The words of a language; ValueError, naming the known ones, for another code."""
    if code not in LANGUAGES:
        raise ValueError(f"no interface words for {code!r}; known: {', '.join(LANGUAGES)}")
    declared: Words = import_module(f"mizan.words.{code}").WORDS
    return declared
