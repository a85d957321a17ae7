"""The forms in which United Nations bodies put recommendations, one module each.

To add a form: write a module with a function that takes a parsed document and yields its candidates, and name it in
:data:`FORMS`. Where two forms claim the same block, the one named first has it.
"""

from __future__ import annotations

from recommendations.extraction.forms.base import RecommendationForm
from recommendations.extraction.forms.bold import BOLD
from recommendations.extraction.forms.decisions import DECISIONS
from recommendations.extraction.forms.headed import HEADED
from recommendations.extraction.forms.listed import LISTED
from recommendations.extraction.forms.numbered import NUMBERED

FORMS: tuple[RecommendationForm, ...] = (LISTED, DECISIONS, HEADED, NUMBERED, BOLD)
