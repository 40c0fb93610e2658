"""The SOAP note: subjective, objective, assessment, plan."""

from dataclasses import dataclass

from notegen.facts import Topic


@dataclass(frozen=True, slots=True)
class Part:
    """A section's name and the topics it holds, in their order."""

    name: str
    topics: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A note's name and sections."""

    name: str
    parts: tuple[Part, ...]


SOAP = Template(
    "soap",
    (
        Part(
            "Subjective",
            (
                Topic.COMPLAINT,
                Topic.HISTORY,
                Topic.PAST_MEDICAL,
                Topic.PAST_SURGICAL,
                Topic.MEDICATION,
                Topic.ALLERGY,
                Topic.FAMILY,
                Topic.SOCIAL,
            ),
        ),
        Part("Objective", (Topic.VITAL, Topic.EXAM, Topic.RESULT)),
        Part("Assessment", (Topic.PROBLEM,)),
        Part(
            "Plan",
            (
                Topic.TREATMENT,
                Topic.TEST,
                Topic.REFERRAL,
                Topic.ADVICE,
                Topic.FOLLOW_UP,
                Topic.SAFETY,
            ),
        ),
    ),
)
