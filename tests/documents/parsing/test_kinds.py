"""The kind of a document, by its symbol and its masthead."""

from __future__ import annotations

import pytest

from documents.models import Document
from documents.parsing.kinds import DocumentKind, document_kind


@pytest.mark.parametrize(
    ("symbol", "title", "subtitle", "kind", "reason"),
    [
        (
            "CTOC/COP/2022/L.4",
            "Implementation of the provisions on international cooperation",
            "Draft resolution submitted by the Chair of the Working Group",
            "draft-resolution",
            "the subtitle names it",
        ),
        (
            "E/CN.5/2025/L.6",
            "Modalities for the fifth review and appraisal of the Madrid Plan of Action",
            "",
            "other",
            "L. only means that the distribution is limited",
        ),
        ("A/CONF.230/2025/L.2", "Draft report", "", "draft-report", "the title names it"),
        (
            "",
            "Draft report on the meeting of the Working Group held in Vienna on 7 and 8 July 2020",
            "Addendum",
            "draft-report",
            "an addendum has the kind of its document",
        ),
        ("", "Provisional agenda and annotations", "", "agenda", "without a symbol the title suffices"),
        ("CTOC/COP/WG.3/2022/1", "Annotated provisional agenda", "", "agenda", "two adjectives"),
        (
            "",
            "International cooperation to combat transnational organized crime",
            "Working paper prepared by the Secretariat",
            "background-paper",
            "a paper for discussion",
        ),
        (
            "CTOC/COP/WG.2/2021/2",
            "Application of article 16",
            "Background paper prepared by the Secretariat",
            "background-paper",
            "the subtitle names it",
        ),
        (
            "A/CONF.230/2025/10",
            "Ocean Action panel 7: Leveraging ocean linkages",
            "Concept paper prepared by the Secretariat",
            "background-paper",
            "a concept paper is a background paper",
        ),
        (
            "",
            "Activities of the United Nations Office on Drugs and Crime",
            "Report of the Secretariat",
            "report",
            "the subtitle names it",
        ),
        (
            "A/39/361",
            "QUESTION OF EAST TIMOR",
            "Progress report of the Secretary-General",
            "report",
            "an adjective before the word",
        ),
        (
            "ICCD/COP(8)/CST/8",
            "Abridged report on the international workshop on climate",
            "Note by the secretariat",
            "report",
            "the title names it, the subtitle does not",
        ),
        (
            "A/80/271",
            "Third Industrial Development Decade for Africa (2016–2025)",
            "Note by the Secretary-General",
            "other",
            "a note may be of any kind",
        ),
        (
            "TPNW/MSP/2025/11/Rev.1",
            "Report of the third Meeting of States Parties",
            "",
            "report",
            "a revision has the kind of its document",
        ),
        (
            "E/2025/24-E/CN.3/2025/37",
            "Report on the fifty-sixth session (4–7 March 2025)",
            "",
            "report",
            "joint symbols",
        ),
        (
            "E/2025/68/Corr.1",
            "Long-term impact of current trends",
            "Report of the Secretary-General\nCorrigendum",
            "corrigendum",
            "the symbol takes precedence",
        ),
        (
            "",
            "Long-term impact of current trends",
            "Report of the Secretary-General Corrigendum",
            "corrigendum",
            "the last word, without a symbol",
        ),
        (
            "A/RES/73/3",
            "Political declaration of the high-level meeting on the fight against tuberculosis",
            "",
            "resolution",
            "by the series",
        ),
        ("S/RES/2776 (2025)", "Resolution 2776 (2025)", "", "resolution", "by the series"),
        ("", "Decision 11/2", "", "resolution", "by the title alone"),
        ("CTOC/COP/WG.3/2020/CRP.2", "Draft report", "", "conference-room-paper", "by the series"),
        (
            "S/2025/354",
            "Letter dated 3 June 2025 from the Permanent Representative of the Sudan",
            "",
            "letter",
            "by its first words",
        ),
        ("S/2023/664", "Carta de fecha 12 de septiembre de 2023 dirigida a la Presidencia", "", "letter", "in Spanish"),
        (
            "A/HRC/WG.6/34/ITA/3",
            "Резюме материалов по Италии",
            "Доклад Управления Верховного комиссара",
            "report",
            "in Russian",
        ),
        ("E/2035/L.9", "Regional cooperation", "Elbonia:* draft resolution", "draft-resolution", "below its sponsors"),
        ("A/90/L.7", "Question", "Elbonia y Freedonia: proyecto de decisión", "draft-resolution", "in Spanish"),
        ("A/90/L.7", "Question", "Elbonie : projet de résolution révisé", "draft-resolution", "in French"),
        ("A/90/L.7", "Вопрос", "Эльбония: проект решения", "draft-resolution", "in Russian"),
        ("A/90/L.7", "مسألة", "إلبونيا: مشروع قرار", "draft-resolution", "in Arabic, below its sponsors"),
        ("A/90/L.7", "问题", "埃尔博尼亚：决议草案", "draft-resolution", "in Chinese, below its sponsors"),
        ("A/90/L.8", "Amendments to a draft resolution", "Elbonia: amendment", "other", "an amendment to one"),
        ("CTOC/COP/2022/2", "Activités de l’Office", "Rapport du Secrétariat", "report", "in French"),
        ("CTOC/COP/2022/L.4", "تنفيذ أحكام الاتفاقية", "مشروع قرار مقدم من الرئيس", "draft-resolution", "in Arabic"),
        ("CTOC/COP/2022/L.4", "执行公约", "决议草案", "draft-resolution", "in Chinese"),
        ("A/81/6 (Sect. 13)/Part A", "Proposed programme budget for 2027", "Part IV", "other", "none of the kinds"),
        (
            "CTOC/COP/2020/9",
            "Follow-up to the report of the Secretary-General",
            "",
            "other",
            "a document about a report",
        ),
        ("CTOC/COP/INF/2022/1", "List of participants", "", "other", "an information document"),
        (
            "CTOC/COP/2020/3",
            "Reporting by States parties on implementation",
            "",
            "other",
            "a word with the same beginning",
        ),
        ("", "", "", None, "nothing is known"),
    ],
)
def test_kind_of_document_is_determined(symbol: str, title: str, subtitle: str, kind: str | None, reason: str) -> None:
    assert document_kind(symbol.split("-"), title, subtitle) == kind, reason


def test_database_and_parser_have_the_same_kinds() -> None:
    assert [str(kind) for kind in DocumentKind] == Document.Kind.values
