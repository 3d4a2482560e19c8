"""Every data set the shipped weights learn from, with its licence. [table]

``permissive`` is False where the licence is non-commercial, for research only, or not stated;
``--licences permissive`` leaves those rows out. What is kept for evaluation is not in this table at all:
see ``held_out`` in :mod:`training.corpus`. Hadith and Quran translations are left out:
their Arabic is far from news, and their narrator chains teach that naming many people means the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a source teaches."""

    NEWS = "news"  # title, text: words, and a title stands for its lead
    TEXT = "text"  # Arabic text: words only
    PARALLEL = "parallel"  # Arabic sentence, English sentence
    LEXICON = "lexicon"  # Arabic name or word, English name or word
    POSITIVES = "positives"  # two texts that say the same
    REPORTS = "reports"  # two outlets' articles of one happening
    ENGLISH = "english"  # English text: the teacher's reading of it
    INFERENCE = "inference"  # premise, hypothesis, label: what the contradiction model reads


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or the rows of it that ``where`` selects (column -> accepted values)."""

    name: str
    path: str  # under ``data/train``
    role: Role
    licence: str
    permissive: bool
    columns: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weight: float = 1.0  # of a row against a hand-made row
    language: str = "ar"


_PARALLEL = "parallel/parallel_general.parquet"
_AR_EN = ("src_ar", "tgt_en")
_ARTICLE = ("title", "text")
_NLI = ("premise", "hypothesis")
_STS = ("s1", "s2")


def _parallel(
    name: str,
    licence: str,
    permissive: bool,
    weight: float = 1.0,
    split: tuple[str, ...] = ("train",),
) -> Source:
    where = {"source": (name,), "split": split}
    return Source(name, _PARALLEL, Role.PARALLEL, licence, permissive, _AR_EN, where, weight)


_STATED = "not stated"
_XNLI = "CC BY-NC 4.0"
_SAUDI = "CC BY-NC-SA 4.0, research only"

SOURCES: tuple[Source, ...] = (
    # --- words and titles of Arabic news --------------------------------------------------------------
    Source("saudinewsnet", "raw_news/saudinewsnet.parquet", Role.NEWS, _SAUDI, False, _ARTICLE),
    Source(
        "sanad_alkhaleej",
        "raw_news/sanad_alkhaleej.parquet",
        Role.NEWS,
        "CC BY 4.0 (upstream); mirror not stated",
        True,
        _ARTICLE,
    ),
    Source("ant_jawharafm", "raw_news/ant_jawharafm.parquet", Role.NEWS, "Apache-2.0", True, _ARTICLE),
    Source(
        "hespress_aljazeera_2022",
        "raw_news/hespress_aljazeera_2022.parquet",
        Role.NEWS,
        _STATED,
        False,
        _ARTICLE,
    ),
    Source(
        "cnnarabic_aljazeera_2024",
        "raw_news/cnnarabic_aljazeera_2024.parquet",
        Role.NEWS,
        _STATED,
        False,
        _ARTICLE,
    ),
    Source(
        "rss_multi_outlet_2025", "raw_news/rss_multi_outlet_2025.parquet", Role.NEWS, _STATED, False, _ARTICLE
    ),
    Source(
        "factcheck_articles",
        "stance_claims/factcheck_articles_misbar_fatabyyano.parquet",
        Role.NEWS,
        _STATED,
        False,
        ("claim_or_title", "text"),
    ),
    Source(
        "headlines_cnn_bbc_arabic_2019",
        "raw_news/headlines_cnn_bbc_arabic_2019.parquet",
        Role.TEXT,
        "headlines belong to the outlets",
        False,
        ("title",),
    ),
    Source(
        "asnd_aljazeera_social_posts",
        "raw_news/asnd_aljazeera_social_posts.parquet",
        Role.TEXT,
        "redistributed for reproducibility only",
        False,
        ("text",),
    ),
    Source(
        "arwiki_2017",
        "raw_news/arwiki_background_2017.parquet",
        Role.TEXT,
        "CC BY-SA 4.0",
        True,
        ("text",),
    ),
    # --- Arabic-English sentences (machine-translated rows count half) --------------------------------
    _parallel("tatoeba", "CC BY 2.0 FR", True),
    _parallel("tatoeba_manythings", "CC BY 2.0 FR", True),
    _parallel("ud_pud", "CC BY-SA 3.0", True, 2.0),
    _parallel("tico19_tm", "CC0", True),
    _parallel("xquad_question", "CC BY-SA 4.0", True),
    _parallel("xquad_paragraph", "CC BY-SA 4.0", True),
    _parallel("mlqa_question", "CC BY-SA 3.0", True),
    _parallel("nllb_seed_ary", "CC BY-SA 4.0", True, 0.5),
    _parallel("nllb_seed_arz", "CC BY-SA 4.0", True, 0.7),
    _parallel("clef2018_debates", "free for research use", False),
    _parallel("3b1b_captions", _STATED, False, 0.5),
    _parallel("multi30k_mt", _STATED, False, 0.5, ("train", "dev", "test")),
    _parallel("mdc_MSA", _STATED, False),
    _parallel("mdc_EG", _STATED, False, 0.5),
    _parallel("mdc_JO", _STATED, False, 0.5),
    _parallel("mdc_PA", _STATED, False, 0.5),
    _parallel("mdc_SY", _STATED, False, 0.5),
    _parallel("mdc_TN", _STATED, False, 0.3),
    _parallel("iwslt24_levantine_valid", "non-commercial", False, 0.5),
    _parallel("xnli", _XNLI, False, split=("test",)),
    # --- names and words ------------------------------------------------------------------------------
    Source(
        "ar_en_names_places",
        "lexicon/ar_en_names_places.parquet",
        Role.LEXICON,
        "CC0, Apache-2.0, ODbL by row",
        True,
        ("ar", "en"),
    ),
    Source(
        "syria_place_names",
        "lexicon/syria_place_names_ar_en.parquet",
        Role.LEXICON,
        "GPL-2.0 / not stated",
        False,
        ("ar", "en"),
    ),
    Source(
        "ar_en_wordnet",
        "lexicon/ar_en_wordnet_adj_verb_adv.parquet",
        Role.LEXICON,
        "WordNet licence, CC BY-SA 3.0",
        True,
        ("ar", "en_synonyms"),
    ),
    # --- the same said twice --------------------------------------------------------------------------
    Source(
        "mined_cross_outlet_saudi_2015",
        "sts/mined_cross_outlet_saudi_2015.parquet",
        Role.REPORTS,
        _SAUDI,
        False,
        ("title1", "title2", "lead1", "lead2"),
    ),
    Source(
        "nsurl2019_q2q",
        "sts/paraphrase_arabic.parquet",
        Role.POSITIVES,
        "MIT repository; Mawdoo3 task terms",
        False,
        _STS,
        {"source": ("nsurl2019_q2q",), "label": ("1",)},
        0.5,
    ),
    Source(
        "ans_agree",
        "nli/ans_stance.parquet",
        Role.POSITIVES,
        "Apache-2.0",
        True,
        _NLI,
        {"split": ("train",), "label": ("entailment",)},
    ),
    Source(
        "arnli_entailment",
        "nli/arnli.parquet",
        Role.POSITIVES,
        "CC BY-NC-SA 3.0 (SICK)",
        False,
        _NLI,
        {"source": ("arnli",), "split": ("train",), "label": ("entailment",)},
        0.5,
    ),
    Source(
        "xnli_entailment",
        "nli/xnli_ar_en.parquet",
        Role.POSITIVES,
        _XNLI,
        False,
        _NLI,
        {"split": ("test",), "label": ("entailment",), "lang": ("ar",)},
        0.5,
    ),
    Source(
        "mrpc",
        "sts/english_sts_mrpc.parquet",
        Role.POSITIVES,
        "MSR research licence",
        False,
        _STS,
        {"source": ("mrpc",), "score": ("1.0",), "split": ("train",)},
        language="en",
    ),
    # --- English text that the teacher reads ----------------------------------------------------------
    Source(
        "ag_news",
        "raw_news/ag_news_en_devtest.parquet",
        Role.ENGLISH,
        "non-commercial research",
        False,
        ("text",),
        language="en",
    ),
    Source("snli", "nli/snli_devtest_en.parquet", Role.ENGLISH, "CC BY-SA 4.0", True, _NLI, language="en"),
    Source(
        "cannot", "nli/cannot_negation_en.parquet", Role.ENGLISH, "CC BY-SA 4.0", True, _NLI, language="en"
    ),
    Source(
        "rte",
        "nli/english_small_sets.parquet",
        Role.ENGLISH,
        _STATED,
        False,
        _NLI,
        {"source": ("rte",)},
        language="en",
    ),
    Source(
        "english_sts_text",
        "sts/english_sts_mrpc.parquet",
        Role.ENGLISH,
        "mixed, see each year",
        False,
        _STS,
        language="en",
    ),
)


def _inference(
    name: str,
    file: str,
    licence: str,
    permissive: bool,
    weight: float,
    language: str = "ar",
    **where: tuple[str, ...],
) -> Source:
    return Source(
        name, f"nli/{file}.parquet", Role.INFERENCE, licence, permissive, _NLI, where, weight, language
    )


_SMALL, _CANNOT = "english_small_sets", "cannot_negation_en"
_NEGATION = ("negation_mnli", "negation_snli", "negation_rte")

# What the contradiction model learns from. Weights: the news stance set is the figure closest to the task;
# captions and templates are far from it and many. Evaluation splits are not here.
INFERENCE: tuple[Source, ...] = (
    _inference("nli_ans", "ans_stance", "Apache-2.0", True, 4.0, split=("train",)),
    _inference("nli_xnli", "xnli_ar_en", _XNLI, False, 3.0, split=("test",)),
    _inference("nli_arnli", "arnli", "CC BY-NC-SA 3.0 (SICK)", False, 2.0),
    _inference("nli_mnli_ar", "mnli_ar_mt_1k", "CC BY-NC 4.0 (XNLI)", False, 2.0),
    _inference(
        "nli_arbteds", "arbteds", "MIT repository; data not stated", False, 2.0, split=("train", "dev")
    ),
    _inference("nli_arabic_re", "arabic_nli_re", "MIT", True, 0.7),
    _inference("nli_fatabyyano", "fatabyyano_claim_vs_fact", "not stated; site copyright", False, 0.7),
    _inference("nli_snli", "snli_devtest_en", "CC BY-SA 4.0", True, 0.6, "en"),
    _inference("nli_rte", _SMALL, _STATED, False, 1.5, "en", source=("rte",)),
    _inference("nli_med", _SMALL, "CC BY-SA 4.0", True, 0.4, "en", source=("med",)),
    _inference("nli_monli", _SMALL, _STATED, False, 0.4, "en", source=("monli",)),
    _inference("nli_negation", _SMALL, "MIT", True, 1.0, "en", source=_NEGATION),
    _inference("nli_breaking", _SMALL, "CC BY-SA 4.0", True, 0.3, "en", source=("breaking_nli",)),
    _inference("nli_glue_diagnostic", _SMALL, _STATED, False, 1.0, "en", source=("glue_diagnostic",)),
    _inference(
        "nli_cannot_wikifactcheck", _CANNOT, "CC BY-SA 4.0", True, 0.4, "en", source=("cannot_wikifactcheck",)
    ),
    _inference(
        "nli_cannot",
        _CANNOT,
        "CC BY-SA 4.0",
        True,
        0.4,
        "en",
        source=("cannot_sem_anto_neg", "cannot_nan_nli"),
    ),
    Source(
        "nli_mrpc",
        "sts/english_sts_mrpc.parquet",
        Role.INFERENCE,
        "MSR research licence",
        False,
        _STS,
        {"source": ("mrpc",)},
        0.7,
        "en",
    ),
)


def chosen(licences: str) -> Iterator[Source]:
    """Sources for ``--licences all`` or ``permissive``."""
    return (source for source in SOURCES if licences == "all" or source.permissive)


def inference_sets(licences: str) -> Iterator[Source]:
    """Public inference sets for ``--licences all`` or ``permissive``."""
    return (source for source in INFERENCE if licences == "all" or source.permissive)
