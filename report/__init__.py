"""The report: a comparison as one self-contained page for people.

Texts of the page come from outside, so everything is escaped, and the page's own policy lets nothing run or
load but the one style and the scripts that stand in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from mizan.v1 import resources_pb2 as pb
from mizan.words import LANGUAGES, words

if TYPE_CHECKING:
    from markupsafe import Markup

_DEFAULT = "ar"
# Runs before the body is read, so that what only scripts can use shows at once.
_READY = 'document.documentElement.classList.add("js")'


def page(comparison: pb.Comparison, language: str = "") -> str:
    """The whole HTML document of a comparison.

    ``language`` is that of the interface words it opens with, that of most accounts when empty; a reader can
    change it on the page. ValueError for a language without interface words.
    """
    from markupsafe import Markup

    from report import chains, drawings
    from report.interface import Interface
    from report.templates import template
    from report.view import view

    ui = Interface(words(language or _usual(comparison)))
    seen = view(comparison)
    return template("report.html.j2").render(
        ui=ui,
        page=seen,
        languages=[words(code) for code in LANGUAGES],
        policy=_policy(),
        ready=Markup(_READY),
        style=Markup(_style()),
        behaviour=Markup(_file("behaviour.js")),
        dictionary=_dictionary(),
        chain=lambda statement: chains.draw(statement, ui.words),
        drawings=drawings,
    )


def _usual(comparison: pb.Comparison) -> str:
    """The language of most accounts, among those that have interface words."""
    found = Counter(s.language for s in comparison.summaries if s.language in LANGUAGES)
    return found.most_common(1)[0][0] if found else _DEFAULT


@cache
def _file(name: str) -> str:
    from report.templates import FOLDER

    return (FOLDER / name).read_text(encoding="utf-8")


def _style() -> str:
    return _file("style.css") + _file("pictures.css")


@cache
def _policy() -> str:
    """The content-security policy: this page's own style and scripts, and nothing else."""
    style = _digest(_style())
    scripts = " ".join(_digest(script) for script in (_READY, _file("behaviour.js")))
    return f"default-src 'none'; style-src {style}; script-src {scripts}; base-uri 'none'; form-action 'none'"


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _dictionary() -> Markup:
    """All interface words as JSON that cannot end the element it stands in."""
    from markupsafe import Markup

    known = {
        code: {"direction": words(code).direction, "texts": dict(words(code).texts)} for code in LANGUAGES
    }
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))
