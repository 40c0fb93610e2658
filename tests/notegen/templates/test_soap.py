"""The SOAP form."""

from notegen.facts import Topic
from notegen.templates.soap import SOAP


def test_every_topic_has_exactly_one_place() -> None:
    topics = [topic for part in SOAP.parts for topic in part.topics]
    assert sorted(topics) == sorted(Topic)


def test_the_sections_stand_in_the_order_of_the_name() -> None:
    assert [part.name for part in SOAP.parts] == ["Subjective", "Objective", "Assessment", "Plan"]
