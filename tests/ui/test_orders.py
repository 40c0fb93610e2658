from dataclasses import replace

from scribe.events import Drafted
from scribe.note import FollowUp, Order, OrderKind, OrderStatus
from ui.selection import Kind, Selection, supporting

ORDER = Order(OrderKind.IMAGING, "chest x-ray", "chest pain", OrderStatus.ORDERED, ("u3",))
APPOINTMENT = FollowUp("in 2 weeks", "cardiology", ("u5",))


def with_orders(office, orders=(ORDER,), follow_up=(APPOINTMENT,)):
    encounter_id = office.draft()
    note = replace(office.read(encounter_id).note, orders=orders, follow_up=follow_up)
    office.change(encounter_id, Drafted(office.clinic.records.now(), note))
    return encounter_id


def test_an_order_is_a_row_and_so_is_an_appointment(desk, office, text):
    page = desk(with_orders(office))
    (table,) = (t for t in page.dataframe if "Order" in t.value)
    assert table.value.to_dict("records") == [
        {
            "Order": "chest x-ray",
            "Kind": "imaging",
            "For": "chest pain",
            "This visit": "ordered",
            "Said at": "00:05",
        },
        {
            "Order": "Follow up in 2 weeks, with cardiology",
            "Kind": "appointment",
            "For": "",
            "This visit": "",
            "Said at": "00:09",
        },
    ]
    assert "1 order, 1 appointment." in text(page)


def test_columns_of_which_nothing_was_said_are_left_out(desk, office):
    page = desk(with_orders(office, orders=()))
    (table,) = (t for t in page.dataframe if "Order" in t.value)
    assert list(table.value) == ["Order", "Kind", "Said at"]


def test_a_note_without_orders_says_so(desk, office, text):
    assert "Nothing was ordered, no appointment was spoken of." in text(desk(office.draft()))


def test_a_selected_row_names_the_turns_it_rests_on(office):
    encounter = office.read(with_orders(office))
    assert supporting(encounter, Selection(Kind.ORDER, "0")) == ("u3",)
    assert supporting(encounter, Selection(Kind.ORDER, "1")) == ("u5",)
    assert supporting(encounter, Selection(Kind.ORDER, "2")) == ()
