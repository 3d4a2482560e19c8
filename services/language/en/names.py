"""English names: titles, places, organisations. Gazetteer rows are "English name: other spelling | ..."."""

from __future__ import annotations

from services.language.names import NameResources

# The keys are those of `ar/names.py`.
_PLACES = """
russia:russian federation|north korea:dprk,democratic people's republic of korea|
south korea:republic of korea|korean peninsula:|
united states:us,u s,usa,u s a,united states of america,america|ukraine:|china:people's republic of china|
japan:|india:|pakistan:|afghanistan:|iran:|iraq:|
syria:|lebanon:|jordan:|palestine:|israel:|gaza:gaza strip|west bank:|jerusalem:east jerusalem|
saudi arabia:kingdom of saudi arabia|yemen:|oman:|
united arab emirates:uae,emirates|qatar:|bahrain:|kuwait:|egypt:|sudan:|south sudan:|libya:|tunisia:|
algeria:|morocco:|mauritania:|western sahara:|
somalia:|djibouti:|comoros:|eritrea:|ethiopia:|kenya:|uganda:|rwanda:|tanzania:|nigeria:|niger:|chad:|mali:|
senegal:|ghana:|cameroon:|
ivory coast:cote d'ivoire|burkina faso:|guinea:|sierra leone:|liberia:|south africa:|zimbabwe:|zambia:|
angola:|congo:dr congo,drc|gabon:|
central african republic:|madagascar:|mozambique:|malawi:|burundi:|turkey:turkiye|cyprus:|greece:|
united kingdom:uk,u k,britain,great britain|
england:|scotland:|wales:|ireland:|france:|germany:|italy:|spain:|portugal:|netherlands:holland|belgium:|
switzerland:|austria:|poland:|
czech republic:czechia|slovakia:|hungary:|romania:|bulgaria:|serbia:|croatia:|bosnia:bosnia and herzegovina|
slovenia:|albania:|kosovo:|
macedonia:north macedonia|montenegro:|sweden:|norway:|denmark:|finland:|iceland:|estonia:|latvia:|lithuania:|
belarus:|moldova:|georgia:|armenia:|
azerbaijan:|kazakhstan:|uzbekistan:|turkmenistan:|tajikistan:|kyrgyzstan:|mongolia:|vietnam:|thailand:|
cambodia:|laos:|myanmar:burma|malaysia:|
singapore:|indonesia:|philippines:|taiwan:|hong kong:|australia:|new zealand:|sri lanka:|nepal:|bangladesh:|
maldives:|canada:|mexico:|cuba:|
brazil:|argentina:|chile:|peru:|colombia:|venezuela:|ecuador:|bolivia:|paraguay:|uruguay:|panama:|guatemala:|
honduras:|haiti:|jamaica:|europe:|
asia:|africa:|middle east:|north africa:|latin america:|red sea:|mediterranean:mediterranean sea|black sea:|
arabian gulf:persian gulf,gulf|
suez canal:|strait of hormuz:|bab el mandeb:bab al mandab|golan:golan heights|crimea:|donbas:donbass|
donetsk:|luhansk:lugansk|kharkiv:kharkov|kursk:|
belgorod:|zaporizhzhia:zaporizhia|odessa:odesa|kherson:|kiev:kyiv|moscow:|saint petersburg:st petersburg|
vladivostok:|kremlin:|white house:|
pentagon:|pyongyang:|seoul:|beijing:|shanghai:|tokyo:|hiroshima:|new delhi:delhi|mumbai:|islamabad:|karachi:|
lahore:|peshawar:|kabul:|kandahar:|
tehran:teheran|isfahan:|mashhad:|baghdad:|basra:|mosul:|erbil:irbil|kirkuk:|fallujah:|ramadi:|anbar:|
kurdistan:|najaf:|karbala:|damascus:|aleppo:|
homs:|hama:|idlib:|latakia:|daraa:deraa|raqqa:|deir ez-zor:deir ez zor,deir al zor|palmyra:|kobani:kobane|
hasakah:|zabadani:|beirut:|tripoli:|
sidon:|amman:|zarqa:|irbid:|aqaba:|ramallah:|nablus:|hebron:|jenin:|bethlehem:|rafah:|khan younis:khan yunis|
tel aviv:|haifa:|nazareth:|riyadh:|
jeddah:|mecca:makkah|medina:madinah|dammam:|khobar:|taif:|abha:|jizan:jazan|najran:|asir:|tabuk:|hail:|
qassim:|buraidah:|ahsa:|jubail:|yanbu:|baha:|
qatif:|sanaa:sana'a|aden:|taiz:|hodeidah:hudaydah|marib:|lahij:|abyan:|hadramout:hadramaut|mukalla:|saada:|
muscat:|abu dhabi:|dubai:|sharjah:|
ajman:|fujairah:|ras al khaimah:|doha:|manama:|kuwait city:|cairo:|alexandria:|giza:|suez:|port said:|aswan:|
luxor:|sinai:sinai peninsula|
sharm el sheikh:|khartoum:|omdurman:|darfur:|benghazi:|misrata:|sirte:|derna:|tobruk:|tunis:|sousse:|sfax:|
algiers:|oran:|rabat:|casablanca:|
marrakech:marrakesh|fez:|tangier:|nouakchott:|mogadishu:|addis ababa:|nairobi:|ankara:|istanbul:|izmir:|
diyarbakir:|athens:|london:|manchester:|
liverpool:|paris:|lyon:|marseille:|berlin:|munich:|frankfurt:|hamburg:|rome:|milan:|venice:|vatican:|madrid:|
barcelona:|lisbon:|amsterdam:|
the hague:hague|brussels:|geneva:|zurich:|vienna:|warsaw:|prague:|budapest:|bucharest:|belgrade:|stockholm:|
oslo:|copenhagen:|helsinki:|minsk:|
tbilisi:|baku:|yerevan:|astana:|tashkent:|hanoi:|bangkok:|kuala lumpur:|jakarta:|manila:|sydney:|melbourne:|
canberra:|washington:washington dc|
new york:new york city|los angeles:|chicago:|boston:|california:|texas:|florida:|san francisco:|ottawa:|
toronto:|mexico city:|havana:|brasilia:|
rio de janeiro:|sao paulo:|buenos aires:|caracas:|bogota:
"""
_ORGANISATIONS = """
united nations:un,u n|security council:un security council|general assembly:un general assembly|
european union:eu|european commission:|
european parliament:|african union:|arab league:league of arab states|gulf cooperation council:gcc|
organisation of islamic cooperation:oic|
nato:north atlantic treaty organization|opec:|imf:international monetary fund|world bank:|
world health organization:who|unicef:|unesco:|unrwa:|
iaea:international atomic energy agency|icc:international criminal court|icj:international court of justice|
red cross:icrc|red crescent:|
human rights watch:|amnesty international:|world trade organization:wto|g7:group of seven|g20:group of 20|
brics:|hamas:|hezbollah:hizbollah,hizbullah|
islamic state:isis,isil,daesh|al qaeda:al-qaeda,qaeda|taliban:|houthis:houthi,ansar allah|
muslim brotherhood:|boko haram:|islamic jihad:|fatah:|
pkk:kurdistan workers' party|revolutionary guards:irgc,revolutionary guard|nusra front:al nusra front|
free syrian army:|wagner:wagner group|cia:|
fbi:|mossad:|interpol:|fifa:|uefa:|olympic committee:ioc,international olympic committee|congress:|knesset:|
federal reserve:fed|
european central bank:ecb|aramco:saudi aramco|sabic:|google:|apple:|microsoft:|facebook:|twitter:|amazon:|
tesla:|boeing:|airbus:|toyota:|samsung:|
huawei:
"""
_AGENCIES = """
reuters:|afp:agence france presse,agence france-presse|ap:associated press|dpa:|spa:saudi press agency|
anadolu:anadolu agency|tass:|sputnik:|
ria:ria novosti|interfax:|xinhua:|yonhap:|kcna:|kyodo:|irna:|fars:|tasnim:|sana:|kuna:|wam:|qna:|bna:|petra:|
mena:|wafa:|bloomberg:
"""
_MEDIA = """
new york times:nyt|washington post:|wall street journal:wsj|financial times:|guardian:|times:|
telegraph:daily telegraph|independent:|daily mail:|
sun:|economist:|newsweek:|time magazine:|foreign policy:|foreign affairs:|bbc:|cnn:|nbc:nbc news|
cbs:cbs news|abc news:|fox news:|cnbc:|politico:|
axios:|le monde:|le figaro:|der spiegel:spiegel|bild:|el pais:|rt:russia today|al jazeera:|al arabiya:|
sky news:|haaretz:|yedioth:yedioth ahronoth|
maariv:|jerusalem post:|times of israel:|asharq al-awsat:asharq al awsat|al hayat:|al ahram:|okaz:|
al riyadh:|al watan:|sabq:|l'equipe:|marca:
"""
_TITLES = """
mr mrs ms miss dr prof professor president king queen prince princess sheikh sheikha emir sultan pope bishop
archbishop rabbi imam ayatollah
general gen lieutenant lt colonel col major maj captain capt sergeant sgt admiral judge justice senator sen
congressman congresswoman
representative rep governor gov mayor minister premier chancellor ambassador secretary spokesman spokeswoman
spokesperson chairman chairwoman chief
director commander leader officer analyst lawyer attorney coach manager striker midfielder defender
goalkeeper captain actor actress singer author
writer journalist reporter economist scientist sir lord lady dame vice deputy former prime foreign defence
defense interior finance head counterpart
"""
_GIVEN = """
james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony
mark donald steven paul andrew joshua kenneth
kevin brian george timothy ronald edward jason jeffrey ryan jacob gary nicholas eric jonathan stephen larry
justin scott brandon benjamin samuel gregory
frank alexander raymond patrick jack dennis jerry tyler aaron jose adam henry nathan douglas peter zachary
kyle walter ethan jeremy harold keith
christian roger noah gerald carl terry sean austin arthur lawrence jesse dylan bryan joe jordan billy bruce
albert willie gabriel logan alan juan wayne
roy ralph randy eugene vincent russell elijah louis bobby philip johnny mary patricia jennifer linda
elizabeth barbara susan jessica sarah karen lisa
nancy betty margaret sandra ashley kimberly emily donna michelle carol amanda dorothy melissa deborah
stephanie rebecca sharon laura cynthia kathleen
amy angela shirley anna brenda pamela emma nicole helen samantha katherine christine debra rachel carolyn
janet catherine maria heather diane ruth julie
olivia joyce virginia victoria kelly lauren christina joan evelyn judith megan andrea cheryl hannah
jacqueline martha gloria teresa ann sara madison
vladimir sergei dmitry ivan alexei mikhail boris yuri nikolai igor oleg volodymyr viktor andrei pavel kim
jong xi li wang zhang chen liu park lee choi
shinzo fumio yoshihide narendra imran mohammed muhammad mohamed mohammad ahmed ahmad ali hassan hussein
hussain omar abdullah abdul abdel khalid
ibrahim yousef youssef joe joseph salman faisal fahd saud nasser mahmoud mustafa tariq bashar saddam muammar
hosni anwar benjamin netanyahu ariel yitzhak
shimon emmanuel francois nicolas jacques angela gerhard olaf silvio mario giuseppe pedro mariano jose luis
carlos fidel raul hugo nicolas evo dilma jair
tony boris theresa keir rishi liz barack hillary bill joe kamala ron nancy mike jean pierre marie hans
wolfgang recep tayyip binali hakan abdelfattah
fatima aisha leila layla noura huda mona samira rania hanan salma zainab
"""
_COMMON = """
the a an and or but if when while as at by for from in into of on onto out over to up with without about
after before between during under against
this that these those he she it they we you i his her its their our your my who which what where why how
there here not no nor so than then too very can
could will would shall should may might must do does did done has have had having is are was were be been
being am said says say told added according
also however meanwhile moreover instead despite although though because since until unless yet still only
just even both either neither each every all
some any many much more most few several other another such own same new old first second third last next
one two three four five six seven eight nine ten
monday tuesday wednesday thursday friday saturday sunday january february march april june july august
september october november december today
yesterday tomorrow local breaking live update updated read photo video watch exclusive opinion analysis
report reports source sources officials
photograph image getty images share subscribe advertisement
"""
_HEADS = """
ministry company university bank party organization organisation corporation corp inc ltd group council
committee commission agency authority
association foundation institute center centre club union league court parliament senate congress department
office board fund front movement forces
army navy police guard bureau federation society hospital school college academy museum alliance coalition
airlines airways newspaper times post
news television network magazine services systems industries holdings partners international
"""


def _rows(block: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for row in block.replace("\n", "").split("|"):
        canonical, _, others = row.partition(":")
        for spelled in (canonical, *others.split(",")):
            if spelled:
                table.setdefault(" ".join(spelled.replace("-", " ").split()), canonical)
    return table


PLACES = _rows(_PLACES)
ORGANISATIONS = {**_rows(_ORGANISATIONS), **_rows(_AGENCIES), **_rows(_MEDIA)}
AGENCIES = frozenset(_rows(_AGENCIES))
MEDIA = frozenset(_rows(_MEDIA))
TITLES = frozenset(_TITLES.split())
COMMON = frozenset(_COMMON.split())

NAMES = NameResources(
    titles=TITLES,
    ranks=frozenset(),
    given=frozenset(_GIVEN.split()) - frozenset(PLACES) - {"jordan", "virginia", "victoria", "park"},
    joiners=frozenset(
        [
            "bin",
            "bint",
            "ibn",
            "al",
            "el",
            "van",
            "von",
            "der",
            "de",
            "da",
            "di",
            "du",
            "la",
            "le",
            "of",
            "abu",
            "ben",
            "st",
        ]
    ),
    places=PLACES,
    organisations=ORGANISATIONS,
    organisation_heads=frozenset(_HEADS.split()),
    fences=frozenset(),
    common=COMMON,
    clitics=(),
    articles=(),
    feminine=(),
    adjective=None,
    capitals=True,
)
