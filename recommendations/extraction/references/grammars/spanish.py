"""Spanish: "artículo 16, párrafo 4, de la Convención", "párrafo 4 del artículo 16", "apartado b) del artículo 2"."""

from __future__ import annotations

from recommendations.extraction.references.grammars.base import DASH, LETTER_AHEAD, Grammar, pattern

_NO_TITLE = r"(?!\s+(?:contra|sobre|relativ[oa]|de\s+las\s+Naciones|[Ee]uropea|[Ii]nteramericana|para|que)\b)(?!\w)"

SPANISH = Grammar(
    article=pattern(r"(?<![\w/#.-])(?:[Aa]rtículo|[Aa]rt\.)\s*(?=\d)"),
    articles=pattern(r"(?<![\w/#.-])(?:[Aa]rtículos|[Aa]rts\.)\s*(?=\d)"),
    paragraph=pattern(r"(?<!\w)(?:[Pp]árrafo|[Pp]árr\.)\s*(?=\d)"),
    paragraphs=pattern(r"(?<!\w)(?:[Pp]árrafos|[Pp]árrs\.)\s*(?=\d)"),
    subparagraph=pattern(rf"(?<!\w)(?:[Aa]partados?|[Ii]ncisos?)\s*{LETTER_AHEAD}"),
    conjunction=pattern(r"\s*,?\s+(?:y|e|o)\s+"),
    to=pattern(rf"\s+a\s+|{DASH}"),
    of=pattern(r"\s*,?\s+(?:de\s+los|de\s+las|del|de)\s+"),
    determiner=pattern(r"(?:la|el|los|las|esa|ese|esta|este|dicha|dicho|su)\s+"),
    joint=pattern(r"\s*,?\s*(?:y|e|o|así\s+como)?\s*(?:de\s+la|del|de|la|el|los)?\s*"),
    convention=pattern(rf"(?:(?:[Ll]a|[Ee]sa|[Ee]sta|[Dd]icha)\s+)?Convención{_NO_TITLE}"),
    protocol=pattern(rf"(?:(?:[Ee]l|[Ee]se|[Ee]ste|[Dd]icho)\s+)?Protocolo{_NO_TITLE}"),
    charter=pattern(r"(?:[Ll]a\s+)?Carta(?!\s+(?:de|africana|democrática)\b)(?!\w)"),
    the_same=pattern(r"[Ee]s[ae]|[Ee]st[ae]|[Dd]ich[ao]"),
    those=pattern(
        r"(?:cada\s+uno\s+de\s+ellos|(?:esos|estos|dichos)\s+(?:dos\s+)?artículos|(?:ese|este|dicho)\s+artículo)"
    ),
    respectively=pattern(r"\s*,?\s+respectivamente(?!\w)"),
    aside=pattern(r",\s+(?:relativo|sobre|referente)[^,;.()]{3,80},(?=\s+d)"),
    supplementing=pattern(r"que\s+complementa\s+(?:la\s+)?$"),
    outside=pattern(
        r"""(?<!\w)(?:Convención|Convenio|Pacto|Tratado|Acuerdo|Carta|Protocolo|Declaración)\s+
        (?:(?:Internacional|[Ee]urope[ao]|[Ii]nteramerican[ao]|[Aa]frican[ao])\s+)?(?:sobre|contra|de|del|para)\s+[^,.;()]{3,80}
        | (?<!\w)(?:Constitución|Código\s+\w+|Código)(?!\w)"""
    ),
    owner=pattern(r"(?:(?:la|el|los|las|su)\s+)?(?:[\w’'.-]+\s+){0,5}[\w’'-]+"),
    national=pattern(r"(?<!\w)(?:[Cc]ódigo|Constitución|[Ll]ey|[Dd]ecreto|[Ee]statuto)(?!\w)"),
)
