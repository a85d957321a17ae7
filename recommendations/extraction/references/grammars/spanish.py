"""Spanish: "artículo 16, párrafo 4, de la Convención", "párrafo 4 del artículo 16", "apartado b) del artículo 2"."""

from __future__ import annotations

from recommendations.extraction.references.grammars.base import (
    ACRONYM,
    ASIDE,
    DASH,
    LETTER_AHEAD,
    Grammar,
    pattern,
    title,
)

_NO_TITLE = r"(?!\s+(?:contra|sobre|relativ[oa]|de\s+las\s+Naciones|[Ee]uropea|[Ii]nteramericana|para|que)\b)(?!\w)"
_NO_TITLE += r"(?!\s+(?:(?:del?|de\s+la|de\s+los)\s+)?(?:[A-ZÁÉÍÓÚ]|\d{4}))"

_ONE_OF = r"""(?:\s+(?:Convención|Convenio|Protocolo|tratado|instrumento|texto)|\s+de\s+(?:ell[ao]s
    |(?:es[ao]s|est[ao]s|dich[ao]s|l[ao]s)\s+(?:dos\s+)?(?:[Cc]onvenciones|[Pp]rotocolos|tratados|instrumentos|textos)))"""
_PRONOUN = (
    r"""(?=\s*[,;:(]|\s+(?:en|lo|la|se|y|por)(?!\w)|\s+[^\s,.;:]+\s+(?:[^\s,.;:]+\s+){0,6}en\s+(?:sus?|el)\s+art)"""
)
_TITLE = title(stop=r"(?<![\w])(?:[Aa]rt(?:ículo|\.)|[Pp]árr(?:afo|\.)|[Cc]onvención|[Pp]rotocolo)")

SPANISH = Grammar(
    article=pattern(r"(?<![\w/#.-])(?:[Aa]rtículo|[Aa]rt\.)\s*(?=[\dIVX]|primero)"),
    articles=pattern(r"(?<![\w/#.-])(?:[Aa]rtículos|[Aa]rts\.)\s*(?=[\dIVX])"),
    paragraph=pattern(r"(?<!\w)(?:[Pp]árrafo|[Pp]árr\.|§)\s*(?=\d)"),
    paragraphs=pattern(r"(?<!\w)(?:[Pp]árrafos|[Pp]árrs\.|§§)\s*(?=\d)"),
    subparagraph=pattern(rf"(?<!\w)(?:[Aa]partados?|[Ii]ncisos?)\s*{LETTER_AHEAD}"),
    conjunction=pattern(rf"\s*,?\s+(?:y|e|o|así\s+como){ASIDE}\s+"),
    to=pattern(rf"\s+a\s+|{DASH}"),
    of=pattern(r"\s*,?\s+(?:de\s+los|de\s+las|del|de)\s+(?:(?:mismo|citado|mencionado)\s+)?"),
    determiner=pattern(
        r"(?:la\s+(?:misma|citada|mencionada)|(?:mismo|citado|mencionado)|la|el|los|las|esa|ese|esta|este|dicha|dicho|su)\s+"
    ),
    joint=pattern(rf"\s*,?\s*(?:(?:y|e|o|así\s+como){ASIDE})?\s*(?:de\s+la|del|de|al|a\s+los|la|el|los)?\s*"),
    convention=pattern(
        rf"(?:(?<!\w)(?:[Ll]a|[Ee]sa|[Ee]sta|[Dd]icha|(?:[Ll]a\s+)?(?:misma|citada|mencionada))\s+)?Convención{_NO_TITLE}"
    ),
    protocol=pattern(rf"(?:(?<!\w)(?:[Ee]l|[Ee]se|[Ee]ste|[Dd]icho|mismo|citado|mencionado)\s+)?Protocolo{_NO_TITLE}"),
    charter=pattern(r"(?:[Ll]a\s+)?Carta(?!\s+(?:de|africana|democrática)\b)(?!\w)"),
    refers_back=pattern(r"[Ee]s[ae]\s|[Ee]st[ae]\s|[Dd]ich[ao]|mism[ao]|citad[ao]|mencionad[ao]"),
    articles_back_reference=pattern(
        r"(?:cada\s+uno\s+de\s+ellos|(?P<noun>(?:[Ee]sos|[Ee]stos|[Dd]ichos)\s+(?:dos\s+)?artículos"
        r"|(?:[Ee]se|[Ee]ste|[Dd]icho|(?:[Ee]l\s+)?mismo|citado)\s+artículo))"
    ),
    respectively=pattern(r"\s*,?\s+respectivamente(?!\w)"),
    link=pattern(
        r"""\s*,?\s+(?:ambos\s+)?(?P<both>tanto\s+)?
        (?:(?:de|en)\s+(?:los|las)|del|de|en|(?:con\s+arreglo|conforme)\s+a(?:l)?|en\s+virtud\s+del?)\s+"""
    ),
    filler=pattern(
        r"""\s*,?\s+(?:(?:y|e|o|así\s+como|incluid[oa]s?)\s+)?
        (?: (?:(?:las?|los|sus|todas?)\s+)*(?:otr[oa]s|demás)\s+(?:disposiciones|artículos|párrafos)
            (?:\s+(?:pertinentes|conexas?|aplicables|correspondientes|siguientes))?
          | (?:(?:las?|los|sus)\s+)?(?:disposiciones|artículos)
            \s+(?:pertinentes|conexas?|aplicables|correspondientes|siguientes)
          | entre\s+otr[oa]s | en\s+particular | en\s+especial | inter\s+alia | y\s+siguientes )(?!\w)"""
    ),
    latter=pattern(
        rf"(?:[Ee]st[ae]|[Ll]a|[Ee]l|(?<=del))?\s*(?:últim[ao]|segund[ao])(?:{_ONE_OF}|{_PRONOUN}|(?P<bare>))(?!\w)"
    ),
    former=pattern(rf"(?:[Ll]a|[Ee]l|(?<=del))?\s*primer[ao]?(?:{_ONE_OF}|{_PRONOUN}|(?P<bare>))(?!\w)"),
    either=pattern(
        r"""(?:(?:un[ao]\s+[uo]\s+(?:de\s+)?(?:la\s+)?(?:el\s+)?otr[ao]|un[ao]|cualquiera|cada\s+un[ao]|ambos|ambas|tod[ao]s)
          (?:\s+(?:de|y\s+otr[ao]\s+de)\s+
            (?:ell[ao]s|(?:las|los|es[ao]s|est[ao]s|dich[ao]s)\s+(?:\w+\s+)?
              (?:[Cc]onvenciones|[Pp]rotocolos|tratados|instrumentos)))
        | (?:la\s+|el\s+)?un[ao]\s+[uoy]\s+(?:de\s+)?(?:la\s+|el\s+)?otr[ao]
            (?:\s+(?:Convención|Protocolo|tratado|instrumento))?
        | (?:ambas|ambos|(?:las|los)\s+(?:dos|tres|cuatro)|est[ao]s\s+(?:dos|tres)|cualquier|cada)
          (?:\s+(?:[Cc]onvenci(?:ón|ones)|[Pp]rotocolos?|tratados?|instrumentos?))
        | ambas | ambos | cualquiera(?:\s+de\s+l[ao]s\s+(?:dos|tres))? | ell[ao]s)(?!\w)"""
    ),
    acronym=pattern(ACRONYM.pattern + r"|\s+del?\s+(?P<of>[A-Z]{2,6})(?!\w)"),
    further=pattern(r"\s*,?\s+así\s+como\s+"),
    unspecified=pattern(
        r"""(?<!\w)(?:sin|no)\s[^.;]{0,30}?(?<!\w)(?:decir|dij|dic|precis|indic|especific|mencion|aclar|señal)\w*\s[^.;]{0,20}?
        (?:cuál(?:es)?(?!\w)|qué\s+(?:convención|protocolo|tratado|instrumento|texto))"""
    ),
    background=pattern(
        r"(?<!\w)(?:basándose|basada|inspirándose|inspirada|sobre\s+la\s+base|siguiendo\s+el\s+(?:ejemplo|modelo))\s[^;.]{1,150}?,"
    ),
    has_half_brackets=True,
    together=pattern(
        r"""[\s,]*(?:(?:que|y|es|son|debe[n]?|puede[n]?|ha[n]?|de|ser|se|leíd[oa]s?|leerse|lee[n]?|interpretarse|interpretad[oa]s?|aplicarse)\s+){0,6}
        (?:junto|juntos|juntamente|conjuntamente|en\s+(?:conjunción|combinación|relación|conjunto))\s+con\s+(?:el\s+|los\s+)?"""
    ),
    supplementing=pattern(r"que\s+complementa\s+(?:la\s+)?$"),
    outside=pattern(
        rf"""(?<!\w)(?:Convención|Convenio|Pacto|Tratado|Acuerdo|Carta|Protocolo|Declaración|Estatuto)\s+
        (?:[\w-]+\s+)?(?:sobre|contra|del?|para)\s+{_TITLE}
        | (?<!\w)(?:Convención|Convenio|Carta)\s+(?:[A-Z]\w+(?:ana|ano|ea|eo))(?!\w) | (?<!\w)Pacto(?!\w)
        | (?<!\w)(?:[Ll]ey|[Dd]ecreto)\s+
            (?:[Mm]odelo|[Tt]ipo|núm\.|n[.ºo°]|\d|[A-Z]|sobre|contra|de\s+(?:la\s+)?(?:[A-Z]|\d)|relativa|nacional|federal)(?:{_TITLE})?
        | (?<!\w)(?:[Rr]eglamento|[Tt]érminos\s+de\s+referencia)(?!\w)
        | (?<!\w)(?:Constitución|Código\s+\w+|Código|Ley)(?!\w)"""
    ),
    instrument=pattern(
        r"(?:[Ee]s[ae](?:\s+mism[ao])?|[Ee]ste(?:\s+mismo)?|[Ee]l\s+mismo|[Dd]icho|(?<=del\s)mismo)\s+(?:instrumento|tratado|texto)(?!\w)"
    ),
    law=pattern(
        r"(?<!\w)(?:[Ll]ey|[Tt]ratado|(?<!de\s)[Aa]cuerdo|[Cc]ódigo|[Ee]statuto|[Rr]eglamento|[Dd]ecreto|[Dd]irectiva|[Cc]arta"
        r"|[Gg]uía|[Pp]acto|[Cc]onvenio)(?!\w)"
    ),
    possessive=pattern(r"(?<!\w)(?:[Ss]us?|[Cc]uy[ao]s?)\s+(?=(?:art|párr|apart|inciso))"),
    thereof=pattern(
        r"\s+(?:del\s+(?:mismo|cual)|de\s+(?:la\s+(?:misma|cual)|ést[ae]|est[ae](?!\s*\w)|aquel(?:la)?(?!\s*\w)))(?!\s*\w)"
    ),
    # "de esta" and "de la misma" refer to the instrument named before.
    owner=pattern(
        r"(?!(?:est[ae]|(?:la|el)\s+mism[ao])(?!\s*\w))(?:(?:la|el|los|las|su)\s+)?(?:[\w’'.-]+\s+){0,5}[\w’'-]+"
    ),
    national=pattern(r"(?<!\w)(?:[Cc]ódigo|Constitución|[Ll]ey|[Dd]ecreto|[Ee]statuto)(?!\w)"),
    treaty=pattern(
        r"(?:Convención|Convenio|Pacto|Tratado|Acuerdo|Protocolo|Carta|Estatuto\s+de\s+Roma|[Ii]nternacional)"
    ),
)
