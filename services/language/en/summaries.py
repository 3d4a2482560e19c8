"""English: the words that frame a cited account."""

from __future__ import annotations

from services.language.summaries import SummaryResources

SUMMARIES = SummaryResources(
    according_to="According to {who}: {words}",
    quoting="{who}, quoting {speaker}",
    quotation="“{words}”",
    conjunction=" and ",
    separator=", ",
    others=" and others",
    connectors=(
        r"(?:and|but|so|yet)\s+(?=\w)",
        r"(?:meanwhile|however|moreover|furthermore|nevertheless|nonetheless|additionally|separately"
        r"|in addition|for (?:his|her|its|their) part|on the other hand|at the same time|in the meantime"
        r"|as a result|in turn|also|besides|instead|likewise|in contrast|by contrast)\s*,\s*",
    ),
    dependents=(
        "which",
        "who",
        "whose",
        "whom",
        "this",
        "that",
        "these",
        "those",
        "such",
        "it",
        "its",
        "they",
        "them",
        "their",
        "he",
        "she",
        "his",
        "her",
        "him",
        "otherwise",
        "therefore",
        "thus",
        "hence",
        "then",
        "there",
    ),
)
