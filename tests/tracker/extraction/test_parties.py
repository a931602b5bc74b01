"""Finding states by name, demonym, capital and place, and the pair that a text is about."""

from collections.abc import Callable

import pytest

from tracker.extraction.reading import Reading

Read = Callable[[str, str], Reading]


def codes(reading: Reading) -> list[str]:
    mentions = reading.parties.mentions
    return [mention.code for number in sorted(mentions) for mention in mentions[number]]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Iran met Iraq.", ["IR", "IQ"]),
        ("en", "The Iranian and the Iraqis met.", ["IR", "IQ"]),
        ("en", "Tehran's envoy saw Baghdad.", ["IR", "IQ"]),
        ("en", "Armenia's minister met the Azerbaijanis.", ["AM", "AZ"]),
        ("en", "He told us of turkey and china.", []),
        ("ar", "التقى العراقيون بالإيرانيين.", ["IQ", "IR"]),
        ("ar", "الجانب العراقي والجانب الإيراني", ["IQ", "IR"]),
        ("ar", "من بغداد إلى طهران", ["IQ", "IR"]),
        ("ar", "وزيرة الداخلية الأوزبكية", ["UZ"]),
        ("ar", "اثيوبيا وجيبوتي", ["ET", "DJ"]),
        ("ar", "ووصل الإماراتيان", ["AE"]),
        ("fa", "ایران و عراق", ["IR", "IQ"]),
        ("fa", "طرف ایرانی با عراقی‌ها", ["IR", "IQ"]),
        ("fa", "از تهران به آنکارا", ["IR", "TR"]),
        ("fa", "مقام‌های ترکمنستانی", ["TM"]),
        ("fa", "نيروهاي پاكستاني", ["PK"]),
        ("en", "The Emiratis, the Iraqis and the Pakistanis met.", ["AE", "IQ", "PK"]),
        ("en", "The U.S. saw St. Lucia.", ["US", "LC"]),
        ("en", "Congo-Kinshasa met Guinea-Bissau.", ["CD", "GW"]),
        ("ar", "الألمان وألمانيا ووفد ألماني", ["DE", "DE", "DE"]),
        ("ar", "وللعراق وبالعراق", ["IQ", "IQ"]),
        ("fa", "کره‌جنوبی و کره جنوبی", ["KR", "KR"]),
        ("fa", "عمانِ و کانادای", ["OM", "CA"]),
    ],
)
def test_parties_are_found_in_any_form(
    reading: Read, language: str, text: str, expected: list[str]
) -> None:
    assert codes(reading(text, language)) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "عراقة الشعب"),
        ("ar", "أردنا ذلك"),
        ("ar", "كانت مصرة على رأيها"),
        ("ar", "قطرة ماء"),
        ("ar", "في هذا الأمان"),
        ("fa", "قطره‌ای آب"),
        ("fa", "چینش وزیران"),
        ("fa", "هندسه و چادر"),
    ],
)
def test_a_common_word_that_begins_like_a_state_is_none(
    reading: Read, language: str, text: str
) -> None:
    assert codes(reading(text, language)) == []


def test_a_name_written_as_the_lexicon_has_it_beats_a_derived_one(reading: Read) -> None:
    mentions = reading("هیئت ایرانی در ایران", "fa").parties.mentions[0]
    assert [mention.use for mention in mentions] == ["demonym", "name"]


def test_the_pair_is_the_two_that_the_text_speaks_of_most(reading: Read) -> None:
    text = "Iran's minister met his Iraqi host in Baghdad. Iran sells gas to Iraq, and to Turkey."
    assert set(reading(text, "en").parties.pair) == {"IR", "IQ"}


def test_an_organisation_is_rarely_one_of_the_two(reading: Read) -> None:
    text = "Iran met Iraq. The United Nations watched. The United Nations wrote. Iran left Iraq."
    assert set(reading(text, "en").parties.pair) == {"IR", "IQ"}


def test_one_party_makes_no_pair(reading: Read) -> None:
    parties = reading("Iran builds a road.", "en").parties
    assert not parties.is_pair
    assert parties.other("IR") is None


def test_no_party_at_all(reading: Read) -> None:
    parties = reading("Nothing happened.", "en").parties
    assert parties.pair == ()
    assert parties.host is None


def test_the_other_of_the_pair(reading: Read) -> None:
    parties = reading("Iran met Iraq, Iran and Iraq agreed.", "en").parties
    assert parties.other("IR") == "IQ"
    assert parties.other("IQ") == "IR"
    assert parties.other("both") == "both"
    assert parties.other("TR") is None
    assert parties.other(None) is None


@pytest.mark.parametrize(
    ("language", "text", "host"),
    [
        ("en", "BAGHDAD, May 3 - Iran's minister met Iraq's.", "IQ"),
        ("ar", "بغداد - التقى الوزير الإيراني نظيره العراقي.", "IQ"),
        ("fa", "بغداد – وزیر ایران با همتای عراقی دیدار کرد.", "IQ"),
        ("en", "Yesterday the Iranian minister met his Iraqi colleague.", None),
    ],
)
def test_the_dateline_tells_the_host(
    reading: Read, language: str, text: str, host: str | None
) -> None:
    assert reading(text, language).parties.host == host


def test_an_ambiguous_name_is_the_party_that_the_text_speaks_of(reading: Read) -> None:
    jordanian = reading(
        "التقى الوزير الأردني نظيره السوري في عمان. وقال الأردن وسوريا كلمتهما.", "ar"
    )
    omani = reading("التقى الوزير العماني نظيره الإيراني في مسقط. وقالت عمان وإيران كلمتهما.", "ar")
    assert "JO" in codes(jordanian)
    assert "OM" not in codes(jordanian)
    assert "OM" in codes(omani)
    assert "JO" not in codes(omani)


def test_a_mention_knows_its_place(reading: Read) -> None:
    found = reading("Iran met Iraq.", "en")
    (iran, iraq) = found.parties.mentions[0]
    assert (iran.start, iran.end, iran.use) == (0, 1, "name")
    assert found.parties.within(0, 1, 3) == [iraq]
