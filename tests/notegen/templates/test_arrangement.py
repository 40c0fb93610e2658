"""Sentences laid out in the sections of a template."""

from hypothesis import given
from hypothesis import strategies as st

from notegen.facts import Topic
from notegen.prose import Draft
from notegen.templates.arrangement import FIRST_KEPT, arranged
from notegen.templates.template import Part, Template
from scribe.note import FlagKind, Severity, Style

COUGH = Draft(Topic.HISTORY, "Reports cough.", ("u2",))
FEVER = Draft(Topic.HISTORY, "Denies fever.", ("u3", "u4"))
SMOKING = Draft(Topic.SOCIAL, "Does not smoke.", ("u6",))
ALLERGY = Draft(Topic.ALLERGY, "Allergic to penicillin (hives).", ("u8",))
PLAN = Draft(Topic.TREATMENT, "Start benzonatate 100 mg.", ("u9",))


def template(*parts: Part) -> Template:
    return Template("own", parts)


def test_sections_and_topics_stand_in_the_order_of_the_template() -> None:
    form = template(Part("Plan", (Topic.TREATMENT,)), Part("Story", (Topic.SOCIAL, Topic.HISTORY)))
    sections = arranged((COUGH, SMOKING, FEVER, PLAN), form).sections
    assert [s.name for s in sections] == ["Plan", "Story"]
    told = [(s.id, s.text) for section in sections for s in section.statements]
    assert told == [
        ("s1", PLAN.text),
        ("s2", SMOKING.text),
        ("s3", COUGH.text),
        ("s4", FEVER.text),
    ]


def test_statements_keep_their_evidence() -> None:
    (section,) = arranged((FEVER,), template(Part("Story", (Topic.HISTORY,)))).sections
    assert section.statements[0].evidence == ("u3", "u4")


def test_a_topic_of_no_section_is_left_out_of_the_note() -> None:
    done = arranged((COUGH, PLAN), template(Part("Plan", (Topic.TREATMENT,))))
    assert [s.name for s in done.sections] == ["Plan"]
    assert done.left_out == ()


def test_the_same_words_stand_once_in_a_section() -> None:
    twice = Draft(Topic.SOCIAL, COUGH.text, ("u7",))
    form = template(Part("Story", (Topic.HISTORY, Topic.SOCIAL)))
    (section,) = arranged((COUGH, twice), form).sections
    assert [s.evidence for s in section.statements] == [("u2",)]


def test_an_empty_section_is_there_only_when_it_is_required() -> None:
    form = template(Part("Exam", (Topic.EXAM,), required=True), Part("Results", (Topic.RESULT,)))
    (section,) = arranged((COUGH,), form).sections
    assert (section.name, section.statements, section.required) == ("Exam", (), True)


def test_a_section_has_the_style_of_the_template() -> None:
    form = template(Part("Story", (Topic.HISTORY,), Style.SENTENCES))
    assert arranged((COUGH,), form).sections[0].style is Style.SENTENCES


def test_a_section_that_is_too_long_keeps_what_does_harm_when_it_is_missing() -> None:
    topics = (Topic.HISTORY, Topic.SOCIAL, Topic.ALLERGY)
    done = arranged((COUGH, FEVER, SMOKING, ALLERGY), template(Part("Story", topics, max_words=6)))
    assert [s.text for s in done.sections[0].statements] == [COUGH.text, ALLERGY.text]
    assert done.left_out == (FEVER, SMOKING)
    (flag,) = done.flags
    assert flag.kind is FlagKind.POSSIBLY_MISSED
    assert flag.severity is Severity.INFO
    assert flag.message == "section 'Story' holds at most 6 words: 2 sentences left out"
    assert flag.utterances == ("u3", "u4", "u6")


def test_the_first_sentence_of_each_topic_goes_before_the_second_of_any() -> None:
    form = template(Part("Story", (Topic.HISTORY, Topic.SOCIAL), max_words=5))
    (section,) = arranged((COUGH, FEVER, SMOKING), form).sections
    assert [s.text for s in section.statements] == [COUGH.text, SMOKING.text]


def test_losing_an_allergy_for_want_of_room_is_a_warning() -> None:
    form = template(Part("Story", (Topic.ALLERGY,), max_words=3))
    done = arranged((ALLERGY,), form)
    assert done.sections == ()
    assert done.flags[0].severity is Severity.WARNING


_DRAFTS = st.lists(
    st.builds(
        Draft,
        st.sampled_from(Topic),
        st.text("ab c", min_size=1, max_size=30),
        st.just(("u1",)),
    ),
    max_size=20,
)


@given(_DRAFTS, st.integers(1, 30))
def test_no_section_is_longer_than_it_may_be_and_nothing_is_lost_unsaid(
    drafts: list[Draft], max_words: int
) -> None:
    done = arranged(drafts, template(Part("All", tuple(Topic), max_words=max_words)))
    kept = [s.text for section in done.sections for s in section.statements]
    assert sum(len(text.split()) for text in kept) <= max_words
    left = [draft.text for draft in done.left_out]
    assert sorted(kept + left) == sorted({draft.text for draft in drafts})
    assert bool(left) == bool(done.flags)


def test_what_is_first_kept_holds_all_decisions() -> None:
    assert {Topic.TREATMENT, Topic.TEST, Topic.REFERRAL, Topic.FOLLOW_UP} <= FIRST_KEPT
