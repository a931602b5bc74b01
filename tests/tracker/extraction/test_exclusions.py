"""What speaks against a cue."""

from collections.abc import Callable

import pytest

from tracker.extraction import cues, exclusions, extract
from tracker.extraction.reading import Reading

Read = Callable[[str, str], Reading]


def reasons(reading: Reading) -> set[str]:
    document = reading.document
    return {
        one.reason
        for sentence in document.sentences
        for cue in cues.find(document, sentence)
        for one in exclusions.find(document, sentence, cue)
    }


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("en", "Iran did not propose a joint committee.", "negated"),
        ("en", "Nobody proposed a joint committee.", "negated"),
        ("en", "Iran said it would not open a joint centre.", "negated"),
        ("en", "Iran denied that it had proposed a committee.", "denied"),
        ("en", "Iran had proposed a joint committee.", "past"),
        ("en", "Iran proposed a joint committee last year.", "past"),
        ("en", "The two sides agreed on a committee in 2019.", "dated"),
        ("en", "Iran pledged to build 12 clinics with its own money.", "domestic"),
        ("en", "He was asked whether Iran would propose a committee.", "hypothetical"),
        ("en", "The paper records a proposal for a fund, without saying whose.", "anonymous"),
        ("ar", "لم تقترح إيران تشكيل لجنة مشتركة.", "negated"),
        ("ar", "لن تطلب إيران إلغاء التأشيرة.", "negated"),
        ("ar", "نفت إيران أن تكون قد اقترحت تشكيل لجنة.", "denied"),
        ("ar", "وكانت إيران قد اقترحت تشكيل لجنة.", "past"),
        ("ar", "اتفق الجانبان على تشكيل لجنة في عام 2019.", "dated"),
        ("ar", "تعهدت الوزارة بإنشاء 12 مركزاً من ميزانيتها.", "domestic"),
        ("ar", "سئل هل تقترح إيران تشكيل لجنة.", "hypothetical"),
        ("ar", "طُرح تشكيل لجنة مشتركة دون بيان صاحب الفكرة.", "anonymous"),
        ("fa", "ایران هیچ پیشنهاد نداد و نه خواستار تشکیل کمیته شد.", "negated"),
        ("fa", "ایران تکذیب کرد که پیشنهاد داده کمیته‌ای تشکیل شود.", "denied"),
        ("fa", "ایران پیش‌تر خواستار تشکیل کمیته شده بود.", "past"),
        ("fa", "در سال ۲۰۱۹ دو طرف توافق کردند کمیته تشکیل شود.", "dated"),
        ("fa", "وعده داد درمانگاه‌ها را با بودجهٔ خود نوسازی کند.", "domestic"),
        ("fa", "پرسید آیا ایران پیشنهاد داده کمیته‌ای تشکیل شود.", "hypothetical"),
    ],
)
def test_a_reason_against_a_cue_is_found(
    reading: Read, language: str, text: str, reason: str
) -> None:
    assert reason in reasons(reading(text, language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Iran proposed a joint committee."),
        ("en", "It rained no more. Iran proposed a joint committee."),
        ("en", "Iran proposed a centre that would open in 2028."),
        ("en", "Kazakhstan sells none at home, and its delegation pleaded for a larger quota."),
        ("ar", "اقترحت إيران تشكيل لجنة مشتركة."),
        ("ar", "دعت إيران إلى فتح المعبر قبل عام 2028."),
        ("fa", "ایران پیشنهاد داد کمیته‌ای مشترک تشکیل شود."),
        ("fa", "در ایام اربعین پنجاه آمبولانس در اختیار استان می‌گذاریم."),
    ],
)
def test_nothing_speaks_against_a_plain_act(reading: Read, language: str, text: str) -> None:
    document = reading(text, language).document
    sentence = document.sentences[-1]
    surest = max(cues.find(document, sentence), key=lambda cue: cue.weight)
    assert list(exclusions.find(document, sentence, surest)) == []


@pytest.mark.parametrize(
    ("language", "text", "reason"),
    [
        ("en", "The two sides settled on Riga for the next sitting, in 2027.", "dated"),
        ("en", "Iran offered the hospital in 30 villages a doctor.", "dated"),
        ("en", "Iran offered to train judges at its own cost.", "domestic"),
        ("en", "Why not turn the post into a joint terminal?", "negated"),
        ("en", "Iran did not answer, but asked Iraq to lift visas.", "negated"),
        ("ar", "لم يجب الوزير، لكنه اقترح تشكيل لجنة مشتركة.", "negated"),
        ("fa", "ایران پاسخی نداد، ولی پیشنهاد کرد کمیته‌ای تشکیل شود.", "negated"),
        ("fa", "ایران وعده داد که دهلیز هوایی شب‌ها باز خواهد بود.", "past"),
    ],
)
def test_what_only_looks_like_a_reason_is_none(
    reading: Read, language: str, text: str, reason: str
) -> None:
    assert reason not in reasons(reading(text, language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Iran's minister met Iraq's. Iran has not proposed a joint border centre."),
        ("ar", "التقى الوزيران الإيراني والعراقي. لم تقترح إيران تشكيل لجنة مشتركة."),
        ("fa", "وزیران ایران و عراق دیدار کردند. ایران پیشنهاد تشکیل کمیتهٔ مشترک نداده است."),
    ],
)
def test_what_a_side_did_not_propose_is_no_finding(language: str, text: str) -> None:
    assert extract(text, language) == []
