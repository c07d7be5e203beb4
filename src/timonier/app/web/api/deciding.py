"""The addresses that decide: a company in, the command's own documents out."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Router

from timonier import company_from
from timonier.app.company_file import CompanyFileError, to_document
from timonier.app.company_file.errors import printable, shown
from timonier.app.document import Document as Decision
from timonier.app.document import dump, work
from timonier.app.document.numbers import rounded, wholes
from timonier.app.document.parts import plain
from timonier.app.interview import answers as company_answers
from timonier.app.interview import asking
from timonier.app.interview.words import unknown as unknown_law
from timonier.app.web import computing, playing, whatif
from timonier.app.web.api import answers
from timonier.app.web.api.answering import awaited, turn
from timonier.app.web.api.bodies import (
    Asked,
    ToDecide,
    ToDecideInPart,
    ToExplain,
    ToInterview,
    ToTry,
)
from timonier.app.web.api.callers import DECIDE, GLIMPSE, NEEDS, Caller, allow, charge
from timonier.app.web.api.problems import Found, Problem, language_of, of_company
from timonier.app.web.api.reading import unknown
from timonier.app.web.result.reading import word
from timonier.app.web.words import Lang, say
from timonier.engine.catalogue import MODELS, Text
from timonier.engine.company import FACTS, UNKNOWN
from timonier.knowledge import load

JSON = "application/json; charset=utf-8"
MAY_CHANGE = tuple(key for key in FACTS if key != "company.market")  # another one: another company
router = Router()
Document = dict[str, Any]


@router.post("/decisions", operation_id="decide")
def decide(request: HttpRequest, body: ToDecideInPart) -> HttpResponse:
    document, caller = _read(request, body)
    lang = language_of(request)
    text = decided(caller, document, body.seed, lang, body.effort)
    key = computing.effort_key(document, body.seed, lang, body.effort)
    if body.include:
        whole_one = plain(computing.read_once(text))
        text = dump({name: whole_one[name] for name in whole_one if name in body.include})
    response = json_text(text, lang)
    response["ETag"] = f'"{key[:32]}{"-".join(sorted(body.include or ()))}"'
    return response


@router.post("/needs", operation_id="needs")
def needs(request: HttpRequest, body: Asked) -> HttpResponse:
    document, caller = _read(request, body)
    lang = language_of(request)
    charge(caller, NEEDS)
    with turn(caller):
        return json_text(dump(work(company_from(document), lang, body.seed)), lang)


@router.post("/questions/next", operation_id="next_questions")
def next_questions(request: HttpRequest, body: ToDecide) -> HttpResponse:
    return _part(request, body, answers.NextQuestions)


@router.post("/interview", operation_id="interview")
def interview(request: HttpRequest, body: ToInterview) -> HttpResponse:
    caller: Caller = request.caller  # type: ignore[attr-defined]
    allow(caller, "decide")
    lang = language_of(request)

    def decide() -> Decision:
        document = company_of(body.company)
        return computing.read_once(decided(caller, document, body.seed, lang, body.effort))

    try:
        asking.check(body.company)
        now = asking.now(asking.begun(body.company), lang, decide)
    except CompanyFileError as error:
        raise of_company(error) from error
    return json_text(dump(_interviewed(now, lang)), lang)


def _interviewed(now: asking.Now, lang: Lang) -> answers.Interviewed:
    asked, place = now.question, now.place
    return answers.Interviewed(
        language=lang,
        question=asked,
        write_at=asking.place_of(asked.fact) if asked else None,
        allowed=asking.allowed(asked, lang) if asked else "",
        unknown=unknown_law(asked.fact, lang) if asked else "",
        number=place.number if place else None,
        of=place.total if place else None,
        stop=now.decision.stop.text if now.decision else "",
    )


@router.post("/frontier", operation_id="frontier")
def frontier(request: HttpRequest, body: ToDecide) -> HttpResponse:
    return _part(request, body, answers.Frontier)


@router.post("/explanations", operation_id="explain")
def explain(request: HttpRequest, body: ToExplain) -> HttpResponse:
    document, caller = _read(request, body)
    lang = language_of(request)
    decided(caller, document, body.seed, lang, "full")
    found = awaited(caller, lambda: computing.explanations_of(document, body.seed, lang))
    for place, path in enumerate(body.paths or ()):
        if path not in found:
            raise _no_path(path, place, list(found))
    kept = {path: found[path] for path in body.paths or found}
    return json_text(dump(answers.Explanations(language=lang, explanations=kept)), lang)


@router.post("/what-if", operation_id="what_if")
def what_if(request: HttpRequest, body: ToTry) -> HttpResponse:
    document, caller = _read(request, body)
    lang = language_of(request)
    changed = _changed(document, body.changes)
    decision = computing.read_once(decided(caller, document, body.seed, lang, "full"))
    board = awaited(caller, lambda: computing.board_of(document, body.seed))
    charge(caller, GLIMPSE)
    if "marketing.budget" in body.changes:
        whatif.hold_ambition(changed, decision)
    ratio = whatif.budget_ratio(document, changed, decision)
    with turn(caller), translation.override(lang):
        seen = playing.glimpse(board, company_from(changed), ratio)
        return json_text(dump(_tried(decision, seen)), lang)


def decided(caller: Caller, document: Document, seed: int, lang: Lang, effort: str) -> str:
    """The decision document as the command prints it, computed or found again."""
    found = computing.known(computing.effort_key(document, seed, lang, effort))
    if found is not None:
        return found
    charge(caller, DECIDE[effort])
    return awaited(caller, lambda: computing.by_effort(document, seed, lang, effort))


def json_text(text: str, lang: Lang) -> HttpResponse:
    """A document as it was written."""
    response = HttpResponse(text, content_type=JSON)
    response["Content-Language"] = lang
    return response


def _read(request: HttpRequest, body: Asked) -> tuple[Document, Caller]:
    """The company that was sent, as the command reads it, and who sent it."""
    caller: Caller = request.caller  # type: ignore[attr-defined]
    allow(caller, "decide")
    return company_of(body.company), caller


def company_of(sent: Mapping[str, Any]) -> Document:
    """A company as its document; Problem at the place of what its reader refuses."""
    try:
        return to_document(company_from(sent))
    except CompanyFileError as error:
        raise of_company(error) from error


def _part(request: HttpRequest, body: ToDecide, kind: Any) -> HttpResponse:
    """The keys of an answer, out of the decision document."""
    document, caller = _read(request, body)
    lang = language_of(request)
    decision = computing.read_once(decided(caller, document, body.seed, lang, body.effort))
    keys = kind.__dataclass_fields__
    return json_text(dump(kind(**{name: getattr(decision, name) for name in keys})), lang)


def _no_path(given: str, place: int, known: Sequence[str]) -> Problem:
    near = next(iter(get_close_matches(given[:200], known, n=1, cutoff=0.3)), known[0])
    template = load().wording["cli.say.unknown_path"]
    said = (template[lang].format(given=printable(given), nearest=near) for lang in ("fr", "en"))
    found = Found(("paths", place), shown(given), nearest=near)
    return Problem("invalid", 422, found, {"reason": Text(*said)})


def _changed(document: Document, changes: Mapping[str, Any]) -> Document:
    """The company with other answers; Problem at the change that its reader refuses."""
    made = copy.deepcopy(document)
    for key, value in changes.items():
        if key not in MAY_CHANGE:
            raise unknown(("changes", key), MAY_CHANGE)
        company_answers.write(made, key, None if value == UNKNOWN else value)
    try:
        return to_document(company_from(made))
    except CompanyFileError as error:
        path = error.place.path
        key = ".".join(str(part) for part in path[:2])
        if key in changes:
            raise of_company(error, ("changes", key), path[2:]) from error
        raise of_company(error, ("changes",), ()) from error


def _tried(decision: Decision, seen: playing.Glimpse) -> answers.WhatIf:
    models = {model: _beside(decision, seen, model) for model in MODELS}
    before, after = decision.verdict.leading, seen.first
    said = "whatif.ahead" if before == after else "whatif.flips"
    text = (
        str(say(said, model=word(f"model.{seen.called(after)}")))
        if after
        else load().wording["api.no_model"][decision.language]
    )
    return answers.WhatIf(
        language=decision.language,
        currency=decision.currency,
        before=before,
        after=after,
        text=text,
        models=models,
        provenance=decision.provenance,
    )


def _beside(decision: Decision, seen: playing.Glimpse, model: str) -> answers.Tried:
    years = seen.a_year.get(model)
    return answers.Tried(
        chance_before=decision.models[model].chance_of_best,
        chance_after=rounded(seen.chance.get(model, 0.0)),
        open=model in seen.chance,
        a_year=None if years is None else wholes(years),
    )
