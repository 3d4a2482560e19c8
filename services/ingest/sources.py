"""Identity of a text: which outlet, which page. [pure]

An article's id is a hash of its page's identity, so that taking in a page again finds the same article. Two
forms of a URL are made: the canonical one, which still opens in a browser, and the identity, which also
forgets the scheme and the ``www.``/``m.`` editions of one site.
"""

from __future__ import annotations

import base64
import contextlib
import re
import unicodedata
from hashlib import blake2b
from urllib.parse import quote, unquote_to_bytes, urlsplit

from services.language.normalize import fold

_ID_LENGTH = 63

# Letters as news desks write them; vowels that Arabic does not write stay unwritten.
_LATIN = {
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r",
    "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f",
    "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "ء": "", "ؤ": "w",
    "ئ": "y", "أ": "a", "إ": "a", "آ": "a", "ى": "y", "ة": "h", "ٱ": "a", "پ": "p", "چ": "ch", "ژ": "zh",
    "گ": "g", "ڤ": "v", "ک": "k", "ی": "y", "ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d",
}  # fmt: skip


def source_id(outlet: str) -> str:
    """A DNS-safe id for the outlet of that name, the same for its spelling variants.

    "بوابة الوفد" gives ``bwabh-alwfd``. A name with letters that have no Latin twin here gets a hash behind
    it, so that two such outlets stay two.
    """
    folded = fold(unicodedata.normalize("NFKC", outlet)).strip()
    lost = False
    letters: list[str] = []
    for letter in unicodedata.normalize("NFKD", folded.casefold()):
        category = unicodedata.category(letter)
        if letter in _LATIN:
            letters.append(_LATIN[letter])
        elif letter.isascii() and letter.isalnum():
            letters.append(letter)
        elif category[0] in "ZPSC":
            letters.append("-")
        elif category[0] != "M":
            lost = True
    slug = re.sub(r"-+", "-", "".join(letters)).strip("-")
    if lost or not slug or len(slug) > _ID_LENGTH:
        mark = digest(folded, size=5)
        slug = f"{slug[: _ID_LENGTH - len(mark) - 1].strip('-')}-{mark}".lstrip("-")
    return slug


def article_id(identity: str) -> str:
    """The id of the article with that identity: 26 characters of blake2b in base32, lower case."""
    return digest(identity, size=16)


def digest(text: str, *, size: int) -> str:
    """blake2b of ``text`` with ``size`` bytes, as base32 in lower case without padding."""
    raw = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size).digest()
    return base64.b32encode(raw).decode().rstrip("=").lower()


# --- addresses ---------------------------------------------------------------------------------------

_DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters that say where a reader came from, never which page it is.
_TRACKING = frozenset({
    "fbclid", "gclid", "gclsrc", "gbraid", "wbraid", "dclid", "msclkid", "yclid", "twclid", "ttclid",
    "igshid", "igsh", "mc_cid", "mc_eid", "_ga", "_gl", "ref", "ref_src", "ref_url", "referrer", "cmpid",
    "cmp", "ocid", "icid", "xtor", "spm", "smid", "wprov", "sfnsn", "wt_mc", "wt.mc_id", "traffic_source",
    "__twitter_impression", "_hsenc", "_hsmi", "fb_action_ids", "fb_action_types", "fb_source", "s_cid",
    "ito", "guccounter",
})  # fmt: skip
_TRACKING_PREFIXES = ("utm_", "at_", "ns_", "pk_", "mtm_", "hsa_", "__cf_")
_AMP_PARAMETERS = frozenset({"amp", "outputtype=amp", "output=amp", "isamp"})
_EDITION_HOSTS = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
_SAFE = "-._~!$&'()*+,;=:@"
_SAFE_IN_QUERY = "-._~!$'()*,;:@/?"


def canonical_url(url: str) -> str:
    """``url`` in its one form: percent-encoded ASCII without tracking, fragment, default port and AMP marks.

    Idempotent. Raises `ValueError` for anything but an absolute http or https address.
    """
    scheme, host, port, path, query, fragment = _split(url)
    host, path = _unwrap_amp_cache(host, path)
    host = re.sub(r"^(?:amp\.)+(?=[^.]+\.)", "", host)
    path = _without_amp(_path(path))
    items = [item for item in (_parameter(part) for part in re.split(r"[&]", query)) if item]
    netloc = host if port is None or port == _DEFAULT_PORTS[scheme] else f"{host}:{port}"
    # "#!" addresses a page of an old script-driven site; any other fragment is a place in the page.
    kept = (
        f"#{_encode(fragment, _SAFE_IN_QUERY + '=&')}"
        if fragment.startswith("!") and len(fragment) > 1
        else ""
    )
    return f"{scheme}://{netloc}{path}{'?' + '&'.join(sorted(items)) if items else ''}{kept}"


def page_identity(canonical: str) -> str:
    """What makes two canonical URLs the same page: all but the scheme and a www, m or mobile host."""
    rest = canonical.partition("://")[2]
    host, slash, path = rest.partition("/")
    while (shorter := _EDITION_HOSTS.sub("", host)) != host:
        host = shorter
    return f"{host}{slash}{path}".rstrip("/")


def _split(url: str) -> tuple[str, str, int | None, str, str, str]:
    # A tab or a line break inside an address is dropped, as browsers do.
    parts = urlsplit(re.sub(r"[\t\r\n]", "", url.strip()))
    scheme = parts.scheme.lower()
    host = (parts.hostname or "").rstrip(".")
    if scheme not in _DEFAULT_PORTS or not host:
        raise ValueError(f"{url[:80]!r} is not an absolute http or https address")
    try:
        host = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        host = quote(host.lower(), safe="-._~:")
    if ":" in host:
        host = f"[{host}]"
    return scheme, host, parts.port, parts.path, parts.query, parts.fragment


def _encode(text: str, safe: str) -> str:
    """One percent-encoding for all spellings: decoded, composed (NFC) where it is UTF-8, encoded again."""
    raw = unquote_to_bytes(text)
    # A page in another encoding, such as windows-1256, keeps its bytes: they are its name.
    with contextlib.suppress(UnicodeDecodeError):
        raw = unicodedata.normalize("NFC", raw.decode("utf-8")).encode("utf-8")
    return quote(raw, safe=safe)


def _path(path: str) -> str:
    segments: list[str] = []
    for part in path.split("/"):
        segment = _encode(part, _SAFE)
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    return "/".join(["", *segments])


def _without_amp(path: str) -> str:
    segments = path.split("/")[1:]
    while segments and segments[-1].lower() in ("amp", "amp.html"):
        segments.pop()
    while len(segments) > 1 and segments[0].lower() == "amp":
        segments.pop(0)
    if segments:
        segments[-1] = (
            re.sub(r"(?:\.amp)+(\.[a-z]+)?$", r"\1", segments[-1], flags=re.IGNORECASE) or segments[-1]
        )
    return "/".join(["", *segments]) if segments else "/"


def _unwrap_amp_cache(host: str, path: str) -> tuple[str, str]:
    """The publisher's own host and path of an address in an AMP cache."""
    cached = None
    if host.endswith(".cdn.ampproject.org"):
        cached = re.match(r"/(?:c|v|i)/(?:s/)?([^/]+\.[^/]+)(/.*)?$", path)
    elif re.match(r"^(?:www\.)?google\.[a-z.]+$", host):
        cached = re.match(r"/amp/(?:s/)?([^/]+\.[^/]+)(/.*)?$", path)
    if cached is None or not re.fullmatch(r"[A-Za-z0-9.-]+", cached[1]):
        return host, path
    return cached[1].lower().strip("."), cached[2] or "/"


def _parameter(item: str) -> str:
    """One query item in its one form, "" when it does not belong to the page's identity."""
    name, equals, value = item.partition("=")
    name = _encode(name.replace("+", " "), _SAFE_IN_QUERY)
    value = _encode(value.replace("+", " "), _SAFE_IN_QUERY)
    lowered = name.lower()
    if not name or lowered in _TRACKING or lowered.startswith(_TRACKING_PREFIXES):
        return ""
    if lowered in _AMP_PARAMETERS or f"{lowered}={value.lower()}" in _AMP_PARAMETERS:
        return ""
    return f"{name}={value}" if equals else name
