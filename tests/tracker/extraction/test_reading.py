"""A text as a reader has it in mind."""

from tracker.extraction.lexicon import standard
from tracker.extraction.reading import read


def test_a_reading_holds_words_parties_and_scenes() -> None:
    reading = read("Iran's minister met Iraq's. He spoke.", "en", standard())
    assert reading.parties.pair == ("IR", "IQ")
    assert len(reading.scenes) == len(reading.document.sentences) == 2
    assert reading.scenes[1].voice.code == "IR"


def test_an_empty_text_has_nothing() -> None:
    reading = read("", "en", standard())
    assert reading.scenes == []
    assert reading.parties.pair == ()
