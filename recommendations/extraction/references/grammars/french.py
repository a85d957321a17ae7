"""French: "l’article 16, paragraphe 4, de la Convention", "le paragraphe 4 de l’article 16"."""

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

_NO_TITLE = (
    r"(?!\s+(?:contre|sur|relativ|concernant|des\s+Nations|européenne|interaméricaine|visant|additionnel)\w*)"
    r"(?!\s+(?:(?:du|de|des|de\s+la)\s+)?(?:de\s+l['’]|d['’])?(?:[A-ZÉ]|\d{4}))(?!\w)"
)

_ONE_OF = r"""(?:\s+(?:Convention|Protocole|traité|instrument|texte)|\s+(?:d['’]entre\s+(?:elles|eux)
    |(?:de\s+)?(?:de\s+)?(?:ces|des)\s+(?:deux\s+)?(?:[Cc]onventions|[Pp]rotocoles|traités|instruments|textes)))"""
_PRONOUN = r"""(?=\s*[,;:(]|\s+(?:en|dans|par|à|au|a|est|se|le|l['’]|y
    |[^\s,.;:]+\s+(?:[^\s,.;:]+\s+){0,6}(?:dans|à|par|en)\s+(?:s(?:on|es)\s+|l['’])art))"""
_TITLE = title(stop=r"(?<![\w])(?:l['’]|les\s+)?(?:[Aa]rt(?:icle|\.)|[Pp]ar(?:agraphe|\.)|[Cc]onvention|[Pp]rotocole)")

FRENCH = Grammar(
    article=pattern(r"(?<![\w/#.-])(?:[Aa]rticle|[Aa]rt\.)\s*(?=[\dIVX]|premier)"),
    articles=pattern(r"(?<![\w/#.-])(?:[Aa]rticles|[Aa]rts\.)\s*(?=[\dIVX])"),
    paragraph=pattern(r"(?<!\w)(?:[Pp]aragraphe|[Pp]ar\.|§)\s*(?=\d)"),
    paragraphs=pattern(r"(?<!\w)(?:[Pp]aragraphes|[Pp]ar\.|§§)\s*(?=\d)"),
    subparagraph=pattern(rf"(?<!\w)(?:[Aa]linéas?|[Aa]l\.)\s*{LETTER_AHEAD}"),
    conjunction=pattern(rf"\s*,?\s+(?:et|ou|et/ou|ainsi\s+que){ASIDE}\s+"),
    to=pattern(rf"\s+à\s+|{DASH}"),
    of=pattern(r"\s*,?\s+(?:de\s+l['’]|(?=dudit|desdits)|des|de|du)\s*"),
    determiner=pattern(r"(?:la\s+même|le\s+même|la|le|les|cette|ce|ladite|ledit|sa|son|leur|l['’])\s*"),
    joint=pattern(
        rf"\s*,?\s*(?:(?:et|ou|ainsi\s+que){ASIDE})?\s*(?:de\s+l['’]|de\s+la|du|des|aux|au|à\s+l['’]|la|le|les|l['’])?\s*"
    ),
    convention=pattern(rf"(?:(?<!\w)(?:[Ll]a|[Cc]ette|[Ll]adite|[Ll]a\s+même)\s+)?Convention{_NO_TITLE}"),
    protocol=pattern(rf"(?:(?<!\w)(?:[Ll]e|[Cc]e|[Ll]edit|[Dd]udit|[Aa]udit|[Ll]e\s+même)\s+)?Protocole{_NO_TITLE}"),
    charter=pattern(r"(?:[Ll]a\s+)?Charte(?!\s+(?:de|des|africaine|sociale)\b)(?!\w)"),
    refers_back=pattern(r"[Cc]ette|[Ll]adite|[Cc]e\s|(?:[Ll]e|[Dd]u|[Aa]u)dit|même"),
    articles_back_reference=pattern(
        r"""(?:chacun\s+(?:d['’]entre\s+eux|d['’]eux)|(?P<noun>(?:[Cc]es|[Ll]es)\s+(?:(?:deux|mêmes)\s+)?articles(?!\s*\d)|desdits\s+articles
            |(?:[Cc]et|(?:[LlCc]e\s+)?même|[Dd]udit|[Ll]edit)\s+article(?!\w)))"""
    ),
    respectively=pattern(r"\s*,?\s+respectivement(?!\w)"),
    link=pattern(
        r"""\s*,?\s+(?:(?:tou(?:s|tes)\s+(?:les\s+)?deux|chacun)\s+)?(?P<both>tant\s+|à\s+la\s+fois\s+)?
        (?:de\s+l['’]|(?=dudit|du\s+(?:premier|second|deuxième|dernier))|des|de|du|dans|(?:au\s+titre|en\s+vertu|en\s+application)\s+(?:de|du|des))\s*"""
    ),
    filler=pattern(
        r"""\s*,?\s+(?:(?:et|ou|ainsi\s+que|y\s+compris)\s+)?
        (?: (?:(?:les?|aux?|d['’]|des|toutes?|ses|leurs)\s*)*(?:autres\s+)?(?:dispositions|articles|paragraphes)
            \s+(?:pertinente?s|connexes|applicables|correspondante?s|suivante?s|y\s+relati(?:f|ve)s)
          | (?:(?:d['’]|les)\s*)?autres\s+(?:dispositions|articles) | notamment | entre\s+autres | en\s+particulier
          | et\s+suivants )(?!\w)"""
    ),
    latter=pattern(
        rf"(?:(?:[Cc]ette|[Ll]a|[Cc]e|[Ll]e|[Dd]u|[Aa]u)\s+(?:derni[eè]re?|seconde?|deuxième)(?:{_ONE_OF}|{_PRONOUN}|(?P<bare>))|[Cc]e(?:lle|lui)-ci)(?!\w)"
    ),
    former=pattern(
        rf"(?:(?:[Ll]a|[Ll]e|[Dd]u|[Aa]u)\s+premi(?:ère|er)(?:{_ONE_OF}|{_PRONOUN}|(?P<bare>))|[Cc]e(?:lle|lui)-là)(?!\w)"
    ),
    either=pattern(
        r"""(?:(?:(?:l['’])?une?\s+(?:ou|et)\s+(?:(?:de|à)\s+)?l['’]autre|(?:l['’])?une?(?=\s+d['’e])|chacune?|tou(?:s|tes)\s+(?:les\s+)?(?:deux|trois))
          (?:\s+(?:d['’]entre\s+(?:elles|eux)|d['’](?:elles|eux)
            |(?:de\s+)?(?:ces|des)\s+(?:\w+\s+)?(?:[Cc]onventions|[Pp]rotocoles|traités|instruments|textes)))?
        | un[e]?\s+(?:de\s+)?(?:ces|des)\s+(?:\w+\s+)?(?:[Cc]onventions|[Pp]rotocoles|traités|instruments|textes)
        | (?:(?:l['’])?une?\s+(?:ou|et)\s+l['’]autre|chaque)\s+(?:[Cc]onvention|[Pp]rotocole|traité|instrument)
        | (?:les|ces)?\s*(?:deux|trois|quatre)\s+(?:[Cc]onventions|[Pp]rotocoles|traités|instruments))(?!\w)"""
    ),
    acronym=ACRONYM,
    further=pattern(r"\s*,?\s+ainsi\s+que\s+"),
    unspecified=pattern(
        r"""(?<!\w)(?:sans|ne|n['’]\w+|pas)\s[^.;]{0,30}?(?<!\w)(?:précis|indiqu|mentionn|spécifi|dire|dit|clair)\w*\s[^.;]{0,30}?
        (?:(?<!\w)(?:de\s+)?(?:laquelle|lequel|auquel|duquel)|quel(?:le)?\s+(?:convention|protocole|traité|instrument|texte))"""
    ),
    background=pattern(
        r"(?<!\w)(?:s['’](?:inspirant|appuyant)|inspirée?s?|fondée?s?|(?:suivant|selon)\s+(?:l['’]exemple|le\s+modèle))\s[^;.]{1,150}?,"
    ),
    has_half_brackets=True,
    together=pattern(
        r"""[\s,]*(?:(?:qui|et|est|sont|doi(?:t|vent)|peu(?:t|vent)|à|être|se|lue?s?|lire|lisent|lit|interprétée?s?|appliquée?s?)\s+){0,6}
        (?:(?:conjointement|ensemble|en\s+(?:liaison|conjonction|combinaison|parallèle|relation))\s+avec
          |combinée?s?\s+(?:avec|à))\s+(?:l['’]|les\s+)?"""
    ),
    supplementing=pattern(r"additionnel\s+à\s+(?:la\s+)?$"),
    outside=pattern(
        rf"""(?<!\w)(?:Convention|Pacte|Traité|Accord|Charte|Protocole|Déclaration|Statut|[Rr]èglement\s+intérieur)\s+
        (?:[\w-]+\s+)?(?:relati(?:ve|f)|sur|contre|des?|du|d['’])\s*{_TITLE}
        | (?<!\w)(?:Convention|Charte)\s+[\w-]+ne(?!\w) | (?<!\w)Pacte(?!\w)
        | (?<!\w)(?:[Ll]oi|[Dd]écret|[Oo]rdonnance)(?:[-\s]type|-cadre
            |\s+(?:type|modèle|no|n[°º]|du\s+\d|de\s+\d|sur|relative|contre|portant|nationale|fédérale|d[eu]\s+(?:la\s+)?[A-Z]\w*))(?!\w)(?:\s*{_TITLE})?
        | (?<!\w)(?:[Rr]èglement|[Dd]irective)\s+(?:\([A-Z]+\)\s*)?(?:no\s*)?\d[\d/]+(?:/[A-Z]+)?
        | (?<!\w)(?:Constitution|Code\s+\w+|Code|Loi)(?!\w)"""
    ),
    instrument=pattern(
        r"(?:[Cc]e(?:t)?(?:\s+même)?|[Ll]e\s+même|[Ll]edit|[Dd]udit)\s+(?:instrument|traité|texte)(?!\w)"
    ),
    law=pattern(
        r"(?<!\w)(?:[Ll]oi|[Tt]raité|(?<!d['’])[Aa]ccord|[Cc]ode|[Ss]tatut|[Rr]èglement|[Dd]écret|[Oo]rdonnance|[Dd]irective"
        r"|[Cc]harte|[Gg]uide|[Pp]acte)(?!\w)"
    ),
    possessive=pattern(r"(?<!\w)(?:[Ss]es|[Ss]on|[Ss]a|[Ll]eurs?|dont\s+(?:les\s+|l['’]|le\s+))\s*(?=(?:art|par|al))"),
    thereof=pattern(r"\s+(?:de\s+(?:(?:celle|celui)-ci|laquelle)|duquel)(?!\w)"),
    # "de celle-ci" refers to the instrument named before.
    owner=pattern(r"(?!celle-ci|celui-ci)(?:(?:la|le|les|sa|son|leur|l['’])\s*)?(?:[\w’'.-]+\s+){0,5}[\w’'-]+"),
    national=pattern(r"(?<!\w)(?:[Cc]ode|Constitution|[Ll]oi|[Dd]écret|[Ss]tatut)(?!\w)"),
    treaty=pattern(r"(?:Convention|Pacte|Traité|Accord|Protocole|Charte|Statut\s+de\s+Rome|[Ii]nternational)"),
)
