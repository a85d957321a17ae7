"""Arabic: "الفقرة 4 من المادة 16 من الاتفاقية", "المادتين 16 و18 من الاتفاقية"."""

from __future__ import annotations

from recommendations.extraction.references.grammars.base import DASH, Grammar, pattern

_NO_TITLE = r"(?!\s+(?:لمكافحة|المتعلقة|بشأن|المعنية|الدولية|الأوروبية))(?!\w)"

ARABIC = Grammar(
    article=pattern(r"(?<!\w)[وفبلك]*(?:ا?ل)?ماد[ةه]\s*(?=\d)"),
    articles=pattern(r"(?<!\w)[وفبلك]*(?:ا?ل)?(?:مادتين|مادتان|مواد)\s*(?=\d)"),
    paragraph=pattern(r"(?<!\w)[وفبلك]*(?:ا?ل)?فقرة\s*(?=\d)"),
    paragraphs=pattern(r"(?<!\w)[وفبلك]*(?:ا?ل)?(?:فقرتين|فقرتان|فقرات)\s*(?=\d)"),
    conjunction=pattern(r"\s*،?\s*(?:و|أو)\s*(?=\d|\()"),
    to=pattern(rf"\s+إلى\s+|{DASH}"),
    of=pattern(r"\s*،?\s+من\s+"),
    link=pattern(r"\s*،?\s+(?:من|في|بموجب)\s+(?P<both>كل\s+من\s+)?"),
    filler=pattern(
        r"""\s*،?\s*(?:و|أو)?
        (?:(?:غيرها\s+من\s+)?(?:ال)?أحكام\s+(?:الأخرى\s+)?(?:ذات\s+الصلة|المتصلة|الأخرى)
          | (?:من\s+)?(?:ال)?أحكام\s+(?:أخرى|الأخرى) | في\s+جملة\s+أمور | ولا\s+سيما )(?!\w)"""
    ),
    determiner=pattern(r"(?:هذه|هذا|تلك|ذلك)\s+"),
    joint=pattern(r"\s*،?\s*(?:و|أو)?\s*(?:من\s+)?"),
    convention=pattern(rf"(?:(?:هذه|تلك)\s+)?الاتفاقية{_NO_TITLE}"),
    protocol=pattern(rf"(?:(?:هذا|ذلك)\s+)?البروتوكول{_NO_TITLE}"),
    charter=pattern(r"الميثاق(?!\s+ال)(?!\w)"),
    refers_back=pattern(r"هذه|هذا|تلك|ذلك"),
    articles_back_reference=pattern(r"(?:كل\s+منهما|هاتين\s+المادتين|تلك\s+المواد|هذه\s+المواد|تلك\s+المادة)"),
    outside=pattern(r"(?<!\w)(?:العهد|المعاهدة|معاهدة|الدستور|قانون)(?:\s+\w+){0,6}"),
    owner=pattern(r"(?:\w+\s+){0,5}\w+"),
    national=pattern(r"(?<!\w)(?:ال)?(?:قانون|دستور|مرسوم|نظام)(?!\w)"),
    treaty=pattern(r"(?:اتفاقية|معاهدة|بروتوكول|نظام\s+روما|الدولي)"),
)
