"""Values to JSON and back; outside text is never repeated in an error."""

import json
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scribe.audio_format import AudioFormat, Encoding
from scribe.code import Code, Evidence, NotCoded
from scribe.encounter import Encounter, replay
from scribe.errors import WireError
from scribe.events import Event
from scribe.messages import ServerMessage, Stop
from scribe.note import Note
from scribe.transcript import Role, Transcript, Utterance, Word
from scribe.wire import (
    LABEL_ROLES,
    decode,
    decode_client_message,
    decode_event,
    decode_server_message,
    document,
    encode,
    encounter_document,
    is_labelled,
    note_document,
    read_encounter,
    read_note,
    read_transcript,
)

MARKER = "Zebedee"
SCORES = st.floats(0, 1)
QUOTES = st.builds(Evidence, utterance=st.text(), section=st.none()) | st.builds(
    Evidence, utterance=st.none(), section=st.text()
)
EVIDENCE = st.lists(QUOTES, max_size=2).map(tuple)
CODES = st.builds(Code, score=SCORES, evidence=EVIDENCE, alternatives=st.just(()))
MENTIONS = st.builds(NotCoded, evidence=EVIDENCE)
NOTES = st.builds(
    Note,
    codes=st.lists(CODES, max_size=2).map(tuple),
    not_coded=st.lists(MENTIONS, max_size=2).map(tuple),
)
TIMES = {"start_ms": st.integers(0, 1000), "end_ms": st.integers(1000, 1 << 40)}
WORDS = st.lists(st.builds(Word, confidence=SCORES, **TIMES), max_size=3).map(tuple)
UTTERANCES = st.builds(Utterance, words=WORDS, **TIMES)
TRANSCRIPTS = st.builds(Transcript, utterances=st.lists(UTTERANCES, max_size=3).map(tuple))
FORMATS = st.just(AudioFormat(Encoding.FILE)) | st.builds(
    AudioFormat, st.just(Encoding.PCM16), st.integers(8_000, 192_000), st.integers(1, 2)
)
KNOWN_FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "at": st.datetimes(timezones=st.just(UTC)),
    "audio": FORMATS,
    "note": NOTES,
    "utterance": UTTERANCES,
}


def members(union: object) -> st.SearchStrategy[Any]:
    """Any value of the union."""
    kinds = [
        st.builds(kind, **{n: KNOWN_FIELDS[n] for n in kind.__annotations__ if n in KNOWN_FIELDS})
        for kind in get_args(union)
    ]
    return st.one_of(kinds)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
READERS: tuple[Callable[[str], object], ...] = (
    lambda text: decode(Transcript, text),
    lambda text: decode(Encounter, text),
    decode_event,
    decode_server_message,
    decode_client_message,
    read_note,
    read_encounter,
    read_transcript,
)


@given(members(Event))
def test_every_event_comes_back_as_it_was(event: Event) -> None:
    assert decode_event(encode(event)) == event
    assert decode_event(encode(event).encode()) == event
    assert json.loads(encode(event)) == document(event)


@given(members(ServerMessage))
def test_all_that_a_server_says_comes_back_as_it_was(message: ServerMessage) -> None:
    assert decode_server_message(encode(message)) == message


@given(st.booleans())
def test_what_a_client_says_comes_back_as_it_was(draft: bool) -> None:
    assert decode_client_message(encode(Stop(draft))) == Stop(draft)


@settings(max_examples=40)
@given(NOTES)
def test_a_note_comes_back_with_or_without_its_text(note: Note) -> None:
    assert read_note(json.dumps(note_document(note))) == note
    assert read_note(encode(note)) == note


def test_a_note_from_before_there_were_orders_or_styles_is_read() -> None:
    old = (
        '{"template": "soap", "language": "en", "writer": "extractive", "sections": ['
        '{"name": "Plan", "statements": ['
        '{"id": "s1", "text": "Rest.", "evidence": ["u1"], "edited": false}]}],'
        ' "medications": [], "codes": [], "not_coded": [], "flags": [], "text": "PLAN\\nRest."}'
    )
    note = read_note(old)
    assert note.text == "PLAN\nRest."
    assert (note.orders, note.follow_up) == ((), ())


@given(TRANSCRIPTS)
def test_a_transcript_comes_back_as_it_was(transcript: Transcript) -> None:
    assert read_transcript(encode(transcript)) == transcript


def test_an_encounter_comes_back_at_every_point_of_its_log(log: tuple[Event, ...]) -> None:
    for length in range(1, len(log) + 1):
        encounter = replay(log[:length])
        assert read_encounter(json.dumps(encounter_document(encounter))) == encounter
        assert decode(Encounter, encode(encounter)) == encounter


def test_how_sure_a_server_is_of_the_speakers_is_passed_over(log: tuple[Event, ...]) -> None:
    encounter = replay(log)
    fields = encounter_document(encounter)
    for speaker in fields["speakers"]:
        speaker |= {"confidence": 0.9, "corrected": False}
    assert encounter.speakers
    assert read_encounter(json.dumps(fields)) == encounter
    fields["speakers"][0]["age"] = 40
    with pytest.raises(WireError, match="unknown key"):
        read_encounter(json.dumps(fields))


@pytest.mark.parametrize("read", READERS)
@given(text=st.text(st.characters(exclude_categories=())) | JSON.map(json.dumps))
def test_any_text_is_a_value_or_an_error_of_ours(read: Callable[[str], object], text: str) -> None:
    with suppress(WireError):
        read(text)


@given(st.binary())
def test_any_bytes_are_a_value_or_an_error_of_ours(data: bytes) -> None:
    for read in (decode_event, decode_client_message, read_note, read_encounter):
        with suppress(WireError):
            read(data)


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, '{"a":[' + "1," * 10])
def test_deeply_nested_or_broken_off_text_is_refused(
    read: Callable[[str], object], text: str
) -> None:
    with pytest.raises(WireError):
        read(text)


@pytest.mark.parametrize("value", ["true", '"1"', "1.0", "null"])
def test_nothing_is_made_to_fit(value: str) -> None:
    with pytest.raises(WireError, match=r"^Word: start_ms: "):
        decode(Word, f'{{"text":"a","start_ms":{value},"end_ms":1,"confidence":1.0}}')


def test_an_error_names_the_first_three_places_then_counts_the_rest() -> None:
    with pytest.raises(WireError, match=r"^Word: \w+: \w+; \w+: \w+; \w+: \w+ and 1 more$"):
        decode(Word, "{}")


def broken(value: Any) -> Iterator[Any]:
    """The document with the marker in place of a value or of a key, once for every place."""
    yield MARKER
    yield [MARKER]
    if isinstance(value, dict):
        yield value | {MARKER: 1}
        for name, inner in value.items():
            yield {(MARKER if n == name else n): v for n, v in value.items()}
            for changed in broken(inner):
                yield value | {name: changed}
    if isinstance(value, list):
        for number, inner in enumerate(value):
            for changed in broken(inner):
                yield [*value[:number], changed, *value[number + 1 :]]


def assert_unquoted(read: Callable[[str], object], text: str) -> None:
    """If reading is refused, the marker is neither in the error nor in what is chained to it."""
    refusal = None
    try:
        read(text)
    except WireError as error:
        refusal = error
    if refusal is not None:
        assert (refusal.__cause__, refusal.__context__) == (None, None)
        assert MARKER not in "".join(traceback.format_exception(refusal))


def test_an_error_never_quotes_what_stands_in_the_place(log: tuple[Event, ...]) -> None:
    encounter = encounter_document(replay(log))
    sources: list[tuple[Callable[[str], object], Any]] = [
        (read_encounter, encounter),
        (read_note, encounter["note"]),
        (lambda text: decode(Transcript, text), document(replay(log).transcript)),
        *((decode_event, document(event)) for event in log),
        *((decode_server_message, document(event)) for event in log),
    ]
    for read, source in sources:
        for value in broken(source):
            assert_unquoted(read, json.dumps(value))


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("text", [MARKER, f"{{{MARKER}", f'{{"a": "{MARKER}', f'["{MARKER}"]'])
def test_an_error_never_quotes_what_is_no_document(
    read: Callable[[str], object], text: str
) -> None:
    assert_unquoted(read, text)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", " \r\n\r\n"])
@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ("D:", "P:"),
        ("[doctor]", "[patient]"),
        ("[Doctor]:", "[PATIENT] :"),
        ("Doctor:", "Patient:"),
        ("  dr :", "\tPt:"),
    ],
)
def test_labelled_lines_are_a_transcript(asks: str, answers: str, end: str) -> None:
    lines = (f"{asks} Any  pain?", f"{answers} Yes: my knee.", "since May", f"{asks}Note: rest.")
    transcript = read_transcript(end + end.join(lines))
    assert [(u.id, u.speaker, u.role, u.text) for u in transcript.utterances] == [
        ("u1", "S1", Role.CLINICIAN, "Any pain?"),
        ("u2", "S2", Role.PATIENT, "Yes: my knee. since May"),
        ("u3", "S1", Role.CLINICIAN, "Note: rest."),
    ]
    assert {u.end_ms for u in transcript.utterances} == {0}


@pytest.mark.parametrize("label", LABEL_ROLES)
def test_every_label_is_known_in_both_forms(label: str) -> None:
    for line in (f"{label}: yes", f"[{label}] yes"):
        (utterance,) = read_transcript(line).utterances
        assert (utterance.role, utterance.text) == (LABEL_ROLES[label], "yes")


@pytest.mark.parametrize("text", ["", " \n", "Plan: rest", "He said D: yes", "[", "D yes"])
def test_text_without_a_label_on_its_first_line_is_no_transcript(text: str) -> None:
    assert not is_labelled(text)
    with pytest.raises(WireError, match="speaker label"):
        read_transcript(text)


@given(st.lists(st.text()))
def test_no_word_of_labelled_lines_is_lost(lines: list[str]) -> None:
    said = [" ".join(line.replace(":", "").replace("[", "").split()) for line in lines]
    transcript = read_transcript("\n".join(f"D: {line}" for line in said) or "D:")
    assert [u.text for u in transcript.utterances] == [line for line in said if line]


def test_a_label_without_words_says_nothing_but_may_go_on_below() -> None:
    assert read_transcript("D:\nP:\n").utterances == ()
    assert [u.text for u in read_transcript("D:\nAny pain?").utterances] == ["Any pain?"]


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "confidence"), [(-1, 1, 1.0), (2, 1, 1.0), (0, 1, 1.5), (0, 1, -0.1)]
)
def test_a_word_that_cannot_be_is_refused(start_ms, end_ms, confidence):
    word = {"text": MARKER, "start_ms": start_ms, "end_ms": end_ms, "confidence": confidence}
    with pytest.raises(WireError) as refused:
        decode(Word, json.dumps(word))
    assert MARKER not in str(refused.value)


def test_speakers_without_a_known_role_are_read_back_from_text():
    heard = read_transcript("Speaker S1: hello\nClinician: good day\nOther S3: me too\n")
    assert [(u.speaker, u.role) for u in heard.utterances] == [
        ("S1", Role.UNKNOWN),
        ("S1", Role.CLINICIAN),
        ("S3", Role.OTHER),
    ]
