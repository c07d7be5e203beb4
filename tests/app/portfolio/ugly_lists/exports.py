"""Lists as more programs export them, and as spreadsheets and copies damage them."""

from datetime import date
from io import BytesIO

import pyarrow
from pyarrow import parquet

from tests.app.portfolio.ugly_lists.one_list import List

SALESFORCE_FR = List(
    """"Nom du compte","Propriétaire du compte","Employés","Chiffre d'affaires annuel","Pays de facturation","Code postal de facturation","Identifiant du compte"
"Alpha","Anne","12","EUR 1 250 000,00","France","21000","001A"
"Bêta","Anne","40","EUR 3 000 000,00","France","01000","001B"
""",
    rows=2,
    holds={0: {"id": "001A", "company.revenue": 1_250_000, "postal_code": "21000"},
           1: {"id": "001B", "company.headcount": 40}},
)  # fmt: skip

ZOHO_FR = List(
    """ID d'enregistrement,Nom du compte,Effectif,Chiffre d'affaires annuel,Pays de facturation,Code de facturation,Site Web
zcrm_1,Alpha,12,"€ 1.250.000,00",France,21000,alpha.example
zcrm_2,Bêta,30,"€ 300.000,00",France,69001,beta.example
""",
    rows=2,
    holds={0: {"id": "zcrm_1", "company.revenue": 1_250_000, "postal_code": "21000",
               "kept": {"Site Web": "alpha.example"}},
           1: {"company.revenue": 300_000}},
)  # fmt: skip

PIPEDRIVE_MONEY = List(
    """"Organisation - Nom","Organisation - ID","Organisation - Pays","Organisation - Nombre d’employés","Organisation - Chiffre d’affaires annuel","Organisation - Devise du Chiffre d’affaires annuel"
"Alpha","12","France","11-50","1250000","EUR"
"Bêta","13","France","51-200","3000000","USD"
"Gamma","14","France","51-200","","USD"
""",
    rows=3,
    holds={0: {"id": "12", "company.revenue": 1_250_000}, 2: {"company.headcount": [51, 200]}},
    wrong={1: {"currency"}},
)  # fmt: skip

DYNAMICS = List(
    {
        "Comptes": [
            ["(Ne pas modifier) Compte", "(Ne pas modifier) Modifié le", "Nom du compte",
             "Adresse 1 : Code postal", "Nombre d'employés", "Revenu annuel", "Devise"],
            ["e3b0", date(2026, 1, 2), "Alpha", "21000", 12, 1_250_000, "Euro"],
            ["e3b1", date(2026, 1, 2), "Bêta", "21000", 18, 950_000, "Dollar US"],
        ]
    },
    rows=2,
    holds={0: {"company.market": "fr", "company.revenue": 1_250_000,
               "kept": {"(Ne pas modifier) Compte": "e3b0",
                        "(Ne pas modifier) Modifié le": date(2026, 1, 2)}}},
    wrong={1: {"currency"}},
)  # fmt: skip

ODOO = List(
    """"External ID","Nom","Pays/Nom du pays","Code postal","Étiquettes/Nom affiché","SIRET","Nombre d'employés"
"__export__.res_partner_12","Alpha","France","21000","VIP","73282932000074","12"
"__export__.res_partner_13","Bêta","France","01000","","","9"
""",
    rows=2,
    holds={0: {"id": "__export__.res_partner_12", "siren": "732829320"},
           1: {"company.market": "fr", "company.headcount": 9}},
)  # fmt: skip

SAGE = List(
    """Code client;Intitulé;Adresse;CP;Ville;Pays;SIRET;NAF;Effectif;CA N;CA N-1;Encours
CALPHA;ALPHA SARL;1 rue A;1000;BOURG;FRANCE;73282932000074;4321A;12;1250000,00;1100000,00;0,00
CBÊTA;BÊTA SAS;2 rue B;69001;LYON;FRANCE;;4711B;8;890000,00;880000,00;12,50
""",
    encoding="cp1252",
    rows=2,
    holds={0: {"id": "CALPHA", "company.revenue": 1_250_000, "sector_code": "4321A"},
           1: {"kept": {"Adresse": "2 rue B", "Ville": "LYON", "CA N-1": "880000,00",
                        "Encours": "12,50"}}},
)  # fmt: skip

SIRENE_LABELS = List(
    """denomination;siren;trancheEffectifs
A;732829320;10 à 19 salariés
B;552081317;0 salarié (n’ayant pas d’effectif au 31/12 mais ayant employé des salariés au cours de l’année)
C;542107651;Unité non employeuse
D;005520176;10 000 salariés et plus
""",
    rows=4,
    holds={0: {"company.headcount": [10, 19]}, 1: {"company.headcount": 1},
           2: {"company.headcount": None}, 3: {"company.headcount": 10_000}},
)  # fmt: skip

QUEBEC_MONEY = List(
    """Nom de l'entreprise;NEQ;Nombre d'employés;Chiffre d'affaires;Budget de marketing annuel;Ville;Province
Meubles A;1140000010;25 à 49;1 234,56 $;24\u202f000,00 $;Lévis;QC
Toiture B;1140000028;5 à 9;12 345 678,90 $;;Québec;Québec
Total;;;12 346 913,46 $;;;
""",
    rows=3,
    holds={0: {"company.revenue": 1234.56, "marketing.budget": 24_000},
           1: {"company.revenue": 12_345_678.9, "company.market": "ca-qc"}},
    wrong={2: {"total"}},
)  # fmt: skip

TWO_LINES = List(
    {
        "Portefeuille": [
            ["Portefeuille 2026", None, None, None, None],
            ["Nom", "SIREN", "Chiffres", None, None],
            [None, None, "Effectif", "CA (k€)", "Budget marketing"],
            ["Alpha", 732829320, "10 à 19 salariés", 1250.5, 24_000],
            ["Bêta", 552081317, 8, 900, None],
        ]
    },
    rows=2,
    holds={0: {"company.name": "Alpha", "company.headcount": [10, 19],
               "company.revenue": 1_250_500, "marketing.budget": 24_000},
           1: {"siren": "552081317", "company.headcount": 8}},
)  # fmt: skip

GROUPED = List(
    {
        "Portefeuille": [
            ["Identité", None, None, "Chiffres", None],
            ["Nom", "SIREN", "Ville", "Effectif", "CA (k€)"],
            ["Alpha", 732829320, "Lyon", 12, 1250],
        ]
    },
    rows=1,
    holds={0: {"company.revenue": 1_250_000, "kept": {"Ville": "Lyon"}}},
)

SUBTOTALS = List(
    """Entreprise;SIREN;Effectif;CA
Rhône;;;
Alpha;732829320;12;100000
Sous-total Rhône;;12;100000
Ain;;;
Bêta;552081317;9;90000
Moyenne des effectifs;;10,5;
;;21;190000
Total général : 2 entreprises;;21;190000
""",
    rows=8,
    holds={1: {"company.headcount": 12}, 4: {"company.revenue": 90_000}},
    wrong={0: {"alone"}, 2: {"total"}, 3: {"alone"}, 5: {"total"}, 6: {"figures"}, 7: {"total"}},
)  # fmt: skip

NAMED_LIKE_TOTALS = List(
    """Entreprise;Pays;Effectif
Total Consulting;France;12
Somme Immobilier;France;4
Moyenne Montagne SARL;France;3
""",
    rows=3,
    holds={0: {"company.name": "Total Consulting"}, 2: {"company.headcount": 3}},
)

FORMULAS = List(
    """Entreprise;SIREN;Effectif;Code interne
Alpha;="732829320";="12";="0042"
Bêta;'552081317;'9;0043
""",
    rows=2,
    holds={0: {"siren": "732829320", "company.headcount": 12, "kept": {"Code interne": "0042"}},
           1: {"siren": "552081317", "company.headcount": 9}},
)  # fmt: skip

NO_MARK = List(
    "Entreprise;SIREN;Effectif\nÉté;732829320;12\n",
    encoding="utf-16-be",
    rows=1,
    holds={0: {"company.name": "Été", "company.headcount": 12}},
)

TWO_ENCODINGS = List(
    "Entreprise;SIREN;Effectif\nCafé de l’Été;732829320;12\n".encode()
    + "Bêta;552081317;9\n".encode("cp1252"),
    rows=2,
    holds={0: {"company.name": "Café de l’Été"}, 1: {"company.name": "Bêta"}},
)

NO_HEADINGS = List(
    "Alpha;732829320;12\nBêta;552081317;9\n",
    rows=1,
    wrong={0: {"market_missing"}},
    asks=("headings", "market"),
)

NOTES_ABOVE = List(
    """Export du;12/11/2026;;
Filtre :;Actifs;Région :;ARA
Nombre de lignes;2;;

"Raison
sociale";SIREN*;"Effectif (ETP)
au 31/12";CA HT 2025 en milliers d'euros
Alpha;732829320;12;1250
Bêta;552081317;9;980,5
""",
    rows=2,
    holds={0: {"company.headcount": 12, "company.revenue": 1_250_000},
           1: {"company.revenue": 980_500}},
)  # fmt: skip

MONACO = List(
    "Entreprise;CP;Effectif\nAlpha;98000;12\nBêta;06000;9\n",
    rows=2,
    holds={1: {"company.market": "fr"}},
    wrong={0: {"market_missing"}},
)


def _parquet() -> bytes:
    """Numbers that may be missing, texts kept once, lists, days: as data teams hand them over."""
    table = pyarrow.table(
        {
            "name": pyarrow.array(["Alpha", "Bêta", None]).dictionary_encode(),
            "siren": pyarrow.array([732829320, None, 5520176], pyarrow.int64()),
            "headcount": pyarrow.array([12, None, 7], pyarrow.int32()),
            "annual_revenue": pyarrow.array([1_250_000.5, float("nan"), 900_000.0]),
            "country": ["France"] * 3,
            "seen": pyarrow.array([date(2026, 1, 2), None, None]),
            "tags": pyarrow.array([["a", "b"], None, []]),
        }
    )
    out = BytesIO()
    parquet.write_table(table, out)
    return out.getvalue()


NULLABLE = List(
    _parquet(),
    rows=3,
    holds={0: {"company.headcount": 12, "company.revenue": 1_250_000.5, "siren": "732829320",
               "kept": {"seen": date(2026, 1, 2), "tags": '["a", "b"]'}},
           1: {"company.headcount": None, "company.revenue": None},
           2: {"siren": "005520176", "company.headcount": 7}},
)  # fmt: skip
