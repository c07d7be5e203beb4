"""What the report speaks with: a decision and its plan, one language, currency and calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from timonier.app import wording
from timonier.app.document import Document
from timonier.app.document.parts import Caution
from timonier.app.document.words import Words
from timonier.engine.catalogue import Knowledge, Triple
from timonier.engine.plan import Plan
from timonier.engine.plan.model import Action
from timonier.engine.plan_catalogue import PlanKnowledge
from timonier.engine.team import INTERNAL_PILOT


@dataclass(frozen=True)
class Voice:
    """Words for one report. ``document`` is the decision document in the same language."""

    document: Document
    plan: Plan
    lang: str
    today: date
    link: str
    knowledge: Knowledge
    wordings: PlanKnowledge
    kept_beside: str = ""  # the best plan that keeps everybody, when this one does not
    own_warnings: Sequence[Caution] | None = None  # of a team that was not advised
    adviser: str = ""  # in whose name the report is given

    @property
    def warnings(self) -> Sequence[Caution]:
        """The warnings of the team that the plan organises, and of the company's own teams."""
        return self.document.warnings if self.own_warnings is None else self.own_warnings

    @property
    def headcount(self) -> int:
        """How many people the company has, as the plan was made for it."""
        return self.plan.given.headcount

    @property
    def begins_elsewhere(self) -> str:
        """When the plan begins, where the company gave no first month, or one that is past."""
        stated = str(self.document.stated("company.start") or "")
        if stated == self.plan.start:
            return ""
        key = "days.past" if stated else "days.undated"
        said = wording.month_label(0, stated or None, self.lang)
        return self.say(key, month=self.month(0), stated=said)

    @property
    def currency(self) -> str:
        return self.knowledge.markets[self.market].currency

    @property
    def market(self) -> str:
        return str(self.document.stated("company.market"))

    @property
    def company(self) -> str:
        return str(self.document.stated("company.name") or self.say("report.unnamed"))

    @property
    def company_inside(self) -> str:
        """The company's name as it reads inside a sentence."""
        return str(self.document.stated("company.name") or self.say("report.unnamed_inside"))

    def say(self, key: str, **values: object) -> str:
        """One sentence of the plan's wording, its ``{places}`` filled; KeyError when unknown."""
        text = self.wordings.wording[key][self.lang]
        return text.format_map(values) if values else text

    def count(self, key: str, n: int, **values: object) -> str:
        """The singular or the plural of a sentence, as the language counts."""
        one = abs(n) < 2 if self.lang == "fr" else n == 1
        return self.say(f"{key}.{'one' if one else 'other'}", n=n, **values)

    def word(self, key: str) -> str:
        """One word of the product's vocabulary."""
        return self.knowledge.wording[key][self.lang]

    def word_currency(self) -> str:
        return self.knowledge.markets[self.market].currency_name[self.lang]

    def model(self, key: str) -> str:
        """A model as the decision calls it."""
        return self.word(f"model.{self.document.called(key)}")

    def activity(self, key: str) -> str:
        return self.knowledge.activities[key].label[self.lang]

    def role(self, key: str) -> str:
        return self.knowledge.roles[key].label[self.lang]

    def who(self, holder: str) -> str:
        """Name a member, or a place held outside the team; two alike are told apart by a number."""
        known = {**self.plan.people, **self.plan.leaving}
        member = known.get(holder)
        if member is None:
            return self.wordings.seats[holder][self.lang]
        said = member.name or self._place(holder, member.role)
        alike = [
            key
            for key, other in known.items()
            if (other.name or other.role) == (member.name or member.role)
        ]
        return said if len(alike) < 2 else f"{said} {alike.index(holder) + 1}"

    def _place(self, holder: str, role: str) -> str:
        """Somebody inside without a name: the management in a very small company, else the pilot,
        else the contact of those who do the work."""
        if role != INTERNAL_PILOT:
            return self.role(role)
        seats = self.plan.seats
        seat = "ceo" if holder in seats["ceo"] else "pilot" if holder in seats["pilot"] else ""
        return (
            self.role(role)
            if seat == "pilot"
            else self.wordings.seats[seat or "contact"][self.lang]
        )

    def money(self, amount: float) -> str:
        return wording.money(amount, self.currency, self.lang)

    def about(self, amount: float) -> str:
        return wording.about_money(amount, self.currency, self.lang)

    def percent(self, share: float) -> str:
        return wording.percent(share, self.lang)

    def hours(self, amount: float) -> str:
        """Hours that no line cuts from their unit."""
        return wording.hours(amount, self.lang).replace(" ", "\u00a0")

    def number(self, value: float, decimals: int = 0) -> str:
        return wording.number(value, self.lang, decimals)

    def month(self, index: int, *, compact: bool = False) -> str:
        return wording.month_label(index, self.plan.start or None, self.lang, compact=compact)

    def range(self, values: Triple, kind: str = "money") -> str:
        """Low to high, in full."""
        write = {"money": self.money, "about": self.about, "percent": self.percent,
                 "hours": self.hours}[kind]  # fmt: skip
        low, high = write(values.low), write(values.high)
        return low if low == high else self.say("report.range", low=low, high=high)

    @property
    def words(self) -> Words:
        """The words of the decision document, so that facts and chances read alike everywhere."""
        return Words(self.knowledge, self.lang, self.currency)

    def odds(self, share: float) -> str:
        """The nearest chance that people can see: about 3 chances in 4."""
        return self.words.odds(share)

    def action(self, action: Action) -> str:
        """What is to be done, in words."""
        template = next(one for one in self.wordings.actions if one.key == action.kind)
        missing = self.listing([self.word(f"vision.{part}") for part in action.missing])
        who = self.who(action.subject) if action.subject else ""
        return template.label[self.lang].format(missing=missing, who=who)

    def done_when(self, action: Action) -> str:
        """What shows that it is done."""
        return next(one for one in self.wordings.actions if one.key == action.kind).done_when[
            self.lang
        ]

    def sentences(self, items: Sequence[str]) -> str:
        """Several short statements as sentences, one after the other."""
        return " ".join(item if item.endswith(("?", ".")) else f"{item}." for item in items)

    def listing(self, words: list[str]) -> str:
        return wording.listing(words, self.lang)


def inside(sentence: str) -> str:
    """A sentence as it reads after a colon: no capital, unless it begins with an acronym.

    >>> inside("Daily production."), inside("CRM alone.")
    ('daily production.', 'CRM alone.')
    """
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]
