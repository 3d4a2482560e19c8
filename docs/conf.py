"""Sphinx settings of the documentation site: `make docs`. Nothing is fetched, nothing generated is kept."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the generators read the protos, the settings, the metrics and the parser

import mizan  # noqa: E402

project = "Mizan"
author = "The Mizan authors"
copyright = "the Mizan authors, Apache-2.0"  # noqa: A001
version = release = mizan.__version__
extensions = ["myst_parser"]
exclude_patterns = ["_static"]
nitpicky = True
smartquotes = False  # would turn "--json" into a dash
myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 3
highlight_language = "text"
suppress_warnings = ["misc.highlighting_failure"]

html_theme = "furo"
pygments_style = "friendly"
pygments_dark_style = "github-dark"
html_title = "Mizan ميزان"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_logo = "_static/balance.svg"
html_favicon = "_static/balance.svg"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b6157", "color-brand-content": "#0b6157"},
    "dark_css_variables": {"color-brand-primary": "#5cc9b9", "color-brand-content": "#5cc9b9"},
}

# A page's line `<!-- made by docs/reference/api.py: mizan/v1/resources.proto -->` is replaced by what
# `markdown("mizan/v1/resources.proto")` of that module returns.
_MADE = re.compile(r"^<!-- made by (docs/[\w/]+)\.py(?:: (.+?))? -->$", re.MULTILINE)


def _fill(app: Sphinx, page: str, source: list[str]) -> None:
    """Puts what is generated into a page as it is read."""
    source[0] = _MADE.sub(_made, source[0])


def _made(mark: re.Match[str]) -> str:
    module = import_module(mark[1].replace("/", "."))
    made: str = module.markdown(*filter(None, [mark[2]]))
    return made


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Pages with generated parts: read again at every build, for the code may have changed."""
    return [page for page in env.found_docs if _MADE.search(Path(env.doc2path(page)).read_text("utf-8"))]


def _speak(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: object) -> None:
    """Tells browsers the language of a page that names its own in its front matter."""
    context["language"] = (context.get("meta") or {}).get("language", context["language"])


def setup(app: Sphinx) -> None:
    """Connects the generators."""
    app.connect("source-read", _fill)
    app.connect("html-page-context", _speak)
    app.connect("env-get-outdated", _outdated)
