"""Articles that tell one story: copies, edited copies, and the versions of a page."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from proposals.announcements import article_doubted
from proposals.errors import AlreadyKeptError, RefusedError
from proposals.models import Article, Finding, Party, Proposal
from proposals.rights import Actor
from proposals.services import articles, findings
from proposals.services.articles import Arrival, Reading
from proposals.services.findings import Sighting, carry_over
from proposals.services.stories import BANDS, ROWS, Signature
from proposals.vocabulary import DismissalReason, FindingState

SYSTEM = Actor.of_system("tests")


def receive(by: Actor, at: datetime, **arrival: Any) -> Article:
    return articles.receive(arrival=Arrival(**arrival), by=by, at=at)


def fingerprint(*changed: int) -> Signature:
    """Give a signature that differs from the others in these of its bands."""
    numbers = [number + 1000 * (number // ROWS in changed) for number in range(BANDS * ROWS)]
    bands = [number + 1000 * (number in changed) for number in range(BANDS)]
    return Signature(numbers=tuple(numbers), bands=tuple(bands))


def tell(
    text: str, signature: Signature | None, at: datetime, language: str = "en", **values: Any
) -> Article:
    article = receive(SYSTEM, at, content=text.encode(), **values)
    reading = Reading(text, language, signature=signature)
    articles.keep_text(article=article, reading=reading, by=SYSTEM, at=at)
    return article


def test_an_edited_copy_is_of_the_same_story(db: None, at: datetime) -> None:
    first = tell("The whole story.", fingerprint(), at)
    half = tell("Half the story.", fingerprint(*range(21)), at)
    other = tell("Another one.", fingerprint(*range(16, BANDS)), at)

    assert (half.same_as, half.similarity) == (first, 0.5)
    assert (other.same_as, other.similarity) == (None, None)


def test_a_copy_of_a_copy_belongs_to_the_first(db: None, at: datetime) -> None:
    first = tell("The whole story.", fingerprint(), at)
    tell("Half the story.", fingerprint(*range(20)), at)
    third = tell("Half the story, cut.", fingerprint(*range(20), 30, 31, 32, 33, 34, 35), at)

    assert third.same_as == first
    assert set(Article.objects.of_story(third)) == set(Article.objects.all())


def test_the_same_words_in_another_language_are_another_story(db: None, at: datetime) -> None:
    tell("The whole story.", fingerprint(), at)

    assert tell("متن خبر", fingerprint(1), at, language="fa").same_as is None


@pytest.mark.parametrize(("days", "is_one"), [(0, True), (10, True), (11, False), (365, False)])
def test_nearly_the_same_words_much_later_are_another_announcement(
    db: None, at: datetime, days: int, is_one: bool
) -> None:
    first = tell("The whole story.", fingerprint(), at, published_at=at - timedelta(days=days))
    later = tell("The whole story!", fingerprint(1), at, published_at=at)

    assert later.same_as == (first if is_one else None)


def test_a_text_too_short_for_a_signature_is_a_copy_word_for_word_only(
    db: None, at: datetime
) -> None:
    first = tell("Short.", None, at)

    assert tell("Shorter.", None, at).same_as is None
    assert tell("Short. ", None, at).same_as == first


def test_repeats_are_counted_over_stories(
    proposal: Proposal, see: Callable[..., Sighting], iraq: Party, iran: Party, at: datetime
) -> None:
    says = "We propose a joint border operations centre"
    for number, signature in enumerate((fingerprint(), fingerprint(1), fingerprint(*range(40)))):
        article = tell(f"{says}, the minister said {number}.", signature, at)
        seen = see(article, says)
        found = findings.record_findings(article=article, sightings=[seen], by=SYSTEM, at=at)
        findings.attach(finding=found[0], proposal=proposal, by=SYSTEM, at=at)

    assert proposal.evidence.count() == 3
    assert proposal.evidence.stories() == 2


@pytest.fixture
def page(db: None, at: datetime) -> Article:
    """A page that was read at its address."""
    return tell("The whole story.", fingerprint(), at, address="https://wire.example/1")


def test_a_page_that_was_read_can_be_looked_for_again(
    page: Article,
    officer: Actor,
    at: datetime,
    announced: list[Any],
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        articles.check_again(article=page, by=officer, at=at)

    assert Article.objects.due("read", at=at).get() == page
    assert (article_doubted, {"article_id": page.pk}) in announced


def test_what_was_not_read_or_has_no_address_can_not(
    waiting: Article, article: Article, officer: Actor, at: datetime
) -> None:
    for one in (waiting, article):
        with pytest.raises(RefusedError):
            articles.check_again(article=one, by=officer, at=at)


def corrected(page: Article, at: datetime, text: str = "The whole story, corrected.") -> Article:
    """Give the version that follows a page, read."""
    articles.check_again(article=page, by=SYSTEM, at=at)
    newest = Article.objects.newest_version_of(page)
    content = text.encode()
    version = articles.keep_version(
        article=newest, content=content, content_type="text/plain", by=SYSTEM, at=at
    )
    assert version is not None
    reading = Reading(text, "en", signature=fingerprint(1))
    articles.keep_text(article=version, reading=reading, by=SYSTEM, at=at)
    return version


def test_a_corrected_page_is_kept_beside_what_it_said_before(page: Article, at: datetime) -> None:
    second = corrected(page, at)
    third = corrected(page, at, "The whole story, corrected again.")

    assert (second.previous_version, third.previous_version) == (page, second)
    assert (second.same_as, third.same_as) == (page, page)
    page.refresh_from_db()
    assert (page.text, page.due_at) == ("The whole story.", None)
    assert Article.objects.of_address(page.canonical_address).get() == third


def test_an_address_that_has_versions_is_still_known(
    page: Article, officer: Actor, at: datetime
) -> None:
    newest = corrected(page, at)

    with pytest.raises(AlreadyKeptError) as refused:
        receive(officer, at, address=page.address)
    assert refused.value.article == newest


def test_a_correction_that_was_taken_back_is_a_version_too(page: Article, at: datetime) -> None:
    corrected(page, at)
    back = corrected(page, at, page.text)

    assert (back.same_as, back.similarity) == (page, 1.0)


def test_a_check_that_found_nothing_leaves_all_as_it_was(page: Article, at: datetime) -> None:
    articles.check_again(article=page, by=SYSTEM, at=at)
    held = articles.lease(article_id=page.pk, state="read", seconds=60, by=SYSTEM, at=at)
    assert held is not None

    articles.leave_as_read(article=held, by=SYSTEM, at=at)

    page.refresh_from_db()
    assert (page.state, page.due_at, page.leased_until) == ("read", None, None)


def test_a_check_that_somebody_took_over_keeps_no_version(page: Article, at: datetime) -> None:
    articles.check_again(article=page, by=SYSTEM, at=at)
    late = articles.lease(article_id=page.pk, state="read", seconds=60, by=SYSTEM, at=at)
    assert late is not None
    later = at + timedelta(seconds=61)
    articles.lease(article_id=page.pk, state="read", seconds=60, by=SYSTEM, at=later)

    kept = articles.keep_version(
        article=late, content=b"New", content_type="text/plain", by=SYSTEM, at=later
    )

    assert kept is None
    assert Article.objects.count() == 1


def test_a_page_whose_check_kills_its_workers_stays_as_it_was_read(
    page: Article, at: datetime
) -> None:
    articles.check_again(article=page, by=SYSTEM, at=at)
    for hours in range(articles.MAX_ATTEMPTS + 1):
        moment = at + timedelta(hours=hours)
        articles.lease(article_id=page.pk, state="read", seconds=1, by=SYSTEM, at=moment)

    page.refresh_from_db()
    assert (page.state, page.failure, page.due_at) == ("read", "", None)


# What was decided before


@pytest.fixture
def later(finding: Finding, see: Callable[..., Sighting], at: datetime) -> Finding:
    """The same words in a later version of the article."""
    article = finding.article
    version = tell(f"{article.text} Corrected.", fingerprint(2), at, title="Corrected")
    seen = see(version, finding.quote)
    return findings.record_findings(article=version, sightings=[seen], by=SYSTEM, at=at)[0]


def test_what_became_of_the_words_before_holds_for_the_later_version(
    finding: Finding, later: Finding, proposal: Proposal, officer: Actor, at: datetime
) -> None:
    """Evidence stays with the version on which the decision was made."""
    findings.attach(finding=finding, proposal=proposal, by=officer, at=at)
    finding.refresh_from_db()

    carry_over(finding=later, decided=finding, by=SYSTEM, at=at)

    later.refresh_from_db()
    assert (later.state, later.proposal) == (FindingState.ATTACHED, proposal)
    assert (later.decided_by, later.is_automatic) == (officer.name, False)
    assert [one.article for one in proposal.evidence.all()] == [finding.article]


def test_what_was_dismissed_before_is_not_asked_again(
    finding: Finding, later: Finding, officer: Actor, at: datetime
) -> None:
    findings.dismiss(finding=finding, reason=DismissalReason.PAST, by=officer, at=at)
    finding.refresh_from_db()

    carry_over(finding=later, decided=finding, by=SYSTEM, at=at)

    later.refresh_from_db()
    assert (later.state, later.dismissal) == (FindingState.DISMISSED, DismissalReason.PAST)


def test_a_decision_that_was_carried_over_can_be_taken_back_by_itself(
    finding: Finding, later: Finding, proposal: Proposal, officer: Actor, at: datetime
) -> None:
    findings.attach(finding=finding, proposal=proposal, by=officer, at=at)
    finding.refresh_from_db()
    carry_over(finding=later, decided=finding, by=SYSTEM, at=at)

    findings.undo(finding=later, by=officer, at=at)

    later.refresh_from_db()
    assert later.state == FindingState.OPEN
    assert proposal.evidence.count() == 1
