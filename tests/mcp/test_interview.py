"""An assistant interviews an owner, from nothing to a plan."""

from __future__ import annotations

from typing import Any

import pytest
from mcp.client import Client
from mcp.types import ElicitRequestParams, ElicitResult

from tests.mcp.conftest import Call, company, text, with_client
from timonier.app.interview import way
from timonier.app.mcp.words import LANGS
from timonier.engine.company import FACTS

STAGES = [key for step in way.CORE for key in step.asks]
TRUTH = company("v12")
KNOWN = {  # of somebody for whom something is worth finding out after the core
    "company.market": "fr", "company.headcount": 75, "company.business": "b2b",
    "company.stage": "structuring", "team": [], "marketing.budget": 120_000,
    "vision.targets": True, "vision.channels": True, "vision.objectives": False,
    "steering.level": 2, "steering.hours_per_month": 3, "hiring.can_recruit": True,
    "needs.recurrent_share": 0.5, "marketing.role": "growth_lever", "marketing.wants": ["control"],
}  # fmt: skip
COMPUTED = 2  # questions asked after those that everybody meets: each is a whole decision


def owner(place: str) -> Any:
    """What the owner of V12 answers; what they do not know is unknown."""
    section, _, name = place.partition(".")
    held = TRUTH.get(section, "unknown")
    return held.get(name, "unknown") if name and isinstance(held, dict) else held


def write(held: dict[str, Any], place: str, value: Any) -> None:
    """As an assistant does: at SECTION.KEY, or in the place of a section."""
    section, _, name = place.partition(".")
    if name:
        held.setdefault(section, {})[name] = value
    else:
        held[section] = value


def test_an_assistant_leads_an_owner_from_nothing_to_a_plan(call: Call) -> None:
    held: dict[str, Any] = {}
    asked: list[str] = []
    while True:
        said = call("next_question", company=held, lang="en").structured_content
        assert said is not None
        question = said["question"]
        if question is None or len(asked) == len(STAGES) + COMPUTED:
            break
        assert question["text"]
        assert question["reason"]
        assert said["write_at"] not in asked
        asked.append(said["write_at"])
        write(held, said["write_at"], owner(said["write_at"]))
    everybody = [key for key in STAGES if way.applies(held, key)]
    assert asked[: len(everybody)] == everybody
    assert said["stop"]
    assert [one["model"] for one in said["models"]] == ["in_house", "outsourced", "hybrid"]
    advice = call("decide", company=held, lang="en").structured_content
    assert advice is not None
    first = max(advice["models"], key=lambda one: len(one["team"]))["model"]
    assert call("why_not", company=held, model=first).structured_content
    changed = call("what_if", company=held, changes={"marketing.budget": 90_000})
    assert changed.structured_content is not None
    plan = call("plan", company=changed.structured_content["company"], lang="en")
    assert not plan.is_error, text(plan)
    assert plan.structured_content is not None
    assert plan.structured_content["actions"]


@pytest.mark.parametrize("lang", LANGS)
def test_everybody_meets_the_same_questions_in_the_order_of_the_pages(
    call: Call, lang: str
) -> None:
    held: dict[str, Any] = {}
    met = []
    while len(met) < len(STAGES) - 1:  # the last answer would have it computed
        said = call("next_question", company=held, lang=lang).structured_content
        assert said is not None
        assert said["models"] == []
        assert 1 <= said["number"] <= said["of"] == len(way.CORE)
        assert said["allowed"]
        met.append(said["write_at"])
        write(held, met[-1], "fr" if met[-1] == "company.market" else "unknown")
    assert met == STAGES[:-1]


def test_what_the_owner_does_not_know_is_not_asked_again(call: Call) -> None:
    held: dict[str, Any] = {}
    for key in STAGES:
        write(held, key, KNOWN.get(key, "unknown"))
    met: list[str] = []
    for _ in range(COMPUTED):
        said = call("next_question", company=held).structured_content
        assert said is not None
        assert said["number"] is None
        assert said["stop"]
        if said["question"] is None:
            break
        assert said["write_at"] not in [*STAGES, *met]
        met.append(said["write_at"])
        write(held, met[-1], "unknown")
    assert met


def test_one_who_knows_nothing_is_asked_nothing_twice(call: Call) -> None:
    held: dict[str, Any] = {}
    for key in STAGES:
        write(held, key, "fr" if key == "company.market" else "unknown")
    said = call("next_question", company=held).structured_content
    assert said is not None
    assert said["stop"]
    assert said["question"] is None or said["write_at"] not in STAGES


def test_the_market_cannot_be_unknown_and_is_asked_again(call: Call) -> None:
    said = call("next_question", company={"company": {"market": "unknown"}}).structured_content
    assert said is not None
    assert said["write_at"] == "company.market"
    assert said["question"]["may_be_unknown"] is False


def test_each_allowed_answer_is_told_as_the_file_wants_it(call: Call) -> None:
    said = call("next_question", company={"company": {"market": "fr"}}, lang="en")
    assert said.structured_content is not None
    assert "10,000" in said.structured_content["allowed"]


@pytest.mark.parametrize("mode", ["auto", "legacy"])
@pytest.mark.parametrize(
    ("action", "answer", "kept"),
    [("accept", "fr", "fr"), ("decline", None, None), ("cancel", None, None)],
)
def test_the_owner_answers_in_a_form_where_the_assistant_shows_one(
    mode: str, action: Any, answer: str | None, kept: str | None
) -> None:
    shown: list[str] = []

    async def form(context: Any, asked: ElicitRequestParams) -> ElicitResult:
        shown.append(asked.message)
        return ElicitResult(action=action, content={"answer": answer} if answer else None)

    async def ask(client: Client) -> Any:
        asked = {"company": {}, "ask_owner": True}
        return (await client.call_tool("next_question", asked)).structured_content

    said = with_client(ask, elicitation_callback=form, mode=mode)
    assert len(shown) == 1
    assert said["answered"]["action"] == action
    assert said["company"].get("company", {}).get("market") == kept
    assert said["write_at"] == (STAGES[1] if kept else STAGES[0])


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("beaucoup", None), ("entre 20 et 50", [20, 50]), ("42", 42), ("je ne sais pas", "unknown")],
)
def test_a_form_is_read_as_people_write(typed: str, kept: Any) -> None:
    async def form(context: Any, asked: ElicitRequestParams) -> ElicitResult:
        return ElicitResult(action="accept", content={"answer": typed})

    async def ask(client: Client) -> Any:
        asked = {"company": {"company": {"market": "fr"}}, "ask_owner": True}
        return (await client.call_tool("next_question", asked)).structured_content

    said = with_client(ask, elicitation_callback=form)
    assert said["answered"]["action"] == ("unreadable" if kept is None else "accept")
    assert said["answered"]["said"]
    assert said["company"]["company"].get("headcount") == kept


def test_an_assistant_without_forms_is_told_to_ask_by_itself(call: Call) -> None:
    said = call("next_question", company={}, ask_owner=True, lang="en").structured_content
    assert said is not None
    assert said["answered"]["action"] == "cannot_ask"
    assert said["question"]["fact"] in FACTS
