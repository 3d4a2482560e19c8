"""Python, packages and shipped models."""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

import mizan
from mizan.doctor.finding import Finding, ok, problem, warning

_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)\s*(?:\[[^\]]*\])?\s*(?P<versions>[^;]*)(?:;(?P<marker>.*))?")
_EXTRA = re.compile(r"""extra\s*==\s*["']([\w.-]+)["']""")
_BOUND = re.compile(r"(>=|<=|==|!=|<|>)\s*([\d.]+)")
_ARRAY = b"\x93NUMPY"  # how a file of weights begins; a pointer of Git LFS does not
_MODELS = {  # shipped ones by folder, each with the files that it needs
    "static": ("table.npy", "scales.npy", "tokenizer.json", "config.json"),
    "words": ("idf.npy",),
}


def has_services() -> bool:
    """Whether more than the client is installed."""
    return find_spec("services") is not None


def examine() -> Iterator[Finding]:
    """Python and packages against what the installation asks for, then the models."""
    whole = has_services()
    parts = "client and services" if whole else "the client alone: commands need --target"
    version = ".".join(map(str, sys.version_info[:3]))
    yield ok("mizan", f"{mizan.__version__} in {Path(mizan.__file__).parent}, {parts}")
    yield ok("python", f"{version} in {sys.prefix}")
    yield from _packages()
    if whole:
        for name, files in _MODELS.items():
            yield _model(name, files)


# --- packages ------------------------------------------------------------------------------------------


def _packages() -> Iterator[Finding]:
    distribution = _distribution()
    if distribution is None:
        yield warning(
            "packages",
            "Mizan runs from a folder that is not installed, so nobody knows what it needs",
            "install it: `pip install --editable .` in that folder",
        )
        return
    wanted: dict[str, list[tuple[str, str]]] = defaultdict(list)  # by extra
    for requirement in distribution.requires or ():
        if parts := _REQUIREMENT.fullmatch(requirement.strip()):
            marker = parts["marker"] or ""
            if "sys_platform" in marker and sys.platform == "win32":
                continue
            named = _EXTRA.search(marker)
            wanted[named[1] if named else ""].append((parts["name"], parts["versions"].strip()))
    needed = wanted.pop("", [])
    faults = {f"{name}{versions}": fault for name, versions in needed if (fault := _fault(name, versions))}
    for requirement, fault in faults.items():
        yield problem("packages", fault, f"`{sys.executable} -m pip install '{requirement}'`")
    if not faults:
        yield ok("packages", "all that are needed, in versions that fit")
    for extra, requirements in sorted(wanted.items()):
        lacking = [name for name, versions in requirements if _fault(name, versions)]
        state = f"optional, lacks {', '.join(lacking)}" if lacking else "installed"
        yield ok("extras", f"{extra}: {state}")


def _distribution() -> metadata.Distribution | None:
    names = metadata.packages_distributions().get("mizan", ["mizan"])
    try:
        return metadata.distribution(names[0])
    except metadata.PackageNotFoundError:
        return None


def _fault(name: str, versions: str) -> str:
    """What is wrong with a package, "" when it is installed and its version fits."""
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return f"{name} is not installed"
    return "" if fits(version, versions) else f"{name} is {version}, wanted {versions}"


def fits(version: str, bounds: str) -> bool:
    """Whether a version lies within bounds such as ">=1.2,<2".

    >>> fits("1.10.0", ">=1.9,<2"), fits("2.0", ">=1.9,<2"), fits("1.0.post1", "==1.0")
    (True, False, True)
    """
    given = _numbers(version)
    for relation, bound in _BOUND.findall(bounds):
        wanted = _numbers(bound)
        holds = {
            ">=": given >= wanted,
            "<=": given <= wanted,
            "==": given == wanted,
            "!=": given != wanted,
            "<": given < wanted,
            ">": given > wanted,
        }
        if not holds[relation]:
            return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    """The release part of a version, zeros at its end left out."""
    release = re.match(r"\d+(?:\.\d+)*", version)
    numbers = [int(part) for part in release[0].split(".")] if release else [0]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


# --- models --------------------------------------------------------------------------------------------


def _model(name: str, files: tuple[str, ...]) -> Finding:
    places = (
        Path(mizan.__file__).resolve().parents[1] / "models" / name,
        Path(sys.prefix) / "share" / "mizan" / "models" / name,
    )
    folder = next((place for place in places if place.is_dir()), None)
    again = f"{sys.executable} -m pip install --force-reinstall --no-deps ."
    advice = f"install Mizan again, in a checkout: `{again}`"
    if folder is None:
        return problem("models", f"{name} is neither in {places[0]} nor in {places[1]}", advice)
    for file in files:
        try:
            with (folder / file).open("rb") as opened:
                head = opened.read(len(_ARRAY))
        except OSError as error:
            return problem("models", f"{folder / file}: {error.strerror}", advice)
        if file.endswith(".npy") and head != _ARRAY:
            return problem("models", f"{folder / file} holds no weights", advice)
    size = sum((folder / file).stat().st_size for file in files) / 1e6
    return ok("models", f"{name}{_revision(folder)}, {size:.1f} MB, {folder}")


def _revision(folder: Path) -> str:
    """Id and revision of a model that declares them."""
    try:
        declared = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    return f": {declared.get('id', '?')} {declared.get('revision', '?')}"
