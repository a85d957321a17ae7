"""OAI-PMH 2.0 at ``/oai/``: catalogues harvest documents and recommendations, and learn what was withdrawn.

Source: http://www.openarchives.org/OAI/openarchivesprotocol.html. The records are in
:class:`recommendations.models.HarvestRecord`, which :mod:`recommendations.services.harvesting` keeps.
"""
