"""The values of the domain: what a statement, a relation and a claim are. [pure]

All values are frozen. Offsets are half-open and count Unicode code points of the *raw* text of an
article version, so that ``article.text[s.start:s.end]`` is exactly what was published.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open range of code points, ``0 <= start <= end``."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """The text this span covers."""
        return text[self.start : self.end]

    def shift(self, by: int) -> Span:
        """The same span seen from a text that starts ``by`` code points earlier."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


# --- statements --------------------------------------------------------------------------------------


class Stance(StrEnum):
    """How the text stands to what the statement says."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    QUOTED = "quoted"
    DENIED = "denied"
    PREDICTED = "predicted"
    ALLEGED = "alleged"


class LinkKind(StrEnum):
    """What a link of an attribution chain is."""

    OUTLET = "outlet"
    AGENCY = "agency"
    MEDIUM = "medium"  # another newspaper, channel, site or report that is cited
    SPEAKER = "speaker"  # a person or body that says it
    UNNAMED = "unnamed"  # "sources", "observers", "reports"


@dataclass(frozen=True, slots=True)
class AttributionLink:
    """One link of the chain outlet <- cited medium <- speaker <- ..., outermost first."""

    kind: LinkKind
    name: str
    span: Span | None = None  # None for a link that is not written in the statement (outlet, carried speaker)
    verb: str = ""
    verb_span: Span | None = None
    stance: Stance = Stance.REPORTED
    carried: bool = False  # the speaker of an earlier sentence goes on ("and he added")


class Hedge(StrEnum):
    """How exactly a quantity is stated."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"
    VAGUE = "vague"  # "dozens", "thousands", "several"


class Dimension(StrEnum):
    """What kind of thing a quantity measures; only equal dimensions can be compared."""

    COUNT = "count"  # of the noun in ``unit``
    MONEY = "money"
    PERCENT = "percent"
    MASS = "mass"
    LENGTH = "length"
    AREA = "area"
    VOLUME = "volume"
    DURATION = "duration"
    SPEED = "speed"
    POWER = "power"
    TEMPERATURE = "temperature"
    AGE = "age"
    ORDINAL = "ordinal"
    SCORE = "score"
    FRACTION = "fraction"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as an interval with its unit.

    ``low``/``high`` hold the plausible interval of the *written* unit (``inf`` where open), ``value`` the
    number as written (None for a vague one). ``unit`` is a canonical key, the same in every language
    (``riyal``, ``usd``, ``percent``, ``km``, ``person`` ...) or the folded noun that is counted.
    ``base`` is ``value`` in the SI or reference unit of its dimension, where a conversion exists.
    """

    span: Span  # the whole expression, hedge and unit included
    value: float | None
    low: float
    high: float
    hedge: Hedge
    dimension: Dimension
    unit: str
    unit_span: Span | None = None
    base: tuple[float, float] | None = None  # (low, high) in metre, kilogram, second ...

    def shift(self, by: int) -> Quantity:
        """The same quantity seen from a text that starts ``by`` code points earlier."""
        # `dataclasses.replace` takes twice as long.
        return Quantity(
            self.span.shift(by),
            self.value,
            self.low,
            self.high,
            self.hedge,
            self.dimension,
            self.unit,
            self.unit_span.shift(by) if self.unit_span is not None else None,
            self.base,
        )


class Certainty(StrEnum):
    """How a time was found, from sure to guess."""

    EXPLICIT = "explicit"  # a full date is written
    RESOLVED = "resolved"  # relative or partial, resolved against the publication time
    GUESSED = "guessed"  # resolved against a weak anchor, or one of two readings
    UNKNOWN = "unknown"  # an expression of time that gives no interval ("in recent months")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A time as a closed interval of days; ``start``/``end`` are None when open or unknown."""

    span: Span
    start: date | None
    end: date | None
    certainty: Certainty
    kind: str  # day, range, week, month, month_part, season, year, decade, since, until, clock, vague ...

    def shift(self, by: int) -> TimeExpression:
        """The same time seen from a text that starts ``by`` code points earlier."""
        return TimeExpression(self.span.shift(by), self.start, self.end, self.certainty, self.kind)


class NameKind(StrEnum):
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name. ``key`` folds spelling variants and is comparable across languages (Latin skeleton)."""

    span: Span
    text: str
    key: str
    kind: NameKind


@dataclass(frozen=True, slots=True)
class Direction:
    """A word of one side of a declared pair of opposites, such as rise and fall."""

    scale: str  # the pair: "level", "contest", "assent" ..., the same keys in every language
    sign: int  # +1 or -1
    span: Span


@dataclass(frozen=True, slots=True)
class Polarity:
    """What a statement says about happening or not."""

    negations: tuple[Span, ...] = ()
    denials: tuple[Span, ...] = ()  # "denied", "no truth to", "baseless"
    direction: int = 0  # +1 rose / won / approved, -1 fell / lost / refused, 0 none found
    direction_span: Span | None = None
    directions: tuple[Direction, ...] = ()  # every one found, in order; `direction` is the first


class StatementPart(StrEnum):
    TITLE = "title"
    LEAD = "lead"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Statement:
    """The smallest unit that can be agreed with or contradicted. All spans are raw article offsets."""

    index: int
    span: Span
    text: str
    part: StatementPart
    language: str
    chain: tuple[AttributionLink, ...] = ()
    stance: Stance = Stance.ASSERTED
    quantities: tuple[Quantity, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    names: tuple[Name, ...] = ()
    polarity: Polarity = field(default_factory=Polarity)

    def offset(self, span: Span) -> Span:
        """A raw article span as offsets into ``text``."""
        return span.shift(-self.span.start)


# --- articles ----------------------------------------------------------------------------------------


class CutReason(StrEnum):
    """Why a span of the raw page is not part of the story."""

    MENU = "menu"
    STAFF = "staff"
    RELATED = "related"  # "read also" links and boxes
    OTHER_ARTICLE = "other_article"  # a whole other article inside the page
    TAGS = "tags"
    SHARE = "share"
    APP = "app"
    ADVERTISEMENT = "advertisement"
    LINK_LINE = "link_line"  # "link to this story at ..."
    DATELINE = "dateline"  # page dates and byline furniture
    CAPTION = "caption"
    CREDIT = "credit"  # "source: ..." lines; the credit itself is kept on the article
    NOISE = "noise"


@dataclass(frozen=True, slots=True)
class Cut:
    span: Span
    reason: CutReason
    rule: str  # the cue that fired, for operators


class DateSource(StrEnum):
    """Where a publication time comes from; the order is the order of trust."""

    DECLARED = "declared"  # given by the caller
    METADATA = "metadata"  # JSON-LD, og:, <time>
    DATELINE = "dateline"  # a date in the page's dateline or byline
    TEXT = "text"  # "today, Monday" in the story, read with another date of the page
    URL = "url"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PublishTime:
    """When an article was published. ``start <= true time <= end``; both None when unknown."""

    start: datetime | None
    end: datetime | None
    source: DateSource
    confidence: float  # 0..1
    span: Span | None = None  # where the page says so

    @property
    def day(self) -> date | None:
        return self.start.date() if self.start else None


class DuplicateKind(StrEnum):
    EXACT = "exact"
    NEAR = "near"  # reprint, cut or reordered copy of one text


@dataclass(frozen=True, slots=True)
class Duplicate:
    parent: str  # resource name of the article this one repeats
    kind: DuplicateKind
    similarity: float  # 0..1, share of the shorter text's statements found in the other


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one published text."""

    name: str  # sources/{source}/articles/{article}
    source: str  # outlet id
    outlet: str  # outlet as shown to people
    url: str  # canonical, "" when unknown
    title: str
    language: str
    text: str  # raw, as received (HTML: the extracted text)
    version: str  # content hash
    published: PublishTime
    statements: tuple[Statement, ...] = ()
    cuts: tuple[Cut, ...] = ()
    credit: str = ""  # wire or outlet that the text credits, canonical key ("reuters", "afp", "spa")
    duplicate: Duplicate | None = None
    title_span: Span | None = None
    warnings: tuple[str, ...] = ()


# --- alignment ---------------------------------------------------------------------------------------


class RelationType(StrEnum):
    AGREEMENT = "agreement"
    CONTRADICTION = "contradiction"
    ELABORATION = "elaboration"
    UNRELATED = "unrelated"
    ABSTAIN = "abstain"


class RelationKind(StrEnum):
    """Kinds of contradiction, then labels of what looks like one and is not, then abstention reasons."""

    NONE = ""
    # contradictions
    NUMBER = "number"
    TIME = "time"
    PLACE = "place"
    ACTOR = "actor"
    POLARITY = "polarity"
    DENIAL = "denial"
    OTHER = "other"
    # not a conflict
    SUPERSEDED = "superseded"
    SCOPE = "scope"
    ESTIMATE_SPREAD = "estimate_spread"
    REPORTED_POSITION = "reported_position"
    UNIT = "unit"
    MISSING = "missing"
    # abstentions
    MISSING_CONTEXT = "missing_context"
    AMBIGUOUS_SIBLING = "ambiguous_sibling"
    SLOT_UNKNOWN = "slot_unknown"


@dataclass(frozen=True, slots=True)
class StatementRef:
    """A statement of a stored or inline article."""

    article: str
    index: int


@dataclass(frozen=True, slots=True)
class Signal:
    """One addend of a score. The sum of all contributions is the score before the link function."""

    name: str
    value: float
    contribution: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """The clashing or agreeing pieces, as raw article spans of the two statements."""

    a: Span
    b: Span
    label: str  # "number", "time", "denial" ...


@dataclass(frozen=True, slots=True)
class Relation:
    a: StatementRef
    b: StatementRef
    type: RelationType
    kind: RelationKind
    score: float  # 0..1, how sure of ``type``
    signals: tuple[Signal, ...]
    evidence: tuple[Evidence, ...]
    rule: str  # rule or model that decided, with its version
    explanation: str  # plain words, in English


@dataclass(frozen=True, slots=True)
class Claim:
    """A group of agreeing statements and its disputes."""

    index: int
    statements: tuple[StatementRef, ...]
    representative: StatementRef
    articles: int
    outlets: int
    origins: int
    disputed_by: tuple[int, ...] = ()  # indexes of claims that contradict this one


@dataclass(frozen=True, slots=True)
class Alignment:
    """All that is known of how the articles of one event relate."""

    articles: tuple[Article, ...]
    relations: tuple[Relation, ...]
    claims: tuple[Claim, ...]
    origins: Mapping[str, str]  # article name -> origin key
    backends: Mapping[str, str]  # "encoder" -> "static@<revision>", "relate" -> "rules@<version>" ...
    thresholds: Mapping[str, float]
    revision: int = 0


# --- summaries ---------------------------------------------------------------------------------------


class Section(StrEnum):
    AGREED = "agreed"
    DISPUTED = "disputed"
    SINGLE_SOURCE = "single_source"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True)
class SummarySentence:
    text: str
    section: Section
    citations: tuple[StatementRef, ...]
    group: int  # sentences of one dispute or claim share a group
    outlets: int
    origins: int
    day: date | None = None
    extractive: bool = True


@dataclass(frozen=True, slots=True)
class Summary:
    language: str
    title: str
    sentences: tuple[SummarySentence, ...]
    backend: str
    alignment_revision: int
    dropped: int  # sentences that failed verification
    replaced: int  # failed abstractive sentences that their extractive one replaced
