"""Russian: "пункт 4 статьи 16 Конвенции", "статья 18, пункт 13". The larger unit follows in the genitive."""

from __future__ import annotations

from recommendations.extraction.references.grammars.base import DASH, LETTER_AHEAD, Grammar, pattern

_NO_TITLE = r"(?!\s+(?:о|об|против|Организации|по|к)\s)(?!\w)"

RUSSIAN = Grammar(
    article=pattern(r"(?<!\w)(?:[Сс]тать(?:я|и|е|ю|ёй|ей)|[Сс]т\.)\s*(?=\d)"),
    articles=pattern(
        r"(?<!\w)(?:[Сс]тат(?:ей|ьях|ьям|ьями)\s*(?=\d)|[Сс]татьи\s+(?=\d+(?:\s*,\s*\d+|\s+и\s+\d+|\s*[-–]\s*\d+)))"
    ),
    paragraph=pattern(r"(?<!\w)(?:[Пп]ункт(?:а|е|ом|у)?|[Пп]\.)\s*(?=\d)"),
    paragraphs=pattern(r"(?<!\w)(?:[Пп]ункт(?:ы|ов|ах|ам|ами)|[Пп]п\.)\s*(?=\d)"),
    subparagraph=pattern(rf"(?<!\w)[Пп]одпункт\w*\s*{LETTER_AHEAD}"),
    conjunction=pattern(r"\s*,?\s+(?:и|или)\s+"),
    to=pattern(rf"\s+(?:по|до)\s+|{DASH}"),
    of=pattern(r"\s*,?\s+"),
    determiner=pattern(r"(?:этой|указанной|данной|настоящей|этого|указанного)\s+"),
    joint=pattern(r"\s*,?\s*(?:и|или|а\s+также)?\s*"),
    convention=pattern(rf"(?:(?:[ЭэУуДдНн](?:той|казанной|анной|астоящей))\s+)?Конвенци(?:я|и|ю|ей){_NO_TITLE}"),
    protocol=pattern(rf"(?:(?:[ЭэУуДд](?:того|казанного|анного))\s+)?Протокол(?:а|у|ом|е)?{_NO_TITLE}"),
    charter=pattern(r"Устав(?:а|у|ом|е)?(?:\s+Организации\s+Объединенных\s+Наций)?(?!\s+[А-Я])(?!\w)"),
    the_same=pattern(r"[Ээ]т|[Уу]казанн|[Дд]анн"),
    those=pattern(r"(?:эти(?:х|ми)?\s+стат(?:ей|ьями)|каждо(?:й|го)\s+из\s+них|этой\s+(?:же\s+)?статьи)"),
    respectively=pattern(r"\s*,?\s+соответственно(?!\w)"),
    aside=pattern(r",\s+(?:о|об|касающ\w+)[^,;.()]{3,80},(?=\s)"),
    supplementing=pattern(r"дополняющ\w+\s+$"),
    outside=pattern(
        r"""(?<!\w)(?:[А-Я][а-я]+(?:ая|ой|ый|ого|ую)\s+)*(?:Конвенци\w+|Пакт\w*|Договор\w*|Протокол\w*|Деклараци\w+)\s+
        (?:о|об|против|по|к)\s+[^,.;()]{3,80} | (?<!\w)(?:Конституци\w+|[А-Я]\w+\s+кодекс\w*)(?!\w)"""
    ),
    owner=pattern(
        r"(?:[А-Я][\w-]+\s+){0,4}(?:кодекс\w*|закон\w*|Конституци\w+|Пакта|Договора|Устава|Статута)(?:\s+[\w-]+){0,5}"
    ),
    national=pattern(r"(?<!\w)(?:[Кк]одекс\w*|Конституци\w+|[Зз]акон\w*|[Уу]каз\w*)(?!\w)"),
)
