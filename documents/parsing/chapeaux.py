"""The words by which a paragraph introduces a list, in each language."""

from __future__ import annotations

import re

CHAPEAU_END = re.compile(r"[:：]\W*$")
_INTRODUCES = (
    r"\b(?:the|these|its|their)\sfollowing\b|\bas\sfollows\b|\bfollowing\s\w+ions?\b|\bbelow\b|\bhereunder\b",
    r"\bsuivant(?:e?s|e)\b|\bci-(?:après|dessous)\b",
    r"\bsiguientes?\b|\ba\scontinuación\b",
    r"\bследующ\w+|\bниже\w*",
    r"如下|下列|以下",
    r"(?:التالي|الآتي)ة?|(?:ما|كما)\s+يلي|أدناه",
)
"""English, French, Spanish, Russian, Chinese and Arabic."""
_ANY = re.compile("|".join(_INTRODUCES), re.IGNORECASE)
_SENTENCES = re.compile(r"[.!?]\s+(?=[A-ZÀ-ÞА-ЯЁ“«])|[。؟]")


def introduces_list(text: str) -> bool:
    """Return whether a paragraph introduces what comes below it: it ends in a colon, or its last sentence says so."""
    if CHAPEAU_END.search(text):
        return True
    sentences = [sentence for sentence in _SENTENCES.split(text) if sentence.strip()]
    return bool(sentences) and bool(_ANY.search(sentences[-1]))
