"""Chinese, written without spaces."""

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
    ShortNames,
    pattern,
    phrases,
)
from recommendations.extraction.languages.meetings import MEETING, SESSION, Ordinals, meeting_grammar

_ALSO = "(?:还|又|也|进一步|并|再次|同时)?"
_ADDRESSEE = "(?=各|所有|有关|尚未|缔约|会员|成员国|秘书|联合国|毒品|请求国|被请求国|国家|大会)"
_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九", start=1)}


def _read_ordinal(printed: str) -> int:
    number = printed.removeprefix("第").strip()
    if number.isdigit():
        return int(number)
    tens, ten, units = number.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(units, 0)


PHRASES = phrases(
    (REQUIRED, "必须|务必|(?<![必无务])须(?!知)"),
    (URGED, f"{_ALSO}(?:(?:强烈)?(?:敦促|促请|吁请|呼吁)|(?:强烈|大力)(?:鼓励|建议))", "active"),
    (URGED, f"{_ALSO}(?<![申聘邀提])(?:请求|要求|请){_ADDRESSEE}", "active"),
    (SHOULD, "应当|(?<![便适事不相权似合])宜(?=[\u4e00-\u9fff])|(?<![反适供相响对效])应(?!请求|要求|[对用答急])"),
    (ENCOURAGED, f"{_ALSO}(?:鼓励|建议{_ADDRESSEE})", "active"),
    (INVITED, f"{_ALSO}邀请", "active"),
    (INVITED, f"{_ALSO}(?:不妨|似宜)", "may_wish"),
    is_spaced=False,
)

_BODIES = {
    "缔约国会议": "Conference of the States Parties",
    "缔约方会议": "Conference of the Parties",
    "会议": "Conference",
    "工作组": "Working Group",
}
"""Short names. "会议" is the Conference only as the subject of "may wish to"; otherwise it is any meeting."""

LANGUAGE = Language(
    code="zh",
    phrases=PHRASES,
    addressees=Addressees(
        forms={
            "states-parties": "(?:公约)?缔约国(?!会议)",
            "signatories": "签署国",
            "member-states": "会员国|成员国",
            "requesting-states": "(?<!被)请求国",
            "requested-states": "被请求国",
            "states": "各国(?!政府)|国家",
            "governments": "各国政府",
            "central-authorities": "中央(?:主管)?机关",
            "competent-authorities": "(?:国家)?主管(?:机关|部门|当局)",
            "conference-of-the-parties": "缔约方会议",
            "conference-of-the-states-parties": "缔约国会议",
            "secretariat": "秘书处",
            "unodc": "(?:联合国)?毒品和犯罪问题办公室(?:（毒品和犯罪问题办公室）)?|毒罪办",
            "general-assembly": "(?:联合国)?大会",
            "secretary-general": "秘书长",
        },
        before=re.compile("(?:^|[，；。：])(?:各|所有|有关|在这方面)*$"),
        joint=re.compile("(?:、|和|及|以及|与(?![^，。；]{1,30}(?:合作|协作|协商|磋商|配合))|或)(?:其他|各|有关)*"),
        after=re.compile("(?:各|所有|有关|尚未[^，。；]{1,60}?的(?=缔约|会员|国家|各国))*"),
        binds_adjacent=True,
        comma="，",
        end="(?!的)",
    ),
    headings=Headings(
        debate=pattern("[^，。]{0,6}(?:讨论|辩论|审议|发言)"),
        recommendations=pattern(
            r"\W*(?:(?:主要)?(?:结论|意见|发现|提议)(?:和|与|及|、|和/或)?)?(?:各项|主要|一般|战略|政策|议定"
            r"|其他)?建议(?:草案|摘要)?"
            r"(?:\s*$|\s*[（(]续[)）]|\s*[:：]|和|与)",
            r"\W*[^，。：]{1,30}(?:通过|商定|提出|提交|审议)?的(?:各项)?建议(?:和结论|草案)?\s*$",
            r"\W*(?:商定|议定)(?:的)?(?:结论和)?建议(?:和结论)?(?:清单|一览)?\s*$",
            r"\W*(?:拟议|建议)(?:采取)?的?(?:措施|行动)\s*$",
        ),
        conclusions=pattern("结论|意见|发现"),
        decision=pattern(r"第?\s*\d+(?:/\d+)?\s*号决定|决定\s*\d+"),
        paper=pattern("[^。]{0,30}(?:背景|工作|讨论|会议室)文件$"),
        recommendation="建议",
        number=r"\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})",
    ),
    chapeaux=Chapeaux(
        introduces=pattern("(?:以下|下列)(?:各项|结论和|几项)?建议", "建议(?:如下|采取以下)"),
        below=pattern("^(?:以下|下列)(?:各项)?建议", "建议[^。；]{0,60}(?:如下|载列如下|列于下文"
            "|见下文)", "通过(?:了)?(?:以下|下列)(?:各项)?建议"),
        reports=pattern("(?:执行|落实|实施)(?:这些|各项|上述)?建议"),
        asks=pattern(
            r"""(?: 似宜|不妨(?:考虑)?|建议[^。；：:]{0,60}|(?:鼓励|敦促|邀请|促请)[^。；：:]{1,60}|请(?:秘书
              |各|缔约|会员)[^。；：:]{1,60} )
            \s*[:：—]\s*$"""
        ),
        decides=pattern(r"(?:决定|建议|请|邀请)\s*[:：]\s*$"),
        only=pattern(
            r"""\s*(?:各国|缔约国|会员国|秘书处|[^，。；]{0,12})? (?:采取|考虑|执行|开展)?
            (?:以下|下列|如下)?(?:步骤|措施|行动|建议|活动)? \s*"""
        ),
        incomplete=pattern(r"(?:例如|比如|诸如|即)\s*[:：]\s*$"),
        opens=re.compile("^(?:继续|进一步)?(?:鼓励|邀请|敦促|促请|请|建议|要求)"),
    ),
    adoption=Adoption(
        adopted=pattern(
            "(?:通过|商定|议定)[^。；]{0,60}(?:以下|下列|下述|如下)",
            r"^\W*[^，。]{0,40}(?:通过的)(?:各项)?建议",
            r"决定\s*[:：]",
        ),
        endorsed=pattern("(?:核可|核准|赞同)[^。；]{0,60}工作组[^。；]{0,60}(?:以下|下列|如下|：|:)", "(?:核可"
            "|核准)了?(?:以下|下列)[^。；]{0,30}工作组[^。；]{0,30}建议"),
        endorses=pattern("核可|赞同"),
        endorses_recommendations=pattern("(?:核可|核准|赞同|认可)(?!的)[^。；;]{0,120}?建议"),
        denies=pattern("[不未没供请拟可]|无法|回顾|忆及|重申|如果|是否|曾|建议|以便|邀请"),
        put_forward=pattern("供[^。；，]{1,40}(?:核可|审议|通过|核准)|提交[^。；，]{1,40}(?:核可|审议|通过|核准)"),
        draft_report=pattern("报告草稿|报告草案"),
        draft_decision=pattern("决议草案|决定草案"),
        report_of_meeting=pattern("(?:会议|届会|工作组|委员会)[^。]*报告"),
        same_meeting=pattern(r"(?:在?该次|在?同次|在?上述|在该)(?:会议|届会)"),
        of_delegation=pattern(
            r"^(?:[^。；：]{0,60}，)?[^。；：，]{0,30}(?:代表团?|观察员|发言者|发言人|与会者)[^。；：，]{0,20}(?:提交|提出|介绍|分发)"
        ),
        in_annex=pattern("建议(?!草案)[^。；]{0,80}(?:附件|附后)|附件[^。；]{0,60}建议(?!草案)"),
        adopts=pattern(
            "(?:通过|核准|商定)了?(?:这些|上述|该|各项){1,2}建议|(?:通过|核准|商定)的[^。；，决]{0,20}建议",
            "建议(?:(?!决议|决定|报告)[^。；，]){0,40}(?:通过|核准|商定)",
        ),
        compilation=pattern("^[^。]*建议(?:的)?汇编$"),
    ),
    bodies=ShortNames(re.compile(
        r"(?<![约》])(?P<word>缔约[国方]会议|(?<![\u4e00-\u9fff])(?:会议(?=[还也又]?(?:似宜|不妨))|工作组))"
    ), _BODIES, re.compile(
        r"(?:(?<=[\u4e00-\u9fff》])(?<!《公约》)(?<![在由向的和与及或对经请该本其为至便供让使将时求议定助交给])(?P<other>))?"
        r"(?P<word>缔约[国方]会议|委员会|理事会|工作组)"
    )),
    meetings=meeting_grammar(
        Ordinals(r"第\s*(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]|\d{1,3})", _read_ordinal),
        mention=r"(?P<its>其)?(?P<ordinals>{ordinal}(?:\s*[次届]?\s*(?:和|、){ordinal}){0,5})\s*(?:次)?(?:续会"
            r"|特别|全体|常)?(?P<kind>{kind})",
        kinds={"届(?:续|常|(?:紧急)?特别)?会议?": SESSION, "会议": MEETING, "届": SESSION},
        of="(?<=届)",
        unknown_body="(?P<body>[\u4e00-\u9fff]{1,30}?(?:大会|会议|论坛|峰会))",
        plenary="全体",
        bureau="(?:扩大)?主席团",
        has_numbered_sittings=True,
        is_spaced=False,
    ),
    asks=re.compile(
        f"^[^。；：]{{0,100}}?(?:应当(?!指出)|必须|鼓励|敦促|促请|邀请|不妨|似宜|(?<![反适供相响对效])应(?!请求|要求|[对用答急])"
        f"|请{_ADDRESSEE}|建议{_ADDRESSEE})"
    ),
    concludes=pattern("^(?:[^，。；]{0,10})(?:委员会|工作组|理事会|缔约方会议)(?:还|又|也|并|另外|进一步|同时)?"
        f"(?:建议|敦促|促请|吁请|呼吁|鼓励|邀请|请{_ADDRESSEE})"),
)  # fmt: skip
