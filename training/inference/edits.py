"""Small changes of an Arabic news sentence: some keep what it says, some turn it round. [pure]

A change tells which words it took out, so that a caller can demand that the other text of a pair has them
too: a sentence whose figure is changed contradicts only a text that states this very figure.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from services.language.ar.name_words import PEOPLE
from services.language.normalize import fold
from training.inference import lexicon

_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"(?<![\w.,/:٫\-])(\d{1,3}(?:[,،.]\d{3})+|\d+(?:[.,٫]\d{1,2})?)(?![\d/:٫]|[.,]\d|ر\d)")
_CALENDAR = re.compile(r"\s*(?:هـ|م\b|ه\b|-|–)")
_BOUND = re.compile(
    r"(?:أكثر|اكثر|أقل|اقل|يقل|يزيد|تزيد|تجاوز\w*|يتجاوز|تتجاوز|نحو|حوالي|حوالى|قرابة|زهاء|يقارب|تقارب"
    r"|ما بين|بين|يصل|تصل|حتى|فوق|دون|أدنى|أقصى|الأقل|مقابل|إلى|ال)\s*(?:من|عن|على|إلى)?\s*$"
)
_AT_LEAST = re.compile(r".{0,25}على (?:الأقل|الاقل|الأكثر|الاكثر)")
_YEAR = re.compile(r"(?:عام|سنة|العام|لعام|بعام|منذ|موسم|مونديال|في|مطلع|نهاية|بداية|أواخر)\s*$")
_NAMED_AFTER = re.compile(r"(?:الملك|مدينة|جامعة|مسجد|مكتبة|مركز|شارع|مستشفى|جائزة|كأس|مطار|بن|بنت|آل)\s+$")
_DIRECTION = re.compile(r"(?<!\w)(?:لم|لن|لا|ليس|ليست|غير|ما|قد|أن|ألا|عدم|دون|بدون|كان|كانت|لو|إذا)\s+$")
_MONTH = re.compile(
    r"\s+(?:من\s+)?(?:شهر\s+)?(?:يناير|فبراير|مارس|أبريل|ابريل|إبريل|مايو|يونيو|يوليو|أغسطس|اغسطس|سبتمبر|أكتوبر|اكتوبر"
    r"|نوفمبر|ديسمبر|كانون|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين|رمضان|شوال|شعبان|رجب|محرم|صفر|ذو|ذي"
    r"|جانفي|فيفري|أفريل|ماي\b|جوان|جويلية|أوت)"
)
_SPEECH = (
    r"(?:أكد|اكد|أكدت|أوضح|اوضح|أوضحت|بين|قال|قالت|ذكر|ذكرت|أفاد|افاد|أفادت|أعلن|اعلن|أعلنت|اعلنت|كشف|كشفت|صرح|صرحت"
    r"|أشار|أشارت|اعتبر|اعتبرت)"
)
_SPOKEN = re.compile(
    rf"^(?P<and>[وف]?){_SPEECH}(?P<who>\s(?:(?!\bأن\b|\bان\b|\bإن\b).){{4,90}}?)\s[وب]?(?:أن|ان|إن|أنّ|بأن|بان)\s"
)


@dataclass(frozen=True, slots=True)
class Edit:
    text: str
    kind: str
    gone: tuple[str, ...] = field(default=())  # words taken out, folded


Editor = Callable[[str, random.Random], Edit | None]


# --- exchanges from the word lists --------------------------------------------------------------------


_TOKEN = re.compile(r"(?<![\w.,/:٫])[\w%][\w\u064b-\u0652]*")
_folded_word = lru_cache(maxsize=300_000)(fold)
_CONJUNCTIONS, _CLITICS = ("", "و", "ف"), ("", "ال", "بال", "لل", "ب", "ل", "ك")


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    conjunction: str
    clitic: str
    form: str  # folded


class _Exchange:
    """Many words and phrases, with what each may be exchanged for. A word is looked up, not searched for."""

    def __init__(self, others: Mapping[str, Sequence[str]]) -> None:
        self._others = {fold(form): tuple(words) for form, words in others.items()}
        self._phrases: dict[str, list[list[str]]] = {}
        for form in sorted(self._others, key=len, reverse=True):
            first, *rest = form.split()
            self._phrases.setdefault(first, []).append(rest)
        self._known: dict[str, tuple[str, str, str] | None] = {}

    def _split(self, word: str) -> tuple[str, str, str] | None:
        """Conjunction, clitic and the known word that ``word`` is made of."""
        if word not in self._known:
            self._known[word] = next(
                (
                    (conjunction, clitic, word[len(conjunction) + len(clitic) :])
                    for conjunction in _CONJUNCTIONS
                    for clitic in _CLITICS
                    if word.startswith(conjunction + clitic)
                    and word[len(conjunction) + len(clitic) :] in self._phrases
                ),
                None,
            )
        return self._known[word]

    def find(self, text: str) -> list[_Found]:
        tokens = list(_TOKEN.finditer(text))
        folded = [_folded_word(token[0]) for token in tokens]
        found = []
        for at, word in enumerate(folded):
            split = self._split(word)
            if split is None:
                continue
            for rest in self._phrases[split[2]]:
                last = at + len(rest)
                if folded[at + 1 : last + 1] == rest:
                    form = " ".join((split[2], *rest))
                    found.append(_Found(tokens[at].start(), tokens[last].end(), split[0], split[1], form))
                    break
        return found

    def apply(self, text: str, rng: random.Random, kind: str) -> Edit | None:
        found = self.find(text)
        rng.shuffle(found)
        folded = f" {fold(text)} " if found else ""
        for match in found:
            before = text[: match.start]
            if _fixed(before, match, text[match.end :]) or (
                kind == "opposite" and _DIRECTION.search(before[-8:])
            ):
                continue
            free = [
                word
                for word in self._others[match.form]
                if fold(word) not in folded and not (match.clitic and word[0].isdigit())
            ]
            if not free:
                continue
            new = _joined(match.conjunction, match.clitic, rng.choice(free))
            return Edit(before + new + text[match.end :], kind, (match.form,))
        return None


# The day before yesterday, January as the second Kanun, and the Islamic months in pairs.
_BINDING = frozenset({"امس", "كانون", "تشرين", "ربيع", "جمادي"})


@lru_cache(maxsize=1)
def _ministries() -> frozenset[str]:
    return frozenset(fold(lexicon.MINISTRIES).split())


def _fixed(before: str, match: _Found, after: str) -> bool:
    """The word belongs to an expression that takes no other: the day before yesterday, a country's name."""
    words = before.split()
    last = _folded_word(words[-1]) if words else ""
    if last in _BINDING or (match.form == "نحو" and not re.match(r"\s*\d", after)):
        return True
    if match.form in _ministries():
        return not last.startswith(("وزار", "وزير", "وزرا"))
    if match.form in ("قبل", "بعد"):
        return last in ("من", "عن", "علي")
    if match.form == "السعوديه":
        return last.startswith(("ال", "وال", "بال", "لل")) or last.endswith(("ه", "ات"))
    return False


def _joined(conjunction: str, clitic: str, word: str) -> str:
    if word.startswith("ال"):
        bare = {"ال": "", "بال": "ب", "وال": "و", "لل": "ل"}.get(clitic, clitic)
        return conjunction + ("لل" + word[2:] if bare == "ل" else bare + word)
    return conjunction + clitic + word


def _lines(block: str) -> Iterator[str]:
    return (line.strip() for line in block.strip().splitlines() if line.strip())


@lru_cache(maxsize=1)
def _opposites() -> _Exchange:
    table: dict[str, list[str]] = {}
    for line in _lines(lexicon.OPPOSITES):
        one, two = (side.split() for side in line.split("/"))
        for left, right in ((one, two), (two, one)):
            for word in left:
                table.setdefault(word, []).extend(right)
    return _Exchange(table)


@lru_cache(maxsize=1)
def _likes() -> _Exchange:
    table: dict[str, list[str]] = {}
    lines = [side.split() for line in _lines(lexicon.OPPOSITES) for side in line.split("/")]
    lines += [line.split("|") if "|" in line else line.split() for line in _lines(lexicon.SAME)]
    for words in lines:
        for word in words:
            table.setdefault(word, []).extend(other for other in words if other != word)
    return _Exchange({word: others for word, others in table.items() if others})


@lru_cache(maxsize=1)
def _kinds() -> _Exchange:
    table: dict[str, list[str]] = {}
    for line in _lines(lexicon.KINDS):
        words = [word.replace("_", " ") for word in re.split(r"[| ]", line) if word]
        for word in words:
            table.setdefault(word, []).extend(other for other in words if other != word)
    return _Exchange(table)


def opposite(text: str, rng: random.Random) -> Edit | None:
    """A word for its opposite: rise for fall, approve for reject, inside for outside."""
    return _opposites().apply(text, rng, "opposite")


def like(text: str, rng: random.Random) -> Edit | None:
    """A word for another that says the same."""
    return _likes().apply(text, rng, "like")


def other_of_kind(text: str, rng: random.Random) -> Edit | None:
    """A weekday, month, count, place, nationality, club or ministry for another."""
    return _kinds().apply(text, rng, "kind")


def people(text: str) -> list[tuple[int, int]]:
    """Spans of full names: two to four words on end that name persons."""
    spans: list[tuple[int, int]] = []
    run: list[re.Match[str]] = []
    for match in [*_WORD.finditer(text), None]:
        if (
            match
            and _folded_word(match[0]) in PEOPLE
            and (not run or text[run[-1].end() : match.start()] == " ")
        ):
            run.append(match)
            continue
        if 2 <= len(run) <= 4:
            spans.append((run[0].start(), run[-1].end()))
        run = [match] if match and _folded_word(match[0]) in PEOPLE else []
    return spans


def other_person(pool: Sequence[str]) -> Editor:
    """An editor that puts a name of ``pool`` in the place of another."""

    def edit(text: str, rng: random.Random) -> Edit | None:
        spans = people(text)
        if not spans or not pool:
            return None
        start, end = rng.choice(spans)
        if _NAMED_AFTER.search(text[:start]):
            return None
        new = rng.choice(pool)
        if set(fold(new).split()) & set(fold(text).split()):
            return None
        return Edit(text[:start] + new + text[end:], "person", tuple(fold(text[start:end]).split()[:1]))

    return edit


# --- figures ------------------------------------------------------------------------------------------


def figures(text: str) -> list[re.Match[str]]:
    """Figures that count or measure something (no parts of dates or times, no bounds and estimates)."""
    return [
        match
        for match in _NUMBER.finditer(text)
        if not _CALENDAR.match(text, match.end())
        and not _AT_LEAST.match(text, match.end())
        and not _BOUND.search(text[max(0, match.start() - 24) : match.start()])
    ]


def other_figure(text: str, rng: random.Random) -> Edit | None:
    """A figure for one that is near or far; it keeps its shape (digits, decimals) and its plural."""
    found = figures(text)
    rng.shuffle(found)
    for match in found:
        written = match[1]
        new = _other_number(
            written,
            rng,
            date=bool(_MONTH.match(text, match.end())),
            year=bool(_YEAR.search(text[: match.start()])),
        )
        if new is None or re.search(rf"(?<!\d){re.escape(new)}(?!\d)", text):
            continue
        return Edit(text[: match.start()] + new + text[match.end() :], "figure", (fold(written),))
    return None


def _other_number(written: str, rng: random.Random, *, date: bool, year: bool) -> str | None:
    plain = fold(written).replace("،", ",").replace("٫", ".")
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", plain):
        mark = plain[-4]
        value = int(re.sub(r"\D", "", plain))
        return f"{_far_or_near(value, rng):,}".replace(",", mark)
    if "." in plain or "," in plain:
        mark = "." if "." in plain else ","
        whole, part = plain.split(mark)
        value = int(whole) * 10 ** len(part) + int(part)
        digits = f"{_far_or_near(max(value, 1), rng):0{len(part) + 1}d}"
        return f"{digits[: -len(part)]}{mark}{digits[-len(part) :]}"
    value = int(plain)
    if len(plain) > 1 and plain.startswith("0"):
        return None
    if 1990 <= value <= 2030 or (year and 1300 <= value <= 2100):
        return str(value + rng.choice((-3, -2, -1, 1, 2)))
    if date and value <= 31:
        return str(rng.choice([day for day in range(3, 29) if day != value]))
    if value in (0, 1, 2):
        return None
    if value <= 10:
        return str(rng.choice([other for other in range(3, 11) if other != value]))
    if value < 100:
        low, high = (11, 99)
        near = value + rng.choice((-5, -4, -3, -2, -1, 1, 2, 3, 4, 5))
        other = near if rng.random() < 0.4 else round(value * rng.choice((0.3, 0.5, 0.6, 1.5, 1.8, 2.4)))
        return str(other) if low <= other <= high and other != value else None
    return str(_far_or_near(value, rng))


def _far_or_near(value: int, rng: random.Random) -> int:
    """Another value, usually as round as the old one."""
    factor = (
        rng.choice((0.85, 0.92, 1.08, 1.15)) if rng.random() < 0.4 else rng.choice((0.3, 0.5, 0.7, 1.4, 2, 3))
    )
    zeros = len(str(value)) - len(str(value).rstrip("0"))
    step: int = 10 ** max(0, zeros if len(str(value)) - zeros > 1 else zeros - 1)
    other = max(1, round(value * factor / step)) * step
    return other if other != value else value + step


def rounded_figure(text: str, rng: random.Random) -> Edit | None:
    """A figure for an estimate that holds it: about 4 thousand, more than 120, at least 30."""
    for match in figures(text):
        plain = fold(match[1])
        if re.search(r"^\s*(?:%|في المئ|في المائ|بالم|عام|سنة|سنه|سم)", text[match.end() : match.end() + 10]):
            continue
        if (
            not plain.isdigit()
            or int(plain) < 13
            or 1300 <= int(plain) <= 2100
            or _MONTH.match(text, match.end())
        ):
            continue
        value = int(plain)
        step = 10 ** max(1, len(plain) - 2) if value >= 100 else 5 if value < 50 else 10
        low = value // step * step
        if low == value or not low:
            continue
        near = round(value / step) * step
        new = rng.choice((f"أكثر من {low}", f"نحو {near}", f"ما لا يقل عن {low}", f"حوالي {near}"))
        return Edit(text[: match.start()] + new + text[match.end() :], "rounded", (plain,))
    return None


# --- polarity -----------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _verbs() -> dict[str, str]:
    """Past forms (folded) with the form that follows the negation of the past."""
    pairs: dict[str, str] = {}
    for item in "|".join(_lines(lexicon.VERBS)).split("|"):
        past, after = item.split()
        pairs[fold(past)] = after
        pairs[fold(past + "ت")] = "ت" + after[1:]
    return pairs


@lru_cache(maxsize=1)
def _pasts() -> dict[str, str]:
    pairs: dict[str, str] = {}
    for item in "|".join(_lines(lexicon.VERBS)).split("|"):
        past, after = item.split()
        pairs[fold(after)] = past
        pairs[fold("ت" + after[1:])] = past + "ت"
    return pairs


_NEGATED = re.compile(r"(?<!\w)([وف]?)لم\s+(\w+)")
_FUTURE = re.compile(
    r"(?<!\w)([وف]?)س([ي](?:كون|بدأ|تم|شارك|قام|عقد|حصل|قدم|ستمر|عود|لتقي|غادر|وقع|زور|صل|شهد|ناقش|عمل|ؤدي|لعب|نضم"
    r"|بحث|قوم|واجه|فتح|منح|رفع|خوض|نطلق|سمح|ساهم|سهم|طلق|خضع|تولى|تسلم|تلقى|دخل|خرج|عرض|واصل)"
    r"|[ت](?:كون|بدأ|تم|شارك|قام|عقد|حصل|قدم|ستمر|عود|لتقي|غادر|وقع|زور|صل|شهد|ناقش|عمل|ؤدي|لعب|نضم"
    r"|بحث|قوم|واجه|فتح|منح|رفع|خوض|نطلق|سمح|ساهم|سهم|طلق|خضع|تولى|تسلم|تلقى|دخل|خرج|عرض|واصل))(?!\w)"
)
_PRESENT = re.compile(
    r"(?<!\w)([وف]?)((?:ي|ت)(?:علن|ؤكد|شارك|قرر|بدأ|حقق|طالب|ستقبل|عتقل|فوز|تمكن|نجح|كشف|صدر|فتتح|دشن|طلق|سجل"
    r"|تجاوز|تسلم|غادر|نضم|تعاقد|توصل|تفق|ستهدف|سيطر|سقط|تهم|حذر|حصل|تسبب|ناقش|تأهل|نقذ|وافق|رفض|هدد|زور|لتقي"
    r"|ستأنف|نفذ|دعم|سمح|ملك|عاني|نوي|عتزم|ضبط|درس|رفع|خفض|قدم|منح|طلب|وقع|دين|دعو|مدد|عين|لغي|فرض))(?!\w)"
)
_NOT = re.compile(
    r"(?<!\w)([وف]?)لا\s+(?=[يت]\w{3})(?!ي?ت?زال|يزال|تزال|يقل|تقل|يزيد|تزيد|يتجاوز|تتجاوز|يتعدى)"
)
_IS_NOT = re.compile(r"(?<!\w)([وف]?)(?:ليس|ليست)\s+(?=\w{3})(?!فقط|سوى|إلا|أمام)")
_LACK = re.compile(r"(?<!\w)([وفبل]?)عدم\s+(?=\w{3})")
_WITHOUT = re.compile(
    r"(?<!\w)(?:من\s+)?(?:دون|بدون)\s+(?=(?:وقوع|إصابات|اصابات|خسائر|موافقة|علم|تنسيق|اتفاق|حضور|تسجيل))"
)
_NOUNS = re.compile(
    r"(?<![\w])([وبل]?)((?:وجود|تأثر|التزام|قدرة|رغبة|حاجة|مشاركة|موافقة|السماح|الالتزام|الموافقة"
    r"|المشاركة|قبول|إمكانية|استجابة|الاعتراف|التدخل|العودة|تجديد|صدور))(?!\w)"
)
_PLANNED = re.compile(r"(?<!\w)([وف]?)من (المقرر|المتوقع|المنتظر|المرجح) أن(?!\w)")
_UNPLANNED = re.compile(r"(?<!\w)([وف]?)من غير (المقرر|المتوقع|المنتظر|المرجح) أن(?!\w)")


def negated(text: str, rng: random.Random) -> Edit | None:
    """A negation put in or taken out, as newspapers write it."""
    ways = [_negate_past, _affirm_past, _negate_future, _negate_present, _drop_negation, _lack, _plan]
    rng.shuffle(ways)
    for way in ways:
        edit = way(text)
        if edit is not None:
            return edit
    return None


def _put(text: str, match: re.Match[str], new: str, gone: str) -> Edit:
    changed = text[: match.start()] + new + text[match.end() :]
    return Edit(changed.strip(), "negation", (fold(gone),) if gone else ())


def _open(text: str, match: re.Match[str]) -> bool:
    """No other particle governs the verb that starts here."""
    return not _DIRECTION.search(text[max(0, match.start() - 8) : match.start()])


def _negate_past(text: str) -> Edit | None:
    verbs = _verbs()
    for token in _TOKEN.finditer(text):
        word = _folded_word(token[0])
        prefix, form = ("", word) if word in verbs else (word[:1], word[1:])
        if form not in verbs or prefix not in _CONJUNCTIONS or not _open(text, token):
            continue
        if not text[token.end() :].lstrip().startswith(("أن", "ان")):
            return _put(text, token, f"{prefix}لم {verbs[form]}", form)
    return None


def _affirm_past(text: str) -> Edit | None:
    for match in _NEGATED.finditer(text):
        past = _pasts().get(_folded_word(match[2]))
        if past:
            return _put(text, match, match[1] + past, match[2])
    return None


def _negate_future(text: str) -> Edit | None:
    match = _FUTURE.search(text)
    return _put(text, match, f"{match[1]}لن {match[2]}", match[0]) if match else None


def _negate_present(text: str) -> Edit | None:
    for match in _PRESENT.finditer(text):
        if _open(text, match):
            return _put(text, match, f"{match[1]}لا {match[2]}", match[2])
    return None


def _drop_negation(text: str) -> Edit | None:
    for pattern, new, gone in (
        (_NOT, "", "لا"),
        (_IS_NOT, "", "ليس"),
        (_LACK, "", "عدم"),
        (_WITHOUT, "مع ", "دون"),
    ):
        match = pattern.search(text)
        if match:
            return _put(text, match, (match[1] if match.groups() else "") + new, gone)
    return None


def _lack(text: str) -> Edit | None:
    for match in _NOUNS.finditer(text):
        if not _DIRECTION.search(text[max(0, match.start() - 8) : match.start()]):
            return _put(text, match, f"{match[1]}عدم {match[2]}", match[2])
    return None


def _plan(text: str) -> Edit | None:
    match = _UNPLANNED.search(text)
    if match:
        return _put(text, match, f"{match[1]}من {match[2]} أن", match[2])
    match = _PLANNED.search(text)
    return _put(text, match, f"{match[1]}من غير {match[2]} أن", match[2]) if match else None


def denied(text: str, rng: random.Random) -> Edit | None:
    """What somebody said, denied by the same party: ``أكد ... أن`` becomes ``نفى ... أن``."""
    match = _SPOKEN.match(text)
    if not match:
        return None
    verb = text.split(maxsplit=1)[0].lstrip("وف")
    new = "نفت" if fold(verb).endswith("ت") else "نفى"
    stop = match.end("who")
    return Edit(f"{match['and']}{new}{match['who']} أن {text[match.end() :]}" if stop else text, "denial")


# --- what leaves a statement as it is -----------------------------------------------------------------

_HONORIFICS = (
    (re.compile(r"صاحب(?:ة)? السمو (?:الملكي )?(?:الأمير|الامير)(?!ة)"), "الأمير"),
    (re.compile(r"خادم الحرمين الشريفين الملك"), "الملك"),
    (re.compile(r"\s*[-–(]?\s*(?:حفظه|يحفظه|أيده|رعاه) الله\s*[-–)]?\s*"), " "),
    (re.compile(r"(?<!\w)(?:معالي|سعادة|فضيلة|الدكتور|الأستاذ|الدكتورة) (?=\w)"), ""),
    (re.compile(r"(?<=\w)(?<!بحسب)(?<!وكالة)(?<!وفق)\s*\([^()\d]{2,40}\)"), ""),
    (re.compile(r"[«»\"“”]"), ""),
)
_ADVERBS = re.compile(
    r"(?<!عين)(?:،\s*|\s)(?:(?:مساء|صباح|ظهر|فجر|يوم)\s+)?(?:أمس|امس|اليوم)(?!\s+ال[أا]ول)(?:\s+\(?(?:السبت|الأحد|الاحد|الاثنين|الإثنين|الثلاثاء"
    r"|الأربعاء|الاربعاء|الخميس|الجمعة)\)?)?(?=[\s،.])|\s(?:مؤخرا|مؤخراً|حاليا|حالياً|أيضا|أيضاً|بدوره|كذلك)(?=[\s،.])"
    r"|\s(?:في تصريح (?:له|صحفي|صحافي)|في بيان(?: لها| له| صحفي)?)(?=[\s،.])"
)
_TAIL = re.compile(
    r"\s*[،,]\s*(?:مشيرا|مشيراً|مشيرًا|مؤكدا|مؤكداً|مؤكدًا|لافتا|لافتاً|لافتًا|موضحا|موضحاً|وذلك|حيث|فيما|مبينا|مبيناً|مضيفا|بينما"
    r"|في حين|الأمر الذي|ما أدى|مما|وقال|وأضاف|كما)(?!\w).{15,}$"
)
_BY = re.compile(r"^(?P<by>[وف]?(?:بحسب|وفقا ل|وفقاً ل|حسب|وفق)\s?[^،,]{4,50})[،,]\s*(?P<rest>.{25,}?)[.]?$")


def shorter(text: str, rng: random.Random) -> Edit | None:
    """Without an honorific, an adverbial, a closing clause, or who said it."""
    ways = [_without_honorifics, _without_adverb, _without_tail, _without_speaker, _by_last]
    rng.shuffle(ways)
    for way in ways:
        new = re.sub(r"\s+", " ", way(text)).strip()
        if new != text and new.count(" ") >= 3:
            return Edit(new, "shorter")
    return None


def _without_honorifics(text: str) -> str:
    for pattern, new in _HONORIFICS:
        text = pattern.sub(new, text)
    return text


def _without_adverb(text: str) -> str:
    return _ADVERBS.sub("", text, count=1)


def _without_tail(text: str) -> str:
    return _TAIL.sub("", text)


def _without_speaker(text: str) -> str:
    match = _SPOKEN.match(text)
    return text[match.end() :] if match and text.count(" ", match.end()) >= 4 else text


def _by_last(text: str) -> str:
    match = _BY.match(text)
    return f"{match['rest']}، {match['by']}" if match else text


HARD: tuple[Editor, ...] = (other_figure, other_of_kind, opposite, negated, denied)


def kept(text: str, rng: random.Random, times: int = 2) -> str:
    """The same said otherwise, by up to ``times`` changes."""
    for _ in range(times):
        edit = rng.choice((like, like, shorter, shorter, rounded_figure))(text, rng)
        text = edit.text if edit else text
    return text


def turned(text: str, other: str, rng: random.Random, editors: Sequence[Editor] = HARD) -> Edit | None:
    """``text`` changed so that it cannot be right if ``other`` is, which says the same as ``text``."""
    there = fold(other)
    order = list(editors)
    rng.shuffle(order)
    for editor in order:
        edit = editor(text, rng)
        if edit and all(re.search(rf"(?<!\d){re.escape(word)}(?!\d)", there) for word in edit.gone):
            if edit.kind in ("figure", "kind", "person") and _already(edit, text, there):
                continue
            return edit
    return None


def _already(edit: Edit, text: str, there: str) -> bool:
    """The new word of the edit is what the other text says anyway."""
    new = set(fold(edit.text).split()) - set(fold(text).split())
    return bool(new & set(there.split()))
