"""What is added to the product is added once: a copy of it is changed as a developer would."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.conftest import FEW
from tests.tree import PACKAGE

REPOSITORY = Path(__file__).parents[1]
LANGS = ("fr", "en")
LABEL = {"fr": "Pilotage reçu", "en": "Steering received"}
RISK = {"fr": "Heures perdues", "en": "Idle hours"}
PERIOD = {"fr": "à partir du 13e mois", "en": "from month 13 on"}
ADDED = ("criteria.steering", "risks.idle")
COMPANY = {
    "company": {"market": "fr", "business": "b2b", "headcount": 35, "stage": "structuring"},
    "marketing": {"budget": 140_000, "role": "growth_lever"},
    "steering": {"level": 2, "hours_per_month": 12},
}
RECORDS = {
    "criteria.toml": """
[[criterion]]
key = "steering"
label.fr = "Pilotage reçu"
label.en = "Steering received"
unit.fr = "part du pilotage requis, de 0 à 1"
unit.en = "share of the steering required, from 0 to 1"
short_unit.fr = "du pilotage requis"
short_unit.en = "of the steering required"
amount.fr = "{n} du pilotage"
amount.en = "{n} of the steering"
written = "percent"
period.fr = "à partir du {coverage.from_month}e mois"
period.en = "from month {coverage.from_month} on"
description.fr = "La part du pilotage requis qui est donnée, {period}."
description.en = "The share of the required steering that is given, {period}."
formula.fr = "{given_hours} données, {period} : {result}"
formula.en = "{given_hours} given, {period}: {result}"
higher_is_better = true
statement = "A26"
facts = ["steering.level"]
""",
    "risks.toml": """
[[risk]]
key = "idle"
label.fr = "Heures perdues"
label.en = "Idle hours"
unit.fr = "part des heures payées sans emploi"
unit.en = "share of the hours paid that nobody uses"
written = "ratio"
description.fr = "Ce qui est payé sans servir."
description.en = "What is paid and does not serve."
formula.fr = "Heures payées ÷ heures servies."
formula.en = "Hours paid ÷ hours that serve."
""",
}
FUNCTIONS = {
    "engine/criteria/registry.py": '''

def steering(case: Case) -> Measured:
    """Steering given over steering required."""
    share = np.minimum(1.0, case.steering_ratio)
    given = lambda row: {"given_hours": case.monthly("steering_supplied", row)}
    return Measured(share, lambda: share, given)


MEASURED["steering"] = steering
''',
    "engine/risks.py": '''

def idle(decision: Decision, model: str) -> Array:
    """Share of the hours paid that nobody uses."""
    load = decision.judged.measures["overload"][decision.row[model]]
    return quantiles(np.clip(1.0 - load, 0.0, 1.0))


RISKS["idle"] = idle
''',
}


Told = Callable[[str], list[str]]


class Product:
    """A copy of the product that a test may change and run."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.package = shutil.copytree(PACKAGE, root / "timonier")
        self.company = root / "company.json"
        self.company.write_text(json.dumps(COMPANY), encoding="utf-8")

    def append(self, path: str, text: str) -> None:
        file = self.package / path
        file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")

    def changed(self) -> list[str]:
        """Files that a developer has touched."""
        kept = (path.relative_to(PACKAGE) for path in PACKAGE.rglob("*") if path.is_file())
        return sorted(
            path.as_posix()
            for path in kept
            if "__pycache__" not in path.parts
            and (PACKAGE / path).read_bytes() != (self.package / path).read_bytes()
        )

    def run(self, *commands: Sequence[str]) -> list[str]:
        """What each of these commands of the copy prints."""
        said = self.python("-m", "tests.commands_apart", given=json.dumps(commands))
        return [str(one) for one in json.loads(said)]

    def pages(self, lang: str, *paths: str) -> list[str]:
        """Pages of the company's situation, its advice computed."""
        said = self.python("-m", "tests.pages_apart", str(self.company), lang, *paths)
        return [str(page) for page in json.loads(said)]

    def python(self, *arguments: str, given: str = "") -> str:
        path = os.pathsep.join([str(self.root), str(REPOSITORY)])
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": path, "COLUMNS": "120"},
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Product:
    """The product with one more criterion and one more risk."""
    copy = Product(tmp_path_factory.mktemp("product"))
    for file, record in RECORDS.items():
        copy.append(f"knowledge/data/{file}", record)
    for file, function in FUNCTIONS.items():
        copy.append(file, function)
    return copy


def test_a_criterion_is_its_record_and_its_function_and_so_is_a_risk(product: Product) -> None:
    records = [f"knowledge/data/{file}" for file in RECORDS]
    assert product.changed() == sorted([*records, *FUNCTIONS])


@pytest.fixture(scope="module")
def told(product: Product) -> Told:
    """What its commands print in a language: a document, a screen, two explanations; its report."""

    @cache
    def commands(lang: str) -> list[str]:
        how = ("--scenarios", str(FEW), "--lang", lang)  # as the pages: one decision for all
        decide, report = ([name, str(product.company), *how] for name in ("decide", "report"))
        explained = [[*decide, "--explain", f"models.outsourced.{path}"] for path in ADDED]
        out = ("--out", str(product.root / f"plan.{lang}"))
        return product.run([*decide, "--json"], decide, *explained, [*report, *out])

    return commands


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_added_is_decided_with_and_told_on_a_screen(told: Told, lang: str) -> None:
    written, shown, *_ = told(lang)
    document = json.loads(written)
    leading = document["models"][document["verdict"]["leading"]]
    added = leading["criteria"]["steering"]
    assert 0 < added["weight"] < 0.5
    assert sum(one["weight"] for one in leading["criteria"].values()) == pytest.approx(1, abs=1e-3)
    assert added["p10"] <= added["p50"] <= added["p90"] <= 1
    assert leading["risks"]["idle"]["p10"] <= leading["risks"]["idle"]["p90"]
    assert LABEL[lang] in shown


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_added_is_explained(told: Told, lang: str) -> None:
    criterion, risk = told(lang)[2:4]
    said = " ".join(criterion.split())
    assert LABEL[lang] in said
    assert PERIOD[lang] in said
    assert "%" in said
    assert RISK[lang] in risk


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_added_is_on_the_page_and_in_the_guide(product: Product, lang: str) -> None:
    result, guide = product.pages(lang, "result/comparison/", "../../guide/criteria/")
    assert LABEL[lang] in result
    assert RISK[lang] in result
    assert LABEL[lang] in guide
    assert PERIOD[lang] in guide


@pytest.mark.parametrize("lang", LANGS)
def test_what_is_added_is_in_the_report(product: Product, told: Told, lang: str) -> None:
    assert told(lang)[4]
    folder = product.root / f"plan.{lang}"
    printed = next(folder.glob("*.pdf"))
    paper = " ".join(page.extract_text() for page in PdfReader(printed).pages)
    for said in (" ".join(paper.split()), (folder / "plan.md").read_text(encoding="utf-8")):
        assert LABEL[lang] in said
        assert RISK[lang] in said
