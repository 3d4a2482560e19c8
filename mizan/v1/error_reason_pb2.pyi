from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from typing import ClassVar as _ClassVar

DESCRIPTOR: _descriptor.FileDescriptor

class ErrorReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ERROR_REASON_UNSPECIFIED: _ClassVar[ErrorReason]
    INVALID_FIELDS: _ClassVar[ErrorReason]
    REQUEST_ID_REUSED: _ClassVar[ErrorReason]
    PAGE_TOKEN_INVALID: _ClassVar[ErrorReason]
    RESOURCE_NOT_FOUND: _ClassVar[ErrorReason]
    ALIGNMENT_NOT_READY: _ClassVar[ErrorReason]
    LANGUAGE_NOT_IN_SOURCES: _ClassVar[ErrorReason]
    OVERLOADED: _ClassVar[ErrorReason]
    BACKEND_UNAVAILABLE: _ClassVar[ErrorReason]
    INTERNAL_DEFECT: _ClassVar[ErrorReason]
    REVISION_NOT_KEPT: _ClassVar[ErrorReason]
ERROR_REASON_UNSPECIFIED: ErrorReason
INVALID_FIELDS: ErrorReason
REQUEST_ID_REUSED: ErrorReason
PAGE_TOKEN_INVALID: ErrorReason
RESOURCE_NOT_FOUND: ErrorReason
ALIGNMENT_NOT_READY: ErrorReason
LANGUAGE_NOT_IN_SOURCES: ErrorReason
OVERLOADED: ErrorReason
BACKEND_UNAVAILABLE: ErrorReason
INTERNAL_DEFECT: ErrorReason
REVISION_NOT_KEPT: ErrorReason
