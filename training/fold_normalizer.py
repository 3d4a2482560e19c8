"""`services.language.normalize.fold` as a normalizer of the tokenizers library.

With it inside ``tokenizer.json`` a model reads raw text wherever that file is loaded, as it read folded text
in training. Both fold character by character, so the rules are found by asking `fold` about every character.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from tokenizers import Regex, normalizers

from services.language.normalize import fold

_UNUSED = frozenset({"Cn", "Co", "Cs"})  # categories that no text holds


@cache
def normalizer() -> normalizers.Normalizer:
    """Decompose, lower-case, then one replacement for each letter that others fold to ("" for marks)."""
    rules: dict[str, list[int]] = defaultdict(list)
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)) in _UNUSED:
            continue
        plain = unicodedata.normalize("NFKD", chr(code)).lower()
        # What decomposes or lowers is seen through its parts.
        if plain == chr(code) and (folded := fold(plain)) != plain:
            rules[folded].append(code)
    replacements = [
        normalizers.Replace(Regex(f"[{_ranges(codes)}]"), folded) for folded, codes in sorted(rules.items())
    ]
    return normalizers.Sequence([normalizers.NFKD(), normalizers.Lowercase(), *replacements])


def _ranges(codes: Iterable[int]) -> str:
    """Inside of a character class, such as ``\\x{64b}-\\x{652}``."""
    runs: list[list[int]] = []
    for code in codes:
        if runs and code == runs[-1][1] + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "".join(rf"\x{{{first:x}}}-\x{{{last:x}}}" for first, last in runs)
