"""What the rules may ask about a text."""

from tracker.extraction.document import read
from tracker.extraction.lexicon import standard

TEXT = "The Côte d’Ivoire side proposed a joint committee. Nobody answered."


def test_words_marks_and_spans() -> None:
    document = read(TEXT, "en", standard())
    assert document.text == TEXT
    assert document.word(1) == "cote"
    assert document.word(-1) == ""
    assert document.word(10_000) == ""
    assert list(document.words(0, 4)) == ["the", "cote", "d'ivoire", "side"]
    assert TEXT[slice(*document.span(1, 3))] == "Côte d’Ivoire"


def test_capitals_are_those_of_the_text_as_it_was_given() -> None:
    document = read(TEXT, "en", standard())
    assert document.is_capital(1)
    assert not document.is_capital(3)


def test_hits_by_file_and_label() -> None:
    document = read(TEXT, "en", standard())
    first = document.sentences[0]
    assert document.hits(first, "cues", ("proposes",))
    assert not document.hits(first, "cues", ("offers",))
    assert document.hits(first, "kinds")
    assert document.hits(document.sentences[1], "kinds") == []


def test_the_sentence_after_one() -> None:
    document = read(TEXT, "en", standard())
    assert document.following(document.sentences[0]) == document.sentences[1]
    assert document.following(document.sentences[1]) is None


def test_words_belong_to_classes() -> None:
    document = read(TEXT, "en", standard())
    assert document.is_of("the", "article")
    assert not document.is_of("side", "article")
    assert not document.is_of("side", "no_such_class")
