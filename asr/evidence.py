"""What utterances say of the roles of those who said them."""

from collections.abc import Mapping, Sequence

from asr.engine import AUTO, primary
from asr.manner import contribution, evidence_of
from asr.role_features import self_reference
from asr.roles import LANGUAGES, Evidence, Judgement, RoleClassifier
from scribe.transcript import Role, Utterance


def evidence_in(
    utterances: Sequence[Utterance], language: str, roles: RoleClassifier
) -> tuple[Evidence, ...]:
    """Evidence for `roles`, by speaker in the order of their ids.

    By words where there are weights for the language (a BCP 47 tag), else by manner.
    """
    if primary(language) not in LANGUAGES:
        manner = [contribution(u.speaker, u.text) for u in utterances]
        return tuple(sorted(evidence_of(manner, roles), key=lambda item: item.speaker))
    said: dict[str, list[str]] = {}
    for utterance in utterances:
        said.setdefault(utterance.speaker, []).append(utterance.text)
    return tuple(
        Evidence(speaker, sum(map(roles.log_odds, texts)), sum(map(self_reference, texts)))
        for speaker, texts in sorted(said.items())
    )


def judged(
    utterances: Sequence[Utterance],
    language: str,
    certain: Mapping[str, Role],
    roles: RoleClassifier,
) -> tuple[Judgement, ...]:
    """What `roles` thinks of every speaker; nothing while the language is `auto`, not yet known."""
    if language == AUTO:
        return ()
    return roles.judge(evidence_in(utterances, language, roles), certain)
