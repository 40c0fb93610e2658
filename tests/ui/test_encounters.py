def labels(page):
    return [b.label for b in page.sidebar.button if b.key.startswith("encounter-")]


def test_the_list_shows_title_date_length_and_status_the_latest_first(desk, office):
    office.draft("First")
    office.open("Second")
    second, first = labels(desk())
    assert first.startswith("**First**  \n:gray[23 Nov 2026 · 12 s]")
    assert "Draft to review" in first
    assert "No recording yet" in second


def test_without_a_choice_the_latest_encounter_is_open(desk, office, text):
    office.draft("First")
    office.draft("Second")
    assert "### Second" in text(desk())


def test_the_address_follows_the_encounter_that_is_clicked(desk, office, text):
    first = office.draft("First")
    office.draft("Second")
    page = desk()
    page.button(key=f"encounter-{first}").click().run()
    assert "### First" in text(page)
    assert page.query_params["encounter"] in (first, [first])


def test_the_list_is_narrowed_by_a_part_of_the_title_or_date(desk, office, text):
    office.draft("Diabetes review")
    office.draft("Knee pain")
    page = desk()
    page.text_input(key="find").input("diab").run()
    assert [label.split("**")[1] for label in labels(page)] == ["Diabetes review"]
    page.text_input(key="find").input("23 nov 2026").run()
    assert len(labels(page)) == 2
    page.text_input(key="find").input("nothing like it").run()
    assert labels(page) == []
    assert "No encounter has this" in text(page)


def test_a_title_with_markdown_in_it_is_shown_as_it_is(desk, office):
    office.draft("*Knee* [pain](x) :red[y]")
    (label,) = labels(desk())
    assert label.startswith("**\\*Knee\\* \\[pain\\]\\(x\\) \\:red\\[y\\]**")
