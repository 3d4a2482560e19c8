"""Who may import whom: pure modules stay pure, services know the published package only by its contract.

The package `mizan` is shipped alone as the client, and `report` draws for it and for the services alike.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IMPURE = {
    "grpc",
    "grpc_status",
    "grpc_health",
    "grpc_reflection",
    "asyncio",
    "google",
    "sqlite3",
    "prometheus_client",
}

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in ("mizan", "report", "services")
    for path in sorted((ROOT / package).rglob("*.py"))
    if "_pb2" not in path.name
}


@cache
def _imports(module: str) -> frozenset[str]:
    """Modules that ``module`` imports, when it is loaded or later; names of packages count as modules."""
    return frozenset(_imported(ast.walk(ast.parse(MODULES[module].read_text("utf-8")))))


@cache
def _imports_when_loaded(module: str) -> frozenset[str]:
    """Those of `_imports` that its functions and type checkers do not wait for."""
    return frozenset(_imported(_run_when_loaded(ast.parse(MODULES[module].read_text("utf-8")))))


def _imported(nodes: Iterator[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (name for alias in node.names if (name := f"{node.module}.{alias.name}") in MODULES)


def _run_when_loaded(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        later = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        typing = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
        if not later and not typing:
            yield child
            yield from _run_when_loaded(child)


def _packages(names: frozenset[str]) -> set[str]:
    """Top-level packages among them that do not come with Python."""
    return {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names)


def _of_mizan(module: str) -> set[str]:
    """What ``module`` imports of the package, without what lies deeper."""
    ours = {name for name in _imports(module) if name.partition(".")[0] == "mizan"}
    return {".".join(name.split(".")[:2]) for name in ours}


def _under(package: str) -> list[str]:
    return [module for module in MODULES if module == package or module.startswith(f"{package}.")]


def _reached(module: str) -> set[str]:
    """All that ``module`` imports, through our own modules too."""
    seen: set[str] = set()
    open_modules = [module]
    while open_modules:
        for name in _imports(open_modules.pop()):
            if name not in seen:
                seen.add(name)
                if name in MODULES:
                    open_modules.append(name)
    return seen


def _is_pure(module: str) -> bool:
    if module.startswith("services.language"):
        return True  # all of the language core, resources included
    docstring = ast.get_docstring(ast.parse(MODULES[module].read_text("utf-8"))) or ""
    return "[pure]" in docstring


PURE = [module for module in _under("services") if _is_pure(module)]


def test_the_core_is_declared_pure() -> None:
    assert {"services.common.domain", "services.common.errors", "services.ingest.pipeline"} <= set(PURE)


@pytest.mark.parametrize("module", PURE)
def test_pure_modules_reach_no_transport_loop_or_database(module: str) -> None:
    reached = _reached(module)
    assert {name for name in reached if name.partition(".")[0] in IMPURE} == set()
    assert not any(name.startswith("mizan") for name in reached)


@pytest.mark.parametrize("module", _under("services"))
def test_services_know_only_the_contract_and_the_words_of_the_package(module: str) -> None:
    assert _of_mizan(module) <= {"mizan", "mizan.v1", "mizan.words"}


@pytest.mark.parametrize("module", _under("services"))
def test_services_load_the_report_when_they_draw_one(module: str) -> None:
    assert "report" not in _packages(_imports_when_loaded(module))


SHARED = sorted(module for module in MODULES if module.startswith(("services.common", "services.language")))


@pytest.mark.parametrize("module", SHARED)
def test_common_and_language_know_no_service(module: str) -> None:
    services = ("services.ingest", "services.align", "services.summarize", "services.all")
    assert {name for name in _imports(module) if name.startswith(services)} == set()


@pytest.mark.parametrize("module", _under("report"))
def test_the_report_draws_from_messages_and_knows_no_service(module: str) -> None:
    assert _packages(_imports(module)) <= {"jinja2", "markupsafe", "mizan", "report"}
    assert _of_mizan(module) <= {"mizan", "mizan.v1", "mizan.words", "mizan.matrix"}


@pytest.mark.parametrize("module", _under("mizan"))
def test_the_package_is_loaded_with_what_a_client_installs(module: str) -> None:
    assert _packages(_imports_when_loaded(module)) <= {"google", "grpc", "mizan"}


@pytest.mark.parametrize("module", [*_under("mizan.client"), *_under("mizan.words"), "mizan.matrix"])
def test_client_words_and_matrix_never_ask_for_more(module: str) -> None:
    assert _packages(_imports(module)) <= {"google", "grpc", "mizan"}
