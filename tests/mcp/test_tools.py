"""What the tools say of themselves, what they answer, and how an assistant mends its mistakes."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

import pytest
from mcp.client import Client

import timonier
from tests.mcp.conftest import Call, company, text, with_client
from timonier.app.document import Answered, Document, document
from timonier.app.document.parts import plain
from timonier.app.mcp import keeping
from timonier.app.mcp.tools import TOOLS
from timonier.app.mcp.words import LANGS
from timonier.app.portfolio.calls import TURN
from timonier.engine.company import FACTS
from timonier.knowledge import load

LEMOINE = {
    "company": {"name": "Lemoine", "market": "fr", "business": "b2b", "headcount": 35},
    "marketing": {"budget": 140_000},
    "steering": {"level": 2, "hours_per_month": 12},
    "team": [{"role": "emp_junior", "quantity": 1, "name": "Camille"}],
}


def whole(held: dict[str, Any], lang: str = "fr") -> Document:
    """The document of a company, decided as the tools do."""
    return keeping.decided(held, "quick", lang).document(lang)


def sentences(part: Any) -> set[str]:
    """Every text that a part of a document holds."""
    if isinstance(part, str):
        return {part}
    if isinstance(part, dict):
        return {text for one in part.values() for text in sentences(one)}
    if isinstance(part, list):
        return {text for one in part for text in sentences(one)}
    return set()


@pytest.mark.parametrize("lang", LANGS)
def test_each_tool_says_what_it_is_for_and_changes_nothing(lang: str) -> None:
    tools = with_client(lambda client: client.list_tools(), lang).tools
    assert [one.name for one in tools] == [fn.__name__ for fn in TOOLS]
    words = load().wording
    for one in tools:
        assert one.title == words[f"mcp.tool.{one.name}.title"][lang]
        assert one.description == words[f"mcp.tool.{one.name}.description"][lang]
        assert one.output_schema is not None  # what answers a bare mapping comes as text alone
        assert one.output_schema["properties"]
        hints = one.annotations
        assert hints is not None
        assert hints.read_only_hint
        assert hints.idempotent_hint
        assert hints.destructive_hint is False
        assert one.output_schema is not None
        assert one.output_schema["type"] == "object"
        assert all(p["description"] for p in one.input_schema["properties"].values())


def test_no_tool_takes_a_file_of_this_machine_or_an_address(call: Call) -> None:
    for said in ("company.toml", "https://example.com/company.json"):
        refused = call("decide", company=said)
        assert refused.is_error
        assert said in text(refused)


@pytest.mark.parametrize(
    ("tool", "arguments", "told"),
    [
        ("decide", {"company": {"company": {"markett": "fr"}}},
         ["company.markett", "market", "headcount"]),
        ("decide", {"company": {"company": {"market": "be"}}}, ["company.market", '"be"', '"fr"']),
        ("decide", {"company": {"company": {"market": "fr", "headcount": 0}}},
         ["company.headcount", "10,000"]),
        ("decide", {}, ["company.market", "ca-qc"]),
        ("decide", {"company": LEMOINE, "efort": "full"}, ["efort", "“effort”", "include"]),
        ("decide", {"company": LEMOINE, "effort": "best"}, ["effort", '"best"', "quick"]),
        ("decide", {"company": LEMOINE, "include": ["frontiers"]}, ["frontiers", "“frontier”"]),
        ("explain", {"company": LEMOINE, "path": "verdict.chance"}, ["verdict.chance_of_best"]),
        ("explain", {"company": LEMOINE}, ["path", "explain"]),
        ("why_not", {"company": LEMOINE, "model": "mixed"}, ["model", '"mixed"', "outsourced"]),
        ("what_if", {"company": LEMOINE, "changes": {"marketing.bugdet": 1}},
         ["marketing.bugdet", "budget"]),
        ("what_if", {"company": LEMOINE, "changes": {"budget": 1}}, ["budget", "SECTION.KEY"]),
        ("plan", {"company": LEMOINE, "file": "report.docx"}, ["report.docx", "report.pdf"]),
        ("plan", {"company": LEMOINE, "model": "as_is2"}, ["as_is2", "intended"]),
        ("describe_company_file", {"section": "markting"}, ["markting", "“marketing”"]),
        ("next_question", {"company": {"vision": {"target": True}}}, ["vision.target", "targets"]),
        ("decid", {}, ["decid", "“decide”", "what_if"]),
        ("decide", {"include": [1] * 90_000}, ["include", "100 items"]),
        ("decide", {"include": [1] * 90}, ["include.0", "a text"]),
        ("call_list", {"companies": [1] * 90_000}, ["companies", "500 items"]),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_what_was_read_and_what_is_allowed(
    call: Call, tool: str, arguments: dict[str, Any], told: list[str]
) -> None:
    refused = call(tool, **arguments, lang="en")
    assert refused.is_error
    said = text(refused)
    assert [word for word in told if word not in said] == []
    assert "pydantic" not in said
    assert "Error executing" not in said
    assert len(said) < 2_000  # wrong everywhere is told as wrong a few times


def test_an_assistant_that_reads_only_texts_is_told_the_same(call: Call) -> None:
    for tool, more in (("decide", {}), ("why_not", {"model": "hybrid"})):
        found = call(tool, company=LEMOINE, **more)
        assert json.loads(text(found)) == found.structured_content


def test_a_mistake_is_told_in_parts_as_well(call: Call) -> None:
    held = {"company": {"market": "fr", "headcount": "vingt"}, "team": [{"role": "emp_juniorr"}]}
    found = call("decide", company=held).structured_content
    assert found is not None
    assert found["place"] == ["company", "headcount"]
    assert "vingt" in found["read"]
    assert "10" in found["allowed"]
    held["company"]["headcount"] = 20  # type: ignore[call-overload]
    found = call("decide", company=held).structured_content
    assert found is not None
    assert found["place"] == ["team", 0, "role"]
    assert found["nearest"] == "emp_junior"
    assert found["said"] == text(call("decide", company=held))


def test_a_mistake_is_told_in_the_language_of_the_call(call: Call) -> None:
    wrong = {"company": {"company": {"market": "fr", "headcont": 3}}}
    assert "Vouliez-vous dire headcount" in text(call("decide", **wrong))
    assert "Did you mean headcount" in text(call("decide", **wrong, lang="en"))


@pytest.mark.parametrize("lang", LANGS)
def test_the_description_holds_every_key_of_the_company_file(call: Call, lang: str) -> None:
    found = call("describe_company_file", lang=lang).structured_content
    assert found is not None
    keys = {f"{s['section']}.{k['key']}" for s in found["sections"] for k in s["keys"]}
    assert set(FACTS) <= keys
    roles = {one["value"] for one in found["names"]["roles"]}
    assert {position["role"] for position in company("v12").get("team", [])} <= roles
    timonier.company_from(found["smallest"])


def test_an_answer_written_as_described_is_accepted(call: Call) -> None:
    found = call("describe_company_file").structured_content
    assert found is not None
    asked = [(s["section"], k) for s in found["sections"] if not s["is_list"] for k in s["keys"]]
    chosen: dict[str, Any] = {"company": {"market": "fr"}}
    for section, key in asked:
        if key["choices"] and key["key"] != "market":
            chosen.setdefault(section, {})[key["key"]] = key["choices"][0]["value"]
    lists = [("company", "traits"), ("marketing", "wants"), ("needs", "zero_functions")]
    for section, name in lists:
        if name in chosen.get(section, {}):
            chosen[section][name] = [chosen[section][name]]
    read = timonier.company_from(chosen)
    assert len(read.facts) > 8


@pytest.mark.parametrize("lang", LANGS)
def test_every_sentence_of_the_advice_is_one_of_the_document(call: Call, lang: str) -> None:
    said = call("decide", company=LEMOINE, lang=lang).structured_content
    assert said is not None
    written = whole(LEMOINE, lang)
    known = sentences(plain(written))
    told = [said["headline"], said["confidence"], *said["reasons"], *said["against"]]
    told += [*said["would_change"], *said["levers"], *said["over_time"], said["stop"]]
    told += [one["text"] for one in said["warnings"]]
    assert len(told) > 8
    assert [one for one in told if one not in known] == []
    assert said["model"] == written.verdict.model


def test_every_number_of_the_advice_comes_with_what_it_is(call: Call) -> None:
    said = call("decide", company=LEMOINE, lang="en").structured_content
    assert said is not None
    for model in said["models"]:
        chance = next(n for n in model["numbers"] if n["path"].endswith("chance_of_best"))
        share = whole(LEMOINE, "en").models[model["model"]].chance_of_best
        assert chance["value"] == ("<1%" if 0 < share < 0.005 else f"{100 * share:.0f}%")
        assert all(n["title"] and n["definition"] for n in model["numbers"])
        cost = [n["value"] for n in model["numbers"] if n["path"].endswith("a_year")]
        assert all(value.endswith("a year") for value in cost)
        assert len(model["team"]) == len(whole(LEMOINE, "en").models[model["model"]].team)


@pytest.mark.parametrize("lang", LANGS)
def test_the_whole_document_is_a_resource_byte_for_byte(lang: str) -> None:
    async def read(client: Client) -> str:
        said = await client.call_tool("decide", {"company": LEMOINE, "lang": lang})
        assert said.structured_content is not None
        assert [one.type for one in said.content] == ["text", "resource_link"]
        found = await client.read_resource(said.structured_content["document"])
        assert found.contents[0].mime_type == "application/json"
        return str(found.contents[0].text)  # type: ignore[union-attr]

    assert with_client(read) == decided_apart().to_json(lang)


@cache
def decided_apart() -> Answered:
    return timonier.decide(timonier.company_from(LEMOINE), effort="quick")


def test_parts_of_the_document_come_whole_when_asked_for(call: Call) -> None:
    said = call("decide", company=LEMOINE, include=["frontier", "needs"]).structured_content
    assert said is not None
    held = json.loads(keeping.decided(LEMOINE, "quick", "fr").decision.to_json("fr"))
    assert said["included"] == {"frontier": held["frontier"], "needs": held["needs"]}


def test_an_explanation_is_the_command_s(call: Call) -> None:
    from timonier.app.document.explain import explained

    path = "models.hybrid.criteria.alignment"
    said = call("explain", company=LEMOINE, path=path).structured_content
    assert said is not None
    held = keeping.decided(LEMOINE, "quick", "fr")
    found = explained(held.decision, document(held.decision, "fr"), path)
    told = said["explained"]
    told["inputs"] = [{k: v for k, v in i.items() if v is not None} for i in told["inputs"]]
    assert told == plain(found)


def test_the_case_against_a_model_is_that_of_the_document(call: Call) -> None:
    written = whole(LEMOINE)
    for model in ("in_house", "outsourced", "hybrid"):
        said = call("why_not", company=LEMOINE, model=model).structured_content
        assert said is not None
        assert said["advised"] is (written.verdict.model == model)
        found = written.models[model]
        against = found.limits if said["advised"] else found.why_not or found.limits
        assert said["against"] == plain(against)
        assert said["against"]


def test_a_what_if_is_the_decision_of_the_changed_company(call: Call) -> None:
    changes = {"marketing.budget": 60_000, "hiring.can_recruit": False, "steering.level": None}
    said = call("what_if", company=LEMOINE, changes=changes).structured_content
    assert said is not None
    made = said["company"]
    assert made["marketing"]["budget"] == 60_000
    assert "level" not in made["steering"]
    assert LEMOINE["marketing"] == {"budget": 140_000}
    assumed = next(a for a in whole(LEMOINE).assumed if a.fact == "needs.ambition")
    assert made["needs"]["ambition"] == pytest.approx(assumed.numbers.p50, abs=0.05)  # type: ignore[union-attr]
    assert said["headline_after"] == whole(made).verdict.text
    assert said["headline_before"] == whole(LEMOINE).verdict.text
    assert said["flips"] is (whole(made).verdict.leading != whole(LEMOINE).verdict.leading)
    after = {one["path"]: one["after"] for one in said["numbers"]}
    chance = whole(made).models.in_house.chance_of_best
    assert after["models.in_house.chance_of_best"].replace("\u202f", "") == f"{100 * chance:.0f}%"
    assert [one["key"] for one in said["changes"]] == list(changes)


def test_a_plan_has_the_files_of_the_report_each_a_resource() -> None:
    from timonier.app.report.make import voice_of
    from timonier.app.report.make import whole as lay_out

    async def read(client: Client) -> tuple[Any, dict[str, Any]]:
        said = await client.call_tool("plan", {"company": LEMOINE, "file": "plan.json"})
        found = said.structured_content
        assert found is not None
        contents = {}
        for one in found["files"]:
            got = await client.read_resource(found["folder"] + one["name"])
            assert got.contents[0].mime_type == one["kind"]
            contents[one["name"]] = got.contents[0]
        return said, contents

    said, contents = with_client(read)
    held = keeping.decided(LEMOINE, "quick", "fr")
    made = lay_out(voice_of(held.decision, "fr", date.today()), held.decision)
    assert list(contents) == [one.path for one in made]
    plan = json.loads(contents["plan.json"].text)
    told = said.structured_content
    assert [one["id"] for one in told["actions"]] == [one["id"] for one in plan["actions"]]
    assert [one["name"] for one in told["people"]] == [one["name"] for one in plan["people"]]
    assert said.content[-1].resource.text == contents["plan.json"].text
    links = [one.uri for one in said.content if one.type == "resource_link"]
    assert links == [told["folder"] + one["name"] for one in told["files"]]


def test_what_is_no_longer_kept_says_how_to_have_it_again() -> None:
    async def read(client: Client) -> str:
        from mcp.shared.exceptions import MCPError

        for uri in ("timonier://decision/never", "timonier://plan/never/plan.json"):
            with pytest.raises(MCPError, match="Call the tool again"):
                await client.read_resource(uri)
        with pytest.raises(MCPError):
            await client.read_resource("timonier://plan/../../etc/hostname")
        return "read"

    assert with_client(read, "en") == "read"


@pytest.mark.parametrize("lang", LANGS)
def test_the_figures_the_method_and_the_schemas_can_be_read(lang: str) -> None:
    async def read(client: Client) -> list[str]:
        listed = {str(one.uri) for one in (await client.list_resources()).resources}
        uris = [f"timonier://{lang}/facts", f"timonier://{lang}/method",
                "timonier://schema/company", "timonier://schema/decision"]  # fmt: skip
        assert set(uris) <= listed
        found = [await client.read_resource(uri) for uri in uris]
        return [str(one.contents[0].text) for one in found]  # type: ignore[union-attr]

    facts, method, *schemas = with_client(read)
    figures = {one["key"]: one for one in json.loads(facts)}
    assert set(figures) == set(load().figures)
    assert all(one["label"] and one["value"] and one["source"] for one in figures.values())
    assert load().wording["web.guide.method.title"][lang] in method
    assert all(json.loads(one)["$schema"] for one in schemas)


@pytest.mark.parametrize("lang", LANGS)
def test_an_interview_and_a_meeting_can_be_started_from_a_prompt(lang: str) -> None:
    async def read(client: Client) -> list[str]:
        listed = (await client.list_prompts()).prompts
        assert [one.name for one in listed] == ["interview_owner", "prepare_meeting"]
        said = [
            await client.get_prompt("interview_owner", {"lang": lang}),
            await client.get_prompt("prepare_meeting", {"company": "{}", "lang": lang}),
        ]
        return [str(one.messages[0].content.text) for one in said]  # type: ignore[union-attr]

    for said in with_client(read):
        named = [fn.__name__ for fn in TOOLS if fn.__name__ in said]
        assert {"next_question", "decide", "why_not", "plan"} <= set(named)
        assert ("Citez" in said) is (lang == "fr")


def test_an_adviser_is_told_whom_to_call_first_and_what_cannot_be_read(call: Call) -> None:
    known = {"id": "A7", **LEMOINE}
    wrong = {"name": "Zoé", "company": {"market": "fr", "headcount": "beaucoup"}}
    bare = {"company": {"market": "ca-qc", "name": "Nord"}}
    found = call("call_list", companies=[wrong, bare, known], lang="en").structured_content
    assert found is not None
    lines = {one.id: one for one in timonier.portfolio([known, {"id": "2", **bare}])}
    assert {one["id"] for one in found["calls"]} == {"A7", "2"}
    for one in found["calls"]:
        line = lines[one["id"]]
        assert one["reason"] == line.call_reason_en
        assert one["action"] == line.call_action_en
        assert one["basket"] == line.call_basket
        assert all(cell["title"] and cell["value"] for cell in one["numbers"])
    turns = [TURN[one["basket"]] for one in found["calls"]]
    assert turns == sorted(turns)
    (apart,) = found["set_aside"]
    assert (apart["id"], apart["name"]) == ("1", "Zoé")
    assert "headcount" in apart["problems"]
    for companies, told in (
        [[{}] * 21, "20"],
        [[{"marketting": {}}], "“marketing”"],
        ["x", "list"],
    ):
        refused = call("call_list", companies=companies, lang="en")
        assert refused.is_error
        assert told in text(refused)
