"""Visits to which somebody came along: who is who among three, whom two speakers are."""

from collections import defaultdict
from collections.abc import Sequence

from asr.role_features import self_reference
from asr.roles import Evidence, RoleClassifier
from recipes.train_roles.calibration import Scored
from scribe.transcript import Role


def figures(roles: RoleClassifier, scored: Sequence[Scored]) -> dict[str, object]:
    """Shares of visits in which the roles are right: clinician, patient, companion; and of those
    with a clinician and a companion only, in which the companion is not the clinician."""
    visits: dict[str, list[Scored]] = defaultdict(list)
    for one in scored:
        visits[one.said.dialogue].append(one)
    three, two = [], []
    for turns in visits.values():
        evidence = evidence_of(turns)
        present = {item.speaker for item in evidence}
        likeliest = {found.speaker: found.likeliest.value for found in roles.judge(evidence)}
        sure = all(found.role is not Role.UNKNOWN for found in roles.judge(evidence))
        right = {name: role == name for name, role in likeliest.items()}
        if len(present) == 3:
            three.append((right, sure))
        elif present == {Role.CLINICIAN.value, Role.OTHER.value}:
            two.append(right[Role.CLINICIAN.value])
    told = [all(right.values()) for right, sure in three if sure]
    return {
        "three_speakers": len(three),
        "clinician_right": share([right["clinician"] for right, _ in three]),
        "patient_right": share([right["patient"] for right, _ in three]),
        "all_told": share([sure for _, sure in three]),
        "right_where_told": share(told),
        "clinician_with_companion_only": len(two),
        "clinician_right_there": share(two),
    }


def evidence_of(turns: Sequence[Scored]) -> tuple[Evidence, ...]:
    """Speakers are named by their true roles."""
    odds: dict[str, float] = defaultdict(float)
    about: dict[str, int] = defaultdict(int)
    for one in turns:
        odds[one.said.role.value] += one.log_odds
        about[one.said.role.value] += self_reference(one.said.text)
    return tuple(Evidence(name, odds[name], about[name]) for name in odds)


def share(right: Sequence[bool]) -> float:
    return round(sum(right) / len(right), 4) if right else 0.0
