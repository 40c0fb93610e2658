"""The form of a note."""

from notegen.facts import Topic
from notegen.templates.template import Part, Template
from scribe.note import Style


def test_a_section_is_a_list_without_limit_that_is_left_out_when_empty() -> None:
    part = Part("Plan", (Topic.TREATMENT,))
    assert (part.style, part.max_words, part.required) == (Style.LIST, 0, False)


def test_a_template_is_english_unless_it_says_otherwise() -> None:
    assert Template("soap", ()).language == "en"
