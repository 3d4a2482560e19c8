"""English words of number, hedges, units and counted nouns; unit keys are those of the Arabic table."""

from __future__ import annotations

from services.common.domain import Dimension, Hedge
from services.language.en.times import TIMES
from services.language.lexemes import word_set
from services.language.quantities import HedgeVerb, QuantityResources, Unit

_ONES = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"

_MEASURES = (
    ("percent", Dimension.PERCENT, None, "%,percent,per cent,pct", ""),
    ("percentage_point", Dimension.PERCENT, None, "percentage point", "percentage points"),
    ("basis_point", Dimension.PERCENT, None, "basis point", "basis points"),
    (
        "usd",
        Dimension.MONEY,
        None,
        "dollar,us dollar,american dollar,usd,$",
        "dollars,us dollars,american dollars,bucks",
    ),
    ("dollar.ca", Dimension.MONEY, None, "canadian dollar", "canadian dollars"),
    ("dollar.au", Dimension.MONEY, None, "australian dollar", "australian dollars"),
    ("eur", Dimension.MONEY, None, "euro,eur,€", "euros"),
    ("gbp", Dimension.MONEY, None, "pound,pound sterling,british pound,gbp,£", "pounds,pounds sterling"),
    ("riyal", Dimension.MONEY, None, "riyal,saudi riyal,sar", "riyals,saudi riyals"),
    ("riyal.qa", Dimension.MONEY, None, "qatari riyal", "qatari riyals"),
    ("riyal.ye", Dimension.MONEY, None, "yemeni riyal,yemeni rial", "yemeni riyals,yemeni rials"),
    ("riyal.om", Dimension.MONEY, None, "omani rial", "omani rials"),
    ("riyal.ir", Dimension.MONEY, None, "iranian rial,rial", "iranian rials,rials"),
    ("dirham", Dimension.MONEY, None, "dirham,aed,uae dirham", "dirhams,uae dirhams"),
    ("dinar", Dimension.MONEY, None, "dinar", "dinars"),
    ("dinar.kw", Dimension.MONEY, None, "kuwaiti dinar", "kuwaiti dinars"),
    ("dinar.bh", Dimension.MONEY, None, "bahraini dinar", "bahraini dinars"),
    ("dinar.jo", Dimension.MONEY, None, "jordanian dinar", "jordanian dinars"),
    ("dinar.iq", Dimension.MONEY, None, "iraqi dinar", "iraqi dinars"),
    ("pound", Dimension.MONEY, None, "egyptian pound", "egyptian pounds"),
    ("lira", Dimension.MONEY, None, "lira", "liras,lire"),
    ("lira.tr", Dimension.MONEY, None, "turkish lira", "turkish liras"),
    ("lira.lb", Dimension.MONEY, None, "lebanese pound,lebanese lira", "lebanese pounds,lebanese liras"),
    ("lira.sy", Dimension.MONEY, None, "syrian pound", "syrian pounds"),
    ("shekel", Dimension.MONEY, None, "shekel", "shekels"),
    ("yen", Dimension.MONEY, None, "yen,¥", ""),
    ("yuan", Dimension.MONEY, None, "yuan,renminbi", ""),
    ("rouble", Dimension.MONEY, None, "rouble,ruble", "roubles,rubles"),
    ("rupee", Dimension.MONEY, None, "rupee", "rupees"),
    ("franc", Dimension.MONEY, None, "franc,swiss franc", "francs,swiss francs"),
    ("cent", Dimension.MONEY, None, "cent", "cents"),
    ("kg", Dimension.MASS, 1.0, "kilogram,kilogramme,kg,kilo", "kilograms,kilogrammes,kgs,kilos"),
    ("g", Dimension.MASS, 0.001, "gram,gramme,g", "grams,grammes"),
    ("mg", Dimension.MASS, 1e-6, "milligram,mg", "milligrams"),
    ("tonne", Dimension.MASS, 1000.0, "tonne,metric ton,ton", "tonnes,metric tons,tons"),
    ("pound_mass", Dimension.MASS, 0.45359237, "lb", "lbs"),
    ("ounce", Dimension.MASS, 0.0311034768, "ounce,troy ounce", "ounces,troy ounces"),
    ("km", Dimension.LENGTH, 1000.0, "kilometre,kilometer,km", "kilometres,kilometers,kms"),
    ("m", Dimension.LENGTH, 1.0, "metre,meter,m", "metres,meters"),
    ("cm", Dimension.LENGTH, 0.01, "centimetre,centimeter,cm", "centimetres,centimeters"),
    ("mm", Dimension.LENGTH, 0.001, "millimetre,millimeter,mm", "millimetres,millimeters"),
    ("mile", Dimension.LENGTH, 1609.344, "mile", "miles"),
    ("nautical_mile", Dimension.LENGTH, 1852.0, "nautical mile", "nautical miles"),
    ("foot", Dimension.LENGTH, 0.3048, "foot,ft", "feet"),
    ("inch", Dimension.LENGTH, 0.0254, "inch", "inches"),
    ("yard", Dimension.LENGTH, 0.9144, "yard", "yards"),
    (
        "km2",
        Dimension.AREA,
        1e6,
        "square kilometre,square kilometer,sq km,km²",
        "square kilometres,square kilometers",
    ),
    ("m2", Dimension.AREA, 1.0, "square metre,square meter,sq m,m²", "square metres,square meters"),
    ("square_mile", Dimension.AREA, 2589988.11, "square mile", "square miles"),
    ("hectare", Dimension.AREA, 1e4, "hectare", "hectares"),
    ("acre", Dimension.AREA, 4046.8564, "acre", "acres"),
    ("m3", Dimension.VOLUME, 1.0, "cubic metre,cubic meter,m³", "cubic metres,cubic meters"),
    ("cubic_foot", Dimension.VOLUME, 0.0283168466, "cubic foot", "cubic feet"),
    ("litre", Dimension.VOLUME, 0.001, "litre,liter", "litres,liters"),
    ("gallon", Dimension.VOLUME, 0.00378541178, "gallon", "gallons"),
    ("barrel", Dimension.VOLUME, 0.158987295, "barrel", "barrels"),
    ("second", Dimension.DURATION, 1.0, "second", "seconds"),
    ("minute", Dimension.DURATION, 60.0, "minute,minute-long", "minutes"),
    ("hour", Dimension.DURATION, 3600.0, "hour", "hours"),
    ("day", Dimension.DURATION, 86400.0, "day,working day", "days,working days"),
    ("night", Dimension.DURATION, 86400.0, "night", "nights"),
    ("week", Dimension.DURATION, 604800.0, "week", "weeks"),
    ("month", Dimension.DURATION, 2629746.0, "month", "months"),
    ("year", Dimension.DURATION, 31556952.0, "year", "years"),
    ("decade", Dimension.DURATION, 315569520.0, "decade", "decades"),
    ("century", Dimension.DURATION, 3155695200.0, "century", "centuries"),
    (
        "kmh",
        Dimension.SPEED,
        1 / 3.6,
        "kilometre per hour,kilometer per hour,km per hour,km/h,kph,kilometre an hour",
        "kilometres per hour,kilometers per hour,kilometres an hour,kilometers an hour",
    ),
    ("mph", Dimension.SPEED, 0.44704, "mile per hour,mile an hour,mph", "miles per hour,miles an hour"),
    ("knot", Dimension.SPEED, 0.514444, "knot", "knots"),
    ("watt", Dimension.POWER, 1.0, "watt", "watts"),
    ("kilowatt", Dimension.POWER, 1e3, "kilowatt,kw", "kilowatts"),
    ("megawatt", Dimension.POWER, 1e6, "megawatt,mw", "megawatts"),
    ("gigawatt", Dimension.POWER, 1e9, "gigawatt,gw", "gigawatts"),
    (
        "celsius",
        Dimension.TEMPERATURE,
        None,
        "degree celsius,°c,celsius",
        "degrees celsius,degrees centigrade",
    ),
    ("degree", Dimension.OTHER, None, "degree", "degrees"),
    ("point", Dimension.OTHER, None, "point", "points"),
    ("times", Dimension.OTHER, None, "time", "times"),
)

# key: further forms. The key itself and its plural with -s are forms unless the line says otherwise.
_COUNTED = """
killed|death,fatality|killed,deaths,fatalities
dead|martyr|dead,martyrs
wounded|injured person,injury,casualty|wounded,injured,injuries,casualties
victim|victim|victims
missing|missing person|missing
survivor|survivor|survivors
detained|detainee|detainees,detained,arrested,arrests
prisoner|prisoner,inmate|prisoners,inmates
hostage|hostage|hostages
person|person,human,inhabitant,individual|people,persons,inhabitants,individuals
citizen|citizen|citizens
resident|resident|residents
civilian|civilian|civilians
soldier|soldier,troop,serviceman|soldiers,troops,servicemen
officer|officer|officers
policeman|policeman,police officer|policemen,police officers,police
firefighter|firefighter,fireman,fire fighter|firefighters,firemen,fire fighters
rescuer|rescuer,rescue worker,paramedic|rescuers,rescue workers,paramedics
volunteer|volunteer|volunteers
protester|protester,protestor,demonstrator|protesters,protestors,demonstrators
sailor|sailor|sailors
driver|driver|drivers
fighter|fighter|fighters
militant|militant,rebel,terrorist,insurgent|militants,rebels,terrorists,insurgents
gunman|gunman,attacker|gunmen,attackers
child|child|children
woman|woman|women
man|man|men
youth|youth,teenager|youths,teenagers
girl|girl|girls
boy|boy|boys
family|family,household|families,households
refugee|refugee|refugees
migrant|migrant,immigrant|migrants,immigrants
displaced|displaced person|displaced,displaced people
worker|worker|workers
employee|employee|employees
student|student,pupil|students,pupils
teacher|teacher|teachers
doctor|doctor|doctors
patient|patient|patients
journalist|journalist,reporter|journalists,reporters
pilgrim|pilgrim|pilgrims
passenger|passenger|passengers
tourist|tourist|tourists
visitor|visitor|visitors
expert|expert|experts
engineer|engineer|engineers
member|member|members
leader|leader|leaders
minister|minister|ministers
official|official|officials
candidate|candidate|candidates
deputy|deputy,lawmaker,mp|deputies,lawmakers,mps
voter|voter|voters
player|player|players
team|team|teams
club|club|clubs
participant|participant|participants
accused|defendant,accused|defendants,accused
case|case|cases
house|house,home|houses,homes
building|building|buildings
mosque|mosque|mosques
church|church|churches
school|school|schools
hospital|hospital|hospitals
university|university|universities
company|company,firm|companies,firms
bank|bank|banks
factory|factory,plant|factories,plants
shop|shop,store|shops,stores
office|office|offices
centre|centre,center|centres,centers
project|project|projects
contract|contract|contracts
agreement|agreement,deal|agreements,deals
car|car,vehicle|cars,vehicles
truck|truck,lorry|trucks,lorries
container|container|containers
helicopter|helicopter|helicopters
drone|drone,unmanned aircraft|drones,unmanned aircraft
tent|tent|tents
ambulance|ambulance|ambulances
fire_engine|fire engine,fire truck|fire engines,fire trucks
bus|bus|buses
train|train|trains
plane|plane,aircraft,jet,airplane|planes,jets,airplanes
ship|ship,vessel,tanker|ships,vessels,tankers
boat|boat|boats
tank|tank|tanks
missile|missile,rocket|missiles,rockets
bomb|bomb,shell|bombs,shells
mine|mine|mines
raid|raid,air strike,airstrike|raids,air strikes,airstrikes
attack|attack|attacks
explosion|explosion,blast|explosions,blasts
operation|operation|operations
fire|fire|fires
accident|accident,incident|accidents,incidents
flight|flight,trip|flights,trips
match|match,game|matches,games
goal|goal|goals
medal|medal|medals
title|title|titles
round|round|rounds
session|session|sessions
meeting|meeting|meetings
seat|seat|seats
vote|vote|votes
party|party|parties
state|state,country,nation|states,countries,nations
city|city,town|cities,towns
village|village|villages
province|province|provinces
region|region,area,district|regions,areas,districts
side|side|sides
group|group|groups
organisation|organisation,organization|organisations,organizations
share|share|shares
job|job,post|jobs,posts
room|room|rooms
bed|bed|beds
piece|piece|pieces
book|book|books
film|film,movie|films,movies
page|page|pages
report|report|reports
document|document|documents
law|law|laws
message|message|messages
call|call|calls
user|user|users
animal|animal|animals
tree|tree|trees
well|well|wells
station|station|stations
tower|tower|towers
bridge|bridge|bridges
camp|camp|camps
body|body|bodies
brother|brother|brothers
sister|sister|sisters
son|son|sons
visa|visa|visas
violation|violation|violations
american|american|americans
saudi|saudi|saudis
palestinian|palestinian|palestinians
israeli|israeli|israelis
egyptian|egyptian|egyptians
iranian|iranian|iranians
turk|turk|turks
yemeni|yemeni|yemenis
syrian|syrian|syrians
iraqi|iraqi|iraqis
"""


def _units() -> tuple[Unit, ...]:
    measures = tuple(
        Unit(key, dimension, singular, plural, factor)
        for key, dimension, factor, singular, plural in _MEASURES
    )
    counted = (line.split("|") for line in _COUNTED.strip().splitlines())
    return measures + tuple(Unit(key, Dimension.COUNT, one, many) for key, one, many in counted)


QUANTITIES = QuantityResources(
    times=TIMES,
    numbers={
        **{word: value for value, word in enumerate(_ONES.split(), start=1)},
        **{word: 10 * value for value, word in enumerate(_TENS.split(), start=2)},
        "hundred": 100,
        "dozen": 12,
    },
    scales={
        "thousand": 1e3,
        "million": 1e6,
        "billion": 1e9,
        "trillion": 1e12,
        "mln": 1e6,
        "bln": 1e9,
        "bn": 1e9,
    },
    scale_letters={"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12},
    fractions={
        "half": 0.5,
        "third": 1 / 3,
        "quarter": 0.25,
    },
    vague={
        "dozens": (24, 99),
        "tens": (20, 99),
        "scores": (40, 99),
        "hundreds": (200, 999),
        "thousands": (2e3, 99_999),
        "millions": (2e6, 99e6),
        "billions": (2e9, 99e9),
        "several": (3, 20),
    },
    fraction_parts={"thirds": 1 / 3, "quarters": 0.25, "fifths": 0.2, "tenths": 0.1, "eighths": 0.125},
    zero=word_set("zero nil"),
    lone_ones=word_set("one"),
    ordinal_fractions=word_set("third quarter"),
    ordinals=("first", "second", "third", "fourth"),
    articles_as_one=word_set("a an"),
    conjunctions=word_set("and"),
    tens_before_ones=True,
    units=_units(),
    symbols={"$": "usd", "€": "eur", "£": "gbp", "¥": "yen"},
    hedge_verbs=(
        HedgeVerb("more greater higher", Hedge.AT_LEAST, Hedge.AT_MOST, "than", 0),
        HedgeVerb("less fewer lower", Hedge.AT_MOST, Hedge.AT_LEAST, "than", 0),
        HedgeVerb(
            "over above exceeding exceeds exceed exceeded topped tops surpassed",
            Hedge.AT_LEAST,
            Hedge.AT_MOST,
            "",
            0,
        ),
        HedgeVerb("under below", Hedge.AT_MOST, Hedge.AT_LEAST, "", 0),
        HedgeVerb("estimated", Hedge.APPROXIMATE, Hedge.APPROXIMATE, "at to", 1, free_gap=True),
    ),
    hedges_before={
        "at least": Hedge.AT_LEAST,
        "a minimum of": Hedge.AT_LEAST,
        "upwards of": Hedge.AT_LEAST,
        "at most": Hedge.AT_MOST,
        "up to": Hedge.AT_MOST,
        "as many as": Hedge.AT_MOST,
        "as much as": Hedge.AT_MOST,
        "a maximum of": Hedge.AT_MOST,
        "about": Hedge.APPROXIMATE,
        "around": Hedge.APPROXIMATE,
        "some": Hedge.APPROXIMATE,
        "approximately": Hedge.APPROXIMATE,
        "roughly": Hedge.APPROXIMATE,
        "nearly": Hedge.APPROXIMATE,
        "almost": Hedge.APPROXIMATE,
        "an estimated": Hedge.APPROXIMATE,
        "close to": Hedge.APPROXIMATE,
        "circa": Hedge.APPROXIMATE,
    },
    hedges_after={
        "at least": Hedge.AT_LEAST,
        "or more": Hedge.AT_LEAST,
        "at most": Hedge.AT_MOST,
        "or less": Hedge.AT_MOST,
        "or fewer": Hedge.AT_MOST,
        "at the most": Hedge.AT_MOST,
        "or so": Hedge.APPROXIMATE,
        "approximately": Hedge.APPROXIMATE,
    },
    negators=word_set("no not never nor"),
    measures=("number", "value", "toll", "total"),
    count_words=word_set("number"),
    partitives=word_set("of"),
    determiners=word_set("the these those its their his her all"),
    partitive_pronouns=word_set("them"),
    not_nouns=word_set(
        "in on what whom whose which any all both such much many at by to of the "
        "a an and or but with from for as is are was were be been has have "
        "had will would that this these those who which when where while since until before after "
        "during about against between among than more less other others including including said "
        "says say per each every not no also only into over under compared last next ago earlier "
        "later today yesterday it its he she they his her their him them"
    ),
    between=word_set("between"),
    sources=word_set("from"),
    targets=word_set("to"),
    either=word_set("or"),
    change_words=(
        "rose",
        "rise",
        "raise",
        "fell",
        "fall",
        "drop",
        "increas",
        "decreas",
        "cut",
        "reduc",
        "lower",
        "grew",
        "grow",
        "jump",
        "climb",
        "declin",
        "slip",
        "surg",
        "extend",
        "up",
        "down",
        "went",
        "gone",
    ),
    spread_words=("rang", "vari"),
    score_words=(
        "beat",
        "win",
        "won",
        "victory",
        "draw",
        "drew",
        "defeat",
        "lost",
        "score",
        "match",
        "goal",
        "league",
    ),
    age_words=word_set("aged age old"),
    identifiers=word_set("number no flight route article law channel phone page chapter section type"),
    stage_words=word_set("final finals finalist finalists quarter"),
)
