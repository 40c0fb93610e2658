"""The extractive writer's facts as one section of a note: the baseline without training."""

from collections import Counter

from notegen.extract import extract
from notegen.facts import Topic
from notegen.headers import Header
from notegen.prose import drafts
from recipes.note_mts_dialog.examples import WrittenSection
from scribe.transcript import Transcript


def write(transcript: Transcript) -> WrittenSection:
    """The header that most words of all sentences fall under, with those sentences.

    Where there is no sentence the header is the history of the present illness, without summary.
    """
    sentences = drafts(extract(transcript))
    words = Counter[Header]()
    for sentence in sentences:
        words[_header(sentence.topic)] += len(sentence.text.split())
    if not words:
        return WrittenSection(Header.PRESENT_ILLNESS, "")
    header = words.most_common(1)[0][0]
    own = (s.text for s in sentences if _header(s.topic) is header)
    return WrittenSection(header, "\n".join(own))


def _header(topic: Topic) -> Header:
    match topic:
        case Topic.COMPLAINT:
            return Header.COMPLAINT
        case Topic.HISTORY | Topic.REVIEW:
            return Header.PRESENT_ILLNESS
        case Topic.PAST_MEDICAL:
            return Header.PAST_MEDICAL
        case Topic.PAST_SURGICAL:
            return Header.PAST_SURGICAL
        case Topic.MEDICATION:
            return Header.MEDICATIONS
        case Topic.ALLERGY:
            return Header.ALLERGY
        case Topic.FAMILY | Topic.SOCIAL:
            return Header.FAMILY_SOCIAL
        case Topic.VITAL | Topic.EXAM:
            return Header.EXAM
        case Topic.RESULT:
            return Header.LABS
        case Topic.PROBLEM:
            return Header.ASSESSMENT
        case Topic.TREATMENT | Topic.TEST | Topic.REFERRAL | Topic.ADVICE:
            return Header.PLAN
        case Topic.FOLLOW_UP | Topic.SAFETY:
            return Header.DISPOSITION
