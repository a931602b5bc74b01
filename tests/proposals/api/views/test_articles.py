"""Articles as a partner sends and reads them."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from proposals.models import Article, Client, Original, Outlet, Proposal
from proposals.rights import Actor
from proposals.services import articles
from proposals.services.articles import Reading
from proposals.services.records import keep
from proposals.vocabulary import Failure
from tests.conftest import AT, SYSTEM
from tests.proposals.api.conftest import TEXT, Caller, token_of

ADDRESS = "https://news.example/2026/visit"


@pytest.fixture
def outlet(db: None) -> Outlet:
    found = Outlet(name_en="Example News", host="news.example")
    keep(found, by=SYSTEM, at=AT)
    return found


def test_an_address_is_accepted_to_be_fetched(api: Caller, outlet: Outlet, client: Client) -> None:
    answer = api.post("articles/", {"address": ADDRESS})

    assert answer.status_code == 202
    shown = answer.json()
    assert (shown["state"], shown["is_own"]) == ("waiting", True)
    assert shown["outlet"] == {"id": outlet.pk, "name": "Example News"}
    assert answer.headers["Location"] == shown["url"]
    assert type(answer.headers["Location"]) is str  # servers refuse a subclass
    assert api.get(shown["url"].removeprefix("http://testserver")).json() == shown
    article = Article.objects.get()
    assert (article.sent_by, article.due_at) == (client, article.received_at)


def test_a_text_is_kept_as_it_came(api: Caller, outlet: Outlet) -> None:
    text = "  قال الوزير: نقترح مركزا مشتركا.\n"

    answer = api.post(
        "articles/",
        {
            "text": text,
            "title": "اجتماع",
            "outlet": outlet.pk,
            "published_at": "2026-03-10T09:30:00+03:30",
            "language": "ar",
        },
    )

    assert answer.status_code == 201
    shown = answer.json()
    assert (shown["state"], shown["state_label"]) == ("kept", "Kept, waiting to be read")
    assert (shown["title"], shown["language"]) == ("اجتماع", "ar")
    assert shown["published_at"] == "2026-03-10T06:00:00Z"
    original = Original.objects.get()
    assert bytes(original.content) == text.encode()
    assert original.content_type == "text/plain; charset=utf-8"
    assert original.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_a_page_is_kept_as_html(api: Caller) -> None:
    answer = api.post("articles/", {"html": "<p>We propose</p>", "address": ADDRESS})

    assert (answer.status_code, answer.json()["address"]) == (201, ADDRESS)
    assert Original.objects.get().content_type == "text/html; charset=utf-8"


def test_the_senders_language_counts_only_where_the_text_is_too_short_to_tell(
    api: Caller, at: Any
) -> None:
    for text, detected, expected in (("كلمة", "", "fa"), ("A long text in English", "en", "en")):
        sent = api.post("articles/", {"text": text, "language": "fa"}).json()
        article = Article.objects.get(pk=sent["id"])
        articles.keep_text(article=article, reading=Reading(text, detected), by=SYSTEM, at=at)
        assert api.get(f"articles/{article.pk}/").json()["language"] == expected


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({}, "empty", "/address"),
        ({"title": "A title alone"}, "empty", "/address"),
        ({"text": ""}, "invalid", "/text"),
        ({"text": "  \n "}, "empty", "/text"),
        ({"html": " "}, "empty", "/html"),
        ({"text": "%PDF-1.7 …"}, "not_text", "/text"),
        ({"address": "ftp://news.example/"}, "bad_address", "/address"),
        ({"address": "news.example"}, "bad_address", "/address"),
        ({"address": "https://user:secret@news.example/"}, "bad_address", "/address"),
        ({"address": "https://[::1"}, "bad_address", "/address"),
        ({"text": "We propose", "address": "nonsense"}, "bad_address", "/address"),
        ({"address": "https://news.example/" + "x" * 2048}, "invalid", "/address"),
        ({"address": 5}, "invalid", "/address"),
        ({"text": "x", "html": "<p>x"}, "invalid", "/html"),
        ({"text": ["x"]}, "invalid", "/text"),
        ({"text": "x", "title": "x" * 501}, "invalid", "/title"),
        ({"text": "x", "title": None}, "invalid", "/title"),
        ({"text": "x", "outlet": 999_999}, "invalid", "/outlet"),
        ({"text": "x", "outlet": 10**30}, "invalid", "/outlet"),
        ({"text": "x", "outlet": "1"}, "invalid", "/outlet"),
        ({"text": "x", "outlet": True}, "invalid", "/outlet"),
        ({"text": "x", "published_at": "yesterday"}, "invalid", "/published_at"),
        ({"text": "x", "published_at": 5}, "invalid", "/published_at"),
        ({"text": "x", "published_at": "0001-01-01T00:00:00+14:00"}, "invalid", "/published_at"),
        ({"text": "x", "language": "de"}, "invalid", "/language"),
        ({"text": "x", "adress": ADDRESS}, "invalid", "/adress"),
        ({"text": "x", "state": "read"}, "invalid", "/state"),
        ({"text": "x", "sent_by": 1}, "invalid", "/sent_by"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_what_cant_be_an_article_is_refused_beside_its_field(
    api: Caller, body: dict[str, Any], code: str, pointer: str
) -> None:
    answer = api.post("articles/", body)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert not Article.objects.exists()


def test_an_article_beyond_the_limit_is_refused(api: Caller) -> None:
    answer = api.post("articles/", {"text": "x" * (settings.ARTICLE_LIMIT + 1)})

    assert (answer.status_code, answer.json()["code"]) == (422, "too_large")
    assert answer.json()["errors"][0]["pointer"] == "/text"


def test_the_longest_article_is_taken(api: Caller) -> None:
    assert api.post("articles/", {"text": "x" * settings.ARTICLE_LIMIT}).status_code == 201


@pytest.mark.parametrize("body", [{"address": ADDRESS}, {"text": "We propose a centre."}])
def test_an_article_that_is_there_is_linked_to(api: Caller, body: dict[str, str]) -> None:
    first = api.post("articles/", body)
    address = f"{ADDRESS}?utm_source=mail" if "address" in body else None

    again = api.post("articles/", {"address": address} if address else body)

    assert (again.status_code, again.json()["code"]) == (409, "already_kept")
    assert again.json()["article"] == first.json()["url"]
    assert Article.objects.count() == 1


def test_an_article_out_of_sight_is_only_said_to_be_there(
    api: Caller, make_article: Callable[..., Article]
) -> None:
    kept = make_article("A secret article.", address=ADDRESS, title="A secret title")

    for body in ({"address": ADDRESS}, {"text": "x", "address": ADDRESS}):
        answer = api.post("articles/", body)
        assert (answer.status_code, answer.json()["code"]) == (409, "already_kept")
        assert "article" not in answer.json()
        assert "secret" not in answer.content.decode()
    assert api.get(f"articles/{kept.pk}/").status_code == 404


def test_a_client_sees_what_it_sent_and_what_is_quoted_within_its_sight(
    api: Caller,
    client_of: Callable[..., Client],
    make_article: Callable[..., Article],
    quote: Callable[..., Article],
    proposal: Proposal,
    hidden: Proposal,
    internal: Proposal,
) -> None:
    own = api.post("articles/", {"text": "We sent this."}).json()["id"]
    quoted = quote(proposal).pk
    others = [make_article("Nobody quotes this.").pk, quote(hidden).pk, quote(internal).pk]
    other = Caller(token_of(client_of("proposals:read articles:write", name="Other")))
    others.append(other.post("articles/", {"text": "The other sent this."}).json()["id"])

    seen = {row["id"]: row for row in api.get("articles/").json()["results"]}

    assert set(seen) == {own, quoted}
    assert (seen[own]["is_own"], seen[quoted]["is_own"]) == (True, False)
    assert "text" not in seen[own]
    assert all(api.get(f"articles/{pk}/").status_code == 404 for pk in others)


def test_an_article_quoted_many_times_is_listed_once_and_names_what_quotes_it(
    api: Caller,
    make_proposal: Callable[..., Proposal],
    hidden: Proposal,
    make_article: Callable[..., Article],
    quote: Callable[..., Article],
) -> None:
    first, second = make_proposal(), make_proposal()
    article = make_article(f"{TEXT} {TEXT} {TEXT}")
    for nth, proposal in enumerate((first, second, hidden)):
        quote(proposal, article=article, nth=nth)

    (row,) = api.get("articles/").json()["results"]

    shown = api.get(f"articles/{row['id']}/").json()
    assert shown["quoted_by"] == [first.reference, second.reference]


def test_a_copy_names_the_first_only_within_sight(
    api: Caller, make_article: Callable[..., Article], partner: Actor, client: Client
) -> None:
    me = Actor.of_client(client)
    make_article("A secret text.")
    unseen = make_article("A secret text.", by=me)
    first = make_article("An open text.", by=me)
    seen = make_article("An open text.", by=me)

    assert api.get(f"articles/{unseen.pk}/").json()["same_as"] is None
    assert api.get(f"articles/{seen.pk}/").json()["same_as"] == first.pk


def test_an_article_that_failed_says_why_and_no_more(api: Caller, client: Client, at: Any) -> None:
    pk = api.post("articles/", {"address": ADDRESS}).json()["id"]
    article = Article.objects.get(pk=pk)
    failure, detail = Failure.UNREACHABLE, "10.0.0.5 refused"
    articles.fail(article=article, failure=failure, detail=detail, by=SYSTEM, at=at)

    answer = api.get(f"articles/{pk}/")

    assert (answer.json()["state"], answer.json()["failure"]) == ("failed", "unreachable")
    assert answer.json()["failure_label"] == "The address can't be reached."
    assert "10.0.0.5" not in answer.content.decode()


def test_articles_are_filtered(
    api: Caller, client: Client, outlet: Outlet, make_article: Callable[..., Article]
) -> None:
    make_article("An English text.", by=Actor.of_client(client), outlet=outlet)
    api.post("articles/", {"address": "https://else.example/"})

    def count(**query: Any) -> int:
        return len(api.get("articles/", query).json()["results"])

    assert (count(), count(state="waiting"), count(state="read,kept")) == (2, 1, 1)
    assert (count(outlet=outlet.pk), count(language="en"), count(language="fa")) == (1, 1, 0)
    assert count(received_after="2026-03-11T09:30:01Z") == 1
    assert count(published_after="2000-01-01T00:00:00Z") == 0


def test_a_token_for_reading_sends_nothing(client: Client) -> None:
    reading = Caller(token_of(client, "proposals:read"))

    answer = reading.post("articles/", {"text": "x"})

    assert (answer.status_code, answer.json()["scope"]) == (403, "articles:write")
