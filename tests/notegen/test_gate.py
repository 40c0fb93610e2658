"""Whether a recording holds anything to document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.assertion import read_dialogue
from notegen.extractive import ExtractiveWriter
from notegen.gate import is_english, named, nothing_to_say, unknown_language
from scribe.note import FlagKind
from scribe.transcript import Transcript
from scribe.wire import read_transcript

GARDEN = """\
D: Hi there, come in. How was the weekend?
P: Lovely, thanks. We finally dug the garden over, my back was killing me afterwards.
D: Ha, I know the feeling. My husband does ours, he says the weeds are a pain in the neck.
P: They are. And I was so tired on Sunday that I slept through the whole film.
D: Which one was it?
P: That new one with the dragons. The kids loved it. I fell asleep after ten minutes.
D: I am sick of dragons, to be honest. Did you watch the match?
P: No, we missed it. I heard it was a disaster.
D: It was. My heart was racing in the last ten minutes and then they lost.
P: Oh no. Anyway, thanks for the coffee, I had better get back to work.
"""
NEWS = """\
D: Did you hear about the new hospital they want to build?
P: Yes. It will cost a fortune, and my neighbour who had cancer says they should hire nurses.
D: He has a point. My brother waited nine months for his knee surgery last year.
P: Nine months, goodness. And my mother had a stroke and lay in a corridor for two days.
D: That is terrible. Is she better?
P: Much better, thank you, she is back in her choir. They sang on Sunday.
D: I would love to hear them. What do they sing?
P: Old film music. The conductor has a broken leg at the moment, so he waves his crutches.
D: Ha, I can picture that.
"""
WRONG_NUMBER = """\
P: Hello, is that Anna's hair salon?
D: No, this is the medical centre on Mill Road. I think you have the wrong number.
P: Oh, I am so sorry. I wanted to book a cut and colour for Friday.
D: No problem at all. It happens quite often, our numbers are nearly the same.
P: Thank you very much. Sorry to have bothered you.
D: Not at all. Have a good day.
"""
WRONG_SHOP = """\
P: Hi, I am calling about the blood pressure monitor I ordered, it has not arrived.
D: I am afraid this is a doctor's office, you want the pharmacy next door.
P: Oh, the pharmacy, right. They said I could pick up the thermometer and the plasters too.
D: Their number is on the receipt, I think.
P: I have it here. Sorry to bother you, you must be busy with all the flu going round.
D: It is quite busy, yes. Everybody is coughing.
P: I hope you do not catch anything. Bye now.
"""
APPOINTMENT = """\
P: Good morning, I would like to move my appointment, please.
D: Of course. What is your name and your date of birth?
P: It is Peter Small, the fourth of May nineteen seventy.
D: I see you with Doctor Brown on Tuesday at nine. When would suit you better?
P: Thursday afternoon, if there is anything left. I have to take my mother to the airport.
D: There is half past three with Doctor Brown.
P: Perfect. Thank you, that is very kind.
"""
GERMAN = """\
D: Guten Tag, was führt Sie heute zu mir?
P: Ich habe seit zwei Wochen starken Husten, und nachts bekomme ich schlecht Luft.
D: Haben Sie Fieber oder Schmerzen in der Brust?
P: Nein, Fieber habe ich nicht, aber ich bin sehr müde.
D: Nehmen Sie Medikamente ein?
P: Ja, Lisinopril zehn Milligramm einmal am Tag und Ibuprofen bei Bedarf.
D: Ich denke, Sie haben eine akute Bronchitis. Wir sehen uns in zwei Wochen wieder.
"""
VIETNAMESE = """\
D: Chào anh, hôm nay anh bị làm sao?
P: Thưa bác sĩ, tôi bị ho và đau họng hai tuần nay, ban đêm rất khó thở.
D: Anh có sốt hay đau ngực không?
P: Dạ không sốt, nhưng tôi rất mệt và hay đau đầu.
D: Anh có đang uống thuốc gì không?
P: Có, tôi uống lisinopril mười miligam mỗi ngày một lần và paracetamol khi đau.
D: Tôi nghĩ anh bị viêm phế quản cấp. Hai tuần nữa anh quay lại khám.
"""
FRENCH = """\
D: Bonjour, qu'est-ce qui vous amène aujourd'hui ?
P: J'ai mal à la gorge depuis une semaine et je tousse beaucoup la nuit.
D: Est-ce que vous avez de la fièvre ?
P: Non, pas de fièvre, mais je suis très fatigué et j'ai mal à la tête.
D: Prenez-vous des médicaments ?
P: Oui, je prends du paracétamol, un comprimé trois fois par jour, et de l'aspirine.
D: Je pense que c'est une bronchite aiguë. On se revoit dans deux semaines.
"""
CONSULTATION = """\
D: What can I do for you today?
P: I have had a cough and a sore throat for two weeks, and I feel tired all the time.
D: Any fever or chest pain?
P: No, nothing like that, only the cough and the throat.
D: Your lungs are clear. I think it is bronchitis.
"""
NOTHING = {
    "silence": "P: ...\n",
    "hello": "D: Hello?\nP: Hello?\n",
    "garden": GARDEN,
    "news": NEWS,
    "wrong number": WRONG_NUMBER,
    "wrong shop": WRONG_SHOP,
    "appointment": APPOINTMENT,
}
FOREIGN = {"de": GERMAN, "vi": VIETNAMESE, "fr": FRENCH}


def tagged(text: str, language: str) -> Transcript:
    read = read_transcript(text)
    return Transcript(language, read.engine, 0, 0, read.utterances)


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_small_talk_silence_and_wrong_numbers_are_nothing(text: str) -> None:
    assert nothing_to_say(read_dialogue(read_transcript(text).utterances))


@pytest.mark.parametrize("text", NOTHING.values(), ids=NOTHING)
def test_of_nothing_no_note_is_written_and_the_reason_is_told(text: str) -> None:
    note = ExtractiveWriter()(read_transcript(text), "hp")
    assert note.is_empty
    assert note.text == ""
    assert note.medications == ()
    assert [flag.kind for flag in note.flags] == [FlagKind.NOTHING_TO_DOCUMENT]
    assert note.flags[0].message


def test_talk_about_health_without_care_is_told_apart() -> None:
    assert "no consultation" in nothing_to_say(read_dialogue(read_transcript(GARDEN).utterances))


@pytest.mark.parametrize("labels", [("D:", "P:"), ("P:", "D:"), ("P:", "P:"), ("S:", "S:")])
def test_a_consultation_is_something_even_with_wrong_roles(labels: tuple[str, str]) -> None:
    first, second = labels
    text = CONSULTATION.replace("D:", "#").replace("P:", second).replace("#", first)
    text = text.replace("S:", "Speaker:")
    assert nothing_to_say(read_dialogue(read_transcript(text).utterances)) == ""


@pytest.mark.parametrize("tag", ["en", "en-GB", "", "und", "auto", "own"])
@pytest.mark.parametrize(("language", "text"), FOREIGN.items(), ids=FOREIGN)
def test_another_language_is_known_though_its_tag_is_wrong_or_missing(
    language: str, text: str, tag: str
) -> None:
    tag = language if tag == "own" else tag
    note = ExtractiveWriter()(tagged(text, tag), "soap")
    assert note.is_empty
    assert note.language == language
    assert note.flags[0].message.endswith(f"understands English; the transcript is in '{language}'")


@pytest.mark.parametrize("tag", ["en", "en-US", "EN", "", "und", "auto"])
def test_english_is_written_whether_its_tag_says_so_or_nothing(tag: str) -> None:
    note = ExtractiveWriter()(tagged(CONSULTATION, tag), "soap")
    assert not note.is_empty
    assert is_english(note.language)


def test_a_tag_of_another_language_is_believed() -> None:
    assert unknown_language("de-CH", CONSULTATION) == "de-CH"


def test_a_language_without_a_name_is_told_in_words() -> None:
    assert named("vi") == "the transcript is in 'vi'"
    assert "another language" in named("mul")


@given(st.lists(st.sampled_from((GARDEN + NEWS + WRONG_SHOP).splitlines()), max_size=20))
def test_no_order_of_small_talk_makes_a_note(lines: list[str]) -> None:
    utterances = read_transcript("\n".join(["D: Hello.", *lines])).utterances
    assert nothing_to_say(read_dialogue(utterances))
