"""The conversation of ``timonier ask``, held on a real file with the real decision."""

import re
import tomllib
from contextlib import contextmanager

import pytest

from tests.sketches import sketch
from timonier.app.ask.conversation import Conversation
from timonier.app.ask.parsing import parse
from timonier.app.ask.screen import wrapped
from timonier.app.company_file.kinds import Refused
from timonier.app.document.parts import Ask
from timonier.engine.company import UNKNOWN
from timonier.knowledge import load

K = load()

FILE = """# Our workshop
team = []

[company]
market = "fr"  # Lyon
business = "b2b"
headcount = 60
revenue = 9_000_000
stage = "structuring"

[marketing]
budget = 250_000
role = "growth_lever"
wants = []
seasonality = "none"
governance = "medium"

[vision]
targets = true
channels = true
objectives = true

[steering]
level = 2
hours_per_month = 10
contact = true

[needs]
recurrent_share = 0.5
oneoff_share = 0.2
evolving = 0.4
ambition = 1.0
"""


def talk(path, answers, lang="en", scenarios=512):
    """Everything that a conversation prints, given what is typed."""
    typed, told = iter(answers), []

    def read(prompt):
        told.append(prompt)
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    def write(text, look=""):
        told.append(text)

    Conversation(path, lang, read, write, 0, scenarios).run()
    return told


@pytest.fixture(scope="module")
def told_and_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("ask") / "workshop.toml"
    path.write_text(FILE, encoding="utf-8")
    told = talk(path, ["maybe", "2", "b", "?", "q"])
    return told, path


def test_a_question_says_where_it_stands_and_why_it_is_asked(told_and_file):
    told, _ = told_and_file
    text = "\n".join(told)
    assert "Question 9 of 12, then up to 4 if useful" in text
    assert "hire, onboard and manage" in text
    assert "A failed hire costs months of pay" in text


def test_what_is_no_answer_is_refused_and_asked_again(told_and_file):
    told, _ = told_and_file
    refused = next(i for i, line in enumerate(told) if "“maybe” is not in the list" in line)
    assert any("hire, onboard" in line for line in told[refused:])


def test_the_models_ruled_out_name_the_answer_that_did_it(told_and_file):
    told, _ = told_and_file
    assert "Hybrid model is ruled out by your answer to “Ability to hire”." in told


def test_going_back_asks_the_same_question_and_restores_the_chances(told_and_file):
    told, _ = told_and_file
    questions = [line for line in told if line.endswith("one more person?")]
    assert len(questions) == 3  # at first, after the refusal, after going back
    assert "Hybrid model is possible again." in told


def test_i_do_not_know_is_written_and_not_asked_again(told_and_file):
    _, path = told_and_file
    text = path.read_text(encoding="utf-8")
    assert text.startswith(FILE)  # every comment and line in its place
    assert 'can_recruit = "unknown"' in text
    again = talk(path, ["q"])
    assert not any(line.endswith("one more person?") for line in again)


def test_the_end_says_that_one_can_stop_and_where_the_answers_are(tmp_path):
    path = tmp_path / "atelier.toml"
    path.write_text(FILE + "\n[hiring]\ncan_recruit = false\n", encoding="utf-8")
    told = talk(path, ["?"] * 5, lang="fr")
    end = "\n".join(told)
    assert "Vous pouvez vous arrêter ici" in end or "S’arrêter maintenant laisse" in end
    assert str(path) in told[-1]
    assert not re.search(r"utilité|EVPPI|écart.type|bayés", end)


def test_the_bar_of_a_model_is_made_of_its_own_mark(told_and_file):
    told, _ = told_and_file
    bars = [line for line in told if line.startswith("  ▲ Outsource")]
    assert bars
    assert all(set(line) & set("●▲◆") == {"▲"} for line in bars)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_line_is_cut_between_words_and_stays_under_its_choice(width):
    said = (
        "  1. Oui\u202f: nous avons choisi nos canaux, et écarté les autres, "
        + "pour six mois " * 5
    )
    lines = wrapped(said, width).splitlines()
    assert all(len(line) <= width for line in lines)
    assert all(line.startswith("     ") for line in lines[1:])
    assert " ".join(line.strip() for line in lines) == said.strip()


def test_a_conversation_whose_input_ends_says_where_the_answers_are_on_a_line_of_its_own(tmp_path):
    path = tmp_path / "workshop.toml"
    path.write_text(FILE, encoding="utf-8")
    told = talk(path, [])
    assert told[-2] == ""
    assert str(path) in told[-1]


def test_work_between_two_answers_is_shown_as_work(tmp_path):
    path, times = tmp_path / "workshop.toml", []
    path.write_text(FILE, encoding="utf-8")

    @contextmanager
    def busy():
        times.append(path)
        yield

    def write(text, look=""):
        pass

    Conversation(path, "fr", lambda prompt: "q", write, 0, 256, busy).run()
    assert times == [path]


def test_an_amount_typed_in_thousands_is_noticed_and_can_be_taken_back(tmp_path):
    path = tmp_path / "small.toml"
    path.write_text(FILE.replace("budget = 250_000\n", ""), encoding="utf-8")
    told = talk(path, ["40", "b", "q"])
    assert "marketing.budget is 40: is that in thousands?" in "\n".join(told)
    assert "budget" not in path.read_text(encoding="utf-8")


def test_the_team_is_told_in_a_line_read_back_and_written_as_rows(tmp_path):
    path = tmp_path / "new.toml"
    begun = FILE.replace("team = []\n\n", "")
    path.write_text(begun, encoding="utf-8")
    told = talk(path, ["9", "1 10, 7 20 no", "q"])
    assert any("from 1 to 8, each once" in line for line in told)
    assert any("leaves" in line and "20 h a month" in line for line in told)
    held = tomllib.loads(path.read_text(encoding="utf-8"))
    assert held["team"] == [
        {"role": "owner", "quantity": 1, "hours_per_month": 10},
        {"role": "agency_full", "quantity": 1, "hours_per_month": 20, "keep": False},
    ]
    path.write_text(begun, encoding="utf-8")
    talk(path, ["nobody", "q"])
    assert tomllib.loads(path.read_text(encoding="utf-8"))["team"] == []


def test_a_file_that_holds_nothing_is_led_from_its_first_question(tmp_path):
    path = tmp_path / "empty.toml"
    path.write_text("", encoding="utf-8")
    told = talk(path, ["?", "fr", "12", "", "1", "?", "q"], lang="fr")
    asked = [line for line in told if line.startswith("Question ")]
    assert [line.split()[1] for line in asked] == ["1", "1", "2", "3", "3", "3", "4"]
    held = tomllib.loads(path.read_text(encoding="utf-8"))["company"]
    assert held == {"market": "fr", "headcount": 12, "business": "b2b", "stage": "unknown"}


def test_limits_are_written_as_people_write_numbers(told_and_file):
    told, _ = told_and_file
    assert not any(re.search(r"\de[+-]\d", line) for line in told)
    wide = Conversation("", "fr", input, print, 0, 64)
    assert wide._limit(1e10) == "…"
    assert wide._limit(10_000) == "10\u202f000"
    assert wide._limit(None) == "…"


def asked(key, **more):
    choices = [{"value": value} for value in K.facts[key].choices] if key in K.facts else []
    return {"fact": key, "choices": choices, **more}


NUMBER, SHARE = asked("steering.hours_per_month"), asked("needs.evolving")
LEVEL, MONEY = asked("steering.level"), asked("emp_head.salary")
YES, CHOICE = asked("steering.contact"), asked("marketing.governance")


@pytest.mark.parametrize(
    ("typed", "question", "value"),
    [
        ("12,5", NUMBER, 12.5),
        ("between 10 and 20", NUMBER, [10, 20]),
        ("1 250", MONEY, 1250),
        ("48k", MONEY, 48000),
        ("45 %", SHARE, 0.45),
        ("45", SHARE, 0.45),
        ("0.45", SHARE, 0.45),
        ("4", LEVEL, 4),
        ("oui", YES, True),
        ("2", YES, False),
        ("3", CHOICE, "strong"),
        ("weak", CHOICE, "weak"),
        ("?", LEVEL, UNKNOWN),
        ("-", {**LEVEL, "may_be_not_concerned": True}, "not_concerned"),
    ],
)
def test_answers_are_read_as_people_write_them(typed, question, value):
    assert parse(K, typed, sketch(Ask, question), "en").value == value


@pytest.mark.parametrize(
    ("typed", "question", "code"),
    [
        ("301", NUMBER, "number"),
        ("-3", NUMBER, "number"),
        ("2.5", LEVEL, "whole"),
        ("145", SHARE, "number"),
        ("a lot", MONEY, "number"),
        ("9", CHOICE, "choose"),
        ("", CHOICE, "choose"),
        ("-", LEVEL, "not_not_concerned"),
    ],
)
def test_what_is_out_of_bounds_is_refused(typed, question, code):
    with pytest.raises(Refused) as refused:
        parse(K, typed, sketch(Ask, question), "en")
    assert refused.value.code == code


def test_what_could_be_read_otherwise_is_read_back_and_can_be_taken_back(tmp_path):
    path = tmp_path / "small.toml"
    path.write_text('[company]\nmarket = "fr"\n', encoding="utf-8")
    told = talk(path, ["1.000", "b", "q"])
    assert any("We read this as 1,000 (b to correct it)" in line for line in told)
    assert "headcount" not in path.read_text(encoding="utf-8")
