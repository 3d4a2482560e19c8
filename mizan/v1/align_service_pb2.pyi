from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.type import date_pb2 as _date_pb2
from mizan.v1 import resources_pb2 as _resources_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CompareArticlesRequest(_message.Message):
    __slots__ = ("articles", "names", "single_event")
    ARTICLES_FIELD_NUMBER: _ClassVar[int]
    NAMES_FIELD_NUMBER: _ClassVar[int]
    SINGLE_EVENT_FIELD_NUMBER: _ClassVar[int]
    articles: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Article]
    names: _containers.RepeatedScalarFieldContainer[str]
    single_event: bool
    def __init__(self, articles: _Optional[_Iterable[_Union[_resources_pb2.Article, _Mapping]]] = ..., names: _Optional[_Iterable[str]] = ..., single_event: _Optional[bool] = ...) -> None: ...

class CompareArticlesResponse(_message.Message):
    __slots__ = ("events", "alignments")
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    ALIGNMENTS_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Event]
    alignments: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Alignment]
    def __init__(self, events: _Optional[_Iterable[_Union[_resources_pb2.Event, _Mapping]]] = ..., alignments: _Optional[_Iterable[_Union[_resources_pb2.Alignment, _Mapping]]] = ...) -> None: ...

class FindEventRequest(_message.Message):
    __slots__ = ("text", "date", "limit")
    TEXT_FIELD_NUMBER: _ClassVar[int]
    DATE_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    text: str
    date: _date_pb2.Date
    limit: int
    def __init__(self, text: _Optional[str] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., limit: _Optional[int] = ...) -> None: ...

class FindEventResponse(_message.Message):
    __slots__ = ("matches",)
    class Match(_message.Message):
        __slots__ = ("event", "score", "same_event")
        EVENT_FIELD_NUMBER: _ClassVar[int]
        SCORE_FIELD_NUMBER: _ClassVar[int]
        SAME_EVENT_FIELD_NUMBER: _ClassVar[int]
        event: _resources_pb2.Event
        score: float
        same_event: bool
        def __init__(self, event: _Optional[_Union[_resources_pb2.Event, _Mapping]] = ..., score: _Optional[float] = ..., same_event: _Optional[bool] = ...) -> None: ...
    MATCHES_FIELD_NUMBER: _ClassVar[int]
    matches: _containers.RepeatedCompositeFieldContainer[FindEventResponse.Match]
    def __init__(self, matches: _Optional[_Iterable[_Union[FindEventResponse.Match, _Mapping]]] = ...) -> None: ...

class GetEventRequest(_message.Message):
    __slots__ = ("name",)
    NAME_FIELD_NUMBER: _ClassVar[int]
    name: str
    def __init__(self, name: _Optional[str] = ...) -> None: ...

class ListEventsRequest(_message.Message):
    __slots__ = ("page_size", "page_token", "before", "min_outlets")
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    FROM_FIELD_NUMBER: _ClassVar[int]
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    MIN_OUTLETS_FIELD_NUMBER: _ClassVar[int]
    page_size: int
    page_token: str
    before: _date_pb2.Date
    min_outlets: int
    def __init__(self, page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., before: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., min_outlets: _Optional[int] = ..., **kwargs) -> None: ...

class ListEventsResponse(_message.Message):
    __slots__ = ("events", "next_page_token")
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    events: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Event]
    next_page_token: str
    def __init__(self, events: _Optional[_Iterable[_Union[_resources_pb2.Event, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class GetAlignmentRequest(_message.Message):
    __slots__ = ("name", "revision")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    name: str
    revision: int
    def __init__(self, name: _Optional[str] = ..., revision: _Optional[int] = ...) -> None: ...

class ListRelationsRequest(_message.Message):
    __slots__ = ("parent", "page_size", "page_token", "types", "kinds", "source", "min_score", "alignment_revision")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    TYPES_FIELD_NUMBER: _ClassVar[int]
    KINDS_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    MIN_SCORE_FIELD_NUMBER: _ClassVar[int]
    ALIGNMENT_REVISION_FIELD_NUMBER: _ClassVar[int]
    parent: str
    page_size: int
    page_token: str
    types: _containers.RepeatedScalarFieldContainer[_resources_pb2.Relation.Type]
    kinds: _containers.RepeatedScalarFieldContainer[_resources_pb2.Relation.Kind]
    source: str
    min_score: float
    alignment_revision: int
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., types: _Optional[_Iterable[_Union[_resources_pb2.Relation.Type, str]]] = ..., kinds: _Optional[_Iterable[_Union[_resources_pb2.Relation.Kind, str]]] = ..., source: _Optional[str] = ..., min_score: _Optional[float] = ..., alignment_revision: _Optional[int] = ...) -> None: ...

class ListRelationsResponse(_message.Message):
    __slots__ = ("relations", "next_page_token", "alignment_revision")
    RELATIONS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ALIGNMENT_REVISION_FIELD_NUMBER: _ClassVar[int]
    relations: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Relation]
    next_page_token: str
    alignment_revision: int
    def __init__(self, relations: _Optional[_Iterable[_Union[_resources_pb2.Relation, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., alignment_revision: _Optional[int] = ...) -> None: ...

class ListClaimsRequest(_message.Message):
    __slots__ = ("parent", "page_size", "page_token", "disputed_only", "min_origins", "alignment_revision")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    DISPUTED_ONLY_FIELD_NUMBER: _ClassVar[int]
    MIN_ORIGINS_FIELD_NUMBER: _ClassVar[int]
    ALIGNMENT_REVISION_FIELD_NUMBER: _ClassVar[int]
    parent: str
    page_size: int
    page_token: str
    disputed_only: bool
    min_origins: int
    alignment_revision: int
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., disputed_only: _Optional[bool] = ..., min_origins: _Optional[int] = ..., alignment_revision: _Optional[int] = ...) -> None: ...

class ListClaimsResponse(_message.Message):
    __slots__ = ("claims", "next_page_token", "alignment_revision")
    CLAIMS_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    ALIGNMENT_REVISION_FIELD_NUMBER: _ClassVar[int]
    claims: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Claim]
    next_page_token: str
    alignment_revision: int
    def __init__(self, claims: _Optional[_Iterable[_Union[_resources_pb2.Claim, _Mapping]]] = ..., next_page_token: _Optional[str] = ..., alignment_revision: _Optional[int] = ...) -> None: ...

class GetAlignServiceInfoRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
