"""The wording of operative paragraphs in Chinese."""

from __future__ import annotations

from recommendations.extraction.operative.words import OperativeWords
from recommendations.extraction.types import Strength

CHINESE = OperativeWords(
    organ=r"(?:大会|理事会|委员会|会议|工作组|论坛|执行局|主席团|小组)",
    article=r"(?=[《“\u4e00-\u9fff])",
    requests=(
        (Strength.REQUIRED, "责成|指示|责令|勒令"),
        (
            Strength.URGED,
            "敦促|促请|吁请|呼吁|要求|恳请|请(?!求)"
            "|(?:重申|再次提出|再度发出)(?=其(?:[\u4e00-\u9fff]{0,4})(?:呼吁|请求|要求|邀请))",
        ),
        (Strength.ENCOURAGED, "鼓励|建议"),
        (Strength.INVITED, "邀请|邀"),
    ),
    statements=(
        "(?:赞赏地|关切地|满意地|遗憾地|感兴趣地|深为关切地|高兴地)?注意到"
        "|表示(?:[\u4e00-\u9fff]{0,4}(?:关切|感谢|赞赏|支持|满意|遗憾|希望))?|欢迎|决定|赞赏|重申|强调|着重指出"
        "|确认|认识到|核可|核准|批准|通过|申明|回顾|认可|赞同|感谢|谴责|痛惜|宣布|宣告|赞扬|期待|铭记|承认|肯定|祝贺|授权"
        "|认为|认定|断定|确信|相信|同意|采纳|维持|保留|恢复|终止|撤销|委托|设立|任命|延长|指出|突出|支持|念及|深信|提醒|遗憾|对"
    ),
    adverbs="(?:又|还|并|再次|再度|强烈|进一步|也|同时|特别|此外|另|郑重|一致|坚决|深为|最后|着重)",
    joined="[，；。、]|(?<=[，；])",
    annex="附件|附录",
    draft="(?:决议|决定)草案",
    decision="(?:第?\\S{0,12}\\d\\S{0,9}号)?决定",
    adopted="(?:决议|决定)",
    head="^(?:[、和及与，][^向对给由为在从]{0,8}|[所其有相各该全还未联][^向对给由为在从]{0,10}|)",
    is_spaced=False,
)
