"""What a proposal is found by: its words, folded, in a table of their own.

The database keeps it: triggers on ``Proposal`` and ``Evidence`` call ``proposals_keep_words``, and
``proposals_fold`` reads Arabic, Persian and Latin letters, digits and marks that stand for one
another as the same. Both stand in the migrations. It isn't part of the record: it can be made anew.
"""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F

from proposals.models.proposals import Proposal


class SearchText(models.Model):
    """Reference, titles and quotes of one proposal, as ``proposals_fold`` writes them."""

    proposal = models.OneToOneField(
        Proposal, models.CASCADE, related_name="search_text", primary_key=True
    )
    text = models.TextField()

    class Meta:
        indexes = [
            GinIndex(OpClass(F("text"), name="gin_trgm_ops"), name="proposals_searchtext_parts")
        ]

    def __str__(self) -> str:
        return self.text
