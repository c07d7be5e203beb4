"""Answers go back into the company file and nothing else in it moves."""

import pytest
import tomlkit

from timonier.app.ask.answers import save, with_answer

FILE = """# Our garden centre
[company]
market = "ca-qc"   # the only thing we are sure of
headcount = 40

[vision]  # asked twice
targets = "unknown"

[assumptions]
"emp_head.salary" = "unknown"
"""


def test_an_answer_takes_out_what_no_longer_applies() -> None:
    text = '[company]\nmarket = "fr"\n[steering]\nhours_per_month = 10  # mine\n'
    assert "hours" not in with_answer(text, "steering.level", 0)
    assert "hours_per_month = 10  # mine" in with_answer(text, "steering.level", 1)


def test_an_answer_changes_its_line_and_keeps_every_comment():
    after = with_answer(FILE, "vision.targets", True)
    assert after == FILE.replace('targets = "unknown"', "targets = true")


@pytest.mark.parametrize(
    ("key", "value"),
    [("steering.level", 4), ("marketing.governance", "weak"), ("needs.evolving", 0.3)],
)
def test_an_answer_in_a_new_section_is_read_back(key, value):
    section, name = key.split(".")
    after = with_answer(FILE, key, value)
    assert after.startswith(FILE)
    assert tomlkit.parse(after)[section][name] == value


def test_a_real_quote_replaces_a_figure():
    after = with_answer(FILE, "emp_junior.salary", 48000)
    assert tomlkit.parse(after)["assumptions"]["emp_junior.salary"] == 48000


def test_an_empty_file_can_take_answers():
    assert with_answer("", "company.market", "fr") == '[company]\nmarket = "fr"\n'


def test_saving_replaces_the_file_and_leaves_nothing_beside_it(tmp_path):
    path = tmp_path / "company.toml"
    path.write_text("old", encoding="utf-8")
    path.chmod(0o640)
    save(path, "é\n")
    assert path.read_text(encoding="utf-8") == "é\n"
    assert [p.name for p in tmp_path.iterdir()] == ["company.toml"]
    assert path.stat().st_mode & 0o777 == 0o640
