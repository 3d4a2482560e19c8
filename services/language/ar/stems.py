"""Arabic affixes for light stemming, in folded spelling. Resources only."""

from services.language.stems import StemResources

STEMS = StemResources(
    prefixes=("وبال", "ولل", "وال", "فال", "بال", "كال", "لل", "ال"),
    suffixes=("اتها", "اتهم", "يات", "ات", "ين", "ون", "ان", "يه", "ها", "هم", "وا", "ت", "ه", "ي", "ا"),
    single_prefixes="وفبلك",
)
