//! What no source tells, or tells wrongly: each with the reason and where it is from.

/// Communes of INSEE's 2022 table that have another code today and that the npm package doesn't
/// link (no delegated commune was kept): code of 2022, code of today. From the prefects' orders in
/// the Journal officiel that made the merged communes; each lies in the constituency of what it
/// joined, so that nothing hangs on it but the name.
pub(crate) const MERGED: &[(&str, &str, &str)] = &[
    (
        "02077",
        "02564",
        "Berzy-le-Sec in Bernoy-le-Château, 1 January 2023",
    ),
    ("02311", "02589", "Filain in Pargny-et-Filain"),
    ("08300", "08439", "Le Mont-Dieu in Tannay-le-Mont-Dieu"),
    (
        "16238",
        "16023",
        "Moutonneau in Aunac-sur-Charente, 1 January 2025",
    ),
    ("18131", "18031", "Lugny-Bourbonnais in Blet"),
    ("19092", "19143", "Le Jardin in Montaignac-sur-Doustre"),
    (
        "25134",
        "25223",
        "Châtillon-sur-Lison in Éternoz-Vallée-du-Lison",
    ),
    ("25282", "25060", "Goux-les-Usiers in Val-d'Usiers"),
    ("25297", "25364", "Le Gratteris in Mamirolle"),
    ("25549", "25060", "Sombacour in Val-d'Usiers"),
    ("25628", "25375", "Villers-sous-Montrond in Les Monts-Ronds"),
    ("26371", "26289", "Véronne in Saillans"),
    ("27058", "27676", "Les Trois Lacs took another code"),
    (
        "42072",
        "42217",
        "La Côte-en-Couzan in La Côte-Saint-Didier",
    ),
    (
        "60054",
        "60054",
        "Les Hauts-Talican gave Beaumont-les-Nonains back",
    ),
    ("71131", "71566", "Ciel in Verdun-Ciel"),
    (
        "72287",
        "72155",
        "Saint-Gervais-en-Belin in Laigné-Saint-Gervais",
    ),
    ("95282", "95169", "Gouzangrez in Commeny"),
];

/// Communes of today that in 2022 were part of another, which lay in one constituency as a whole:
/// code of today, code of 2022.
pub(crate) const PARTED: &[(&str, &str, &str)] = &[
    (
        "15031",
        "15141",
        "Celles left Neussargues en Pinatelle, 1 January 2025",
    ),
    (
        "15035",
        "15141",
        "Chalinargues left Neussargues en Pinatelle, 1 January 2025",
    ),
    (
        "15047",
        "15141",
        "Chavagnac left Neussargues en Pinatelle, 1 January 2025",
    ),
    (
        "15171",
        "15141",
        "Sainte-Anastasie left Neussargues en Pinatelle, 1 January 2025",
    ),
    (
        "60694",
        "60054",
        "Les Hauts-Talican, whose code was that of Beaumont-les-Nonains in 2022",
    ),
    (
        "85165",
        "85084",
        "L'Oie left Essarts en Bocage, 1 January 2024",
    ),
    (
        "85212",
        "85084",
        "Sainte-Florence left Essarts en Bocage, 1 January 2024",
    ),
];

/// Overseas, where INSEE's table is silent: prefix of the communes' codes and the constituency
/// that it is as a whole. Tables 1 and 1 bis of the Code électoral (article L. 125).
pub(crate) const WHOLE: &[(&str, &str)] = &[
    ("975", "975-01"),
    // One deputy for Saint-Barthélemy and Saint-Martin, counted under 977.
    ("977", "977-01"),
    ("978", "977-01"),
    ("986", "986-01"),
];

/// Polynésie française: law of 21 January 2010 as changed by organic law 2010-1487 of 7 December
/// 2010, article 9. The second and the third; every other commune is in the first.
pub(crate) const POLYNESIA: &[(&str, &[&str])] = &[
    (
        "987-02",
        &[
            "Hitiaa O Te Ra",
            "Mahina",
            "Paea",
            "Papara",
            "Raivavae",
            "Rapa",
            "Rimatara",
            "Rurutu",
            "Taiarapu-Est",
            "Taiarapu-Ouest",
            "Teva I Uta",
            "Tubuai",
        ],
    ),
    (
        "987-03",
        &[
            "Bora-Bora",
            "Faaa",
            "Huahine",
            "Maupiti",
            "Punaauia",
            "Tahaa",
            "Taputapuatea",
            "Tumaraa",
            "Uturoa",
        ],
    ),
];

/// Nouvelle-Calédonie: law of 21 January 2010. The first; every other commune is in the second.
pub(crate) const CALEDONIA: &[(&str, &[&str])] = &[(
    "988-01",
    &["L'Île-des-Pins", "Lifou", "Maré", "Nouméa", "Ouvéa"],
)];

/// Places with a French postcode and no deputy: commune code as INSEE counts the country, name,
/// postcode.
pub(crate) const NO_DEPUTY: &[(&str, &str, u32)] = &[
    // A sovereign state within the French postal system.
    ("99138", "Monaco", 98_000),
];

/// Communes of the npm package that nobody can vote from: no inhabitants, in no constituency.
pub(crate) const UNINHABITED: &[(&str, &str)] = &[
    (
        "984",
        "Terres australes et antarctiques françaises: no commune, no voters, no postcode",
    ),
    ("989", "Clipperton: uninhabited, in no constituency"),
    (
        "55039",
        "Beaumont-en-Verdunois, destroyed in 1916: no inhabitants, no constituency",
    ),
    (
        "55050",
        "Bezonvaux, destroyed in 1916: no inhabitants, no constituency",
    ),
    (
        "55139",
        "Cumières-le-Mort-Homme, destroyed in 1916: no inhabitants, no constituency",
    ),
    (
        "55189",
        "Fleury-devant-Douaumont, destroyed in 1916: no inhabitants, no constituency",
    ),
    (
        "55239",
        "Haumont-près-Samogneux, destroyed in 1916: no inhabitants, no constituency",
    ),
    (
        "55307",
        "Louvemont-Côte-du-Poivre, destroyed in 1916: no inhabitants, no constituency",
    ),
];
