"""What another lexicon would find in labelled articles: gained and lost, rightly and wrongly."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tracker.evaluation.claims import RECORD, Claim
from tracker.evaluation.pairing import set_beside
from tracker.extraction import Lexicon, extract
from tracker.matching import Article


@dataclass(frozen=True)
class Effect:
    """A finding that only one of two lexicons makes, and whether a label confirms it."""

    article: str
    is_gained: bool
    is_right: bool
    type: str
    quote: str

    @property
    def is_better(self) -> bool:
        """Tell whether it speaks for the new lexicon."""
        return self.is_gained == self.is_right


def compare(articles: Iterable[Article], before: Lexicon, after: Lexicon) -> Iterator[Effect]:
    """Give what changes between two lexicons, in the order of the articles."""
    for article in articles:
        old, new = (_found(article, lexicon) for lexicon in (before, after))
        for claim in sorted(old.keys() ^ new.keys(), key=lambda one: (one.start, one.end)):
            yield Effect(
                article=article.id,
                is_gained=claim in new,
                is_right=(new if claim in new else old)[claim],
                type=claim.type,
                quote=article.text[claim.start : claim.end],
            )


def _found(article: Article, lexicon: Lexicon) -> dict[Claim, bool]:
    """Give what is found, however sure, and whether a label says the same."""
    found = extract(article.text, article.language, lexicon=lexicon)
    claims = [replace(Claim.of_finding(one), confidence=1.0) for one in found]
    right = {
        claim
        for type_, paired in set_beside(article, claims).items()
        for label, claim in paired.together
        if not label.differs(claim, RECORD[type_])
    }
    return {claim: claim in right for claim in claims}
