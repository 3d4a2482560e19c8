"""The shape of the API, read from the protos themselves: paging, enums, comments, imports."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from google.api import field_behavior_pb2
from google.protobuf import descriptor_pb2

ROOT = Path(__file__).resolve().parents[2]
PROTOS = ROOT / "protos"

FileSet = descriptor_pb2.FileDescriptorSet


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[descriptor_pb2.FileDescriptorProto]:
    """Our files with their comments. Options of other packages are known, for they are imported here."""
    protoc = pytest.importorskip("grpc_tools.protoc", reason="the generator is a development dependency")
    import google.api
    import grpc_tools

    target = tmp_path_factory.mktemp("protos") / "mizan.bin"
    common = Path(google.api.__path__[0]).parents[1]
    names = sorted(str(path) for path in (PROTOS / "mizan" / "v1").glob("*.proto"))
    assert protoc.main(
        [
            "protoc",
            f"-I{PROTOS}",
            f"-I{common}",
            f"-I{Path(grpc_tools.__file__).parent / '_proto'}",
            "--include_source_info",
            f"--descriptor_set_out={target}",
            *names,
        ]
    ) == 0  # fmt: skip
    found = list(FileSet.FromString(target.read_bytes()).file)
    assert len(found) == len(names) > 0
    return found


def _messages(
    file: descriptor_pb2.FileDescriptorProto,
) -> Iterator[tuple[tuple[int, ...], descriptor_pb2.DescriptorProto]]:
    """Every message with its path, nested ones included, map entries left out."""

    def walk(
        path: tuple[int, ...], message: descriptor_pb2.DescriptorProto
    ) -> Iterator[tuple[tuple[int, ...], descriptor_pb2.DescriptorProto]]:
        yield path, message
        for i, nested in enumerate(message.nested_type):
            if not nested.options.map_entry:
                yield from walk((*path, 3, i), nested)

    for i, message in enumerate(file.message_type):
        yield from walk((4, i), message)


def _enums(
    file: descriptor_pb2.FileDescriptorProto,
) -> Iterator[tuple[tuple[int, ...], descriptor_pb2.EnumDescriptorProto]]:
    for i, enum in enumerate(file.enum_type):
        yield (5, i), enum
    for path, message in _messages(file):
        for i, enum in enumerate(message.enum_type):
            yield (*path, 4, i), enum


def _methods(
    files: list[descriptor_pb2.FileDescriptorProto],
) -> Iterator[tuple[descriptor_pb2.ServiceDescriptorProto, descriptor_pb2.MethodDescriptorProto]]:
    for file in files:
        for service in file.service:
            for method in service.method:
                yield service, method


def _by_name(files: list[descriptor_pb2.FileDescriptorProto]) -> dict[str, descriptor_pb2.DescriptorProto]:
    return {f".{file.package}.{m.name}": m for file in files for m in file.message_type}


def test_everything_has_a_comment(files: list[descriptor_pb2.FileDescriptorProto]) -> None:
    missing = []
    for file in files:
        commented = {
            tuple(location.path)
            for location in file.source_code_info.location
            if location.leading_comments.strip()
        }
        places: list[tuple[tuple[int, ...], str]] = []
        for path, message in _messages(file):
            places.append((path, message.name))
            places += [((*path, 2, i), f"{message.name}.{f.name}") for i, f in enumerate(message.field)]
            places += [
                ((*path, 8, i), f"{message.name}.{oneof.name}")
                for i, oneof in enumerate(message.oneof_decl)
                if not oneof.name.startswith("_")  # made for `optional`
            ]
        for path, enum in _enums(file):
            places.append((path, enum.name))
            places += [((*path, 2, i), f"{enum.name}.{value.name}") for i, value in enumerate(enum.value)]
        for i, service in enumerate(file.service):
            places.append(((6, i), service.name))
            places += [((6, i, 2, j), f"{service.name}.{m.name}") for j, m in enumerate(service.method)]
        missing += [f"{file.name}: {name}" for path, name in places if path not in commented]
    assert missing == []


def test_every_enum_starts_unspecified(files: list[descriptor_pb2.FileDescriptorProto]) -> None:
    wrong = [
        f"{file.name}: {enum.name}.{enum.value[0].name}"
        for file in files
        for _, enum in _enums(file)
        if enum.value[0].number != 0 or not enum.value[0].name.endswith("_UNSPECIFIED")
    ]
    assert wrong == []


def test_every_list_has_paging(files: list[descriptor_pb2.FileDescriptorProto]) -> None:
    messages = _by_name(files)
    lists = [method for _, method in _methods(files) if method.name.startswith("List")]
    assert lists
    field = descriptor_pb2.FieldDescriptorProto
    for method in lists:
        asks = {f.name: f.type for f in messages[method.input_type].field}
        assert (asks.get("page_size"), asks.get("page_token")) == (field.TYPE_INT32, field.TYPE_STRING), (
            method.name
        )
        gives = {f.name: f for f in messages[method.output_type].field}
        assert gives["next_page_token"].type == field.TYPE_STRING, method.name
        (items,) = [f for f in messages[method.output_type].field if f.number == 1]
        assert items.label == field.LABEL_REPEATED and items.type == field.TYPE_MESSAGE, method.name
        assert not method.server_streaming and not method.client_streaming, method.name


def test_no_two_calls_share_a_request_type(files: list[descriptor_pb2.FileDescriptorProto]) -> None:
    used = Counter(method.input_type for _, method in _methods(files))
    assert [name for name, count in used.items() if count > 1] == []
    for service, method in _methods(files):
        name = method.input_type.rpartition(".")[2]
        short = service.name.removesuffix("Service")
        assert name in (f"{method.name}Request", f"Get{short}ServiceInfoRequest"), method.name


def test_every_request_field_says_whether_it_is_required(
    files: list[descriptor_pb2.FileDescriptorProto],
) -> None:
    messages = _by_name(files)
    inputs = {method.input_type for _, method in _methods(files)} | {".mizan.v1.ArticleInput"}
    known = {field_behavior_pb2.REQUIRED, field_behavior_pb2.OPTIONAL}
    silent = [
        f"{name}.{field.name}"
        for name in sorted(inputs)
        for field in messages[name].field
        if len(known & set(field.options.Extensions[field_behavior_pb2.field_behavior])) != 1
    ]
    assert silent == []


def test_every_service_says_what_it_is(files: list[descriptor_pb2.FileDescriptorProto]) -> None:
    for file in files:
        for service in file.service:
            infos = [m for m in service.method if m.name == "GetServiceInfo"]
            assert [m.output_type for m in infos] == [".mizan.v1.ServiceInfo"], service.name


def test_the_published_package_does_not_import_the_services() -> None:
    program = (
        "import sys, mizan, mizan.client\n"
        "from mizan.v1 import ingest_service_pb2_grpc, align_service_pb2_grpc, summarize_service_pb2_grpc\n"
        "print([name for name in sys.modules if name.partition('.')[0] == 'services'])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert ran.stdout.strip() == "[]"


def _services_imported(tree: ast.AST) -> list[ast.AST]:
    return [
        node
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "services")
        or (isinstance(node, ast.Import) and any(a.name.partition(".")[0] == "services" for a in node.names))
    ]


def _runs_later(node: ast.AST) -> bool:
    """A function, or what only a type checker reads."""
    typing = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    return typing or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def test_only_the_command_line_reaches_the_services_and_only_inside_functions() -> None:
    package = ROOT / "mizan"
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        inside = {
            node for later in ast.walk(tree) if _runs_later(later) for node in _services_imported(later)
        }
        reached = set(_services_imported(tree))
        assert not reached or path.parent == package / "cli", path
        assert reached <= inside, path
