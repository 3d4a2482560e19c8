"""Who says a statement, from its outlet to the speaker, as a short list that reads in either direction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mizan.v1 import resources_pb2 as pb
from mizan.words import Words
from report.interface import Interface
from report.templates import template
from report.text import run

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Link:
    """One link: who, with the verb as written, and the keys of the words for what it is and its stance."""

    words: tuple[tuple[str, str], ...]  # ("name" or "verb", text), in the order of the article
    direction: str
    language: str
    kind: str
    stance: str
    carried: bool


def links(statement: pb.Statement) -> tuple[Link, ...]:
    """The chain of a statement, outlet first. Only the last link of several tells a stance."""
    return tuple(_link(link, statement, place) for place, link in enumerate(statement.chain))


def _link(link: pb.AttributionLink, statement: pb.Statement, place: int) -> Link:
    parts = [("name", link.name)]
    if link.verb:
        after = link.HasField("span") and link.span.start < link.verb_span.start
        parts.insert(1 if after else 0, ("verb", link.verb))
    told = run(" ".join(text for _, text in parts), statement.language if place else "")
    stance = statement.stance if place == len(statement.chain) - 1 else pb.Statement.Stance.STANCE_UNSPECIFIED
    return Link(
        tuple(parts),
        told.direction,
        told.language,
        pb.AttributionLink.Kind.Name(link.kind).lower(),
        pb.Statement.Stance.Name(stance).lower() if stance else "",
        link.carried,
    )


def draw(statement: pb.Statement, words: Words) -> Markup:
    """The chain as an ordered list; empty for a statement without one."""
    from markupsafe import Markup

    found = links(statement)
    text = template("picture_chain.html.j2").render(links=found, interface=Interface(words))
    return Markup(text if found else "")
