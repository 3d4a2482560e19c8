# ruff: noqa: E501
"""Made-up pages of many layouts, with what an editor would keep of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

SITE = "The Harbour Courier"
HEADLINE = "Ferry company cancels night crossings after engine fire near Tolland"
STORY = (
    "The Tolland ferry company has cancelled all night crossings until further notice after a fire broke out in "
    "the engine room of its largest vessel late on Tuesday.",
    "Nobody was hurt in the blaze, which began shortly before midnight while the ship was moored at the northern "
    "quay with a crew of fourteen on board, the harbour master said.",
    '"We had the flames under control within forty minutes," fire chief Hanna Oberlin told reporters on the quay. '
    '"The crew did exactly what they had been trained to do."',
    "The vessel, which carries up to 620 passengers and 90 cars, was built in 1998 and had passed its last "
    "inspection in March without remarks, according to documents published by the maritime authority.",
    "Passengers with tickets for the cancelled crossings can travel on the morning ferries or claim their money "
    "back, the company said in a statement on Wednesday.",
    "Residents of the outer islands, who depend on the night boat to reach the hospital in Tolland, criticised "
    "the decision and asked the council to charter a replacement.",
    "The council will discuss the matter at an extraordinary meeting on Friday, mayor Piet Sandoval said.",
)
SUBHEADING = "What passengers should know"
TEASERS = (
    (
        "Bakery chain opens tenth shop in the old customs house",
        "The chain from the mountains promises thirty new jobs and bread that rises for two days before it is baked.",
    ),
    (
        "School orchestra wins national prize with a piece about rain",
        "Twenty-four pupils impressed the jury with buckets, umbrellas and a single trumpet, their teacher said on Monday.",
    ),
    (
        "Why the lighthouse was painted green and who has to pay for it",
        "Heritage officials want the white coat back, but the painter insists that the order said moss and nothing else.",
    ),
    (
        "Museum of clocks to close for two years of repairs",
        "The roof leaks above the tower clock, and the collection will be stored in a salt mine until the work is done.",
    ),
)
COMMENTS = (
    "I was on that boat last summer and the crew could not even find the light switch, so I am not surprised at all.",
    "Can somebody explain why we pay taxes for a harbour that has no fire boat of its own? Asking for a friend.",
    "The morning ferry is always late anyway. My grandmother swims faster than this company answers the phone.",
)
NAV = ("Home", "News", "Business", "Sport", "Culture", "Weather", "Opinion", "Video")

ARABIC_SITE = "صحيفة المرفأ"
ARABIC_HEADLINE = "شركة العبارات في طولان تلغي الرحلات الليلية بعد حريق في غرفة المحركات"
ARABIC_STORY = (
    "ألغت شركة العبارات في مدينة طولان جميع رحلاتها الليلية حتى إشعار آخر، بعد اندلاع حريق في غرفة محركات "
    "أكبر سفنها في ساعة متأخرة من مساء الثلاثاء.",
    "وقال مدير الميناء إن الحريق الذي بدأ قبيل منتصف الليل لم يسفر عن إصابات، وإن السفينة كانت راسية عند "
    "الرصيف الشمالي وعلى متنها طاقم من 14 فردا.",
    "وأضافت قائدة الدفاع المدني هناء أوبرلين للصحفيين أن فرق الإطفاء سيطرت على ألسنة اللهب خلال أربعين دقيقة، "
    "مشيدة بسرعة استجابة الطاقم.",
    "وتتسع السفينة لنحو 620 راكبا و90 سيارة، وكانت قد اجتازت آخر فحص لها في مارس من دون ملاحظات، وفق وثائق "
    "نشرتها هيئة النقل البحري.",
    "ومن المقرر أن يناقش المجلس البلدي القضية في جلسة طارئة يوم الجمعة، بحسب رئيس البلدية بيتر ساندوفال.",
)
ARABIC_TEASERS = (
    (
        "سلسلة مخابز تفتتح فرعها العاشر في مبنى الجمارك القديم",
        "تعد السلسلة القادمة من الجبال بتوفير ثلاثين وظيفة جديدة وخبز يختمر يومين كاملين قبل أن يدخل الفرن.",
    ),
    (
        "أوركسترا مدرسية تفوز بجائزة وطنية عن مقطوعة للمطر",
        "أبهر أربعة وعشرون تلميذا لجنة التحكيم بالدلاء والمظلات وبوق واحد، بحسب ما قالت معلمتهم يوم الاثنين.",
    ),
)
ARABIC_NAV = ("الرئيسية", "أخبار", "اقتصاد", "رياضة", "ثقافة", "منوعات", "فيديو")


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page and its truth."""

    name: str
    html: str
    headline: str
    story: Sequence[str]
    not_story: Sequence[str]
    day: str = ""  # ISO date, "" when the page gives none
    language: str = "en"


def _links(items: Sequence[str]) -> str:
    return "".join(f'<li><a href="/{i}">{item}</a></li>' for i, item in enumerate(items))


def _paragraphs(story: Sequence[str], between: str = "", at: int = 3) -> str:
    parts = [f"<p>{paragraph}</p>" for paragraph in story]
    if between:
        parts.insert(at, between)
    return "\n".join(parts)


def _teaser_text(teasers: Sequence[tuple[str, str]]) -> list[str]:
    return [part for teaser in teasers for part in teaser]


def blog() -> MadePage:
    """The usual blog engine: semantic article, entry meta, share buttons, related posts, comments, sidebar."""
    html = f"""<!DOCTYPE html><html lang="en-US"><head><meta charset="UTF-8"><title>{HEADLINE} - {SITE}</title>
<meta property="og:site_name" content="{SITE}"><meta property="og:title" content="{HEADLINE}">
<meta property="article:published_time" content="2023-03-08T06:15:00+00:00">
<link rel="canonical" href="https://courier.example/2023/03/ferry/"></head><body class="single">
<a class="skip-link" href="#c">Skip to content</a><header id="masthead"><p class="site-title">{SITE}</p>
<nav id="menu"><ul>{_links(NAV)}</ul></nav></header>
<div id="content"><main><article id="post-12" class="post type-post"><header class="entry-header">
<h1 class="entry-title">{HEADLINE}</h1><div class="entry-meta">Posted on <a href="#"><time class="entry-date
published" datetime="2023-03-08T06:15:00+00:00">March 8, 2023</time></a> by <a href="/a">Mira Lund</a></div></header>
<div class="entry-content">{_paragraphs(STORY)}
<div class="sharedaddy"><h3>Share this:</h3><ul><li><a href="#">Click to share on Twitter</a></li></ul></div>
<div id="jp-relatedposts"><h3>Related</h3>{"".join(f"<h4><a href='#'>{t}</a></h4><p>{b}</p>" for t, b in TEASERS[:3])}</div>
</div><footer class="entry-footer">Tags: <a href="#">ferries</a>, <a href="#">Tolland</a></footer></article>
<nav class="post-navigation"><a href="#">Previous: {TEASERS[3][0]}</a></nav>
<div id="comments"><h2>3 Comments</h2><ol>{"".join(f"<li class='comment'><cite>Guest</cite><p>{c}</p></li>" for c in COMMENTS)}</ol>
<h3>Leave a Reply</h3><p>Your email address will not be published.</p></div></main>
<aside id="secondary"><h2>Recent Posts</h2><ul>{_links([t for t, _ in TEASERS])}</ul></aside></div>
<footer id="colophon"><p>Copyright 2023 {SITE}. All rights reserved.</p></footer></body></html>"""
    return MadePage("blog", html, HEADLINE, STORY, [*_teaser_text(TEASERS), *COMMENTS], "2023-03-08")


def soup() -> MadePage:
    """Nothing but div elements, class names that say little, a related box inside the story."""
    box = (
        "<div class='bx r2'><div>Read more</div>"
        + "".join(f"<div><a href='#'>{t}</a></div>" for t, _ in TEASERS[:2])
        + "</div>"
    )
    html = f"""<html><head><title>{HEADLINE} | {SITE}</title></head><body><div class="hd"><div class="lg">{SITE}</div>
<div class="mn">{"".join(f"<a href='/{n}'>{n}</a> " for n in NAV)}</div></div>
<div class="wr"><div class="c1"><div class="tt">{HEADLINE}</div><div class="dt">Published: 08 March 2023, 07:40</div>
<div class="tx">{_paragraphs(STORY, box)}</div><div class="sh"><a href="#">Facebook</a> <a href="#">Twitter</a></div></div>
<div class="c2"><div>Most read</div>{"".join(f"<div><a href='#'>{t}</a></div>" for t, _ in TEASERS)}</div></div>
<div class="ft">About us | Contact | Privacy policy<br>All rights reserved {SITE} 2024</div></body></html>"""
    return MadePage("soup", html, HEADLINE, STORY, [t for t, _ in TEASERS], "2023-03-08")


def breaks() -> MadePage:
    """An old table layout: one cell of text whose paragraphs are line breaks."""
    text = "<br><br>\n".join(ARABIC_STORY)
    html = f"""<html dir="rtl"><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256">
<title>{ARABIC_SITE} - {ARABIC_HEADLINE}</title></head><body><table width="100%"><tr><td colspan="2"><b>{ARABIC_SITE}</b>
الأربعاء 5 فبراير 2025</td></tr><tr><td width="20%" valign="top"><table>
{"".join(f'<tr><td><a href="/{i}">{n}</a></td></tr>' for i, n in enumerate(ARABIC_NAV))}</table></td>
<td><h2><font color="navy">{ARABIC_HEADLINE}</font></h2><font size="1">تاريخ النشر: 08/03/2023 - 07:40 ص</font><br>
<font size="3">{text}</font><br><br><a href="#">طباعة</a> <a href="#">أرسل لصديق</a>
<p><b>اقرأ أيضا:</b><br>{"<br>".join(f'<a href="#">{t}</a>' for t, _ in ARABIC_TEASERS)}</p></td></tr>
<tr><td colspan="2">جميع الحقوق محفوظة {ARABIC_SITE}</td></tr></table></body></html>"""
    return MadePage(
        "breaks", html, ARABIC_HEADLINE, ARABIC_STORY, [t for t, _ in ARABIC_TEASERS], "2023-03-08", "ar"
    )


def modern() -> MadePage:
    """A script framework's output: hashed class names, figures, a newsletter box, teasers with text below."""
    news = """<div class="css-9x1" role="complementary"><p>Get the morning briefing</p><p>Sign up for our newsletter and
never miss a story from the coast.</p><form><input type="email"><button>Subscribe</button></form></div>"""
    html = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{HEADLINE}</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"WebSite","name":"{SITE}"}},
{{"@type":"NewsArticle","headline":"{HEADLINE}","datePublished":"2023-03-08T07:40:00Z","dateModified":"2023-03-09T10:00:00Z",
"publisher":{{"@type":"Organization","name":"{SITE}"}}}}]}}</script></head><body><div id="root"><div class="css-1a">
<nav class="css-n">{"".join(f"<a href='/{n}'>{n}</a>" for n in NAV)}</nav></div><div class="css-2b"><h1 class="css-h">{HEADLINE}</h1>
<p class="css-by">By <span>Mira Lund</span></p><time datetime="2023-03-08T07:40:00Z">8 March 2023</time>
<figure><img src="x.jpg" alt="ship"><figcaption>The vessel at the northern quay. Photo: Coast Pictures</figcaption></figure>
<section name="articleBody">{_paragraphs(STORY, news)}<h2>{SUBHEADING}</h2>
<p>Tickets for morning ferries are valid for seven days, and bicycles travel free of charge until the end of the month.</p></section>
<div class="css-more"><h2>More from the coast</h2>{"".join(f"<article><h3><a href='#'>{t}</a></h3><p>{b}</p></article>" for t, b in TEASERS)}</div></div>
<footer class="css-f"><p>© 2023 {SITE}</p><ul>{_links(["Terms of use", "Privacy policy", "Contact us"])}</ul></footer></div></body></html>"""
    story = [
        *STORY,
        "Tickets for morning ferries are valid for seven days, and bicycles travel free of charge until the end of the month.",
    ]
    return MadePage("modern", html, HEADLINE, story, _teaser_text(TEASERS), "2023-03-08")


def portal() -> MadePage:
    """An Arabic portal: staff box, breadcrumb, captions, tags, a second article under "read also"."""
    html = f"""<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{ARABIC_HEADLINE} | {ARABIC_SITE}</title>
<meta property="og:title" content="{ARABIC_HEADLINE}"><meta property="og:site_name" content="{ARABIC_SITE}"></head><body>
<div class="top"><span>الخميس 9 مارس 2023</span><div class="staff">رئيس التحرير<br>سامر العلي</div></div>
<div class="menu"><ul>{_links(ARABIC_NAV)}</ul></div><div class="breadcrumb"><a href="/">الرئيسية</a> / <a href="/w">عرب وعالم</a></div>
<div class="article-page"><h1>{ARABIC_HEADLINE}</h1><div class="info">نشر في : الأربعاء 8 مارس 2023 - 7:40 م</div>
<div class="img"><img src="a.jpg" alt=""><span class="cap">السفينة عند الرصيف</span></div>
<div class="details">{_paragraphs(ARABIC_STORY, "<div class='rel'><p>اقرأ أيضا: " + ARABIC_TEASERS[1][0] + "</p></div>", 2)}
<p>المصدر: وكالات</p></div><div class="tags">كلمات دلالية: <a href="#">طولان</a> <a href="#">عبارات</a></div>
<div class="next-article"><h3>إقرأ أيضاً:</h3><h2>{ARABIC_TEASERS[0][0]}</h2><p>{ARABIC_TEASERS[0][1]}</p>
<p>وأوضح مدير السلسلة أن الفرع الجديد سيعمل على مدار الساعة، وأن الخبز سيباع بنصف ثمنه في الساعة الأخيرة من كل ليلة.</p></div></div>
<div class="most"><h4>الأكثر قراءة</h4><ul>{_links([t for t, _ in ARABIC_TEASERS])}</ul></div>
<div class="foot">جميع الحقوق محفوظة © {ARABIC_SITE}</div></body></html>"""
    return MadePage(
        "portal",
        html,
        ARABIC_HEADLINE,
        ARABIC_STORY,
        [*_teaser_text(ARABIC_TEASERS), "الفرع الجديد سيعمل على مدار الساعة", "سامر العلي"],
        "2023-03-08",
        "ar",
    )


def embedded() -> MadePage:
    """The body is also given in JSON-LD; the page itself shows a cut-off teaser text beside it."""
    body = "\\n\\n".join(paragraph.replace('"', '\\"') for paragraph in STORY)
    html = f"""<html lang="en"><head><title>{HEADLINE}</title><script type="application/ld+json">
{{"@type":"NewsArticle","headline":"{HEADLINE}","datePublished":"2023-03-08","articleBody":"{body}"}}</script></head><body>
<div><ul>{_links(NAV)}</ul></div><h1>{HEADLINE}</h1><div>{_paragraphs(STORY)}</div>
<div><p>Our correspondent writes every week about the sea, its ships and the people who wait for them on the shore.</p>
{"".join(f"<p>{b}</p>" for _, b in TEASERS)}</div></body></html>"""
    return MadePage("embedded", html, HEADLINE, STORY, _teaser_text(TEASERS), "2023-03-08")


def short() -> MadePage:
    """Two paragraphs between long teasers."""
    html = f"""<html lang="en"><head><title>{HEADLINE} - {SITE}</title><meta name="date" content="2023-03-08"></head><body>
<div class="nav"><ul>{_links(NAV)}</ul></div><div class="story"><h1>{HEADLINE}</h1><div class="body">{_paragraphs(STORY[:3])}</div></div>
<div class="river">{"".join(f"<div class='card'><a href='#'><h3>{t}</h3></a><p>{b} <a href='#'>Read more</a></p></div>" for t, b in TEASERS)}</div>
<div class="footer">© {SITE}</div></body></html>"""
    return MadePage("short", html, HEADLINE, STORY[:3], _teaser_text(TEASERS), "2023-03-08")


def talked_over() -> MadePage:
    """More comments than story, in a generic list."""
    html = f"""<html lang="en"><head><title>{SITE}: {HEADLINE}</title></head><body><div id="nav">{_links(NAV)}</div>
<div id="article"><h1>{HEADLINE}</h1><p class="byline">Mira Lund, Wednesday 8 March 2023</p>{_paragraphs(STORY)}</div>
<div id="user-comments"><h3>Comments (9)</h3>{"".join(f"<div class='comment'><b>reader{i}</b><p>{c}</p></div>" for i, c in enumerate(COMMENTS * 3))}</div>
</body></html>"""
    return MadePage("talked over", html, HEADLINE, STORY, COMMENTS, "2023-03-08")


PAGES: Sequence[Callable[[], MadePage]] = (
    blog, soup, breaks, modern, portal, embedded, short, talked_over,
)  # fmt: skip
