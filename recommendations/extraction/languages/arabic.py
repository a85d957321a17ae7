"""Arabic, read without vowel signs. The verb precedes its subject; short words are joined to the next word."""

from __future__ import annotations

import re

from recommendations.extraction.languages.base import (
    ENCOURAGED,
    INVITED,
    REQUIRED,
    SHOULD,
    URGED,
    Addressees,
    Adoption,
    Chapeaux,
    Headings,
    Language,
    pattern,
    phrases,
    requests,
    short_names,
)
from recommendations.extraction.languages.meetings import (
    MEETING,
    SESSION,
    SITTING,
    Ordinals,
    alternation,
    meeting_grammar,
)

_THE = "(?:[وفبك]?ال|[وف]?لل|ل)"
"""The article, with the short words joined to it: "للأمانة", "والدول"."""


def _ordinals() -> dict[str, int]:
    """Return the ordinals of both genders without their articles: "ثاني عشر", "حادي والعشرين"."""
    units = {"ثاني": 2, "ثالث": 3, "رابع": 4, "خامس": 5, "سادس": 6, "سابع": 7, "ثامن": 8, "تاسع": 9}
    values = {"أول": 1, "أولى": 1, "عاشر": 10, "عاشرة": 10}
    for stem, number in {"حادي": 1, **units}.items():
        if number > 1:
            values |= {stem: number, f"{stem}ة": number}
        values |= {f"{stem} عشر": 10 + number, f"{stem}ة عشرة": 10 + number}
        for ten, word in enumerate(("عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"), start=2):
            values |= {f"{stem}{end} وال{word}{case}": 10 * ten + number for end in ("", "ة") for case in ("ون", "ين")}
    for ten, word in enumerate(("عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع"), start=2):
        values |= {f"{word}ون": 10 * ten, f"{word}ين": 10 * ten}
    return values


_ORDINALS = _ordinals()


def _read_ordinal(printed: str) -> int:
    words = " ".join(printed.split())
    return int(words) if words.isdigit() else _ORDINALS[words.removeprefix("ال")]


_SUBJECT = r"(?P<aside>\s+(?:اللجنة|الفريق\s+العامل|المؤتمر|المجلس)(?!\w))?"
"""Matches the body that makes the request, which follows its verb."""
PHRASES = phrases(
    (REQUIRED, r"\A[وف]?على(?=\s+(?:جميع\s+|كل\s+)?ال(?:دول|حكومات|أمانة)(?!\w))", "active"),
    (REQUIRED, r"[وف]?(?:يجب|يتعين)", "active"),
    (URGED, r"[وف]?[تي]شجع\s+بقوة", "active"),
    (URGED, rf"[وف]?[تي]حث{_SUBJECT}", "active"),
    (URGED, rf"[وف]?(?:[تي]هيب|(?:[تي]طلب|مطلوب){_SUBJECT}(?=\s+(?:إلى|من)\s))", "active"),
    (SHOULD, r"[وف]?(?:ينبغي|من\s+المستصوب)", "active"),
    (ENCOURAGED, rf"[وف]?(?:يوصى|(?:[تي]شجع|[تي]وصي){_SUBJECT})", "active"),
    (INVITED, rf"[وف]?[تي]دعو{_SUBJECT}|[وف]?(?:[تي]دعى|يرجى)", "active"),
    (URGED, rf"[وف]?حثت?{_SUBJECT}", "needs_addressee"),
    (URGED, rf"[وف]?طلبت?{_SUBJECT}(?=\s+(?:إلى|من)\s)", "needs_addressee"),
    (ENCOURAGED, rf"[وف]?(?:شجعت?|أوص[تى]){_SUBJECT}", "needs_addressee"),
    (INVITED, rf"[وف]?(?:دعا|دعت){_SUBJECT}", "needs_addressee"),
    (INVITED, r"(?P<aside>[وف])?(?:قد\s+[تي]ود|لعل)", "active", "may_wish"),
)
REQUESTS = requests(
    r"",
    {
        URGED: r"حث(?!\s+(?:اللجنة|الفريق\s+العامل|المؤتمر|المجلس)(?!\w))|(?:ال)?طلب(?=\s+(?:إلى|من)\s)|مطالبة",
        ENCOURAGED: r"تشجيع|التوصية(?=\s+ب)",
        INVITED: r"دعوة",
    },
)
_FOLLOWING = r"(?:التالية|الآتية|أدناه|الواردة\s+أدناه|ما\s+يلي|فيما\s+يلي)"

_BODIES = {
    r"مؤتمر\s+الدول\s+الأطراف": "Conference of the States Parties",
    r"مؤتمر\s+الأطراف": "Conference of the Parties",
    r"الفريق\s+العامل": "Working Group",
    "المؤتمر": "Conference",
    "اللجنة": "Commission",
    "المجلس": "Council",
}
_OTHER = "المعني|الوطني|الدولي|العام|العالمي|الاقتصادي|التحضيري|في\\s+اتفاقية|في\\s+الاتفاقية\\s+الإطارية"

LANGUAGE = Language(
    code="ar",
    phrases=PHRASES,
    requests=REQUESTS,
    addressees=Addressees(
        forms={
            "states-parties": rf"{_THE}دول\s+الأطراف(?:\s+في\s+الاتفاقية)?",
            "signatories": rf"{_THE}دول\s+الموقعة",
            "member-states": rf"{_THE}دول\s+الأعضاء",
            "requesting-states": rf"{_THE}دول\s+الطالبة",
            "requested-states": rf"{_THE}دول\s+(?:المطالبة|متلقية\s+الطلبات?)",
            "states": rf"{_THE}(?:دول|بلدان)",
            "governments": rf"{_THE}حكومات",
            "central-authorities": rf"{_THE}سلطات\s+المركزية",
            "competent-authorities": rf"{_THE}سلطات\s+(?:الوطنية\s+)?المختصة",
            "conference-of-the-parties": r"ل?مؤتمر\s+الأطراف",
            "conference-of-the-states-parties": r"ل?مؤتمر\s+الدول\s+الأطراف",
            "secretariat": rf"{_THE}أمانة",
            "unodc": r"ل?مكتب\s+الأمم\s+المتحدة\s+المعني\s+بالمخدرات\s+والجريمة",
            "working-groups": rf"{_THE}(?:فريق\s+العامل|أفرقة\s+العاملة)",
            "general-assembly": rf"{_THE}جمعية\s+العامة",
            "secretary-general": rf"{_THE}أمين\s+العام",
        },
        before=re.compile(r"(?:^|[،؛:]\s*|\bأن\s+)$"),
        joint=re.compile(r"\s*،?\s*(?:و\s*)?"),
        after=re.compile(r"\s+(?:ب?أن\s+\w+\s+)?(?:(?:جميع|كل|من|إلى|على)\s+){0,3}"),
        relative=re.compile(r"\s+(?:التي|الذين)\s"),
        comma="،",
    ),
    headings=Headings(
        debate=pattern(r"\W*(?:(?:ملخص|موجز)\s+)?(?:ال)?(?:مناقش(?:ة|ات)|مداولات|بيانات|كلمات)(?!\w)"),
        recommendations=pattern(
            rf"""\W* (?:(?:ال)?(?:استنتاجات|ملاحظات|نتائج|مقترحات)\s+و)? (?:أهم\s+|موجز\s+|مشروع\s+|قائمة\s+)?
            (?:ال)?توصيات
            (?: \s*$ | \s*\(تابع\) | \s*: | \s+(?:التي|المعتمدة|الصادرة|الموجهة|المقدمة|المنبثقة|العامة
              |الرئيسية|بشأن|إلى|من|للنظر|المتفق|المقترحة|{_FOLLOWING}|ال?(?:اجتماع|فريق|مؤتمر|لجنة|مجلس|خبراء)) )""",
            r"\W*(?:مشروع|مشاريع)\s+(?:ال)?توصيات\s+(?:ال)?(?:مقدمة|مقترحة)",
            r"\W*(?:ال)?(?:تدابير|إجراءات)\s+(?:المقترحة|الموصى\s+بها)\s*$",
        ),
        conclusions=pattern(r"(?:استنتاجات|ملاحظات|نتائج)"),
        decision=pattern(r"(?:مشروع\s+)?ال?مقرر\s+(?:\d+(?:/\d+)?)(?!\w)"),
        paper=pattern(r"ورقة\s+(?:معلومات\s+أساسية|عمل|مناقشة|غرفة\s+(?:ال)?اجتماعات?)"),
        recommendation="(?:ال)?توصية",
        number=r"(?:رقم\s+)?(?:\d{1,3}|ال\w+)",
    ),
    chapeaux=Chapeaux(
        introduces=pattern(rf"توصيات\s+(?:[^\s:.]+\s+){{0,5}}?{_FOLLOWING}", r"[تي]?(?:وصى|أوصى|وصي|أوصت)\s+بما\s+يلي"),
        below=pattern(r"^(?:ترد|فيما\s+يلي)\b[^.؛]{0,60}توصيات", rf"توصيات[^.؛]{{0,120}}{_FOLLOWING}"),
        reports=pattern(r"(?:تنفيذ|متابعة)\s+(?:هذه\s+)?(?:ال)?توصيات(?!\s+التالية)"),
        asks=pattern(
            r"""(?: (?:لعل|قد)\s+[^.؛:]{1,80}\s[تي]ود(?:\s+(?:النظر\s+في|القيام\s+ب?ما\s+يلي|أن))?
              | (?:قد\s+[تي]ود)\s+[^.؛:]{1,80}
              | (?:[تي]وصي|يوصى|[تي]شجع|[تي]دعو|[تي]دعى|[تي]حث|[تي]طلب\s+(?:إلى|من))\s+[^.؛:]{1,120} )
            \s*[:—]\s*$"""
        ),
        decides=pattern(r"(?:[تي]قرر|قرر|قررت|[تي]وصي|أوصى|[تي]طلب|[تي]دعو)(?:\s+ما\s+يلي)?\s*:\s*$"),
        only=pattern(
            r"""\s*(?:\S+\s+){0,4}? (?:على|إلى|ب|أن)?\s* (?:(?:اتخاذ|النظر\s+في|القيام\s+ب?|[تي]تخذ|[تي]قوم\s+ب)\s*)?
            (?:(?:ال)?(?:خطوات|تدابير|إجراءات|توصيات|أنشطة)\s*)? (?:(?:التالية|الآتية|ما\s+يلي|بما\s+يلي
              |يلي)\s*)* \s*"""
        ),
        opens=re.compile(r"^(?:مواصلة\s+|أن\s+)?(?:تشجيع|دعوة|حث|الطلب|التوصية|مطالبة|[تي]شجع|[تي]دعو|[تي]حث"
            r"|[تي]طلب|[تي]وصي)"),
        incomplete=pattern(r"(?<!\w)(?:مثل|وهي|على\s+سبيل\s+المثال)\s*:\s*$"),
    ),
    adoption=Adoption(
        adopted=pattern(
            rf"(?:اعتمد|اعتمدت|أقر|أقرت|اتفق|اتفقت)\b[^.؛]{{0,160}}{_FOLLOWING}",
            r"^\W*(?:ال\w+\s+و)?(?:ال)?توصيات\s+(?:\S+\s+){0,3}?(?:المعتمدة|التي\s+اعتمد)",
            r"(?:[تي]قرر|قرر|قررت)(?:\s+ما\s+يلي)?\s*:",
        ),
        endorsed=pattern(rf"(?:أقر|أقرت|أيد|أيدت|[تي]قر"
            rf"|[تي]ؤيد)\b[^.؛]{{0,160}}الفريق\s+العامل[^.؛]{{0,160}}(?:{_FOLLOWING}|:)"),
        endorses=pattern(r"(?<!\w)(?:[تي]قر|[تي]ؤيد)(?!\w)"),
        endorses_recommendations=pattern(
            r"(?<!\w)[وف]?(?:[تي]قر|أقرت?|[تي]ؤيد|أيدت?)(?!\w)\s+(?:(?!توصي)[^\s.؛،:]+\s+){0,8}?[وبل]?(?:ال)?توصيات(?!\w)",
        ),
        denies=pattern(
            r"(?<!\w)[وف]?(?:لا|لم|لن|ليس|أن|أنه|أنها|الذي|التي|إذا|لو|كي|لكي|بأن|بأنه|كان|كانت|إذ|[تي]شير|[تي]ستذكر|عدم|سبق)(?!\w)",
        ),
        put_forward=pattern(r"(?:لكي|كي)\s+[تي](?:قرها|ؤيدها|قره|عتمدها|نظر\s+فيها)|(?:لإقرارها|لاعتمادها"
            r"|لتأييدها|للنظر\s+فيها)"),
        draft_report=pattern(r"مشروع\s+(?:ال)?تقرير"),
        draft_decision=pattern(r"مشروع\s+(?:قرار|مقرر)"),
        report_of_meeting=pattern(r"تقرير\s[^.]*(?:اجتماع|دورة|الفريق\s+العامل|مؤتمر|لجنة)"),
        same_meeting=pattern(r"(?<!\w)[وف]?في\s+(?:ذلك\s+الاجتماع|تلك\s+الدورة|الاجتماع\s+نفسه|الدورة\s+نفسها)(?!\w)"),
        of_delegation=pattern(
            r"(?<!\w)و?(?:قدم|اقترح|عرض|طرح|عمم)(?:ت|وا)?\s+(?:عدة\s+|بعض\s+)?(?:ال)?"
            r"(?:ممثلة?|ممثلو|ممثلي|وفد|وفود|مراقبة?|متكلمة?|متكلمون|متكلمين|مشاركون|مشاركين)(?!\w)"
        ),
        in_annex=pattern(
            r"(?<!مشروع\s)(?:ال)?توصيات[^.؛]{0,160}(?:في\s+(?:ال)?مرفق|المرفقة)",
            r"مرفق[^.؛]{0,80}(?:ترد|يتضمن|يحتوي)[^.؛]{0,60}التوصيات",
        ),
        adopts=pattern(
            r"(?<!\w)[وف]?(?:اعتمدت?ها|أقرت?ها)(?!\w)|(?<!\w)[وف]?(?:اعتمدت?|أقرت?)\s+(?:\S+\s+){1,3}(?:هذه\s+)?التوصيات",
            r"التوصيات(?:(?!قرار|تقرير|مقرر)[^.؛،]){0,120}(?:المعتمدة|اعتمدت)(?!\w)",
        ),
        compilation=pattern(r"^(?:تجميع|مجموعة)\s+[^.]*توصيات"),
    ),
    bodies=short_names(
        _BODIES,
        _OTHER,
        longer=rf"""(?:(?<!\w)|(?<=(?<!\w)[وفبلك])) (?P<word>{"|".join(_BODIES)}|(?P<noun>لجنة|مجلس|مؤتمر|محفل)) (?!\w)
            (?P<other> (?(noun)(?=\s+\w)|(?=\s+(?:{_OTHER}))) )?""",
    ),
    meetings=meeting_grammar(
        Ordinals(rf"(?:(?:ال)?(?:{alternation(_ORDINALS).replace(chr(92) + 's+عشر', chr(92) + 's+(?:ال)?عشر')})"
            rf"|\d{{1,3}})(?!\w)", _read_ordinal),
        mention=r"(?<!\w)[وفبل]{0,2}(?:ال)?(?P<kind>{kind})(?P<its>ها|ه)?(?:\s+ال(?:استثنائية|طارئة))*\s+(?P<ordinals>{ordinal})",
        kinds={"اجتماع": MEETING, "دورة": SESSION, "دورت": SESSION, "جلسة": SITTING, "جلست": SITTING},
        of=r"\s+(?:ل)?",
        congress=r"(?:مؤتمر\s+الأمم\s+المتحدة|المؤتمر)\s+(?P<ordinals>{ordinal})\s+لمنع\s+الجريمة"
            r"(?:\s+(?:والعدالة\s+الجنائية|ومعاملة\s+المجرمين))?",
        plenary="العامة",
        subject=r"(?:[^،؛.]{0,60}،){1,3}?\s*\S+\s+(?P<body>(?P<organ>المكتب\s+الموس[^\s،]*|هيئة\s+(?:ال)?مكتب))",
        bureau=r"(?<!\w)(?:المكتب\s+الموس[^\s،]*|هيئة\s+(?:ال)?مكتب)",
    ),
    asks=re.compile(
        r"^[^.؛:]{0,300}?(?<!\w)[وف]?(?:ينبغي|يجب|يتعين|[تي]شجع|[تي]حث|[تي]دعى|يوصى|[تي]طلب\s+(?:إلى|من))(?!\w)"
        r"|^[وف]?(?:[تي]وصي|[تي]دعو|لعل)\s"
    ),
    concludes=pattern(r"^[وف]?(?:[تي]وصي|أوصى|أوصت)\s+(?:اللجنة|الفريق|المؤتمر|المجلس)(?:\s+\S+){0,5}?\s+(?:بأن|أن|ب)",
        r"^[وف]?(?:حثت?|[تي]حث|طلبت?|[تي]طلب|دعا|دعت|[تي]دعو|شجعت?|[تي]شجع)\s+(?:اللجنة|الفريق|المؤتمر|المجلس)(?!\w)"),
    marks=re.compile(r"[\u064b-\u0652\u0640]"),
)  # fmt: skip
