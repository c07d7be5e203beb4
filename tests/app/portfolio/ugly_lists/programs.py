"""Lists as CRMs and invoicing programs export them."""

from tests.app.portfolio.ugly_lists.one_list import List

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
