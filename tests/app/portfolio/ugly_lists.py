"""Lists as programs and offices write them, each with what an adviser would find in it.

Companies and people are made up; SIREN and SIRET are any numbers whose key is right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Sheets = Mapping[str, Sequence[Sequence[Any]]]


@dataclass(frozen=True)
class List:
    """``holds`` says by row, then by key ("id", "siren", "company.headcount"…), what is read;
    ``wrong`` by row the codes of what is wrong; ``asks`` the codes of the questions."""

    content: str | Sheets
    encoding: str = "utf-8"
    formats: Mapping[str, str] = field(default_factory=dict)
    rows: int = 0
    holds: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    wrong: Mapping[int, set[str]] = field(default_factory=dict)
    asks: tuple[str, ...] = ()


HUBSPOT_EN = List(
    """Record ID,Company name,Company owner,Phone Number,City,Country/Region,Postal Code,Industry,Number of Employees,Annual Revenue,State/Region
8123001,"Scierie Gagnon, inc.",Marie Côté,+1 418 555-0101,Saguenay,Canada,G7H 1A1,Lumber,42,6500000,QC
8123002,Boulangerie Ô Pain Doré,Marie Côté,+33 1 55 00 00 01,Lille,France,59000,Food,9,,
8123003,Prairie Tools,Marie Côté,,Calgary,Canada,T2P 1J9,Machinery,85,12000000,AB
""",
    rows=3,
    holds={
        0: {"id": "8123001", "company.market": "ca-qc", "company.headcount": 42,
            "company.name": "Scierie Gagnon, inc.", "phone": "+1 418 555-0101"},
        1: {"company.market": "fr", "company.headcount": 9},
    },
    wrong={2: {"market_part"}},
)  # fmt: skip

PIPEDRIVE_FR = List(
    """Organisation - Nom,Organisation - Propriétaire,Organisation - Étiquette,Organisation - SIRET,Organisation - Effectif,Organisation - CA (k€),Personne - Nom,Personne - Téléphone,Affaire - Valeur,Affaire - Étape
Ateliers Morvan,Luc Petit,Client,55208131700012,11-50,"1 250,5",Eve Roux,03 80 00 00 00,4500,Négociation
""",
    rows=1,
    holds={
        0: {"company.headcount": [11, 50], "company.revenue": 1_250_500,
            "kept": {"Affaire - Valeur": "4500", "Affaire - Étape": "Négociation",
                     "Organisation - Étiquette": "Client", "Personne - Nom": "Eve Roux",
                     "Personne - Téléphone": "03 80 00 00 00",
                     "Organisation - Propriétaire": "Luc Petit"}},
    },
    wrong={0: {"number_key"}},
)  # fmt: skip

SALESFORCE_REPORT = List(
    """"Account Name","Account Owner","Billing State/Province","Billing Zip/Postal Code","Employees","Annual Revenue","Industry"
"Fromagerie Dubé","A. Lee","QC","J1H 5N4","18","2,400,000.00","Food"
"Verrerie Simard","A. Lee","QC","G1K 3A1","64","$9,800,000.00","Glass"

"Comptes québécois"
"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."
""",
    rows=4,
    holds={0: {"company.revenue": 2_400_000, "company.headcount": 18},
           1: {"company.revenue": 9_800_000, "company.market": "ca-qc"}},
    wrong={2: {"alone"}, 3: {"alone"}},
)  # fmt: skip

SALESFORCE_API = List(
    """Id,Name,NumberOfEmployees,AnnualRevenue,BillingCountry,BillingPostalCode,Industry,Budget_Marketing__c,OwnerId
0011v00002abcDEAAZ,Nautique Breizh,23,3150000,France,29200,Marine,60000,0051v
""",
    rows=1,
    holds={0: {"id": "0011v00002abcDEAAZ", "company.headcount": 23, "marketing.budget": 60_000,
               "company.name": "Nautique Breizh", "kept": {"OwnerId": "0051v"}}},
)  # fmt: skip

SELLSY = List(
    """Société - Nom;Société - SIRET;Société - N° TVA;Société - Effectif;Société - Chiffre d'affaires;Société - Code NAF;Contact - Email;Tags
Domaine des Ormes;732 829 320 00074;FR44732829320;"10 à 19 salariés";1 850 000,00 €;01.21Z;contact@ormes.example;vip, bio
""",
    rows=1,
    holds={0: {"siret": "73282932000074", "siren": "732829320", "company.headcount": [10, 19],
               "company.revenue": 1_850_000, "sector_code": "01.21Z"}},
)  # fmt: skip

ZOHO = List(
    """Record Id,Account Name,Account Owner,Account Number,Phone,Industry,Employees,Annual Revenue,Billing City,Billing State,Billing Code,Billing Country,SIC Code
zcrm_481000001,Meubles Tremblay,J. Roy,0042,,Furniture,35,5200000,Laval,Québec,H7N 1A1,Canada,2511
""",
    rows=1,
    holds={0: {"company.market": "ca-qc", "company.headcount": 35, "sector_version": "SIC",
               "kept": {"Account Number": "0042", "Record Id": "zcrm_481000001",
                        "Account Owner": "J. Roy", "Billing City": "Laval"}}},
    asks=("rivals", "rivals"),
)  # fmt: skip

AXONAUT = List(
    """Nom;Catégorie;Adresse;Code postal;Ville;Pays;N° SIRET;TVA intracom;Effectif;CA HT;Notes
Imprimerie Verte;Prospect;3 rue Haute;1000;Bourg-en-Bresse;France;5520176 00012;;moins de 10;n/c;"Rappeler ; voir devis"
Menuiserie Blanc;Client;5 rue Basse;01000;Bourg-en-Bresse;FR;;;20 à 49;2,1 M€;
""",
    encoding="cp1252",
    rows=2,
    holds={0: {"company.headcount": [1, 9], "kept": {"Catégorie": "Prospect",
               "Adresse": "3 rue Haute", "Ville": "Bourg-en-Bresse",
               "Notes": "Rappeler ; voir devis"}},
           1: {"company.headcount": [20, 49], "company.revenue": 2_100_000}},
    wrong={0: {"number_key"}},
)  # fmt: skip

CHAMBER_SHEETS = List(
    {
        "Notice": [["Comment remplir ce fichier"], ["Une ligne par entreprise"]],
        "Entreprises": [
            ["CCI du Grand Lac", None, None, "édité le 12/11/2026"],
            [],
            ["N° adhérent", "Raison sociale", "SIRET", "Tranche d'effectif", "Chargé d'affaires"],
            [1042, "Tissages Aubry", 73282932000074, "20 à 49 salariés", "P. Henry"],
            [1043, "Garage Colin", 73282932000074.0, "1 ou 2 salariés", "P. Henry"],
            ["Total", None, None, None, None],
        ],
        "Listes": [["1 ou 2 salariés"], ["3 à 5 salariés"]],
    },
    rows=3,
    holds={0: {"id": "1042", "siret": "73282932000074", "company.headcount": [20, 49]},
           1: {"company.headcount": [1, 2]}},
    wrong={2: {"total"}},
)  # fmt: skip

DEPARTMENTS = List(
    {
        "Isère": [["Entreprise", "SIREN", "Effectif"], ["Alpes Vis", "732829320", 12]],
        "Drôme": [["Entreprise", "SIREN", "Effectif"], ["Drôme Bois", "552081317", "50+"]],
    },
    rows=2,
    holds={0: {"siren": "732829320", "company.headcount": 12},
           1: {"siren": "552081317", "company.headcount": [50, 10_000]}},
)  # fmt: skip

SIRENE = List(
    """siren,statutDiffusionUniteLegale,dateCreationUniteLegale,trancheEffectifsUniteLegale,anneeEffectifsUniteLegale,denominationUniteLegale,denominationUsuelle1UniteLegale,activitePrincipaleUniteLegale,nomenclatureActivitePrincipaleUniteLegale,categorieEntreprise
732829320,O,1998-01-01,12,2023,TISSAGES AUBRY,,13.20Z,NAFRev2,PME
552081317,O,1955-01-01,53,2023,GRANDE MAISON,,35.11Z,NAFRev2,GE
005520176,O,2021-03-04,NN,,PETITE MAISON,,56.10A,NAFRev2,
542107651,O,1960-01-01,00,2023,SEULE EN SCENE,,90.01Z,NAF2025,
""",
    rows=4,
    holds={0: {"siren": "732829320", "company.headcount": [20, 49], "company.market": "fr",
               "sector_code": "13.20Z", "sector_version": "NAFRev2"},
           1: {"company.headcount": 10_000},
           2: {"company.name": "PETITE MAISON"},
           3: {"company.headcount": 1, "sector_version": "NAF2025"}},
)  # fmt: skip

SIRENE_BOTH = List(
    """siren,denominationUniteLegale,trancheEffectifsUniteLegale,activitePrincipaleUniteLegale,activitePrincipaleNAF25UniteLegale
732829320,TISSAGES AUBRY,03,13.20Z,13.20Y
""",
    rows=1,
    holds={0: {"company.headcount": [6, 9], "kept": {"activitePrincipaleUniteLegale": "13.20Z",
               "activitePrincipaleNAF25UniteLegale": "13.20Y"}}},
    asks=("rivals", "rivals"),
)  # fmt: skip

DIRECTORY = List(
    """siren,siret_siege,nom_complet,tranche_effectif_salarie,annee_tranche_effectif_salarie,activite_principale,code_postal,libelle_commune,date_creation
732829320,73282932000074,TISSAGES AUBRY (AUBRY),21,2023,13.20Z,38000,GRENOBLE,1998-01-01
""",
    rows=1,
    holds={0: {"id": "73282932000074", "company.headcount": [50, 99], "postal_code": "38000"}},
)  # fmt: skip

REQ_OPEN = List(
    """"NEQ","IND_FAIL","DAT_IMMAT","COD_FORME_JURI","COD_INTVAL_EMPLO_QUE","COD_ACT_ECON_CAE","DESC_ACT_ECON_ASSUJ","NOM_ASSUJ"
"1140000010","N","1994-05-02","CIE","C","2542","Fabrication de meubles","MEUBLES BEAUPRÉ INC."
"2240000011","N","2004-02-11","IND","A","6531","Restaurants","CHEZ LISE"
""",
    rows=2,
    holds={0: {"id": "1140000010", "neq": "1140000010", "company.market": "ca-qc",
               "company.sector": "Fabrication de meubles", "sector_version": "CAE",
               "kept": {"IND_FAIL": "N", "DAT_IMMAT": "1994-05-02", "COD_FORME_JURI": "CIE",
                        "COD_INTVAL_EMPLO_QUE": "C"}}},
    asks=("unread",),
)  # fmt: skip

REQ_GROUPED = List(
    """Numéro d'entreprise du Québec (NEQ);Nom;Nombre de salariés au Québec;Code postal;Activité
1140000010;Meubles Beaupré inc.;De 26 à 49;G0A 1E0;Meubles
1140000028;Toitures du Fleuve;Plus de 5000;G6V 6N4;Toiture
1140000036;Studio Lune;Aucun;H2X 1Y2;Design
1140000044;Pépinière Roy;Non déclaré;J0B 1A0;Horticulture
""",
    encoding="cp1252",
    rows=4,
    holds={0: {"company.headcount": [26, 49]}, 1: {"company.headcount": [5001, 10_000]},
           2: {"company.headcount": 1}, 3: {"company.name": "Pépinière Roy"}},
)  # fmt: skip

PAPPERS = List(
    """siren,nom_entreprise,code_naf,libelle_code_naf,effectif_min,effectif_max,chiffre_affaires,resultat,code_postal,date_cloture
732829320,TISSAGES AUBRY,13.20Z,Tissage,20,49,4250000,(125000),38000,2025-12-31
552081317,CUISINES PELLÉ,31.02Z,Meubles de cuisine,50,,7900000,210000,35000,2025-12-31
""",
    rows=2,
    holds={0: {"company.headcount": [20, 49], "company.revenue": 4_250_000,
               "kept": {"resultat": "(125000)", "date_cloture": "2025-12-31"}},
           1: {"company.headcount": [50, 10_000]}},
)  # fmt: skip

PAPPERS_YEARS = List(
    {
        "Export": [
            ["Dénomination", "SIREN", "Chiffre d'affaires 2024", "Chiffre d'affaires 2023",
             "Effectif 2024"],
            ["Tissages Aubry", "732 829 320", 4_250_000, 3_900_000, 34],
        ]
    },
    rows=1,
    holds={0: {"company.headcount": 34, "siren": "732829320",
               "kept": {"Chiffre d'affaires 2024": 4_250_000,
                        "Chiffre d'affaires 2023": 3_900_000}}},
    asks=("rivals", "rivals"),
)  # fmt: skip

INFOGREFFE = List(
    """denomination;siren;code_postal;ca_1;effectif_1;tranche_ca_millesime_1
TISSAGES AUBRY;732829320;38000;4250000;34;C
""",
    rows=1,
    holds={0: {"company.name": "TISSAGES AUBRY",
               "kept": {"ca_1": "4250000", "effectif_1": "34", "tranche_ca_millesime_1": "C"}}},
)  # fmt: skip

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

LISTS = {name.lower(): one for name, one in list(globals().items()) if isinstance(one, List)}
