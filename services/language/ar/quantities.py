"""Arabic words of number: number words of all genders and cases, hedges, units and counted nouns."""

from __future__ import annotations

from services.common.domain import Dimension, Hedge
from services.language.ar.times import TIMES
from services.language.lexemes import word_set
from services.language.quantities import HedgeVerb, QuantityResources, Unit

_NUMBERS: dict[float, str] = {
    1: "واحد واحدة أحد إحدى",
    2: "اثنان اثنين اثنتان اثنتين إثنان إثنين اثنا اثني اثنتا اثنتي إثنا إثني",
    3: "ثلاث ثلاثة",
    4: "أربع أربعة",
    5: "خمس خمسة",
    6: "ست ستة",
    7: "سبع سبعة",
    8: "ثمان ثماني ثمانية ثمانيا",
    9: "تسع تسعة",
    10: "عشر عشرة",
    20: "عشرون عشرين",
    30: "ثلاثون ثلاثين",
    40: "أربعون أربعين",
    50: "خمسون خمسين",
    60: "ستون ستين",
    70: "سبعون سبعين",
    80: "ثمانون ثمانين",
    90: "تسعون تسعين",
    100: "مئة مائة مية",
    200: "مئتان مئتين مائتان مائتين مئتا مئتي مائتا مائتي",
    300: "ثلاثمئة ثلاثمائة",
    400: "أربعمئة أربعمائة",
    500: "خمسمئة خمسمائة",
    600: "ستمئة ستمائة",
    700: "سبعمئة سبعمائة",
    800: "ثمانمئة ثمانمائة ثمانيمئة ثمانيمائة",
    900: "تسعمئة تسعمائة",
}
_SCALES: dict[float, str] = {
    1e3: "ألف ألفا آلاف الاف",
    1e6: "مليون مليونا ملايين",
    1e9: "مليار مليارا مليارات بليون بليونا بلايين",
    1e12: "تريليون تريليونا تريليونات ترليون ترليونا ترليونات تيريليون",
}
_DUALS: dict[float, str] = {
    2e3: "ألفان ألفين ألفا ألفي",
    2e6: "مليونان مليونين مليونا مليوني",
    2e9: "ملياران مليارين مليارا ملياري بليونان بليونين بليوني",
    2e12: "تريليونان تريليونين تريليوني ترليوني",
}
# Forms that are also the accusative singular ("eleven thousand") are read as that.
_AMBIGUOUS_DUALS = word_set("ألفا مليونا مليارا")


def _flat(table: dict[float, str]) -> dict[str, float]:
    return {form: value for value, forms in table.items() for form in forms.split()}


# --- units -------------------------------------------------------------------------------------------

_MEASURES = (
    # key | dimension | factor | singular | plural
    (
        "percent",
        Dimension.PERCENT,
        None,
        "%,في المائة,في المئة,في المية,بالمائة,بالمئة,بالمية,بالماية,في الماية",
        "",
    ),
    ("percentage_point", Dimension.PERCENT, None, "نقطة مئوية,نقطه مئويه", "نقاط مئوية"),
    ("basis_point", Dimension.PERCENT, None, "نقطة أساس", "نقاط أساس"),
    (
        "usd",
        Dimension.MONEY,
        None,
        "دولار,دولار أميركي,دولار أمريكي,دولار امريكي,$,الدولار",
        "دولارات,دولارات أميركية,دولارات أمريكية",
    ),
    ("dollar.ca", Dimension.MONEY, None, "دولار كندي", "دولارات كندية"),
    ("dollar.au", Dimension.MONEY, None, "دولار أسترالي,دولار استرالي", ""),
    ("eur", Dimension.MONEY, None, "يورو,€", ""),
    ("gbp", Dimension.MONEY, None, "جنيه إسترليني,جنيه استرليني,£", "جنيهات إسترلينية,جنيهات استرلينية"),
    ("riyal", Dimension.MONEY, None, "ريال,ريال سعودي,رس", "ريالات,ريالات سعودية"),
    ("riyal.qa", Dimension.MONEY, None, "ريال قطري", "ريالات قطرية"),
    ("riyal.ye", Dimension.MONEY, None, "ريال يمني", "ريالات يمنية"),
    ("riyal.om", Dimension.MONEY, None, "ريال عماني", "ريالات عمانية"),
    ("riyal.ir", Dimension.MONEY, None, "ريال إيراني", "ريالات إيرانية"),
    ("dirham", Dimension.MONEY, None, "درهم,درهم إماراتي", "دراهم,دراهم إماراتية"),
    ("dirham.ma", Dimension.MONEY, None, "درهم مغربي", "دراهم مغربية"),
    ("dinar", Dimension.MONEY, None, "دينار", "دنانير"),
    ("dinar.kw", Dimension.MONEY, None, "دينار كويتي", "دنانير كويتية"),
    ("dinar.bh", Dimension.MONEY, None, "دينار بحريني", "دنانير بحرينية"),
    ("dinar.jo", Dimension.MONEY, None, "دينار أردني", "دنانير أردنية"),
    ("dinar.iq", Dimension.MONEY, None, "دينار عراقي", "دنانير عراقية"),
    ("dinar.ly", Dimension.MONEY, None, "دينار ليبي", "دنانير ليبية"),
    ("dinar.tn", Dimension.MONEY, None, "دينار تونسي", "دنانير تونسية"),
    ("dinar.dz", Dimension.MONEY, None, "دينار جزائري", "دنانير جزائرية"),
    ("pound", Dimension.MONEY, None, "جنيه,جنيه مصري", "جنيهات,جنيهات مصرية"),
    ("pound.sd", Dimension.MONEY, None, "جنيه سوداني", "جنيهات سودانية"),
    ("lira", Dimension.MONEY, None, "ليرة", "ليرات"),
    ("lira.sy", Dimension.MONEY, None, "ليرة سورية", "ليرات سورية"),
    ("lira.lb", Dimension.MONEY, None, "ليرة لبنانية", "ليرات لبنانية"),
    ("lira.tr", Dimension.MONEY, None, "ليرة تركية", "ليرات تركية"),
    ("shekel", Dimension.MONEY, None, "شيكل,شيقل", "شواكل,شيكلات"),
    ("yen", Dimension.MONEY, None, "ين,ين ياباني", ""),
    ("yuan", Dimension.MONEY, None, "يوان,يوان صيني", "يوانات"),
    ("rouble", Dimension.MONEY, None, "روبل,روبل روسي", "روبلات"),
    ("rupee", Dimension.MONEY, None, "روبية,روبية هندية", "روبيات"),
    ("franc", Dimension.MONEY, None, "فرنك,فرنك سويسري", "فرنكات"),
    ("cent", Dimension.MONEY, None, "سنت", "سنتات"),
    ("halala", Dimension.MONEY, None, "هللة", "هللات"),
    ("fils", Dimension.MONEY, None, "فلس", "فلوس"),
    (
        "kg",
        Dimension.MASS,
        1.0,
        "كيلوغرام,كيلوجرام,كيلو غرام,كيلو جرام,كغم,كجم,كغ,كيلو",
        "كيلوغرامات,كيلوجرامات,كيلو غرامات,كيلو جرامات",
    ),
    ("g", Dimension.MASS, 0.001, "غرام,جرام", "غرامات,جرامات"),
    ("mg", Dimension.MASS, 1e-6, "ملغ,مليغرام,ملليجرام,ملغم,مليجرام", "مليغرامات"),
    ("tonne", Dimension.MASS, 1000.0, "طن,طن متري", "أطنان,أطنان مترية"),
    ("ounce", Dimension.MASS, 0.0311034768, "أوقية,أونصة", "أونصات,أوقيات"),
    ("km", Dimension.LENGTH, 1000.0, "كيلومتر,كيلو متر,كلم,كم,كيلومترا,كيلو مترا", "كيلومترات,كيلو مترات"),
    ("m", Dimension.LENGTH, 1.0, "متر", "أمتار"),
    ("cm", Dimension.LENGTH, 0.01, "سنتيمتر,سنتمتر,سم,سنتم", "سنتيمترات,سنتمترات"),
    ("mm", Dimension.LENGTH, 0.001, "مليمتر,ملم,ملليمتر,ملليمترا", "مليمترات"),
    ("mile", Dimension.LENGTH, 1609.344, "ميل", "أميال"),
    ("nautical_mile", Dimension.LENGTH, 1852.0, "ميل بحري", "أميال بحرية"),
    ("foot", Dimension.LENGTH, 0.3048, "قدم", "أقدام"),
    ("inch", Dimension.LENGTH, 0.0254, "بوصة,إنش", "بوصات"),
    (
        "km2",
        Dimension.AREA,
        1e6,
        "كيلومتر مربع,كيلو متر مربع,كلم مربع,كم مربع,كم²,كلم²,كم2",
        "كيلومترات مربعة,كيلومتر مربعة",
    ),
    ("m2", Dimension.AREA, 1.0, "متر مربع,م²,م مربع,مترا مربعا", "أمتار مربعة"),
    ("hectare", Dimension.AREA, 1e4, "هكتار", "هكتارات"),
    ("dunam", Dimension.AREA, 1000.0, "دونم", "دونمات"),
    ("feddan", Dimension.AREA, 4200.83, "فدان", "أفدنة,فدادين"),
    ("m3", Dimension.VOLUME, 1.0, "متر مكعب,م³,مترا مكعبا", "أمتار مكعبة"),
    ("cubic_foot", Dimension.VOLUME, 0.0283168466, "قدم مكعب,قدم مكعبة", "أقدام مكعبة"),
    ("litre", Dimension.VOLUME, 0.001, "لتر,ليتر", "لترات,ليترات"),
    ("gallon", Dimension.VOLUME, 0.00378541178, "غالون,جالون", "غالونات,جالونات"),
    ("barrel", Dimension.VOLUME, 0.158987295, "برميل", "براميل"),
    ("second", Dimension.DURATION, 1.0, "ثانية", "ثوان,ثواني"),
    ("minute", Dimension.DURATION, 60.0, "دقيقة", "دقائق"),
    ("hour", Dimension.DURATION, 3600.0, "ساعة", "ساعات"),
    ("day", Dimension.DURATION, 86400.0, "يوم,يوم عمل", "أيام,أيام عمل"),
    ("night", Dimension.DURATION, 86400.0, "ليلة", "ليال,ليالي"),
    ("week", Dimension.DURATION, 604800.0, "أسبوع", "أسابيع"),
    ("month", Dimension.DURATION, 2629746.0, "شهر", "أشهر,شهور"),
    ("year", Dimension.DURATION, 31556952.0, "سنة,عام,سنة هجرية,عام هجري,سنة ميلادية", "سنوات,أعوام,سنين"),
    ("decade", Dimension.DURATION, 315569520.0, "عقد", "عقود"),
    ("century", Dimension.DURATION, 3155695200.0, "قرن", "قرون"),
    (
        "kmh",
        Dimension.SPEED,
        1 / 3.6,
        "كيلومتر في الساعة,كيلو متر في الساعة,كلم في الساعة,كم في الساعة,كلم/ساعة,كم/ساعة,"
        "كيلومترا في الساعة,كيلو مترا في الساعة,كلم/س,كم/س,كيلومتر بالساعة,كلم بالساعة",
        "كيلومترات في الساعة",
    ),
    ("knot", Dimension.SPEED, 0.514444, "عقدة بحرية", "عقد بحرية"),
    ("ms", Dimension.SPEED, 1.0, "متر في الثانية", "أمتار في الثانية"),
    ("watt", Dimension.POWER, 1.0, "واط,وات", ""),
    ("kilowatt", Dimension.POWER, 1e3, "كيلوواط,كيلووات,كيلو واط,كيلو وات", ""),
    ("megawatt", Dimension.POWER, 1e6, "ميغاواط,ميجاوات,ميغاوات,ميجاواط,ميغا واط,ميجا وات", ""),
    ("gigawatt", Dimension.POWER, 1e9, "غيغاواط,جيجاوات,جيغاواط,غيغاوات", ""),
    ("celsius", Dimension.TEMPERATURE, None, "درجة مئوية,درجه مئويه,°", "درجات مئوية"),
    (
        "magnitude",
        Dimension.OTHER,
        None,
        "درجة على مقياس ريختر,درجات على مقياس ريختر,درجة بمقياس ريختر,درجات بمقياس ريختر",
        "",
    ),
    ("degree", Dimension.OTHER, None, "درجة", "درجات"),
    ("point", Dimension.OTHER, None, "نقطة", "نقاط"),
    ("times", Dimension.OTHER, None, "مرة,ضعف", "مرات,أضعاف"),
)

# key | singular | plural. Where the plural is written with -een the dual with -een is not read as a dual.
_COUNTED = """
killed|قتيل|قتلى
dead|شهيد,متوفى,وفاة,حالة وفاة|شهداء,وفيات,متوفين,حالات وفاة,شهداء
wounded|جريح,مصاب,إصابة|جرحى,مصابين,مصابون,إصابات
victim|ضحية|ضحايا
missing|مفقود|مفقودين,مفقودون
survivor|ناج|ناجين,ناجون
detained|معتقل,موقوف,محتجز|معتقلين,معتقلون,موقوفين,موقوفون,محتجزين
prisoner|سجين,أسير|سجناء,أسرى,مساجين
hostage|رهينة|رهائن
person|شخص,نسمة,فرد,إنسان|أشخاص,أفراد,أناس
citizen|مواطن,مواطنة|مواطنين,مواطنون,مواطنات
resident|مقيم,ساكن|مقيمين,مقيمون,سكان
civilian|مدني|مدنيين,مدنيون
soldier|جندي,عسكري|جنود,عسكريين,عسكريون
officer|ضابط|ضباط
policeman|شرطي,رجل أمن,رجل شرطة|شرطيين,رجال أمن,رجال شرطة,شرطيون
firefighter|رجل إطفاء,إطفائي|رجال إطفاء,رجال الإطفاء,إطفائيين,إطفائيون
rescuer|منقذ,مسعف,رجل إنقاذ|منقذين,منقذون,مسعفين,مسعفون,رجال إنقاذ,رجال الإنقاذ,عمال الإنقاذ
volunteer|متطوع,متطوعة|متطوعين,متطوعون,متطوعات
protester|متظاهر,محتج|متظاهرين,متظاهرون,محتجين,محتجون
sailor|بحار|بحارة
driver|سائق|سائقين,سائقون
fighter|مقاتل,مسلح|مقاتلين,مقاتلون,مسلحين,مسلحون
militant|متمرد,إرهابي,متشدد|متمردين,متمردون,إرهابيين,إرهابيون,متشددين
gunman|مهاجم,انتحاري|مهاجمين,مهاجمون,انتحاريين
child|طفل,طفلة|أطفال
woman|امرأة,سيدة|نساء,سيدات
man|رجل|رجال
youth|شاب,شابة,فتى|شباب,شبان,شابات
girl|فتاة,بنت|فتيات,بنات
boy|صبي,ولد|صبية,أولاد
family|أسرة,عائلة|أسر,عائلات,عوائل
refugee|لاجئ,لاجئة|لاجئين,لاجئون
migrant|مهاجر|مهاجرين,مهاجرون
displaced|نازح,مشرد|نازحين,نازحون,مشردين
worker|عامل,عاملة|عمال,عاملين,عاملون
employee|موظف,موظفة|موظفين,موظفون,موظفات
student|طالب,طالبة,تلميذ|طلاب,طلبة,طالبات,تلاميذ
teacher|معلم,معلمة,مدرس|معلمين,معلمون,معلمات,مدرسين
doctor|طبيب,طبيبة|أطباء,طبيبات
patient|مريض,مريضة|مرضى
journalist|صحافي,صحفي|صحافيين,صحفيين,صحافيون,صحفيون
pilgrim|حاج,معتمر|حجاج,معتمرين
passenger|راكب,مسافر|ركاب,مسافرين,مسافرون
tourist|سائح|سياح,سائحين,سائحون
visitor|زائر,زائرة|زوار,زائرين,زائرون
expert|خبير|خبراء
engineer|مهندس|مهندسين,مهندسون
member|عضو,عضوة|أعضاء
element|عنصر|عناصر
leader|قائد,زعيم,قيادي|قادة,زعماء,قياديين
minister|وزير|وزراء
official|مسؤول|مسؤولين,مسؤولون
candidate|مرشح,مرشحة|مرشحين,مرشحون,مرشحات
deputy|نائب|نواب
voter|ناخب|ناخبين,ناخبون
player|لاعب,لاعبة|لاعبين,لاعبون,لاعبات
team|فريق,منتخب|فرق,منتخبات
club|ناد,نادي|أندية
participant|مشارك,متسابق,متدرب|مشاركين,مشاركون,متسابقين,متدربين
accused|متهم,مشتبه|متهمين,متهمون,مشتبهين
wanted|مطلوب|مطلوبين
infected|حالة إصابة|حالات إصابة
case|حالة,قضية|حالات,قضايا
house|منزل,بيت|منازل,بيوت
home_unit|وحدة سكنية,شقة|وحدات سكنية,شقق
building|مبنى,عمارة|مبان,مباني,عمارات
mosque|مسجد|مساجد
church|كنيسة|كنائس
school|مدرسة|مدارس
hospital|مستشفى|مستشفيات
university|جامعة|جامعات
company|شركة|شركات
bank|بنك,مصرف|بنوك,مصارف
factory|مصنع|مصانع
shop|محل,متجر|محلات,متاجر
office|مكتب|مكاتب
centre|مركز|مراكز
project|مشروع|مشاريع,مشروعات
programme|برنامج|برامج
contract|عقد عمل,صفقة|صفقات
agreement|اتفاقية|اتفاقيات
car|سيارة,مركبة,عربة|سيارات,مركبات,عربات
truck|شاحنة|شاحنات
container|حاوية|حاويات
helicopter|طائرة مروحية,مروحية,طائرة هليكوبتر,هليكوبتر|طائرات مروحية,مروحيات,مروحيتين
drone|طائرة مسيرة,مسيرة,طائرة بدون طيار,طائرة من دون طيار|طائرات مسيرة,طائرات بدون طيار,طائرات من دون طيار
tent|خيمة|خيام
ambulance|سيارة إسعاف|سيارات إسعاف,سيارات الإسعاف
fire_engine|سيارة إطفاء,عربة إطفاء|سيارات إطفاء,سيارات الإطفاء,عربات إطفاء
bus|حافلة,باص|حافلات,باصات
train|قطار|قطارات
plane|طائرة|طائرات
ship|سفينة,ناقلة,باخرة|سفن,ناقلات,بواخر
boat|قارب,زورق|قوارب,زوارق
tank|دبابة|دبابات
missile|صاروخ|صواريخ
bomb|قنبلة,عبوة,عبوة ناسفة,قذيفة|قنابل,عبوات,عبوات ناسفة,قذائف
mine|لغم|ألغام
weapon|قطعة سلاح,سلاح|قطع سلاح,أسلحة
raid|غارة|غارات
attack|هجوم,اعتداء|هجمات,اعتداءات
explosion|انفجار,تفجير|انفجارات,تفجيرات
operation|عملية|عمليات
fire|حريق|حرائق
accident|حادث,حادثة|حوادث
flight|رحلة|رحلات
match|مباراة,لقاء|مباريات
goal|هدف|أهداف
medal|ميدالية|ميداليات
title|لقب|ألقاب
round|جولة,دورة|جولات,دورات
session|جلسة|جلسات
meeting|اجتماع|اجتماعات
seat|مقعد|مقاعد
vote|صوت|أصوات
party|حزب|أحزاب
state|دولة,بلد|دول,بلدان
city|مدينة|مدن
village|قرية|قرى
province|محافظة,ولاية,إمارة|محافظات,ولايات
region|منطقة,إقليم|مناطق,أقاليم
side|طرف,جانب|أطراف,جوانب
group|مجموعة,جماعة|مجموعات,جماعات
organisation|منظمة,جمعية,مؤسسة,جهة|منظمات,جمعيات,مؤسسات,جهات
faction|فصيل|فصائل
share|سهم|أسهم
transaction|معاملة|معاملات
job|وظيفة,فرصة عمل,فرصة وظيفية|وظائف,فرص عمل,فرص وظيفية
room|غرفة|غرف
hall|قاعة|قاعات
bed|سرير|أسرة طبية,سرر
piece|قطعة|قطع
book|كتاب|كتب
film|فيلم|أفلام
song|أغنية|أغان,أغاني
episode|حلقة|حلقات
page|صفحة|صفحات
lesson|درس|دروس
report|تقرير|تقارير
document|وثيقة|وثائق
decision|قرار|قرارات
law|قانون|قوانين
message|رسالة|رسائل
call|مكالمة,بلاغ,اتصال|مكالمات,بلاغات,اتصالات
user|مستخدم|مستخدمين,مستخدمون
follower|متابع|متابعين,متابعون
subscriber|مشترك|مشتركين
beneficiary|مستفيد,مستفيدة|مستفيدين,مستفيدون
donor|متبرع|متبرعين
spectator|متفرج,مشجع|متفرجين,مشجعين,متفرجون
animal|حيوان,رأس|حيوانات,رؤوس
sheep|خروف|أغنام,خراف
tree|شجرة|أشجار,شجر
dam|سد|سدود
well|بئر|آبار
station|محطة|محطات
tower|برج|أبراج
bridge|جسر|جسور
road|طريق|طرق
shot|طلقة,رصاصة|طلقات,رصاصات
pill|حبة,قرص|حبات,أقراص,حبوب
package|طرد,سلة,سلة غذائية|طرود,سلال,سلال غذائية
meal|وجبة|وجبات
device|جهاز,آلة|أجهزة,آلات
camp|مخيم,معسكر|مخيمات,معسكرات
war|حرب|حروب
nationality|جنسية|جنسيات
language|لغة|لغات
phase|مرحلة|مراحل
unit|وحدة|وحدات
part|جزء,قسم|أجزاء,أقسام
type|نوع|أنواع
item|بند,صنف|بنود,أصناف
product|منتج|منتجات
measure|إجراء|إجراءات
reason|سبب|أسباب
candidate_list|قائمة|قوائم
step|خطوة|خطوات
tender|مناقصة|مناقصات
branch|فرع|فروع
box|صندوق,علبة,كرتون|صناديق,علب,كراتين
agency|وكالة|وكالات
workshop|ورشة,ورشة عمل|ورش,ورش عمل
sheet|ورقة|أوراق
destination|وجهة|وجهات
ministry|وزارة|وزارات
means|وسيلة|وسائل
delegation|وفد|وفود
order|وسام|أوسمة
heir|وريث|ورثة
mother|والدة|أمهات
father|والد|آباء
prayer|صلاة|صلوات
body|جثة,جثمان|جثث,جثامين
brother|شقيق,أخ|أشقاء,إخوة
sister|شقيقة|شقيقات
son|ابن|أبناء
wife|زوجة|زوجات
friend|صديق,صديقة|أصدقاء,صديقات
applicant|متقدم|متقدمين,متقدمون
researcher|باحث,باحثة|باحثين,باحثون
guest|ضيف|ضيوف
violation|مخالفة,انتهاك|مخالفات,انتهاكات
visa|تأشيرة|تأشيرات
licence|رخصة,ترخيص|رخص,تراخيص
court|محكمة|محاكم
judge|قاض|قضاة
lawyer|محام|محامين
prize|جائزة|جوائز
picture|صورة|صور
field|حقل|حقول
line|خط|خطوط
wave|موجة|موجات
poem|قصيدة|قصائد
novel|رواية|روايات
play|مسرحية|مسرحيات
course|دورة تدريبية|دورات تدريبية
convoy|قافلة|قوافل
suspect|مشبوه|مشبوهين
thief|لص|لصوص
neighbour|جار|جيران
american|أميركي,أمريكي|أميركيين,أمريكيين,أميركيون
saudi|سعودي|سعوديين,سعوديون
palestinian|فلسطيني|فلسطينيين,فلسطينيون
israeli|إسرائيلي|إسرائيليين,إسرائيليون
egyptian|مصري|مصريين,مصريون
iranian|إيراني|إيرانيين,إيرانيون
turk|تركي|أتراك
yemeni|يمني|يمنيين,يمنيون
syrian|سوري|سوريين,سوريون
iraqi|عراقي|عراقيين,عراقيون
period|فترة|فترات
batch|دفعة|دفعات
opportunity|فرصة|فرص
version|نسخة,صيغة|نسخ,صيغ
word|كلمة|كلمات
attempt|محاولة|محاولات
experiment|تجربة|تجارب
committee|لجنة|لجان
painting|لوحة|لوحات
tournament|بطولة|بطولات
interview|مقابلة|مقابلات
facility|منشأة|منشآت
screen|شاشة|شاشات
way|طريقة|
study|دراسة|دراسات
blow|ضربة|ضربات
lecture|محاضرة|محاضرات
layer|طبقة|طبقات
service|خدمة|خدمات
mission|مهمة,بعثة|مهام,مهمات,بعثات
paragraph|فقرة|فقرات
kick|ركلة|ركلات
bloc|كتلة|كتل
ceremony|حفل,حفلة|حفلات
problem|مشكلة|مشاكل,مشكلات
ticket|تذكرة|تذاكر
tweet|تغريدة|تغريدات
campaign|حملة|حملات
obstacle|عقبة|عقبات
cell|خلية|خلايا
idea|فكرة|أفكار
tool|أداة|أدوات
surgery|جراحة,عملية جراحية|جراحات,عمليات جراحية
authority|سلطة,هيئة|سلطات,هيئات
network|شبكة|شبكات
grant|منحة|منح
theft|سرقة|سرقات
department|إدارة|إدارات
article|مقال,مقالة|مقالات
season|موسم|مواسم
order|أمر|أوامر
option|خيار|خيارات
axis|محور|محاور
win|فوز,انتصار|انتصارات
defeat|هزيمة,خسارة|هزائم
offer|عرض|عروض
direction|اتجاه|اتجاهات
work|عمل|أعمال
draw|تعادل|تعادلات
generation|جيل|أجيال
track|مسار|مسارات
phone|هاتف|هواتف
wing|جناح|أجنحة
property|عقار|عقارات
outlet|منفذ|منافذ
question|سؤال|أسئلة
ruling|حكم|أحكام
star|نجم|نجوم
partner|شريك|شركاء
source|مصدر|مصادر
witness|شاهد|شهود
application|تطبيق|تطبيقات
name|اسم|أسماء
model|نموذج|نماذج
guard|حارس|حراس
poet|شاعر|شعراء
condition|شرط|شروط
sphere|مجال|مجالات
stand|موقف|مواقف
file|ملف|ملفات
mountain|جبل|جبال
scene|مشهد|مشاهد
people|شعب|شعوب
king|ملك|ملوك
opponent|خصم|خصوم
moon|قمر|أقمار
possibility|احتمال|احتمالات
hero|بطل|أبطال
column|عمود|أعمدة
request|طلب|طلبات
bag|كيس,حقيبة|أكياس,حقائب
professor|أستاذ|أساتذة
council|مجلس|مجالس
entrance|مدخل|مداخل
ally|حليف|حلفاء
statue|تمثال|تماثيل
memorandum|مذكرة|مذكرات
planet|كوكب|كواكب
channel|قناة|قنوات
sample|عينة|عينات
category|فئة|فئات
segment|شريحة|شرائح
customer|عميل,زبون|عملاء,زبائن
municipality|أمانة,بلدية|أمانات,بلديات
shipment|إرسالية,شحنة|إرساليات,شحنات
hotel|فندق,نزل|فنادق
floor|طابق,دور|طوابق,أدوار
lawsuit|دعوى|دعاوى
restaurant|مطعم|مطاعم
market|سوق|أسواق
farm|مزرعة|
park|حديقة|حدائق
checkpoint|حاجز,نقطة تفتيش|حواجز,نقاط تفتيش
fugitive|هارب|هاربين,هاربون
expatriate|وافد|وافدين,وافدون
offender|مخالف|مخالفين,مخالفون
houthi|حوثي|حوثيين,حوثيون
tribe|قبيلة|قبائل
nurse|ممرض,ممرضة|ممرضين,ممرضات
paramedic|مسعف|مسعفين
pilot|طيار|طيارين,طيارون
farmer|مزارع|مزارعين,مزارعون
settler|مستوطن|مستوطنين,مستوطنون
settlement|مستوطنة|مستوطنات
orphan|يتيم,يتيمة|أيتام
widow|أرملة|أرامل
graduate|خريج,خريجة|خريجين,خريجون,خريجات
coach|مدرب|مدربين,مدربون
artist|فنان,فنانة|فنانين,فنانون
ambassador|سفير|سفراء
prince|أمير|أمراء
investor|مستثمر|مستثمرين,مستثمرون
trader|تاجر|تجار
seller|بائع|بائعين,باعة
shareholder|مساهم|مساهمين
camel|جمل|جمال
scout|كشاف|كشافين
airport|مطار|مطارات
port|ميناء|موانئ
square|ساحة,ميدان|ساحات,ميادين
tent|خيمة|خيام
shelter|ملجأ,مأوى|ملاجئ
warehouse|مستودع,مخزن|مستودعات,مخازن
pipeline|أنبوب,خط أنابيب|أنابيب
base|قاعدة|قواعد
brigade|لواء,كتيبة|ألوية,كتائب
gun|مدفع,بندقية,رشاش,مسدس|مدافع,بنادق,رشاشات,مسدسات
proposal|مقترح,اقتراح|مقترحات,اقتراحات
recommendation|توصية|توصيات
plan|خطة|خطط
initiative|مبادرة|مبادرات
activity|نشاط,فعالية|أنشطة,فعاليات
event|حدث|أحداث
exhibition|معرض|معارض
festival|مهرجان|مهرجانات
conference|مؤتمر|مؤتمرات
symposium|ندوة|ندوات
record|رقم قياسي|أرقام قياسية
earthquake|زلزال,هزة|زلازل,هزات
storm|عاصفة|عواصف
disease|مرض|أمراض
drug|دواء,عقار طبي|أدوية
vaccine|لقاح,جرعة|لقاحات,جرعات
test|اختبار,فحص|اختبارات,فحوص,فحوصات
island|جزيرة|جزر
district|حي,مديرية|أحياء,مديريات
moment|لحظة|لحظات
card|بطاقة|بطاقات
lake|بحيرة|بحيرات
protocol|بروتوكول|بروتوكولات
regulation|لائحة|لوائح
leak|تسريب|تسريبات
training|تدريب|تدريبات
appointment|موعد|مواعيد
craftsman|حرفي|حرفيين,حرفيون
band|فرقة|
agent|وكيل|وكلاء
"""


def _dual_forms(singular: str, plural: str) -> str:
    """Duals of the singular nouns, without those that read the same as a sound plural."""
    forms: list[str] = []
    plurals = plural.split(",")
    for noun in filter(None, singular.split(",")):
        if " " in noun or not noun.isalpha() or len(noun) < 3:
            continue
        stem = noun[:-1] + "ت" if noun.endswith("ة") else noun[:-1] + "ي" if noun.endswith("ى") else noun
        if stem.endswith("ء") and len(stem) > 3:
            continue
        for ending in ("ان", "ين"):
            dual = stem + ending
            if dual not in plurals:
                forms.append(dual)
    return ",".join(forms)


# Two-letter and look-alike stems whose "dual" is a common word or name of its own.
_NOT_DUAL = word_set(
    "والدين والدان بطلان شعبان دوران طنان حربان جاران جارين فلسين سدان ناجين اخان اخين صوتان يمنيان"
)


def _units() -> tuple[Unit, ...]:
    units: list[Unit] = []
    without_dual = {"percent", "usd_sign", "ms", "kmh", "magnitude", "celsius", "watt"}
    for key, dimension, factor, singular, plural in _MEASURES:
        dual = "" if key in without_dual else _dual_forms(singular, plural)
        units.append(Unit(key, dimension, singular, plural, factor, dual))
    for line in _COUNTED.strip().splitlines():
        key, singular, plural = line.split("|")
        dual = ",".join(form for form in _dual_forms(singular, plural).split(",") if form not in _NOT_DUAL)
        units.append(Unit(key, Dimension.COUNT, singular, plural, None, dual))
    return tuple(units)


QUANTITIES = QuantityResources(
    times=TIMES,
    numbers=_flat(_NUMBERS),
    scales=_flat(_SCALES),
    duals={form: value for form, value in _flat(_DUALS).items() if form not in _AMBIGUOUS_DUALS},
    fractions={
        "نصف": 0.5,
        "ثلث": 1 / 3,
        "ربع": 0.25,
        "ثلثي": 2 / 3,
        "ثلثا": 2 / 3,
        "ثلثين": 2 / 3,
        "نصفا": 0.5,
        "ربعا": 0.25,
    },
    vague={
        "عشرات": (20, 99),
        "مئات": (200, 999),
        "مائات": (200, 999),
        "آلاف": (2e3, 99_999),
        "الاف": (2e3, 99_999),
        "ملايين": (2e6, 99e6),
        "مليارات": (2e9, 99e9),
        "عدة": (3, 20),
        "بضع": (3, 9),
        "بضعة": (3, 9),
    },
    fraction_parts={
        "أرباع": 0.25,
        "أثلاث": 1 / 3,
        "أخماس": 0.2,
        "أعشار": 0.1,
        "أسداس": 1 / 6,
        "أثمان": 0.125,
    },
    doubled_alone=_AMBIGUOUS_DUALS,
    zero=word_set("صفر"),
    lone_ones=word_set("واحد واحدة أحد إحدى"),
    after_noun=word_set("واحد واحدة واحدا اثنان اثنين اثنتين اثنتان"),
    teen_suffixes=word_set("عشر عشرة"),
    conjunction="و",
    conjunctions=frozenset("و"),
    minus_words=word_set("إلا"),
    prefixes=("و", "ف", "ب", "ل", "ال", "وب", "ول", "فب", "لل", "وال", "بال", "فال", "ولل", "وبال"),
    definite_prefixes=("ال", "لل", "وال", "بال", "فال", "كال", "ولل", "وبال"),
    article="ال",
    dot_groups=True,
    units=_units(),
    symbols={"$": "usd", "€": "eur", "£": "gbp"},
    hedge_verbs=(
        HedgeVerb("يقل تقل يقلون قل", Hedge.AT_MOST, Hedge.AT_LEAST, "عن", 3),
        HedgeVerb("يزيد تزيد زاد زادت يزد تزد يربو تربو يزيدون", Hedge.AT_LEAST, Hedge.AT_MOST, "عن على", 3),
        HedgeVerb(
            "تجاوز تجاوزت يتجاوز تتجاوز متجاوزا متجاوزة يتعدى تتعدى تعدى تعدت يتعد تتعد فاق فاقت "
            "يفوق تفوق يتخطى تتخطى "
            "تخطى تخطت ناف تنيف ينيف",
            Hedge.AT_LEAST,
            Hedge.AT_MOST,
            "",
            3,
        ),
        HedgeVerb("أكثر أزيد اكثر", Hedge.AT_LEAST, Hedge.AT_MOST, "من", 0),
        HedgeVerb("أقل", Hedge.AT_MOST, Hedge.AT_LEAST, "من", 0),
        HedgeVerb("فوق", Hedge.AT_LEAST, Hedge.AT_MOST, "", 0),
        HedgeVerb("دون", Hedge.AT_MOST, Hedge.AT_LEAST, "", 0),
        HedgeVerb(
            "يقدر تقدر قدر قدرت يقدرون المقدر المقدرة مقدر مقدرة قدرها قدروا",
            Hedge.APPROXIMATE,
            Hedge.APPROXIMATE,
            "ب",
            3,
            free_gap=True,
        ),
        HedgeVerb(
            "يقارب تقارب قارب قاربت ناهز ناهزت يناهز تناهز", Hedge.APPROXIMATE, Hedge.APPROXIMATE, "", 2
        ),
        HedgeVerb("يقرب تقرب قرابة يقترب تقترب اقترب", Hedge.APPROXIMATE, Hedge.APPROXIMATE, "من", 2),
    ),
    hedges_before={
        "على الأقل": Hedge.AT_LEAST,
        "بحد أدنى": Hedge.AT_LEAST,
        "كحد أدنى": Hedge.AT_LEAST,
        "بحد أقصى": Hedge.AT_MOST,
        "كحد أقصى": Hedge.AT_MOST,
        "حد أقصى": Hedge.AT_MOST,
        "بنسب وصلت إلى": Hedge.AT_MOST,
        "أقصاها": Hedge.AT_MOST,
        "أقصاه": Hedge.AT_MOST,
        "نحو": Hedge.APPROXIMATE,
        "حوالي": Hedge.APPROXIMATE,
        "حوالى": Hedge.APPROXIMATE,
        "قرابة": Hedge.APPROXIMATE,
        "زهاء": Hedge.APPROXIMATE,
        "تقريبا": Hedge.APPROXIMATE,
        "في حدود": Hedge.APPROXIMATE,
        "بحدود": Hedge.APPROXIMATE,
    },
    ceilings=frozenset(("يصل إلى", "تصل إلى", "يصل حتى", "تصل حتى", "تصل لـ", "يصل لـ")),
    not_numbers=word_set(
        "الاثنين الإثنين والاثنين والإثنين الاثنان لست ولست فلست الست وست طالبان كمان قدمين "
        "القدمين اليدين بالست"
    ),
    not_numbers_as_written=word_set("ميتا"),
    era_marks=word_set("ه هـ"),
    hedges_after={
        "على الأقل": Hedge.AT_LEAST,
        "كحد أدنى": Hedge.AT_LEAST,
        "بحد أدنى": Hedge.AT_LEAST,
        "أو أكثر": Hedge.AT_LEAST,
        "فأكثر": Hedge.AT_LEAST,
        "فما فوق": Hedge.AT_LEAST,
        "على الأكثر": Hedge.AT_MOST,
        "كحد أقصى": Hedge.AT_MOST,
        "بحد أقصى": Hedge.AT_MOST,
        "كحد أعلى": Hedge.AT_MOST,
        "على أقصى تقدير": Hedge.AT_MOST,
        "أو أقل": Hedge.AT_MOST,
        "فأقل": Hedge.AT_MOST,
        "تقريبا": Hedge.APPROXIMATE,
        "على وجه التقريب": Hedge.APPROXIMATE,
    },
    negators=word_set("لا لم لن ليس ليست"),
    measures=(
        "عدد",
        "قيم",
        "نسب",
        "حجم",
        "عمر",
        "سعر",
        "وزن",
        "طول",
        "مساح",
        "تكل",
        "مبلغ",
        "مجموع",
        "حصيل",
        "مد",
        "مسافت",
        "سن",
        "راتب",
        "سرع",
        "ارتفاع",
        "رأسمال",
        "أعمار",
        "أسعار",
        "إجمالي",
        "معدل",
        "العدد",
        "القيم",
    ),
    count_words=word_set("عدد حصيلة أعداد"),
    possessives=("هم", "هما", "هن", "كم"),
    not_noun_prefixes=("ل",),
    partitives=word_set("من"),
    partitive_pronouns=word_set("منهم منها منهما منهن بينهم"),
    not_nouns=word_set(
        "في من إلى على عن مع أن إن أنه أنها إنه إنها كان كانت قد لم لن لا ما هو هي هم هذا هذه ذلك "
        "تلك الذي التي الذين أو أم ثم حتى منذ عند عندما بعد قبل خلال بين كل بعض غير أي حيث حين إذ "
        "إذا كما لكن بل فقط أيضا ضمن لدى تحت فوق نحو حوالي قرابة مقابل مقارنة ضد دون سوى عام "
        "العام سنة اليوم أمس يوم آخر أخرى آخرين آخرون أكثر أقل تقريبا بسبب نتيجة وفق وفقا حسب "
        "بحسب عبر ليس ليست يتم تم كانوا إلا مثل بينما بينهم منهم منها فيما مما لها له لهم فيها "
        "فيه عليها عليه به بها وقد ومن وفي وهو وهي التى الى على الي علي رغم بدل بدلا يلي أما فإن "
        "وإن سواء مليون ألف وذلك وهذا بعدما قال قالت وقال وأضاف لكل للبرميل للأوقية للسهم أمام "
        "إضافة فضلا خصوصا لا سيما جميعهم كلهم معظمهم يعادل بلغ بلغت"
    ),
    between=word_set("بين"),
    sources=word_set("من"),
    targets=word_set("إلى حتى"),
    either=word_set("أو"),
    change_words=(
        "رفع",
        "ارتفع",
        "ارتفاع",
        "يرتفع",
        "ترتفع",
        "خفض",
        "انخفض",
        "انخفاض",
        "ينخفض",
        "تنخفض",
        "تخفيض",
        "تقليل",
        "قلص",
        "تقليص",
        "زاد",
        "زيادة",
        "يزيد",
        "تزيد",
        "تراجع",
        "يتراجع",
        "تضاعف",
        "قفز",
        "نما",
        "نمو",
        "هبط",
        "هبوط",
        "صعد",
        "تحول",
        "انتقل",
        "نقل",
        "تمديد",
        "مدد",
        "لخفض",
        "تغير",
        "تحسن",
        "تدرج",
        "توسيع",
        "توسع",
        "هوى",
        "انكمش",
        "تقلص",
        "زيد",
    ),
    spread_words=("يتراوح", "تتراوح", "تراوح", "متراوح"),
    score_words=(
        "فوز",
        "فاز",
        "يفوز",
        "هزيم",
        "هزم",
        "تعادل",
        "تغلب",
        "نتيج",
        "بنتيج",
        "خسر",
        "خسار",
        "مبارا",
        "الشوط",
        "المبارا",
        "أهداف",
        "هدفين",
        "الدوري",
        "دوري",
        "كأس",
        "المنتخب",
        "مرمى",
        "بهدف",
    ),
    ordinals=tuple(
        sorted(
            word_set(
                "الحادي الحادية الثاني الثانية الثالث الثالثة الرابع الرابعة الخامس الخامسة السادس "
                "السادسة السابع السابعة الثامن الثامنة التاسع التاسعة حادي ثاني ثالث رابع خامس سادس سابع "
                "ثامن تاسع"
            )
        )
    ),
    age_words=word_set("العمر عمر عمره عمرها عمرهم أعمارهم أعمارهن أعمار البالغ البالغة بالغ صاحب سن السن"),
    identifiers=word_set(
        "الدقيقة ايزو الايزو آيزو دور الدور الفرقة اللواء الكتيبة الرمز رمز رقم الرقم رقمها رقمه "
        "ورقم برقم أرقام هاتف الهاتف جوال الجوال تلفون فاكس المادة مادة المواد الفقرة البند "
        "القرار ت طراز بوينغ بوينج إيرباص ايرباص قناة القناة الطريق شارع مخرج ص أف إف طريق "
        "الآية "
        "كوفيد الجولة الحلقة النسخة الدورة الدفعة المركز الطابق الصفحة صفحة الجزء"
    ),
    stage_words=word_set(
        "سنوي سنوية السنوي السنوية سنويا النهائي نهائي النهائية الأول الثاني الثالث الرابع نهائية"
    ),
    accusative="ا",
)
