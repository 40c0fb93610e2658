"""What the clinician orders."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.extract import extract
from notegen.facts import Facts, Remark, Topic
from notegen.orders import find_orders
from scribe.note import Order, OrderKind, OrderStatus
from scribe.wire import read_transcript

VISIT = """\
D: What brings you in today?
P: I have had pain in my left knee for three weeks, and I get short of breath on the stairs.
D: Let's get an x-ray of the left knee.
D: I'm going to prescribe meloxicam, fifteen milligrams, once a day.
D: I want to refer you to physical therapy.
D: I'd like to order a lipid panel and an echocardiogram for that shortness of breath.
D: We'll increase your lisinopril to twenty milligrams a day.
D: Stop taking the ibuprofen.
D: We could try a steroid injection.
"""


def of(topic: Topic, text: str) -> tuple[Order, ...]:
    return find_orders(Facts(remarks=(Remark(topic, text, ("u7",)),)))


def said(text: str) -> list[tuple[str, str, str, str]]:
    orders = find_orders(extract(read_transcript(text)))
    return [(o.kind.value, o.description, o.reason, o.status.value) for o in orders]


def test_a_visit_gives_its_orders_with_kind_reason_status() -> None:
    assert said(VISIT) == [
        ("imaging", "x-ray of left knee", "", "ordered"),
        ("medication", "meloxicam 15 mg once daily", "", "ordered"),
        ("referral", "physical therapy", "", "ordered"),
        ("lab", "lipid panel", "shortness of breath", "ordered"),
        ("imaging", "echocardiogram", "shortness of breath", "ordered"),
        ("medication", "lisinopril 20 mg daily", "", "changed"),
        ("medication", "ibuprofen", "", "stopped"),
        ("procedure", "steroid injection", "", "considered"),
    ]


def test_every_order_points_at_what_was_said() -> None:
    orders = find_orders(extract(read_transcript(VISIT)))
    assert [o.evidence for o in orders][:3] == [("u3",), ("u4",), ("u5",)]


@pytest.mark.parametrize(
    ("text", "description", "kind"),
    [
        ("order an mri of the lumbar spine", "MRI of lumbar spine", OrderKind.IMAGING),
        ("obtain a chest x-ray", "chest x-ray", OrderKind.IMAGING),
        ("order a ct scan without contrast", "CT scan without contrast", OrderKind.IMAGING),
        ("order a renal artery ultrasound", "renal artery ultrasound", OrderKind.IMAGING),
        ("order a hemoglobin hemoglobin a1c", "hemoglobin A1c", OrderKind.LAB),
        ("order an autoimmune panel", "autoimmune panel", OrderKind.LAB),
        ("check the patient's liver enzymes", "liver enzymes", OrderKind.LAB),
        ("obtain a urine culture", "urine culture", OrderKind.LAB),
        ("schedule a colonoscopy", "colonoscopy", OrderKind.PROCEDURE),
        ("perform an ekg", "EKG", OrderKind.PROCEDURE),
        ("order a sleep study", "sleep study", OrderKind.PROCEDURE),
    ],
)
def test_a_test_is_told_from_an_image_or_a_procedure(
    text: str, description: str, kind: OrderKind
) -> None:
    (order,) = of(Topic.TEST, text)
    assert (order.description, order.kind) == (description, kind)


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("refer to cardiology", "cardiology"),
        ("send a referral to dr. flores", "Dr. Flores"),
        ("refer to an orthopedic surgeon for that knee", "orthopedic surgeon"),
        ("refer to physical therapy to strengthen the leg", "physical therapy"),
    ],
)
def test_a_referral_names_to_whom(text: str, whom: str) -> None:
    (order,) = of(Topic.REFERRAL, text)
    assert (order.kind, order.description) == (OrderKind.REFERRAL, whom)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("start metformin", OrderStatus.ORDERED),
        ("order a refill of metformin", OrderStatus.CONTINUED),
        ("continue metformin", OrderStatus.CONTINUED),
        ("increase metformin", OrderStatus.CHANGED),
        ("stop metformin", OrderStatus.STOPPED),
        ("advised to stay away from metformin", OrderStatus.STOPPED),
        ("keep off metformin", OrderStatus.STOPPED),
        ("consider: start metformin", OrderStatus.CONSIDERED),
    ],
)
def test_the_verb_decides_what_becomes_of_a_medicine(text: str, status: OrderStatus) -> None:
    (order,) = of(Topic.TREATMENT, text)
    assert (order.description, order.status) == ("metformin", status)


def test_what_its_utterance_says_is_stopped_is_never_told_to_go_on() -> None:
    assert said("D: I think it is a strain. Please stay away from ibuprofen.") == [
        ("medication", "ibuprofen", "", "stopped")
    ]


def test_a_reason_belongs_to_its_own_clause() -> None:
    heart, scan = of(Topic.TREATMENT, "continue lisinopril and order an mri for those headaches")
    assert (heart.description, heart.reason) == ("lisinopril", "")
    assert (scan.description, scan.reason) == ("MRI", "headache")


@pytest.mark.parametrize(
    "text",
    [
        "monitor the patient's blood sugars at home",
        "see what the hemoglobin a1c shows",
        "order the medications and procedures",
        "ice the knee",
        "",
    ],
)
def test_what_orders_nothing_that_can_be_named_is_no_order(text: str) -> None:
    assert of(Topic.TEST, text) == ()


def test_what_is_not_needed_is_not_ordered() -> None:
    assert of(Topic.TEST, "order no x-ray") == ()


def test_the_problem_and_the_history_give_no_orders() -> None:
    assert of(Topic.PROBLEM, "the x-ray shows arthritis") == ()
    assert of(Topic.HISTORY, "the patient had an mri") == ()


def test_the_same_order_is_told_once_with_all_its_evidence() -> None:
    first = Remark(Topic.TEST, "consider: order an mri", ("u3",))
    again = Remark(Topic.TEST, "order an mri of the right knee", ("u9",))
    orders = find_orders(Facts(remarks=(first, again, first)))
    assert {o.status for o in orders if "knee" in o.description} == {OrderStatus.ORDERED}
    assert len(orders) == 2  # of the knee, and of something


_VOCABULARY = """\
    order an mri of the left knee and a lipid panel for chest pain start stop metformin 500 mg
    refer to cardiology consider no surgery continue dr. who if needed to check"""
_WORDS = st.lists(st.sampled_from(_VOCABULARY.split()), max_size=14).map(" ".join)


@given(st.sampled_from(Topic), _WORDS)
def test_any_decision_gives_orders_with_evidence_in_its_own_words(topic: Topic, text: str) -> None:
    for order in of(topic, text):
        assert order.evidence == ("u7",)
        assert order.description
        for word in order.description.lower().split():
            assert word in text
