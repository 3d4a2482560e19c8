"""English affixes for light stemming. Resources only."""

from services.language.stems import StemResources

STEMS = StemResources(suffixes=("'s", "ing", "ed", "es", "s", "ly"), least=4)
