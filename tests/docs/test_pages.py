"""What pages say about the code is so: files, sections, metrics, links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.protobuf.descriptor import Descriptor, FileDescriptor
from prometheus_client import CollectorRegistry

from docs.reference import api, commands, metrics, settings
from docs.reference import client as client_reference
from docs.reference.protos import anchor
from mizan import AsyncClient, Client
from mizan.v1 import align_service_pb2 as align_pb
from mizan.v1 import error_reason_pb2 as error_pb
from mizan.v1 import ingest_service_pb2 as ingest_pb
from mizan.v1 import resources_pb2 as resources_pb
from mizan.v1 import summarize_service_pb2 as summarize_pb
from mizan.words import words
from services.align.app import AlignApp
from services.common.server import ServiceApp
from services.ingest.app import IngestApp
from services.summarize.app import SummarizeApp
from services.summarize.source import RemoteSource
from tests.docs.pages import DOCS, ROOT

LANGUAGES = ROOT / "services" / "language"


def test_the_page_on_languages_names_every_file_that_a_language_has() -> None:
    named = set(re.findall(r"^\| `(\w+\.py)` \|", (DOCS / "extend" / "language.md").read_text("utf-8"), re.M))
    common = set.intersection(*({p.name for p in (LANGUAGES / code).glob("*.py")} for code in ("ar", "en")))
    assert named == common - {"__init__.py"}


@pytest.mark.parametrize(("page", "language"), [("report.md", "en"), ("ar.md", "ar")])
def test_parts_of_the_report_are_called_as_the_report_calls_them(page: str, language: str) -> None:
    source = (DOCS / page).read_text("utf-8")
    parts = [
        words(language).text(key) for key in ("glance", "matrix", "conflicts", "account", "sources", "texts")
    ]
    heading = "## {}\n" if language == "en" else "**{}**\n: "
    places = [source.find(heading.format(part)) for part in parts]
    assert -1 not in places and places == sorted(places)
    quoted = ("lookalikes", "show_cuts", "one_origin") + (("why",) if language == "en" else ())
    assert [key for key in quoted if words(language).text(key).lower() not in source.lower()] == []


def test_the_api_reference_holds_everything_in_the_protos_with_its_comment() -> None:
    undocumented = []
    for file in (align_pb, error_pb, ingest_pb, resources_pb, summarize_pb):
        page = api.markdown(file.DESCRIPTOR.name)
        for name, target in _named(file.DESCRIPTOR):
            entry = re.search(rf"(?:\({anchor(target)}\)=\n\n(?:## |### |#### )?)[^\n]*{name}", page)
            if entry is None:
                undocumented.append(target)
        fields = [field for message in _messages(file.DESCRIPTOR) for field in message.fields]
        assert len(re.findall(r"^`[a-z_]+` .+\n: \S", page, re.M)) == len(fields)
    assert undocumented == []


def _named(file: FileDescriptor) -> Iterator[tuple[str, str]]:
    """RPCs, messages, enums and their values, with the name that its anchor is made from."""
    for service in file.services_by_name.values():
        yield from ((method.name, f"{service.name}.{method.name}") for method in service.methods)
    enums = [*file.enum_types_by_name.values()]
    for message in _messages(file):
        yield message.name, message.full_name
        enums += message.enum_types
    for enum in enums:
        yield enum.name, enum.full_name
        yield from ((value.name, f"{enum.full_name}.{value.name}") for value in enum.values)


def _messages(file: FileDescriptor) -> list[Descriptor]:
    """All messages of a file, nested ones included, entries of maps left out."""
    found = [*file.message_types_by_name.values()]
    for message in found:
        found += [nested for nested in message.nested_types if not nested.GetOptions().map_entry]
    return found


def test_the_metrics_reference_is_what_the_services_register() -> None:
    apps: dict[str, ServiceApp] = {
        "ingest": IngestApp("sqlite://"),
        "align": AlignApp("sqlite://", None),
        "summarize": SummarizeApp("sqlite://", RemoteSource("127.0.0.1:1")),
    }
    listed = metrics.metrics()
    for service, app in apps.items():
        names = {metric.name.removesuffix("_total") for metric in (*listed["all"], *listed[service])}
        assert _registered(app.metrics.registry) == names


def _registered(registry: CollectorRegistry) -> set[str]:
    return {family.name for family in registry.collect() if not family.name.startswith("process_")}


def test_the_command_reference_holds_the_help_of_every_command() -> None:
    page = commands.markdown()
    assert all(
        f"## mizan {name}\n" in page and f"usage: mizan {name} " in page for name in commands.commands()
    )


def test_the_settings_reference_holds_every_setting_of_every_process() -> None:
    page = settings.markdown()
    assert page.count("\n: ") == sum(len(kind.__dataclass_fields__) for kind in settings.PROCESSES.values())


def test_the_client_reference_holds_every_method_of_both_clients() -> None:
    page = client_reference.markdown()
    for kind in (Client, AsyncClient):
        public = {name for name in dir(kind) if not name.startswith("_")} - {"aclose"}
        assert {name for name in public if f"\n## {name}\n" not in page} == set()


def test_every_link_of_the_readme_leads_to_a_file() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert [target for target in targets if not (ROOT / target).exists()] == []
    assert len(targets) > 10


def test_the_readme_fits_on_two_screens() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 100


def test_every_page_of_the_site_is_within_reach() -> None:
    index = (DOCS / "index.md").read_text("utf-8")
    pages = {str(page.relative_to(DOCS).with_suffix("")) for page in DOCS.rglob("*.md")} - {"index"}
    entries = {
        line for block in re.findall(r"```\{toctree\}\n(.*?)```", index, re.S) for line in block.split("\n")
    }
    assert pages <= entries
    assert {Path(picture).exists() for picture in _pictures()} == {True}


def _pictures() -> list[Path]:
    return [
        page.parent / target
        for page in DOCS.rglob("*.md")
        for target in re.findall(r"\]\(([^)]+\.png)\)", page.read_text("utf-8"))
    ]
