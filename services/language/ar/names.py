# ruff: noqa: E501
"""Arabic names: titles, places, organisations and the words around them.

Gazetteer rows are "English name: spelling | spelling". The English name is the key that both languages share.
"""

from __future__ import annotations

import re

from services.language.ar.morphology import CONJUNCTIONS, noun
from services.language.ar.name_words import COMMON, PEOPLE
from services.language.names import NameResources
from services.language.normalize import fold

_PLACES = """
russia: روسيا | روسيا الاتحادية
north korea: كوريا الشمالية
south korea: كوريا الجنوبية
korean peninsula: شبه الجزيرة الكورية
united states: الولايات المتحدة | الولايات المتحدة الأمريكية | الولايات المتحدة الأميركية | أمريكا | أميركا
ukraine: أوكرانيا
china: الصين
japan: اليابان
india: الهند
pakistan: باكستان
afghanistan: أفغانستان
iran: إيران
iraq: العراق
syria: سوريا | سورية
lebanon: لبنان
jordan: الأردن
palestine: فلسطين
israel: إسرائيل
gaza: غزة | قطاع غزة
west bank: الضفة الغربية | الضفة
jerusalem: القدس | القدس المحتلة
saudi arabia: السعودية | المملكة العربية السعودية
yemen: اليمن
oman: سلطنة عمان | عُمان
united arab emirates: الإمارات | الإمارات العربية المتحدة
qatar: قطر
bahrain: البحرين
kuwait: الكويت
egypt: مصر
sudan: السودان
south sudan: جنوب السودان
libya: ليبيا
tunisia: تونس
algeria: الجزائر
morocco: المغرب
mauritania: موريتانيا
western sahara: الصحراء الغربية
somalia: الصومال
djibouti: جيبوتي
comoros: جزر القمر
eritrea: إريتريا | أريتريا
ethiopia: إثيوبيا | أثيوبيا
kenya: كينيا
uganda: أوغندا
rwanda: رواندا
tanzania: تنزانيا
nigeria: نيجيريا
niger: النيجر
chad: تشاد
mali: مالي
senegal: السنغال
ghana: غانا
cameroon: الكاميرون
ivory coast: ساحل العاج | كوت ديفوار
burkina faso: بوركينا فاسو
guinea: غينيا
sierra leone: سيراليون
liberia: ليبيريا
south africa: جنوب أفريقيا | جنوب إفريقيا
zimbabwe: زيمبابوي
zambia: زامبيا
angola: أنغولا | أنجولا
congo: الكونغو | الكونغو الديمقراطية
gabon: الغابون | الجابون
central african republic: أفريقيا الوسطى | إفريقيا الوسطى
madagascar: مدغشقر
mozambique: موزمبيق
malawi: ملاوي
burundi: بوروندي | بورندي
turkey: تركيا
cyprus: قبرص
greece: اليونان
united kingdom: بريطانيا | المملكة المتحدة | بريطانيا العظمى
england: إنجلترا | إنكلترا | انجلترا
scotland: اسكتلندا | إسكتلندا
wales: ويلز
ireland: أيرلندا | إيرلندا
france: فرنسا
germany: ألمانيا
italy: إيطاليا
spain: إسبانيا | أسبانيا
portugal: البرتغال
netherlands: هولندا
belgium: بلجيكا
switzerland: سويسرا
austria: النمسا
poland: بولندا
czech republic: التشيك | جمهورية التشيك
slovakia: سلوفاكيا
hungary: المجر | هنغاريا
romania: رومانيا
bulgaria: بلغاريا
serbia: صربيا
croatia: كرواتيا
bosnia: البوسنة | البوسنة والهرسك
slovenia: سلوفينيا
albania: ألبانيا
kosovo: كوسوفو
macedonia: مقدونيا
montenegro: الجبل الأسود | مونتينيغرو
sweden: السويد
norway: النرويج
denmark: الدنمارك | الدانمارك
finland: فنلندا
iceland: آيسلندا | أيسلندا
estonia: إستونيا
latvia: لاتفيا
lithuania: ليتوانيا
belarus: بيلاروسيا | روسيا البيضاء | بيلاروس
moldova: مولدوفا | مولدافيا
georgia: جورجيا
armenia: أرمينيا
azerbaijan: أذربيجان
kazakhstan: كازاخستان
uzbekistan: أوزبكستان | أوزباكستان
turkmenistan: تركمانستان
tajikistan: طاجيكستان
kyrgyzstan: قرغيزستان | قيرغيزستان
mongolia: منغوليا
vietnam: فيتنام
thailand: تايلاند | تايلند
cambodia: كمبوديا
laos: لاوس
myanmar: ميانمار | بورما
malaysia: ماليزيا
singapore: سنغافورة
indonesia: إندونيسيا | أندونيسيا
philippines: الفلبين | الفيليبين
taiwan: تايوان
hong kong: هونغ كونغ | هونج كونج
australia: أستراليا | استراليا
new zealand: نيوزيلندا
sri lanka: سريلانكا | سيريلانكا
nepal: نيبال | النيبال
bangladesh: بنغلاديش | بنجلاديش
maldives: المالديف | جزر المالديف
canada: كندا
mexico: المكسيك
cuba: كوبا
brazil: البرازيل
argentina: الأرجنتين
chile: تشيلي | شيلي
peru: بيرو | البيرو
colombia: كولومبيا
venezuela: فنزويلا
ecuador: الإكوادور | الاكوادور
bolivia: بوليفيا
paraguay: باراغواي | باراجواي
uruguay: أوروغواي | الأوروغواي | أوروجواي
panama: بنما
guatemala: غواتيمالا | جواتيمالا
honduras: هندوراس
haiti: هايتي
jamaica: جامايكا
europe: أوروبا | أوربا
asia: آسيا
africa: أفريقيا | إفريقيا
middle east: الشرق الأوسط
north africa: شمال أفريقيا | شمال إفريقيا
latin america: أمريكا اللاتينية | أميركا اللاتينية
red sea: البحر الأحمر
mediterranean: البحر المتوسط | البحر الأبيض المتوسط | المتوسط
black sea: البحر الأسود
arabian gulf: الخليج العربي | الخليج
suez canal: قناة السويس
strait of hormuz: مضيق هرمز
bab el mandeb: باب المندب | مضيق باب المندب
golan: الجولان | هضبة الجولان
crimea: القرم | شبه جزيرة القرم
donbas: دونباس
donetsk: دونيتسك
luhansk: لوغانسك | لوهانسك
kharkiv: خاركيف
kursk: كورسك
belgorod: بيلغورود | بيلجورود
zaporizhzhia: زابوريجيا | زابوروجيا
odessa: أوديسا
kherson: خيرسون
kiev: كييف
moscow: موسكو
saint petersburg: سان بطرسبورغ | سانت بطرسبرغ | بطرسبورغ | سانت بطرسبورغ
vladivostok: فلاديفوستوك
kremlin: الكرملين
white house: البيت الأبيض
pentagon: البنتاغون | البنتاجون
pyongyang: بيونغ يانغ | بيونج يانج | بيونغيانغ | بيونجيانج
seoul: سيول | سول
beijing: بكين | بيجين
shanghai: شنغهاي
tokyo: طوكيو
hiroshima: هيروشيما
new delhi: نيودلهي | دلهي
mumbai: مومباي
islamabad: إسلام آباد | إسلام أباد
karachi: كراتشي
lahore: لاهور
peshawar: بيشاور
kabul: كابول | كابل
kandahar: قندهار
tehran: طهران
isfahan: أصفهان | اصفهان
mashhad: مشهد
baghdad: بغداد
basra: البصرة
mosul: الموصل
erbil: أربيل | اربيل
kirkuk: كركوك
fallujah: الفلوجة
ramadi: الرمادي
anbar: الأنبار
kurdistan: كردستان | إقليم كردستان
najaf: النجف
karbala: كربلاء
damascus: دمشق
aleppo: حلب
homs: حمص
hama: حماة
idlib: إدلب
latakia: اللاذقية
daraa: درعا
raqqa: الرقة
deir ez-zor: دير الزور
palmyra: تدمر
kobani: كوباني | عين العرب
hasakah: الحسكة
zabadani: الزبداني
beirut: بيروت
tripoli: طرابلس
sidon: صيدا
amman: عمان
zarqa: الزرقاء
irbid: إربد
aqaba: العقبة
ramallah: رام الله
nablus: نابلس
hebron: الخليل
jenin: جنين
bethlehem: بيت لحم
rafah: رفح
khan younis: خان يونس
tel aviv: تل أبيب
haifa: حيفا
nazareth: الناصرة
riyadh: الرياض
jeddah: جدة
mecca: مكة | مكة المكرمة
medina: المدينة المنورة
dammam: الدمام
khobar: الخبر
taif: الطائف
abha: أبها
jizan: جازان | جيزان
najran: نجران
asir: عسير
tabuk: تبوك
hail: حائل
qassim: القصيم
buraidah: بريدة
ahsa: الأحساء
jubail: الجبيل
yanbu: ينبع
baha: الباحة
qatif: القطيف
sanaa: صنعاء
aden: عدن
taiz: تعز
hodeidah: الحديدة
marib: مأرب
lahij: لحج
abyan: أبين
hadramout: حضرموت
mukalla: المكلا
saada: صعدة
muscat: مسقط
abu dhabi: أبوظبي | أبو ظبي
dubai: دبي
sharjah: الشارقة
ajman: عجمان
fujairah: الفجيرة
ras al khaimah: رأس الخيمة
doha: الدوحة
manama: المنامة
kuwait city: مدينة الكويت
cairo: القاهرة
alexandria: الإسكندرية
giza: الجيزة
suez: السويس
port said: بورسعيد
aswan: أسوان
luxor: الأقصر
sinai: سيناء | شمال سيناء | شبه جزيرة سيناء
sharm el sheikh: شرم الشيخ
khartoum: الخرطوم
omdurman: أم درمان
darfur: دارفور
benghazi: بنغازي
misrata: مصراتة
sirte: سرت
derna: درنة
tobruk: طبرق
tunis: تونس العاصمة
sousse: سوسة
sfax: صفاقس
algiers: الجزائر العاصمة
oran: وهران
rabat: الرباط
casablanca: الدار البيضاء
marrakech: مراكش
fez: فاس
tangier: طنجة
nouakchott: نواكشوط
mogadishu: مقديشو
addis ababa: أديس أبابا
nairobi: نيروبي
ankara: أنقرة
istanbul: إسطنبول | اسطنبول | إستانبول
izmir: إزمير
diyarbakir: ديار بكر
athens: أثينا
london: لندن
manchester: مانشستر
liverpool: ليفربول
paris: باريس
lyon: ليون
marseille: مرسيليا
nice: نيس
berlin: برلين
munich: ميونيخ | ميونخ
frankfurt: فرانكفورت
hamburg: هامبورغ
rome: روما
milan: ميلانو
venice: البندقية
vatican: الفاتيكان
madrid: مدريد
barcelona: برشلونة
lisbon: لشبونة
amsterdam: أمستردام
the hague: لاهاي
brussels: بروكسل
geneva: جنيف
zurich: زيورخ | زيوريخ
vienna: فيينا
warsaw: وارسو
prague: براغ
budapest: بودابست
bucharest: بوخارست
belgrade: بلغراد
stockholm: ستوكهولم | استوكهولم
oslo: أوسلو
copenhagen: كوبنهاغن
helsinki: هلسنكي
minsk: مينسك
tbilisi: تبليسي
baku: باكو
yerevan: يريفان
astana: أستانا | آستانة
tashkent: طشقند
hanoi: هانوي
bangkok: بانكوك
kuala lumpur: كوالالمبور | كوالا لمبور
jakarta: جاكرتا
manila: مانيلا
sydney: سيدني
melbourne: ملبورن
canberra: كانبيرا
washington: واشنطن
new york: نيويورك
los angeles: لوس أنجلوس | لوس أنجليس
chicago: شيكاغو
boston: بوسطن
california: كاليفورنيا
texas: تكساس
florida: فلوريدا
san francisco: سان فرانسيسكو
ottawa: أوتاوا
toronto: تورونتو
mexico city: مكسيكو سيتي | مكسيكو
havana: هافانا
brasilia: برازيليا
rio de janeiro: ريو دي جانيرو
sao paulo: ساو باولو
buenos aires: بوينس آيرس | بوينوس آيرس
caracas: كراكاس
bogota: بوغوتا
"""

_ORGANISATIONS = """
united nations: الأمم المتحدة
security council: مجلس الأمن | مجلس الأمن الدولي
general assembly: الجمعية العامة للأمم المتحدة
european union: الاتحاد الأوروبي | الاتحاد الاوربي
european commission: المفوضية الأوروبية
european parliament: البرلمان الأوروبي
african union: الاتحاد الأفريقي | الاتحاد الإفريقي
arab league: جامعة الدول العربية | الجامعة العربية
gulf cooperation council: مجلس التعاون الخليجي | مجلس التعاون لدول الخليج العربية | مجلس التعاون
organisation of islamic cooperation: منظمة التعاون الإسلامي
nato: حلف شمال الأطلسي | حلف الناتو | الناتو | حلف الأطلسي | الحلف الأطلسي
opec: أوبك | منظمة أوبك
imf: صندوق النقد الدولي | صندوق النقد
world bank: البنك الدولي
world health organization: منظمة الصحة العالمية | الصحة العالمية
unicef: يونيسف | اليونيسف | اليونيسيف
unesco: يونسكو | اليونسكو
unrwa: أونروا | الأونروا
iaea: الوكالة الدولية للطاقة الذرية
icc: المحكمة الجنائية الدولية
icj: محكمة العدل الدولية
red cross: الصليب الأحمر | اللجنة الدولية للصليب الأحمر
red crescent: الهلال الأحمر
human rights watch: هيومن رايتس ووتش
amnesty international: منظمة العفو الدولية
world trade organization: منظمة التجارة العالمية
g7: مجموعة السبع | مجموعة الدول السبع
g20: مجموعة العشرين
brics: بريكس | مجموعة بريكس
hamas: حماس | حركة حماس
hezbollah: حزب الله
islamic state: داعش | تنظيم داعش | تنظيم الدولة | تنظيم الدولة الإسلامية | الدولة الإسلامية
al qaeda: القاعدة | تنظيم القاعدة
taliban: طالبان | حركة طالبان
houthis: الحوثي | الحوثيين | الحوثيون | الحوثيون | جماعة الحوثي | ميليشيا الحوثي | الحوثية | أنصار الله
muslim brotherhood: الإخوان المسلمين | جماعة الإخوان | الإخوان المسلمون | جماعة الإخوان المسلمين
boko haram: بوكو حرام
islamic jihad: الجهاد الإسلامي | حركة الجهاد الإسلامي
fatah: حركة فتح
pkk: حزب العمال الكردستاني
revolutionary guards: الحرس الثوري | الحرس الثوري الإيراني
nusra front: جبهة النصرة
free syrian army: الجيش السوري الحر | الجيش الحر
wagner: فاغنر | مجموعة فاغنر
cia: وكالة الاستخبارات المركزية | المخابرات المركزية الأمريكية
fbi: مكتب التحقيقات الاتحادي | مكتب التحقيقات الفيدرالي
mossad: الموساد
interpol: الإنتربول | الانتربول
fifa: فيفا | الفيفا | الاتحاد الدولي لكرة القدم
uefa: اليويفا | يويفا | الاتحاد الأوروبي لكرة القدم
olympic committee: اللجنة الأولمبية الدولية
congress: الكونغرس | الكونجرس
knesset: الكنيست
federal reserve: الاحتياطي الفيدرالي | مجلس الاحتياطي الفيدرالي | مجلس الاحتياطي الاتحادي | الاحتياطي الاتحادي
european central bank: البنك المركزي الأوروبي | المركزي الأوروبي
aramco: أرامكو | أرامكو السعودية
sabic: سابك
google: غوغل | جوجل
apple: آبل
microsoft: مايكروسوفت
facebook: فيسبوك | فيس بوك
twitter: تويتر
amazon: أمازون
tesla: تسلا
boeing: بوينغ | بوينج
airbus: إيرباص | ايرباص
toyota: تويوتا
samsung: سامسونغ | سامسونج
huawei: هواوي
"""

_AGENCIES = """
reuters: رويترز | وكالة رويترز
afp: فرانس برس | وكالة فرانس برس | الصحافة الفرنسية | وكالة الصحافة الفرنسية | أ ف ب
ap: أسوشيتد برس | أسوشييتد برس | أسوشيتدبرس | أ ب | وكالة أسوشيتد برس
dpa: د ب أ | وكالة الأنباء الألمانية | الأنباء الألمانية
spa: واس | وكالة الأنباء السعودية
anadolu: الأناضول | وكالة الأناضول
tass: تاس | وكالة تاس | إيتار تاس
sputnik: سبوتنيك | وكالة سبوتنيك
ria: نوفوستي | ريا نوفوستي
interfax: إنترفاكس | انترفاكس
xinhua: شينخوا | وكالة شينخوا
yonhap: يونهاب | وكالة يونهاب
kcna: وكالة الأنباء المركزية الكورية | الأنباء المركزية الكورية
kyodo: كيودو
irna: إرنا | ارنا
fars: وكالة فارس
tasnim: تسنيم
sana: سانا
kuna: كونا | وكالة الأنباء الكويتية
wam: وام | وكالة أنباء الإمارات
qna: قنا | وكالة الأنباء القطرية
bna: بنا | وكالة أنباء البحرين
petra: بترا
mena: وكالة أنباء الشرق الأوسط | أ ش أ
wafa: وفا
bloomberg: بلومبرغ | بلومبيرغ | بلومبرج
"""

_MEDIA = """
new york times: نيويورك تايمز
washington post: واشنطن بوست
wall street journal: وول ستريت جورنال
financial times: فاينانشال تايمز | فايننشال تايمز
guardian: الغارديان | الجارديان | غارديان
times: التايمز
telegraph: التلغراف | ديلي تلغراف | التليغراف
independent: الإندبندنت
daily mail: ديلي ميل
sun: ذا صن
economist: الإيكونوميست
newsweek: نيوزويك
time magazine: مجلة تايم
foreign policy: فورين بوليسي
foreign affairs: فورين أفيرز
bbc: بي بي سي
cnn: سي إن إن | سي ان ان
nbc: إن بي سي
cbs: سي بي إس
abc news: إيه بي سي
fox news: فوكس نيوز
cnbc: سي إن بي سي
politico: بوليتيكو
axios: أكسيوس
le monde: لوموند
le figaro: لوفيغارو
der spiegel: دير شبيغل | دير شبيجل
bild: بيلد
el pais: إلباييس
rt: روسيا اليوم | آر تي
al jazeera: الجزيرة نت | قناة الجزيرة
al arabiya: العربية نت | قناة العربية
sky news: سكاي نيوز | سكاي نيوز عربية
haaretz: هآرتس
yedioth: يديعوت أحرونوت
maariv: معاريف
jerusalem post: جيروزاليم بوست
times of israel: تايمز أوف إسرائيل
asharq al-awsat: صحيفة الشرق الأوسط
al hayat: صحيفة الحياة
al ahram: الأهرام
okaz: عكاظ
al riyadh: صحيفة الرياض
al watan: صحيفة الوطن
sabq: سبق
l'equipe: ليكيب
marca: ماركا
as: صحيفة آس
"""

# Words that a person follows. "Ranks" take more words before the name: minister of X, head of Y.
_RANKS = """
    رئيس وزير وزيرة رئيسة نائب نائبة مدير مديرة أمين قائد زعيم زعيمة سفير سفيرة محافظ ممثل مندوب مبعوث
    مستشار مستشارة وكيل مساعد عضو
    متحدث المتحدث الناطق ناطق المتحدثة حاكم عمدة ولي مدرب لاعب حارس كاتب باحث خبير نجم قاضي مرشح مفتي إمام
    خطيب مراسل كبير مؤسس
    صاحب أمير ملك شيخ سلطان لواء عميد عقيد رائد ملكة مبعوثة المبعوث منسق منسقة شقيق زوجة زوج والد ابنة نجل
"""
_TITLES = """
    الرئيس الوزير الوزيرة السيد السيدة الدكتور الدكتورة د دكتور الأستاذ الأستاذة المهندس المهندسة الشيخ
    الشيخة الأمير الأميرة الملك الملكة
    السلطان الإمام الجنرال اللواء العميد العقيد المقدم الرائد النقيب الملازم
    الفريق المشير السفير السفيرة
    النائب النائبة القاضي المحامي المحامية المدير المدرب اللاعب الحارس المهاجم المدافع الكاتب الكاتبة الصحفي
    الصحافي الإعلامي الشاعر الفنان الفنانة
    المطرب المطربة الممثل الممثلة المخرج البابا القس الأنبا الحاج المرحوم الشهيد الزعيم القائد المستشار
    المستشارة الباحث الباحثة الخبير المحلل
    البروفيسور بروفيسور العالم المذيع الرقيب الجندي العريف الوكيل المبعوث المفتي الأمين النجم الملياردير
    المرشح المرشحة الداعية الإرهابي المتهم
    جلالة سموه سمو فخامة معالي سعادة فضيلة دولة نظيره حضرة البطريرك المطران الحكم النجمة السباح العداء
    الروائي المؤرخ
"""
# Heads that tell an organisation together with the words after them.
_HEADS = """
    وزارة شركة نادي جامعة بنك مصرف حزب منظمة هيئة مؤسسة جمعية مجلس لجنة وكالة صحيفة قناة حركة جبهة تنظيم
    جماعة محكمة نيابة اتحاد مجموعة معهد مركز
    مستشفى مدرسة كلية صندوق سفارة قنصلية بلدية أمانة مديرية مصلحة رابطة نقابة
    ائتلاف تحالف لواء كتائب كتيبة ميليشيا
    قوات شرطة حكومة رئاسة برلمان الجمعية فريق منتخب دوري كأس مكتب أكاديمية غرفة بورصة بعثة مفوضية الهيئة
    هيأة مجلة موقع شبكة
"""
# Frequent names that the counts of `name_words` miss because they are also written apart or are words.
_GIVEN_EXTRA = """
    عبدالله عبدالعزيز عبدالرحمن عبدالرحيم عبدالكريم عبداللطيف عبدالملك عبدالمجيد عبدالحميد عبدالقادر عبدالسلام عبدالوهاب عبدالفتاح عبدالناصر عبدالمحسن
    عبدالواحد عبدالباسط عبدالغني عبدالرزاق عبدالحكيم عبدالحليم عبدالهادي عبدالإله عبدالجبار عبدالعظيم عبدربه محمد أحمد محمود حسن حسين خالد فهد
    فيصل سلمان سعود نايف تركي بندر مشعل سلطان ماجد طلال نواف متعب عبدالمنعم إبراهيم يوسف عمر عثمان صالح سعد سعيد ناصر حمد راشد زايد خليفة تميم
    صباح جابر هند نورة سارة مريم فاطمة عائشة خديجة زينب ليلى منى هدى أمل ريم بوتين ترامب بايدن أوباما ميركل ماكرون نتنياهو أردوغان السيسي الأسد
    روحاني ظريف خامنئي كيري لافروف زيلينسكي هادي الحوثي بلاتر ميسي رونالدو
"""
_COMMON_EXTRA = """
    أن إن في من على إلى عن مع هذا هذه ذلك التي الذي الذين هو هي هم كان كانت قد لقد ثم أو أم لا لم لن ما كما
    بعد قبل خلال عند حول بين ضد عبر منذ
    حتى إذا حيث أي كل بعض غير أمس اليوم غدا السبت الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة الماضي
    المقبل الحالي السابق الأسبق الراحل
    وهو وهي وقد وكان وكانت الله
"""


def _rows(block: str) -> dict[str, str]:
    table: dict[str, str] = {}
    for row in block.strip().splitlines():
        key, spellings = row.split(":", 1)
        for spelling in spellings.split("|"):
            table.setdefault(" ".join(fold(spelling).split()), key)
    return table


def _words(block: str) -> frozenset[str]:
    return frozenset(fold(word) for word in block.split())


def _clitic(words: frozenset[str]) -> frozenset[str]:
    return frozenset(form for word in words for form in noun(word, article=False))


PLACES = _rows(_PLACES)
ORGANISATIONS = {**_rows(_ORGANISATIONS), **_rows(_AGENCIES), **_rows(_MEDIA)}
AGENCIES = frozenset(_rows(_AGENCIES))
MEDIA = frozenset(_rows(_MEDIA))
_RANK_WORDS = _clitic(_words(_RANKS))
_TITLE_WORDS = _clitic(_words(_TITLES)) | frozenset(
    "لل" + word[2:] for word in _words(_TITLES) if word.startswith("ال")
)
TITLES = (_RANK_WORDS | _TITLE_WORDS) - {"كامين", "بامين", "لوكيل"}

NAMES = NameResources(
    titles=_TITLE_WORDS,
    ranks=_RANK_WORDS,
    given=(PEOPLE | _words(_GIVEN_EXTRA)) - frozenset(PLACES) - {"ابو", "عبد", "بن", "آل"},
    joiners=_words("بن ابن بنت آل أبو أم عبد بو ولد دي فان فون أون ابي عبدال مولاي سيدي بني أبا"),
    places=PLACES,
    organisations=ORGANISATIONS,
    organisation_heads=_clitic(_words(_HEADS)),
    fences=_words(_COMMON_EXTRA),
    common=(COMMON - frozenset(PLACES)) | _words(_COMMON_EXTRA),
    clitics=tuple(
        (conjunction + written, meant)
        for conjunction in CONJUNCTIONS
        for written, meant in (("لل", "ال"), ("ب", ""), ("ل", ""), ("ك", ""), ("", ""))
        if conjunction + written
    ),
    articles=("ال",),
    feminine=("ه", "ات"),
    adjective=re.compile(
        r"(?:ال|وال)(?:\w+(?:ي|يه|يين|يون)|عامه?|متحده?|كبري|عليا|عالي|عاليه|وطني|وطنيه|اعلي|مركزي|مشتركه?|حره?)$"
    ),
    capitals=False,
)
