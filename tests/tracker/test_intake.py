"""An article's way in: fetched, read, searched, tied to what is tracked; nothing is lost."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from proposals.models import Article, Change, Finding, Outlet, Party, Proposal
from proposals.rights import Actor
from proposals.services import articles, findings
from proposals.services.articles import Arrival
from proposals.services.records import keep
from proposals.vocabulary import ArticleState, Failure, FindingState, FindingType
from tests.tracker.conftest import Site
from tracker import intake
from tracker.collecting.models import Host

STORY = """BAGHDAD - Iran's interior minister met his Iraqi counterpart in Baghdad on Monday.

Iran proposed a joint border operations centre with liaison officers from both countries.

The two sides agreed to exchange lists of wanted traffickers every month.
"""
PAGE = f"""<!doctype html><html lang="en"><head><title>Border centre</title>
<meta property="article:published_time" content="2026-03-09"></head><body><article>
<h1>Iran proposes a border centre</h1>{"".join(f"<p>{line}</p>" for line in STORY.split("\n\n"))}
</article></body></html>"""
TEXT = "text/plain; charset=utf-8"


def receive(by: Actor, at: datetime, **values: Any) -> Article:
    return articles.receive(arrival=Arrival(**values), by=by, at=at)


def test_a_pasted_text_becomes_findings_in_the_records_words(
    officer: Actor, at: datetime, iraq: Party, iran: Party
) -> None:
    article = receive(officer, at, content=STORY.encode(), content_type=TEXT)

    findings = intake.read(article_id=article.pk, at=at)

    article.refresh_from_db()
    assert (article.state, article.language) == (ArticleState.READ, "en")
    centre = next(finding for finding in findings if "operations centre" in finding.quote)
    assert article.text[centre.start : centre.end] == centre.quote
    assert (centre.type, centre.kind, centre.act) == ("proposal", "joint_body", "proposes")
    assert (centre.proposer, centre.addressee, centre.is_mutual) == (iran, iraq, False)
    lists = next(finding for finding in findings if "wanted traffickers" in finding.quote)
    assert lists.is_mutual
    assert {lists.proposer, lists.addressee} == {iran, iraq}
    assert all(finding.why for finding in findings)


def test_an_address_is_fetched_then_read(site: Site, officer: Actor, at: datetime) -> None:
    address = site.page("/story", PAGE.encode())
    article = receive(officer, at, address=address)
    assert article.state == ArticleState.WAITING

    intake.fetch(article_id=article.pk, at=at)
    article.refresh_from_db()
    assert (article.state, article.fetched_at) == (ArticleState.KEPT, at)
    assert bytes(article.original.content) == PAGE.encode()

    assert intake.read(article_id=article.pk, at=at)
    article.refresh_from_db()
    assert article.title == "Iran proposes a border centre"
    assert f"{article.published_at:%Y-%m-%d}" == "2026-03-09"


def test_a_bell_that_rings_twice_does_nothing_twice(
    site: Site, officer: Actor, at: datetime
) -> None:
    article = receive(officer, at, address=site.page("/story", PAGE.encode()))
    for _ in range(2):
        intake.fetch(article_id=article.pk, at=at)
    found = intake.read(article_id=article.pk, at=at)

    assert intake.read(article_id=article.pk, at=at) == []
    assert site.asked == ["/story"]
    assert Finding.objects.count() == len(found)


def test_what_is_leased_is_left_alone_until_the_lease_ends(
    site: Site, officer: Actor, at: datetime
) -> None:
    """A worker that was killed while it fetched holds the article no longer than its lease."""
    article = receive(officer, at, address=site.page("/story", PAGE.encode()))
    articles.lease(
        article_id=article.pk, state=ArticleState.WAITING, seconds=120, by=intake.BY, at=at
    )

    intake.fetch(article_id=article.pk, at=at + timedelta(seconds=119))
    assert site.asked == []
    intake.fetch(article_id=article.pk, at=at + timedelta(seconds=121))
    assert site.asked == ["/story"]


def test_a_passing_fault_is_tried_again_later_each_time(
    site: Site, officer: Actor, at: datetime
) -> None:
    article = receive(officer, at, address=site.status("/story", 503))
    moments = []
    for _ in range(10):
        article.refresh_from_db()
        if article.due_at is None:
            break
        moments.append(article.due_at)
        intake.fetch(article_id=article.pk, at=article.due_at)

    minutes = [(later - at).total_seconds() / 60 for later in moments]
    assert minutes == [0, 1, 11, 71]
    assert (article.state, article.failure) == (ArticleState.FAILED, Failure.UNREACHABLE)
    assert "503" in article.failure_detail
    assert len(site.asked) == 4


@pytest.mark.parametrize(
    ("status", "failure"), [(404, Failure.NOT_FOUND), (403, Failure.UNREACHABLE)]
)
def test_a_lasting_fault_is_told_at_once(
    site: Site, officer: Actor, at: datetime, status: int, failure: Failure
) -> None:
    article = receive(officer, at, address=site.status("/story", status))

    intake.fetch(article_id=article.pk, at=at)

    article.refresh_from_db()
    assert (article.state, article.failure) == (ArticleState.FAILED, failure)
    assert Change.objects.filter(subject="article", fields__failure__1=failure).exists()


def test_an_article_that_failed_is_read_once_somebody_pastes_its_text(
    site: Site, officer: Actor, at: datetime
) -> None:
    article = receive(officer, at, address=site.status("/story", 404))
    intake.fetch(article_id=article.pk, at=at)
    article.refresh_from_db()

    articles.give_content(
        article=article, content=STORY.encode(), content_type=TEXT, by=officer, at=at
    )

    assert intake.read(article_id=article.pk, at=at)


def test_a_page_without_text_says_so(officer: Actor, at: datetime) -> None:
    page = b"<!doctype html><html><body><nav>Home</nav></body></html>"
    article = receive(officer, at, content=page, content_type="text/html")

    assert intake.read(article_id=article.pk, at=at) == []
    article.refresh_from_db()
    assert (article.state, article.failure) == (ArticleState.FAILED, Failure.NO_TEXT)


def test_the_same_text_elsewhere_is_kept_as_a_copy_without_findings(
    site: Site, officer: Actor, at: datetime
) -> None:
    first = receive(officer, at, content=STORY.encode(), content_type=TEXT)
    intake.read(article_id=first.pk, at=at)
    again = STORY.replace("\n\n", "\n\n\n").encode()
    second = receive(officer, at, address=site.page("/copy", again, TEXT))
    intake.fetch(article_id=second.pk, at=at)

    assert intake.read(article_id=second.pk, at=at) == []
    second.refresh_from_db()
    assert second.same_as == first


LONG = f"""{STORY}
The motorcade had crossed the river late on Sunday under a sky full of dust, past shuttered shops
and boys who sold water at the traffic lights. A band played both anthems at the gate. The talks
lasted four hours behind closed doors, in a building that once housed the chamber of commerce, and
ended with a dinner of river fish that was served in the garden.
"""


def test_an_edited_copy_is_the_same_story_and_adds_only_what_is_new(
    site: Site, officer: Actor, at: datetime
) -> None:
    """Another outlet cuts the dateline, prints the rest and adds a paragraph of its own."""
    first = receive(officer, at, content=LONG.encode(), content_type=TEXT)
    found = intake.read(article_id=first.pk, at=at)
    added = "\n\nIraq proposed a joint training course for customs officers in Basra.\n"
    edited = LONG.replace("BAGHDAD - ", "") + added
    second = receive(officer, at, address=site.page("/copy", edited.encode(), TEXT))
    intake.fetch(article_id=second.pk, at=at)

    new = intake.read(article_id=second.pk, at=at)

    second.refresh_from_db()
    assert second.same_as == first
    assert 0.7 < (second.similarity or 0) < 1
    assert len(found) == 2
    assert ["training course" in finding.quote for finding in new] == [True]


def test_another_story_about_the_same_meeting_is_a_story_of_its_own(
    officer: Actor, at: datetime
) -> None:
    receive(officer, at, content=LONG.encode(), content_type=TEXT)
    intake.read(article_id=Article.objects.get().pk, at=at)
    other = (
        "A joint border operations centre is what Tehran wants of Baghdad, its interior minister"
        " said on Monday at the end of a day of talks with his Iraqi counterpart. Liaison officers"
        " of both countries would sit in it around the clock. Lists of wanted traffickers are to"
        " change hands monthly, the two sides agreed besides."
    )
    second = receive(officer, at, content=other.encode(), content_type=TEXT)

    assert intake.read(article_id=second.pk, at=at)
    second.refresh_from_db()
    assert second.same_as is None


# A page that is corrected later


@pytest.fixture
def page(site: Site, officer: Actor, at: datetime) -> Article:
    """A page that was fetched and read."""
    article = receive(officer, at, address=site.page("/story", LONG.encode(), TEXT))
    intake.fetch(article_id=article.pk, at=at)
    intake.read(article_id=article.pk, at=at)
    article.refresh_from_db()
    return article


def corrected(site: Site, page: Article, text: str, at: datetime) -> Article | None:
    site.page("/story", text.encode(), TEXT)
    articles.check_again(article=page, by=intake.BY, at=at)
    return intake.check(article_id=page.pk, at=at)


def test_a_corrected_page_is_kept_as_a_version_and_nothing_is_asked_twice(
    site: Site, page: Article, proposal: Proposal, officer: Actor, at: datetime
) -> None:
    centre, lists = page.findings.order_by("start")
    if centre.state == FindingState.OPEN:
        findings.attach(finding=centre, proposal=proposal, by=officer, at=at)

    version = corrected(site, page, LONG.replace("four hours", "two hours"), at)

    assert version is not None
    found = intake.read(article_id=version.pk, at=at)
    version.refresh_from_db()
    assert (version.previous_version, version.same_as) == (page, page)
    assert [one.quote for one in found] == [centre.quote]
    found[0].refresh_from_db()
    assert (found[0].state, found[0].proposal) == (FindingState.ATTACHED, proposal)
    lists.refresh_from_db()
    assert lists.state == FindingState.OPEN
    assert [one.article for one in proposal.evidence.all()] == [page]


def test_what_a_correction_says_anew_is_asked(site: Site, page: Article, at: datetime) -> None:
    changed = LONG.replace("every month", "every week")

    version = corrected(site, page, changed, at)

    assert version is not None
    found = intake.read(article_id=version.pk, at=at)
    assert [one.state for one in found if "every week" in one.quote] == [FindingState.OPEN]


def test_a_page_that_says_the_same_leaves_no_version(
    site: Site, page: Article, at: datetime
) -> None:
    assert corrected(site, page, LONG.replace("\n\n", "\n \n\n"), at) is None
    page.refresh_from_db()
    assert (page.state, page.due_at) == (ArticleState.READ, None)
    assert Article.objects.count() == 1


@pytest.mark.parametrize("body", [b"<!doctype html><nav>Log in</nav>", b" "])
def test_a_page_that_says_nothing_by_now_leaves_what_was_read(
    site: Site, page: Article, at: datetime, body: bytes
) -> None:
    site.page("/story", body)
    articles.check_again(article=page, by=intake.BY, at=at)

    assert intake.check(article_id=page.pk, at=at) is None
    page.refresh_from_db()
    assert (page.state, page.text, page.due_at) == (ArticleState.READ, LONG.strip(), None)


@pytest.mark.parametrize("status", [404, 410, 500])
def test_a_page_that_is_gone_leaves_what_was_read(
    site: Site, page: Article, at: datetime, status: int
) -> None:
    site.status("/story", status)
    articles.check_again(article=page, by=intake.BY, at=at)

    assert intake.check(article_id=page.pk, at=at) is None
    page.refresh_from_db()
    assert (page.state, page.failure) == (ArticleState.READ, "")


def test_a_page_nobody_doubts_is_not_asked_for_again(
    site: Site, page: Article, at: datetime
) -> None:
    assert intake.check(article_id=page.pk, at=at) is None
    assert site.asked == ["/story"]


# Encodings


ARABIC = (
    "بغداد: اقترح وزير الداخلية الإيراني على نظيره العراقي إنشاء مركز مشترك لعمليات الحدود"
    " يضم ضباط ارتباط من البلدين، وقال إن العمل سيبدأ فيه قبل نهاية العام."
)


@pytest.mark.parametrize(
    ("content_type", "is_attached"),
    [("text/plain", False), ("text/plain; charset=windows-1256", True)],
)
def test_nothing_is_attached_by_itself_where_the_encoding_was_guessed(
    make_proposal: Any,
    officer: Actor,
    at: datetime,
    settings: Any,
    content_type: str,
    is_attached: bool,
) -> None:
    settings.ATTACH_SCORE = settings.SUGGEST_SCORE = 0.0
    title = "إنشاء مركز مشترك لعمليات الحدود يضم ضباط ارتباط من البلدين"
    proposal = make_proposal(titles={"ar": title}, original_language="ar")
    content = ARABIC.encode("cp1256")
    article = receive(officer, at, content=content, content_type=content_type)

    assert intake.read(article_id=article.pk, at=at)

    article.refresh_from_db()
    assert (article.text, article.is_charset_uncertain) == (ARABIC, not is_attached)
    assert proposal.evidence.exists() is is_attached


def test_an_outlets_encoding_leaves_nothing_to_guess(officer: Actor, at: datetime) -> None:
    outlet = Outlet(name_en="Rafidain", encoding="windows-1256")
    keep(outlet, by=Actor.of_system("tests"), at=at)
    article = receive(
        officer, at, content=ARABIC.encode("cp1256"), content_type="text/plain", outlet=outlet
    )

    intake.read(article_id=article.pk, at=at)

    article.refresh_from_db()
    assert (article.text, article.is_charset_uncertain) == (ARABIC, False)


# Turns and robots


def test_a_page_that_robots_may_not_fetch_says_so(site: Site, officer: Actor, at: datetime) -> None:
    site.page("/robots.txt", b"User-agent: *\nDisallow: /", "text/plain")
    article = receive(officer, at, address=site.url("/story"))

    intake.fetch(article_id=article.pk, at=at)

    article.refresh_from_db()
    assert (article.state, article.failure) == (ArticleState.FAILED, Failure.FORBIDDEN)
    assert site.asked == []


def test_waiting_for_a_turn_is_no_attempt(site: Site, officer: Actor, at: datetime) -> None:
    article = receive(officer, at, address=site.page("/story", PAGE.encode()))
    turn = at + timedelta(seconds=20)
    Host.objects.create(name=site.place, robots_at=at, next_at=turn)
    for _ in range(articles.MAX_ATTEMPTS + 1):
        intake.fetch(article_id=article.pk, at=at)

    article.refresh_from_db()
    assert (article.attempts, article.due_at) == (0, turn)
    intake.fetch(article_id=article.pk, at=turn)
    article.refresh_from_db()
    assert article.state == ArticleState.KEPT


def test_a_site_that_asks_for_patience_is_given_it(
    site: Site, officer: Actor, at: datetime
) -> None:
    article = receive(officer, at, address=site.status("/story", 429, **{"Retry-After": "3600"}))

    intake.fetch(article_id=article.pk, at=at)

    article.refresh_from_db()
    assert article.due_at == at + timedelta(hours=1)


def test_a_text_in_no_language_of_ours_is_kept_and_finds_nothing(
    officer: Actor, at: datetime
) -> None:
    text = "Le ministre iranien a proposé à son homologue irakien un centre commun à la frontière."
    article = receive(officer, at, content=text.encode(), content_type=TEXT)

    assert intake.read(article_id=article.pk, at=at) == []
    article.refresh_from_db()
    assert (article.state, article.language) == (ArticleState.READ, "")


def test_a_later_article_on_a_tracked_proposal_is_tied_to_it(
    proposal: Proposal, officer: Actor, at: datetime
) -> None:
    article = receive(officer, at, content=STORY.encode(), content_type=TEXT)

    findings = intake.read(article_id=article.pk, at=at)

    centre = next(finding for finding in findings if "operations centre" in finding.quote)
    centre.refresh_from_db()
    assert [candidate["proposal"] for candidate in centre.candidates] == [proposal.pk]
    if centre.state == FindingState.ATTACHED:
        assert centre.is_automatic
        assert proposal.evidence.get().confirmed_at is None


def test_nothing_is_half_done_when_reading_breaks(
    officer: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = receive(officer, at, content=STORY.encode(), content_type=TEXT)
    # The worker dies between the text and the findings.
    monkeypatch.setattr(intake, "record_findings", _die)
    with pytest.raises(KeyboardInterrupt):
        intake.read(article_id=article.pk, at=at)
    monkeypatch.undo()

    article.refresh_from_db()
    assert (article.state, article.text) == (ArticleState.KEPT, "")
    later = at + timedelta(seconds=intake.LEASE_SECONDS + 1)
    assert intake.read(article_id=article.pk, at=later)


def _die(**_: Any) -> None:
    raise KeyboardInterrupt


def test_an_article_that_kills_its_workers_is_given_up(officer: Actor, at: datetime) -> None:
    article = receive(officer, at, content=STORY.encode(), content_type=TEXT)
    for attempt in range(articles.MAX_ATTEMPTS):
        moment = at + timedelta(hours=attempt)
        articles.lease(
            article_id=article.pk, state=ArticleState.KEPT, seconds=1, by=intake.BY, at=moment
        )

    assert intake.read(article_id=article.pk, at=at + timedelta(days=1)) == []
    article.refresh_from_db()
    assert (article.state, article.failure) == (ArticleState.FAILED, Failure.BROKEN)


def test_taking_in_goes_the_whole_way_at_once(site: Site, officer: Actor, at: datetime) -> None:
    arrival = Arrival(address=site.page("/story", PAGE.encode()))

    article, findings = intake.take_in(arrival=arrival, by=officer, clock=lambda: at)

    assert article.state == ArticleState.READ
    assert {finding.type for finding in findings} == {FindingType.PROPOSAL}
