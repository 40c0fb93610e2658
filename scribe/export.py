"""An encounter as a document that other programs or people read.

Formats: `md`, `txt` and `json` carry the note (without one, the transcript); `summary` carries what
the patient takes home; `srt`, `vtt`, `rttm` and `ctm` carry the transcript with its times.
"""

import json
from collections.abc import Callable
from enum import StrEnum

from scribe.encounter import Encounter
from scribe.note import NOT_RECORDED, FollowUp, Medication, Note, Order, Section, Statement, Style
from scribe.transcript import Role, Transcript, Utterance
from scribe.wire import document, encounter_document

ROLE_NAMES = {
    Role.CLINICIAN: "Clinician",
    Role.PATIENT: "Patient",
    Role.OTHER: "Other",
    Role.UNKNOWN: "Speaker",
}


class TranscriptFormat(StrEnum):
    """How a transcript can be written."""

    JSON = "json"
    TXT = "txt"
    SRT = "srt"
    VTT = "vtt"
    RTTM = "rttm"
    CTM = "ctm"


class EncounterFormat(StrEnum):
    """How an encounter can be written."""

    MD = "md"
    TXT = "txt"
    JSON = "json"
    SUMMARY = "summary"
    SRT = "srt"
    VTT = "vtt"
    RTTM = "rttm"
    CTM = "ctm"

    @property
    def suffix(self) -> str:
        """How the name of such a file ends, without the dot."""
        return "summary.txt" if self is EncounterFormat.SUMMARY else self.value

    @property
    def media_type(self) -> str:
        return {
            EncounterFormat.MD: "text/markdown",
            EncounterFormat.JSON: "application/json",
            EncounterFormat.VTT: "text/vtt",
        }.get(self, "text/plain")


def export(encounter: Encounter, to: EncounterFormat) -> str:
    """The document, ending with a newline."""
    match to:
        case EncounterFormat.MD:
            return _markdown(encounter)
        case EncounterFormat.TXT:
            return _plain(encounter)
        case EncounterFormat.SUMMARY:
            return _for_patient(encounter)
        case EncounterFormat.JSON:
            return json.dumps(encounter_document(encounter), indent=2, ensure_ascii=False) + "\n"
        case _:
            return export_transcript(encounter.transcript, TranscriptFormat(to.value), encounter.id)


def export_transcript(transcript: Transcript, to: TranscriptFormat, name: str) -> str:
    """The transcript; `name` is the recording's in formats that want one (RTTM, CTM)."""
    file_id = _field(name, "recording")
    match to:
        case TranscriptFormat.JSON:
            return json.dumps(document(transcript), ensure_ascii=False) + "\n"
        case TranscriptFormat.TXT:
            return _lines(transcript, lambda u: _one_line(f"{speaker_label(u)}: {u.text}"))
        case TranscriptFormat.SRT:
            return "\n".join(
                f"{number}\n{_clock(u.start_ms, ',')} --> {_clock(u.end_ms, ',')}\n"
                f"{_one_line(speaker_label(u))}: {_one_line(u.text)}\n"
                for number, u in enumerate(transcript.utterances, start=1)
            )
        case TranscriptFormat.VTT:
            cues = (
                f"{_escaped(u.id)}\n{_clock(u.start_ms, '.')} --> {_clock(u.end_ms, '.')}\n"
                f"<v {_escaped(speaker_label(u))}>{_escaped(u.text)}\n"
                for u in transcript.utterances
            )
            return "\n".join(("WEBVTT\n", *cues))
        case TranscriptFormat.RTTM:
            return _lines(
                transcript,
                lambda u: (
                    f"SPEAKER {file_id} 1 {_seconds(u.start_ms)} "
                    f"{_seconds(u.end_ms - u.start_ms)} <NA> <NA> {_field(u.speaker)} <NA> <NA>"
                ),
            )
        case TranscriptFormat.CTM:
            return "".join(
                f"{file_id} 1 {_seconds(word.start_ms)} {_seconds(word.end_ms - word.start_ms)} "
                f"{_field(word.text)} {word.confidence:.2f}\n"
                for utterance in transcript.utterances
                for word in utterance.words
            )


def speaker_label(utterance: Utterance) -> str:
    """`Clinician`, `Patient`, or the speaker's id where the role is not known."""
    if utterance.role in (Role.UNKNOWN, Role.OTHER):
        return f"{ROLE_NAMES[utterance.role]} {utterance.speaker}"
    return ROLE_NAMES[utterance.role]


def clock(time_ms: int) -> str:
    """Minutes and seconds as a person reads them: `02:07`."""
    return f"{time_ms // 60_000:02d}:{time_ms // 1000 % 60:02d}"


def _lines(transcript: Transcript, line: Callable[[Utterance], str]) -> str:
    return "".join(line(utterance) + "\n" for utterance in transcript.utterances)


def _markdown(encounter: Encounter) -> str:
    parts = [f"# {encounter.title}", _heading(encounter)]
    note = encounter.note
    if note is None or note.is_empty:
        parts += ["## Transcript", *(_turn(u) for u in encounter.utterances)]
        return "\n\n".join(parts) + "\n"
    for section in note.sections:
        if section.statements or section.required:
            parts += [f"## {section.name}", _markdown_section(section)]
    if note.medications:
        rows = (f"| {' | '.join(_cells(m))} |" for m in note.medications)
        head = ("| Medication | Dose | Route | Frequency | Status |", "|---|---|---|---|---|")
        parts += ["## Medications", "\n".join((*head, *rows))]
    if note.orders:
        rows = (f"| {' | '.join(_order_cells(order))} |" for order in note.orders)
        head = ("| Order | Kind | Reason | Status |", "|---|---|---|---|")
        parts += ["## Orders", "\n".join((*head, *rows))]
    if note.follow_up:
        parts += ["## Follow-up", "\n".join(f"- {line}" for line in _appointments(note))]
    codes = _accepted(encounter, note)
    if codes:
        parts += ["## ICD-10-CM", "\n".join(f"- {code}" for code in codes)]
    return "\n\n".join(parts) + "\n"


def _markdown_section(section: Section) -> str:
    match section.style:
        case Style.SENTENCES:
            text = " ".join(_cited(s) for s in section.statements)
        case Style.LIST:
            text = "\n".join(f"- {_cited(s)}" for s in section.statements)
    return text or NOT_RECORDED


def _cited(statement: Statement) -> str:
    evidence = f" [{', '.join(statement.evidence)}]" if statement.evidence else ""
    return f"{statement.text}{evidence}"


def _plain(encounter: Encounter) -> str:
    note = encounter.note
    if note is None or note.is_empty:
        return export_transcript(encounter.transcript, TranscriptFormat.TXT, encounter.id)
    parts = [encounter.title, _heading(encounter), note.text]
    if note.orders:
        parts.append("ORDERS\n" + "\n".join(order_line(order) for order in note.orders))
    if note.follow_up:
        parts.append("FOLLOW-UP\n" + "\n".join(_appointments(note)))
    codes = _accepted(encounter, note)
    if codes:
        parts.append("ICD-10-CM\n" + "\n".join(codes))
    return "\n\n".join(parts) + "\n"


def _for_patient(encounter: Encounter) -> str:
    """Plain text; before the clinician has signed, it says so."""
    summary = encounter.note.patient_summary.text if encounter.note else ""
    checked = encounter.signature is not None
    parts = [
        f"Your visit on {encounter.date_of_service.isoformat()}",
        "" if checked else "Draft: not yet checked by your clinician.",
        summary or "There is no summary of this visit.",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _heading(encounter: Encounter) -> str:
    signed = encounter.signature
    state = (
        f"signed by {signed.by} on {signed.at:%Y-%m-%d %H:%M} UTC, version {encounter.version}"
        if signed
        else "not signed"
    )
    return f"Date of service {encounter.date_of_service.isoformat()}, {state}"


def _accepted(encounter: Encounter, note: Note) -> list[str]:
    """The codes that a person accepted; before anybody decided, none: they are suggestions."""
    accepted = {d.code for d in encounter.decisions if d.accepted}
    return [f"{code.code} {code.display}" for code in note.codes if code.code in accepted]


def _cells(medication: Medication) -> tuple[str, ...]:
    return _escaped_cells(
        medication.name,
        medication.dose,
        medication.route,
        medication.frequency,
        medication.status.value,
    )


def _order_cells(order: Order) -> tuple[str, ...]:
    return _escaped_cells(order.description, order.kind.value, order.reason, order.status.value)


def order_line(order: Order) -> str:
    """An order in words, such as `chest x-ray for cough (imaging, ordered)`."""
    reason = f" for {order.reason}" if order.reason else ""
    return f"{order.description}{reason} ({order.kind.value}, {order.status.value})"


def appointment(one: FollowUp) -> str:
    """An appointment in words, such as `in 2 weeks, with cardiology`."""
    whom = f"with {one.with_whom}" if one.with_whom else ""
    return ", ".join(part for part in (one.when, whom) if part)


def _appointments(note: Note) -> list[str]:
    return [appointment(one) for one in note.follow_up]


def _escaped_cells(*cells: str) -> tuple[str, ...]:
    return tuple(cell.replace("|", "\\|") for cell in cells)


def _turn(utterance: Utterance) -> str:
    return f"**{speaker_label(utterance)}** {clock(utterance.start_ms)} {utterance.text}"


def _clock(time_ms: int, separator: str) -> str:
    seconds, milliseconds = divmod(time_ms, 1000)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02d}:{minute:02d}:{second:02d}{separator}{milliseconds:03d}"


def _seconds(time_ms: int) -> str:
    return f"{time_ms // 1000}.{time_ms % 1000:03d}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """One line in which nothing is markup (WebVTT section 4.2.2)."""
    return _one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _field(text: str, absent: str = "<NA>") -> str:
    """RTTM and CTM separate fields by blanks, so a field has none inside; nor is one empty."""
    return "_".join(text.split()) or absent
