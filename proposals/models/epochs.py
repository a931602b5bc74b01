"""Epochs of the history: from one restore of the store to the next."""

from django.db import connection, models


class Epoch(models.Model):
    """One run of transaction numbers.

    PostgreSQL numbers its transactions anew in another cluster, such as one that a backup was
    restored into. ``base`` is added to its numbers, so that the history stays in order, and whoever
    follows it with a cursor of an earlier epoch is told to read anew. ``server`` names the cluster,
    its timeline and the database.
    """

    server = models.CharField(max_length=80)
    base = models.BigIntegerField()
    begun_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["base"], name="proposals_epoch_base_once")]

    def __str__(self) -> str:
        return self.server

    @classmethod
    def present(cls) -> int:
        """Give the number of the present one; begin it if the store was moved or restored."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT proposals_present_epoch()")
            return int(cursor.fetchone()[0])
