"""How many words have the right speaker."""

from collections import Counter
from dataclasses import dataclass

from asr.matching import best_match
from asr.score import Token, align, normalize
from asr.speaker_score import cpwer, revisions
from recipes.attribute_interviews.labels import Label
from recipes.corpora import Dialogue
from scribe.transcript import Role, Transcript, Utterance, Word

Pairs = list[tuple[Role, str]]
"""Who said a word in truth, the speaker it was given to."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """Utterances as first announced, as in the end."""

    first: tuple[Utterance, ...]
    last: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """Percent of words with the right speaker; are the roles right?

    `sure`: of the words whose place is trusted (with an engine's own words the same as `all`).
    `revised`: of the words sent, those that have another speaker in the end than at first.
    `cpwer`: concatenated minimum-permutation word error rate against the whole transcript, which
    counts words not heard as well.
    """

    words: int
    sure: float
    all: float
    live: float
    roles_right: bool
    speakers: int
    utterances: int
    revised: float
    cpwer: float


def measured(
    opinion: Opinion, labels: tuple[Label, ...], reference: Dialogue, own_words: bool
) -> Figures:
    """Against the labels, or where words are an engine's own against the dialogue."""
    if not own_words:
        trusted = [label for label in labels if label.sure]
        everything = paired(opinion.last, labels)
        sure = paired(opinion.last, trusted)
        live = paired(opinion.first, trusted)
    else:
        everything = sure = aligned(opinion.last, reference)
        live = aligned(opinion.first, reference)
    return Figures(
        words=len(sure),
        sure=right(sure),
        all=right(everything),
        live=right(live),
        roles_right=roles_right(opinion.last, sure),
        speakers=len({utterance.speaker for utterance in opinion.last}),
        utterances=len(opinion.last),
        revised=round(100 * revisions(opinion.first, opinion.last).of_words, 1),
        cpwer=round(100 * cpwer(written(reference), spoken(opinion.last)), 1),
    )


def written(dialogue: Dialogue) -> Transcript:
    """As the transcriber has it, without times."""
    return spoken(
        tuple(
            Utterance(f"t{number}", turn.role.value, turn.role, 0, 0, turn.text)
            for number, turn in enumerate(dialogue.turns)
        )
    )


def spoken(utterances: tuple[Utterance, ...]) -> Transcript:
    return Transcript("en", "", 0, 0, utterances)


def paired(utterances: tuple[Utterance, ...], labels: tuple[Label, ...] | list[Label]) -> Pairs:
    """Words that were heard, by their place."""
    given: dict[Word, str] = {word: u.speaker for u in utterances for word in u.words}
    return [(label.role, given[label.word]) for label in labels if label.word in given]


def aligned(utterances: tuple[Utterance, ...], reference: Dialogue) -> Pairs:
    """Words that stand opposite each other in the cheapest alignment."""
    theirs = tuple(
        Token(word, turn.role.value)
        for turn in reference.turns
        for word in normalize(turn.text).split()
    )
    ours = tuple(Token(w, u.speaker) for u in utterances for w in normalize(u.text).split())
    return [(Role(a.speaker), b.speaker) for a, b in align(theirs, ours).pairs]


def right(pairs: Pairs) -> float:
    """Percent, speakers paired with roles one to one as is best."""
    shared: dict[str, dict[str, int]] = {}
    for (role, speaker), words in Counter(pairs).items():
        shared.setdefault(role.value, {})[speaker] = words
    match = best_match(shared)
    agreed = sum(shared[role][speaker] for role, speaker in match.items())
    return round(100 * agreed / max(1, len(pairs)), 1)


def roles_right(utterances: tuple[Utterance, ...], pairs: Pairs) -> bool:
    """The one who said most of the clinician's words is called the clinician; so the patient."""
    called = {utterance.speaker: utterance.role for utterance in utterances}
    for role in (Role.CLINICIAN, Role.PATIENT):
        spoke = Counter(speaker for truth, speaker in pairs if truth is role)
        if not spoke or called[spoke.most_common(1)[0][0]] is not role:
            return False
    return True
