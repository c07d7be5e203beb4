"""Lists as offices, forms and people of every trade keep them."""

from tests.app.portfolio.ugly_lists.one_list import List

ACCOUNTANT = List(
    """Code client;Nom;SIRET;Effectif;CA N;CA N-1;Collaborateur
0017;Boucherie Élise;73282932000074;4;485 320,50;471 000,00;Chloé
0018;Électricité Noël;;1;"98 000";"-";Chloé
0018;Doublon SARL;;2;;;Chloé
""",
    encoding="cp850",
    rows=3,
    holds={0: {"id": "0017", "company.revenue": 485_320.5, "company.name": "Boucherie Élise",
               "kept": {"CA N-1": "471 000,00", "Collaborateur": "Chloé"}},
           1: {"company.name": "Électricité Noël", "company.revenue": 98_000}},
    wrong={2: {"twice"}},
)  # fmt: skip

OLD_MAC = List(
    """Société;Dirigeant;Salariés;Chiffre d’affaires;Pays
Crêperie Kéréon;Loïc;6;320 000 €;France
""",
    encoding="mac_roman",
    rows=1,
    holds={0: {"company.name": "Crêperie Kéréon", "company.headcount": 6,
               "company.revenue": 320_000}},
)  # fmt: skip

UNICODE_TEXT = List(
    "Entreprise\tEffectif\tChiffre d'affaires (M€)\tPays\nÉtablissements Sœur\t38\t5,4\tFrance\n",
    encoding="utf-16",
    rows=1,
    holds={0: {"company.revenue": 5_400_000, "company.name": "Établissements Sœur"}},
)

SEP_LINE = List(
    "sep=;\r\nEntreprise;Nb salariés;Budget com;Pays\r\nA;12;1.200,50;France\r\nB;3;950;France\r\n",
    rows=2,
    holds={0: {"marketing.budget": 1200.5}, 1: {"marketing.budget": 950}},
)

PIPES = List(
    "company|employees|annual revenue|country\nNorth|1,250|$4.2M|Québec\nSouth|900|$800K|QC\n",
    rows=2,
    holds={0: {"company.headcount": 1250, "company.revenue": 4_200_000},
           1: {"company.revenue": 800_000}},
)  # fmt: skip

INCUBATOR = List(
    """Startup,Stage,FTE,ARR (k€),Marketing budget (€/month),Country,Notes
Algue Tech,Seed,6.5,120,"2,500",France,
Bouée,Series A,22,"1,450","12,000",France,hiring
""",
    rows=2,
    holds={0: {"company.headcount": [6, 7], "company.stage": "exploring",
               "kept": {"ARR (k€)": "120"}}},
    wrong={0: {"doubt"}, 1: {"answer", "doubt"}},
    asks=("decimal",),
)  # fmt: skip

BANK = List(
    {
        "Extraction": [
            ["Extraction du 30/09/2026"],
            ["Agence de Valence"],
            [],
            ["Référence dossier", "Nom du tiers", "SIREN", "CA", "Croissance prévue", "Effectif"],
            ["D-77", "Drôme Bois", 5520176, 3250, 0.12, 34],
        ]
    },
    formats={"D5": '0 "k€"', "E5": "0%", "C5": "000000000"},
    rows=1,
    holds={0: {"id": "D-77", "company.revenue": 3_250_000, "marketing.growth": 0.12,
               "siren": "005520176"}},
)  # fmt: skip

FRANCHISE = List(
    """Code franchisé;Franchisé;CA HT 2025;Effectif ETP;Budget pub;Pays
F012;Nantes Nord;1 240 500;12,5;18 000;France
F013;Nantes Sud;980 250;8;sans objet;France
TOTAL;;2 220 750;20,5;;
""",
    rows=3,
    holds={0: {"id": "F012", "company.headcount": [12, 13], "company.name": "Nantes Nord",
               "marketing.media_budget": 18_000},
           1: {"company.headcount": 8}},
    wrong={2: {"total"}},
)  # fmt: skip

NOTION = List(
    """Name,Tags,Budget,Team size,Country
Lune Studio,"design, web","€4,500/month",11-50,France
Nova,"saas","US$ 90,000",5,Canada
""",
    rows=2,
    holds={0: {"company.name": "Lune Studio",
               "kept": {"Tags": "design, web", "Team size": "11-50"}}},
    wrong={0: {"doubt"}, 1: {"doubt", "market_part"}},
    asks=("decimal",),
)  # fmt: skip

AIRTABLE = List(
    '''Entreprise,Peut recruter,Description,Effectif,Pays
Vigne Haute,oui,"Deux lignes
de texte, avec « guillemets » et ""citation""",14,France
Vigne Basse,checked,,7,France
''',
    rows=2,
    holds={0: {"hiring.can_recruit": True, "company.headcount": 14,
               "kept": {"Description": "Deux lignes\nde texte, avec « guillemets » et \"citation\""}}},
    wrong={1: {"answer"}},
)  # fmt: skip

FORM = List(
    """Horodateur,Nom de votre entreprise,Combien de salariés avez-vous ?,Votre courriel,Effectif
2026-11-03 10:12:01,Fleurs du Lac,Une dizaine,a@b.example,10
""",
    rows=1,
    holds={0: {"company.headcount": 10,
               "kept": {"Horodateur": "2026-11-03 10:12:01",
                        "Nom de votre entreprise": "Fleurs du Lac",
                        "Combien de salariés avez-vous ?": "Une dizaine",
                        "Votre courriel": "a@b.example"}}},
    wrong={0: {"market_missing"}},
    asks=("market",),
)  # fmt: skip

PROSPECTS = List(
    """Company,# Employees,Industry,Annual Revenue,Company Phone,Company Country,Company Postal Code
Nordik Textile,120,Textiles,18500000,'+1 418-555-0199,Canada,G1R 2B5
""",
    rows=1,
    holds={
        0: {"company.headcount": 120, "company.revenue": 18_500_000, "company.sector": "Textiles"}
    },
    wrong={},
)

MONTHS = List(
    """Entreprise;Effectif;SIREN
Alpha;oct-19;732829320
Bravo;06-sept;552081317
Charlie;20 à 49;542107651
""",
    rows=3,
    holds={2: {"company.headcount": [20, 49]}},
    wrong={0: {"month_name"}, 1: {"month_name"}},
)

PAGES = List(
    """Liste des membres;;;
;;;
Nom du membre;Entreprise;Nb employés;Code postal
Lise;Toiles du Nord;8;G1R 2B5
Nom du membre;Entreprise;Nb employés;Code postal
Jean;Ferblanterie Jean;3;g5l 1a1
;;;
Total;;11;
* à jour au 1er novembre;;;
""",
    rows=4,
    holds={0: {"company.name": "Toiles du Nord", "company.market": "ca-qc"},
           1: {"company.headcount": 3}},
    wrong={2: {"total"}, 3: {"alone"}},
)  # fmt: skip

QUEBEC_EXCEL = List(
    """Nom de l’entreprise;No NEQ;Nb d’employés;Chiffre d’affaires ($);Budget marketing;Code postal
Érablière du Rang 4;1140000010;5;1 250 000,00 $;25 000 $;G0R 1A0
Aciers Laurin;1140000028;"1 200";(45 000);400 000 € ;J7Y 1A1
""",
    rows=2,
    holds={0: {"company.revenue": 1_250_000, "marketing.budget": 25_000}},
    wrong={1: {"refused", "currency"}},
)

BORDER = List(
    """Société;Pays;Effectif;CA
Dentelle de Bruges;Belgique;25;2 000 000 €
Lin des Flandres;France;14;900 000 €
Tromperie;Canada;9;1
""",
    rows=3,
    holds={1: {"company.market": "fr", "company.revenue": 900_000}},
    wrong={0: {"market_elsewhere"}, 2: {"market_part"}},
)

KEYS = List(
    """company.name,company.market,company.headcount,marketing.budget,vision.targets,marketing.wants,needs.activities
Atelier,fr,30,120000,true,"flexibility, cost","editorial_content, reporting"
""",
    rows=1,
    holds={0: {"vision.targets": True, "marketing.wants": ["flexibility", "cost"],
               "needs.activities": ["editorial_content", "reporting"]}},
)  # fmt: skip

SCIENTIFIC = List(
    """Entreprise;SIRET;Effectif
Arrondi SA;7,32829E+13;12
Juste SA;73282932000074;13
""",
    rows=2,
    holds={1: {"siret": "73282932000074"}},
    wrong={0: {"number_scientific"}},
)

SHARES = List(
    """Entreprise;Croissance prévue (%);Part récurrente;Pays
A;12;0,4;France
B;8,5 %;55;France
""",
    rows=2,
    holds={0: {"marketing.growth": 0.12}, 1: {"marketing.growth": 0.085}},
    wrong={0: {"percent_or_share"}, 1: {"percent_or_share"}},
    asks=("percent",),
)

CODED = List(
    "Entreprise;Effectif;Pays\n"
    + "".join(f"E{i};{code};France\n" for i, code in enumerate(("11", "12", "21", "3") * 10)),
    rows=40,
    wrong={i: {"bands"} for i in range(40)},
    asks=("bands",),
)

MONDAY = List(
    {
        "Clients": [
            ["Clients"],
            [],
            ["Name", "Owner", "NEQ", "Number of employees", "Revenue range", "Status"],
            ["Nordet", "Sam", 1140000010, "51-200", "$1M-$5M", "Active"],
            ["Suroît", "Sam", "1140000028", "10001+", "<$500K", "Active"],
        ]
    },
    rows=2,
    holds={0: {"company.headcount": [51, 200], "company.revenue": [1_000_000, 5_000_000]},
           1: {"company.revenue": [0, 500_000]}},
    wrong={1: {"refused"}},
)  # fmt: skip
