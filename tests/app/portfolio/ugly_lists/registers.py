"""Lists as registers and those who resell them give them."""

from tests.app.portfolio.ugly_lists.one_list import List

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
