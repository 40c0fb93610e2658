"""What is known of a clause beside its single words, as labels to train on."""

from notegen.clauses import Clause
from notegen.headers import Header
from notegen.ngrams import words_of


def labels(clause: Clause, header: Header, count: int) -> tuple[str, ...]:
    """The labels of a clause, one of `count`, for a section."""
    words = words_of(clause.text)
    form, topic, place = clause.form.value, clause.topic, int(5 * clause.place)
    length, many = min(10, -(-len(words) // 3)), min(30, count) // 4
    return (
        f"header {header}",
        f"form {form}",
        f"form {form} {topic}",
        f"length {length}",
        f"place {place}",
        f"many {many}",
        f"begins {' '.join(words[:2])}",
        *(
            f"{header} {label}"
            for label in (f"form {form}", f"{form} {topic}", f"length {length}", f"place {place}")
        ),
        *(f"{header} {label} {many}" for label in ("many", f"form {form}")),
    )
