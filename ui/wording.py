"""How the values of an encounter read on the screen."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from scribe.encounter import Status
from scribe.export import ROLE_NAMES, clock
from scribe.note import MedicationStatus, OrderKind, OrderStatus, Severity
from scribe.transcript import Role, Utterance

STATUS_NAMES = {
    Status.OPEN: "No recording yet",
    Status.RECORDING: "Being transcribed",
    Status.TRANSCRIBED: "Transcribed",
    Status.DRAFTED: "Draft to review",
    Status.SIGNED: "Signed",
}
STATUS_COLORS = {
    Status.OPEN: "gray",
    Status.RECORDING: "violet",
    Status.TRANSCRIBED: "blue",
    Status.DRAFTED: "orange",
    Status.SIGNED: "green",
}
"""Names of the theme's own colours, which are readable in the light and in the dark."""

MEDICATION_NAMES = {
    MedicationStatus.CURRENT: "takes",
    MedicationStatus.STARTED: "started today",
    MedicationStatus.STOPPED: "stopped",
    MedicationStatus.CHANGED: "changed today",
    MedicationStatus.DENIED: "does not take",
}
ORDER_KIND_NAMES = {
    OrderKind.MEDICATION: "medicine",
    OrderKind.LAB: "laboratory",
    OrderKind.IMAGING: "imaging",
    OrderKind.PROCEDURE: "procedure",
    OrderKind.REFERRAL: "referral",
}
ORDER_NAMES = {
    OrderStatus.ORDERED: "ordered",
    OrderStatus.CHANGED: "changed",
    OrderStatus.CONTINUED: "goes on",
    OrderStatus.STOPPED: "stopped",
    OrderStatus.CONSIDERED: "considered",
}
SEVERITY_ICONS = {
    Severity.INFO: ":material/info:",
    Severity.WARNING: ":material/warning:",
    Severity.CRITICAL: ":material/error:",
}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&^=])")


def plain(text: str) -> str:
    """Text so escaped that Markdown shows it as it is."""
    return _MARKDOWN.sub(r"\\\1", text)


def speaker_name(utterance: Utterance) -> str:
    """`Clinician`, `Patient`, or the speaker's id while the role is not known."""
    if utterance.role in (Role.CLINICIAN, Role.PATIENT):
        return ROLE_NAMES[utterance.role]
    return f"{ROLE_NAMES[utterance.role]} {utterance.speaker.removeprefix('S')}"


def day(value: date) -> str:
    """A date that cannot be misread: `23 Nov 2026`."""
    return f"{value.day} {value:%b %Y}"


def when(at: datetime) -> str:
    """A moment on the clock of the browser, in UTC where that is not known."""
    zone = st.context.timezone
    local = at.astimezone(ZoneInfo(zone) if zone else UTC)
    return f"{day(local.date())} {local:%H:%M}{'' if zone else ' UTC'}"


def length(time_ms: int) -> str:
    """`3 min 28 s`, or `28 s`."""
    minutes, seconds = divmod(round(time_ms / 1000), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"


def moment(utterance: Utterance) -> str:
    """When it was said: `02:07`."""
    return clock(utterance.start_ms)


def played_at(utterance: Utterance) -> str:
    """When to play it from, with a sign for playing that stays on its line."""
    return f"\N{BLACK RIGHT-POINTING TRIANGLE}\N{NO-BREAK SPACE}{moment(utterance)}"


def count(number: int, noun: str) -> str:
    """`1 code`, `2 codes`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
