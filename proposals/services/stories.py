"""Which articles tell one story: copies of one text, edited copies, and its later versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from proposals.models import Article, Fingerprint

BANDS, ROWS = 42, 3
# From this share of common word runs on, two texts are one story. Measured on the labelled
# articles: different texts share 0.02 at most; a copy that lost its last third, 0.5 and more.
NEAR = 0.4
# Copies appear within days; the same words a year later are another announcement.
WITHIN = timedelta(days=10)
_MOST_COMPARED = 200


@dataclass(frozen=True)
class Signature:
    """By what a text is recognised: the numbers that are compared, and the bands that find them."""

    numbers: tuple[int, ...]
    bands: tuple[int, ...]


@dataclass(frozen=True)
class Likeness:
    """The first article of a story, and the share of its word runs that another one repeats."""

    first: Article
    similarity: float


def one_at_a_time() -> None:
    """Let nobody else compare until this transaction ends: of two copies, one must be the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('proposals.stories'))")


def remember(article: Article, signature: Signature) -> None:
    """Keep by what an article is recognised."""
    values = {"numbers": list(signature.numbers), "bands": list(signature.bands)}
    Fingerprint.objects.update_or_create(article=article, defaults=values)


def likeness(article: Article, signature: Signature | None) -> Likeness | None:
    """Find the story that an article tells again, if it was told before."""
    if article.previous_version is not None:
        first = _first(article.previous_version)
        return Likeness(first, _similarity_to(first, article, signature))
    return _exact(article) or (_near(article, signature) if signature else None)


def _first(article: Article) -> Article:
    return article.same_as or article


def _exact(article: Article) -> Likeness | None:
    same = Article.objects.filter(text_sha256=article.text_sha256, same_as=None)
    twin = same.exclude(pk=article.pk).first()
    return Likeness(twin, 1.0) if twin else None


def _similarity_to(first: Article, article: Article, signature: Signature | None) -> float:
    known = Fingerprint.objects.filter(article=first).first()
    if first.text_sha256 == article.text_sha256:
        return 1.0
    return _shared(known.numbers, signature.numbers) if known and signature else 0.0


def _near(article: Article, signature: Signature) -> Likeness | None:
    """Find the article that is most like this one, of those of its language and its days."""
    found = (
        Fingerprint.objects.filter(
            bands__overlap=list(signature.bands), article__language=article.language
        )
        .exclude(article=article.pk)
        .select_related("article__same_as")
        .order_by("-article_id")[:_MOST_COMPARED]
    )
    likely = [
        (_shared(one.numbers, signature.numbers), -one.article_id, one.article)
        for one in found
        if abs(one.article.told_on - article.told_on) <= WITHIN
    ]
    similarity, _id, nearest = max(likely, default=(0.0, 0, article))
    return Likeness(_first(nearest), similarity) if similarity >= NEAR else None


def _shared(some: Sequence[int], others: Sequence[int]) -> float:
    """Estimate the Jaccard similarity: the share of the numbers that are equal."""
    return sum(one == other for one, other in zip(some, others, strict=True)) / len(some)
