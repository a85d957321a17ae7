"""The number and the subject of an article that a draft cites, in all official languages."""

from __future__ import annotations

import pytest

from portal.drafting.checks.provisions import ProvisionChecker
from tests.portal.drafting.checks.samples import read_draft
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _titles_in_all_languages() -> None:
    vocabularies()


def findings(text: str) -> list[tuple[str, bool]]:
    return [(f.kind.value, f.certain) for f in ProvisionChecker(read_draft(text.encode())).findings()]


WRONG = [
    "La Conferencia recuerda el artículo 19 (entrega vigilada) de la Convención contra la Delincuencia Organizada y el "
    "artículo 17 (asistencia judicial recíproca) de la misma Convención.",
    "La Conferencia recuerda el artículo 29 de la Convención contra la Delincuencia Organizada, relativo a la "
    "protección de los testigos, y la importancia de aplicarlo.",
    "La Conférence rappelle l’article 17 (entraide judiciaire) de la Convention contre la criminalité organisée et "
    "souligne son importance pour les États parties.",
    "La Conférence rappelle les articles 17 (transfèrement des personnes condamnées) et 18 (extradition) de la "
    "Convention contre la criminalité organisée et souligne leur importance.",
    "La Conférence rappelle l’article 19 de la Convention contre la criminalité organisée, relatif au transfert des "
    "procédures pénales, et souligne son importance pour les États parties.",
    "Конференция ссылается на статью 20 (совместные расследования) Конвенции против организованной преступности и "
    "подчеркивает ее значение для государств-участников.",
    "Конференция ссылается на статью 23 Конвенции против организованной преступности, касающуюся защиты свидетелей, и "
    "подчеркивает ее значение.",
    "يشير المؤتمر إلى المادة 17 (تسليم المجرمين) من اتفاقية الجريمة المنظمة ويؤكد أهميتها بالنسبة إلى الدول الأطراف.",
    "يشير المؤتمر إلى المادة 26 من اتفاقية الجريمة المنظمة المتعلقة بحماية الشهود، ويؤكد أهميتها بالنسبة إلى الدول.",
    "缔约方会议回顾《有组织犯罪公约》第十七条（引渡）并强调其对缔约国的重要性。",
    "缔约方会议回顾《有组织犯罪公约》第二十六条（保护证人）并强调其对缔约国的重要性。",
    "The Conference recalled articles 16 (extradition), 17 (joint investigations) and 20 (special investigative "
    "techniques) of the Organized Crime Convention.",
]


@pytest.mark.parametrize("text", WRONG)
def test_subject_of_another_article_is_found(text: str) -> None:
    assert ("article-title", True) in findings(text)


@pytest.mark.parametrize(
    "text",
    [
        "La Conferencia recuerda el artículo 35 de la Convención contra la Delincuencia Organizada, relativo a la "
        "indemnización por daños y perjuicios, y la importancia de aplicarlo.",
        "La Conférence rappelle l’article 20 de la Convention contre la criminalité organisée, relatif à "
        "l’enrichissement illicite, et souligne son importance pour les États parties.",
    ],
)
def test_subject_of_another_treaty_is_found(text: str) -> None:
    assert findings(text) == [("convention", True)]


@pytest.mark.parametrize(
    "text",
    [
        "La Conferencia recuerda los artículos 16 (extradición) y 18 (asistencia judicial recíproca) de la Convención "
        "contra la Delincuencia Organizada y la importancia de aplicarlos.",
        "La Conferencia recuerda el artículo 14 de la Convención contra la Delincuencia Organizada, relativo a la "
        "disposición del producto del delito, y la importancia de aplicarlo.",
        "La Conférence rappelle l’article 17 (transfèrement) de la Convention contre la criminalité organisée et "
        "l’article 16 (coopération internationale) de cette Convention, et souligne leur importance.",
        "La Conférence rappelle l’article 20 de la Convention contre la criminalité organisée, relatif aux livraisons "
        "surveillées, et souligne son importance pour les États parties.",
        "Конференция ссылается на статью 24 Конвенции против организованной преступности, касающуюся защиты "
        "свидетелей, и подчеркивает ее значение.",
        "يشير المؤتمر إلى المادة 16 (تسليم المجرمين) من اتفاقية الجريمة المنظمة ويؤكد أهميتها بالنسبة إلى الدول.",
        "缔约方会议回顾《有组织犯罪公约》第二十四条（保护证人）并强调其对缔约国的重要性。",
        "缔约方会议回顾《有组织犯罪公约》第二十七条（执法合作），并强调其对缔约国的重要性。",
        "The Conference discussed article 18 of the Organized Crime Convention (international cooperation) at length.",
        "The Conference discussed article 17 (international cooperation) of the Organized Crime Convention at length.",
    ],
)
def test_right_or_general_subject_is_not_reported(text: str) -> None:
    assert findings(text) == []
