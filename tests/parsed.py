"""Handmade parsed documents and extractions for tests."""

from __future__ import annotations

import datetime
from typing import Any

from documents.parsing.types import (
    Block,
    BlockKind,
    Box,
    Doubt,
    Footnote,
    Masthead,
    NoteRef,
    PageBreak,
    ParsedDocument,
    SymbolHint,
)
from recommendations.extraction.types import (
    ArticleTarget,
    DraftRecommendation,
    Extraction,
    MeetingMention,
    Reference,
    ReferenceKind,
    Status,
    Strength,
    TopicMatch,
)

ITEM = "States parties are encouraged to make use of article 19 of the Convention."


def masthead(*symbols: str, **fields: Any) -> Masthead:
    values: dict[str, Any] = {
        "symbols": symbols,
        "title": "Joint investigations",
        "date": datetime.date(2021, 3, 26),
        "distribution": "General",
        "language": "en",
        "original_languages": ("en",),
        "body": "Conference of the Parties to the United Nations Convention against Transnational Organized Crime",
        "subsidiary_body": "Working Group on International Cooperation",
        "symbol_hints": () if symbols else (SymbolHint("CTOC/COP/WG.3/2021/?", "The body and the year are known."),),
    }
    return Masthead(**(values | fields))


def parsed(*symbols: str, items: int = 2, **fields: Any) -> ParsedDocument:
    """Return a document with a heading, a chapeau with a footnote, and lettered items below it."""
    blocks = [
        Block(0, BlockKind.HEADING, "Recommendations", label="I", level=1, path="I", anchor="i"),
        Block(
            1,
            BlockKind.PARAGRAPH,
            "The Working Group adopted the following recommendations:",
            label="1",
            headings=(0,),
            path="para. 1",
            anchor="para-1",
            page=2,
            breaks=(PageBreak(12, 3, Box(120, 80, 480, 92)),),
            notes=(NoteRef("1", 17, 0),),
        ),
    ]
    for number in range(items):
        letter = chr(ord("a") + number)
        blocks.append(
            Block(
                2 + number,
                BlockKind.ITEM,
                ITEM,
                label=f"({letter})",
                level=1,
                headings=(0,),
                parent=1,
                path=f"para. 1 ({letter})",
                anchor=f"para-1-{letter}",
                page=2,
            )
        )
    return ParsedDocument(
        file="joint.pdf",
        format="pdf",
        parser_version="1",
        masthead=masthead(*symbols, **fields),
        blocks=tuple(blocks),
        footnotes=(Footnote("1", "See article 99 of the Convention.", page=2, block=1),),
        pages=2,
        doubts=(Doubt("gap", "A number is missing."),),
    )


TWELFTH = MeetingMention(
    "wg-international-cooperation",
    12,
    datetime.date(2021, 3, 25),
    datetime.date(2021, 3, 26),
    "Vienna",
)
ELEVENTH_SESSION = MeetingMention("cop", 11, datetime.date(2022, 10, 17), datetime.date(2022, 10, 21), "Vienna")


def article(block: int, *targets: str, start: int = 43, end: int = 53) -> Reference:
    article_targets = tuple(ArticleTarget("untoc", target) for target in targets)
    return Reference(ReferenceKind.ARTICLE, ITEM[start:end], start, end, block=block, articles=article_targets)


def mention(block: int, meeting: MeetingMention) -> Reference:
    return Reference(ReferenceKind.MEETING, "meeting", 0, 7, block=block, meeting=meeting)


def draft(letter: str, block: int, *references: int, **fields: Any) -> DraftRecommendation:
    values: dict[str, Any] = {
        "label": f"({letter})",
        "path": f"para. 1 ({letter})",
        "anchor": f"para-1-{letter}",
        "text": ITEM,
        "blocks": (block,),
        "heading": "Recommendations",
        "page": 2,
        "addressees": ("States parties",),
        "verb": "are encouraged to",
        "action": "are encouraged to make",
        "strength": Strength.ENCOURAGED,
        "status": Status.FOR_ENDORSEMENT,
        "adopted_by": TWELFTH,
        "meeting": TWELFTH,
        "put_to": ELEVENTH_SESSION,
        "references": references,
        "topics": (
            TopicMatch("joint-investigations", "Recommendations", in_heading=True),
            TopicMatch("joint-investigations", "joint"),
        ),
        "form": "lettered",
    }
    return DraftRecommendation(**(values | fields))


def extraction(*drafts: DraftRecommendation, references: tuple[Reference, ...] = (), **fields: Any) -> Extraction:
    """Return an extraction, by default two drafts citing articles 19 and 20 and a footnote citing a missing one."""
    unknown_article = Reference(
        ReferenceKind.ARTICLE, "article 99", 4, 14, footnote=0, articles=(ArticleTarget("untoc", "99"),)
    )
    values: dict[str, Any] = {
        "recommendations": drafts or (draft("a", 2, 0), draft("b", 3, 1)),
        "references": references or (article(2, "19", "20"), article(3, "19"), unknown_article),
        "meeting": ELEVENTH_SESSION,
    }
    return Extraction(**(values | fields))
