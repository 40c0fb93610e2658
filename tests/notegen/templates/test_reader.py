"""Templates as people write them."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from notegen.facts import Topic
from notegen.templates.reader import (
    LEAST_WORDS,
    MAX_CHARACTERS,
    MOST_WORDS,
    read_form,
    required,
    topics_missing,
)
from notegen.templates.template import Part, Template
from scribe.errors import InputError
from scribe.note import Style

GOOD = """\
name: knee
title: Knee clinic
language: de
sections:
  - heading: Story
    topics: [chief complaint, history of present illness]
    style: sentences
    instructions: Side first.
    max_words: 120
    required: yes
  - heading: Plan
    topics:
      - treatment
"""


def faults(text: str) -> list[str]:
    read = read_form(text)
    assert read.template is None
    return [str(fault) for fault in read.faults]


def test_every_field_is_read() -> None:
    story = Part(
        "Story",
        (Topic.COMPLAINT, Topic.HISTORY),
        Style.SENTENCES,
        "Side first.",
        120,
        True,
    )
    plan = Part("Plan", (Topic.TREATMENT,))
    assert read_form(GOOD).template == Template("knee", (story, plan), "Knee clinic", "de")


def test_title_and_language_may_be_left_out() -> None:
    read = read_form("name: a\nsections: [{heading: Plan, topics: [treatment]}]").template
    assert read is not None
    assert (read.title, read.language) == ("a", "en")


def test_norwegian_is_a_language() -> None:
    read = read_form(GOOD.replace("language: de", "language: no")).template
    assert read is not None
    assert read.language == "no"


def test_a_section_for_a_language_model_alone_has_instructions_and_no_topics() -> None:
    text = "name: a\nsections: [{heading: Letter, topics: [], instructions: Write a letter.}]"
    read = read_form(text).template
    assert read is not None
    assert read.parts[0].topics == ()


def test_what_a_note_will_never_tell_is_known() -> None:
    read = read_form(GOOD).template
    assert read is not None
    assert set(Topic) - set(topics_missing(read)) == {
        Topic.COMPLAINT,
        Topic.HISTORY,
        Topic.TREATMENT,
    }


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("name: knee\n", "", "line 1: expected the field 'name', found none"),
        ("name: knee", "name: Knee clinic", "line 1: name: expected lower-case letters"),
        ("name: knee", "name: 7", "found a whole number: '7'"),
        ("title: Knee clinic", "title: [a]", "line 2: title: expected text"),
        ("title: Knee clinic", "colour: red", "line 2: expected one of name, title, language"),
        ("title: Knee clinic", "name: hip", "line 2: expected each field once, found 'name'"),
        ("language: de", "language: German!", "line 3: language: expected a language tag"),
        ("heading: Story", "headline: Story", "line 5: sections[1]: expected the field 'heading'"),
        ("heading: Plan", "heading: story", "sections[2].heading: expected a heading of its own"),
        ("heading: Plan", "heading: ''", "sections[2].heading: expected 1 to 80 characters"),
        ("heading: Plan", "heading: on", "sections[2].heading: expected text (in quotes"),
        ("      - treatment", "      - treatments", "line 13: sections[2].topics: expected one of"),
        ("      - treatment", "      - chief complaint", "once (it is in sections[1] too)"),
        ("    topics:\n      - treatment\n", "", "expected topics, or instructions, found neither"),
        ("topics:\n      - treatment", "topics: treatment", "expected a list of topics"),
        ("style: sentences", "style: prose", "expected sentences or list, found 'prose'"),
        ("max_words: 120", "max_words: many", "line 9: sections[1].max_words: expected a whole"),
        ("max_words: 120", "max_words: 0", f"from {LEAST_WORDS} to {MOST_WORDS}"),
        ("max_words: 120", "max_words: 1.5", "found a number: '1.5'"),
        ("required: yes", "required: maybe", "expected true or false, found 'maybe'"),
        ("instructions: Side first.", "instructions: {a: b}", "found fields"),
    ],
)
def test_a_fault_is_told_with_its_line(before: str, after: str, told: str) -> None:
    assert before in GOOD
    found = faults(GOOD.replace(before, after, 1))
    assert any(told in fault for fault in found), found


def test_all_faults_are_told_in_the_order_of_their_lines() -> None:
    text = GOOD.replace("name: knee", "name: Knee").replace("sentences", "prose")
    found = faults(text.replace("- treatment", "- therapy"))
    assert [fault.split(":")[0] for fault in found] == ["line 1", "line 7", "line 13"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "- a\n- b",
        "name: [",
        "name: a\n\tsections: []",
        "name: a\nsections: []",
        "name: a\nsections: 3",
        "name: a\nsections: [1]",
        "a: &a [*a]",
        "[" * 5000,
        "\x00",
        "name: a\x07",
        "x" * (MAX_CHARACTERS + 1),
        "name: a\nsections: [" + "{heading: a, topics: [treatment]}," * 60 + "]",
        "? {a: b}\n: c",
        "--- a\n--- b",
    ],
)
def test_what_is_no_template_has_a_fault(text: str) -> None:
    assert faults(text)


def test_of_several_faults_the_first_is_the_error() -> None:
    broken = read_form(GOOD.replace("knee", "K").replace("sentences", "prose"))
    with pytest.raises(InputError, match=r"knee.yaml, line 1: name: .* \(and 1 more\)"):
        required(broken, "knee.yaml")


@given(st.text(max_size=200))
def test_any_text_is_a_template_or_has_a_fault(text: str) -> None:
    read = read_form(text)
    assert (read.template is None) == bool(read.faults)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10) | st.sampled_from(Topic),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("name", "sections", "heading", "topics", "style", "max_words")),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(_VALUES)
def test_any_yaml_is_a_template_or_has_a_fault(value: object) -> None:
    read = read_form(yaml.safe_dump(yaml.safe_load(yaml.dump(_plain(value)))))
    assert (read.template is None) == bool(read.faults)


def _plain(value: object) -> object:
    match value:
        case Topic():
            return value.value
        case list():
            return [_plain(item) for item in value]
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case _:
            return value


_PARTS = st.lists(
    st.tuples(
        st.text("abcdefgh ", min_size=1, max_size=20).map(str.strip).filter(bool),
        st.sampled_from(Style),
        st.integers(LEAST_WORDS, MOST_WORDS) | st.just(0),
        st.booleans(),
    ),
    min_size=1,
    max_size=len(Topic),
    unique_by=lambda part: part[0],
)


@given(_PARTS)
def test_what_is_written_as_yaml_is_read_again(
    parts: list[tuple[str, Style, int, bool]],
) -> None:
    template = Template(
        "own",
        tuple(
            Part(heading, (topic,), style, "", max_words, required)
            for (heading, style, max_words, required), topic in zip(parts, Topic, strict=False)
        ),
        "Own",
    )
    sections = [
        {"heading": part.name, "topics": [t.value for t in part.topics], "style": part.style.value}
        | ({"max_words": part.max_words} if part.max_words else {})
        | {"required": part.required}
        for part in template.parts
    ]
    written = yaml.safe_dump({"name": "own", "title": "Own", "sections": sections})
    assert read_form(written).template == template
