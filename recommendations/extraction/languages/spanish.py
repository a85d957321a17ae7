"""Spanish."""

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

_ALSO = r"(?:\s+(?:también|además|asimismo|igualmente|nuevamente))*"
_ASIDE = r"(?:,?\s+(?:también|además|asimismo|igualmente|encarecidamente|por\s+otra\s+parte),?){0,2}"
_STRONGLY = r"\s+(?:encarecidamente|firmemente|enérgicamente)"
_TO = r"(?:\s+al?)?"


def _ordinals() -> dict[str, int]:
    """Return the stems that take "o" or "a": "duodécim", "vigésimo primer"."""
    units = ["primer", "segund", "tercer", "cuart", "quint", "sext", "séptim", "octav", "noven"]
    values = {stem: number for number, stem in enumerate(units, start=1)}
    teens = [
        "undécim",
        "duodécim",
        "decimotercer",
        "decimocuart",
        "decimoquint",
        "decimosext",
        "decimoséptim",
        "decimoctav",
        "decimonoven",
    ]
    values |= {stem: number for number, stem in enumerate(teens, start=11)} | {"décim": 10}
    tens = ["vigésim", "trigésim", "cuadragésim", "quincuagésim", "sexagésim", "septuagésim", "octogésim", "nonagésim"]
    for ten, word in enumerate(tens, start=2):
        values[word] = 10 * ten
        values |= {f"{word}{e} {stem}": 10 * ten + n for e in "oa" for n, stem in enumerate(units, start=1)}
    return values


_STEMS = _ordinals()
_SHORT_FORMS = {stem: number for stem, number in _STEMS.items() if stem.endswith(("primer", "tercer"))}
"""Ordinals shortened before masculine nouns: "primer período", "vigésimo tercer período"."""

PHRASES = phrases(
    (REQUIRED, r"deberán?|deben?|están?\s+obligad[oa]s?\s+a"),
    (URGED, rf"se\s+(?:alienta|recomienda|invita){_ALSO}{_STRONGLY}{_TO}", "active"),
    (URGED, rf"(?:se\s+)?(?:también\s+)?(?:insta|exhorta|pide|solicita){_ALSO}(?:{_STRONGLY})?{_ALSO}\s+al?", "active"),
    (SHOULD, r"(?:se\s+)?deberían?"),
    (SHOULD, r"convendría", "active"),
    (ENCOURAGED, rf"(?:se\s+)?alienta{_ALSO}\s+al?", "active"),
    (ENCOURAGED, rf"(?:se\s+)?recomienda{_ALSO}{_TO}", "active"),
    (INVITED, rf"(?:se\s+)?invita{_ALSO}\s+al?", "active"),
    (URGED, rf"(?:instó|exhortó|pidió|solicitó){_ALSO}\s+al?", "needs_addressee"),
    (ENCOURAGED, rf"(?:alentó|recomendó){_ALSO}\s+al?", "needs_addressee"),
    (INVITED, rf"invitó{_ALSO}\s+al?", "needs_addressee"),
    (INVITED, rf"(?:tal\s+vez|quizás?)\s+(?:deseen?|estimen?\s+oportuno){_ALSO}", "may_wish"),
)
REQUESTS = requests(
    r"(?:a\s+)?",
    {
        URGED: r"pedir|solicitar|instar|exhortar|rogar",
        ENCOURAGED: r"alentar|recomendar",
        INVITED: r"invitar",
    },
    after=r"(?:\s+(?:también|además|asimismo|encarecidamente|enérgicamente))*(?:\s+al?)?",
)
_FOLLOWING = (
    r"(?:siguientes?|(?:que\s+figuran|enunciadas|expuestas|presentadas)\s+(?:a\s+continuación|más\s+abajo)"
    r"|a\s+continuación)"
)

_BODIES = {
    r"Conferencia\s+de\s+los\s+Estados\s+Partes?": "Conference of the States Parties",
    r"Conferencia\s+de\s+las\s+Partes": "Conference of the Parties",
    r"Grupo\s+de\s+Trabajo": "Working Group",
    r"Grupo\s+de\s+Expertos": "Expert Group",
    r"Grupo\s+de\s+Examen": "Review Group",
    r"Comité\s+Especial": "Ad Hoc Committee",
    "Conferencia": "Conference",
    "Comisión": "Commission",
    "Congreso": "Congress",
    "Comité": "Committee",
    "Asamblea": "Assembly",
    "Consejo": "Council",
}

LANGUAGE = Language(
    code="es",
    phrases=PHRASES,
    requests=REQUESTS,
    addressees=Addressees(
        forms={
            "states-parties": r"Estados?\s+[Pp]artes?(?:\s+en\s+la\s+Convención)?",
            "signatories": r"(?:Estados\s+)?[Ss]ignatarios",
            "member-states": r"Estados?\s+[Mm]iembros?",
            "requesting-states": r"Estados?\s+requirentes?",
            "requested-states": r"Estados?\s+requeridos?",
            "states": r"Estados|países",
            "governments": r"[Gg]obiernos(?:\s+nacionales)?",
            "central-authorities": r"autoridades\s+centrales(?:\s+y\s+demás\s+autoridades\s+competentes)?",
            "competent-authorities": r"autoridades\s+(?:nacionales\s+)?competentes",
            "conference-of-the-parties": r"Conferencia\s+de\s+las\s+Partes",
            "conference-of-the-states-parties": r"Conferencia\s+de\s+los\s+Estados\s+[Pp]artes?",
            "secretariat": r"Secretaría|secretaría",
            "unodc": r"(?:Oficina\s+de\s+las\s+Naciones\s+Unidas\s+contra\s+la\s+Droga\s+y\s+el\s+Delito|UNODC"
                r"|Oficina)(?:\s+\(UNODC\))?",
            "working-groups": r"Grupos?\s+de\s+Trabajo",
            "general-assembly": r"Asamblea\s+General",
            "secretary-general": r"Secretari[oa]\s+General",
        },
        before=re.compile(
            r"(?:^|[,;:]\s+(?:y\s+)?(?:a\s+ese\s+respecto,\s+)?|\bque\s+)(?:(?:[Ll][oa]s?|[Ee]l|[Tt]odos"
            r"|[Dd]emás)\s+)*$"
        ),
        joint=re.compile(r"\s*(?:,\s+|\s+[ye]\s+|\s+[ou]\s+|,?\s+así\s+como\s+)(?:(?:al?|l[oa]s?|el|demás)\s+)*"),
        after=re.compile(r"\s+(?:(?:l[oa]s?|el|que|todos|todas)\s+)*"),
        relative=re.compile(
            r",?\s+(?:que\s+(?:aún|todavía|ya|no|se|lo|ha(?:ya)?n?|est[ée]n?|están?|sean?|son|deseen?|tengan?|tienen?"
            r"|puedan?|carezcan?)|cuy[ao]s?)\s"
        ),
    ),
    headings=Headings(
        debate=pattern(r"\W*(?:resumen\s+de\s+l[oa]s?\s+)?(?:debates?|deliberaciones|discusi(?:ón|ones)|declaraciones)\b"),
        recommendations=pattern(
            r"""\W* (?:lista\s+de\s+)? (?:(?:conclusiones|observaciones|propuestas)\s*(?:,|y|y/o)\s+)?
            (?:(?:las|principales|proyecto\s+de|otras|resumen\s+de\s+las)\s+)* recomendaci(?:ones|ón)
            (?: \s*$ | \s+\(continuación\) | \s*: | \s+(?:y|e|aprobadas?|adoptadas?|formuladas?|para|a|de|del
              |sobre|generales
              |estratégicas|finales|principales|dimanantes|convenidas|acordadas|propuestas|presentadas)\b )""",
            r"\W*proyectos?\s+de\s+recomendaci(?:ones|ón)\s+(?:presentad|propuest|preparad)",
            r"\W*medidas\s+(?:propuestas|recomendadas|sugeridas)\s*$",
        ),
        conclusions=pattern(r"\b(?:conclusi(?:ones|ón)|observaciones)\b"),
        decision=pattern(r"(?:proyecto\s+de\s+)?decisión\s+(?:[\dIVX]+(?:/\d+)?|[A-Z])(?!\w)"),
        paper=pattern(r"documento\s+de\s+(?:antecedentes|trabajo|debate|sesión)\b"),
        recommendation="Recomendación",
        number=r"(?:n[úu]m\.\s*)?(?:\d{1,3}|[A-Z](?!\w)|[IVX]{1,5}(?!\w))",
    ),
    chapeaux=Chapeaux(
        introduces=pattern(
            r"\bsiguientes?\s+(?:[\w-]+\s+){0,4}?recomendaci(?:ones|ón)",
            rf"\brecomendaciones\s+(?:[\w-]+\s+){{0,5}}?{_FOLLOWING}",
            r"\brecom(?:ienda|endó)\s+(?:lo\s+siguiente|las\s+siguientes)",
        ),
        below=pattern(
            r"^Las\s+siguientes\s+recomendaciones",
            rf"\brecomendaciones\b[^.;]{{0,120}}\b(?:{_FOLLOWING}|son\s+las\s+siguientes)",
            r"\b(?:aprobó|adoptó|formuló|hizo)\s+las\s+(?:siguientes\s+recomendaciones|recomendaciones\s+siguientes)",
        ),
        reports=pattern(r"\b(?:aplicación|cumplimiento|seguimiento)\s+(?:de|a)\s+(?:las|esas"
            r"|sus)\s+recomendaciones\b(?!\s+siguientes)"),
        asks=pattern(
            rf"""(?: \b(?:tal\s+vez|quizás?)\s+(?:deseen?|estimen?\s+oportuno)(?:\s+(?:examinar|considerar))?
              | \brecom(?:ienda|endó)(?:\s+(?:que|al?|a\s+l[oa]s?)(?:\s+[^.;:]{{1,120}})?)?
              | \bse\s+(?:alienta|invita|insta|exhorta|pide|solicita
                |recomienda){_ALSO}\s+al?\s[^.;:]{{1,100}}(?:\s+a(?:\s+que)?|\s+que)
              | \b(?:alienta|invita|insta|exhorta)\s+al?\s[^.;:]{{1,100}}\s+a(?:\s+que)? )
            \s*[:—]\s*$"""
        ),
        decides=pattern(r"\b(?:decide|decidió|acuerda|acordó|recomienda|pide|invita)(?:\s+(?:que"
            r"|lo\s+siguiente))?\s*:\s*$"),
        only=pattern(
            r"""\s*(?:(?:l[oa]s?|el|todos)\s+)*? (?:[\w-]+\s+){0,5}? (?:a\b\s*(?:que\b\s*)?|que\b\s*)?
            (?:(?:adopten?|adoptar|tomen?|tomar|examinen?|examinar|apliquen?|aplicar|realicen?|consideren?)\s+)?
            (?:(?:las|los|lo)\s+)? (?:siguientes?\s*)? (?:(?:medidas|acciones|iniciativas|recomendaciones
              |actividades)\s*)?
            (?:(?:siguientes|necesarias|que\s+figuran\s+a\s+continuación)\s*)* (?:,?\s*(?:entre\s+otras\s+cosas
              |en\s+particular),?)?
            \s*"""
        ),
        opens=re.compile(r"^(?:A\s+)?(?:Alentar?|Invitar?|Instar?|Pedir?|Pide|Exhortar?|Recomendar|Recomienda"
            r"|Solicitar?|Seguir)\w{0,2}\s", re.I),
        infinitive=re.compile(r"^(?:(?:A|Para|Al)\s+\w+(?:ar|er|ir)(?:se)?|\w+(?:ando|iendo))\b"),
        incomplete=pattern(
            r"\b(?:(?:tales\s+)?como|a\s+saber|por\s+ejemplo|que\s+(?:permit|incluy|prevé|contempl|comprend)\w+|a\s+fin\s+de|de|del|sobre|en|contra|con|entre|l[oa]s),?\s*:\s*$"
        ),
    ),
    adoption=Adoption(
        adopted=pattern(
            r"\b(?:aprobó|adoptó|acordó|convino\s+en|hizo\s+suyas|fueron\s+aprobadas|se\s+aprobaron)\b[^.;]{0,160}"
            r"(?:siguientes?|a\s+continuación|más\s+abajo)",
            r"^\W*(?:\w+\s+y\s+)?recomendaciones\s+(?:[\w-]+\s+){0,3}(?:aprobadas|adoptadas)",
            r"\b(?:siguientes\s+recomendaciones|recomendaciones\s+siguientes)\s+(?:fueron\s+aprobadas|se\s+aprobaron)",
            r"\b(?:decide|decidió)(?:\s+lo\s+siguiente)?\s*:",
        ),
        endorsed=pattern(
            r"\b(?:hizo\s+suyas|hace\s+suyas|refrendó)\b[^.;]{0,200}(?:siguientes|a\s+continuación)",
            r"^\W*recomendaciones\s+(?:refrendadas|que\s+hizo\s+suyas)",
        ),
        endorses=pattern(r"\b(?:hace\s+suyas|refrenda|aprueba)\b"),
        endorses_recommendations=pattern(
            r"\b(?:(?:hace|hizo)\s+(?:también\s+)?suyas|refrend(?:a|ó)|aprueba|aprobó|respald(?:a|ó)"
            r"|decid(?:e|ió)\s+(?:hacer\s+suyas|refrendar|aprobar))\s+"
            r"(?:(?:también|todas|las|conclusiones|y)\s+){0,4}recomendaciones\b",
        ),
        denies=pattern(
            r"\b(?:no|ni|que|cual|cuales|cuyas?|si|cuando|había|haber|record\w*|recuerda|reafirm\w*|reiter\w*)\b",
        ),
        put_forward=pattern(
            r"\b(?:para\s+(?:su\s+)?|con\s+miras\s+a\s+su\s+)(?:aprobación|examen|adopción|refrendo)\b",
            r"\bpara\s+que\s+(?:la|el)\s[^.;]{3,80}\b(?:hiciera|haga|hagan)\s+suyas?\b",
        ),
        draft_report=pattern(r"\bproyecto\s+de\s+informe\b"),
        draft_decision=pattern(r"\bproyecto\s+de\s+(?:resolución|decisión)\b"),
        report_of_meeting=pattern(
            r"\binforme\s+(?:de\s+la|del|de\s+los|sobre)\b[^.]*\b"
            r"(?:reunión|período\s+de\s+sesiones|grupo\s+de\s+trabajo|conferencia|comisión|comité)"
        ),
        same_meeting=pattern(r"\ben\s+(?:es[ae]|dich[ao]|la\s+misma|el\s+mismo)\s+(?:reunión|período\s+de\s+sesiones)\b"),
        of_delegation=pattern(
            r"^(?:[^.;:]{0,120},\s+)?(?:(?:el|la|los|las|una?|vari[oa]s|algun[oa]s|otr[oa]s|dos|tres)\s+)*"
            r"(?:representantes?|delegaci(?:ón|ones)|observador(?:as?|es)?|orador(?:as?|es)?|participantes?)\b"
            r"[^.;:]{0,200}\b(?:present|propus|formul|suger|sugir|somet|distribuy)(?:ó|o|ió|aron|ieron)\b"
        ),
        in_annex=pattern(
            r"(?<!proyecto\sde\s)\brecomendaciones\b[^.;]{0,160}\b(?:en\s+el\s+anexo|como\s+anexo|anexas)\b",
            r"\banexo\b[^.;]{0,80}\b(?:figuran|contiene|reproduce|se\s+reproducen)\b[^.;]{0,60}\blas\s+recomendaciones\b",
        ),
        adopts=pattern(
            r"\blas\s+(?:aprobó|adoptó)\b|\b(?:aprobó|adoptó)\s+(?:las|esas|estas|dichas)\s+recomendaciones\b",
            r"\brecomendaciones\b(?:(?!resolución|decisión|informe)[^.;,]){0,120}\b(?:aprob|adopt)(?:ó|adas)\b",
        ),
        compilation=pattern(r"^(?:recopilación|compilación)\s+de\b[^.]*\brecomendaciones\b"),
    ),
    bodies=short_names(
        _BODIES,
        r"sobre\b|para\b|de\b|del\b|relativ|[Ii]nternacional|[Ee]conómic|[Gg]eneral|[Ee]special"
        r"|[Mm]undial|[Mm]inisterial|[Rr]egional|[Pp]reparatori|[Cc]onsultiv|[Ee]jecutiv|[Ii]ntergubernamental"
        r"|en\s+la\s+Convención\s+(?:sobre|relativa|de|contra|Marco)\b|en\s+el\s+[A-Z]",
    ),
    meetings=meeting_grammar(
        inflected_ordinals(_STEMS, "[oa]s?", r"\.?[ºª°]|[oa]", _SHORT_FORMS),
        its=r"sus?\s+",
        joint="y|e",
        adjectives="(?:reanudado|extraordinari[oa]s?|ordinari[oa]s?)",
        kinds={
            r"per[ií]odos?\s+(?:extraordinarios?\s+)?de\s+sesiones": SESSION,
            r"reuni(?:ón|ones)": MEETING,
            r"sesi(?:ón|ones)": SITTING,
        },
        of=r"\s+(?:de\s+emergencia\s+)?(?:de\s+la\s+|del\s+)",
        unknown_body=r"\s+(?:de\s+la\s+|del\s+|de\s+los\s+)(?P<body>[\w-]+(?:\s+[\w-]+){0,4})",
        plenary="plenaria",
        gap=r"(?:,[^,;.]{0,90}){0,3},\s+(?:la\s+|el\s+)",
        subject=r"(?:[^,;.]{0,60},){1,3}?\s+(?:la\s+|el\s+)"
            r"(?P<body>(?P<organ>Mesa|Comité|Sub[Cc]omi\w+|Comisión|Consejo|Equipo|Red|Grupo|Foro|Junta)(?:\s+[\w-]+){0,4})",
        bureau=r"\bMesa(?:\s+[Aa]mpliada)?(?!\w)",
    ),
    asks=re.compile(
        r"^[^.;:]{0,300}?\b(?:deberían?(?!\s+(?:señalarse|recordarse))|deberán?|deben?"
        r"|[Ss]e\s+(?:alienta|invita|insta|exhorta|pide|solicita|recomienda)"
        r"|(?:tal\s+vez|quizás?)\s+(?:deseen?|estimen?))\b"
        r"|^(?:El|La)\s[^.;:]{3,80}\s(?:recomienda|pide|alienta|invita|insta|exhorta)\b"
    ),
    concludes=pattern(
        r"^(?:El|La)\s(?:Comité|Comisión|Grupo|Consejo|Conferencia)(?:\s+[\w-]+){0,5}?\s+recom(?:ienda"
        rf"|endó){_ASIDE}\s+(?:que|al?)\b"
        r"|^(?:El|La)\s(?:Comité|Comisión|Grupo|Consejo|Conferencia)(?:\s+[\w-]+){0,5}?\s+"
        r"(?:inst[aó]|exhort[aó]|pid(?:e|ió)|solicit[aó]|alient[aó]|alentó|invit[aó])(?:\s+(?:también|además|asimismo|igualmente))?\s+al?\s[^.;:]{3,150}?\sa?\s?(?:que\s)?\w+"
    ),
)  # fmt: skip
