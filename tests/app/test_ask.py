"""The conversation of ``timonier ask``, held on a real file with the real decision."""

import re

import pytest

from timonier.app.ask.conversation import Conversation
from timonier.app.ask.parsing import NOT_CONCERNED, UNKNOWN, Refusal, parse

FILE = """# Our workshop
[company]
market = "fr"  # Lyon
business = "b2b"
headcount = 60
revenue = 9_000_000
stage = "structuring"

[marketing]
budget = 250_000
role = "growth_lever"
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


def talk(path, answers, lang="en", scenarios=1024):
    """Everything that a conversation prints, given what is typed."""
    typed, told = iter(answers), []

    def read(prompt):
        told.append(prompt)
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    Conversation(path, lang, read, told.append, 0, scenarios).run()
    return told


@pytest.fixture(scope="module")
def told_and_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("ask") / "workshop.toml"
    path.write_text(FILE, encoding="utf-8")
    told = talk(path, ["maybe", "2", "b", "?", "q"])
    return told, path


def test_the_question_that_can_change_the_advice_is_asked_and_says_why(told_and_file):
    told, _ = told_and_file
    text = "\n".join(told)
    assert "hire, onboard and manage" in text
    assert "could turn the advice from" in text
    assert "Without an answer, we assume" in text


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
    assert "Vous pouvez vous arrêter ici" in end
    assert str(path) in told[-1]
    assert not re.search(r"utilité|EVPPI|écart.type|bayés", end)


NUMBER = {"kind": "float", "bounds": {"low": 0, "high": 300}, "choices": []}
SHARE = {"kind": "float", "bounds": {"low": 0, "high": 1}, "choices": []}
LEVEL = {"kind": "int", "bounds": {"low": 0, "high": 5}, "choices": []}
MONEY = {"kind": "float", "bounds": {"low": 0, "high": None}, "choices": []}
YES = {"kind": "bool", "choices": [{"value": "yes"}, {"value": "no"}]}
CHOICE = {"kind": "choice", "choices": [{"value": "weak"}, {"value": "strong"}]}


@pytest.mark.parametrize(
    ("typed", "question", "value"),
    [
        ("12,5", NUMBER, 12.5),
        ("1 250", MONEY, 1250),
        ("48k", MONEY, 48000),
        ("45 %", SHARE, 0.45),
        ("0.45", SHARE, 0.45),
        ("4", LEVEL, 4),
        ("oui", YES, True),
        ("2", YES, False),
        ("2", CHOICE, "strong"),
        ("weak", CHOICE, "weak"),
        ("?", LEVEL, UNKNOWN),
        ("-", {**LEVEL, "may_be_not_concerned": True}, NOT_CONCERNED),
    ],
)
def test_answers_are_read_as_people_write_them(typed, question, value):
    assert parse(typed, question) == value


@pytest.mark.parametrize(
    ("typed", "question", "key"),
    [
        ("301", NUMBER, "bad_number"),
        ("-3", NUMBER, "bad_number"),
        ("2.5", LEVEL, "bad_number"),
        ("45", SHARE, "bad_number"),
        ("a lot", MONEY, "bad_number"),
        ("3", YES, "bad_choice"),
        ("", CHOICE, "bad_choice"),
        ("-", LEVEL, "not_not_concerned"),
    ],
)
def test_what_is_out_of_bounds_is_refused(typed, question, key):
    refused = parse(typed, question)
    assert isinstance(refused, Refusal)
    assert refused.key == key
