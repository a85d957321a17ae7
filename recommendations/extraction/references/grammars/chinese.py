"""Chinese: "《公约》第十六条第四款". The instrument comes first; the number is between 第 and 条.

Because the order differs from other languages, :mod:`.provisions_chinese` reads the numbers. This grammar only has the
patterns of instruments and of the words that join them.
"""

from __future__ import annotations

from recommendations.extraction.references.grammars.base import NOTHING, Grammar, pattern

_BEFORE_SHORT = r"(?:(?<![\u4e00-\u9fff》])|(?<=[据照按在见与和及或以由即对]))"
"""Matches before "公约" without title marks where no longer name can end."""

CHINESE = Grammar(
    article=NOTHING,
    articles=NOTHING,
    paragraph=NOTHING,
    paragraphs=NOTHING,
    conjunction=pattern(r"[和或及、]"),
    to=pattern(r"[至到]"),
    of=NOTHING,
    determiner=NOTHING,
    joint=pattern(r"[和或及、]?"),
    latter=pattern(r"后者|(?:后|第二)(?:一)?(?:项|个|部)?(?:《公约》|公约|《议定书》|议定书|文书|条约)"),
    former=pattern(r"前者|(?:前|第一)(?:一)?(?:项|个|部)?(?:《公约》|公约|《议定书》|议定书|文书|条约)"),
    either=pattern(
        r"(?:(?:这|上述|该)?[两二三](?:项|个|部)?(?:公约|议定书|文书)|(?:其中|任何|任|每|某)(?:之?一)?(?:项|个|部)?(?:公约|议定书|文书)?|二者|两者)"
        r"(?:之一|中的?(?:任何)?一(?:项|个)|各自)?的?(?=第)"
    ),
    convention=pattern(rf"《公约》|[本该]公约|{_BEFORE_SHORT}公约"),
    protocol=pattern(rf"《议定书》|[本该]议定书|{_BEFORE_SHORT}议定书"),
    instrument=pattern(r"(?:该|同一|上述)(?:文书|条约)"),
    distributed=pattern(r"分别"),
    longer_name=pattern(r"《[^《》]+$"),
    law=pattern(r"条约|协定|协议|条例|该法|法律"),
    possessive=pattern(r"其(?=第)"),
    charter=pattern(r"《宪章》"),
    unspecified=pattern(r"(?:没有?|未|并未)[^。；]{0,6}(?:说明|指明|注明|言明|明确)[^。；]{0,10}(?:哪|何|所指)"),
    background=pattern(r"以[^，。；]{1,80}为(?:基础|依据|蓝本|范本|先例)|(?:参照|借鉴|仿照)[^，。；]{1,80}"),
    refers_back=pattern(r"该"),
    outside=pattern(
        r"《[^《》]{2,60}(?:公约|条约|盟约|议定书|协定|宪章|宣言|规约|规则|法|法典|宪法)》|《[^《》]{2,60}》(?=第)|宪法|刑法典?"
        r"|[\u4e00-\u9fff]{1,12}(?:法|法典|法令|条例|条约|协定|协议|章程|办法)(?=第[\d一二三四五六七八九十百零]{1,5}条)"
    ),
    owner=NOTHING,
    national=pattern(r"宪法|刑法|法典|法》|法$|法令|条例"),
    treaty=pattern(r"公约|条约|盟约|议定书|协定|宪章|规约"),
)
