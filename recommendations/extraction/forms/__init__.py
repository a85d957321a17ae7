"""The forms that recommendations take in United Nations documents, one module for each form.

To add a form, write a module with a function that takes a parsed document and the words of its language and yields
candidates, and add it to :data:`FORMS`. If two forms claim the same block, the first one in the list wins. The form
:mod:`.closing` is tried only on documents in which these find nothing.
"""

from __future__ import annotations

from recommendations.extraction.forms.base import RecommendationForm
from recommendations.extraction.forms.bold import BOLD
from recommendations.extraction.forms.decisions import DECISIONS
from recommendations.extraction.forms.headed import HEADED
from recommendations.extraction.forms.listed import LISTED
from recommendations.extraction.forms.numbered import NUMBERED

FORMS: tuple[RecommendationForm, ...] = (LISTED, DECISIONS, HEADED, NUMBERED, BOLD)
