"""The protos as descriptors with their comments, and where each name is documented."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import google.api.http_pb2
import grpc_tools  # type: ignore[import-untyped]
from google.protobuf.descriptor_pb2 import FileDescriptorProto, FileDescriptorSet
from grpc_tools import protoc

PROTOS = Path(__file__).resolve().parents[2] / "protos"
PACKAGE = "mizan.v1"
_MESSAGE, _ENUM, _NESTED_MESSAGE, _NESTED_ENUM = 4, 5, 3, 4  # field numbers in descriptor.proto
_FILE_COMMENT_TAG = 12  # of `syntax`, whose leading comment speaks for the file
_NAME = re.compile(r"\b(?:[A-Z][a-z]+(?:[A-Z][a-z]+)+|[A-Z]{4,}(?:_[A-Z]+)*)\b")
_CODE = re.compile(r"(`[^`]*`)")


@dataclass(frozen=True, slots=True)
class ProtoFile:
    """One file: its descriptor, and the comment at each path of it (see `SourceCodeInfo`)."""

    proto: FileDescriptorProto
    comments: Mapping[tuple[int, ...], str] = field(repr=False)

    def comment(self, *path: int) -> str:
        """The comment of the element at ``path``, as Markdown; "" where there is none."""
        return prose(self.comments.get(path, ""))

    @property
    def about(self) -> str:
        """What the file's first comment says."""
        return self.comment(_FILE_COMMENT_TAG)


@cache
def files() -> Mapping[str, ProtoFile]:
    """Our protos by name, for example "mizan/v1/resources.proto"."""
    names = sorted(str(path.relative_to(PROTOS)) for path in PROTOS.rglob("*.proto"))
    includes = (
        PROTOS,
        Path(google.api.http_pb2.__file__).parents[2],
        Path(grpc_tools.__file__).parent / "_proto",
    )
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "protos.bin"
        options = ["--include_source_info", f"--descriptor_set_out={out}"]
        if protoc.main(["protoc", *(f"-I{path}" for path in includes), *options, *names]):
            raise RuntimeError("protoc refuses the protos; it said why on standard error")
        found = FileDescriptorSet.FromString(out.read_bytes())
    return {
        proto.name: ProtoFile(
            proto,
            {tuple(place.path): place.leading_comments for place in proto.source_code_info.location},
        )
        for proto in found.file
    }


def anchor(name: str) -> str:
    """The target of a message, enum, value or RPC on its page: its full name without the package."""
    return "api-" + name.removeprefix(f"{PACKAGE}.").replace(".", "-").replace("_", "-").lower()


@cache
def _documented() -> Mapping[str, str]:
    """Names that a comment may mention -> their target. Names of one word read like prose: not linked."""

    def names(file: ProtoFile) -> Iterator[tuple[str, str]]:
        for message in file.proto.message_type:
            yield message.name, anchor(message.name)
        for service in file.proto.service:
            for method in service.method:
                if method.name != "GetServiceInfo":  # every service has one
                    yield method.name, anchor(f"{service.name}.{method.name}")
        for enum in file.proto.enum_type:
            yield enum.name, anchor(enum.name)
            for value in enum.value:
                yield value.name, anchor(f"{enum.name}.{value.name}")

    return {name: target for file in files().values() for name, target in names(file)}


def prose(comment: str) -> str:
    """A comment as Markdown: indented lines become a block, names of the API become links."""
    blocks: list[list[str]] = [[]]
    for line in (raw.removeprefix(" ") for raw in comment.rstrip().splitlines()):
        literal = line.startswith("  ")
        if blocks[-1] and literal != blocks[-1][-1].startswith("  "):
            blocks.append([])
        blocks[-1].append(line)
    return "\n\n".join(
        _literal(block) if block[0].startswith("  ") else _text(block) for block in blocks if block
    )


def _literal(lines: list[str]) -> str:
    language = "json" if lines[0].lstrip().startswith("{") else "text"
    return "\n".join((f"```{language}", *(line.strip() for line in lines), "```"))


def _text(lines: list[str]) -> str:
    parts = _CODE.split("\n".join(lines))
    return "".join(part if part.startswith("`") else _linked(part) for part in parts)


def _linked(text: str) -> str:
    known = _documented()
    text = text.replace("<", "&lt;")
    return _NAME.sub(lambda m: f"[{m[0]}](#{known[m[0]]})" if m[0] in known else m[0], text)
