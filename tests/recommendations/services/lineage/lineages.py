"""Helpers for tests of lineage: documents with successive versions of the same recommendations."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib.auth.models import Permission, User

from documents.models import Document, LanguageVersion
from recommendations.models import Lineage, Recommendation
from recommendations.services.indexing import index_documents
from recommendations.services.lineage import propose_lineage
from recommendations.services.passages import write_passages
from tests import builders as make

TRAINING = "States parties are encouraged to train judges and prosecutors in the law of electronic evidence"
SHARING = "States parties are encouraged to share lessons learned with neighbouring countries"
FUNDING = "States are invited to fund technical assistance on a sustainable basis"
DRAFT, ANNEX, RESOLUTION = (datetime.date(2020, 7, 8), datetime.date(2022, 9, 8), datetime.date(2022, 10, 21))


def version(
    symbol: str, date: datetime.date | None, *texts: str, of: Document | None = None, **fields: Any
) -> LanguageVersion:
    """Create a version with a recommendation for each text, and their vectors. No lineage is proposed yet."""
    published, language = fields.pop("published", True), fields.pop("language", "en")
    new_version = make.version(of or make.document(symbol, date=date, **fields), language, published=published)
    for number, text in enumerate(texts):
        letter = chr(ord("a") + number)
        make.recommendation(
            text,
            of=new_version,
            indexed=False,
            label=f"({letter})",
            path=f"Annex ({letter})",
            anchor=f"annex-{letter}",
            status=Recommendation.Status.PROPOSED,
        )
    write_passages(new_version)
    index_documents([new_version.document_id])
    return new_version


def quoting_documents() -> tuple[LanguageVersion, LanguageVersion]:
    """Create a paper of July 2022 with a proposal to the Conference of October 2022, and a document of September 2022
    that quotes what a working group adopted in March 2021."""
    conference = make.meeting(make.conference(), 11, slug="cop-11", start=datetime.date(2022, 10, 17), end=None)
    proposal = version("A/74", datetime.date(2022, 7, 18), TRAINING)
    annex = version("CTOC/COP/2022/L.4", ANNEX, f"{TRAINING}, on request")
    proposal.recommendations.update(meeting=conference)
    annex.recommendations.update(status="adopted", stated_status="adopted", adopted_by=make.meeting(ordinal=12))
    return proposal, annex


def propose_links(*versions: LanguageVersion) -> list[Lineage]:
    """Propose the lineage of these versions, in this order, and return all links, best first."""
    for row in versions:
        propose_lineage(row)
    return list(Lineage.objects.order_by("-score", "pk"))


def links_of_a_draft() -> list[Lineage]:
    """Propose links for two of a draft's three recommendations; (c) has no later version."""
    draft = version("A/1", DRAFT, TRAINING, SHARING, FUNDING, title="Draft report")
    annex = version("A/2", ANNEX, f"{TRAINING}, on request", SHARING.replace("encouraged", "urged"), title="Resolution")
    return sorted(propose_links(draft, annex), key=lambda link: link.earlier.label)


def symbols_and_labels(links: list[Lineage]) -> set[tuple[str, str]]:
    """Return each link as a pair of symbols with labels: ("A/1 (a)", "A/2 (b)")."""
    return {(_symbol_and_label(link.earlier), _symbol_and_label(link.later)) for link in links}


def _symbol_and_label(row: Recommendation) -> str:
    return f"{row.version.document.symbol} {row.label}"


def reviewer(name: str = "reviewer") -> User:
    """Create a staff account that may decide on lineage."""
    user = User.objects.create_user(name, is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="change_lineage"))
    return user
