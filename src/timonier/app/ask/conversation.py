"""Ask one question at a time, show the chances move, write each answer back at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from timonier.app.ask.answers import save, with_answer
from timonier.app.ask.parsing import BACK, QUIT, fact_of, parse, worded
from timonier.app.ask.screen import Write
from timonier.app.ask.standing import Asked, Standing, next_question, standing, stop_text, words_of
from timonier.app.charts import MARKS
from timonier.app.company_file import notices
from timonier.app.company_file.kinds import Refused
from timonier.app.company_file.kinds.numbers import in_percent
from timonier.app.document.parts import Ask
from timonier.app.document.words import Words
from timonier.app.interview.posed import Posed
from timonier.app.interview.words import counted, unknown
from timonier.app.wording import number, percent
from timonier.engine.catalogue import MODELS, Text
from timonier.knowledge import load
from timonier.knowledge.typography import NARROW

BAR = 24
OPEN = 1e9  # a limit above which no limit is said
Read = Callable[[str], str]
Busy = Callable[[], AbstractContextManager[Any]]


@dataclass
class Conversation:
    """A file being completed; ``before`` holds its earlier texts, for going back."""

    path: Path
    lang: str
    read: Read
    write: Write
    seed: int
    scenarios: int | None  # of the whole decision; None: the engine's own number
    busy: Busy = nullcontext
    before: list[Standing] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)  # the questions answered, in their order
    passed: list[str] = field(default_factory=list)  # those that may stay empty and were left so

    def run(self) -> None:
        """Ask until the person quits or stops; the file is always up to date."""
        now = self._stand(self.path.read_text(encoding="utf-8"))
        self._say("intro")
        self._chances(now, None, "")
        while True:
            now_asked = next_question(now, self.asked, self.passed, words_of(now, self.lang))
            if now_asked is None:
                self._finished(now)
            else:
                self._show(now_asked)
            typed = self._read("finish" if now_asked is None else "prompt").casefold()
            if typed in BACK:
                now = self._back(now)
            elif typed in QUIT or now_asked is None:
                self._say("saved", file=str(self.path))
                return
            elif now_asked.may_be_empty and not typed.strip():
                self.passed.append(now_asked.question.fact)
            else:
                now = self._answer(now, now_asked.question, typed)

    def _finished(self, now: Standing) -> None:
        self.write("")
        if now.decision is not None:
            self.write(stop_text(now, words_of(now, self.lang)))
        self._advice(now)

    def _stand(self, text: str) -> Standing:
        with self.busy():
            return standing(text, seed=self.seed, scenarios=self.scenarios)

    def _read(self, key: str) -> str:
        try:
            return self.read(f"{self._sentence(key)}{NARROW if self.lang == 'fr' else ''}: ")
        except EOFError:
            self.write("")  # what follows is no part of the prompt
            return QUIT[0]

    def _back(self, now: Standing) -> Standing:
        if not self.before:
            self._say("cannot_go_back")
            return now
        earlier = self.before.pop()
        self.asked.pop()
        save(self.path, earlier.text)
        self._chances(earlier, now, "")
        return earlier

    def _answer(self, now: Standing, question: Ask | Posed, typed: str) -> Standing:
        try:
            said = parse(load(), typed, question, self.lang, now.document)
        except Refused as refused:
            self.write(self._refused(refused, typed, question), "caution")
            return now
        if not said.sure:
            self._say("read_as", value=worded(question, said.value, self.lang))
        after = self._stand(with_answer(now.text, question.fact, said.value))
        save(self.path, after.text)
        self.before.append(now)
        self.asked.append(question.fact)
        for notice in _notices(after):
            if notice not in _notices(now):
                self.write(notice[self.lang], "caution")
        self._chances(after, now, question.label)
        return after

    def _refused(self, refused: Refused, typed: str, question: Ask | Posed) -> str:
        """What to type instead; a choice by its number in the list above."""
        if refused.code in ("choose", "not_not_concerned"):
            count = len(question.choices)
            key = "bad_choice" if refused.code == "choose" else refused.code
            return self._sentence(key, read=typed, count=count)
        return refused.words(load(), self.lang)

    def _limit(self, value: Any) -> str:
        """A limit; one that nobody will meet is left open."""
        if value is None or value >= OPEN:
            return "…"
        return number(float(value), self.lang, 0 if value == int(value) else 2)

    def _show(self, asked: Asked) -> None:
        question = asked.question
        self.write("")
        if asked.place is not None:
            self.write(counted(asked.place, self.lang), "soft")
        self.write(question.text, "question")
        for i, choice in enumerate(question.choices, start=1):
            self.write(f"  {i}. {choice.text}")
        for anchor in question.anchors:
            self.write(f"  {anchor.value} = {anchor.text}")
        self._limits(question)
        self._titled("why", question.reason)
        self._titled("help", question.help)
        default = question.default
        if default:
            said = self._sentence("default", value=default.text, source=default.source)
            self.write(said, "soft")
        if asked.may_be_empty:
            self.write(self._sentence("optional"), "soft")
        commands = "commands" if question.may_be_not_concerned else "commands_plain"
        more = unknown(question.fact, self.lang)
        said = self._sentence(commands)
        self.write(f"{said}\n? {more}" if more else said, "soft")

    def _limits(self, question: Ask | Posed) -> None:
        if question.bounds is None:
            return
        bounds, fact = question.bounds, fact_of(question)
        if in_percent(fact):
            low, high = (percent(end or 0, self.lang) for end in (bounds.low, bounds.high))
            self._say("bounds", low=low, high=high, unit="")
        elif not question.anchors and self._limit(bounds.high) != "…":
            low, high = (self._limit(end) for end in (bounds.low, bounds.high))
            self._say("bounds", low=low, high=high, unit=question.unit)

    def _titled(self, key: str, text: str) -> None:
        space = NARROW if self.lang == "fr" else ""
        self.write(f"{self._sentence(key)}{space}: {text}", "soft")

    def _chances(self, now: Standing, earlier: Standing | None, label: str) -> None:
        if now.is_early:
            self.write("")
            self._say("withheld")
            return
        words = words_of(now, self.lang)
        self.write("")
        if now.chances:
            self.write(self._sentence("chances"))
        for model in MODELS:
            if model in now.chances:
                self.write(self._line(model, now, earlier, words), model)
        for model in now.ruled_out:
            if earlier is None or earlier.is_early or model in earlier.chances:
                by_it = label and earlier is not None and not earlier.is_early
                known = "excluded" if by_it else "excluded_at_start"
                self._say(known, model=words.model(model), label=label)
        for model in earlier.ruled_out if earlier else ():
            if model in now.chances:
                self._say("reopened", model=words.model(model))
        self._advice(now)

    def _line(self, model: str, now: Standing, earlier: Standing | None, words: Words) -> str:
        chance = now.chances[model]
        bar = MARKS[model] * round(BAR * chance)
        said = words.percent(chance)
        if earlier is not None and not earlier.is_early and model in earlier.chances:
            was = words.percent(earlier.chances[model])
            said = said if was == said else f"{was} → {said}"
        return f"  {MARKS[model]} {words.model(model):<18} {bar:<{BAR}} {said}"

    def _advice(self, now: Standing) -> None:
        if now.is_early or now.decision is None:
            self._say("withheld")
            return
        if not now.chances:
            self.write(self._sentence("nothing"), "caution")
            return
        verdict = now.decision.verdict
        if verdict is None or verdict.model is None:
            self._say("no_advice")
            return
        status = self._sentence(f"status.{verdict.status}")
        self._say("advice", model=words_of(now, self.lang).model(verdict.model), status=status)

    def _sentence(self, key: str, **values: object) -> str:
        return load().wording[f"ask.{key}"][self.lang].format(**values)

    def _say(self, key: str, **values: object) -> None:
        self.write(self._sentence(key, **values))


def _notices(now: Standing) -> tuple[Text, ...]:
    """What the answers so far deserve a word about."""
    return notices(now.decision.company, load()) if now.decision else ()
