"""Answers that partners may ask for again."""

from django.db import models

from proposals.models.people import Client


class KeptAnswer(models.Model):
    """What a client was answered under an Idempotency-Key, kept for a day.

    It is written in the transaction of what it answers: either both are there, or neither.
    """

    client = models.ForeignKey(Client, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    location = models.CharField(max_length=2048, blank=True)
    content = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client", "key"], name="proposals_keptanswer_once")
        ]
        indexes = [models.Index(fields=["kept_at"], name="proposals_keptanswer_age")]

    def __str__(self) -> str:
        return self.key
