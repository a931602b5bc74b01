"""What a statement is about: its own concepts, names and numbers, and the concepts around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tracker.matching.conftest import State
from tracker.extraction.lexicon import LANGUAGES
from tracker.matching import Statement
from tracker.matching.reading import read, weight

TEXT = (
    "Gas prices were high. Muscat asked for forty-two sniffer dogs at Khasab by June."
    " It rained in the port."
)


def test_the_quotes_own_concepts_names_and_numbers_are_read_with_their_words(state: State) -> None:
    found = read(state(TEXT, quote="asked for forty-two sniffer dogs at Khasab"))

    assert found.concepts == {"sniffer_dog": "sniffer"}
    assert found.numbers == {42: "forty-two"}
    assert found.names == {"xsb": "Khasab"}
    assert found.weight == weight("sniffer_dog")


def test_the_same_sentence_is_nearer_than_the_one_before_and_that_than_the_one_after(
    state: State,
) -> None:
    around = read(state(TEXT, quote="forty-two sniffer dogs")).around

    assert around["june"] > around["gas"] > around["port"] > 0


def test_another_finding_is_no_context(state: State) -> None:
    quote, other = "forty-two sniffer dogs", "Gas prices were high"
    place = (TEXT.index(other), TEXT.index(other) + len(other))

    assert "gas" in read(state(TEXT, quote=quote)).around
    alone = read(
        Statement.at(
            TEXT, TEXT.index(quote), TEXT.index(quote) + len(quote), [place], language="en"
        )
    )
    assert "gas" not in alone.around
    assert "june" in alone.around


def test_states_and_their_people_are_no_names(state: State) -> None:
    assert read(state("Iraq, the Iranians, Tehran and Baghdad")).names == {}
    assert read(state("العراق وإيران والعراقيون في بغداد", "ar")).names == {}
    assert read(state("عراق و ایرانیان در تهران", "fa")).names == {}


def test_a_place_that_is_no_capital_is_a_name(state: State) -> None:
    for text, language in (("near Basra", "en"), ("قرب البصرة", "ar"), ("نزدیک بصره", "fa")):
        assert "bsr" in read(state(text, language)).names


def test_everyday_words_are_no_names(state: State) -> None:
    assert read(state("which they would then have said about those", "en")).names == {}
    assert read(state("قال إن هذا كان من أجل ذلك", "ar")).names == {}
    assert read(state("گفت که این برای آن است", "fa")).names == {}


def test_a_common_english_word_is_known_again_in_english_only(state: State) -> None:
    assert set(read(state("gloomy lanterns")).names) == {"=gloomy", "=lantern"}


def test_a_word_within_the_lexicon_is_no_name(state: State) -> None:
    assert read(state("Methadone", "en")).names == {}


def test_a_language_that_nobody_reads_says_nothing(state: State) -> None:
    found = read(state("Grenzschutz am Fluss", "de"))

    assert (found.concepts, found.names, found.numbers, found.around) == ({}, {}, {}, {})


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@given(text=st.text(min_size=1, max_size=400), data=st.data())
def test_any_text_can_be_read(language: str, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = read(Statement.at(text, start, end, language=language))

    assert all(words in text for words in (*found.concepts.values(), *found.names.values()))
    assert set(found.around.values()) <= {0.7, 0.5, 0.1}
