"""The writer that needs no language model: facts first, then sentences of fixed form."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from notegen.assertion import read_dialogue
from notegen.drafting import all_candidates, drafted
from notegen.extract import extract
from notegen.facts import Facts
from notegen.follow_up import find_follow_up
from notegen.gate import is_english, named, nothing_to_say, unknown_language
from notegen.medications import medication_table
from notegen.omissions import omissions
from notegen.orders import supported_orders
from notegen.patient_summary import summarized
from notegen.sentences import Sentence
from notegen.tags import righted
from notegen.templates.arrangement import arranged
from notegen.templates.library import TemplateLibrary
from notegen.templates.template import Template
from notegen.voice import voice
from scribe.note import Flag, FlagKind, Note, Severity, nothing_to_document
from scribe.transcript import Role, Transcript

_UNSURE_SHARE = 0.2


class ExtractiveWriter:
    """Drafts a note whose every sentence restates utterances that it cites.

    Deterministic, without state. Understands English; a transcript in another language gives an
    empty note that says so. Raises InputError for a template that is not in the library.
    """

    name = "extractive"

    def __init__(self, templates: TemplateLibrary | None = None) -> None:
        self._templates = templates or TemplateLibrary()

    def __call__(self, transcript: Transcript, template: str) -> Note:
        return self.written(transcript, self._templates.find(template))

    def written(self, transcript: Transcript, form: Template) -> Note:
        """The note in a form that need not be in the library; `en` where no language is known."""
        strange = unknown_language(transcript.language, transcript.text)
        if strange:
            reason = f"the extractive writer understands English; {named(strange)}"
            return nothing_to_document(form.name, strange, self.name, reason)
        language = transcript.language if is_english(transcript.language) else "en"
        said = transcript
        transcript = replace(said, utterances=righted(said.utterances))
        dialogue = read_dialogue(transcript.utterances)
        reason = nothing_to_say(dialogue)
        if reason:
            return nothing_to_document(form.name, language, self.name, reason)
        facts = extract(transcript)
        candidates, doubted = all_candidates(transcript, dialogue, facts)
        arrangement = arranged(drafted(dialogue, candidates), form)
        cited = frozenset(
            u for s in arrangement.sections for st in s.statements for u in st.evidence
        )
        note = Note(
            template=form.name,
            language=language,
            writer=self.name,
            sections=arrangement.sections,
            medications=medication_table([m for m in facts.medications if not m.is_class]),
            orders=supported_orders(dialogue, facts),
            follow_up=find_follow_up(facts),
            patient_summary=summarized(dialogue, facts),
            flags=(
                *_exchanged(said, transcript),
                *_roles(dialogue.sentences),
                *_mended(facts),
                *(_left_out(d.doubt.message, d.draft.evidence) for d in doubted),
                *arrangement.flags,
                *omissions(dialogue, cited),
            ),
        )
        if note.is_empty:
            reason = "the conversation holds no clinical statement"
            return nothing_to_document(form.name, language, self.name, reason)
        return note


def _left_out(message: str, evidence: tuple[str, ...]) -> Flag:
    return Flag(
        FlagKind.POSSIBLY_MISSED,
        Severity.WARNING,
        f"a statement was left out of the draft: {message}",
        utterances=evidence,
    )


def _mended(facts: Facts) -> Iterator[Flag]:
    for mention in facts.medications:
        if mention.corrected:
            yield Flag(
                FlagKind.LOW_CONFIDENCE,
                Severity.WARNING,
                "the name of a medicine was recognised with a different spelling: check it",
                utterances=mention.medication.evidence,
            )


def _exchanged(said: Transcript, read: Transcript) -> Iterator[Flag]:
    if said != read:
        yield Flag(
            FlagKind.ROLES_UNSURE,
            Severity.WARNING,
            "clinician and patient seem to be the wrong way round: the note was written as if"
            " they were exchanged, check who is who",
        )


def _roles(sentences: Sequence[Sentence]) -> Iterator[Flag]:
    before = (None, *sentences)[: len(sentences)]
    unsure = [
        s
        for s, previous in zip(sentences, before, strict=True)
        if len(s.text.split()) > 3
        and (s.role is Role.UNKNOWN or voice(s, previous) is not _plain(s.role))
    ]
    spoken = sum(len(s.text.split()) > 3 for s in sentences)
    if unsure and len(unsure) >= _UNSURE_SHARE * spoken:
        yield Flag(
            FlagKind.ROLES_UNSURE,
            Severity.WARNING,
            "it is unclear who said what: check who is the clinician and who the patient",
            utterances=tuple(dict.fromkeys(s.utterance for s in unsure)),
        )


def _plain(role: Role) -> Role:
    return Role.PATIENT if role is Role.OTHER else role
