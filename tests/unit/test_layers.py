"""Who may import whom: pure modules stay pure, services know the published package only by its contract."""

from __future__ import annotations

import ast
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
    for path in sorted((ROOT / "services").rglob("*.py"))
}


@cache
def _imports(module: str) -> frozenset[str]:
    """Modules that ``module`` imports, when it is loaded or later; names of packages count as modules."""
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {name for alias in node.names if (name := f"{node.module}.{alias.name}") in MODULES}
    return frozenset(found)


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


PURE = sorted(module for module in MODULES if _is_pure(module))


def test_the_core_is_declared_pure() -> None:
    assert {"services.common.domain", "services.common.errors", "services.ingest.pipeline"} <= set(PURE)


@pytest.mark.parametrize("module", PURE)
def test_pure_modules_reach_no_transport_loop_or_database(module: str) -> None:
    reached = _reached(module)
    assert {name for name in reached if name.partition(".")[0] in IMPURE} == set()
    assert not any(name.startswith("mizan") for name in reached)


@pytest.mark.parametrize("module", sorted(MODULES))
def test_services_know_only_the_contract_of_the_package(module: str) -> None:
    ours = {name for name in _imports(module) if name.partition(".")[0] == "mizan"}
    assert {name for name in ours if name != "mizan" and not name.startswith("mizan.v1")} == set()


SHARED = sorted(module for module in MODULES if module.startswith(("services.common", "services.language")))


@pytest.mark.parametrize("module", SHARED)
def test_common_and_language_know_no_service(module: str) -> None:
    services = ("services.ingest", "services.align", "services.summarize", "services.all")
    assert {name for name in _imports(module) if name.startswith(services)} == set()
