"""One pass over a text finds every lexicon entry in it."""

import pytest

from tracker.extraction.document import Document, read
from tracker.extraction.lexicon import Lexicon
from tracker.extraction.scan import Hit, longest


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    folder = tmp_path_factory.mktemp("lexicon")
    (folder / "verbs.tsv").write_text(
        "fa\tکردن\tکرد\tکن\nen\twant\t\twant\nen\tput\tput put\tput\n", encoding="utf-8"
    )
    (folder / "cues.tsv").write_text(
        "en\tcalls_for\tafter\tsubject\t0.7\t~want\n"
        "en\tcalls_for\twithin\tsubject\t0.7\t~want .. to\n"
        "en\tproposes\tgap\tsubject\t0.7\t~put .. on the table\n"
        "fa\toffers\tgap\tsubject\t0.9\tآمادگی .. اعلام ~کردن\n",
        encoding="utf-8",
    )
    (folder / "kinds.tsv").write_text(
        "en\tjoint_body\t3\tcommittee\nen\tjoint_body\t4\tjoint committee\n"
        "en\tjoint_body\t4\tjoint .. council\n",
        encoding="utf-8",
    )
    return Lexicon(folder)


def hits(text: str, small: Lexicon, file: str, language: str = "en") -> list[tuple[str, str]]:
    document: Document = read(text, language, small)
    found = [hit for one in document.sentences for hit in document.hits(one, file)]
    return [(hit.entry.pattern, " ".join(document.words(hit.start, hit.end))) for hit in found]


def test_an_entry_is_found_in_any_form(small: Lexicon) -> None:
    assert hits("Both wanted committees.", small, "kinds") == [("committee", "committees")]


def test_a_longer_entry_hides_the_shorter_within_it(small: Lexicon) -> None:
    assert hits("a joint committee", small, "kinds") == [("joint committee", "joint committee")]


def test_an_entry_with_a_gap_hides_what_begins_it(small: Lexicon) -> None:
    assert hits("They want Iran to go.", small, "cues") == [("~want .. to", "want iran to")]
    assert hits("They want a road.", small, "cues") == [("~want", "want")]


def test_a_gap_has_room_for_a_clause_in_persian(small: Lexicon) -> None:
    text = "ایران آمادگی خود را برای ساخت خط سوم انتقال برق در خاک ارمنستان اعلام کرد."
    ((pattern, words),) = hits(text, small, "cues", "fa")
    assert pattern.startswith("آمادگی")
    assert words.startswith("امادگي خود")
    assert words.endswith("اعلام كرد")


def test_a_concepts_gap_is_narrow(small: Lexicon) -> None:
    assert hits("a joint road safety council", small, "kinds")
    assert not hits("a joint plan of the two that in time may grow to a council", small, "kinds")


def test_a_gap_does_not_reach_over_a_sentence(small: Lexicon) -> None:
    assert not hits("They put it. Dinner was on the table.", small, "cues")


def test_the_nearest_beginning_counts(small: Lexicon) -> None:
    text = "They put this and put that on the table."
    assert [words for _, words in hits(text, small, "cues")] == ["put that on the table"]


def test_stretches_are_kept_apart(small: Lexicon) -> None:
    document = read("They put a plan on the table.", "en", small)
    (hit,) = document.hits(document.sentences[0], "cues")
    assert hit.stretches == ((1, 2), (4, 7))
    assert (hit.start, hit.end) == (1, 7)


def test_entries_of_equal_length_are_all_kept(small: Lexicon) -> None:
    entry = small.dictionaries["en"].entries[0]
    same = [Hit(entry, 0, 2, ((0, 2),)), Hit(entry, 0, 2, ((0, 2),)), Hit(entry, 0, 1, ((0, 1),))]
    assert len(longest(same)) == 2
