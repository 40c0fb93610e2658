"""The JSON bodies of requests are read strictly."""

import pytest

from scribe.errors import WireError
from scribe.transcript import Role
from scribe.wire import decode
from server.bodies import (
    CodeDecision,
    NewDraft,
    NewEncounter,
    NewSignature,
    NewStatement,
    SpeakerRole,
    StatementText,
)

MARKER = "Zebedee"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("{}", NewEncounter()),
        ('{"title": "Knee", "language": "vi"}', NewEncounter("Knee", "vi")),
        ("{}", NewDraft(replace_edits=False)),
        ('{"text": ""}', StatementText("")),
        ('{"text": "a", "reason": "b", "by": "c"}', StatementText("a", "b", "c")),
        ('{"section": "Plan", "text": "a"}', NewStatement("Plan", "a")),
        ('{"accepted": null}', CodeDecision(None)),
        ('{"accepted": false, "by": "c"}', CodeDecision(False, "c")),
        ('{"role": "patient"}', SpeakerRole(Role.PATIENT)),
        ('{"by": "Dr Hill"}', NewSignature("Dr Hill")),
    ],
)
def test_a_body_is_read_with_its_defaults(text: str, body: object) -> None:
    assert decode(type(body), text) == body


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (NewEncounter, f'{{"name": "{MARKER}"}}'),
        (NewEncounter, f'{{"{MARKER}": ""}}'),
        (NewDraft, '{"replace_edits": 1}'),
        (NewDraft, f'{{"replace_edits": "{MARKER}"}}'),
        (StatementText, "{}"),
        (StatementText, f'{{"text": ["{MARKER}"]}}'),
        (NewStatement, f'{{"text": "{MARKER}"}}'),
        (CodeDecision, "{}"),
        (CodeDecision, '{"accepted": "true"}'),
        (SpeakerRole, f'{{"role": "{MARKER}"}}'),
        (NewSignature, "{}"),
        (NewSignature, MARKER),
        (NewSignature, f'["{MARKER}"]'),
    ],
)
def test_another_body_is_refused_without_a_quote(kind: type, text: str) -> None:
    with pytest.raises(WireError, match=f"^{kind.__name__}: ") as refusal:
        decode(kind, text)
    assert MARKER not in str(refusal.value)
    assert refusal.value.__context__ is None
