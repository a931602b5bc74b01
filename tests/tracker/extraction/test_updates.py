"""Reports of how an earlier proposal stands."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tracker.extraction import updates
from tracker.extraction.reading import Reading
from tracker.extraction.updates import Progress

Read = Callable[[str, str], Reading]


def reports(reading: Reading) -> list[Progress]:
    """Give the clauses that words of progress mark, with the status of the surest."""
    return [one for one in updates.find(reading) if one.hit]


@pytest.mark.parametrize(
    ("language", "text", "status"),
    [
        ("en", "Recruitment for the joint unit has begun.", "in_progress"),
        ("en", "The committee has so far met once.", "in_progress"),
        ("en", "The first batch of officers arrived in Baku.", "in_progress"),
        ("en", "Work on the bridge is under way.", "in_progress"),
        ("en", "The officers received their certificates.", "completed"),
        ("en", "The crossing was opened on Monday.", "completed"),
        ("en", "The register went live in April.", "completed"),
        ("en", "The course has been completed.", "completed"),
        ("en", "The course has been postponed until spring.", "postponed"),
        ("en", "The subcommittee will not sit before the new year.", "postponed"),
        ("en", "The clinic has slipped to 2027.", "postponed"),
        ("en", "The courses were put off until the autumn.", "postponed"),
        ("en", "Its plea was turned down by Manila.", "rejected"),
        ("en", "Kyiv rejected the request for patrols.", "rejected"),
        ("en", "Ashgabat said it will not resume issuing visas.", "rejected"),
        ("en", "The treaty has been ratified by parliament.", "agreed"),
        ("en", "Nine of the thirty pilots are in class in Sohar.", "in_progress"),
        ("en", "Farmers have paid no fee for the permit since April.", "completed"),
        ("en", "The market has been bumped to 2028.", "postponed"),
        ("en", "The appeal for more licences ran aground in July.", "rejected"),
        ("en", "Engineers are still trading spreadsheets over the swap.", "under_discussion"),
        ("en", "The plan is still being discussed.", "under_discussion"),
        ("en", "Officials are still weighing the centre.", "under_discussion"),
        ("en", "The draft is under consideration in Doha.", "under_discussion"),
        ("ar", "بدأ العمل في الوحدة المشتركة.", "in_progress"),
        ("ar", "وصلت الدفعة الأولى من المتدربين.", "in_progress"),
        ("ar", "دخل الربط مرحلة التشغيل التجريبي.", "in_progress"),
        ("ar", "أنهت اللجنة مهمتها وسلمت تقريرها.", "completed"),
        ("ar", "اختُتمت الدورات التدريبية الشهر الماضي.", "completed"),
        ("ar", "التسهيلات سارية المفعول منذ مايو.", "completed"),
        ("ar", "أُرجئ خط الإنذار إلى العام المقبل.", "postponed"),
        ("ar", "تأجل مد الكابل إلى عام 2030.", "postponed"),
        ("ar", "رفضت القاهرة طلب أثينا فتح القنصلية.", "rejected"),
        ("ar", "ردته الحكومة رسمياً بعد أسبوع.", "rejected"),
        ("ar", "وافقت أنقرة على المقترح أخيراً.", "agreed"),
        ("ar", "لا تزال المعاهدة قيد الدراسة.", "under_discussion"),
        ("ar", "ما زالت المسودة على طاولة الوزير.", "under_discussion"),
        ("ar", "رمّموا حتى اليوم عشرين من أصل 40 عموداً.", "in_progress"),
        ("ar", "دخل الخط الهاتفي الخدمة في مايو.", "completed"),
        ("ar", "انزلق تجهيز الجناح إلى أبريل.", "postponed"),
        ("ar", "المحكمة المشتركة لن ترى النور.", "rejected"),
        ("fa", "تمرین مشترک به خرداد سال آینده کشیده شد.", "postponed"),
        ("fa", "مجلس تقاضای توکیو را پس زد.", "rejected"),
        ("fa", "موافقت‌نامه هنوز زیر ذره‌بین کارشناسان است.", "under_discussion"),
        ("fa", "کار بستن چاه‌ها آغاز شده است.", "in_progress"),
        ("fa", "نخستین گروه کارآموزان به قونیه رسید.", "in_progress"),
        ("fa", "دورهٔ آموزشی هفتهٔ گذشته پایان یافت.", "completed"),
        ("fa", "سامانهٔ تبادل داده راه‌اندازی شد.", "completed"),
        ("fa", "ساخت سدها به سال ۲۰۲۸ موکول شد.", "postponed"),
        ("fa", "نشست کمیته به تعویق افتاد.", "postponed"),
        ("fa", "درخواست دمشق رد شد.", "rejected"),
        ("fa", "وزارت این پیشنهاد را نپذیرفت.", "rejected"),
        ("fa", "پیمان استرداد امضا شد.", "agreed"),
        ("fa", "این طرح در دست بررسی است.", "under_discussion"),
        ("fa", "بر سر سهمیه هنوز چانه می‌زنند.", "under_discussion"),
    ],
)
def test_a_status_is_reported(reading: Read, language: str, text: str, status: str) -> None:
    assert status in {one.status for one in reports(reading(text, language))}


def test_a_clause_has_one_status_and_the_latest_counts(reading: Read) -> None:
    text = "The treaty has been approved by parliament and ratification is under way."
    assert [one.status for one in reports(reading(text, "en"))] == ["in_progress"]


@pytest.mark.parametrize(
    ("language", "text", "statuses"),
    [
        (
            "en",
            "The courses were put off until autumn, and Kyiv has rejected the request.",
            ["postponed", "rejected"],
        ),
        ("en", "The course has ended; the unit has begun work.", ["completed", "in_progress"]),
        (
            "ar",
            "فقد تأجل مد الكابل إلى عام 2030، ورفضت القاهرة طلب أثينا.",
            ["postponed", "rejected"],
        ),
        ("fa", "دوره پایان یافت، اما ساخت سد به سال ۲۰۲۸ موکول شد.", ["completed", "postponed"]),
    ],
)
def test_two_statuses_of_two_clauses_are_two_reports(
    reading: Read, language: str, text: str, statuses: list[str]
) -> None:
    assert [one.status for one in reports(reading(text, language))] == statuses


def score(reading: Reading, words: str) -> float:
    found = [
        one
        for one in reports(reading)
        if words in reading.document.text[slice(*reading.document.span(one.first, one.last))]
    ]
    return max(one.score for one in found)


ALONE = "Poland met Ukraine. The joint truck register went live in April, the Polish guard said."
AMONG = (
    ALONE + " The language courses have been put off until autumn. Kyiv rejected the Polish "
    "request for joint patrols. A bridge between the two is still being negotiated."
)


def test_reports_make_one_another_likelier(reading: Read) -> None:
    assert score(reading(AMONG, "en"), "went live") > score(reading(ALONE, "en"), "went live")


def test_a_sure_sign_of_status_goes_before_a_faint_one(reading: Read) -> None:
    text = "The course, already delayed once, has been moved to 2028."
    assert [one.status for one in reports(reading(text, "en"))] == ["postponed"]


@pytest.mark.parametrize("sign", ["follow_up", "surely_follow_up", "mean", "beside"])
def test_what_other_reports_tell_is_a_sign(reading: Read, sign: str) -> None:
    (alone,) = reports(reading("The truck register of Poland and Ukraine went live.", "en"))
    among = reports(reading(AMONG, "en"))
    assert alone.among[sign] == 0.0
    assert all(one.among[sign] > 0.0 for one in among)


def test_the_likeliest_of_the_others_come_in_order(reading: Read) -> None:
    for one in reports(reading(AMONG, "en")):
        assert one.among["most"] >= one.among["second"] >= one.among["third"]


def test_every_clause_may_be_a_report(reading: Read) -> None:
    text = "Half a roof hides the ward; the lamps are red. Poland met Ukraine."
    found = updates.find(reading(text, "en"))
    assert len(found) == 3
    assert all(one.features.get("unmarked") for one in found if one.hit is None)
    assert any(one.hit is None for one in found)


def test_what_stands_before_and_after_in_sentence_and_paragraph_is_a_sign(reading: Read) -> None:
    text = "The course has ended; the unit has begun work.\n\nThe clinic has slipped to 2027."
    first, second, third = updates.find(reading(text, "en"))
    assert first.among["after_in_sentence"] > 0.0 == first.among["before_in_sentence"]
    assert second.among["before_in_sentence"] > 0.0 == second.among["after_in_paragraph"]
    assert third.among["before_in_paragraph"] == 0.0


def test_a_clause_is_set_beside_what_is_usual_in_its_text(reading: Read) -> None:
    found = updates.find(reading(AMONG, "en"))
    assert abs(sum(one.among["above_mean"] for one in found)) < 1e-6


def test_weights_of_a_lone_report_may_be_given(reading: Read) -> None:
    surely = updates.find(reading(AMONG, "en"), {"bias": 9.0})
    assert all(one.among["mean"] > 0.99 for one in surely)


def test_plain_words_and_tenses_are_signs(reading: Read) -> None:
    (one,) = updates.find(reading("The lamps hung there.", "en"))
    assert {"in en:lamps", "lead en:the"} <= set(one.features)
    assert "lead en:there" not in one.features


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The rest of the package fared worse. The course has ended."),
        ("ar", "ليست كل البنود سواء. انتهت الدورة."),
        ("fa", "سرنوشت باقی طرح‌ها یکسان نبود. دوره پایان یافت."),
    ],
)
def test_taking_stock_is_a_sign(reading: Read, language: str, text: str) -> None:
    assert reports(reading(text, language))[-1].among["tally"] > 0.0


def test_background_stands_late_in_an_article(reading: Read) -> None:
    found = reports(reading(AMONG, "en"))
    places = [one.features["late"] for one in found]
    assert places == sorted(places)
    assert places[0] < places[-1] <= 1.0


def test_an_opening_that_looks_back_makes_reports_likelier(reading: Read) -> None:
    looking = "Six months after the visit, Poland met Ukraine." + ALONE.removeprefix(
        "Poland met Ukraine."
    )
    assert score(reading(looking, "en"), "went live") > score(reading(ALONE, "en"), "went live")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Eight months after the talks, Iran met Iraq."),
        ("ar", "بعد سبعة أشهر من الأخذ والرد، اجتمعت إيران والعراق."),
        ("fa", "شش ماه پس از دیدار تهران، ایران و عراق گفت‌وگو کردند."),
    ],
)
def test_the_time_that_passed_shows_a_follow_up(reading: Read, language: str, text: str) -> None:
    document = reading(text, language).document
    assert document.hits(document.sentences[0], "progress", ("lapse",))


@pytest.mark.parametrize(
    ("language", "text", "code"),
    [
        ("en", "Iran met Iraq. Baghdad's plea for lower fees was turned down.", "IQ"),
        ("en", "Iran met Iraq. The course promised by Iran has been postponed.", "IR"),
        ("ar", "التقت إيران والعراق. وأُرجئ المركز الذي اقترحته طهران إلى العام المقبل.", "IR"),
        ("en", "Iran met Iraq. The course has been postponed.", None),
    ],
)
def test_whose_proposal_it_was_is_told_where_the_clause_says_so(
    reading: Read, language: str, text: str, code: str | None
) -> None:
    read_ = reading(text, language)
    assert updates.proposer(read_, reports(read_)[-1]) == code


def test_an_agreement_was_of_both(reading: Read) -> None:
    read_ = reading("Iran met Iraq. The treaty has been ratified.", "en")
    assert updates.proposer(read_, replace(reports(read_)[-1], status="agreed")) == "both"


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("An analyst said the joint unit has begun work.", "outsider"),
        ("The clinic that India paid for has begun work.", "stranger"),
        ("The course has begun at home with its own money.", "domestic"),
        ("The course was completed in 2019.", "dated"),
        ("The plan proposed in March has been postponed.", "reference"),
        ('"The course has begun," he said.', "quoted"),
        ("Iran proposed a road and work has begun.", "proposes of subject"),
        ("A course has begun.", "nobody"),
        ("The treaty has been ratified.", "agreed"),
        ("Has the course begun?", "question"),
        ("The course has begun and is under way.", "several"),
    ],
)
def test_signs_for_and_against_a_report(reading: Read, text: str, sign: str) -> None:
    found = reports(reading("Iran met Iraq. Iran saw Iraq.\n\n" + text, "en"))
    assert any(one.features.get(sign) for one in found)
