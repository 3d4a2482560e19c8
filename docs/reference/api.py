"""Reference of one proto file, made from its descriptors and comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from google.api import field_behavior_pb2 as behavior
from google.protobuf.descriptor_pb2 import (
    DescriptorProto,
    EnumDescriptorProto,
    FieldDescriptorProto,
    MethodDescriptorProto,
)

from docs.reference.protos import PACKAGE, ProtoFile, anchor, files

_SERVICE, _METHOD, _MESSAGE, _ENUM = 6, 2, 4, 5  # field numbers in descriptor.proto
_FIELD, _NESTED, _NESTED_ENUM, _ONEOF, _VALUE = 2, 3, 4, 8, 2
_SCALARS = {number: name.removeprefix("TYPE_").lower() for name, number in FieldDescriptorProto.Type.items()}

Path = tuple[int, ...]


def markdown(name: str) -> str:
    """Every service, RPC, message and enum of the proto file ``name``, with comments and links."""
    file = files()[name]
    parts = (file.about, *_services(file), *_messages(file), *_enums(file))
    return "\n\n".join(part for part in parts if part)


def _services(file: ProtoFile) -> Iterator[str]:
    for at, service in enumerate(file.proto.service):
        yield file.comment(_SERVICE, at)
        for index, method in enumerate(service.method):
            yield f"({anchor(f'{service.name}.{method.name}')})="
            yield f"## {method.name}"
            yield _signature(method)
            yield file.comment(_SERVICE, at, _METHOD, index)
            for place, message in enumerate(file.proto.message_type):
                if message.name in (f"{method.name}Request", f"{method.name}Response"):
                    yield from _message(file, message, message.name, (_MESSAGE, place), 3)


def _signature(method: MethodDescriptorProto) -> str:
    def side(type_name: str, streaming: bool) -> str:
        return ("stream of " if streaming else "") + _link(type_name)

    asked = side(method.input_type, method.client_streaming)
    answered = side(method.output_type, method.server_streaming)
    return f"{{.signature}}\n{asked} → {answered}"


def _messages(file: ProtoFile) -> Iterator[str]:
    """The messages that belong to no single RPC."""
    methods = {method.name for service in file.proto.service for method in service.method}
    own = {name for method in methods for name in (f"{method}Request", f"{method}Response")}
    for at, message in enumerate(file.proto.message_type):
        if message.name not in own:
            yield from _message(file, message, message.name, (_MESSAGE, at), 2)


def _message(file: ProtoFile, message: DescriptorProto, name: str, path: Path, level: int) -> Iterator[str]:
    yield f"({anchor(name)})="
    yield f"{'#' * level} {name}"
    yield file.comment(*path)
    entries = {nested.name: nested for nested in message.nested_type if nested.options.map_entry}
    for at, field in enumerate(message.field):
        yield _field(field, _type(field, entries), _choice(message, field), file.comment(*path, _FIELD, at))
    if not message.field:
        yield "No fields."
    for at, nested in enumerate(message.nested_type):
        if nested.name not in entries:
            yield from _message(file, nested, f"{name}.{nested.name}", (*path, _NESTED, at), level + 1)
    for at, enum in enumerate(message.enum_type):
        yield from _enum(file, enum, f"{name}.{enum.name}", (*path, _NESTED_ENUM, at), level + 1)


def _field(field: FieldDescriptorProto, type_name: str, choice: str, comment: str) -> str:
    required = behavior.REQUIRED in field.options.Extensions[behavior.field_behavior]
    notes = [note for note in ("required" if required else "", choice) if note]
    tail = "".join(f" [{note}]{{.note}}" for note in notes)
    return _defined(f"`{field.name}` {type_name}{tail}", comment)


def _choice(message: DescriptorProto, field: FieldDescriptorProto) -> str:
    """Says when only one of several fields can be set."""
    if not field.HasField("oneof_index") or field.proto3_optional:
        return ""
    group = [other.name for other in message.field if other.HasField("oneof_index")]
    return f"one of {', '.join(group)}"


def _type(field: FieldDescriptorProto, entries: dict[str, DescriptorProto]) -> str:
    if field.type_name:
        entry = entries.get(field.type_name.rpartition(".")[2])
        if entry is not None:
            key, value = entry.field
            return f"map of {_type(key, {})} to {_type(value, {})}"
    name = _link(field.type_name) if field.type_name else _SCALARS[field.type]
    if field.label == FieldDescriptorProto.LABEL_REPEATED:
        return f"list of {name}"
    return f"optional {name}" if field.proto3_optional else name


def _link(type_name: str) -> str:
    name = type_name.lstrip(".")
    if name.startswith(f"{PACKAGE}."):
        return f"[{name.removeprefix(f'{PACKAGE}.')}](#{anchor(name)})"
    return name


def _enums(file: ProtoFile) -> Iterator[str]:
    for at, enum in enumerate(file.proto.enum_type):
        yield from _enum(file, enum, enum.name, (_ENUM, at), 2)


def _enum(file: ProtoFile, enum: EnumDescriptorProto, name: str, path: Path, level: int) -> Iterator[str]:
    yield f"({anchor(name)})="
    yield f"{'#' * level} {name}"
    yield file.comment(*path)
    for at, value in enumerate(enum.value):
        yield f"({anchor(f'{name}.{value.name}')})="
        yield _defined(f"`{value.name}` {value.number}", file.comment(*path, _VALUE, at))


def _defined(term: str, text: str) -> str:
    """A definition list of one entry."""
    lines: Sequence[str] = text.splitlines() or [""]
    return "\n".join((term, f": {lines[0]}", *(f"  {line}".rstrip() for line in lines[1:])))
