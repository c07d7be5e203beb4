"""Four lists as an adviser gets them: read whole, their faults named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.portfolio.sheets import accounted, csv_file, workbook
from timonier import company_from
from timonier.app.portfolio.reading import Reading, Row, read_list

EXCEL_FR = (
    "Raison sociale;SIREN;Code NAF;Tranche effectif salarié;CA (k€);Budget marketing\n"
    "Atelier Été;005520176;62.01Z;12;3 250,5;45 000 €\n"
    "Épicerie;55208131;47.11B;03;850;n/d\n"
    "Trompé SA;552081318;47.11B;zz;1,250;1.250\n"
)
HUBSPOT_FR = (
    '"ID de fiche d\'informations","Nom de l\'entreprise","Propriétaire de l\'entreprise",'
    '"Secteur d\'activité","Nombre d\'employés","Revenu annuel","Pays/Région"\n'
    '"91","Menuiserie Lefèvre","Anne Roy","Construction","34","4200000","France"\n'
    '"92","Café Boréal","Anne Roy","Restauration","","1,250,000","Canada"\n'
)
PIPEDRIVE = (
    "Organization - Name,Organization - NEQ,Organization - Number of employees,"
    "Organization - Annual revenue\n"
    'Érablière Roy,1143920115,12,"$1,400,000"\nTechno,9999,50+,2.5M\n'
)
CHAMBER = {
    "Feuil1": [
        ["Portefeuille CCI 2026"],
        [],
        ["Entreprise", "SIREN", "Effectif", "Chiffre d’affaires annuel", "Conseiller", "Stade"],
        ["Ferme Nord", 5520176, "10 à 19", 1_200_000, "M. Gil", "croissance"],
        ["Labo+", 552081317, 250, "2,4 M€", "M. Gil", None],
    ]
}


def read(path: Path) -> tuple[Reading, list[Row]]:
    reading = read_list(path)
    rows = list(reading.rows())
    assert accounted(reading, rows) == []
    for row in rows:
        if not row.problems:
            company_from(row.facts)
    return reading, rows


def codes(row: Row) -> set[str]:
    return {problem.code for problem in row.problems}


def test_a_french_spreadsheet_with_bands_thousands_and_a_lost_digit(tmp_path: Path) -> None:
    reading, (workshop, grocer, wrong) = read(csv_file(tmp_path, EXCEL_FR, "cp1252"))
    assert (reading.found.encoding, reading.found.separator) == ("cp1252", ";")
    assert workshop.problems == ()
    assert workshop.facts["company"]["headcount"] == [20, 49]
    assert workshop.facts["company"]["revenue"] == 3_250_500
    assert workshop.facts["marketing"]["budget"] == 45_000
    assert workshop.identifiers["siren"] == "005520176"
    assert codes(grocer) == {"number_key"}
    assert grocer.facts["company"]["headcount"] == [6, 9]
    assert "marketing" not in grocer.facts
    assert codes(wrong) == {"number_key", "no_number", "doubt"}
    assert [question.code for question in reading.questions] == ["decimal"]


def test_a_french_hubspot_export_asks_where_in_canada(tmp_path: Path) -> None:
    _, (joinery, cafe) = read(csv_file(tmp_path, HUBSPOT_FR, "utf-8-sig"))
    assert joinery.problems == ()
    assert (joinery.id, joinery.contact["adviser"]) == ("91", "Anne Roy")
    assert joinery.facts["company"]["market"] == "fr"
    assert cafe.facts["company"]["revenue"] == 1_250_000
    assert "headcount" not in cafe.facts["company"]
    assert codes(cafe) == {"market_part"}


def test_a_pipedrive_export_loses_its_prefixes_and_tells_a_wrong_neq(tmp_path: Path) -> None:
    _, (maple, techno) = read(csv_file(tmp_path, PIPEDRIVE))
    assert maple.facts["company"] == {
        "name": "Érablière Roy", "headcount": 12, "revenue": 1_400_000, "market": "ca-qc",
    }  # fmt: skip
    assert maple.identifiers["neq"] == "1143920115"
    assert techno.facts["company"]["headcount"] == [50, 10_000]
    assert techno.facts["company"]["revenue"] == 2_500_000
    assert codes(techno) == {"number_length"}


def test_a_chamber_s_workbook_with_a_title_lost_zeros_and_a_stage_of_its_own(
    tmp_path: Path,
) -> None:
    reading, (farm, lab) = read(workbook(tmp_path, CHAMBER))
    assert reading.found.headings == 3
    assert farm.identifiers["siren"] == "005520176"
    assert [(c.read, c.became) for c in farm.changes if c.code == "zeros"] == [
        ("5520176", "005520176")
    ]
    assert farm.facts["company"]["headcount"] == [10, 19]
    assert lab.facts["company"] == {
        "name": "Labo+", "headcount": 250, "revenue": 2_400_000, "market": "fr",
    }  # fmt: skip
    assert farm.kept == {"Conseiller": "M. Gil", "Stade": "croissance"}
    assert [question.column for question in reading.questions] == ["Stade"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_change_and_every_problem_is_said_in_words(tmp_path: Path, lang: str) -> None:
    for text in (EXCEL_FR, PIPEDRIVE):
        _, rows = read(csv_file(tmp_path, text))
        for row in rows:
            assert all("{" not in change.why(lang) for change in row.changes)
            assert all(problem.reason[lang] and problem.remedy[lang] for problem in row.problems)
