"""Whose act a cue is, and to whom it is addressed."""

from collections.abc import Callable

import pytest

from tracker.extraction.candidates import Candidate

Find = Callable[[str, str], list[Candidate]]


def sides(candidates: list[Candidate], act: str) -> tuple[str | None, str | None]:
    own = [one for one in candidates if one.act == act]
    best = max(own, key=lambda one: one.score)
    return best.whose.proposer, best.whose.addressee


ENGLISH = "Iran's minister met Iraq's minister.\n\n"
CASES_EN = [
    ("The Iranian side proposed a joint committee.", "proposes", ("IR", "IQ")),
    ("A joint committee was proposed, and Iraq offered to train officers.", "offers", ("IQ", "IR")),
    ("Baghdad asked Tehran to lift the visa rule.", "calls_for", ("IQ", "IR")),
    ("The Iraqi delegation pressed for a lower tariff.", "calls_for", ("IQ", "IR")),
    ("The two sides agreed to set up a joint committee.", "agrees", ("both", "both")),
    ("Iran and Iraq agreed to set up a joint committee.", "agrees", ("both", "both")),
    ("Iran pledged to send twenty ambulances to Basra.", "commits", ("IR", "IQ")),
    ("Iraq's plea for a lower tariff was noted.", "calls_for", ("IQ", "IR")),
    ("The Iranian minister said the two should share the data.", "calls_for", ("IR", "IQ")),
    (
        "Iraq will scrap the levy on Iranian goods, its president announced.",
        "announces",
        ("IQ", "IR"),
    ),
    ("The Iranian minister said his country was ready to train officers.", "offers", ("IR", "IQ")),
    ('"We will train your officers," the Iraqi minister said.', "commits", ("IQ", "IR")),
]


@pytest.mark.parametrize(("text", "act", "expected"), CASES_EN)
def test_english_acts(
    found: Find, text: str, act: str, expected: tuple[str | None, str | None]
) -> None:
    assert sides(found(ENGLISH + text, "en"), act) == expected


ARABIC = "التقى الوزير الإيراني الوزير العراقي.\n\n"
CASES_AR = [
    ("اقترح الجانب الإيراني تشكيل لجنة مشتركة.", "proposes", ("IR", "IQ")),
    ("واقترح الوزير العراقي تشكيل لجنة مشتركة.", "proposes", ("IQ", "IR")),
    ("بغداد تقترح تشكيل لجنة مشتركة.", "proposes", ("IQ", "IR")),
    ("وقال الوزير العراقي كلمته. واقترح تشكيل لجنة مشتركة.", "proposes", ("IQ", "IR")),
    ("طلبت طهران من بغداد إلغاء التأشيرة.", "calls_for", ("IR", "IQ")),
    ("وحثت بغداد جارتها على خفض الرسوم الجمركية.", "calls_for", ("IQ", "IR")),
    ("وأكد الوزير العراقي استعداد بغداد لتدريب ثلاثين ضابطاً.", "offers", ("IQ", "IR")),
    ("أبدت إيران استعدادها لتدريب ثلاثين ضابطاً.", "offers", ("IR", "IQ")),
    ("اتفق الجانبان على تشكيل لجنة مشتركة.", "agrees", ("both", "both")),
    ("اتُّفق على تشكيل لجنة مشتركة.", "agrees", ("both", "both")),
    ("تقرر تشكيل لجنة مشتركة.", "agrees", ("both", "both")),
    ("تعهدت طهران بإرسال عشرين سيارة إسعاف إلى البصرة.", "commits", ("IR", "IQ")),
    (
        "وقال الوزير العراقي: «نقترح تشكيل لجنة مشتركة مع الجانب الإيراني».",
        "proposes",
        ("IQ", "IR"),
    ),
    ("وقال الوزير العراقي: «سندرب الضباط في البصرة».", "commits", ("IQ", "IR")),
]


@pytest.mark.parametrize(("text", "act", "expected"), CASES_AR)
def test_arabic_acts(
    found: Find, text: str, act: str, expected: tuple[str | None, str | None]
) -> None:
    assert sides(found(ARABIC + text, "ar"), act) == expected


PERSIAN = "وزیر ایران با وزیر عراق دیدار کرد.\n\n"
CASES_FA = [
    ("طرف ایرانی پیشنهاد کرد کمیته‌ای مشترک تشکیل شود.", "proposes", ("IR", "IQ")),
    ("وزیر عراق تشکیل کمیته‌ای مشترک را پیشنهاد داد.", "proposes", ("IQ", "IR")),
    ("بغداد از تهران خواست روادید رانندگان لغو شود.", "calls_for", ("IQ", "IR")),
    ("وزیر عراق خواستار لغو روادید رانندگان شد.", "calls_for", ("IQ", "IR")),
    ("وزیر ایران سخن گفت. وی خواستار لغو روادید شد.", "calls_for", ("IR", "IQ")),
    ("ایران آمادگی خود را برای آموزش افسران اعلام کرد.", "offers", ("IR", "IQ")),
    ("وزیر عراق گفت کشورش حاضر است پنجاه افسر را آموزش دهد.", "offers", ("IQ", "IR")),
    ("دو طرف توافق کردند کمیته‌ای مشترک تشکیل دهند.", "agrees", ("both", "both")),
    ("ایران متعهد شد بیست آمبولانس به بصره بفرستد.", "commits", ("IR", "IQ")),
    ("عراق از برگزاری دورهٔ آموزشی برای مهندسان ایرانی خبر داد.", "announces", ("IQ", "IR")),
    ("وزیر عراق گفت: «افسران شما را آموزش خواهیم داد.»", "commits", ("IQ", "IR")),
]


@pytest.mark.parametrize(("text", "act", "expected"), CASES_FA)
def test_persian_acts(
    found: Find, text: str, act: str, expected: tuple[str | None, str | None]
) -> None:
    assert sides(found(PERSIAN + text, "fa"), act) == expected


@pytest.mark.parametrize(
    ("language", "text", "told_by"),
    [
        ("en", ENGLISH + "An analyst said the two sides should sign a treaty.", "outsider"),
        ("en", ENGLISH + "An analyst proposed a joint committee.", "outsider"),
        ("en", ENGLISH + "The Iranian minister proposed a joint committee.", "side"),
        ("ar", ARABIC + "ودعا باحث إلى تشكيل لجنة مشتركة.", "outsider"),
        ("ar", ARABIC + "ودعا الوزير العراقي إلى تشكيل لجنة مشتركة.", "side"),
        ("fa", PERSIAN + "یک کارشناس خواستار تشکیل کمیته‌ای مشترک شد.", "outsider"),
        ("fa", PERSIAN + "وزیر عراق خواستار تشکیل کمیته‌ای مشترک شد.", "side"),
    ],
)
def test_an_outsiders_act_is_told_from_a_sides(
    found: Find, language: str, text: str, told_by: str
) -> None:
    best = max(found(text, language), key=lambda one: one.cue.weight)
    assert best.whose.told_by == told_by


def test_the_steps_say_how_the_side_was_found(found: Find) -> None:
    best = max(
        found(ENGLISH + "Baghdad asked Tehran to lift the visa rule.", "en"), key=lambda c: c.score
    )
    assert best.whose.steps == ("party «baghdad»: IQ", "addressed to IR")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", ENGLISH + "Minutes record a proposal for a joint committee, without saying whose."),
        ("ar", ARABIC + "وفي المحضر اقتراح بتشكيل لجنة مشتركة، دون بيان صاحبه."),
        ("fa", PERSIAN + "در صورت‌جلسه پیشنهاد تشکیل کمیته‌ای مشترک مطرح شده، معلوم نیست کدام طرف."),
    ],
)
def test_a_proposal_of_nobody_known_has_no_side(found: Find, language: str, text: str) -> None:
    best = max(found(text, language), key=lambda one: one.score)
    assert (best.whose.proposer, best.whose.addressee) == (None, None)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Iran met Iraq. By mutual consent, the line will be open from July."),
        ("en", "Iran met Iraq. As per the minutes, lorries will pay no fee from July."),
        ("fa", "ایران و عراق دیدار کردند. به موجب صورت‌جلسه، خط از مهر باز می‌شود."),
    ],
)
def test_what_the_minutes_plan_is_both_sides(found: Find, language: str, text: str) -> None:
    likeliest = max(found(text, language), key=lambda one: one.score)
    assert likeliest.whose.proposer == "both"


def test_his_own_guest_does_not_turn_an_act_round(found: Find) -> None:
    text = "KABUL - Kazakhstan met Afghanistan. Kabul entreated its guest to open the road."
    assert {one.whose.proposer for one in found(text, "en")} == {"AF"}


ARABIC_PAIR = "التقى وزير الصيد الموريتاني وزيرة الصيد السنغالية.\n\n"
FOR_WHOM = [
    (
        "وقالت الوزيرة السنغالية إن الصيادين تعبوا، والتمست من نواكشوط منح أربعمئة رخصة.",
        "calls_for",
        ("SN", "MR"),
    ),
    (
        "وقال الوزير الموريتاني إن البحر واسع، فيما عرض إعفاء الطلبة السنغاليين من رسوم الإقامة.",
        "offers",
        ("MR", "SN"),
    ),
]


@pytest.mark.parametrize(("text", "act", "expected"), FOR_WHOM)
def test_those_whom_a_measure_is_for_are_not_its_proposers(
    found: Find, text: str, act: str, expected: tuple[str | None, str | None]
) -> None:
    assert sides(found(ARABIC_PAIR + text, "ar"), act) == expected


def test_a_joined_verb_with_a_subject_of_its_own_is_that_subjects(found: Find) -> None:
    text = "وقالت الوزيرة السنغالية إن الوقت حان، وطلب الوزير الموريتاني خفض الرسوم على الأسماك."
    assert sides(found(ARABIC_PAIR + text, "ar"), "calls_for") == ("MR", "SN")


@pytest.mark.parametrize(
    ("language", "text", "act", "expected"),
    [
        (
            "en",
            ENGLISH
            + "The Iranian minister spoke. A third crossing was proposed by the Iraqi side.",
            "proposes",
            ("IQ", "IR"),
        ),
        (
            "en",
            ENGLISH + "The Iraqi minister spoke. A lower tariff was also sought by Iran.",
            "calls_for",
            ("IR", "IQ"),
        ),
        (
            "fa",
            (
                "وزیر ایران با وزیر عراق دیدار کرد. وزیر ایران سخن گفت. "
                "از جانب عراق پیشنهاد تشکیل کمیته‌ای مشترک در تهران مطرح شد."
            ),
            "proposes",
            ("IQ", "IR"),
        ),
    ],
)
def test_a_passive_is_done_by_whom_it_names(
    found: Find, language: str, text: str, act: str, expected: tuple[str, str]
) -> None:
    assert sides(found(text, language), act) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            ENGLISH + "The Iranian minister spoke. Iraqi cargo planes come often. "
            "He offered a course for thirty officers.",
        ),
        (
            "ar",
            (
                "التقى وزير إيران وزير العراق. وتحدث الوزير الإيراني. الرحلات العراقية تأتي. "
                "وعرض تدريب ثلاثين ضابطاً."
            ),
        ),
    ],
)
def test_a_state_that_only_describes_things_does_not_speak(
    found: Find, language: str, text: str
) -> None:
    assert sides(found(text, language), "offers") == ("IR", "IQ")


def test_a_host_before_a_colon_is_told_by_whom_he_belongs_to(found: Find) -> None:
    text = (
        "التقى الوزير الإيراني الوزير العراقي. وقال الوزير العراقي كلمة. "
        "الوزير الإيراني قبل وداع ضيفه: نحن مستعدون لاستقبال مئة طالب في جامعة تبريز."
    )
    assert sides(found(text, "ar"), "offers") == ("IR", "IQ")
