"""English words as they are compared between statements."""

from __future__ import annotations

from services.language.comparison import ComparisonResources
from services.language.en.names import TITLES

_FUNCTION_WORDS = """
        a an the of in on at to for from by with about into over under between among through during
        before after against within without as than and or but nor so yet if then else when while
        where which who whom whose that this these those it its it's he him his she her they them
        their we us our you your i me my is are was were be been being am has have had having do
        does did will would shall should can could may might must not no there here also only just
        more most very such other another some any each all both own same too up down out off again
        further once s t re ve ll said says say told tells added reported according stated announced
        statement news report reports today yesterday tomorrow tonight now one monday tuesday
        wednesday thursday friday saturday sunday mr mrs ms dr
    """
_ROLES = {
    "death": """
        killed kill kills killing dead died die dies death deaths fatalities fatality casualties
        victims bodies lives slain toll
    """,
    "injury": """
        injured injure injures injuring injury injuries wounded wounding wounds hurt hospitalised
        hospitalized poisoned
    """,
    "missing": "missing disappeared unaccounted",
    "arrest": "arrested arrest arrests detained detain detention held custody seized suspects",
    "rescue": "rescued rescue saved evacuated evacuate evacuation",
    "displaced": "displaced refugees refugee migrants migrant homeless fled",
    "affected": "affected stricken",
    "release": "released release freed free liberated",
    "profit": "profit profits earnings earned gained",
    "loss": "loss losses lost",
    "revenue": "revenue revenues sales income turnover",
    "production": "output production produced produces",
    "trade": "exports imports exported imported",
    "length": "long length",
    "width": "wide width",
    "depth": "deep depth",
    "distance": "away distance",
    "area": "area covers covering",
    "cost": "cost costs costing worth",
    "age": "aged age old",
    "salary": "salary wages wage pay",
    "medals": "medal medals",
    "goals": "goal goals",
    "fine": "fine fined fines",
    "sentence": "sentenced jail jailed prison sentence",
    "capacity": "capacity beds seats",
    "share": "stake share",
    "participants": "participants entrants competitors applicants",
}
_PEOPLE = """
    person persons people individual individuals civilian civilians soldier soldiers troops officer
    officers policeman policemen man men woman women child children citizen citizens militant
    militants fighter fighters rebel rebels gunman gunmen passenger passengers worker workers
    refugee refugees migrant migrants pilgrim pilgrims victim victims hostage hostages student
    students protester protesters resident residents others employee employees detainee detainees
    suspect suspects inhabitants firefighter firefighters sailor sailors driver drivers fan fans
    voter voters visitor visitors tourist tourists
"""
_CLAUSE_OPENERS = """
        adding stressing noting explaining saying while whereas although though but however
        meanwhile despite because insisting
    """
_ALLEGATIONS = """
    rumour rumours rumor rumors claim claims allegation allegations accusation accusations
    report reports reporting suggestion suggestions media circulating alleged any
"""
_PERIODS = {
    "q1": "first quarter|first-quarter",
    "q2": "second quarter",
    "q3": "third quarter",
    "q4": "fourth quarter",
    "h1": "first half|six months|half year",
    "h2": "second half",
    "9m": "nine months",
    "7m": "seven months",
    "year": "annual|annually|a year|per year|last year|yearly",
    "month": "monthly|a month|per month|last month",
    "week": "weekly|a week|per week|last week",
    "day": "daily|a day|per day",
    "hour": "an hour|per hour",
    "since": "since the start|since the beginning|since the outbreak",
}


_SYNONYMS = """
attack attacks assault aggression invasion
help aid assistance support
agreement treaty pact accord deal
fire blaze flames
car vehicle cars vehicles
talks negotiations discussions
build construct building construction
rise increase climb growth rose risen
fall drop decline decrease fell
house home houses homes
residents inhabitants
killed dead
injured wounded hurt
pupils students
salary wage salaries wages pay
ammunition munitions
closure shutdown
near close
"""
# act | finite verbs | verbal nouns and participles
_ACTS = """
sign | signed signs sign concluded concludes reached reaches | signing signature
order | ordered orders order |
open | opened opens inaugurated inaugurates | opening inauguration
found | founded founds established establishes | founding establishment
appoint | appointed appoints | appointment
chair | chaired chairs |
adopt | adopted adopts passed passes | adoption
"""
_AGREEMENTS = "agreement agreements treaty treaties contract deal pact accord memorandum protocol truce"


def _acts() -> dict[str, tuple[str, bool]]:
    table: dict[str, tuple[str, bool]] = {}
    for row in _ACTS.strip().splitlines():
        key, verbs, nouns = (part.strip() for part in row.split("|"))
        table.update(dict.fromkeys(verbs.split(), (key, True)))
        table.update(dict.fromkeys(nouns.split(), (key, False)))
    return table


def _set(block: str) -> frozenset[str]:
    return frozenset(block.split())


COMPARISON = ComparisonResources(
    code="en",
    prefixes=(),
    loose_prefixes=frozenset(),
    kept_beginnings=(),
    suffixes=("'s", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s", "e", "y"),
    root_noise=frozenset(),
    root_prefixes=frozenset(),
    function_words=_set(_FUNCTION_WORDS),
    roles={role: _set(words) for role, words in _ROLES.items()},
    people=_set(_PEOPLE),
    clause_openers=_set(_CLAUSE_OPENERS),
    allegations=_set(_ALLEGATIONS),
    relatives=_set("who which that whose"),
    synonyms=tuple(_set(row) for row in _SYNONYMS.strip().splitlines()),
    acts=_acts(),
    act_objects={"sign": _set(_AGREEMENTS)},
    titles=TITLES,
    verb_first=False,
    adjectives_first=True,
    attributive_negators=_set("without"),
    pointers=_set("this that these those such it"),
    preventives=_set(
        "prevent prevents prevented preventing avoid avoids avoiding ban bans banned against stop refused"
    ),
    weekdays=_set("monday tuesday wednesday thursday friday saturday sunday"),
    exceptives=_set("except but unless until other further else"),
    unknowing=_set(
        "know knew known aware realise realised realize realized remember rule exclude sure clear"
    ),
    late_denials=_set(
        "false untrue baseless unfounded groundless fabricated wrong incorrect not no lies lie without"
    ),
    about=_set("that of about regarding concerning over"),
    possibilities=_set(
        "could might may possible possibly possibility potential potentially perhaps would discuss"
    ),
    denied_nouns=_set("truth basis intention plans"),
    glued_negators=(),
    number_marks=_set("no number nr"),
    rumours=_set(
        "rumour rumours rumor rumors claims claimed allegation allegations alleged accused reportedly sources"
    ),
    totals=_set("total toll overall altogether cumulative tally brings bringing rose raised"),
    subsets=_set("including among whom them"),
    series=_set(
        """
            share shares stock stocks index points ounce barrel brent crude gold silver futures
            session nasdaq dow nikkei close closed
        """
    ),
    periods={key: frozenset(block.split("|")) for key, block in _PERIODS.items()},
    differences=_set("compared against versus up down rise fall increase decrease by instead"),
    quoting=_set("urged called demanded suggested proposed"),
)
