"""Names of facet values, and their order."""

from __future__ import annotations

from recommendations.labels.facet_values import Name, Names

NAMES = Names(
    by_facet={
        "article": {
            "untoc": Name("Organized Crime Convention", order=(1, "untoc")),
            "untoc:9": Name("Article 9", "article 9", parent="untoc", order=(1, "untoc", 9, "9")),
            "untoc:18": Name("Article 18", "article 18", parent="untoc", order=(1, "untoc", 18, "18")),
            "fp": Name("Firearms Protocol", order=(2, "fp")),
        }
    },
    former_slugs={},
)


def test_tree_is_in_order_and_includes_parents() -> None:
    tree = NAMES.tree_of("article", ["fp", "untoc:18:13", "untoc:18:2", "untoc:9"])
    assert list(tree.names) == ["untoc", "untoc:9", "untoc:18", "untoc:18:2", "untoc:18:13", "fp"]
    assert tree.children == {
        "": ["untoc", "fp"],
        "untoc": ["untoc:9", "untoc:18"],
        "untoc:18": ["untoc:18:2", "untoc:18:13"],
    }
    assert sorted(tree.positions, key=tree.positions.__getitem__) == list(tree.names)


def test_tree_is_cached_until_the_values_change() -> None:
    values = ["untoc:9"]
    cached = NAMES.tree("recommendations", "article", values)
    assert NAMES.tree("recommendations", "article", values) is cached
    assert list(NAMES.tree("paragraphs", "article", ["fp"]).names) == ["fp"]
    assert NAMES.tree("recommendations", "article", values) is cached
    assert list(NAMES.tree("recommendations", "article", ["fp"]).names) == ["fp"]


def test_latest_year_comes_first() -> None:
    assert list(NAMES.tree_of("year", ["2008", "2022", "2010"]).names) == ["2022", "2010", "2008"]
