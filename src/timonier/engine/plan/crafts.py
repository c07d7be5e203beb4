"""What one person can believably be asked for: a few crafts each, from their skills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from timonier.engine.catalogue import Activity, Knowledge, Role
from timonier.engine.plan.inputs import PlanInput, PlanMember
from timonier.engine.plan_catalogue import PlanKnowledge
from timonier.engine.rules import rules_of

ALONE = 3  # level from which somebody does a craft without help
Shared = dict[str, dict[str, float]]  # activity -> member -> hours a month


@dataclass(frozen=True)
class Crafts:
    """The crafts of each activity, one of which is enough to have a part in it, and the crafts that
    each member keeps, which may grow."""

    given: PlanInput
    of: Mapping[str, tuple[str, ...]]
    kept: Mapping[str, set[str]]
    roles: Mapping[str, Role]
    plan: PlanKnowledge
    asked: Mapping[str, float]  # the level that each activity asks of its crafts
    short: float  # levels that may lack to whom one pays, as in the simulation
    own: frozenset[str]  # the company's own people, whose work is theirs to say

    def level(self, key: str, activity: str) -> int:
        return skill_in(self.roles[key], self.of[activity])

    def can(self, key: str, activity: str) -> bool:
        """Whether somebody knows enough of an activity's crafts to be paid for it."""
        return self.asked[activity] - self.level(key, activity) <= self.short

    def holds(self, key: str, activity: str) -> bool:
        """Whether an activity is of the crafts that somebody keeps, and within what they know."""
        if self.kept[key].isdisjoint(self.of[activity]):
            return False
        return key in self.own or self.can(key, activity)

    def best(self, key: str, activity: str) -> str:
        """The craft by which somebody has a part in an activity: the one they know best."""
        skills = self.roles[key].skills
        return max(self.of[activity], key=lambda craft: skills.get(craft, 0))

    def usual(self, member: PlanMember) -> int:
        """How many crafts one of a kind holds: those mastered, and a few more."""
        mastered = sum(level >= ALONE for level in self.roles[member.key].skills.values())
        more = self.plan.settings[f"crafts.{member.category}"]
        return int(min(self.most, mastered + more))

    def at_most(self, key: str) -> int:
        """How many crafts somebody holds who has hours left: the usual ones, and a few more."""
        member = next(m for m in self.given.members if m.key == key)
        return min(self.most, self.usual(member) + int(self.plan.settings["crafts.idle"]))

    @property
    def most(self) -> int:
        return int(self.plan.settings["crafts_most"])

    def takes(self, member: PlanMember, activity: str) -> bool:
        """Whether an activity is of somebody's crafts, or of one mastered that they have room for;
        it is then one of theirs."""
        mine = self.kept[member.key]
        able = self.can(member.key, activity) and self.level(member.key, activity) >= ALONE
        if able and len(mine) < self.usual(member):
            mine.add(self.best(member.key, activity))
        return self.holds(member.key, activity)

    def able(self, activity: str) -> list[str]:
        """Those whose crafts hold an activity, the ablest first; not pilots, who do not produce."""
        found = [
            m.key for m in self.given.members if self.holds(m.key, activity) and not m.outside_pilot
        ]
        return sorted(found, key=lambda key: (-self.level(key, activity), key))


def crafts_of(
    given: PlanInput,
    shared: Mapping[str, Mapping[str, float]],
    plan: PlanKnowledge,
    knowledge: Knowledge,
) -> Crafts:
    """The crafts that each keeps of the work ``shared`` out."""
    activities = {a: knowledge.activities[a] for a in {*shared, *given.needs}}
    crafts = {a: crafts_asked(one) for a, one in activities.items()}
    asked = {a: max(one.skills.values()) for a, one in activities.items()}
    roles = {m.key: knowledge.roles[m.role] for m in given.members}
    kept: dict[str, set[str]] = {m.key: set() for m in given.members}
    short = rules_of(knowledge.method).fit_levels_short
    own = frozenset(m.key for m in given.members if m.category == "internal_existing")
    found = Crafts(given, crafts, kept, roles, plan, asked, short, own)
    for member in given.members:
        found.kept[member.key].update(_kept(member, shared, found))
    return found


def _kept(
    member: PlanMember, shared: Mapping[str, Mapping[str, float]], crafts: Crafts
) -> list[str]:
    """The crafts that somebody keeps: those they master and have most hours of."""
    hours: dict[str, float] = {}
    own = member.key in crafts.own
    for activity, by_member in shared.items():
        if by_member.get(member.key, 0.0) > 0 and (own or crafts.can(member.key, activity)):
            craft = crafts.best(member.key, activity)
            hours[craft] = hours.get(craft, 0.0) + by_member[member.key]
    if f"crafts.{member.category}" not in crafts.plan.settings:
        return list(hours)
    skills = crafts.roles[member.key].skills
    order = sorted(hours, key=lambda c: (skills[c] < ALONE, -hours[c], c))
    return order[: crafts.usual(member)]


def crafts_asked(activity: Activity) -> tuple[str, ...]:
    """The skills that an activity asks most of: several for one made of several crafts, such as a
    campaign that is written, drawn and sent."""
    most = max(activity.skills.values())
    return tuple(skill for skill, level in activity.skills.items() if level == most)


def skill_in(role: Role, crafts: tuple[str, ...]) -> int:
    """The level of a role in the craft that it knows best of several."""
    return max(role.skills.get(craft, 0) for craft in crafts)
