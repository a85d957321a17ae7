"""Benchmark the search by meaning: ``python -m tests.benchmarks.search 100000 --meaning``.

Real vectors for a hundred thousand texts would take hours. Each recommendation gets a passage whose vector combines the
vectors of three sentences in the corpus, so that the distribution stays realistic; words get real vectors. The command
loads missing data, runs the queries of one and two words with and without meaning, and prints medians and 95th
percentiles.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Sequence
from statistics import median, quantiles

import numpy as np
from django.db import connection
from tqdm import tqdm

from recommendations.index.encoder import DIMENSIONS, as_literals, clear_query_vectors, encoder
from recommendations.index.stems import stems_of
from recommendations.models import Recommendation, SearchPassage, SearchWord
from recommendations.search.nearest import clear_nearest
from recommendations.search.query import SearchQuery
from recommendations.search.results import search
from recommendations.text.words import tokens
from tests.benchmarks.search.corpus import Corpus, sentences
from tests.benchmarks.search.queries import queries
from tests.benchmarks.search.run import SAMPLE, measure_time

BATCH = 1 << 13
INDEX = "recommendation_vector_idx"


def main(arguments: Sequence[str]) -> int:
    """Print a line for each class of queries and return 0. The first argument is the size."""
    size = int(arguments[0])
    if not SearchPassage.objects.exists():
        _load_words()
        _load_passages()
    encoder().encode(["so that it is loaded"])
    sample = list(itertools.islice(Corpus(size).rows(), SAMPLE))
    for kind in ("C1", "C2"):
        texts = [query.text for query in queries(sample) if query.kind == kind]
        for meaning in (False, True):
            seconds = [_measure_search(words, meaning=meaning) for _turn in range(3) for words in texts]
            label = "with meaning" if meaning else "words alone"
            p95 = quantiles(seconds, n=20, method="inclusive")[-1]
            sys.stdout.write(f"{kind} {label}: p50 {median(seconds) * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms\n")
    return 0


def _measure_search(words: str, *, meaning: bool) -> float:
    clear_query_vectors()  # so that each query is encoded again
    clear_nearest()
    query = SearchQuery(words=words, meaning=meaning, thesaurus=False, as_typed=True)
    return measure_time(lambda: search(query, details=False))[0]  # type: ignore[arg-type, return-value]


def _load_words() -> None:
    words = sorted({token.word for sentence in sentences() for token in tokens(sentence)})
    stems = stems_of(words, "en")
    vectors = encoder().encode(words)
    SearchWord.objects.bulk_create(
        SearchWord(language="en", word=word, stem=stems[word], vector=vector)
        for word, vector in zip(words, vectors, strict=True)
    )


def _load_passages() -> None:
    sentence_vectors = encoder().encode(sentences())
    rows = list(Recommendation.objects.order_by("pk").values_list("pk", "paragraph_id"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [INDEX])
        [definition] = cursor.fetchone()
        cursor.execute(f"DROP INDEX {INDEX}")  # rebuilding it at the end takes a tenth of the time
        statement = (
            'COPY recommendations_searchpassage (recommendation_id, paragraph_id, start, "end", vector) FROM STDIN'
        )
        with cursor.copy(statement) as copy:
            for row, literal in zip(tqdm(rows, unit=" passages"), _literals(sentence_vectors, len(rows)), strict=True):
                copy.write_row((*row, 0, 40, literal))
        cursor.execute("SET maintenance_work_mem = '1GB'")
        cursor.execute(definition)
        cursor.execute("ANALYZE recommendations_searchpassage")


def _literals(sentence_vectors: np.ndarray, count: int) -> Iterator[str]:
    rng = np.random.default_rng(42)
    for first in range(0, count, BATCH):
        batch_size = min(BATCH, count - first)
        vectors = sentence_vectors[rng.integers(len(sentence_vectors), size=(batch_size, 3))].sum(axis=1)
        vectors += rng.normal(scale=0.02, size=(batch_size, DIMENSIONS))
        yield from as_literals(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
