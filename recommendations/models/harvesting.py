"""The records that programs harvest from the portal, including those that they must remove."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class HarvestRecord(models.Model):
    """A public document or recommendation as a record of OAI-PMH, or one that is no longer public.

    Rows outlive what they describe, so that programs learn about every withdrawal and deletion. A record that changes
    gets a new row, so the keys are in the order of the changes, which only one process makes at a time.

    ``address`` is the address of its page ("/documents/CTOC/COP/2022/9/"). ``document`` is the key of its document,
    which may be deleted; ``place`` is "" for the document itself. ``changed_at`` is in whole seconds, as in the
    responses. ``digest`` is that of its content, "" for a deleted record. ``sets`` are the keys of bodies, and of
    bodies with meetings ("wg-tip:wg-tip-11").
    """

    address = models.CharField(max_length=500, unique=True)
    document = models.BigIntegerField(db_index=True)
    place = models.CharField(max_length=220, blank=True)
    changed_at = models.DateTimeField(db_index=True)
    digest = models.CharField(max_length=32, blank=True)
    sets = ArrayField(models.CharField(max_length=200), default=list, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.address

    @property
    def is_deleted(self) -> bool:
        """Whether the document or recommendation is no longer public."""
        return not self.digest
