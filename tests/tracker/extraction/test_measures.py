"""Concrete measures: their kind, their signs, and where one ends and the next begins."""

from collections.abc import Callable

import pytest

from tracker.extraction import extract, measures
from tracker.extraction.measures import Measure
from tracker.extraction.reading import Reading

Read = Callable[[str, str], Reading]


def measure(reading: Reading) -> Measure:
    document = reading.document
    return measures.assess(document, document.sentences[0], 0, len(document.texts))


KINDS = [
    ("en", "a joint border operations unit", "joint_body"),
    ("en", "a joint technical committee on the pipeline", "joint_body"),
    ("en", "a working group on fisheries", "joint_body"),
    ("en", "hold the next meeting of the commission in Pakse", "joint_body"),
    ("en", "a legal subcommittee to freeze traffickers' assets", "legal_judicial"),
    ("en", "an abbreviated extradition procedure", "legal_judicial"),
    ("en", "a treaty on the transfer of sentenced persons", "legal_judicial"),
    ("en", "extradite four men wanted for smuggling", "legal_judicial"),
    ("en", "training courses for border guards and judges", "training_capacity"),
    ("en", "train thirty officers in dog handling", "training_capacity"),
    ("en", "link their police fingerprint databases", "information_sharing"),
    ("en", "a live feed of dispatch data", "information_sharing"),
    ("en", "share its malaria surveillance data in real time", "information_sharing"),
    ("en", "mixed patrols on the river", "border_security"),
    ("en", "two surveillance drones with their crews", "border_security"),
    ("en", "open its airspace to direct flights", "airspace_cyber"),
    ("en", "a joint response to cyber attacks", "airspace_cyber"),
    ("en", "a mobile clinic for addicted fishermen", "prevention_treatment"),
    ("en", "an awareness campaign in village schools", "prevention_treatment"),
    ("en", "a memorandum on search and rescue", "agreement_mou"),
    ("en", "a second high-voltage line along the railway", "infrastructure_energy"),
    ("en", "a bridge over the river", "infrastructure_energy"),
    ("en", "a lower tariff on power for factories", "trade_economic"),
    ("en", "scrap the levy on goods", "trade_economic"),
    ("en", "visas waived for lorry drivers", "people_exchange"),
    ("en", "a joint tourist itinerary", "people_exchange"),
    ("en", "lift relations to a strategic partnership", "other"),
    ("en", "nothing in particular", "other"),
    ("ar", "وحدة عمليات مشتركة على الحدود", "joint_body"),
    ("ar", "عقد الدورة السابعة للجنة", "joint_body"),
    ("ar", "لجنة فرعية من خبراء القانون", "legal_judicial"),
    ("ar", "اتفاقية نقل المحكوم عليهم", "legal_judicial"),
    ("ar", "تسليم المطلوبين خلال تسعين يوماً", "legal_judicial"),
    ("ar", "دورات تدريبية لحرس الحدود والقضاة", "training_capacity"),
    ("ar", "تدريب مئة مفتش عمل", "training_capacity"),
    ("ar", "تبادل المعلومات لحظة بلحظة", "information_sharing"),
    ("ar", "إنشاء خط ساخن بين القيادتين", "information_sharing"),
    ("ar", "تسيير دوريات مشتركة على النهر", "border_security"),
    ("ar", "مراقبة الأجواء والفضاء السيبراني", "airspace_cyber"),
    ("ar", "فتح مسار جوي جديد", "airspace_cyber"),
    ("ar", "مركز لغسيل الكلى", "prevention_treatment"),
    ("ar", "تجارب الوقاية والعلاج", "prevention_treatment"),
    ("ar", "مذكرة تفاهم في مجال السدود", "agreement_mou"),
    ("ar", "مد خط ثان للجهد العالي", "infrastructure_energy"),
    ("ar", "خفض سعر الكهرباء المستوردة لفائدة المصانع", "trade_economic"),
    ("ar", "إعفاء الشاحنات من الرسوم الجمركية", "trade_economic"),
    ("ar", "إعفاء حملة الجوازات من رسوم التأشيرة", "people_exchange"),
    ("ar", "منح دراسية للطلبة", "people_exchange"),
    ("ar", "إطلاق 500 متر مكعب في الثانية", "other"),
    ("fa", "یک یگان عملیاتی مشترک", "joint_body"),
    ("fa", "کارگروهی مشترک برای لایروبی", "joint_body"),
    ("fa", "کارگروهی حقوقی زیر نظر کمیته", "legal_judicial"),
    ("fa", "پیمان استرداد مجرمان", "legal_judicial"),
    ("fa", "انتقال محکومان میان دو کشور", "legal_judicial"),
    ("fa", "دوره‌های تخصصی برای مرزبانان", "training_capacity"),
    ("fa", "آموزش مهندسان آبیاری", "training_capacity"),
    ("fa", "تبادل منظم نتایج آزمایشگاهی", "information_sharing"),
    ("fa", "یک خط تلفن مستقیم میان فرماندهان", "information_sharing"),
    ("fa", "گشت مشترک روی رودخانه", "border_security"),
    ("fa", "رزمایش دریایی مشترک", "border_security"),
    ("fa", "گشودن حریم هوایی به روی پروازهای مستقیم", "airspace_cyber"),
    ("fa", "درمانگاهی سیار برای صیادان", "prevention_treatment"),
    ("fa", "تفاهم‌نامهٔ قرنطینهٔ گیاهی", "agreement_mou"),
    ("fa", "خط سوم انتقال برق", "infrastructure_energy"),
    ("fa", "کاهش تعرفهٔ گمرکی", "trade_economic"),
    ("fa", "لغو روادید رانندگان", "people_exchange"),
    ("fa", "رهاسازی آب از سدها", "other"),
]


@pytest.mark.parametrize(("language", "text", "kind"), KINDS)
def test_a_measures_kind_is_its_heads(reading: Read, language: str, text: str, kind: str) -> None:
    assert measure(reading(text, language)).kind == kind


@pytest.mark.parametrize(
    ("language", "text", "is_general"),
    [
        ("en", "strengthen cooperation on border security", True),
        ("en", "deeper ties in trade", True),
        ("en", "a joint committee for cooperation", False),
        ("en", "relations lifted to a strategic partnership", False),
        ("ar", "تعزيز التعاون في مجال الحدود", True),
        ("ar", "تشكيل لجنة للتعاون", False),
        ("fa", "گسترش همکاری‌ها در حوزهٔ تجارت", True),
        ("fa", "کمیته‌ای برای همکاری", False),
    ],
)
def test_general_talk_is_told_from_a_measure(
    reading: Read, language: str, text: str, is_general: bool
) -> None:
    assert measure(reading(text, language)).is_general == is_general


def test_an_agreement_without_a_subject_is_bare(reading: Read) -> None:
    assert measure(reading("the text of the agreement", "en")).is_bare
    assert not measure(reading("the agreement on the railway", "en")).is_bare


def test_what_a_measure_is_done_under_is_not_its_kind(reading: Read) -> None:
    assert measure(reading("under the memorandum a bridge is built", "en")).kind == (
        "infrastructure_energy"
    )


def test_numbers_deeds_and_details_are_signs(reading: Read) -> None:
    found = measure(reading("open 12 new posts at no cost", "en"))
    assert found.has_number
    assert found.actions
    assert found.details


def parts(reading: Reading) -> list[tuple[str, str]]:
    document = reading.document
    sentence = document.sentences[0]
    whole = measures.assess(document, sentence, 0, len(document.texts))
    return [
        (part.kind, " ".join(document.words(part.first, part.last)))
        for part in measures.split(document, sentence, whole)
    ]


@pytest.mark.parametrize(
    ("language", "text", "kinds"),
    [
        (
            "en",
            "to post a liaison prosecutor and to link their fingerprint databases",
            ["legal_judicial", "information_sharing"],
        ),
        ("en", "a joint committee and a legal subcommittee", ["joint_body", "legal_judicial"]),
        ("en", "fix a single price and make it public", ["trade_economic"]),
        ("en", "training courses for guards and judges", ["training_capacity"]),
        (
            "ar",
            "تشكيل لجنة مشتركة وتدريب ثلاثين ضابطاً",
            ["joint_body", "training_capacity"],
        ),
        ("ar", "إعفاء شاحنات الأدوية ومنحها ممراً خاصاً", ["trade_economic"]),
        (
            "fa",
            "تشکیل کمیته‌ای مشترک و آموزش سی افسر",
            ["joint_body", "training_capacity"],
        ),
        ("fa", "انبار مشترک از چادر، ژنراتور و آب‌شیرین‌کن", ["other"]),
    ],
)
def test_measures_joined_by_and_are_parted_when_each_stands_alone(
    reading: Read, language: str, text: str, kinds: list[str]
) -> None:
    assert [kind for kind, _ in parts(reading(text, language))] == kinds


def test_the_parts_together_are_the_whole(reading: Read) -> None:
    text = "a joint committee and a legal subcommittee"
    assert " ".join(words for _, words in parts(reading(text, "en"))) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ar", "التقى الوزيران الإيراني والعراقي. عرضت إيران تنظيم دورات تدريبية للضباط والقضاة."),
        (
            "en",
            "Their ministers met. Iran offered Iraq training courses for officers and judges.",
        ),
        (
            "fa",
            "ایران و عراق. ایران پیشنهاد کرد دوره‌هایی برای افسران و قضات برگزار شود.",
        ),
    ],
)
def test_those_whom_a_measure_is_for_are_no_measure_of_their_own(language: str, text: str) -> None:
    found = [one for one in extract(text, language) if one.type == "proposal"]
    assert len(found) == 1
