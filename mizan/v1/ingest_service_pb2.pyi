import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import field_mask_pb2 as _field_mask_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.rpc import status_pb2 as _status_pb2
from mizan.v1 import resources_pb2 as _resources_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ArticleInput(_message.Message):
    __slots__ = ("outlet", "source", "url", "title", "content", "format", "publish_time", "language")
    class Format(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        FORMAT_UNSPECIFIED: _ClassVar[ArticleInput.Format]
        TEXT: _ClassVar[ArticleInput.Format]
        HTML: _ClassVar[ArticleInput.Format]
    FORMAT_UNSPECIFIED: ArticleInput.Format
    TEXT: ArticleInput.Format
    HTML: ArticleInput.Format
    OUTLET_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_TIME_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    outlet: str
    source: str
    url: str
    title: str
    content: bytes
    format: ArticleInput.Format
    publish_time: _timestamp_pb2.Timestamp
    language: str
    def __init__(self, outlet: _Optional[str] = ..., source: _Optional[str] = ..., url: _Optional[str] = ..., title: _Optional[str] = ..., content: _Optional[bytes] = ..., format: _Optional[_Union[ArticleInput.Format, str]] = ..., publish_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., language: _Optional[str] = ...) -> None: ...

class IngestArticleRequest(_message.Message):
    __slots__ = ("article", "request_id", "validate_only")
    ARTICLE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    article: ArticleInput
    request_id: str
    validate_only: bool
    def __init__(self, article: _Optional[_Union[ArticleInput, _Mapping]] = ..., request_id: _Optional[str] = ..., validate_only: _Optional[bool] = ...) -> None: ...

class IngestArticleResponse(_message.Message):
    __slots__ = ("article", "outcome")
    class Outcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        OUTCOME_UNSPECIFIED: _ClassVar[IngestArticleResponse.Outcome]
        CREATED: _ClassVar[IngestArticleResponse.Outcome]
        UPDATED: _ClassVar[IngestArticleResponse.Outcome]
        UNCHANGED: _ClassVar[IngestArticleResponse.Outcome]
    OUTCOME_UNSPECIFIED: IngestArticleResponse.Outcome
    CREATED: IngestArticleResponse.Outcome
    UPDATED: IngestArticleResponse.Outcome
    UNCHANGED: IngestArticleResponse.Outcome
    ARTICLE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    article: _resources_pb2.Article
    outcome: IngestArticleResponse.Outcome
    def __init__(self, article: _Optional[_Union[_resources_pb2.Article, _Mapping]] = ..., outcome: _Optional[_Union[IngestArticleResponse.Outcome, str]] = ...) -> None: ...

class IngestArticlesRequest(_message.Message):
    __slots__ = ("article", "request_id", "validate_only")
    ARTICLE_FIELD_NUMBER: _ClassVar[int]
    REQUEST_ID_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    article: ArticleInput
    request_id: str
    validate_only: bool
    def __init__(self, article: _Optional[_Union[ArticleInput, _Mapping]] = ..., request_id: _Optional[str] = ..., validate_only: _Optional[bool] = ...) -> None: ...

class IngestArticlesResponse(_message.Message):
    __slots__ = ("index", "stored", "error")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    STORED_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    index: int
    stored: IngestArticleResponse
    error: _status_pb2.Status
    def __init__(self, index: _Optional[int] = ..., stored: _Optional[_Union[IngestArticleResponse, _Mapping]] = ..., error: _Optional[_Union[_status_pb2.Status, _Mapping]] = ...) -> None: ...

class GetArticleRequest(_message.Message):
    __slots__ = ("name", "read_mask")
    NAME_FIELD_NUMBER: _ClassVar[int]
    READ_MASK_FIELD_NUMBER: _ClassVar[int]
    name: str
    read_mask: _field_mask_pb2.FieldMask
    def __init__(self, name: _Optional[str] = ..., read_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ...) -> None: ...

class ListArticlesRequest(_message.Message):
    __slots__ = ("parent", "page_size", "page_token", "language", "published_from", "published_before", "read_mask")
    PARENT_FIELD_NUMBER: _ClassVar[int]
    PAGE_SIZE_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_FROM_FIELD_NUMBER: _ClassVar[int]
    PUBLISHED_BEFORE_FIELD_NUMBER: _ClassVar[int]
    READ_MASK_FIELD_NUMBER: _ClassVar[int]
    parent: str
    page_size: int
    page_token: str
    language: str
    published_from: _timestamp_pb2.Timestamp
    published_before: _timestamp_pb2.Timestamp
    read_mask: _field_mask_pb2.FieldMask
    def __init__(self, parent: _Optional[str] = ..., page_size: _Optional[int] = ..., page_token: _Optional[str] = ..., language: _Optional[str] = ..., published_from: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., published_before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., read_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ...) -> None: ...

class ListArticlesResponse(_message.Message):
    __slots__ = ("articles", "next_page_token")
    ARTICLES_FIELD_NUMBER: _ClassVar[int]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    articles: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Article]
    next_page_token: str
    def __init__(self, articles: _Optional[_Iterable[_Union[_resources_pb2.Article, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class BatchGetArticlesRequest(_message.Message):
    __slots__ = ("names", "read_mask")
    NAMES_FIELD_NUMBER: _ClassVar[int]
    READ_MASK_FIELD_NUMBER: _ClassVar[int]
    names: _containers.RepeatedScalarFieldContainer[str]
    read_mask: _field_mask_pb2.FieldMask
    def __init__(self, names: _Optional[_Iterable[str]] = ..., read_mask: _Optional[_Union[_field_mask_pb2.FieldMask, _Mapping]] = ...) -> None: ...

class BatchGetArticlesResponse(_message.Message):
    __slots__ = ("articles",)
    ARTICLES_FIELD_NUMBER: _ClassVar[int]
    articles: _containers.RepeatedCompositeFieldContainer[_resources_pb2.Article]
    def __init__(self, articles: _Optional[_Iterable[_Union[_resources_pb2.Article, _Mapping]]] = ...) -> None: ...

class PullArticlesRequest(_message.Message):
    __slots__ = ("after", "limit")
    AFTER_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    after: int
    limit: int
    def __init__(self, after: _Optional[int] = ..., limit: _Optional[int] = ...) -> None: ...

class PullArticlesResponse(_message.Message):
    __slots__ = ("changes", "backlog")
    class Change(_message.Message):
        __slots__ = ("sequence", "article")
        SEQUENCE_FIELD_NUMBER: _ClassVar[int]
        ARTICLE_FIELD_NUMBER: _ClassVar[int]
        sequence: int
        article: _resources_pb2.Article
        def __init__(self, sequence: _Optional[int] = ..., article: _Optional[_Union[_resources_pb2.Article, _Mapping]] = ...) -> None: ...
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    BACKLOG_FIELD_NUMBER: _ClassVar[int]
    changes: _containers.RepeatedCompositeFieldContainer[PullArticlesResponse.Change]
    backlog: int
    def __init__(self, changes: _Optional[_Iterable[_Union[PullArticlesResponse.Change, _Mapping]]] = ..., backlog: _Optional[int] = ...) -> None: ...

class GetIngestServiceInfoRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
