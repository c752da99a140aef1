//! What no source tells, or tells wrongly: each with the reason and where it is from.

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
///
/// Read against: fr.wikipedia.org on the constituencies of Wallis-et-Futuna (Alo, Sigave, Uvea) and of
/// Saint-Pierre-et-Miquelon (its two communes). Not read in a text of the law: that Saint-Barthélemy
/// and Saint-Martin are one; the Assemblée's list of seats has 977-01 for both and no 978.
pub(crate) const WHOLE: &[(&str, &str)] = &[
    ("975", "975-01"),
    // One deputy for Saint-Barthélemy and Saint-Martin, counted under 977.
    ("977", "977-01"),
    ("978", "977-01"),
    ("986", "986-01"),
];

/// Polynésie française: ordonnance 2009-935 of 29 July 2009 (table 1 bis of the Code électoral). The
/// second and the third; every other commune is in the first.
///
/// Read against, commune by commune: tahiti-infos.com "Les élections législatives, côté pratique"
/// (2017), which lists all three; the sections of organic law 2011-918, article 1, are the same groups.
/// The table of before 2010 (two constituencies) is in etalab/codes-juridiques-francais.
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

/// Nouvelle-Calédonie: table 1 bis of the Code électoral. The first; every other commune is in the
/// second.
///
/// Read against the table itself: github.com/etalab/codes-juridiques-francais,
/// codes-en-vigueur/code-electoral/annexes/tableau/article-annexe-tableau-no-1-bis.md.
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

/// Where a commune is that no source has coordinates for: beginning of its code, latitude and
/// longitude of its town hall or chief place to 0.01°, as any map has them. The other communes of
/// Polynésie française and Nouvelle-Calédonie have no point: islands and shores of hundreds of
/// kilometres, where a guess would send somebody across the sea.
///
/// Only the two of Saint-Pierre-et-Miquelon lie in what the official contours draw, and inside it; of
/// the other territories no source of `sources.json` has a shape to compare with.
pub(crate) const POINTS: &[(&str, [f64; 2], &str)] = &[
    ("97501", [47.10, -56.38], "Miquelon"),
    ("97502", [46.78, -56.18], "Saint-Pierre"),
    ("97701", [17.90, -62.85], "Gustavia"),
    ("97801", [18.07, -63.08], "Marigot"),
    ("98611", [-14.31, -178.11], "Alo, on Futuna"),
    ("98612", [-14.29, -178.16], "Sigave, on Futuna"),
    ("98613", [-13.28, -176.17], "Mata-Utu"),
    ("98712", [-17.53, -149.52], "Arue"),
    ("98715", [-17.55, -149.61], "Faaa"),
    ("98722", [-17.60, -149.30], "Hitiaa O Te Ra, on Tahiti"),
    ("98725", [-17.51, -149.49], "Mahina"),
    ("98729", [-17.53, -149.83], "Moorea"),
    ("98733", [-17.68, -149.58], "Paea"),
    ("98734", [-17.75, -149.50], "Papara"),
    ("98735", [-17.54, -149.57], "Papeete"),
    ("98736", [-17.54, -149.54], "Pirae"),
    ("98738", [-17.63, -149.61], "Punaauia"),
    ("98747", [-17.75, -149.30], "Taiarapu-Est, at Taravao"),
    ("98748", [-17.78, -149.29], "Taiarapu-Ouest, at Vairao"),
    ("98752", [-17.76, -149.40], "Teva I Uta"),
    ("98805", [-22.15, 166.44], "Dumbéa"),
    ("98817", [-22.21, 166.57], "Le Mont-Dore"),
    ("98818", [-22.28, 166.46], "Nouméa"),
    ("98821", [-22.13, 166.37], "Païta"),
    ("99138", [43.73, 7.42], "Monaco"),
];

/// Countries that have no consulate of their own in the table of consular constituencies, or that
/// share another's without being named: constituency and ISO codes. Code électoral, table 1 ter
/// (ordonnance 2009-935 of 29 July 2009), which lists countries by name.
///
/// Read against, country by country: table 1 ter on juriblio.fr (2), the same text by constituency on
/// campagnes.candidats.fr (10) and freesoftwarepact.eu (7); laonziemevoix.com after
/// assemblee-nationale.fr (11); fr.wikipedia.org's copy on fr-academic.com (8), en.wikipedia.org (6, 8, 9).
/// All agree. The law of 2009 does not name Palestine, which is in the eighth as part of the consulate
/// in Jerusalem (en.wikipedia.org), nor what only the consular table has: South Sudan, Kosovo, Taiwan,
/// Hong Kong, Macao, North Korea. Western Sahara and Bhutan are in neither, and in no constituency.
pub(crate) const ABROAD: &[(&str, &[&str])] = &[
    (
        "99-02",
        &["AG", "BB", "BS", "BZ", "DM", "GD", "GY", "KN", "SR", "VC"],
    ),
    ("99-06", &["LI"]),
    ("99-07", &["SI", "SK"]),
    // The Palestinian territories vote with the consulate in Jerusalem.
    ("99-08", &["MT", "PS", "SM", "VA"]),
    ("99-09", &["GM", "LR", "LY", "SL"]),
    (
        "99-10",
        &["ER", "IQ", "KW", "LS", "MW", "OM", "SO", "ST", "SZ", "YE"],
    ),
    (
        "99-11",
        &[
            "FM", "GE", "KI", "MH", "MV", "NR", "PW", "SB", "TL", "TO", "TV", "WS",
        ],
    ),
];

/// Countries whose consular constituency is of another constituency than they are: the consulates
/// were regrouped after the constituencies were drawn. Table 1 ter of the Code électoral names
/// Moldova in the eleventh (read on laonziemevoix.com, after assemblee-nationale.fr); its French people turn to the consulate in Bucharest, in the seventh.
pub(crate) const REGROUPED: &[(&str, &str, &str)] =
    &[("MD", "99-11", "table 1 ter names Moldova in the eleventh")];

/// Short names of groups of the Sénat where the source has none.
pub(crate) const SENATE_GROUPS: &[(&str, &str, &str)] = &[
    ("Groupe Les Républicains", "LR", "Les Républicains"),
    (
        "Groupe Les Indépendants - République et Territoires",
        "INDEP",
        "Les Indépendants - République et Territoires",
    ),
    (
        "Groupe du RDSE",
        "RDSE",
        "Rassemblement Démocratique et Social Européen",
    ),
];

/// Groups of the European Parliament by short name; `NI` is no group.
pub(crate) const EUROPEAN_GROUPS: &[(&str, &str)] = &[
    ("EPP", "European People's Party"),
    ("S&D", "Progressive Alliance of Socialists and Democrats"),
    ("PfE", "Patriots for Europe"),
    ("ECR", "European Conservatives and Reformists"),
    ("Renew", "Renew Europe"),
    ("Greens/EFA", "Greens/European Free Alliance"),
    ("The Left", "The Left in the European Parliament"),
    ("ESN", "Europe of Sovereign Nations"),
];

/// Member states: name in the Parliament's list, ISO code, name in French, official languages of
/// the Union that its members are written to in, most spoken first.
pub(crate) const MEMBER_STATES: &[(&str, &str, &str, &str)] = &[
    ("Austria", "AT", "Autriche", "de"),
    ("Belgium", "BE", "Belgique", "nl,fr,de"),
    ("Bulgaria", "BG", "Bulgarie", "bg"),
    ("Croatia", "HR", "Croatie", "hr"),
    ("Cyprus", "CY", "Chypre", "el"),
    ("Czechia", "CZ", "Tchéquie", "cs"),
    ("Denmark", "DK", "Danemark", "da"),
    ("Estonia", "EE", "Estonie", "et"),
    ("Finland", "FI", "Finlande", "fi,sv"),
    ("France", "FR", "France", "fr"),
    ("Germany", "DE", "Allemagne", "de"),
    ("Greece", "GR", "Grèce", "el"),
    ("Hungary", "HU", "Hongrie", "hu"),
    ("Ireland", "IE", "Irlande", "en,ga"),
    ("Italy", "IT", "Italie", "it"),
    ("Latvia", "LV", "Lettonie", "lv"),
    ("Lithuania", "LT", "Lituanie", "lt"),
    ("Luxembourg", "LU", "Luxembourg", "fr,de"),
    ("Malta", "MT", "Malte", "mt,en"),
    ("Netherlands", "NL", "Pays-Bas", "nl"),
    ("Poland", "PL", "Pologne", "pl"),
    ("Portugal", "PT", "Portugal", "pt"),
    ("Romania", "RO", "Roumanie", "ro"),
    ("Slovakia", "SK", "Slovaquie", "sk"),
    ("Slovenia", "SI", "Slovénie", "sl"),
    ("Spain", "ES", "Espagne", "es"),
    ("Sweden", "SE", "Suède", "sv"),
];
