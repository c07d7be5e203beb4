"""One interview told ten times at once on a busy server: are the questions the same?

Others tell their own companies meanwhile and a flood of bad links comes beside them, so that each
of the ten meets another wait. What counts is every question with its count and what surrounds it,
then the decision, byte for byte.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from bench import crowd
from bench.timing import table
from bench.visitor import Visitor, servers, token
from tests.interviews import CURIOUS, SCRIPTS, Said, sent

TIMES, OTHERS = 10, 20
QUESTION = re.compile(r'<div class="question">(.*?)<aside class="panel"', re.DOTALL)
OWN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|/c/[^/"]+/')  # of one situation alone
TOLD = {
    "the shop": SCRIPTS["an owner alone in a shop"],
    "a company of 75 that is still asked something after everybody's questions": CURIOUS,
}


def report() -> str:
    """Tell each company ten times at once, and return the table as Markdown."""
    rows = []
    with (
        servers(TIMONIER_SECONDS_PER_MINUTE="20") as (product, _),
        ProcessPoolExecutor(2, mp_context=get_context("spawn")) as elsewhere,
    ):
        others = elsewhere.submit(crowd.people, product, OTHERS)
        flood = elsewhere.submit(crowd.flood, product, crowd.PHASE)
        crowd.until_they_wait(product, others)
        for place, (name, said) in enumerate(TOLD.items()):
            told = at_once(product, said, place)
            lengths = {len(one) - 1 for one in told}
            rows.append((name, str(len(told)), ", ".join(map(str, sorted(lengths))),
                         str(len(Counter(told)))))  # fmt: skip
        ways, links = others.result(), flood.result()
    head = ("told at once, under load", "times", "questions", "different transcripts")
    arrived = sum(way.arrived for way in ways)
    beside = f"Beside: {OTHERS} people ({arrived} results arrived), {crowd.flooded(links)}"
    return f"{table(head, rows)}\n\n{beside}"


def at_once(port: int, said: Said, place: int) -> list[tuple[str, ...]]:
    """What each of ten who tell the same was shown: the questions, then the decision."""
    told: list[tuple[str, ...]] = []
    addresses = [f"127.0.{4 + place}.{number + 1}" for number in range(TIMES)]
    threads = [
        threading.Thread(target=lambda a=a: told.append(transcript(port, said, a)))
        for a in addresses
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def transcript(port: int, said: Said, address: str) -> tuple[str, ...]:
    """Every question as one person was shown it, in order, then the decision document."""
    person, shown = Visitor(port, address), []
    page = crowd.begin(person)
    while "/question/" in person.address:
        found = QUESTION.search(page)
        assert found, page[:300]
        shown.append(OWN.sub("", found[1]))
        fields = sent(said, person.address.rstrip("/").rpartition("/")[2])
        page = person.ask("POST", person.address, {"csrfmiddlewaretoken": token(page), **fields})
        page = person.waited(page)
    return (*shown, person.wait(f"{crowd.home(person)}decision.json"))
