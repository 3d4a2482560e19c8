"""Interface words as markup that says where each word comes from, so that the browser can change them.

``behaviour.js`` reads ``data-t`` (key), ``data-n`` (count), ``data-v`` (values), ``data-t-label`` (key of
the accessible name) and ``data-date``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from mizan.words import Words


@dataclass(frozen=True, slots=True)
class Interface:
    """The words that a page is drawn with."""

    words: Words

    def plain(self, key: str, n: int | None = None, **values: str) -> str:
        """The text alone, with its number or its values."""
        return self.words.text(key, **values) if n is None else self.words.count(key, n)

    def attrs(self, key: str, n: int | None = None, **values: str) -> Markup:
        """Attributes for an element whose text is ``plain`` of the same."""
        return Markup(' data-t="{}"').format(key) + _values(n, values)

    def t(self, key: str, n: int | None = None, **values: str) -> Markup:
        """The text in a span of its own."""
        attrs = self.attrs(key, n, **values)
        return Markup("<span{}>{}</span>").format(attrs, self.plain(key, n, **values))

    def either(self, key: str, otherwise: str, **values: str) -> Markup:
        """The text of a key where it is declared, else that of the other one with the values."""
        return self.t(key) if key in self.words.texts else self.t(otherwise, None, **values)

    def label(self, key: str, n: int | None = None, **values: str) -> Markup:
        """Attributes that give an element its accessible name."""
        name = self.plain(key, n, **values)
        return Markup(' data-t-label="{}" aria-label="{}"').format(key, name) + _values(n, values)

    def day(self, day: date) -> Markup:
        """A day, as the reader's language writes it."""
        return Markup('<time datetime="{0}" data-date="{0}">{1}</time>').format(
            day.isoformat(), self.words.date(day.year, day.month, day.day)
        )


def _values(n: int | None, values: dict[str, str]) -> Markup:
    number = Markup(' data-n="{}"').format(n) if n is not None else Markup("")
    if not values:
        return number
    return number + Markup(' data-v="{}"').format(json.dumps(values, ensure_ascii=False))
