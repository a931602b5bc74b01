"""The parties lexicon is whole, follows ISO 3166 and CLDR, and tells what newswires write."""

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from babel import Locale

from tracker.extraction.text import fold


def codes(listed: str) -> set[str]:
    return set(listed.split())


def cldr(language: str) -> dict[str, str]:
    return {str(code): str(name) for code, name in Locale(language).territories.items()}


FILE = Path(__file__).parents[3] / "tracker" / "extraction" / "lexicon" / "parties.tsv"
LANGUAGES = ("ar", "fa", "en")
USES = ("name", "alias", "demonym", "capital", "place")
# Two letters that CLDR knows as a territory and ISO 3166-1 doesn't.
NOT_ISO = codes("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ")
STATES = {code for code in cldr("en") if len(code) == 2 and code.isalpha()} - NOT_ISO
ORGANISATIONS = codes(
    "AFU ARL ASE BRICS CIS EAEU ECO EUU GCC IAEA ICRC IMF INTERPOL NATO OIC OPEC SAARC SCO UNESCO"
    " UNHCR UNICEF UNO UNODC WBG WHO"
)
PARTIES = STATES | ORGANISATIONS
WITHOUT_INHABITANTS = codes("AQ BV GS HM TF UM")
WITHOUT_CAPITAL = codes("AQ BV HK HM IO MO TK UM")
FOREIGN_LETTERS = {"ar": "یکپچژگ\u200c", "fa": "يكىة", "en": ""}
CLEAR = {
    "ar": "US أمريكا, US أميركا, US البيت الأبيض, GB بريطانيا, AE الإمارات, AE أبو ظبي,"
    " SA السعودية, RU الكرملين, TR أتراك, IQ إقليم كردستان, IR أذربيجان الشرقية, SY سورية,"
    " OM سلطنة عمان, KW كويتي, KG قرغيزستان, CI كوت ديفوار, SS جنوب سوداني, NG دلتا النيجر,"
    " UNO أممي, EUU الاتحاد الاوروبى",
    "fa": "US آمریکا, US کاخ سفید, GB انگلیس, TR ترکیه‌ای, TR تركيه, AZ جمهوری آذربایجان, RU روسی,"
    " IR آذربایجان غربی, AF افغانستانی, UZ ازبکستانی, TJ تاجیکستانی, AM ایروان, IL تل‌آویو, CN پکن,"
    " KR سئول, IR شلمچه, IQ اربیل, SCO سازمان همکاری شانگهای, ECO اکو",
    "en": "US US, US U.S., US White House, GB UK, AE UAE, CD DRC, CI Ivory Coast, CI Cote d'Ivoire,"
    " TR Turkey, TR Turkiye, KR South Korea, NL Dutch, PH Filipina, BN Bruneian, CZ Czech Republic,"
    " YE Sana'a, CY Greek Cypriot, US New Mexico, GB Northern Ireland, GE Georgian, ASE ASEAN",
}
AMBIGUOUS = {
    "ar": "OM عمان, JO عمان, ML مالي, SD سوداني, IL القدس, PS القدس, BJ بنين, RU روس, CG الكونغو",
    "fa": "ML مالی, TR ترک, PE پرو, GH غنا, KZ آستانه, TJ دوشنبه, AF کابل, CZ چک, SA ریاض, KP کره",
    "en": "GE Georgia, JO Jordan, TD Chad, NE Niger, GN Guinea, PL Polish, CD Congo, MV Malé",
}


class Fact(NamedTuple):
    code: str
    language: str
    use: str
    text: str
    weak: str = ""


LINES = FILE.read_text(encoding="utf-8").splitlines()
HEADER, *ROWS = [line.split("\t") for line in LINES if not line.startswith("#")]
FACTS = [Fact(*row) for row in ROWS]


@cache
def meanings() -> dict[tuple[str, str], set[tuple[str, str]]]:
    """What each folded text stands for, and whether it does so weakly."""
    found = defaultdict(set)
    for fact in FACTS:
        found[fact.language, fold(fact.text)].add((fact.code, fact.weak))
    return found


def cases(listed: dict[str, str]) -> list[tuple[str, list[str]]]:
    return [(lang, case.split(" ", 1)) for lang in LANGUAGES for case in listed[lang].split(", ")]


def test_the_lines_are_well_formed_and_in_order() -> None:
    assert list(Fact._fields) == HEADER
    assert all(row[4:] in ([], ["weak"]) and row[3] == row[3].strip() for row in ROWS)
    order = [(f.code, LANGUAGES.index(f.language), USES.index(f.use), f.text) for f in FACTS]
    assert order == sorted(set(order))


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_party_has_one_name_and_each_iso_state_has_cldrs(language: str) -> None:
    names = [(f.code, f.text) for f in FACTS if (f.language, f.use) == (language, "name")]
    territories = cldr(language)
    assert len(STATES) == 249
    assert sorted(code for code, _ in names) == sorted(PARTIES)
    assert [name for code, name in names if code in STATES and name != territories[code]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_state_has_demonym_and_capital_but_for_known_exceptions(language: str) -> None:
    having = {(fact.code, fact.use) for fact in FACTS if fact.language == language}
    assert {code for code in STATES if (code, "demonym") not in having} == WITHOUT_INHABITANTS
    assert {code for code in STATES if (code, "capital") not in having} == WITHOUT_CAPITAL


def test_each_party_can_be_told_by_a_text_that_is_not_weak() -> None:
    firm = {(f.code, f.language) for f in FACTS if not f.weak and f.use != "place"}
    assert {(code, language) for code in PARTIES for language in LANGUAGES} == firm


def test_no_text_folds_to_nothing_or_to_another_of_the_same_use() -> None:
    uses = {use: use.replace("alias", "name") for use in USES}
    folded = Counter((f.code, f.language, uses[f.use], fold(f.text)) for f in FACTS)
    assert [key for key, count in folded.items() if count > 1 or not key[-1].strip()] == []


def test_a_text_of_several_parties_is_weak_for_each_and_in_every_use() -> None:
    several = [found for found in meanings().values() if len(found) > 1]
    assert [found for found in several if {weak for _, weak in found} != {"weak"}] == []


def test_each_language_is_written_in_its_own_letters_and_english_with_a_capital() -> None:
    assert [fact for fact in FACTS if set(FOREIGN_LETTERS[fact.language]) & set(fact.text)] == []
    assert [f for f in FACTS if f.language == "en" and not f.text[0].isupper()] == []


@pytest.mark.parametrize(("language", "case"), cases(CLEAR))
def test_what_newswires_write_stands_for_one_party(language: str, case: list[str]) -> None:
    assert meanings()[language, fold(case[1])] == {(case[0], "")}


@pytest.mark.parametrize(("language", "case"), cases(AMBIGUOUS))
def test_an_ambiguous_text_is_weak(language: str, case: list[str]) -> None:
    assert (case[0], "weak") in meanings()[language, fold(case[1])]
