"""Recognize paragraphs that introduce a list, in each official language."""

from __future__ import annotations

import re

CHAPEAU_END = re.compile(r"[:：]\W*$")
_INTRODUCTORY_WORDS = (
    r"\b(?:the|these|its|their)\sfollowing\b|\bas\sfollows\b|\bfollowing\s\w+ions?\b|\bbelow\b|\bhereunder\b",
    r"\bsuivant(?:e?s|e)\b|\bci-(?:après|dessous)\b",
    r"\bsiguientes?\b|\ba\scontinuación\b",
    r"\bследующ\w+|\bниже\w*",
    r"如下|下列|以下",
    r"(?:التالي|الآتي)ة?|(?:ما|كما)\s+يلي|أدناه",
)
"""English, French, Spanish, Russian, Chinese and Arabic."""
_INTRODUCTORY = re.compile("|".join(_INTRODUCTORY_WORDS), re.IGNORECASE)
_SENTENCE_BREAK = re.compile(r"[.!?]\s+(?=[A-ZÀ-ÞА-ЯЁ“«])|[。؟]")


def introduces_list(text: str) -> bool:
    """Return whether a paragraph introduces a list: it ends in a colon, or its last sentence contains "below"."""
    if CHAPEAU_END.search(text):
        return True
    sentences = [sentence for sentence in _SENTENCE_BREAK.split(text) if sentence.strip()]
    return bool(sentences) and bool(_INTRODUCTORY.search(sentences[-1]))
