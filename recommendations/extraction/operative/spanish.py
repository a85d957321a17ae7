"""The wording of operative paragraphs in Spanish."""

from __future__ import annotations

from recommendations.extraction.operative.words import OperativeWords
from recommendations.extraction.types import Strength

_REQUEST_NOUN = (
    r"(?:petición|peticiones|solicitud|solicitudes|llamamientos?|llamados?|invitación|exhortación|recomendación)"
)
_WITH_FEELING = (
    r"(?:\s+con\s+(?:\w+\s+)?(?:satisfacción|beneplácito|preocupación|interés|aprecio|reconocimiento|agrado|pesar"
    r"|inquietud))?"
)

SPANISH = OperativeWords(
    organ=(
        r"(?:Asamblea|Consejo|Conferencia|Comisión|Comité|Grupo\s+de\s+Trabajo|Congreso|Foro|Junta|Reunión|Mesa|Órgano)"
    ),
    article=r"(?:La\s|El\s|Los\s|Las\s)",
    requests=(
        (Strength.REQUIRED, r"exige|exigió|encarga|encargó|encomienda|encomendó|ordena|conmina|instruye"),
        (
            Strength.URGED,
            r"insta|instó|exhorta|exhortó|pide|pidió|solicita|solicitó|requiere|hace\s+un(?:\s+\w+)?\s+(?:llamamiento|llamado)"
            r"|apela|ruega"
            rf"|(?:reitera|reafirma|renueva|repite)(?=\s+(?:su|sus|la|el|los)\s+(?:\w+\s+)?{_REQUEST_NOUN}(?!\w))",
        ),
        (Strength.ENCOURAGED, r"alienta|alentó|anima|recomienda|recomendó|aconseja"),
        (Strength.INVITED, r"invita|invitó|recuerda\s+a"),
    ),
    statements=(
        rf"toma\s+(?:nota|conocimiento){_WITH_FEELING}|observa{_WITH_FEELING}|señala{_WITH_FEELING}|acoge{_WITH_FEELING}|nota{_WITH_FEELING}"
        r"|expresa(?:\s+(?:su|sus|el|la|más|profund[oa]|sincer[oa]|seri[oa]|grave|gran)){0,4}\s+\w+"
        r"|manifiesta(?:\s+su)?(?:\s+profunda)?\s+\w+|hace\s+suy[oa]s?|pone\s+de\s+(?:relieve|manifiesto)|da\s+las\s+gracias"
        r"|rinde\s+homenaje|conviene\s+en|(?:aguarda|espera)\s+con\s+interés|se\s+(?:felicita|congratula|compromete|declara)"
        r"|(?:decide|decidió|aprueba|aprobó|reafirma|reconoce|recuerda|subraya|destaca|encomia|felicita|agradece|condena"
        r"|deplora|lamenta|proclama|afirma|confirma|considera|adopta|apoya|respalda|autoriza|establece|reitera|acepta"
        r"|declara|designa|prorroga|resuelve|elogia|celebra|acuerda|toma|valora|mantiene|concuerda|ratifica|insiste"
        r"|acordó|tomó\s+nota|acogió|renueva|transmite|elige|nombra|advierte|constata|estima|cree)(?!\w)"
    ),
    adverbs=(
        r"(?:también|además|asimismo|una\s+vez\s+más|nuevamente|de\s+nuevo|encarecidamente|enérgicamente|firmemente"
        r"|igualmente|vivamente|en\s+particular|solemnemente|urgentemente|por\s+otra\s+parte)"
    ),
    joined=(
        r"(?:[,;.]\s+[ye]|[,;.]|(?<!\w)[ye])\s+"
        r"(?:(?:a\s+(?:este|ese)\s+respecto|a\s+tal\s+fin|en\s+este\s+(?:contexto|sentido)),?\s+)?"
    ),
    annex=r"(?:anexo|apéndice)",
    draft=r"proyectos?\s+de\s+(?:resolución|resoluciones|decisión|decisiones)",
    decision=r"decisi(?:ón|ones)(?:\s+\S{0,12}\d\S{0,9}|\s+[IVX]+)?",
    adopted=r"(?:resolución|resoluciones|decisión|decisiones)",
    past=r"ó(?!\w)",
    noun=r"\s+(?:de|del|para|formulad[oa]s?)(?!\w)|\s*[.;]",
    infinitive=r"\s+(?:a\s+)?que\s|\s+a\s+(?=\w+(?:ar|er|ir)(?!\w))",
    aside=r"(?:con|por|entre|en|mediante)\s+(?:los\s+|las\s+|la\s+|el\s+)?",
)
