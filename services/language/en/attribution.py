# ruff: noqa: E501
"""English verbs of speech, source phrases and the words around them."""

from __future__ import annotations

from services.common.domain import Stance
from services.language.attribution import AttributionResources, Verb
from services.language.en.morphology import verb_forms
from services.language.en.names import AGENCIES, COMMON, MEDIA, PLACES, TITLES
from services.language.polarity import phrases

# "~" inflects regularly, "/" lists irregular forms, "*" needs a complement or a quotation, ">" relays another's words.
_VERBS = {
    Stance.REPORTED: """
        say/says/said/saying tell/tells/told state~* add~* announce~* report~* confirm~* declare~* explain~* note~* acknowledge~* admit/admits/admitted*
        stress~* insist~* argue~* believe~ think/thinks/thought* write/writes/wrote* tweet~* post~* reveal~* disclose~* indicate~* suggest~* warn~* claim
        show/shows/showed/shown* find/finds/found* conclude~* observe~* remark~* reply/replies/replied* respond~* recall~* maintain~* emphasize~* emphasise~*
        estimate~* testify/testifies/testified* pledge~* vow~* promise~* urge~* caution~* comment~* concede~* inform~* mention~* learn~* hear/hears/heard*
        quip/quips/quipped* underline~* underscore~* reiterate~* affirm~* assert~* complain~* ask~* point~* continue~* describe~* echo/echoes/echoed*
    """,
    Stance.DENIED: "deny/denies/denied/denying refute~ rebut/rebuts/rebutted dismiss/dismisses/dismissed* reject~*",
    Stance.ALLEGED: "allege~ claim/claims/claimed/claiming accuse~* purport~* charge~*",
    Stance.PREDICTED: "predict~ forecast/forecasts/forecasted expect/expects anticipate/anticipates foresee/foresees/foresaw* project~* speculate~*",
}
_RELAYS = "quote~ cite~"
_SOURCES = """
    according to|as reported by|as quoted by|citing|quoting|in the words of|per|as per|as stated by|
    as told to|in the view of|in the opinion of|
    reported by|as confirmed by|based on a report by
"""
_POSSIBLE = """
    may|might|could|possibly|perhaps|probably|likely|expected to|is expected|are expected|was expected|
    were expected|set to become|
    it is possible|potentially|presumably|apparently|would likely|forecast to|projected to|predicted to|
    on course to|unlikely|maybe
"""
_LEADS = """
    but and so yet however meanwhile also moreover earlier later separately still then instead nevertheless
    furthermore additionally in on at by for
    with after before during since as while although though when where if because despite according that which
"""
_BREAKS = """
    on in at during after before following when while as late early today yesterday tomorrow monday tuesday
    wednesday thursday friday saturday sunday
    last this earlier via by through citing quoting about regarding shortly recently again separately also
    later
"""
_OCCASIONS = """
    a an the statement interview report conference briefing speech letter message tweet post remarks
    comments televised press
"""
_MEDIA_HEADS = """
    newspaper newspapers daily magazine channel network website site station radio television tv portal
    weekly broadcaster outlet report reports study
    survey poll document documents article editorial paper papers media tabloid journal
"""
_UNNAMED = """
    source sources witness witnesses official officials observers analysts experts eyewitnesses insiders
    diplomats residents activists traders
    economists researchers scientists critics people someone officers authorities locals neighbours neighbors
"""
_HAPPENINGS = """
    fire fires blaze wildfire explosion blast bombing attack attacks raid strike strikes shooting killing murder
    crash collapse accident disaster quake earthquake flood floods storm hurricane drought outbreak pandemic
    war battle clashes ceasefire truce coup uprising protest protests march riots siege election elections
    referendum vote talks negotiations summit deal agreement treaty visit festival crisis scandal trial probe
    inquiry case toll championship final cup tournament match derby race budget weather prices results
"""
_PIECES = "article report editorial study survey poll analysis document column"
_MEDIA_AGAIN = "paper newspaper daily agency channel network website site magazine broadcaster station"
_PUBLISHERS = "published by|published in|carried by|printed in|broadcast by|aired by|run by"
_TOPICS = """
    breaking live video watch exclusive opinion analysis update updated photos gallery podcast explainer
    explained review interview factbox timeline
    correction read more related how why what when where who note editorial comment letters tags source
    published location date time by
"""


def _verbs() -> dict[str, Verb]:
    table: dict[str, Verb] = {}
    for stance, block in _VERBS.items():
        for row in block.split():
            cue = row.endswith("*")
            _inflect(table, row.rstrip("*"), Verb(stance, cue=cue))
    for row in _RELAYS.split():
        _inflect(table, row, Verb(Stance.REPORTED, cue=True, relay=True))
    # Participles and nouns, as a rule.
    for form in (
        "saying",
        "quoting",
        "citing",
        "posts",
        "post",
        "posted",
        "points",
        "project",
        "projects",
        "shown",
        "charge",
        "charges",
        "found",
        "state",
    ):
        table.pop(form, None)
    return table


def _inflect(table: dict[str, Verb], row: str, verb: Verb) -> None:
    forms = verb_forms(row[:-1]) if row.endswith("~") else tuple(row.split("/"))
    for form in forms:
        if not form.endswith("ing"):
            table.setdefault(form, verb)


def _listed(block: str) -> list[str]:
    return [phrase.strip() for phrase in block.replace("\n", "|").split("|") if phrase.strip()]


ATTRIBUTION = AttributionResources(
    verbs=_verbs(),
    complementizers=frozenset({"that"}),
    prepositions=frozenset({"to", "on", "about", "against"}),
    relays=frozenset(),
    relay_ends=frozenset({"as", "saying"}),
    relatives=frozenset({"who", "which", "whom", "whose", "that", "what"}),
    conditionals=frozenset(
        {
            "to",
            "not",
            "if",
            "when",
            "after",
            "before",
            "has",
            "be",
            "been",
            "was",
            "were",
            "is",
            "are",
            "being",
            "by",
        }
    ),
    sources=phrases(*_listed(_SOURCES)),
    source_verbs=frozenset({"as"}),
    rules=frozenset(["law", "plan", "schedule", "rules", "the_law", "tradition", "custom"]),
    attached=(),
    attaching=frozenset(),
    impersonal=frozenset(),
    things=frozenset(),
    common=COMMON,
    leads=frozenset(_LEADS.split()),
    speech_openers=frozenset(),
    fillers=frozenset(
        [
            "had",
            "has",
            "have",
            "also",
            "later",
            "earlier",
            "then",
            "further",
            "would",
            "will",
            "reportedly",
            "repeatedly",
            "previously",
            "however",
        ]
    ),
    breaks=frozenset(_BREAKS.split()),
    occasions=frozenset(_OCCASIONS.split()),
    occasion_prepositions=frozenset({"in", "at", "during"}),
    published=frozenset(),
    to_medium=frozenset(),
    addressed=frozenset({"told", "tells", "to", "with"}),
    agencies=AGENCIES | {"agency", "agencies"},
    media=MEDIA | frozenset(_MEDIA_HEADS.split()),
    unnamed=frozenset(_UNNAMED.split()),
    people=TITLES,
    articles=(),
    pronouns={"he": "m", "she": "f", "it": "", "they": ""},
    anaphors={f"the {noun}": "" for noun in _MEDIA_AGAIN.split()}
    | {f"the {piece}": piece for piece in _PIECES.split()},
    pieces={form: piece for piece in _PIECES.split() for form in (piece, f"{piece}s")},
    publishers=phrases(*_listed(_PUBLISHERS)),
    piece_prepositions=frozenset({"in", "by", "from", "of"}),
    happenings=frozenset(_HAPPENINGS.split()),
    topics=frozenset(_TOPICS.split()),
    possible=phrases(*_listed(_POSSIBLE)),
    possible_before=frozenset(),
    present=None,
    verb_first=False,
    bodies=frozenset(),
    places=frozenset(PLACES),
)
