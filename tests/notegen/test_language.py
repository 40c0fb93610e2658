"""Which language a conversation is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.language import STRANGE, UNDETERMINED, language_of

SENTENCES = (
    ("en", "What brings you in today? I have had a cough and a sore throat for about two weeks."),
    (
        "en",
        "so the blood pressure is one thirty over eighty and i would like to see you in a month",
    ),
    ("de", "Was führt Sie heute zu mir? Ich habe seit zwei Wochen Husten und bin sehr müde."),
    (
        "fr",
        "Qu'est-ce qui vous amène ? J'ai mal à la gorge depuis une semaine et je tousse la nuit.",
    ),
    ("es", "¿Qué le trae por aquí? Tengo tos y dolor de garganta desde hace dos semanas."),
    ("it", "Che cosa la porta qui oggi? Ho la tosse da due settimane e non dormo bene la notte."),
    ("pt", "O que o traz aqui hoje? Estou com tosse há duas semanas e não durmo bem à noite."),
    ("nl", "Wat kan ik voor u doen? Ik heb al twee weken last van hoesten en ik ben erg moe."),
    ("pl", "Co pana do mnie sprowadza? Od dwóch tygodni mam kaszel i nie śpię dobrze w nocy."),
    ("vi", "Hôm nay anh bị làm sao? Thưa bác sĩ, tôi bị ho và đau họng hai tuần nay, rất mệt."),
    ("zh", "您今天哪里不舒服。我咳嗽两个星期了。晚上睡不好。"),
    ("ja", "今日はどうされましたか。二週間前から咳が出て、夜よく眠れません。"),
    ("ko", "오늘 어디가 불편하세요? 이 주 전부터 기침이 나고 밤에 잠을 잘 못 잡니다."),
    ("ru", "Что вас беспокоит? Я кашляю уже две недели и плохо сплю по ночам."),
)


@pytest.mark.parametrize(("language", "text"), SENTENCES, ids=[tag for tag, _ in SENTENCES])
def test_a_question_and_its_answer_are_enough(language: str, text: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["", "...", "Okay.", "Hello? Hello? Anybody there?", "1 2 3"])
def test_few_words_are_not_judged(text: str) -> None:
    assert language_of(text) == UNDETERMINED


def test_a_list_of_medicines_is_of_no_language_yet() -> None:
    names = "lisinopril metformin atorvastatin aspirin amlodipine losartan gabapentin tramadol"
    assert language_of(f"{names} prednisone albuterol insulin warfarin digoxin") == UNDETERMINED


def test_a_language_that_is_not_on_the_list_is_strange() -> None:
    swahili = (
        "Habari za asubuhi daktari. Nina kikohozi tangu wiki mbili zilizopita na koo linauma sana. "
        "Usiku siwezi kulala vizuri. Je una homa au maumivu ya kifua? Hapana sina homa lakini "
        "nimechoka sana. Unatumia dawa gani? Natumia dawa ya shinikizo la damu kila siku asubuhi. "
    )
    assert language_of(swahili) == STRANGE


def test_english_with_a_word_of_another_language_is_english() -> None:
    assert language_of("So I told her gracias, and then my knee gave out and I fell.") == "en"


@given(st.text(max_size=300))
def test_any_text_has_a_tag(text: str) -> None:
    assert language_of(text).isalpha()
