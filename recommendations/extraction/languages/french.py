"""French."""

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
    inflected_ordinals,
    meeting_grammar,
)

_ALSO = r"(?:(?:également|aussi|en\s+outre|de\s+nouveau|par\s+ailleurs)\s+)*"
_IS = rf"(?:sont|est)\s+{_ALSO}"
_TO = r"(?:(?P<aside>,[^.;:]{1,250}?,)?\s+(?:à|de|d(?=['’])))?"
_ASKED = r"(?:encourag|invit|pri|recommand|exhort|appel)ée?s?"


def _ordinals() -> dict[str, int]:
    """Return the stems that take "ième": "douz", "vingt et un", "soixante-dix-huit"."""
    small = dict(
        enumerate(
            [
                "deux",
                "trois",
                "quatr",
                "cinqu",
                "six",
                "sept",
                "huit",
                "neuv",
                "dix",
                "onz",
                "douz",
                "treiz",
                "quatorz",
                "quinz",
                "seiz",
                "dix-sept",
                "dix-huit",
                "dix-neuv",
            ],
            start=2,
        )
    )
    values = {stem: number for number, stem in small.items()}
    for ten, word in ((20, "vingt"), (30, "trent"), (40, "quarant"), (50, "cinquant"), (60, "soixant")):
        cardinal = word if word == "vingt" else f"{word}e"
        values |= {word: ten, f"{cardinal} et un": ten + 1}
        values |= {f"{cardinal}-{stem}": ten + number for number, stem in small.items() if number < 10}
    values |= {f"soixante-{stem}": 60 + number for number, stem in small.items() if number in (10, *range(12, 20))}
    values |= {"soixante et onz": 71, "quatre-vingt": 80, "quatre-vingt-un": 81, "quatre-vingt et un": 81}
    values |= {f"quatre-vingt-{stem}": 80 + number for number, stem in small.items()}
    return values


PHRASES = phrases(
    (REQUIRED, rf"doi(?:ven)?t|{_IS}tenue?s?\s+de"),
    (URGED, rf"{_IS}(?:vivement|fortement|instamment)\s+{_ASKED}{_TO}"),
    (URGED, rf"{_IS}(?:pri|exhort|appel)ée?s?(?:\s+instamment)?{_TO}"),
    (URGED, r"(?:prie|exhorte|engage\s+vivement)(?:\s+(?:également|instamment))*", "active"),
    (URGED, rf"il\s+est\s+{_ALSO}(?:instamment\s+)?demandé", "active"),
    (SHOULD, r"devrai(?:en)?t"),
    (SHOULD, r"il\s+conviendrait", "active"),
    (ENCOURAGED, rf"{_IS}(?:encourag|recommand)ée?s?{_TO}"),
    (URGED, rf"il\s+est\s+{_ALSO}(?:vivement|fortement|instamment)\s+recommandé", "active"),
    (ENCOURAGED, rf"il\s+est\s+{_ALSO}recommandé", "active"),
    (ENCOURAGED, r"(?:encourage|recommande)(?:\s+(?:également|aussi))?", "active"),
    (INVITED, rf"{_IS}invitée?s?{_TO}"),
    (INVITED, r"invite(?:\s+(?:également|aussi))?", "active"),
    (URGED, r"a\s+(?:prié|exhorté|engagé)(?:\s+(?:également|instamment|vivement))*", "needs_addressee"),
    (ENCOURAGED, r"a\s+(?:encouragé|recommandé)(?:\s+(?:également|aussi))?", "needs_addressee"),
    (INVITED, r"a\s+invité(?:\s+(?:également|aussi))?", "needs_addressee"),
    (INVITED, r"(?:souhait|voud)\w+\s+peut-être(?:\s+(?:également|aussi))?", "may_wish"),
)
REQUESTS = requests(
    r"(?:à\s+|de\s+|d['’]\s?)?",
    {URGED: r"prier|exhorter|demander|engager", ENCOURAGED: r"encourager|recommander", INVITED: r"inviter"},
    after=r"(?:\s+(?:également|aussi|vivement|instamment|en\s+outre))*",
)
_RECOMMENDATIONS = r"recommandations?"
_OPENS = r"(?:Encourager?|Inviter?|Prier?|Exhorter?|Recommander?|Demander?|Engager?|Continuer)\w{0,3}\s"

_BODIES = {
    r"Conférence\s+des\s+États\s+[Pp]arties": "Conference of the States Parties",
    r"Conférence\s+des\s+Parties": "Conference of the Parties",
    r"Groupe\s+de\s+travail": "Working Group",
    r"Groupe\s+d['’]experts": "Expert Group",
    r"Groupe\s+d['’]examen": "Review Group",
    r"Comité\s+spécial": "Ad Hoc Committee",
    "Conférence": "Conference",
    "Commission": "Commission",
    "Congrès": "Congress",
    "Comité": "Committee",
    "Assemblée": "Assembly",
    "Conseil": "Council",
}

LANGUAGE = Language(
    code="fr",
    phrases=PHRASES,
    requests=REQUESTS,
    addressees=Addressees(
        forms={
            "states-parties": r"États\s+[Pp]arties?(?:\s+à\s+la\s+Convention)?",
            "signatories": r"(?:États\s+)?[Ss]ignataires",
            "member-states": r"États\s+[Mm]embres?",
            "requesting-states": r"États?\s+requérants?",
            "requested-states": r"États?\s+requis",
            "states": r"États|pays",
            "governments": r"[Gg]ouvernements(?:\s+nationaux)?",
            "central-authorities": r"autorités\s+centrales(?:\s+et\s+autres\s+autorités\s+compétentes)?",
            "competent-authorities": r"autorités\s+(?:nationales\s+)?compétentes",
            "conference-of-the-parties": r"Conférence\s+des\s+Parties",
            "conference-of-the-states-parties": r"Conférence\s+des\s+États\s+[Pp]arties",
            "secretariat": r"Secrétariat|secrétariat",
            "unodc": r"(?:Office\s+des\s+Nations\s+Unies\s+contre\s+la\s+drogue\s+et\s+le\s+crime|ONUDC"
                r"|Office)(?:\s+\(ONUDC\))?",
            "working-groups": r"Groupes?\s+de\s+travail",
            "general-assembly": r"Assemblée\s+générale",
            "secretary-general": r"Secrétaire\s+général",
        },
        before=re.compile(
            r"(?:^|[,;:]\s+(?:et\s+)?(?:à\s+cet\s+égard,\s+)?|\bqu(?:e\s+|['’]))"
            r"(?:(?:Les?|La|les?|la|[Tt]ous|[Aa]utres)\s+|[Ll]['’]\s?)*$"
        ),
        joint=re.compile(r"\s*(?:,\s+|\s+et\s+|\s+ou\s+|,\s+et\s+|,?\s+ainsi\s+que\s+)(?:(?:les?|la|autres)\s+"
            r"|l['’]\s?)*"),
        after=re.compile(r"\s+(?:(?:les?|la|aux?|à\s+la|tous|que)\s+|(?:à\s+|qu['’])?l['’]\s?)*"),
        relative=re.compile(r",?\s+(?:qui|dont|ayant|n['’]ayant)\s"),
    ),
    headings=Headings(
        debate=pattern(r"\W*(?:(?:résumé|synthèse)\s+des\s+)?(?:débats?|délibérations|discussions?|déclarations)\b"),
        recommendations=pattern(
            rf"""\W* (?:liste\s+des?\s+)?
            (?:(?:conclusions?|observations|constatations|propositions)\s*(?:,|et|et/ou)\s+)?
            (?:(?:les|principales|projet\s+de|autres|résumé\s+des)\s+)* {_RECOMMENDATIONS}
            (?: \s*$ | \s+\(suite\) | \s*: | \s+(?:et|adoptées?|formulées?|pour|à|de|des|du|sur|générales|stratégiques
              |finales|principales|découlant|convenues|soumises|proposées)\b )""",
            r"\W*projets?\s+de\s+recommandations?\s+(?:présenté|proposé|soumis|établi)",
            r"\W*mesures\s+(?:proposées|recommandées|suggérées)\s*$",
        ),
        conclusions=pattern(r"\b(?:conclusions?|observations|constatations)\b"),
        decision=pattern(r"(?:projet\s+de\s+)?décision\s+(?:[\dIVX]+(?:/\d+)?|[A-Z])(?!\w)"),
        paper=pattern(r"document\s+(?:d['’](?:information|orientation)|de\s+(?:travail|réflexion|séance))\b"),
        recommendation="Recommandation",
        number=r"(?:n[o°º]\s*)?(?:\d{1,3}|[A-Z](?!\w)|[IVX]{1,5}(?!\w))",
    ),
    chapeaux=Chapeaux(
        introduces=pattern(
            rf"\b{_RECOMMENDATIONS}\s+(?:[\w’'-]+\s+){{0,5}}?(?:suivantes?|ci-après|ci-dessous)",
            r"\b(?:recommande|recommandé)\s+(?:ce\s+qui\s+suit|les\s+mesures\s+suivantes)",
        ),
        below=pattern(
            r"^Les\s+recommandations\s+(?:\w+\s+){0,3}?(?:suivantes|ci-après|ci-dessous)",
            r"\brecommandations\b[^.;]{0,120}\b(?:(?:présentées|énoncées|énumérées|figurant"
            r"|reproduites)\s+ci-(?:après|dessous)"
            r"|sont\s+les\s+suivantes)",
            r"\b(?:adopté|formulé|approuvé)\s+les\s+recommandations\s+(?:suivantes|ci-après)",
        ),
        reports=pattern(r"\b(?:application|mise\s+en\s+œuvre|suite\s+donnée|suivi)\s+(?:des|aux|de\s+ces"
            r"|à\s+ces)\s+recommandations\b(?!\s+(?:suivantes|ci-))"),
        asks=pattern(
            rf"""(?: \b(?:souhait|voud)\w+\s+peut-être(?:\s+envisager\s+de|\s+examiner)?
              | \brecommand(?:e|é|er)(?:\s+(?:que|à|aux?)(?:\s+[^.;:]{{1,120}})?)?
              | \b{_IS}(?:\w+ment\s+)?{_ASKED}(?:\s+(?:à|de))?
              | \b(?:encourage|invite|prie|exhorte)\s+(?:les|la|le|l['’])[^.;:]{{1,100}}\s(?:à|de) )
            \s*[:—]\s*$"""
        ),
        decides=pattern(r"\b(?:décide|a\s+décidé|est\s+convenue?|recommande|prie|invite)(?:\s+(?:de|que"
            r"|ce\s+qui\s+suit))?\s*:\s*$"),
        only=pattern(
            r"""\s*(?:à\s+|de\s+|d['’])? (?:(?:prendre|adopter|envisager|examiner|appliquer|mener|faire)\s+)?
            (?:(?:les|des|ce)\s+)? (?:(?:mesures|dispositions|actions|initiatives|recommandations|activités)\s*)?
            (?:(?:suivantes|ci-après|nécessaires|voulues|qui\s+suit|qui\s+suivent)\s*)* (?:,?\s*(?:notamment
              |entre\s+autres),?)?
            \s*"""
        ),
        opens=re.compile(rf"^(?:À\s+|D[e’'])?\s?{_OPENS}", re.IGNORECASE),
        infinitive=re.compile(r"^(?:(?:À|De|D['’])\s?\w+(?:er|ir|re)|En\s+\w+ant)\b"),
        incomplete=pattern(
            r"(?<!\w)(?:tel(?:le)?s?\s+que|à\s+savoir|par\s+exemple|qui\s+(?:permett|prévoi|compren)\w+|permettant|visant\s+à|afin\s+de|des?|du|sur|dans|contre|avec|entre|les),?\s*:\s*$"
        ),
    ),
    adoption=Adoption(
        adopted=pattern(
            r"\b(?:a\s+adopté|a\s+approuvé|est\s+convenue?|a\s+arrêté|ont\s+été\s+adoptées)\b[^.;]{0,160}"
            r"(?:suivantes?|ci-après|ci-dessous)",
            r"^\W*(?:\w+\s+et\s+)?recommandations\s+(?:[\w-]+\s+){0,3}adoptées",
            r"\brecommandations\s+(?:suivantes|ci-après)\s+ont\s+été\s+adoptées",
            r"\b(?:décide|a\s+décidé)(?:\s+ce\s+qui\s+suit)?\s*:",
        ),
        endorsed=pattern(
            r"\b(?:a\s+approuvé|a\s+fait\s+siennes|approuve|fait\s+siennes)\b[^.;]{0,160}\b(?:du|de\s+la"
            r"|par\s+le)\s+Groupe\s+de\s+travail"
            r"[^.;]{0,160}(?:suivantes|ci-après|ci-dessous)?",
            r"^\W*recommandations\s+approuvées",
        ),
        endorses=pattern(r"\b(?:approuve|fait\s+siennes|souscrit\s+aux)\b"),
        endorses_recommendations=pattern(
            r"\b(?:(?:a\s+)?(?:fait|faites)\s+(?:également\s+|aussi\s+)?siennes|(?:a\s+)?souscrit\s+(?:également\s+)?aux"
            r"|approuve|entérine|a\s+(?:également\s+)?(?:approuvé|entériné)|(?:décide|a\s+décidé)\s+d['’]approuver)\s+"
            r"(?:(?:également|aussi|toutes|les|conclusions|et)\s+){0,5}recommandations\b",
        ),
        denies=pattern(
            r"\b(?:ne|pas|que|qui|dont|lesquelles|laquelle|lequel|si|lorsque|quand|avait|avoir|rappel\w*|réaffirm\w*)\b"
            r"|\b(?:n|qu)['’]",
        ),
        put_forward=pattern(
            r"\b(?:pour|à\s+des\s+fins\s+d['’])\s?(?:approbation|examen|adoption)\s+par\b",
            r"\b(?:soumises?|présentées?|transmises?)\b[^.;]{0,60}\bpour\s+(?:approbation|examen|adoption)\b",
            r"\b(?:en\s+vue\s+de\s+leur|pour)\s+(?:approbation|examen|adoption)\b",
        ),
        draft_report=pattern(r"\bprojet\s+de\s+rapport\b"),
        draft_decision=pattern(r"\bprojet\s+de\s+(?:résolution|décision)\b"),
        report_of_meeting=pattern(
            r"\brapport\s+(?:de\s+la|du|des|sur\s+(?:la|les|le)|de\s+l['’])[^.]*\b"
            r"(?:réunion|session|groupe\s+de\s+travail|conférence|commission|comité)"
        ),
        same_meeting=pattern(r"\b(?:à|lors\s+de|au\s+cours\s+de)\s+(?:cette|ladite|la\s+même)\s+(?:réunion|session)\b"),
        of_delegation=pattern(
            r"^(?:[^.;:]{0,120},\s+)?(?:(?:l[ea]s?|une?|des|plusieurs|certaine?s|autres|deux|trois)\s+|[ld]['’]\s?)*"
            r"(?:représentant|délégation|observat(?:eur|rice)|orat(?:eur|rice)|intervenant|participant)e?s?\b"
            r"[^.;:]{0,200}\b(?:a|ont)\s+(?:soumis|présenté|proposé|formulé|suggéré|avancé|distribué)\b"
        ),
        in_annex=pattern(
            r"(?<!projet\sde\s)\brecommandations\b[^.;]{0,160}\b(?:dans\s+l['’]annexe|en\s+annexe|annexées)\b",
            r"\bannexe\b[^.;]{0,80}\b(?:contient|reproduit|présente)\b[^.;]{0,60}\bles\s+recommandations\b",
        ),
        adopts=pattern(
            r"\bles\s+a\s+(?:adopté|approuvé)es\b|\ba\s+(?:adopté|approuvé)\s+(?:ces|les)\s+recommandations\b",
            r"\brecommandations\b(?:(?!résolution|décision|rapport)[^.;,]){0,120}\b(?:adopté|approuvé)es\b",
        ),
        compilation=pattern(r"^(?:compilation|recueil)\s+(?:de|des)\b[^.]*\brecommandations\b"),
    ),
    bodies=short_names(
        _BODIES,
        r"sur\b|pour\b|des\b|de\b|du\b|d['’]|relative|internationale|économique|général|spécial"
        r"|mondiale?|ministérielle?|régionale?|préparatoire|consultatif|exécutif|intergouvernementale?"
        r"|à\s+la\s+Convention(?:\s+(?:sur|relative|des|contre)\b|-)|au\s+[A-Z]|à\s+l['’]A",
    ),
    meetings=meeting_grammar(
        inflected_ordinals(
            _ordinals(), "ièmes?", r"e|ᵉ|è|ème|re|er|es", {"premier": 1, "première": 1, "second": 2, "seconde": 2}
        ),
        its=r"(?:sa|ses)\s+",
        joint="et",
        adjectives="(?:reprises?|extraordinaires?|ordinaires?)",
        kinds={r"sessions?": SESSION, r"réunions?": MEETING, r"séances?": SITTING},
        of=r"\s+(?:(?:extra)?ordinaire\s+(?:d['’]urgence\s+)?)?(?:de\s+la\s+|de\s+l['’]\s?|du\s+)",
        unknown_body=r"\s+(?:de\s+la\s+|de\s+l['’]\s?|du\s+|des\s+)(?P<body>[\w’'-]+(?:\s+[\w’'-]+){0,4})",
        plenary="plénière",
        gap=r"(?:,[^,;.]{0,90}){0,3},\s+(?:la\s+|le\s+|l['’]\s?)",
        subject=r"(?:[^,;.]{0,60},){1,3}?\s+(?:la\s+|le\s+|l['’]\s?)"
            r"(?P<body>(?P<organ>Bureau|Comité|Sous-[Cc]o\w+|Commission|Conseil|Équipe|Réseau|Groupe|Forum)(?:\s+[\w’'-]+){0,4})",
        bureau=r"\bBureau(?:\s+élargi)?(?!\w)",
    ),
    asks=re.compile(
        rf"^[^.;:]{{3,300}}?\b(?:devrai(?:en)?t(?!\s+être\s+(?:noté|rappelé|souligné))|doi(?:ven)?t"
        rf"|{_IS}(?:\w+ment\s+)?{_ASKED}|(?:souhait|voud)\w+\s+peut-être)\b"
        r"|^Il\s+est\s+(?:\w+\s+)?(?:demandé|recommandé)\s"
        r"|^(?:Le|La|L['’])\s?[^.;:]{3,80}\s(?:recommande|prie|encourage|invite|demande|exhorte)\b"
    ),
    concludes=pattern(
        r"^(?:Le|La|L['’])\s?(?:Comité|Commission|Groupe|Conseil"
        r"|Conférence)(?:\s+[\w’'-]+){0,5}?\s+(?:(?:a\s+)?recommand(?:e|é)"
        r"(?:,?\s+(?:également|aussi|vivement|en\s+outre|par\s+ailleurs),?){0,2}\s+(?:que|à|aux?|d)"
        r"|(?:a\s+)?(?:pri|engag|exhort|encourag|invit)[eé]\s+[^.;:]{3,150}?\s(?:à|de|d['’])\s?(?!la\s|les?\s|l['’])\w+)"
    ),
)  # fmt: skip
