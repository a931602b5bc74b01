"""``manage.py ingest``: articles by address or from files, read at once, each told in a line."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from proposals.models import Article, Change
from tests.tracker.conftest import Site

STORY = "BAGHDAD - Iran's minister met his Iraqi counterpart. Iran proposed a joint border centre."


def run(*sources: str) -> str:
    out = StringIO()
    call_command("ingest", *sources, stdout=out)
    return out.getvalue()


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(STORY)
    return path


def test_a_file_is_taken_in_and_read(db: None, story: Path) -> None:
    told = run(str(story))

    article = Article.objects.get()
    assert told == f"{story}: article {article.pk}, en, 1 finding\n"
    assert article.text == STORY
    assert Change.objects.filter(subject="article", actor="system:ingest").exists()


def test_an_address_is_fetched(db: None, site: Site) -> None:
    address = site.page("/story", STORY.encode(), "text/plain")

    assert "1 finding" in run(address)
    assert Article.objects.get().address == address


def test_the_same_article_again_is_said_and_not_kept_twice(db: None, story: Path) -> None:
    run(str(story))

    assert "is already kept" in run(str(story))
    assert Article.objects.count() == 1


def test_a_page_that_is_down_waits_for_another_try(db: None, site: Site) -> None:
    assert "will be tried again" in run(site.status("/story", 503))
    assert Article.objects.get().due_at


def test_what_is_refused_is_named_with_its_reason_and_the_others_go_on(
    db: None, story: Path, tmp_path: Path, site: Site
) -> None:
    empty, picture = tmp_path / "empty.txt", tmp_path / "picture.png"
    empty.write_text("  \n")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    gone = site.status("/gone", 404)
    missing = tmp_path / "missing.txt"
    out, err = StringIO(), StringIO()

    with pytest.raises(CommandError, match="5 of 6 were refused"):
        call_command(
            "ingest", str(empty), str(picture), gone, str(missing), "ftp://example.com/a",
            str(story), stdout=out, stderr=err,
        )  # fmt: skip

    assert "1 finding" in out.getvalue()
    for source, reason in [
        (empty, "empty"),
        (picture, "neither plain text nor a web page"),
        (gone, "HTTP 404"),
        (missing, "No such file"),
        ("ftp://example.com/a", "http:// or https://"),
    ]:
        (line,) = [line for line in err.getvalue().splitlines() if str(source) in line]
        assert reason in line
