from google.api import field_behavior_pb2 as _field_behavior_pb2
from mizan.v1 import resources_pb2 as _resources_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class SummarizeEventRequest(_message.Message):
    __slots__ = ("event", "language")
    EVENT_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    event: str
    language: str
    def __init__(self, event: _Optional[str] = ..., language: _Optional[str] = ...) -> None: ...

class SummarizeAlignmentRequest(_message.Message):
    __slots__ = ("alignment", "language")
    ALIGNMENT_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    alignment: _resources_pb2.Alignment
    language: str
    def __init__(self, alignment: _Optional[_Union[_resources_pb2.Alignment, _Mapping]] = ..., language: _Optional[str] = ...) -> None: ...

class GetSummaryRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListSummariesRequest(_message.Message):
    __slots__ = ("parent", "page_size", "page_token")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    parent: str
    page_size: int
    page_token: str
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListSummariesResponse(_message.Message):
    __slots__ = ("summaries", "next_page_token")
    SUMMARIES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    summaries: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Summary]
    next_page_token: str
    def __init__(self, summaries: _Optional[_Iterable[_Union[_resources_pb2.Summary, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class StreamSummaryRequest(_message.Message):
    __slots__ = ("event", "language")
    EVENT_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    event: str
    language: str
    def __init__(self, event: _Optional[str] = ..., language: _Optional[str] = ...) -> None: ...

class StreamSummaryResponse(_message.Message):
    __slots__ = ("sentence", "summary")
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    sentence: _resources_pb2.Summary.Sentence
    summary: _resources_pb2.Summary
    def __init__(self, sentence: _Optional[_Union[_resources_pb2.Summary.Sentence, _Mapping]] = ..., summary: _Optional[_Union[_resources_pb2.Summary, _Mapping]] = ...) -> None: ...

class RenderReportRequest(_message.Message):
    __slots__ = ("event", "comparison", "language")
    EVENT_FIELD_NUMBER: _ClassVar[int]
    COMPARISON_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    event: str
    comparison: _resources_pb2.Comparison
    language: str
    def __init__(self, event: _Optional[str] = ..., comparison: _Optional[_Union[_resources_pb2.Comparison, _Mapping]] = ..., language: _Optional[str] = ...) -> None: ...

class RenderReportResponse(_message.Message):
    __slots__ = ("content", "media_type", "alignment_revision")
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    MEDIA_TYPE_FIELD_NUMBER: _ClassVar[int]
    ALIGNMENT_REVISION_FIELD_NUMBER: _ClassVar[int]
    content: bytes
    media_type: str
    alignment_revision: int
    def __init__(self, content: _Optional[bytes] = ..., media_type: _Optional[str] = ..., alignment_revision: _Optional[int] = ...) -> None: ...

class GetSummarizeServiceInfoRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
