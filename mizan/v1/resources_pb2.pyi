import datetime

from google.api import field_behavior_pb2 as _field_behavior_pb2
from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.type import date_pb2 as _date_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Span(_message.Message):
    __slots__ = ("start", "end")
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    start: int
    end: int
    def __init__(self, start: _Optional[int] = ..., end: _Optional[int] = ...) -> None: ...

class Article(_message.Message):
    __slots__ = ("name", "outlet", "url", "title", "title_span", "language", "text", "version", "publish_time", "statements", "cuts", "credit", "duplicate", "warnings", "create_time")
    NAME_FIELD_NUMBER: _ClassVar[int]
    OUTLET_FIELD_NUMBER: _ClassVar[int]
    URL_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    TITLE_SPAN_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    PUBLISH_TIME_FIELD_NUMBER: _ClassVar[int]
    STATEMENTS_FIELD_NUMBER: _ClassVar[int]
    CUTS_FIELD_NUMBER: _ClassVar[int]
    CREDIT_FIELD_NUMBER: _ClassVar[int]
    DUPLICATE_FIELD_NUMBER: _ClassVar[int]
    WARNINGS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    outlet: str
    url: str
    title: str
    title_span: Span
    language: str
    text: str
    version: str
    publish_time: PublishTime
    statements: _containers.RepeatedCompositeFieldContainer[Statement]
    cuts: _containers.RepeatedCompositeFieldContainer[Cut]
    credit: str
    duplicate: Duplicate
    warnings: _containers.RepeatedScalarFieldContainer[str]
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., outlet: _Optional[str] = ..., url: _Optional[str] = ..., title: _Optional[str] = ..., title_span: _Optional[_Union[Span, _Mapping]] = ..., language: _Optional[str] = ..., text: _Optional[str] = ..., version: _Optional[str] = ..., publish_time: _Optional[_Union[PublishTime, _Mapping]] = ..., statements: _Optional[_Iterable[_Union[Statement, _Mapping]]] = ..., cuts: _Optional[_Iterable[_Union[Cut, _Mapping]]] = ..., credit: _Optional[str] = ..., duplicate: _Optional[_Union[Duplicate, _Mapping]] = ..., warnings: _Optional[_Iterable[str]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class PublishTime(_message.Message):
    __slots__ = ("start", "end", "source", "confidence", "span")
    class Source(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        SOURCE_UNSPECIFIED: _ClassVar[PublishTime.Source]
        DECLARED: _ClassVar[PublishTime.Source]
        METADATA: _ClassVar[PublishTime.Source]
        DATELINE: _ClassVar[PublishTime.Source]
        TEXT: _ClassVar[PublishTime.Source]
        URL: _ClassVar[PublishTime.Source]
    SOURCE_UNSPECIFIED: PublishTime.Source
    DECLARED: PublishTime.Source
    METADATA: PublishTime.Source
    DATELINE: PublishTime.Source
    TEXT: PublishTime.Source
    URL: PublishTime.Source
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    CONFIDENCE_FIELD_NUMBER: _ClassVar[int]
    SPAN_FIELD_NUMBER: _ClassVar[int]
    start: _timestamp_pb2.Timestamp
    end: _timestamp_pb2.Timestamp
    source: PublishTime.Source
    confidence: float
    span: Span
    def __init__(self, start: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., end: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., source: _Optional[_Union[PublishTime.Source, str]] = ..., confidence: _Optional[float] = ..., span: _Optional[_Union[Span, _Mapping]] = ...) -> None: ...

class Cut(_message.Message):
    __slots__ = ("span", "reason", "rule")
    class Reason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        REASON_UNSPECIFIED: _ClassVar[Cut.Reason]
        MENU: _ClassVar[Cut.Reason]
        STAFF: _ClassVar[Cut.Reason]
        RELATED: _ClassVar[Cut.Reason]
        OTHER_ARTICLE: _ClassVar[Cut.Reason]
        TAGS: _ClassVar[Cut.Reason]
        SHARE: _ClassVar[Cut.Reason]
        APP: _ClassVar[Cut.Reason]
        ADVERTISEMENT: _ClassVar[Cut.Reason]
        LINK_LINE: _ClassVar[Cut.Reason]
        DATELINE: _ClassVar[Cut.Reason]
        CAPTION: _ClassVar[Cut.Reason]
        CREDIT: _ClassVar[Cut.Reason]
        NOISE: _ClassVar[Cut.Reason]
    REASON_UNSPECIFIED: Cut.Reason
    MENU: Cut.Reason
    STAFF: Cut.Reason
    RELATED: Cut.Reason
    OTHER_ARTICLE: Cut.Reason
    TAGS: Cut.Reason
    SHARE: Cut.Reason
    APP: Cut.Reason
    ADVERTISEMENT: Cut.Reason
    LINK_LINE: Cut.Reason
    DATELINE: Cut.Reason
    CAPTION: Cut.Reason
    CREDIT: Cut.Reason
    NOISE: Cut.Reason
    SPAN_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    span: Span
    reason: Cut.Reason
    rule: str
    def __init__(self, span: _Optional[_Union[Span, _Mapping]] = ..., reason: _Optional[_Union[Cut.Reason, str]] = ..., rule: _Optional[str] = ...) -> None: ...

class Duplicate(_message.Message):
    __slots__ = ("parent", "kind", "similarity")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[Duplicate.Kind]
        EXACT: _ClassVar[Duplicate.Kind]
        NEAR: _ClassVar[Duplicate.Kind]
    KIND_UNSPECIFIED: Duplicate.Kind
    EXACT: Duplicate.Kind
    NEAR: Duplicate.Kind
    PARENT_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    SIMILARITY_FIELD_NUMBER: _ClassVar[int]
    parent: str
    kind: Duplicate.Kind
    similarity: float
    def __init__(self, parent: _Optional[str] = ..., kind: _Optional[_Union[Duplicate.Kind, str]] = ..., similarity: _Optional[float] = ...) -> None: ...

class Statement(_message.Message):
    __slots__ = ("name", "index", "span", "text", "part", "language", "chain", "stance", "quantities", "times", "names", "polarity")
    class Stance(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        STANCE_UNSPECIFIED: _ClassVar[Statement.Stance]
        ASSERTED: _ClassVar[Statement.Stance]
        REPORTED: _ClassVar[Statement.Stance]
        QUOTED: _ClassVar[Statement.Stance]
        DENIED: _ClassVar[Statement.Stance]
        PREDICTED: _ClassVar[Statement.Stance]
        ALLEGED: _ClassVar[Statement.Stance]
    STANCE_UNSPECIFIED: Statement.Stance
    ASSERTED: Statement.Stance
    REPORTED: Statement.Stance
    QUOTED: Statement.Stance
    DENIED: Statement.Stance
    PREDICTED: Statement.Stance
    ALLEGED: Statement.Stance
    class Part(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        PART_UNSPECIFIED: _ClassVar[Statement.Part]
        TITLE: _ClassVar[Statement.Part]
        LEAD: _ClassVar[Statement.Part]
        BODY: _ClassVar[Statement.Part]
    PART_UNSPECIFIED: Statement.Part
    TITLE: Statement.Part
    LEAD: Statement.Part
    BODY: Statement.Part
    NAME_FIELD_NUMBER: _ClassVar[int]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    SPAN_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    PART_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    CHAIN_FIELD_NUMBER: _ClassVar[int]
    STANCE_FIELD_NUMBER: _ClassVar[int]
    QUANTITIES_FIELD_NUMBER: _ClassVar[int]
    TIMES_FIELD_NUMBER: _ClassVar[int]
    NAMES_FIELD_NUMBER: _ClassVar[int]
    POLARITY_FIELD_NUMBER: _ClassVar[int]
    name: str
    index: int
    span: Span
    text: str
    part: Statement.Part
    language: str
    chain: _containers.RepeatedCompositeFieldContainer[AttributionLink]
    stance: Statement.Stance
    quantities: _containers.RepeatedCompositeFieldContainer[Quantity]
    times: _containers.RepeatedCompositeFieldContainer[TimeExpression]
    names: _containers.RepeatedCompositeFieldContainer[Name]
    polarity: Polarity
    def __init__(self, name: _Optional[str] = ..., index: _Optional[int] = ..., span: _Optional[_Union[Span, _Mapping]] = ..., text: _Optional[str] = ..., part: _Optional[_Union[Statement.Part, str]] = ..., language: _Optional[str] = ..., chain: _Optional[_Iterable[_Union[AttributionLink, _Mapping]]] = ..., stance: _Optional[_Union[Statement.Stance, str]] = ..., quantities: _Optional[_Iterable[_Union[Quantity, _Mapping]]] = ..., times: _Optional[_Iterable[_Union[TimeExpression, _Mapping]]] = ..., names: _Optional[_Iterable[_Union[Name, _Mapping]]] = ..., polarity: _Optional[_Union[Polarity, _Mapping]] = ...) -> None: ...

class AttributionLink(_message.Message):
    __slots__ = ("kind", "name", "span", "verb", "verb_span", "stance", "carried")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[AttributionLink.Kind]
        OUTLET: _ClassVar[AttributionLink.Kind]
        AGENCY: _ClassVar[AttributionLink.Kind]
        MEDIUM: _ClassVar[AttributionLink.Kind]
        SPEAKER: _ClassVar[AttributionLink.Kind]
        UNNAMED: _ClassVar[AttributionLink.Kind]
    KIND_UNSPECIFIED: AttributionLink.Kind
    OUTLET: AttributionLink.Kind
    AGENCY: AttributionLink.Kind
    MEDIUM: AttributionLink.Kind
    SPEAKER: AttributionLink.Kind
    UNNAMED: AttributionLink.Kind
    KIND_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    SPAN_FIELD_NUMBER: _ClassVar[int]
    VERB_FIELD_NUMBER: _ClassVar[int]
    VERB_SPAN_FIELD_NUMBER: _ClassVar[int]
    STANCE_FIELD_NUMBER: _ClassVar[int]
    CARRIED_FIELD_NUMBER: _ClassVar[int]
    kind: AttributionLink.Kind
    name: str
    span: Span
    verb: str
    verb_span: Span
    stance: Statement.Stance
    carried: bool
    def __init__(self, kind: _Optional[_Union[AttributionLink.Kind, str]] = ..., name: _Optional[str] = ..., span: _Optional[_Union[Span, _Mapping]] = ..., verb: _Optional[str] = ..., verb_span: _Optional[_Union[Span, _Mapping]] = ..., stance: _Optional[_Union[Statement.Stance, str]] = ..., carried: _Optional[bool] = ...) -> None: ...

class Quantity(_message.Message):
    __slots__ = ("span", "value", "low", "high", "hedge", "dimension", "unit", "unit_span", "base_low", "base_high")
    class Hedge(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        HEDGE_UNSPECIFIED: _ClassVar[Quantity.Hedge]
        EXACT: _ClassVar[Quantity.Hedge]
        APPROXIMATE: _ClassVar[Quantity.Hedge]
        AT_LEAST: _ClassVar[Quantity.Hedge]
        AT_MOST: _ClassVar[Quantity.Hedge]
        RANGE: _ClassVar[Quantity.Hedge]
        VAGUE: _ClassVar[Quantity.Hedge]
    HEDGE_UNSPECIFIED: Quantity.Hedge
    EXACT: Quantity.Hedge
    APPROXIMATE: Quantity.Hedge
    AT_LEAST: Quantity.Hedge
    AT_MOST: Quantity.Hedge
    RANGE: Quantity.Hedge
    VAGUE: Quantity.Hedge
    SPAN_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    LOW_FIELD_NUMBER: _ClassVar[int]
    HIGH_FIELD_NUMBER: _ClassVar[int]
    HEDGE_FIELD_NUMBER: _ClassVar[int]
    DIMENSION_FIELD_NUMBER: _ClassVar[int]
    UNIT_FIELD_NUMBER: _ClassVar[int]
    UNIT_SPAN_FIELD_NUMBER: _ClassVar[int]
    BASE_LOW_FIELD_NUMBER: _ClassVar[int]
    BASE_HIGH_FIELD_NUMBER: _ClassVar[int]
    span: Span
    value: float
    low: float
    high: float
    hedge: Quantity.Hedge
    dimension: str
    unit: str
    unit_span: Span
    base_low: float
    base_high: float
    def __init__(self, span: _Optional[_Union[Span, _Mapping]] = ..., value: _Optional[float] = ..., low: _Optional[float] = ..., high: _Optional[float] = ..., hedge: _Optional[_Union[Quantity.Hedge, str]] = ..., dimension: _Optional[str] = ..., unit: _Optional[str] = ..., unit_span: _Optional[_Union[Span, _Mapping]] = ..., base_low: _Optional[float] = ..., base_high: _Optional[float] = ...) -> None: ...

class TimeExpression(_message.Message):
    __slots__ = ("span", "start", "end", "certainty", "kind")
    class Certainty(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        CERTAINTY_UNSPECIFIED: _ClassVar[TimeExpression.Certainty]
        EXPLICIT: _ClassVar[TimeExpression.Certainty]
        RESOLVED: _ClassVar[TimeExpression.Certainty]
        GUESSED: _ClassVar[TimeExpression.Certainty]
        UNKNOWN: _ClassVar[TimeExpression.Certainty]
    CERTAINTY_UNSPECIFIED: TimeExpression.Certainty
    EXPLICIT: TimeExpression.Certainty
    RESOLVED: TimeExpression.Certainty
    GUESSED: TimeExpression.Certainty
    UNKNOWN: TimeExpression.Certainty
    SPAN_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    CERTAINTY_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    span: Span
    start: _date_pb2.Date
    end: _date_pb2.Date
    certainty: TimeExpression.Certainty
    kind: str
    def __init__(self, span: _Optional[_Union[Span, _Mapping]] = ..., start: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., certainty: _Optional[_Union[TimeExpression.Certainty, str]] = ..., kind: _Optional[str] = ...) -> None: ...

class Name(_message.Message):
    __slots__ = ("span", "text", "key", "kind")
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[Name.Kind]
        PERSON: _ClassVar[Name.Kind]
        PLACE: _ClassVar[Name.Kind]
        ORGANISATION: _ClassVar[Name.Kind]
    KIND_UNSPECIFIED: Name.Kind
    PERSON: Name.Kind
    PLACE: Name.Kind
    ORGANISATION: Name.Kind
    SPAN_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    span: Span
    text: str
    key: str
    kind: Name.Kind
    def __init__(self, span: _Optional[_Union[Span, _Mapping]] = ..., text: _Optional[str] = ..., key: _Optional[str] = ..., kind: _Optional[_Union[Name.Kind, str]] = ...) -> None: ...

class Direction(_message.Message):
    __slots__ = ("scale", "sign", "span")
    SCALE_FIELD_NUMBER: _ClassVar[int]
    SIGN_FIELD_NUMBER: _ClassVar[int]
    SPAN_FIELD_NUMBER: _ClassVar[int]
    scale: str
    sign: int
    span: Span
    def __init__(self, scale: _Optional[str] = ..., sign: _Optional[int] = ..., span: _Optional[_Union[Span, _Mapping]] = ...) -> None: ...

class Polarity(_message.Message):
    __slots__ = ("negations", "denials", "direction", "direction_span", "directions")
    NEGATIONS_FIELD_NUMBER: _ClassVar[int]
    DENIALS_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_SPAN_FIELD_NUMBER: _ClassVar[int]
    DIRECTIONS_FIELD_NUMBER: _ClassVar[int]
    negations: _containers.RepeatedCompositeFieldContainer[Span]
    denials: _containers.RepeatedCompositeFieldContainer[Span]
    direction: int
    direction_span: Span
    directions: _containers.RepeatedCompositeFieldContainer[Direction]
    def __init__(self, negations: _Optional[_Iterable[_Union[Span, _Mapping]]] = ..., denials: _Optional[_Iterable[_Union[Span, _Mapping]]] = ..., direction: _Optional[int] = ..., direction_span: _Optional[_Union[Span, _Mapping]] = ..., directions: _Optional[_Iterable[_Union[Direction, _Mapping]]] = ...) -> None: ...

class Event(_message.Message):
    __slots__ = ("name", "title", "start", "end", "articles", "merged_into", "outlet_count", "origin_count", "etag", "update_time")
    NAME_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    START_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    ARTICLES_FIELD_NUMBER: _ClassVar[int]
    MERGED_INTO_FIELD_NUMBER: _ClassVar[int]
    OUTLET_COUNT_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_COUNT_FIELD_NUMBER: _ClassVar[int]
    ETAG_FIELD_NUMBER: _ClassVar[int]
    UPDATE_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    title: str
    start: _date_pb2.Date
    end: _date_pb2.Date
    articles: _containers.RepeatedScalarFieldContainer[str]
    merged_into: str
    outlet_count: int
    origin_count: int
    etag: str
    update_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., title: _Optional[str] = ..., start: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., end: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., articles: _Optional[_Iterable[str]] = ..., merged_into: _Optional[str] = ..., outlet_count: _Optional[int] = ..., origin_count: _Optional[int] = ..., etag: _Optional[str] = ..., update_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Relation(_message.Message):
    __slots__ = ("name", "type", "kind", "statement_a", "statement_b", "score", "signals", "evidence", "rule", "explanation")
    class Type(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        TYPE_UNSPECIFIED: _ClassVar[Relation.Type]
        AGREEMENT: _ClassVar[Relation.Type]
        CONTRADICTION: _ClassVar[Relation.Type]
        ELABORATION: _ClassVar[Relation.Type]
        UNRELATED: _ClassVar[Relation.Type]
        ABSTAIN: _ClassVar[Relation.Type]
    TYPE_UNSPECIFIED: Relation.Type
    AGREEMENT: Relation.Type
    CONTRADICTION: Relation.Type
    ELABORATION: Relation.Type
    UNRELATED: Relation.Type
    ABSTAIN: Relation.Type
    class Kind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        KIND_UNSPECIFIED: _ClassVar[Relation.Kind]
        NUMBER: _ClassVar[Relation.Kind]
        TIME: _ClassVar[Relation.Kind]
        PLACE: _ClassVar[Relation.Kind]
        ACTOR: _ClassVar[Relation.Kind]
        POLARITY: _ClassVar[Relation.Kind]
        DENIAL: _ClassVar[Relation.Kind]
        OTHER: _ClassVar[Relation.Kind]
        SUPERSEDED: _ClassVar[Relation.Kind]
        SCOPE: _ClassVar[Relation.Kind]
        ESTIMATE_SPREAD: _ClassVar[Relation.Kind]
        REPORTED_POSITION: _ClassVar[Relation.Kind]
        UNIT: _ClassVar[Relation.Kind]
        MISSING: _ClassVar[Relation.Kind]
        MISSING_CONTEXT: _ClassVar[Relation.Kind]
        AMBIGUOUS_SIBLING: _ClassVar[Relation.Kind]
        SLOT_UNKNOWN: _ClassVar[Relation.Kind]
    KIND_UNSPECIFIED: Relation.Kind
    NUMBER: Relation.Kind
    TIME: Relation.Kind
    PLACE: Relation.Kind
    ACTOR: Relation.Kind
    POLARITY: Relation.Kind
    DENIAL: Relation.Kind
    OTHER: Relation.Kind
    SUPERSEDED: Relation.Kind
    SCOPE: Relation.Kind
    ESTIMATE_SPREAD: Relation.Kind
    REPORTED_POSITION: Relation.Kind
    UNIT: Relation.Kind
    MISSING: Relation.Kind
    MISSING_CONTEXT: Relation.Kind
    AMBIGUOUS_SIBLING: Relation.Kind
    SLOT_UNKNOWN: Relation.Kind
    NAME_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_A_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_B_FIELD_NUMBER: _ClassVar[int]
    SCORE_FIELD_NUMBER: _ClassVar[int]
    SIGNALS_FIELD_NUMBER: _ClassVar[int]
    EVIDENCE_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    EXPLANATION_FIELD_NUMBER: _ClassVar[int]
    name: str
    type: Relation.Type
    kind: Relation.Kind
    statement_a: str
    statement_b: str
    score: float
    signals: _containers.RepeatedCompositeFieldContainer[Signal]
    evidence: _containers.RepeatedCompositeFieldContainer[Evidence]
    rule: str
    explanation: str
    def __init__(self, name: _Optional[str] = ..., type: _Optional[_Union[Relation.Type, str]] = ..., kind: _Optional[_Union[Relation.Kind, str]] = ..., statement_a: _Optional[str] = ..., statement_b: _Optional[str] = ..., score: _Optional[float] = ..., signals: _Optional[_Iterable[_Union[Signal, _Mapping]]] = ..., evidence: _Optional[_Iterable[_Union[Evidence, _Mapping]]] = ..., rule: _Optional[str] = ..., explanation: _Optional[str] = ...) -> None: ...

class Signal(_message.Message):
    __slots__ = ("name", "value", "contribution")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    CONTRIBUTION_FIELD_NUMBER: _ClassVar[int]
    name: str
    value: float
    contribution: float
    def __init__(self, name: _Optional[str] = ..., value: _Optional[float] = ..., contribution: _Optional[float] = ...) -> None: ...

class Evidence(_message.Message):
    __slots__ = ("a", "b", "label")
    A_FIELD_NUMBER: _ClassVar[int]
    B_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    a: Span
    b: Span
    label: str
    def __init__(self, a: _Optional[_Union[Span, _Mapping]] = ..., b: _Optional[_Union[Span, _Mapping]] = ..., label: _Optional[str] = ...) -> None: ...

class Claim(_message.Message):
    __slots__ = ("name", "statements", "representative", "article_count", "outlet_count", "origin_count", "disputed_by")
    NAME_FIELD_NUMBER: _ClassVar[int]
    STATEMENTS_FIELD_NUMBER: _ClassVar[int]
    REPRESENTATIVE_FIELD_NUMBER: _ClassVar[int]
    ARTICLE_COUNT_FIELD_NUMBER: _ClassVar[int]
    OUTLET_COUNT_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_COUNT_FIELD_NUMBER: _ClassVar[int]
    DISPUTED_BY_FIELD_NUMBER: _ClassVar[int]
    name: str
    statements: _containers.RepeatedScalarFieldContainer[str]
    representative: str
    article_count: int
    outlet_count: int
    origin_count: int
    disputed_by: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., statements: _Optional[_Iterable[str]] = ..., representative: _Optional[str] = ..., article_count: _Optional[int] = ..., outlet_count: _Optional[int] = ..., origin_count: _Optional[int] = ..., disputed_by: _Optional[_Iterable[str]] = ...) -> None: ...

class Alignment(_message.Message):
    __slots__ = ("name", "revision", "articles", "relations", "claims", "origins", "backends", "thresholds", "create_time")
    class Origin(_message.Message):
        __slots__ = ("article", "origin")
        ARTICLE_FIELD_NUMBER: _ClassVar[int]
        ORIGIN_FIELD_NUMBER: _ClassVar[int]
        article: str
        origin: str
        def __init__(self, article: _Optional[str] = ..., origin: _Optional[str] = ...) -> None: ...
    class BackendsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    class ThresholdsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: float
        def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
    NAME_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    ARTICLES_FIELD_NUMBER: _ClassVar[int]
    RELATIONS_FIELD_NUMBER: _ClassVar[int]
    CLAIMS_FIELD_NUMBER: _ClassVar[int]
    ORIGINS_FIELD_NUMBER: _ClassVar[int]
    BACKENDS_FIELD_NUMBER: _ClassVar[int]
    THRESHOLDS_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    revision: int
    articles: _containers.RepeatedCompositeFieldContainer[Article]
    relations: _containers.RepeatedCompositeFieldContainer[Relation]
    claims: _containers.RepeatedCompositeFieldContainer[Claim]
    origins: _containers.RepeatedCompositeFieldContainer[Alignment.Origin]
    backends: _containers.ScalarMap[str, str]
    thresholds: _containers.ScalarMap[str, float]
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., revision: _Optional[int] = ..., articles: _Optional[_Iterable[_Union[Article, _Mapping]]] = ..., relations: _Optional[_Iterable[_Union[Relation, _Mapping]]] = ..., claims: _Optional[_Iterable[_Union[Claim, _Mapping]]] = ..., origins: _Optional[_Iterable[_Union[Alignment.Origin, _Mapping]]] = ..., backends: _Optional[_Mapping[str, str]] = ..., thresholds: _Optional[_Mapping[str, float]] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Summary(_message.Message):
    __slots__ = ("name", "language", "title", "sentences", "backend", "alignment_revision", "dropped_sentence_count", "replaced_sentence_count", "create_time")
    class Section(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
        __slots__ = ()
        SECTION_UNSPECIFIED: _ClassVar[Summary.Section]
        AGREED: _ClassVar[Summary.Section]
        DISPUTED: _ClassVar[Summary.Section]
        SINGLE_SOURCE: _ClassVar[Summary.Section]
        TIMELINE: _ClassVar[Summary.Section]
    SECTION_UNSPECIFIED: Summary.Section
    AGREED: Summary.Section
    DISPUTED: Summary.Section
    SINGLE_SOURCE: Summary.Section
    TIMELINE: Summary.Section
    class Sentence(_message.Message):
        __slots__ = ("text", "section", "citations", "group", "outlet_count", "origin_count", "date", "extractive")
        TEXT_FIELD_NUMBER: _ClassVar[int]
        SECTION_FIELD_NUMBER: _ClassVar[int]
        CITATIONS_FIELD_NUMBER: _ClassVar[int]
        GROUP_FIELD_NUMBER: _ClassVar[int]
        OUTLET_COUNT_FIELD_NUMBER: _ClassVar[int]
        ORIGIN_COUNT_FIELD_NUMBER: _ClassVar[int]
        DATE_FIELD_NUMBER: _ClassVar[int]
        EXTRACTIVE_FIELD_NUMBER: _ClassVar[int]
        text: str
        section: Summary.Section
        citations: _containers.RepeatedScalarFieldContainer[str]
        group: int
        outlet_count: int
        origin_count: int
        date: _date_pb2.Date
        extractive: bool
        def __init__(self, text: _Optional[str] = ..., section: _Optional[_Union[Summary.Section, str]] = ..., citations: _Optional[_Iterable[str]] = ..., group: _Optional[int] = ..., outlet_count: _Optional[int] = ..., origin_count: _Optional[int] = ..., date: _Optional[_Union[_date_pb2.Date, _Mapping]] = ..., extractive: _Optional[bool] = ...) -> None: ...
    NAME_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    SENTENCES_FIELD_NUMBER: _ClassVar[int]
    BACKEND_FIELD_NUMBER: _ClassVar[int]
    ALIGNMENT_REVISION_FIELD_NUMBER: _ClassVar[int]
    DROPPED_SENTENCE_COUNT_FIELD_NUMBER: _ClassVar[int]
    REPLACED_SENTENCE_COUNT_FIELD_NUMBER: _ClassVar[int]
    CREATE_TIME_FIELD_NUMBER: _ClassVar[int]
    name: str
    language: str
    title: str
    sentences: _containers.RepeatedCompositeFieldContainer[Summary.Sentence]
    backend: str
    alignment_revision: int
    dropped_sentence_count: int
    replaced_sentence_count: int
    create_time: _timestamp_pb2.Timestamp
    def __init__(self, name: _Optional[str] = ..., language: _Optional[str] = ..., title: _Optional[str] = ..., sentences: _Optional[_Iterable[_Union[Summary.Sentence, _Mapping]]] = ..., backend: _Optional[str] = ..., alignment_revision: _Optional[int] = ..., dropped_sentence_count: _Optional[int] = ..., replaced_sentence_count: _Optional[int] = ..., create_time: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Comparison(_message.Message):
    __slots__ = ("articles", "events", "relations", "claims", "summaries", "backends", "origins")
    class BackendsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: str
        def __init__(self, key: _Optional[str] = ..., value: _Optional[str] = ...) -> None: ...
    ARTICLES_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    RELATIONS_FIELD_NUMBER: _ClassVar[int]
    CLAIMS_FIELD_NUMBER: _ClassVar[int]
    SUMMARIES_FIELD_NUMBER: _ClassVar[int]
    BACKENDS_FIELD_NUMBER: _ClassVar[int]
    ORIGINS_FIELD_NUMBER: _ClassVar[int]
    articles: _containers.RepeatedCompositeFieldContainer[Article]
    events: _containers.RepeatedCompositeFieldContainer[Event]
    relations: _containers.RepeatedCompositeFieldContainer[Relation]
    claims: _containers.RepeatedCompositeFieldContainer[Claim]
    summaries: _containers.RepeatedCompositeFieldContainer[Summary]
    backends: _containers.ScalarMap[str, str]
    origins: _containers.RepeatedCompositeFieldContainer[Alignment.Origin]
    def __init__(self, articles: _Optional[_Iterable[_Union[Article, _Mapping]]] = ..., events: _Optional[_Iterable[_Union[Event, _Mapping]]] = ..., relations: _Optional[_Iterable[_Union[Relation, _Mapping]]] = ..., claims: _Optional[_Iterable[_Union[Claim, _Mapping]]] = ..., summaries: _Optional[_Iterable[_Union[Summary, _Mapping]]] = ..., backends: _Optional[_Mapping[str, str]] = ..., origins: _Optional[_Iterable[_Union[Alignment.Origin, _Mapping]]] = ...) -> None: ...

class ServiceInfo(_message.Message):
    __slots__ = ("service", "version", "models", "limits", "languages")
    class Model(_message.Message):
        __slots__ = ("role", "backend", "revision", "id", "size_bytes", "licence", "figures")
        class FiguresEntry(_message.Message):
            __slots__ = ("key", "value")
            KEY_FIELD_NUMBER: _ClassVar[int]
            VALUE_FIELD_NUMBER: _ClassVar[int]
            key: str
            value: float
            def __init__(self, key: _Optional[str] = ..., value: _Optional[float] = ...) -> None: ...
        ROLE_FIELD_NUMBER: _ClassVar[int]
        BACKEND_FIELD_NUMBER: _ClassVar[int]
        REVISION_FIELD_NUMBER: _ClassVar[int]
        ID_FIELD_NUMBER: _ClassVar[int]
        SIZE_BYTES_FIELD_NUMBER: _ClassVar[int]
        LICENCE_FIELD_NUMBER: _ClassVar[int]
        FIGURES_FIELD_NUMBER: _ClassVar[int]
        role: str
        backend: str
        revision: str
        id: str
        size_bytes: int
        licence: str
        figures: _containers.ScalarMap[str, float]
        def __init__(self, role: _Optional[str] = ..., backend: _Optional[str] = ..., revision: _Optional[str] = ..., id: _Optional[str] = ..., size_bytes: _Optional[int] = ..., licence: _Optional[str] = ..., figures: _Optional[_Mapping[str, float]] = ...) -> None: ...
    class LimitsEntry(_message.Message):
        __slots__ = ("key", "value")
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: int
        def __init__(self, key: _Optional[str] = ..., value: _Optional[int] = ...) -> None: ...
    SERVICE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    MODELS_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    LANGUAGES_FIELD_NUMBER: _ClassVar[int]
    service: str
    version: str
    models: _containers.RepeatedCompositeFieldContainer[ServiceInfo.Model]
    limits: _containers.ScalarMap[str, int]
    languages: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, service: _Optional[str] = ..., version: _Optional[str] = ..., models: _Optional[_Iterable[_Union[ServiceInfo.Model, _Mapping]]] = ..., limits: _Optional[_Mapping[str, int]] = ..., languages: _Optional[_Iterable[str]] = ...) -> None: ...
