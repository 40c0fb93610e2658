"""How far a consultation has come at each sentence."""

import re
from collections.abc import Sequence
from enum import StrEnum

from notegen.sentences import Sentence, lowered
from scribe.transcript import Role


class Phase(StrEnum):
    """What is going on: talking, examining with results, or deciding."""

    HISTORY = "history"
    EXAM = "exam"
    PLAN = "plan"


_EXAM = re.compile(
    r"\b(?:physical exam\w*|on (?:your )?exam\w*|quick exam|examine (?:you|it|your)"
    r"|listen to (?:your|you)"
    r"|take a (?:quick )?look at (?:you|your|that|the|it)|vital signs"
    r"|let me (?:examine|check|take a look))\b"
)
_PLAN = re.compile(
    r"\b(?:assessment|my plan|the plan|(?:first|second|next|last) (?:problem|issue"
    r"|diagnosis)|so what (?:i|we)"
    r"|i think (?:you|this|it|that|we|what)|we'?re going to (?:order|start|put|get"
    r"|send|do)|i'?m (?:going to|gon na) (?:order|prescribe|refer|start|put|give)"
    r"|(?:i|we)(?:'d| would) (?:like|recommend)|i want you to|my impression|diagnosis)\b"
)


def read_phases(sentences: Sequence[Sentence], voices: Sequence[Role]) -> tuple[Phase, ...]:
    """The phase of each sentence. A plan may be followed by a second examination."""
    phases: list[Phase] = []
    phase = Phase.HISTORY
    for sentence, role in zip(sentences, voices, strict=True):
        if role is Role.CLINICIAN:
            low = lowered(sentence.text)
            if _EXAM.search(low):
                phase = Phase.EXAM
            elif _PLAN.search(low) and (phase is not Phase.HISTORY or not sentence.question):
                phase = Phase.PLAN
        phases.append(phase)
    return tuple(phases)
