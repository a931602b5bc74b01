"""Which proposals have more than two parties: those that their pair alone doesn't find.

The database keeps it: a trigger on ``Position`` notes the third party's coming. It isn't part of
the record: it can be made anew.
"""

from django.db import models

from proposals.models.proposals import Proposal


class Wider(models.Model):
    """A proposal of more than two parties."""

    proposal = models.OneToOneField(
        Proposal, models.CASCADE, related_name="wider", primary_key=True
    )

    def __str__(self) -> str:
        return str(self.proposal)
