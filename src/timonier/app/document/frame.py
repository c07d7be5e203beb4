"""The framework and the verdict of the document."""

from __future__ import annotations

from timonier.app.document import parts
from timonier.app.document.money import money_text
from timonier.app.document.numbers import rounded
from timonier.app.document.words import Words
from timonier.engine.decision import Decision
from timonier.engine.explanation import Evidence
from timonier.engine.framework import Answer
from timonier.engine.information.doubt import Doubt
from timonier.engine.money import common, work_done
from timonier.engine.ranking import Verdict

FACTS_OF = {
    "vision": ("vision.targets", "vision.channels", "vision.objectives"),
    "steering": ("steering.level", "steering.hours_per_month"),
    "needs": ("needs.recurrent_share", "needs.oneoff_share", "needs.evolving"),
    "role": ("marketing.role",),
}
CLOSING = {
    "A41": FACTS_OF["vision"],
    "A21": ("hiring.can_recruit",),
    "A42": FACTS_OF["steering"],
}


def framework(decision: Decision, words: Words) -> parts.Framework:
    """The four questions, what they close, and the model that the article would favour."""
    reading = decision.framework
    return parts.Framework(
        questions=tuple(_question(a, words) for a in reading.answers),
        viable=dict(reading.viable),
        excluded_by={
            model: parts.Excluded(
                statements=codes,
                facts=tuple(f for code in codes for f in CLOSING.get(code, ())),
            )
            for model, codes in reading.excluded_by.items()
        },
        closed_share={m: rounded(s) for m, s in reading.closed_share.items()},
        favours={m: rounded(s) for m, s in reading.favours.items()},
        favourite=reading.favourite,
        conditions={k: rounded(s) for k, s in reading.conditions.items()},
        rule=tuple(reading.rule.split("+")),
    )


def _question(answer: Answer, words: Words) -> parts.Question:
    return parts.Question(
        question=answer.question,
        answer=answer.answer,
        chance=rounded(answer.chance),
        assumed=answer.assumed,
        effect=words.say(f"document.effect.{answer.question}.{answer.answer}"),
        statements=answer.effects,
        facts=FACTS_OF[answer.question],
        numbers={k: rounded(v) for k, v in answer.facts.items()},
    )


def verdict(evidence: Evidence, words: Words) -> parts.Verdict:
    """Which model, how sure; without a feasible team at all, undecided with no chance."""
    decision = evidence.decision
    said, doubt = decision.verdict, decision.doubt
    if said is None or doubt is None:
        return _nothing(decision, words)
    leading = evidence.order[0]
    text, confidence = _told(evidence, words)
    done = work_done(decision, leading)
    return parts.Verdict(
        model=said.model,
        status=said.status,
        leading=leading,
        chance_of_best=rounded(said.chance_of_best),
        expected_regret=rounded(said.expected_regret),
        standard_error=rounded(said.standard_error),
        by_elimination=said.by_elimination,
        too_few_answers=said.too_few_answers,
        framework_agrees=decision.framework.agrees(leading),
        holds_if_known=rounded(decision.holds),
        doubt=_doubt(doubt),
        search_gap=_gap(decision),
        no_team=rounded(said.no_team),
        work_done=rounded(done),
        common=common(decision),
        text=text,
        confidence=confidence,
        money=money_text(decision, done, words),
    )


def _nothing(decision: Decision, words: Words) -> parts.Verdict:
    """No model has a team."""
    return parts.Verdict(
        model=None,
        status="undecided",
        leading=None,
        chance_of_best=0.0,
        expected_regret=None,
        standard_error=0.0,
        by_elimination=False,
        too_few_answers=False,
        framework_agrees=None,
        holds_if_known=0.0,
        doubt=None,
        search_gap=_gap(decision),
        no_team=1.0,
        work_done=None,
        common=(),
        text=words.say("document.verdict.nothing"),
        confidence="",
        money="",
    )


def _doubt(doubt: Doubt) -> parts.Doubt:
    return parts.Doubt(
        preferences=rounded(doubt.preferences),
        luck=rounded(doubt.luck),
        unknown_facts=rounded(doubt.unknown_facts),
    )


def _gap(decision: Decision) -> float:
    return rounded(decision.world.rules.search_gap)


def _told(evidence: Evidence, words: Words) -> tuple[str, str]:
    """The verdict in a sentence, and how sure it is in another; the futures without any team are
    said with it."""
    said = evidence.decision.verdict
    assert said is not None
    text, sure = _text_and_confidence(evidence, words, said)
    if round(100 * said.no_team) > 0:
        share = words.percent(said.no_team)
        sure = f"{sure} {words.say('document.verdict.no_team', share=share)}".strip()
    return text, sure


def _text_and_confidence(evidence: Evidence, words: Words, said: Verdict) -> tuple[str, str]:
    decision = evidence.decision
    ranking = decision.ranking
    assert ranking is not None
    chances = dict(zip(decision.ranked, ranking.chance_of_best, strict=True))
    if said.model is None:
        two = evidence.order[:2]
        nouns = words.listing([words.noun(m) for m in two])
        if len(two) == 1:
            if not said.too_few_answers:
                return words.say("document.verdict.only_model", models=nouns), ""
            sure = words.say("document.verdict.confidence_one_model")
            return words.say("document.verdict.one_model", models=nouns), sure
        few = said.too_few_answers
        key, why = ("too_few_answers", "too_few") if few else ("undecided", "undecided")
        each = [f"{words.model(m)} {words.percent(float(chances[m]))}" for m in two]
        sure = words.say(f"document.verdict.confidence_{why}", chances=words.listing(each))
        return words.say(f"document.verdict.{key}", models=nouns), sure
    text = words.say(f"document.verdict.{said.status}.{words.naming.model(said.model)}")
    if said.by_elimination:
        return text, words.say("document.verdict.confidence_one")
    odds = words.odds(said.chance_of_best)
    percent = words.percent(said.chance_of_best)
    sure = words.say("document.verdict.confidence", odds=odds, percent=percent)
    return text, sure[:1].upper() + sure[1:]
