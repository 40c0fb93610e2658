"""Templates as people write them, in YAML, read to values."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from notegen.facts import Topic
from notegen.templates.fault import Fault
from notegen.templates.template import Part, Template
from scribe.errors import InputError
from scribe.note import Style

MAX_CHARACTERS = 100_000
MOST_SECTIONS = 50
LONGEST_HEADING = 80
LONGEST_INSTRUCTIONS = 2_000
LEAST_WORDS, MOST_WORDS = 10, 10_000
"""Bounds of a section's `max_words`: fewer hold no sentence."""

_NAME = re.compile(r"[a-z0-9_-]{1,64}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_HEADER = ("name", "title", "language", "sections")
_SECTION = ("heading", "topics", "style", "instructions", "max_words", "required")
_KINDS = {
    "tag:yaml.org,2002:int": "a whole number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:bool": "yes or no",
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:timestamp": "a date",
}
_YES = frozenset({"yes", "true", "on"})


def is_template_name(text: str) -> bool:
    """Lower-case letters, digits, `_`, `-`; at most 64: what can also be a file's name."""
    return _NAME.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Read:
    """A template without faults, or faults without a template; faults in order of their lines."""

    template: Template | None
    faults: tuple[Fault, ...] = ()


def required(read: Read, source: str) -> Template:
    """The template. Raises InputError with the first fault, saying how many more there are."""
    if read.template is not None:
        return read.template
    more = f" (and {len(read.faults) - 1} more)" if len(read.faults) > 1 else ""
    raise InputError(f"{source}, {read.faults[0]}{more}")


def read_form(text: str) -> Read:
    """The template with every fault in it; never raises."""
    reader = _Reader()
    template = reader.template(text)
    faults = tuple(sorted(reader.faults, key=lambda fault: fault.line))
    return Read(None if faults else template, faults)


class _Reader:
    """Reads on after a fault, so that all are told at once."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def template(self, text: str) -> Template | None:
        root = self._root(text)
        if root is None:
            return None
        fields = self._fields(root, "", _HEADER)
        self._needed(root, fields, "", ("name", "sections"))
        name = self._name(fields.get("name"))
        title = self._text(fields.get("title"), "title", 200)
        language = self._language(fields.get("language"))
        return Template(name, self._parts(fields.get("sections")), title or name, language)

    def _root(self, text: str) -> yaml.MappingNode | None:
        if len(text) > MAX_CHARACTERS:
            self._fault(1, "", f"at most {MAX_CHARACTERS} characters", str(len(text)))
            return None
        try:
            root = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            line = mark.line + 1 if mark else 1
            self._fault(line, "", "YAML", error.problem or "something else")
            return None
        except (yaml.YAMLError, RecursionError):
            self._fault(1, "", "YAML", "characters or a nesting that YAML cannot have")
            return None
        if not isinstance(root, yaml.MappingNode):
            self._fault(1, "", f"the fields {', '.join(_HEADER)}", _found(root))
            return None
        return root

    def _parts(self, node: yaml.Node | None) -> tuple[Part, ...]:
        parts: list[Part] = []
        headings: dict[str, str] = {}
        placed: dict[Topic, str] = {}
        items = self._items(node, "sections", "a list of sections")
        if node is not None and not 1 <= len(items) <= MOST_SECTIONS and _is_list(node):
            expected = f"1 to {MOST_SECTIONS} sections"
            self._fault(_line(node), "sections", expected, str(len(items)))
            items = items[:MOST_SECTIONS]
        for number, item in enumerate(items, start=1):
            where = f"sections[{number}]"
            if not isinstance(item, yaml.MappingNode):
                expected = f"the fields {', '.join(_SECTION)}"
                self._fault(_line(item), where, expected, _found(item))
                continue
            fields = self._fields(item, where, _SECTION)
            part = self._part(item, fields, where)
            for topic in part.topics:
                if topic in placed:
                    expected = f"each topic once (it is in {placed[topic]} too)"
                    self._fault(_line(fields["topics"]), f"{where}.topics", expected, f"'{topic}'")
                placed.setdefault(topic, where)
            key = part.name.casefold()
            if key and key in headings:
                expected = f"a heading of its own ({headings[key]} has it too)"
                self._fault(_line(item), f"{where}.heading", expected, repr(part.name))
            headings.setdefault(key, where)
            parts.append(part)
        return tuple(parts)

    def _part(self, item: yaml.MappingNode, fields: dict[str, yaml.Node], where: str) -> Part:
        self._needed(item, fields, where, ("heading",))
        heading = self._text(fields.get("heading"), f"{where}.heading", LONGEST_HEADING)
        if "\n" in heading:
            line = _line(fields["heading"])
            self._fault(line, f"{where}.heading", "one line", "several lines")
        instructions = self._text(
            fields.get("instructions"), f"{where}.instructions", LONGEST_INSTRUCTIONS
        )
        topics = self._topics(fields.get("topics"), f"{where}.topics")
        if not _given(fields.get("topics")) and "instructions" not in fields:
            self._fault(_line(item), f"{where}.topics", "topics, or instructions", "neither")
        return Part(
            heading,
            topics,
            self._style(fields.get("style"), f"{where}.style"),
            instructions,
            self._words(fields.get("max_words"), f"{where}.max_words"),
            self._yes(fields.get("required"), f"{where}.required"),
        )

    def _topics(self, node: yaml.Node | None, where: str) -> tuple[Topic, ...]:
        topics: list[Topic] = []
        for item in self._items(node, where, "a list of topics"):
            value = item.value if isinstance(item, yaml.ScalarNode) else ""
            if value not in set(Topic):
                self._fault(_line(item), where, f"one of {', '.join(Topic)}", _found(item))
            elif Topic(value) in topics:
                self._fault(_line(item), where, "each topic once", f"{value!r} again")
            else:
                topics.append(Topic(value))
        return tuple(topics)

    def _name(self, node: yaml.Node | None) -> str:
        name = self._text(node, "name", 64)
        if node is not None and name and not is_template_name(name):
            expected = "lower-case letters, digits, _ and -"
            self._fault(_line(node), "name", expected, _found(node))
        return name

    def _language(self, node: yaml.Node | None) -> str:
        if node is None:
            return "en"
        # `no` is Norwegian here, though YAML takes it for a boolean.
        value = node.value if isinstance(node, yaml.ScalarNode) else ""
        if not _LANGUAGE.fullmatch(value):
            self._fault(_line(node), "language", "a language tag such as en or pt-BR", _found(node))
        return value

    def _style(self, node: yaml.Node | None, where: str) -> Style:
        if node is None:
            return Style.LIST
        value = node.value if isinstance(node, yaml.ScalarNode) else ""
        if value in set(Style):
            return Style(value)
        self._fault(_line(node), where, " or ".join(Style), _found(node))
        return Style.LIST

    def _words(self, node: yaml.Node | None, where: str) -> int:
        if node is None:
            return 0
        value = node.value if isinstance(node, yaml.ScalarNode) else ""
        if re.fullmatch(r"[0-9]{1,5}", value) and LEAST_WORDS <= int(value) <= MOST_WORDS:
            return int(value)
        expected = f"a whole number from {LEAST_WORDS} to {MOST_WORDS}"
        self._fault(_line(node), where, expected, _found(node))
        return 0

    def _yes(self, node: yaml.Node | None, where: str) -> bool:
        if node is None:
            return False
        if node.tag != "tag:yaml.org,2002:bool":
            self._fault(_line(node), where, "true or false", _found(node))
            return False
        return str(node.value).lower() in _YES

    def _text(self, node: yaml.Node | None, where: str, longest: int) -> str:
        if node is None:
            return ""
        if node.tag != "tag:yaml.org,2002:str":
            self._fault(_line(node), where, "text (in quotes where YAML reads it as"
                        " something else)", _found(node))  # fmt: skip
            return ""
        value = str(node.value).strip()
        if not 1 <= len(value) <= longest:
            self._fault(_line(node), where, f"1 to {longest} characters", str(len(value)))
        return value

    def _items(self, node: yaml.Node | None, where: str, expected: str) -> Sequence[yaml.Node]:
        if node is None:
            return ()
        if isinstance(node, yaml.SequenceNode):
            return tuple(node.value)
        self._fault(_line(node), where, expected, _found(node))
        return ()

    def _fields(
        self, node: yaml.MappingNode, where: str, known: Sequence[str]
    ) -> dict[str, yaml.Node]:
        fields: dict[str, yaml.Node] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name not in known:
                self._fault(_line(key), where, f"one of {', '.join(known)}", _found(key))
            elif name in fields:
                self._fault(_line(key), where, "each field once", f"'{name}' again")
            else:
                fields[name] = value
        return fields

    def _needed(
        self, node: yaml.Node, fields: dict[str, yaml.Node], where: str, names: Sequence[str]
    ) -> None:
        for name in names:
            if name not in fields:
                self._fault(_line(node), where, f"the field '{name}'", "none")

    def _fault(self, line: int, field: str, expected: str, found: str) -> None:
        self.faults.append(Fault(line, field, expected, found))


def _given(node: yaml.Node | None) -> bool:
    """False for no node or an empty list; a node of the wrong kind has its own fault."""
    return node is not None and not (isinstance(node, yaml.SequenceNode) and not node.value)


def _is_list(node: yaml.Node) -> bool:
    return isinstance(node, yaml.SequenceNode)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _found(node: yaml.Node | None) -> str:
    match node:
        case None:
            return "nothing"
        case yaml.MappingNode():
            return "fields"
        case yaml.SequenceNode():
            return "a list"
    value = str(node.value)
    shown = repr(value if len(value) <= 40 else value[:40] + "…")
    kind = _KINDS.get(node.tag)
    return f"{kind}: {shown}" if kind and value else kind or shown


def topics_missing(template: Template) -> Iterator[Topic]:
    """What a note of this form never tells."""
    held = {topic for part in template.parts for topic in part.topics}
    yield from (topic for topic in Topic if topic not in held)
