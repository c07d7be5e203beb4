"""The simulation once more, in plain NumPy: what the compiled kernel must agree with to rounding.

Written from the method, month by month, for reading: every array has one value per scenario, and
months, people and parts of work are Python loops. It takes the same world and teams as the kernel
and gives the same metrics; it shares with it the draws, and nothing of its code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.twin_parts import Part, Seat, Singles, State, hardest_first, month_index, seats_of
from timonier.engine.catalogue import FUNCTIONS, Role
from timonier.engine.prices import figure
from timonier.engine.simulation import METRICS, SLOT_METRICS, World
from timonier.engine.team import Team, is_junior, is_pilot

WEEKS_PER_MONTH = 4.345


@dataclass(frozen=True)
class Result:
    """``values[team, metric, scenario]``, ``seats[team][seat, seat metric]``, and what a closer
    look shows: ``month[team, 9, month, scenario]``, ``assigned[team][activity, seat]``."""

    values: Singles
    seats: list[NDArray[np.float64]]
    month: Singles
    assigned: list[NDArray[np.float64]]

    def __getitem__(self, metric: str) -> Singles:
        return self.values[:, METRICS.index(metric)]


def simulate(world: World, teams: Sequence[Team]) -> Result:
    """Simulate each team in each scenario of the world."""
    parts = hardest_first(world)
    runs = [Run(world, parts, team).run() for team in teams]
    values = np.stack([np.stack([run.metric[m] for m in METRICS]) for run in runs])
    late = max(1, world.months - month_index(world, "coverage.from_month"))
    seats = [run.seat.mean(axis=2, dtype=np.float64) for run in runs]
    assigned = [run.assigned.mean(axis=2, dtype=np.float64) / late for run in runs]
    return Result(values, seats, np.stack([run.month for run in runs]), assigned)


class Run:
    """One team in every scenario."""

    def __init__(self, world: World, parts: list[Part], team: Team) -> None:
        self.world, self.parts, self.rules = world, parts, world.rules
        self.seats = seats_of(world, team)
        self.steady = month_index(world, "coverage.from_month")
        self.pilot = world.pilot_lanes.astype(np.float32)  # hours, weight, level, other level
        self.pilot_hours = self.pilot[0] * np.float32(self._pilot_stays(team))
        self.demand = world.needs.hours
        self.total = self.demand.sum(axis=0)
        rows = [a.function == "execution" for a in world.needs.activities]
        self.execution = self.demand[rows].sum(axis=0)
        self.arrived_hours = np.cumsum(self.demand, axis=1)
        self.orders = [self.takers(part) for part in parts]
        self.cut = self._cut_share()
        shape = (len(self.seats), world.size)
        self.state = State(
            {m: np.zeros(world.size, np.float32) for m in METRICS},
            np.zeros((shape[0], len(SLOT_METRICS), shape[1]), np.float32),
            self._needed_by_month(),
            np.zeros((len(world.needs.activities), *shape), np.float32),
            {i: np.zeros(world.size, np.float32) for i, p in enumerate(parts) if p.project},
            np.zeros(shape, np.float32),
            np.zeros(world.size, np.float32),
        )
        self.state.metric["weeks_25"] -= 1
        self.state.metric["weeks_80"] -= 1

    def _needed_by_month(self) -> Singles:
        """The rows that a closer look shows, with the needs that no team changes."""
        month = np.zeros((9, self.world.months, self.world.size), np.float32)
        for activity, hours in zip(self.world.needs.activities, self.demand, strict=True):
            month[5 + FUNCTIONS.index(activity.function)] += hours
        return month

    def _pilot_stays(self, team: Team) -> bool:
        """The person of [steering] goes when the last leader in place is let go."""
        roles = self.world.knowledge.roles
        gone = any(roles[m.role].steering_level >= 3 for m in team.released)
        return not gone or any(seat.lends for seat in self.seats)

    def run(self) -> State:
        for t in range(self.world.months):
            self.attend(t)
            self.steer(t)
            self.work(t)
            self.pay(t)
            self.count(t)
            self.speed(t)
        return self.state

    # Who is there

    def attend(self, t: int) -> None:
        """Presence and ramp-up, ignorance of the company, hours to plan, to stretch, to lead."""
        n, size = len(self.seats), self.world.size
        zeros = np.zeros((n, size), np.float32)
        now = {k: zeros.copy() for k in ("there", "blind", "plan", "extra", "lead", "tenure")}
        now["there"][0] = 1.0
        surge = np.maximum(self.total[t] / max(float(self.world.needs.monthly.sum()), 1e-6) - 1, 0)
        for r, seat in enumerate(self.seats):
            if r == 0 or not seat.counts(t):
                continue
            months = seat.tenure[t - seat.start]
            now["tenure"][r] = months
            now["there"][r] = self._ramp(seat, months)
            now["blind"][r] = 1.0 - self.knowledge(seat, months)
            yields = now["there"][r] * (not seat.idle)
            own = seat.hours * seat.role.max_productive_share
            lent = self.pilot[0] if seat.lends else 0.0
            now["plan"][r] = np.maximum(own - lent, 0) * yields
            now["extra"][r] = np.minimum(self._stretch(seat), own * surge) * yields
            now["lead"][r] = self._lead(seat) * now["there"][r]
        self.state.now = now

    def _figure(self, seat: Seat, name: str) -> float:
        return figure(self.world.company, self.world.market, seat.role, name).median

    def _ramp(self, seat: Seat, months: Singles) -> Singles:
        """From the first yield to a full one over the months of ramp-up; nothing when absent."""
        ramp, first = self._figure(seat, "ramp_up_months"), self.rules["ramp.start"]
        full = first + (1 - first) * (months + 0.5) / ramp if ramp > 0 else np.ones_like(months)
        return np.where(months >= 0, np.minimum(full, 1.0), 0.0).astype(np.float32)

    def knowledge(self, seat: Seat, months: Singles) -> Singles:
        """K(t) = Kmax - (Kmax - K0) exp(-m / tau), m in months of full-time presence."""
        role, tau = seat.role, self._figure(seat, "ramp_up_months")
        tau /= self.rules["knowledge.ramp_divisor"]
        if tau <= 0:
            return np.full_like(months, role.knowledge_max)
        worked = self.world.market.worked_hours_per_year.value.median / 12.0
        m = np.maximum(months, 0) * min(1.0, seat.hours / worked)
        return role.knowledge_max - (role.knowledge_max - role.knowledge_start) * np.exp(-m / tau)

    def _stretch(self, seat: Seat) -> float:
        """Productive hours beyond the contract that a provider accepts."""
        times = {"freelancer": "stretch.freelancer", "agency": "stretch.agency"}
        key = times.get(seat.role.category)
        if key is None:
            return 0.0
        most = min(seat.role.max_hours * seat.quantity, self.rules[key] * seat.hours)
        return max(0.0, most - seat.hours) * seat.role.max_productive_share

    def _lead(self, seat: Seat) -> float:
        """Hours that can steer: of an outside pilot, of a new leader; not of people in place."""
        if is_pilot(seat.role):
            return self.rules["steering.pilot_share_max"] * seat.hours
        if seat.employed and not seat.existing:
            return seat.role.steering_capacity * seat.quantity
        return 0.0

    def weight(self, role: Role) -> float:
        """What an hour of steering by this role is worth."""
        level = role.steering_level - self.rules["steering.level_zero"]
        return float(np.clip(level / self.rules["steering.level_span"], 0, 1))

    # Steering and coordination

    def steer(self, t: int) -> None:
        """Share the hours of leaders between steering and coordination, before they produce."""
        now = self.state.now
        n = len(self.seats)
        weights = np.array([self.weight(s.role) for s in self.seats], np.float32)
        needs = np.array([s.role.steering_need for s in self.seats], np.float32)
        able = self._employees_coordinate(t)
        capacity = now["plan"].sum(axis=0) + np.float32(1e-6)
        used = np.minimum(1, self.total[t] / capacity)
        required = needs @ now["plan"] * used
        wanted = self._coordination_wanted(t) + self.cut * used * capacity
        steering, coordination = (np.zeros((n, self.world.size), np.float32) for _ in range(2))
        steering[0], coordination[0] = self._inside(
            required - weights @ now["lead"], wanted, able.sum(axis=0)
        )
        now["plan"][0] = np.maximum(self.pilot_hours - steering[0] - coordination[0], 0)
        given = (self.pilot_hours - coordination[0]) * self.pilot[1]
        unsteered = np.maximum(required - steering[0] * self.pilot[1], 0)
        left = wanted - coordination[0]
        for r in range(1, n):
            if weights[r] > 0:
                steering[r] = np.minimum(now["lead"][r], unsteered / weights[r])
            unsteered = np.maximum(unsteered - steering[r] * weights[r], 0)
            coordination[r] = np.minimum(now["lead"][r] - steering[r], np.maximum(left, 0))
            left = left - coordination[r]
            given = given + (now["lead"][r] - coordination[r]) * weights[r]
        for r in range(1, n):
            more = np.maximum(able[r] - coordination[r], 0)
            more = np.minimum(more, np.maximum(left, 0))
            coordination[r] += more
            left = left - more
        now["plan"][1:] = np.maximum(now["plan"][1:] - steering[1:] - coordination[1:], 0)
        got = wanted - np.maximum(left, 0)
        ratio = np.where(wanted > 1e-6, np.minimum(1, got / np.maximum(wanted, 1e-6)), 1)
        now |= {"steering": steering, "coordination": coordination, "given": given}
        now |= {"wanted": wanted, "got": got, "ratio": ratio, "weights": weights, "needs": needs}

    def _employees_coordinate(self, t: int) -> Singles:
        """(seat, scenario) hours that employees able to coordinate may give to it."""
        out = np.zeros_like(self.state.now["plan"])
        share = self.rules["coordination.employee_share"]
        for r, seat in enumerate(self.seats):
            able = seat.employed and seat.role.skills["coordination"] >= 2 and not seat.idle
            if able:
                out[r] = share * seat.hours * self.state.now["there"][r]
        return out

    def _coordination_wanted(self, t: int) -> Singles:
        """Links, rituals, and what outside hours ask for; before activities cut over parties."""
        rules, now = self.rules, self.state.now
        here = [seat for seat in self.seats[1:] if seat.counts(t)]
        people = sum(seat.employed and not seat.idle for seat in here)
        parties = len(here)
        star = parties - 1 if any(is_pilot(seat.role) for seat in here) else None
        links = parties * (parties - 1) / 2 if star is None else max(0, star)
        links = np.where(self.pilot_hours > 0, parties, links)  # the contact holds one link more
        wanted = rules["coordination.hours_per_link"] * links
        if parties:
            wanted = wanted + rules["coordination.ritual_base"]
            wanted = wanted + rules["coordination.ritual_per_employee"] * people
        for r, seat in enumerate(self.seats):
            if seat.outside:
                each = seat.role.coordination_overhead * (1 - seat.role.self_orchestration)
                wanted = wanted + seat.hours * each * (now["there"][r] > 0)
        return wanted.astype(np.float32)

    def _inside(self, missing: Singles, wanted: Singles, able: Singles) -> tuple[Singles, Singles]:
        """The internal pilot's hours of steering and of coordination.

        Coordination that employees cannot do comes first, then steering; what is left of the time
        coordinates the rest.
        """
        hours, weight = self.pilot_hours, self.pilot[1]
        asked = np.where(weight > 0, np.maximum(missing, 0) / np.maximum(weight, 1e-6), 0)
        alone = np.maximum(wanted - able, 0)
        steering = np.minimum(asked, np.maximum(hours - alone, 0))
        coordination = np.minimum(wanted, hours - steering)
        return np.minimum(asked, hours - coordination), coordination

    def _cut_share(self) -> float:
        """Coordination hours per hour of work: an activity cut over n parties costs n - 1 shares
        of its hours, read on the first choice for each part."""
        first: dict[int, set[int]] = {}
        for part, order in zip(self.parts, self.orders, strict=True):
            if order:
                first.setdefault(part.row, set()).add(order[0][0])
        hours = self.world.needs.monthly
        extra = sum(float(hours[row]) * (len(parties) - 1) for row, parties in first.items())
        return self.rules["split.coordination_per_party"] * extra / max(float(hours.sum()), 1e-9)

    # Work

    def takers(self, part: Part) -> list[tuple[int, bool]]:
        """(seat, beyond the contract) of all who can take a part, the best fit first."""
        rules, activity = self.rules, part.activity
        found = []
        for r, seat in enumerate(self.seats):
            role = seat.role
            leads = role.category == "internal_existing" or is_pilot(role)
            quality = np.float32(min(1, role.skills[part.skill] / part.level))
            if leads and activity.strategic_content < rules["fit.strategic_min"]:
                continue
            if seat.idle or (r > 0 and quality < np.float32(rules["fit.minimum"])):
                continue
            ignorance = activity.company_knowledge * (1 - role.knowledge_max)
            fit = quality * (1 - rules["quality.knowledge_loss"] * ignorance)
            fit += rules["fit.insider_margin"] * activity.company_knowledge * seat.employed
            fit += 1.0 * leads
            found.append((-round(fit, 5), r, False))
            if role.category in ("agency", "freelancer"):
                found.append((10 - round(fit, 5), r, True))
        return [(r, beyond) for _, r, beyond in sorted(found)]

    def work(self, t: int) -> None:
        """Give the hardest work to the best fit with hours left; the rest waits or is lost."""
        now, n = self.state.now, len(self.seats)
        shape = (n, self.world.size)
        for name in ("used", "special", "brand"):
            now[name] = np.zeros(shape, np.float32)
        for name in ("good", "good_known", "aligned"):
            now[name] = np.zeros((4, *shape), np.float32)
        for i, part in enumerate(self.parts):
            waiting = self._waiting(i, part, t)
            for r, beyond in self.orders[i]:
                quality = self._quality(r, part)
                pool = now["extra" if beyond else "plan"][r]
                taken = np.minimum(waiting, pool)
                if r == 0:
                    taken = np.where(quality >= np.float32(self.rules["fit.minimum"]), taken, 0)
                pool -= taken
                waiting = waiting - taken
                self._book(part, r, taken, quality, t)
            if part.project:
                share = np.float32(1 / len(part.activity.skills))
                arrived = share * self.arrived_hours[part.row, t]
                self.state.done[i] = np.maximum(self.state.done[i], arrived - waiting)
            else:
                self._lose(part, waiting)

    def _waiting(self, i: int, part: Part, t: int) -> Singles:
        """Hours to serve: this month's, or a project's not yet done nor given up."""
        share = np.float32(1 / len(part.activity.skills))
        if not part.project:
            return share * self.demand[part.row, t]
        arrived, done = share * self.arrived_hours[part.row], self.state.done
        expired = t - int(self.rules["project.patience_months"]) - 1
        if expired >= 0:
            gone = np.maximum(arrived[expired] - done[i], 0)
            self._lose(part, gone)
            done[i] = done[i] + gone
        return np.maximum(arrived[t] - done[i], 0)

    def _lose(self, part: Part, hours: Singles) -> None:
        price = self.world.market_price[part.activity.key]
        self.state.metric["undone"] += hours * np.float32(price)

    def _quality(self, r: int, part: Part) -> Any:
        """min(1, level / required); the internal pilot's level is the person's own."""
        if r > 0:
            return np.float32(min(1, self.seats[r].role.skills[part.skill] / part.level))
        mastered = part.skill in ("strategy", "planning", "coordination")
        return np.minimum(1, self.pilot[2 if mastered else 3] / np.float32(part.level))

    def _book(self, part: Part, r: int, taken: Singles, quality: Any, t: int) -> None:
        now, activity = self.state.now, part.activity
        function = FUNCTIONS.index(activity.function)
        good = taken * quality
        known = np.float32(activity.company_knowledge)
        brand = np.float32(activity.brand_sensitivity)
        now["used"][r] += taken
        now["good"][function, r] += good
        now["good_known"][function, r] += good * known
        weight = self.rules["alignment.weight_base"]
        weight += self.rules["alignment.weight_strategic"] * activity.strategic_content
        aligned = good * np.float32(weight)
        for i, factor in enumerate((1, known, brand, known * brand)):
            now["aligned"][i, r] += aligned * factor
        if t < 12:  # the brand is at risk while newcomers learn the company
            now["brand"][r] += taken * brand
        if t >= self.steady:
            if activity.specialisation >= self.rules["needs.specialised_threshold"]:
                now["special"][r] += good * quality
            self.state.assigned[part.row, r] += taken

    # Money

    def pay(self, t: int) -> None:
        """Pay and bills, one-off costs of arrivals, pay that yields nothing during ramp-up."""
        metric, now, prices = self.state.metric, self.state.now, self.world.prices
        index = prices.growth[t].astype(np.float32)
        for r, seat in enumerate(self.seats):
            if r == 0 or not seat.counts(t):
                continue
            row = self.world.role_keys.index(seat.role.key)
            there = now["there"][r]
            bill = np.where(there > 0, self._bill(r, seat, row), 0).astype(np.float32) * index
            arrives = (now["tenure"][r] == 0) & ~(seat.existing and t == 0)
            entry = np.where(arrives, seat.quantity * prices.entry[row], 0).astype(np.float32)
            metric["paid"] += bill + entry * index
            if not seat.existing:
                self._start_up(r, bill, entry * index, now["tenure"][r] == 0)
            if t >= self.steady:
                self.state.seat[r, SLOT_METRICS.index("cost")] += bill

    def _bill(self, r: int, seat: Seat, row: int) -> Any:
        """A month's cost: a pilot bills what is agreed, others what is used or the least agreed."""
        prices, rules, now = self.world.prices, self.rules, self.state.now
        if seat.cost is not None:
            return np.float32(seat.cost)
        if seat.employed:
            return prices.pay[row].astype(np.float32) * np.float32(seat.quantity)
        rate = prices.pay[row].astype(np.float32)
        if is_pilot(seat.role):
            return np.float32(seat.hours) * rate
        kind = "agency" if seat.role.category == "agency" else "freelancer"
        least = rules[f"contract.commit_{kind}"] * seat.hours
        worked = now["used"][r] / np.float32(seat.role.max_productive_share)
        gross = np.maximum(least, worked / np.maximum(now["there"][r], 0.1))
        floor = prices.floor[row].astype(np.float32) * np.float32(seat.quantity)
        return np.maximum(floor, gross * rate)

    def _start_up(self, r: int, bill: Singles, entry: Singles, arrives: Any) -> None:
        """One-off cost of the first arrival, and the first stay's pay that yields nothing yet."""
        stage, there = self.state.arrived[r], self.state.now["there"][r]
        first = (stage == 0) & arrives
        stage[first] = 1
        lost = np.where((stage == 1) & (there > 0), bill * (1 - there), 0)
        self.state.metric["initial"] += np.where(first, entry, 0) + lost
        stage[(stage == 1) & (there == 0)] = 2

    # What it was worth

    def count(self, t: int) -> None:
        """Counted hours, alignment, expertise, and who did what, under the steering received."""
        now = self.state.now
        required = now["needs"] @ now["used"]
        steered = np.where(
            required > 1e-6, np.minimum(1, now["given"] / np.maximum(required, 1e-6)), 1
        )
        asked = required + now["wanted"]
        got = steered * required + now["ratio"] * now["wanted"]
        self.state.month[8, t] += asked
        self.state.month[4, t] = got
        counted = self._counted(steered)
        self.state.month[1:5, t] += counted.sum(axis=1)
        now["executed"] = counted[FUNCTIONS.index("execution")].sum(axis=0)
        self._align(t, steered)
        if t < 12:
            self._brand()
        if t < self.steady:
            return
        metric, seat = self.state.metric, self.state.seat
        for i, name in enumerate(FUNCTIONS):
            metric[f"counted_{name}"] += counted[i].sum(axis=0)
        metric["counted_coordination"] += got
        metric["needed_coordination"] += asked
        metric["steering_required"] += required
        metric["steering_supplied"] += now["given"]
        metric["quality_steering"] += steered
        metric["quality_coordination"] += now["ratio"]
        metric["coordination_needed"] += now["wanted"]
        metric["coordination_supplied"] += now["got"]
        metric["inside_hours"] += now["steering"][0] + now["coordination"][0]
        columns = {"produced": "used", "steering": "steering", "coordination": "coordination"}
        for column, name in columns.items():
            seat[:, SLOT_METRICS.index(column)] += now[name]
        seat[:, SLOT_METRICS.index("counted")] += counted.sum(axis=0)
        seat[:, SLOT_METRICS.index("presence")] += now["there"] > 0
        self._experts(steered)
        self._outside()

    def _counted(self, steered: Singles) -> Singles:
        """(function, seat, scenario) hours that count: skilled, knowing the company, steered."""
        now, rules = self.state.now, self.rules
        fragile = np.array([self._fragile(s.role) for s in self.seats], np.float32)[:, None]
        loss = np.float32(rules["quality.knowledge_loss"]) * now["blind"]
        known = now["good"] - loss * now["good_known"]
        return np.asarray(known * (1 - fragile * (1 - steered)), dtype=np.float32)

    def _fragile(self, role: Role) -> float:
        """Share of an hour that is lost without any steering."""
        if is_junior(role, self.rules["junior.steering_need"]):
            return self.rules["rework.junior"]
        provider = role.category in ("agency", "freelancer")
        return self.rules["rework.provider" if provider else "rework.other"]

    def _align(self, t: int, steered: Singles) -> None:
        """Aligned work: known company, steered or strategic by itself, on brand."""
        first, last, early = (month_index(self.world, f"alignment.{m}") for m in _ALIGNMENT_MONTHS)
        if not (first <= t <= last or t == early):
            return
        now, total = self.state.now, 0.0
        plain, known, brand, both = now["aligned"]
        for r, seat in enumerate(self.seats):
            blind, role = now["blind"][r], seat.role
            focus = np.float32((1 - role.channel_bias) * role.skills["strategy"] / 5)
            lax = (1 - self._governance()) * blind * seat.outside
            work = plain[r] - blind * known[r] - lax * (brand[r] - blind * both[r])
            total = total + work * (steered + (1 - steered) * focus)
        name = "alignment" if first <= t <= last else "alignment_early"
        self.state.metric[name] += total

    def _governance(self) -> Singles:
        values = [self.rules[f"governance.{g}"] for g in ("weak", "medium", "strong")]
        return np.array(values, np.float32)[self.world.facts["marketing.governance"]]

    def _experts(self, steered: Singles) -> None:
        """Specialised hours at level squared, orchestrated, and briefed by an employee or not."""
        now = self.state.now
        brief = any(seat.employed and not seat.idle for seat in self.seats)
        briefed = np.minimum(steered, now["ratio"])
        for r, seat in enumerate(self.seats):
            so = np.float32(seat.role.self_orchestration)
            kept = now["special"][r] * (so + (1 - so) * now["ratio"])
            self.state.metric["expertise"] += kept * briefed if brief and seat.outside else kept

    def _outside(self) -> None:
        now, metric = self.state.now, self.state.metric
        for r, seat in enumerate(self.seats):
            metric["hours_outside" if seat.outside else "hours_inside"] += now["used"][r]
            if is_pilot(seat.role):
                metric["pilot_steering"] += now["steering"][r] * now["weights"][r]

    def _brand(self) -> None:
        """Brand work outside and inside in the first year, and how diluted the former is."""
        now, metric = self.state.now, self.state.metric
        for r, seat in enumerate(self.seats):
            if seat.outside:
                lax = (1 - self._governance()) * now["blind"][r]
                metric["brand_outside"] += now["brand"][r]
                metric["brand_diluted"] += now["brand"][r] * lax
            else:
                metric["brand_inside"] += now["brand"][r]

    # When

    def speed(self, t: int) -> None:
        """Weeks to a quarter and to four fifths of the execution needed; cycle of a request."""
        metric, now, rules = self.state.metric, self.state.now, self.rules
        self.state.month[0, t] = metric["paid"]
        need, done, before = self.execution[t], now["executed"], self.state.before
        ratio = np.where(need > 1e-3, done / np.maximum(need, 1e-6), 0)
        for name, figure_key in (("weeks_25", "first"), ("weeks_80", "full")):
            level = rules[f"speed.{figure_key}_share"]
            part = np.clip((level - before) / np.maximum(ratio - before, 1e-6), 0, 1)
            hit = (metric[name] < 0) & (ratio >= level)
            when = (t + part * (t > 0)) * WEEKS_PER_MONTH
            metric[name][:] = np.where(hit, when, metric[name])
        self.state.before = ratio
        if t < self.world.deadline:
            metric["execution_first"] += done
        if t >= self.steady:
            used = now["used"]
            outside = sum(used[r] for r, s in enumerate(self.seats) if s.outside)
            away = outside / np.maximum(used.sum(axis=0), 1e-6)
            ends = rules["speed.handoffs_inside"], rules["speed.handoffs_outside"]
            handoffs = ends[0] + (ends[1] - ends[0]) * away
            wait = rules["speed.wait_days"] / np.maximum(now["ratio"] ** 2, 0.01)
            metric["cycle"] += rules["speed.cycle_days"] + handoffs * wait


_ALIGNMENT_MONTHS = ("from_month", "to_month", "early_month")
