# ruff: noqa: E501  (one row per scale is easier to check than wrapped rows)
"""English negators, denials and opposites."""

from __future__ import annotations

from services.language.en.morphology import verb_forms
from services.language.polarity import PolarityResources, phrases

_NEGATORS = """
    not|no|never|none|nobody|nothing|neither|nor|without|cannot|can't|won't|don't|doesn't|didn't|isn't|aren't|wasn't|
    weren't|hasn't|haven't|hadn't|wouldn't|couldn't|shouldn't|mustn't|no one|no longer|failed to|lack of|absence of
"""
_EXCEPTIONS = """
    not only|not just|not merely|no less than|no fewer than|no more than|not less than|not more than|no doubt|
    without doubt|no later than|not to mention|nothing but|no matter|non
"""
_DENIALS = """
    denied|denies|deny|denying|denial|denials|refuted|refutes|refute|refuting|rebutted|rebuts|disputed the claim|
    dismissed as false|baseless|unfounded|groundless|not true|untrue|is false|are false|was false|were false|no truth|
    no basis|without foundation|without basis|false claim|false claims|false report|false reports|fabricated|fabrication|
    hoax|fake news|debunked|debunks|not correct|incorrect|no evidence that
"""
# scale sign words; a word with "~" is a regular verb, "a/b/c" lists the forms of an irregular one.
_OPPOSITES = """
level + rise/rose/risen/rises/rising climb~ increase~ grow/grew/grown/grows/growing jump~ surge~ soar~ gain~ growth higher up upturn double~ advance~
level - fall/fell/fallen/falls/falling drop~ decrease~ decline~ plunge~ slump~ sink/sank/sunk/sinks/sinking shrink/shrank/shrunk/shrinks tumble~ slip~ lower down downturn halve~ dip~
change + raise~ boost~ expand~ strengthen~ hike~ lift~
change - cut/cuts/cutting reduce~ lower~ trim~ slash~ weaken~ ease~
contest + win/won/wins/winning beat/beats/beaten/beating defeat~ victory triumph~ winner
contest - lose/lost/loses/losing loss loser
assent + approve~ accept~ back~ support~ endorse~ welcome~ agree/agreed/agrees/agreeing ratify/ratified/ratifies approval acceptance endorsement
assent - reject~ refuse~ oppose~ condemn~ object~ veto/vetoed/vetoes disagree/disagreed/disagrees rejection refusal opposition
opening + open~ reopen~ inaugurate~ launch~ opening
opening - close~ shut/shuts/shutting closure
motion + begin/began/begun/begins/beginning start~ resume~ commence~
motion - end~ stop/stopped/stops/stopping halt~ suspend~ cancel/cancelled/canceled/cancels/cancelling postpone~ freeze/froze/frozen/freezes delay~ suspension cancellation postponement
liberty + free/freed/frees release~ acquit/acquitted/acquits acquittal
liberty - arrest~ detain~ jail~ imprison~ convict~ kidnap/kidnapped/kidnaps abduct~ arrest detention conviction
outcome + succeed~ achieve~ manage~ success
outcome - fail~ failure
life + survive~ rescue~ save~ recover~ survivor survivors
life - kill~ die/died/dies/dying dead death deaths
quality + improve~ stabilise~ stabilize~ improvement
quality - worsen~ deteriorate~ deterioration
permission + allow~ permit/permitted/permits permitting authorise~ authorize~ legalise~ legalize~
permission - ban/banned/bans/banning prohibit~ bar/barred/bars block~ outlaw~
movement + arrive~ enter~ return~ arrival
movement - leave/left/leaves/leaving depart~ withdraw/withdrew/withdrawn/withdraws departure withdrawal
control + capture~ seize~ retake/retook/retaken/retakes recapture~ occupy/occupied/occupies
sanction + impose~
office + appoint~ elect~ appointment
office - sack~ dismiss~ resign~ oust~ fire/fired resignation dismissal
"""


def _directions() -> dict[str, tuple[str, int]]:
    table: dict[str, tuple[str, int]] = {}
    for row in _OPPOSITES.strip().splitlines():
        scale, sign, *words = row.split()
        value = (scale, 1 if sign == "+" else -1)
        for word in words:
            forms = verb_forms(word[:-1]) if word.endswith("~") else word.split("/")
            for form in forms:
                table.setdefault(form, value)
    return table


def _listed(block: str) -> list[str]:
    return [phrase.strip() for phrase in block.replace("\n", "|").split("|") if phrase.strip()]


POLARITY = PolarityResources(
    negations=phrases(*_listed(_NEGATORS)),
    negation_exceptions=phrases(*_listed(_EXCEPTIONS)),
    denials=phrases(*_listed(_DENIALS)),
    directions=_directions(),
    excluded_before={
        "up": frozenset({"to"}),
        "down": frozenset({"to"}),
        "left": frozenset({"wing", "hand", "side"}),
        "back": frozenset({"to", "in", "home"}),
        "close": frozenset({"to"}),
        "lower": frozenset({"house"}),
    },
)
