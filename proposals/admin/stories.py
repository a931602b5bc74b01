"""What else tells an article's story: other outlets' copies of it, and its versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from proposals.models import Article, Finding
from proposals.rights import Actor
from proposals.vocabulary import FindingState


@dataclass(frozen=True)
class Telling:
    """Another article of the story; how much of the first one's words it shares, in percent."""

    article: Article
    percent: int


@dataclass(frozen=True)
class Story:
    """What surrounds an article: copies elsewhere, its own versions, and words that it lost."""

    tellings: list[Telling]
    versions: list[Article]
    lost: list[str]

    @classmethod
    def of(cls, article: Article, actor: Actor) -> Self:
        """Give the story of an article, as far as the actor may see it."""
        told = Article.objects.visible_to(actor).of_story(article).select_related("outlet")
        others = [one for one in told.defer("text") if one.pk != article.pk]
        versions = [one for one in others if _is_version(one, article)]
        elsewhere = [one for one in others if one not in versions]
        return cls(
            tellings=[Telling(one, _percent(one)) for one in elsewhere],
            versions=versions,
            lost=_lost(article, actor),
        )

    def __bool__(self) -> bool:
        return bool(self.tellings or self.versions)


def _is_version(one: Article, article: Article) -> bool:
    return bool(one.canonical_address) and one.canonical_address == article.canonical_address


def _percent(article: Article) -> int:
    return round(100 * (1.0 if article.similarity is None else article.similarity))


def _lost(article: Article, actor: Actor) -> list[str]:
    """Give what was found in the version before and is not said any more."""
    if article.previous_version_id is None:
        return []
    before = Finding.objects.visible_to(actor).filter(article=article.previous_version_id)
    said = before.exclude(state=FindingState.DISMISSED).values_list("quote", flat=True)
    return list(_without(_spaced(article.text), said))


def _without(text: str, quotes: Iterable[str]) -> Iterable[str]:
    return (quote for quote in quotes if _spaced(quote) not in text)


def _spaced(text: str) -> str:
    return " ".join(text.split())
