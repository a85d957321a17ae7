"""The wording of operative paragraphs in French."""

from __future__ import annotations

from recommendations.extraction.operative.words import OperativeWords
from recommendations.extraction.types import Strength

_REQUEST_NOUN = r"(?:demande|appel|invitation|requête|recommandation|exhortation)s?"
_WITH_FEELING = (
    r"(?:\s+avec\s+(?:\w+\s+)?(?:satisfaction|préoccupation|inquiétude|intérêt|regret|gratitude|appréciation))?"
)

FRENCH = OperativeWords(
    organ=(
        r"(?:Assemblée|Conseil|Conférence|Commission|Comité|Groupe\s+de\s+travail|Congrès|Forum|Réunion|Organe|Bureau)"
    ),
    article=r"(?:La\s|Le\s|Les\s|L['’]\s?)",
    requests=(
        (Strength.REQUIRED, r"(?:a\s+)?(?:exigé?e?|enjoint|somme|sommé|charge|chargé)"),
        (
            Strength.URGED,
            r"(?:prie|exhorte|demande|conjure)|engage|a\s+(?:prié|exhorté|demandé|engagé)|(?:lance|adresse)(?:\s+\w+)?\s+un\s+appel"
            r"|fait\s+appel|en\s+appelle|appelle(?!\s+(?:l['’]attention|de\s+ses\s+vœux))"
            rf"|(?:réitère|renouvelle|réaffirme|rappelle)(?=\s+(?:sa|son|ses|la|les|l['’])\s?(?:\w+\s+)?{_REQUEST_NOUN}(?!\w))",
        ),
        (Strength.ENCOURAGED, r"(?:encourage|recommande|conseille)|a\s+(?:encouragé|recommandé)"),
        (Strength.INVITED, r"invite|a\s+invité|rappelle\s+aux"),
    ),
    statements=(
        rf"prend\s+(?:note|acte){_WITH_FEELING}|note{_WITH_FEELING}|constate{_WITH_FEELING}|accueille(?:{_WITH_FEELING}|\s+favorablement)"
        r"|se\s+(?:félicite|réjouit|déclare|dit)(?:\s+(?:\w+\s+)?(?:préoccupée?|consciente?|convaincue?|prête?|gravement))?"
        r"|exprime(?:\s+(?:sa|son|ses|le|la|toute|sincère|profonde?|vive?|vif)){0,4}\s+\w+|fait\s+(?:siens?|siennes?|sien)"
        r"|(?:décide|souligne|réaffirme|reconnaît|approuve|adopte|confirme|condamne|déplore|proclame|affirme|félicite"
        r"|entérine|rappelle|salue|remercie|regrette|considère|estime|autorise|appuie|soutient|réitère|insiste|observe"
        r"|convient|déclare|institue|crée|désigne|proroge|accepte|arrête|établit|attend|souscrit|compte|espère|engage"
        r"|renouvelle|apprécie|partage|transmet|élit|nomme)(?!\w)|attend\s+avec\s+intérêt|rend\s+hommage"
        r"|met\s+l['’]accent|appelle\s+(?:l['’]attention|de\s+ses\s+vœux)|demeure\s+saisie?|a\s+(?:décidé|pris\s+note|adopté|approuvé)"
        r"|s['’](?:inquiète|engage|associe|alarme)|sait\s+gré|tient"
    ),
    adverbs=(
        r"(?:également|aussi|en\s+outre|de\s+nouveau|à\s+nouveau|une\s+fois\s+encore|une\s+nouvelle\s+fois|instamment"
        r"|vivement|fermement|par\s+ailleurs|énergiquement|derechef|en\s+particulier|solennellement|fortement|encore)"
    ),
    joined=r"(?:[,;.]\s+et|[,;.]|(?<!\w)et)\s+(?:(?:à\s+cet\s+égard|à\s+cette\s+fin|dans\s+ce\s+contexte),?\s+)?",
    annex=r"(?:annexe|appendice|pièce\s+jointe)",
    draft=r"projets?\s+de\s+(?:résolution|décision)s?",
    decision=r"décision(?:s|\s+\S{0,12}\d\S{0,9}|\s+[IVX]+)?",
    adopted=r"(?:résolution|décision)s?",
    past=r"^(?:\w+\s+)?a\s",
    noun=r"\s+(?:de|du|des|d['’]|pour|formulée?s?|adressée?s?|présentée?s?)(?!\w)|\s*[.;]",
    infinitive=(r"\s+(?:à|de|d['’])\s?(?:(?:en|y|lui|leur|les|le|la|se)\s|[ls]['’])?(?=\w+(?:er|ir|re|oir)(?!\w))"),
    aside=r"(?:avec|par|entre|parmi|dans)\s+(?:les\s+|le\s+|la\s+|l['’])?",
)
