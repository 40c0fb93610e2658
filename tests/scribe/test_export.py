"""Exported documents keep to their formats."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scribe.encounter import Encounter, replay
from scribe.events import Event
from scribe.export import (
    EncounterFormat,
    TranscriptFormat,
    appointment,
    clock,
    export,
    export_transcript,
)
from scribe.note import FollowUp, Order, OrderKind, OrderStatus, Section, Style
from scribe.summary import PatientSummary, SummaryLine, SummarySection
from scribe.transcript import Role, Transcript, Utterance, Word
from scribe.wire import decode, read_encounter, read_transcript

SRT_TIME = r"\d{2,}:[0-5]\d:[0-5]\d,\d{3}"
VTT_TIME = r"\d{2,}:[0-5]\d:[0-5]\d\.\d{3}"
MD = EncounterFormat.MD
NAMES = st.text() | st.sampled_from(("a b", "a\n\nb", "a --> b"))


@st.composite
def transcripts(draw: st.DrawFn) -> Transcript:
    """Any words, also such as no engine would say."""
    utterances = []
    for _ in range(draw(st.integers(0, 4))):
        start_ms = draw(st.integers(0, 400_000_000))
        end_ms = start_ms + draw(st.integers(0, 100_000))
        word = Word(draw(st.text()), start_ms, end_ms, draw(st.floats(0, 1)))
        role = draw(st.sampled_from(Role))
        speaker, text = draw(NAMES), draw(st.text())
        utterances.append(Utterance(draw(NAMES), speaker, role, start_ms, end_ms, text, (word,)))
    return Transcript("en", "scripted", 0, 0, tuple(utterances))


def said(text: str, role: Role = Role.PATIENT) -> Transcript:
    utterance = Utterance("u1", "S2", role, 3_723_004, 3_724_500, text)
    return Transcript("en", "scripted", 4_000_000, 0, (utterance,))


def test_srt_has_a_number_times_with_a_comma_then_the_text() -> None:
    assert export_transcript(said("it\nhurts"), TranscriptFormat.SRT, "e1") == (
        "1\n01:02:03,004 --> 01:02:04,500\nPatient: it hurts\n"
    )


@given(transcripts())
def test_srt_cues_are_numbered_blocks_with_one_blank_line_between(transcript: Transcript) -> None:
    text = export_transcript(transcript, TranscriptFormat.SRT, "e1")
    blocks = text.removesuffix("\n").split("\n\n") if text else []
    assert len(blocks) == len(transcript.utterances)
    for number, block in enumerate(blocks, start=1):
        head, times, *_ = block.split("\n")
        assert head == str(number)
        assert re.fullmatch(f"{SRT_TIME} --> {SRT_TIME}", times)


def test_vtt_names_the_voice_and_escapes_what_would_be_markup() -> None:
    text = export_transcript(said("<b> & --> end"), TranscriptFormat.VTT, "e1")
    assert text == (
        "WEBVTT\n\nu1\n01:02:03.004 --> 01:02:04.500\n<v Patient>&lt;b&gt; &amp; --&gt; end\n"
    )


@given(transcripts())
def test_vtt_has_an_arrow_on_the_line_of_times_only(transcript: Transcript) -> None:
    text = export_transcript(transcript, TranscriptFormat.VTT, "e1")
    assert text.startswith("WEBVTT\n")
    arrows = [line for line in text.split("\n") if "-->" in line]
    assert len(arrows) == len(transcript.utterances)
    assert all(re.fullmatch(f"{VTT_TIME} --> {VTT_TIME}", line) for line in arrows)


@given(transcripts(), st.text())
def test_rttm_has_ten_fields_with_start_and_length_in_seconds(
    transcript: Transcript, name: str
) -> None:
    lines = export_transcript(transcript, TranscriptFormat.RTTM, name).splitlines()
    assert len(lines) == len(transcript.utterances)
    for line, utterance in zip(lines, transcript.utterances, strict=True):
        fields = line.split(" ")
        assert len(fields) == 10
        assert all(fields)
        assert (fields[0], fields[2]) == ("SPEAKER", "1")
        assert {fields[5], fields[6], fields[8], fields[9]} == {"<NA>"}
        assert round(float(fields[3]) * 1000) == utterance.start_ms
        assert round(float(fields[4]) * 1000) == utterance.span.length_ms


@given(transcripts(), st.text())
def test_ctm_has_a_line_of_six_fields_for_each_word(transcript: Transcript, name: str) -> None:
    words = [word for utterance in transcript.utterances for word in utterance.words]
    lines = export_transcript(transcript, TranscriptFormat.CTM, name).splitlines()
    assert len(lines) == len(words)
    for line, word in zip(lines, words, strict=True):
        fields = line.split(" ")
        assert len(fields) == 6
        assert all(fields)
        assert round(float(fields[2]) * 1000) == word.start_ms
        assert round(float(fields[3]) * 1000) == word.span.length_ms
        assert 0 <= float(fields[5]) <= 1


@given(transcripts())
def test_the_json_of_a_transcript_is_read_back(transcript: Transcript) -> None:
    text = export_transcript(transcript, TranscriptFormat.JSON, "e1")
    assert decode(Transcript, text) == transcript


def test_the_text_of_a_transcript_is_read_back(transcribed: Encounter) -> None:
    text = export_transcript(transcribed.transcript, TranscriptFormat.TXT, "e1")
    assert text == "Clinician: any pain\nPatient: my knee hurts\n"
    read = read_transcript(text)
    assert [(u.role, u.text) for u in read.utterances] == [
        (u.role, u.text) for u in transcribed.utterances
    ]


@pytest.mark.parametrize(
    ("role", "label"), [(Role.UNKNOWN, "Speaker S2"), (Role.OTHER, "Other S2")]
)
def test_a_speaker_of_unknown_role_is_called_by_the_voice(role: Role, label: str) -> None:
    assert export_transcript(said("yes", role), TranscriptFormat.TXT, "e1") == f"{label}: yes\n"


@pytest.mark.parametrize(
    ("time_ms", "shown"), [(0, "00:00"), (127_999, "02:07"), (6_000_000, "100:00")]
)
def test_a_clock_shows_minutes_with_seconds(time_ms: int, shown: str) -> None:
    assert clock(time_ms) == shown


def test_markdown_of_a_signed_note(log: tuple[Event, ...]) -> None:
    assert export(replay(log), EncounterFormat.MD) == (
        "# Knee\n\n"
        "Date of service 2026-11-23, signed by Dr Hill on 2026-11-23 09:30 UTC, version 2\n\n"
        "## Subjective\n\n- Knee pain. [u1, u2]\n\n"
        "## Plan\n\n- Rest for a week. [u2]\n- Ice. [u2]\n\n"
        "## Medications\n\n"
        "| Medication | Dose | Route | Frequency | Status |\n|---|---|---|---|---|\n"
        "| ibuprofen | 400 mg | oral | daily | started |\n\n"
        "## ICD-10-CM\n\n- M25.569 Pain in unspecified knee\n"
    )


@pytest.mark.parametrize("to", [EncounterFormat.MD, EncounterFormat.TXT])
def test_a_draft_says_that_it_is_unsigned_without_codes_nobody_accepted(
    drafted: Encounter, to: EncounterFormat
) -> None:
    text = export(drafted, to)
    assert "not signed" in text
    assert "M25.569" not in text


def test_plain_text_of_a_signed_note_ends_with_its_codes(signed: Encounter) -> None:
    text = export(signed, EncounterFormat.TXT)
    assert "version 1" in text
    assert text.endswith("PLAN\nRest.\nIce.\n\nICD-10-CM\nM25.569 Pain in unspecified knee\n")


def test_markdown_keeps_the_style_of_each_section(drafted: Encounter) -> None:
    assert drafted.note is not None
    _, plan, _ = drafted.note.sections
    prose, exam = replace(plan, style=Style.SENTENCES), Section("Exam", (), required=True)
    text = export(replace(drafted, note=replace(drafted.note, sections=(prose, exam))), MD)
    assert "## Plan\n\nRest. [u2] Ice. [u2]\n\n## Exam\n\nNot recorded.\n" in text


def test_orders_with_follow_up_stand_after_the_medications(drafted: Encounter) -> None:
    assert drafted.note is not None
    scan = Order(OrderKind.IMAGING, "x-ray of knee", "knee pain", OrderStatus.ORDERED, ("u2",))
    back = FollowUp("in 2 weeks", "Dr. Hill", ("u2",))
    told = replace(drafted, note=replace(drafted.note, orders=(scan,), follow_up=(back,)))
    assert (
        "| ibuprofen | 400 mg | oral | daily | started |\n\n"
        "## Orders\n\n| Order | Kind | Reason | Status |\n|---|---|---|---|\n"
        "| x-ray of knee | imaging | knee pain | ordered |\n\n"
        "## Follow-up\n\n- in 2 weeks, with Dr. Hill\n"
    ) in export(told, MD)
    assert export(told, EncounterFormat.TXT).endswith(
        "\n\nORDERS\nx-ray of knee for knee pain (imaging, ordered)\n\n"
        "FOLLOW-UP\nin 2 weeks, with Dr. Hill\n"
    )


@pytest.mark.parametrize(
    ("when", "whom", "words"),
    [("in 2 weeks", "", "in 2 weeks"), ("", "cardiology", "with cardiology"), ("", "", "")],
)
def test_an_appointment_is_told_as_far_as_it_is_known(when: str, whom: str, words: str) -> None:
    assert appointment(FollowUp(when, whom, ("u1",))) == words


def test_the_summary_for_the_patient_says_whether_it_was_checked(
    drafted: Encounter, signed: Encounter
) -> None:
    line = SummaryLine("Come back in 2 weeks.", ("u2",))
    summary = PatientSummary((SummarySection("What happens next", (line,)),))
    assert drafted.note is not None
    told = replace(drafted, note=replace(drafted.note, patient_summary=summary))
    assert export(told, EncounterFormat.SUMMARY) == (
        "Your visit on 2026-11-23\n\nDraft: not yet checked by your clinician.\n\n"
        "WHAT HAPPENS NEXT\nCome back in 2 weeks.\n"
    )
    final = replace(told, signature=signed.signature)
    assert "Draft" not in export(final, EncounterFormat.SUMMARY)
    assert "There is no summary of this visit." in export(drafted, EncounterFormat.SUMMARY)
    assert EncounterFormat.SUMMARY.suffix == "summary.txt"


def test_a_bar_in_a_table_cell_is_escaped(drafted: Encounter) -> None:
    assert drafted.note is not None
    (medication,) = drafted.note.medications
    note = replace(drafted.note, medications=(replace(medication, dose="1|2"),))
    assert "| 1\\|2 |" in export(replace(drafted, note=note), EncounterFormat.MD)


@pytest.mark.parametrize("to", [EncounterFormat.MD, EncounterFormat.TXT])
def test_without_a_note_the_transcript_is_written(
    transcribed: Encounter, to: EncounterFormat
) -> None:
    assert "my knee hurts" in export(transcribed, to)


@pytest.mark.parametrize("to", EncounterFormat)
@pytest.mark.parametrize("status", ["open_encounter", "recording", "transcribed", "signed"])
def test_every_format_can_be_written_in_every_status(
    request: pytest.FixtureRequest, to: EncounterFormat, status: str
) -> None:
    text = export(request.getfixturevalue(status), to)
    assert text == "" or text.endswith("\n")
    assert "/" in to.media_type


def test_the_json_of_an_encounter_is_read_back(signed: Encounter) -> None:
    text = export(signed, EncounterFormat.JSON)
    assert read_encounter(text) == signed
    assert json.loads(text)["note"]["text"].startswith("SUBJECTIVE\n")
