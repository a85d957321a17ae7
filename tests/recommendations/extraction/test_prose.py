import re

import pytest

from recommendations.extraction.prose import names_pattern


@pytest.mark.parametrize("name", ["Conférence d'examen", "Conférence d’examen"])
@pytest.mark.parametrize("text", ["Conférence d'examen", "Conférence d’examen", "Conférence\n d’examen"])
def test_name_matches_with_either_apostrophe_and_any_white_space(name, text):
    assert re.fullmatch(names_pattern([name], language="fr"), text)


@pytest.mark.parametrize("text", ["Conférence dexamen", "Conférences d’examen"])
def test_other_word_does_not_match(text):
    assert not re.fullmatch(names_pattern(["Conférence d’examen"], language="fr"), text)


def test_pattern_without_names_matches_nothing():
    assert not re.search(names_pattern([]), "any text")
