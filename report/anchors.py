"""Ids of the page. They are made of numbers alone, so that no name from outside becomes part of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mizan.v1 import resources_pb2 as pb


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where articles and their statements stand: ``a3`` and ``a3-s12``."""

    _articles: dict[str, str] = field(default_factory=dict)
    _statements: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of(articles: Iterable[pb.Article]) -> Anchors:
        """The ids of a comparison's articles, numbered in their order."""
        anchors = Anchors()
        for number, article in enumerate(articles):
            anchors._articles[article.name] = f"a{number}"
            for statement in article.statements:
                anchors._statements[statement.name] = f"a{number}-s{statement.index}"
        return anchors

    def article(self, name: str) -> str:
        """Id of an article; empty for one that is not on the page."""
        return self._articles.get(name, "")

    def statement(self, name: str) -> str:
        """Id of a statement; empty for one that is not on the page."""
        return self._statements.get(name, "")
