"""Act cues in three languages, and the words in which each one's measure stands."""

from collections.abc import Callable

import pytest

from tracker.extraction import cues
from tracker.extraction.reading import Reading

Read = Callable[[str, str], Reading]


def acts(reading: Reading) -> set[str]:
    document = reading.document
    return {cue.act for one in document.sentences for cue in cues.find(document, one)}


def rooms(reading: Reading, act: str) -> set[str]:
    document = reading.document
    return {
        " ".join(document.words(cue.first, cue.last))
        for one in document.sentences
        for cue in cues.find(document, one)
        if cue.act == act
    }


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("proposes", "Iran proposed a joint committee."),
        ("proposes", "He suggested that a subcommittee be formed."),
        ("proposes", "They put forward a joint itinerary."),
        ("proposes", "She put a plan for a bridge on the table."),
        ("proposes", "He set out a plan for a shared terminal."),
        ("proposes", "What he had in mind, he said, was a second line."),
        ("proposes", "Why not, he asked, turn the post into a terminal?"),
        ("proposes", "Under the plan he laid out, two posts would be built."),
        ("proposes", "His idea was a joint cable."),
        ("proposes", "The envoy floated a chain of towers."),
        ("proposes", "She tabled a plan for a customs lane."),
        ("proposes", "The minister raised the idea of a joint fund."),
        ("offers", "Turkey offered to train engineers."),
        ("offers", "He is ready to host the talks."),
        ("offers", "She voiced her readiness to lend two boats."),
        ("offers", "Places on the courses were on offer."),
        ("offers", "They were prepared to carry the load."),
        ("offers", "Kenya would be willing to send doctors."),
        ("offers", "He was ready, he said, to pay for a line."),
        ("calls_for", "He called for visas to be waived."),
        ("calls_for", "Baghdad urged Ankara to release water."),
        ("calls_for", "They pressed for a lower tariff."),
        ("calls_for", "Its plea for a lower tariff was heard."),
        ("calls_for", "The sides should fix a single price."),
        ("calls_for", "They must share the data."),
        ("calls_for", "She asked that an attache be let in."),
        ("calls_for", "He would like them to open the gate."),
        ("calls_for", "The delegation pleaded for a larger quota."),
        ("agrees", "The two sides agreed to set up a committee."),
        ("agrees", "They signed a memorandum on dams."),
        ("agrees", "A memorandum on dams was signed."),
        ("agrees", "It was decided to meet again in May."),
        ("agrees", "The declaration commits both to post a prosecutor."),
        ("agrees", "The pair initialled a treaty on prisoners."),
        ("agrees", "They shook hands on a single lesson."),
        ("commits", "Iran pledged to send doctors."),
        ("commits", "He undertook to send a draft."),
        ("commits", 'He said: "We will send the dogs."'),
        ("commits", "The ministry promised a new ward."),
        ("announces", "The ministry announced that visas would be issued."),
        ("announces", "Ecuador will scrap the levy."),
        ("announces", "It said it would open a line."),
    ],
)
def test_english_cues(reading: Read, act: str, text: str) -> None:
    assert act in acts(reading(text, "en"))


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("proposes", "اقترح الوزير إنشاء لجنة مشتركة."),
        ("proposes", "طشقند تقترح إطلاق حملة مشتركة."),
        ("proposes", "الوزير الضيف طرح مد خط ثان."),
        ("proposes", "نقترح تشكيل لجنة فرعية قانونية."),
        ("proposes", "وقدم الوفد مقترحاً لربط المحطات."),
        ("proposes", "وأعرب عن رغبة بلاده في تسيير دوريات."),
        ("offers", "أبدى استعداد بلاده لتنظيم دورات تدريبية."),
        ("offers", "وقال إن بلاده مستعدة لفتح مسار جديد."),
        ("offers", "عرضت باكستان على مضيفيها تزويد المزارعين بالبذور."),
        ("offers", "كما نعرب عن استعدادنا لتدريب الضباط."),
        ("calls_for", "دعا إلى تشكيل لجنة من الخبراء."),
        ("calls_for", "وطالب الجانب الجيبوتي بخفض سعر الكهرباء."),
        ("calls_for", "طلبت الوزيرة إعفاء الشاحنات من الرسوم."),
        ("calls_for", "حثت مسقط جارتها على منع إبحار القوارب."),
        ("calls_for", "شدد على ضرورة أن تلتزم تركيا بإطلاق المياه."),
        ("calls_for", "والتمس الوفد رفع عدد الشاحنات."),
        ("calls_for", "يجب إطلاق المياه قبل الصيف."),
        ("agrees", "اتفق الطرفان على تبادل البيانات."),
        ("agrees", "واتفق الطرفان، وفق البيان الختامي، على تبادل الإنذارات."),
        ("agrees", "وتم الاتفاق على تشكيل لجنة."),
        ("agrees", "تقرر تكليف لجنة فنية مشتركة."),
        ("agrees", "وقّع الوزيران مذكرة تفاهم."),
        ("agrees", "قرر الجانبان تسيير دوريات مشتركة."),
        ("commits", "تعهدت أنقرة بإيفاد فريق من الجراحين."),
        ("commits", "وعد الوزير بإرسال سيارات إسعاف."),
        ("commits", "وقال: «سنجهز المركز كاملاً»."),
        ("announces", "أعلنت جيبوتي تخصيص ثلاثين مقعداً."),
        ("announces", "كشفت الوزيرة أن الحملة ستفتح أمام العمال."),
    ],
)
def test_arabic_cues(reading: Read, act: str, text: str) -> None:
    assert act in acts(reading(text, "ar"))


@pytest.mark.parametrize(
    ("act", "text"),
    [
        ("proposes", "او پیشنهاد کرد گمرک مرزی به پایانه تبدیل شود."),
        ("proposes", "تبادل نتایج آزمایشگاهی را هم پیشنهاد داد."),
        ("proposes", "پیشنهاد نخست دوشنبه راه‌اندازی یک یگان مشترک بود."),
        ("proposes", "گفت: «بیایید نهادی مشترک برپا کنیم.»"),
        ("proposes", "به وزیر گفتم یک بیمارستان مشترک بزنیم."),
        ("proposes", "مهمان فکر تازه‌ای را پیش کشید: درمانگاهی برپا شود."),
        ("offers", "ایران آمادگی خود را برای تأمین تجهیزات اعلام کرد."),
        ("offers", "کشورش حاضر است پنجاه کارشناس را آموزش دهد."),
        ("offers", "شرکت‌های ترک حاضرند سد بسازند."),
        ("offers", "مراکز آموزشی آماده‌اند دوره برگزار کنند."),
        ("calls_for", "خواستار رهاسازی آب در تابستان شد."),
        ("calls_for", "خواستار آن شد که کارگروهی تشکیل شود."),
        ("calls_for", "از تهران خواست روادید رانندگان برداشته شود."),
        ("calls_for", "دو کشور باید داده‌ها را مبادله کنند."),
        ("calls_for", "درخواست کرد تعرفه کاهش یابد."),
        ("agrees", "دو طرف توافق کردند تفاهم‌نامه را امضا کنند."),
        ("agrees", "دو طرف فیصله کردند که کمیته هر ماه جلسه کند."),
        ("agrees", "موافقت‌نامهٔ انتقال محکومان پاراف شد."),
        ("agrees", "بر سر ساخت برج‌ها به توافق رسیدند."),
        ("agrees", "مقرر شد کمیته در تهران تشکیل شود."),
        ("commits", "متعهد شد حریم هوایی را بگشاید."),
        ("commits", "قول داد فهرست‌ها را بفرستد."),
        ("commits", "گفت: «دوازده شناور واگذار می‌کنیم.»"),
        ("announces", "از برگزاری دوره‌های آموزش خبر داد."),
        ("announces", "خبر داد که گروهی اعزام می‌شوند."),
        ("announces", "قرار است مرکز صدور روادید دایر شود."),
    ],
)
def test_persian_cues(reading: Read, act: str, text: str) -> None:
    assert act in acts(reading(text, "fa"))


@pytest.mark.parametrize(
    ("language", "act", "text"),
    [
        ("en", "proposes", "The proposed unit has opened."),
        ("en", "calls_for", "Suspects wanted in Guayaquil sit in jail."),
        ("en", "calls_for", "Asked whether it rained, he nodded."),
        ("en", "agrees", "Signed in 2021, the accord holds."),
        ("ar", "offers", "العرض لم يُترجم إلى عقد."),
        ("ar", "calls_for", "ورد الجانب على الطلب."),
        ("ar", "calls_for", "يدرس زهاء 3200 طالب منغولي هناك."),
        ("fa", "agrees", "وزارت این پیشنهاد را نپذیرفت."),
        ("fa", "calls_for", "گفت این خواست را با وزارت در میان می‌گذارد."),
    ],
)
def test_what_only_looks_like_an_act(reading: Read, language: str, act: str, text: str) -> None:
    assert act not in acts(reading(text, language))


@pytest.mark.parametrize(
    ("language", "act", "text", "room"),
    [
        ("en", "proposes", "Iran proposed a joint committee.", "a joint committee"),
        ("en", "offers", "Places on courses were on offer.", "places on courses"),
        ("en", "announces", "The crossing will stay open.", "the crossing will stay open"),
        ("en", "proposes", "He put a plan for a bridge on the table.", "a plan for a bridge"),
        ("ar", "proposes", "اقترح إنشاء لجنة.", "انشا لجنه"),
        ("fa", "calls_for", "خواستار رهاسازی آب در تابستان شد.", "رهاسازي اب در تابستان"),
        ("fa", "calls_for", "خواستار آن شد که کارگروهی تشکیل شود.", "كه كارگروهي تشكيل شود"),
        ("fa", "proposes", "تبادل نتایج را هم پیشنهاد داد.", "تبادل نتايج را هم"),
    ],
)
def test_the_measure_stands_where_the_lexicon_says(
    reading: Read, language: str, act: str, text: str, room: str
) -> None:
    assert room in rooms(reading(text, language), act)


@pytest.mark.parametrize(
    ("language", "act", "text", "room"),
    [
        ("fa", "proposes", "طرف میزبان پیشنهاد کرد: ادامهٔ راه‌آهن تا بندر.", "ادامه راهاهن تا بندر"),
        ("en", "proposes", "The minister proposed this: a joint committee.", "a joint committee"),
    ],
)
def test_after_a_colon_the_measure_follows(
    reading: Read, language: str, act: str, text: str, room: str
) -> None:
    assert room in rooms(reading(text, language), act)


def test_the_next_act_ends_the_room_of_the_one_before(reading: Read) -> None:
    text = "Kampala had no objection to a lane, and urged the Kenyans to scrap the fee."
    assert "the kenyans to scrap the fee" in rooms(reading(text, "en"), "calls_for")
    assert "lane" not in " ".join(rooms(reading(text, "en"), "calls_for"))


def test_a_persian_request_that_names_only_whom_it_asks_asks_for_what_follows(
    reading: Read,
) -> None:
    text = "وزیر سوری از میزبان خود خواست تعرفهٔ کامیون‌های یخچالی نصف شود."
    assert any("تعرفه" in words for words in rooms(reading(text, "fa"), "calls_for"))


@pytest.mark.parametrize(
    ("language", "sentence", "pattern"),
    [
        ("en", "Kenya laid before Uganda a plan under which both patrol the lake.", "before"),
        ("en", "Estonia carried a promise of free servers to Kenya.", "promise"),
        ("ar", "سعت الوزيرة لدى نظيرها في زيادة رخص الصيد بين البلدين.", "لدى"),
        ("ar", "انتهى الطرفان إلى تمرين إنقاذ مشترك كل عام.", "{both}"),
        ("fa", "کنیا از استونی انتظار دارد روادید برنامه‌نویسان را صادر کند.", "انتظار"),
        ("fa", "برابر فرمان تازه سالی پانصد جوان ژاپنی روادید می‌گیرند.", "فرمان"),
    ],
)
def test_less_common_ways_of_acting_are_cues(
    reading: Callable[[str, str], Reading], language: str, sentence: str, pattern: str
) -> None:
    document = reading(sentence, language).document
    found = list(cues.find(document, document.sentences[0]))
    assert any(pattern in cue.hit.entry.pattern for cue in found)
