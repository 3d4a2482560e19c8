"""What an account is called. [pure]"""

from __future__ import annotations

from collections import Counter

from services.common.domain import Alignment, Article, StatementPart, StatementRef


def headline(alignment: Alignment, language: str) -> str:
    """Headline of the article, in that language if there is one, that shares most claims with others.

    One that as many origins contradict as tell it comes last: it would take a side.
    """
    origins = {claim.index: claim.origins for claim in alignment.claims}
    shared: Counter[str] = Counter()
    contested: set[StatementRef] = set()
    for claim in alignment.claims:
        if claim.outlets > 1:
            shared.update({ref.article for ref in claim.statements})
        if any(origins[rival] >= claim.origins for rival in claim.disputed_by):
            contested.update(claim.statements)

    def takes_a_side(article: Article) -> bool:
        return any(
            each.part is StatementPart.TITLE and StatementRef(article.name, each.index) in contested
            for each in article.statements
        )

    titled = [article for article in alignment.articles if article.title]
    best = [article for article in titled if article.language == language] or titled
    return max(best, key=lambda each: (not takes_a_side(each), shared[each.name])).title if best else ""
