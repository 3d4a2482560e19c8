"""Who says a statement, from its outlet to the speaker, as a short list that reads in either direction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mizan.v1 import resources_pb2 as pb
from mizan.words import Words
from report.interface import Interface
from report.templates import template
from report.text import Run, run

if TYPE_CHECKING:
    from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Link:
    """One link: who, the verb as written, and the keys of the words for what it is and how it says so."""

    name: Run
    verb: Run
    kind: str
    stance: str
    carried: bool


def links(statement: pb.Statement) -> tuple[Link, ...]:
    """The chain of a statement, outlet first. Only the last link of several tells a stance."""
    last = len(statement.chain) - 1
    return tuple(
        Link(
            run(link.name, "" if not place else statement.language),
            run(link.verb, statement.language),
            pb.AttributionLink.Kind.Name(link.kind).lower(),
            pb.Statement.Stance.Name(statement.stance).lower() if place == last else "",
            link.carried,
        )
        for place, link in enumerate(statement.chain)
    )


def draw(statement: pb.Statement, words: Words) -> Markup:
    """The chain as an ordered list; empty for a statement without one."""
    from markupsafe import Markup

    found = links(statement)
    text = template("picture_chain.html.j2").render(links=found, interface=Interface(words))
    return Markup(text if found else "")
