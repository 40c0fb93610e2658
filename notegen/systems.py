"""The system of the body to which a symptom or a sign belongs, as notes are ordered by it."""

import re

from notegen.sentences import lowered

_SYMPTOMS = (
    (
        "Constitutional",
        "fever, chills, night sweats, sweating, fatigue, weakness, malaise, weight loss,"
        " weight gain, loss of appetite, increased appetite, dehydration, insomnia, hot flashes,"
        " poor feeding, fussiness",
    ),
    (
        "Eyes",
        "blurred vision, double vision, eye pain, eye redness, itchy eyes, sensitivity to light",
    ),
    (
        "Ears, nose and throat",
        "sore throat, hoarseness, runny nose, nasal congestion, sneezing, postnasal drip,"
        " sinus pressure, ear pain, ear discharge, hearing loss, tinnitus, difficulty swallowing,"
        " loss of smell, nosebleed, swollen glands, snoring",
    ),
    ("Cardiovascular", "chest pain, chest tightness, palpitations, leg swelling, orthopnea"),
    ("Respiratory", "shortness of breath, cough, coughing up blood, sputum, wheezing"),
    (
        "Gastrointestinal",
        "nausea, vomiting, vomiting blood, abdominal pain, bloating, heartburn, diarrhea,"
        " constipation, blood in stool, black stools, bowel changes, jaundice, bowel incontinence",
    ),
    (
        "Genitourinary",
        "frequent urination, nocturia, painful urination, blood in urine, urinary urgency,"
        " urinary incontinence, urinary symptoms, vaginal bleeding, vaginal discharge,"
        " irregular periods, heavy periods, menstrual cramps, erectile dysfunction,"
        " testicular pain",
    ),
    (
        "Musculoskeletal",
        "joint pain, joint swelling, muscle pain, muscle cramps, instability, limping,"
        " difficulty walking, swelling, stiffness, locking, popping, neck stiffness",
    ),
    (
        "Neurological",
        "headache, dizziness, lightheadedness, vertigo, fainting, confusion, memory problems,"
        " seizure, tremor, numbness, tingling, facial droop, speech difficulty, balance problems",
    ),
    (
        "Skin",
        "rash, itching, hives, skin lesion, dry skin, hair loss, bruising",
    ),
    (
        "Psychiatric",
        "anxiety, panic attacks, depressed mood, loss of interest, suicidal thoughts,"
        " hallucinations, irritability",
    ),
    ("Endocrine", "excessive thirst, heat intolerance, cold intolerance"),
)
_OF_SYMPTOM = {name.strip(): system for system, names in _SYMPTOMS for name in names.split(",")}
SYSTEMS = tuple(system for system, _ in _SYMPTOMS)
"""From head to foot, as a review of systems has them."""
_SIGNS = tuple(
    (system, re.compile(rf"\b(?:{words})"))
    for system, words in (
        (
            "Cardiovascular",
            r"heart\b(?! rate)|murmur|gallop|regular r|cardiac|rhythm|jugular|jvd|carotid"
            r"|peripheral pulses",
        ),
        (
            "Respiratory",
            r"lungs?\b|breath sounds|crackles|rales|rhonchi|wheez|respiratory|auscultation",
        ),
        ("Neck", r"neck\b|thyroid|lymph|supple\b|bruits?"),
        (
            "Gastrointestinal",
            r"abdom|belly|bowel sounds|rebound|guarding|hepato|spleno|stomach|disten",
        ),
        ("Ears, nose and throat", r"ears?\b|throat|tonsil|nasal|nose\b|sinus|tympanic|oral|mouth"),
        ("Eyes", r"eyes?\b|pupils?|vision|conjunctiv|ocular"),
        (
            "Neurological",
            r"reflex|gait|sensation|cranial|neuro|oriented|tinel|phalen|coordination|babinski",
        ),
        (
            "Skin",
            r"skin\b|rash|lesion|mole\b|incision|wound|ulcer|lacerat|scar\b",
        ),
        (
            "Musculoskeletal",
            r"knee|shoulder|back\b|spine|lumbar|elbow|wrist|hip\b|ankle|foot|hand\b|finger|thumb"
            r"|strength|range of motion|drawer|lachman|mcmurray|straight leg|effusion|crepitus"
            r"|leg\b|arm\b|joint|muscle|tender|flexion|extension|rotation|toe\b|calf|musculo",
        ),
        ("Extremities", r"extremit|edema|cyanosis|clubbing|swelling"),
        ("Psychiatric", r"mood|affect\b|psych"),
    )
)


def system_of_symptom(name: str) -> str:
    """One of SYSTEMS for the name of a symptom; empty where it belongs to none."""
    if name in _OF_SYMPTOM:
        return _OF_SYMPTOM[name]
    return "Musculoskeletal" if name.endswith(" pain") else ""


def system_of_sign(text: str) -> str:
    """The system that the first word about one in a finding names; empty where none does."""
    low = lowered(text)
    found = [(m.start(), system) for system, words in _SIGNS if (m := words.search(low))]
    return min(found)[1] if found else ""
