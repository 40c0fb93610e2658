"""The form of a note: which sections it has, what each holds."""

from dataclasses import dataclass

from notegen.facts import Topic
from scribe.note import Style


@dataclass(frozen=True, slots=True)
class Part:
    """A section's heading and the topics it holds, in their order.

    style: sentences that run on, or one in each line.
    instructions: what a language model is told beside the topics; other writers pass it over.
    max_words: the most words that a writer may put into the section; 0 is no limit.
    required: the section is shown when nothing was said for it.
    """

    name: str
    topics: tuple[Topic, ...]
    style: Style = Style.LIST
    instructions: str = ""
    max_words: int = 0
    required: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A note's name and sections; `title` is for people, `language` a BCP 47 tag.

    A topic of no part is left out of the note, one that stands in two parts is an error.
    """

    name: str
    parts: tuple[Part, ...]
    title: str = ""
    language: str = "en"
