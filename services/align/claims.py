"""Claims: groups of statements that agree, who stands behind each, and which dispute which. [pure]

Groups are joined along agreements, surest first, but never across a contradiction, and only where half of
the pairs between them agree and no more differ (average linkage): agreement does not carry over a chain. An
article that contradicts a claim is not among those that make it, whatever else of it the two share.

A long sentence tells more than its claim. What is contested about it elsewhere is no matter of that claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial

from services.common.domain import (
    Article,
    Claim,
    Relation,
    RelationType,
    Span,
    Stance,
    Statement,
    StatementPart,
    StatementRef,
)

_SHARE = 0.5  # of the pairs between two groups that must agree
_COMPARED = 4  # partners in a large group that each statement is expected to be compared with
_BESIDE = 40  # characters around what two statements share that still belong to it
_IDEAL_LENGTH = 160  # characters of a statement that says it fully and can still be read at a glance


def build(
    articles: Sequence[Article],
    relations: Iterable[Relation],
    origins: Mapping[str, str],
    repeats: Iterable[Sequence[StatementRef]] = (),
) -> tuple[Claim, ...]:
    """Claims of one event; every statement is in exactly one.

    Most origins first; of equal ones, those not made of headlines alone, then those agreed on most surely.

    ``relations`` are all compared pairs, unrelated ones included. ``repeats`` lists statements with the same
    content, which are one from the start. ``origins`` maps an article to the key of who its facts go back to.
    """
    groups = _Groups(
        StatementRef(article.name, statement.index)
        for article in articles
        for statement in article.statements
    )
    for same in repeats:
        for ref in same[1:]:
            groups.join(same[0], ref)
    relations = list(relations)
    agreements = [relation for relation in relations if relation.type is RelationType.AGREEMENT]
    common = _Common(agreements)
    for relation in relations:
        groups.note(relation, common)
    for relation in sorted(
        agreements, key=lambda r: (-r.score, r.a.article, r.a.index, r.b.article, r.b.index)
    ):
        groups.join_if_compatible(relation.a, relation.b)
    clashes = [relation for relation in relations if relation.type is RelationType.CONTRADICTION]
    return _claims(groups, articles, agreements, _disputes(groups, clashes, common), origins)


class _Common:
    """What a statement has in common with others: the stretches of it that its agreements rest on."""

    def __init__(self, agreements: Iterable[Relation]) -> None:
        self._with: dict[StatementRef, list[tuple[StatementRef, Span]]] = defaultdict(list)
        for relation in agreements:
            for evidence in relation.evidence:
                self._with[relation.a].append((relation.b, evidence.a))
                self._with[relation.b].append((relation.a, evidence.b))

    def touched(self, relation: Relation, first: bool, others: Callable[[StatementRef], bool]) -> bool:
        """Whether a contradiction touches what one of its statements has in common with some ``others``.

        It does where nothing says what that is.
        """
        ref = relation.a if first else relation.b
        pieces = [evidence.a if first else evidence.b for evidence in relation.evidence]
        spans = [span for other, span in self._with.get(ref, ()) if others(other)]
        return not (spans and pieces) or any(
            piece.start < span.end + _BESIDE and span.start < piece.end + _BESIDE
            for span in spans
            for piece in pieces
        )


def _is_in(article: str, ref: StatementRef) -> bool:
    return ref.article == article


def _disputes(
    groups: _Groups, contradictions: Iterable[Relation], common: _Common
) -> dict[StatementRef, set[StatementRef]]:
    """Root of each group -> roots of those that dispute it.

    A contradiction of what a statement tells beside its claim is left to the claims that it is about, if any.
    """
    rows = []
    for relation in contradictions:
        roots = groups.root(relation.a), groups.root(relation.b)
        touched = [common.touched(relation, root is roots[0], partial(groups.holds, root)) for root in roots]
        rows.append((relation.kind, roots, touched))
    disputed = {(kind, root) for kind, roots, touched in rows if all(touched) for root in roots}
    found: dict[StatementRef, set[StatementRef]] = defaultdict(set)
    for kind, (a, b), touched in rows:
        about = [root for root, is_touched in zip((a, b), touched, strict=True) if is_touched]
        if len(about) == 1 and (kind, about[0]) in disputed:
            continue
        found[a].add(b)
        found[b].add(a)
    return found


class _Groups:
    """Disjoint sets of statements (union by size) that know the verdicts between them."""

    def __init__(self, refs: Iterable[StatementRef]) -> None:
        self.parent = {ref: ref for ref in refs}
        self.members = {ref: [ref] for ref in self.parent}
        self.told_by = {ref: {ref.article} for ref in self.parent}  # root -> articles
        self.opposed_by: dict[StatementRef, set[str]] = {ref: set() for ref in self.parent}
        # root -> other root -> [agreeing pairs, differing pairs, contradicting pairs]
        self.verdicts: dict[StatementRef, dict[StatementRef, list[int]]] = defaultdict(dict)

    def root(self, ref: StatementRef) -> StatementRef:
        while self.parent[ref] != ref:
            self.parent[ref] = self.parent[self.parent[ref]]
            ref = self.parent[ref]
        return ref

    def holds(self, root: StatementRef, ref: StatementRef) -> bool:
        """Whether a statement is in the set of that root."""
        return self.root(ref) == root

    def note(self, relation: Relation, common: _Common) -> None:
        a, b = self.root(relation.a), self.root(relation.b)
        if a == b:
            return
        verdict = self.verdicts[a].setdefault(b, [0, 0, 0])
        self.verdicts[b][a] = verdict
        if relation.type is RelationType.AGREEMENT:
            verdict[0] += 1
        elif relation.type is RelationType.CONTRADICTION:
            verdict[2] += 1
            for root, rival in ((a, relation.b.article), (b, relation.a.article)):
                if common.touched(relation, root is a, partial(_is_in, rival)):
                    self.opposed_by[root].add(rival)
        elif relation.type is not RelationType.ABSTAIN:
            verdict[1] += 1

    def join_if_compatible(self, a: StatementRef, b: StatementRef) -> None:
        a, b = self.root(a), self.root(b)
        if a == b:
            return
        agree, differ, clash = self.verdicts[a][b]
        opposed = clash or self.told_by[a] & self.opposed_by[b] or self.told_by[b] & self.opposed_by[a]
        if not opposed and agree >= max(differ, _SHARE * self._comparable(a, b)):
            self.join(a, b)

    def _comparable(self, a: StatementRef, b: StatementRef) -> int:
        """Pairs of the two groups that could have been compared: in different articles, a bounded number
        each."""
        left, right = self.members[a], self.members[b]
        if min(len(left), len(right)) > 1 and len(left) * len(right) > 4 * _COMPARED * _COMPARED:
            return _COMPARED * min(len(left), len(right))
        pairs = sum(x.article != y.article for x in left for y in right)
        return min(pairs, _COMPARED * min(len(left), len(right)))

    def join(self, a: StatementRef, b: StatementRef) -> None:
        a, b = self.root(a), self.root(b)
        if a == b:
            return
        if len(self.members[a]) < len(self.members[b]):
            a, b = b, a
        self.parent[b] = a
        self.members[a].extend(self.members.pop(b))
        self.told_by[a] |= self.told_by.pop(b)
        self.opposed_by[a] |= self.opposed_by.pop(b)
        for other, verdict in self.verdicts.pop(b, {}).items():
            del self.verdicts[other][b]
            if other == a:
                continue
            kept = self.verdicts[a].get(other)
            total = [x + y for x, y in zip(kept, verdict, strict=True)] if kept else verdict
            self.verdicts[a][other] = self.verdicts[other][a] = total


def _claims(
    groups: _Groups,
    articles: Sequence[Article],
    agreements: Sequence[Relation],
    disputes: Mapping[StatementRef, set[StatementRef]],
    origins: Mapping[str, str],
) -> tuple[Claim, ...]:
    by_name = {article.name: article for article in articles}
    place = {article.name: number for number, article in enumerate(articles)}
    statements: dict[StatementRef, Statement] = {
        StatementRef(article.name, statement.index): statement
        for article in articles
        for statement in article.statements
    }
    support: dict[StatementRef, float] = defaultdict(float)
    surest: dict[StatementRef, dict[frozenset[str], float]] = defaultdict(
        dict
    )  # root -> two origins -> score
    for relation in agreements:
        root = groups.root(relation.a)
        if root == groups.root(relation.b):
            support[relation.a] += relation.score
            support[relation.b] += relation.score
            both = frozenset(origins.get(ref.article, ref.article) for ref in (relation.a, relation.b))
            if len(both) > 1:
                surest[root][both] = max(relation.score, surest[root].get(both, 0.0))

    def order(ref: StatementRef) -> tuple[int, int]:
        return place[ref.article], ref.index

    def fitness(ref: StatementRef) -> tuple[float, ...]:
        statement = statements[ref]
        return (
            statement.part is not StatementPart.TITLE,  # headlines leave out what a claim needs
            support[ref],
            statement.stance in (Stance.ASSERTED, Stance.REPORTED),
            -abs(len(statement.text) - _IDEAL_LENGTH),
            *(-part for part in order(ref)),
        )

    rows = []
    for root, members in groups.members.items():
        members = sorted(members, key=order)
        names = {ref.article for ref in members}
        counts = (
            len({origins.get(name, name) for name in names}),
            len({by_name[name].source for name in names}),
            len(names),
        )
        rows.append((root, members, counts))

    def weight(row: tuple[StatementRef, list[StatementRef], tuple[int, int, int]]) -> tuple[object, ...]:
        root, members, (told_by, *others) = row
        headlines = all(statements[ref].part is StatementPart.TITLE for ref in members)
        strength = sum(surest[root].values()) if root in surest else 0.0
        return -told_by, headlines, -strength, *(-count for count in others), order(members[0])

    rows.sort(key=weight)
    index = {root: number for number, (root, _, _) in enumerate(rows)}
    return tuple(
        Claim(
            index=number,
            statements=tuple(members),
            representative=max(members, key=fitness),
            articles=counts[2],
            outlets=counts[1],
            origins=counts[0],
            disputed_by=tuple(sorted(index[other] for other in disputes.get(root, ()))),
        )
        for number, (root, members, counts) in enumerate(rows)
    )
