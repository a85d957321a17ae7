"""The articles that a recommendation relates to, with the reasons."""

from __future__ import annotations

import pytest

from recommendations.models import Basis
from recommendations.queries.bases import ArticleBasis
from recommendations.reader.article_bases import shown_articles
from tests.row_cache import vocabularies

pytestmark = pytest.mark.django_db


def basis(article: str, kind: Basis, evidence: str = "") -> ArticleBasis:
    return ArticleBasis(article, "", "", kind, evidence, in_heading=False, start=None, end=None)


def test_article_is_shown_once_with_all_its_reasons() -> None:
    vocabularies()
    rows = [
        basis("untoc:19", Basis.CITES, "article 19"),
        basis("untoc:18", Basis.CITES, "article 18"),
        basis("untoc:19", Basis.CITES, "Article 19"),
        basis("untoc:19", Basis.SUBJECT, "joint investigations"),
    ]
    shown = [(row.label.rpartition(" ")[2], row.reason) for row in shown_articles(rows)]
    assert shown == [("19", "cited; related by subject: “joint investigations”"), ("18", "cited")]
