"""Tells whether two statements speak of the same measure, in one language or in two; plain Python.

A statement is read for what it is about (`reading`): concepts of a trilingual lexicon (`concepts`),
names by their sound (`names`), numbers in digits or words (`numbers`). Two statements are compared
(`comparing`), what they share is weighed (`model`), and the proposals between the same two parties
are ranked by the probability that the statement speaks of them (`matching`), with the reasons
(`whys`). Articles (`articles`) are gathered into clusters in the order of their dates
(`clustering`); `scoring` measures that against labels, `fitting` finds the weights.
"""

from tracker.matching.articles import Article, Told, extracted, given
from tracker.matching.clustering import Placed, cluster
from tracker.matching.matching import Match, match
from tracker.matching.statements import PROPOSAL, TITLE, UPDATE, Candidate, Statement

__all__ = [
    "PROPOSAL",
    "TITLE",
    "UPDATE",
    "Article",
    "Candidate",
    "Match",
    "Placed",
    "Statement",
    "Told",
    "cluster",
    "extracted",
    "given",
    "match",
]
