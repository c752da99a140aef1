//! The départements with their articles: "de l'Ain", "du Nord", "des Yvelines", "de La Réunion".

use alloc::string::String;

use crate::directory::{Constituency, Departement};

/// Code and name after "circonscription". Articles as INSEE's Code officiel géographique gives
/// them (type of liaison, TNCC); the collectivities as the Assemblée nationale lists its constituencies.
const NAMES: &str = "\
01 de l'Ain
02 de l'Aisne
03 de l'Allier
04 des Alpes-de-Haute-Provence
05 des Hautes-Alpes
06 des Alpes-Maritimes
07 de l'Ardèche
08 des Ardennes
09 de l'Ariège
10 de l'Aube
11 de l'Aude
12 de l'Aveyron
13 des Bouches-du-Rhône
14 du Calvados
15 du Cantal
16 de la Charente
17 de la Charente-Maritime
18 du Cher
19 de la Corrèze
2A de la Corse-du-Sud
2B de la Haute-Corse
21 de la Côte-d'Or
22 des Côtes-d'Armor
23 de la Creuse
24 de la Dordogne
25 du Doubs
26 de la Drôme
27 de l'Eure
28 d'Eure-et-Loir
29 du Finistère
30 du Gard
31 de la Haute-Garonne
32 du Gers
33 de la Gironde
34 de l'Hérault
35 d'Ille-et-Vilaine
36 de l'Indre
37 d'Indre-et-Loire
38 de l'Isère
39 du Jura
40 des Landes
41 du Loir-et-Cher
42 de la Loire
43 de la Haute-Loire
44 de la Loire-Atlantique
45 du Loiret
46 du Lot
47 du Lot-et-Garonne
48 de la Lozère
49 de Maine-et-Loire
50 de la Manche
51 de la Marne
52 de la Haute-Marne
53 de la Mayenne
54 de Meurthe-et-Moselle
55 de la Meuse
56 du Morbihan
57 de la Moselle
58 de la Nièvre
59 du Nord
60 de l'Oise
61 de l'Orne
62 du Pas-de-Calais
63 du Puy-de-Dôme
64 des Pyrénées-Atlantiques
65 des Hautes-Pyrénées
66 des Pyrénées-Orientales
67 du Bas-Rhin
68 du Haut-Rhin
69 du Rhône
70 de la Haute-Saône
71 de Saône-et-Loire
72 de la Sarthe
73 de la Savoie
74 de la Haute-Savoie
75 de Paris
76 de la Seine-Maritime
77 de Seine-et-Marne
78 des Yvelines
79 des Deux-Sèvres
80 de la Somme
81 du Tarn
82 du Tarn-et-Garonne
83 du Var
84 du Vaucluse
85 de la Vendée
86 de la Vienne
87 de la Haute-Vienne
88 des Vosges
89 de l'Yonne
90 du Territoire de Belfort
91 de l'Essonne
92 des Hauts-de-Seine
93 de la Seine-Saint-Denis
94 du Val-de-Marne
95 du Val-d'Oise
971 de la Guadeloupe
972 de la Martinique
973 de la Guyane
974 de La Réunion
975 de Saint-Pierre-et-Miquelon
976 de Mayotte
977 de Saint-Barthélemy et de Saint-Martin
986 de Wallis-et-Futuna
987 de la Polynésie française
988 de la Nouvelle-Calédonie
99 des Français établis hors de France";

/// "de l'Ain", "du Nord" …; `None` for a code that elects no deputy of its own.
///
/// ```
/// use wesign_core::directory::Departement;
/// use wesign_core::interpellation::departement_with_article;
/// let name = |code| departement_with_article(Departement::new(code)?);
/// assert_eq!((name("78"), name("974")), (Some("des Yvelines"), Some("de La Réunion")));
/// ```
#[must_use]
pub fn departement_with_article(departement: Departement) -> Option<&'static str> {
    NAMES
        .lines()
        .find_map(|line| line.strip_prefix(departement.as_str())?.strip_prefix(' '))
}

/// What senators are elected for, after their title: "de la Marne". Saint-Barthélemy and Saint-Martin
/// share a deputy and have a senator each.
pub(super) fn senators_place(code: &str) -> Option<&'static str> {
    match code {
        "977" => Some("de Saint-Barthélemy"),
        "978" => Some("de Saint-Martin"),
        _ => departement_with_article(Departement::new(code)?),
    }
}

/// Code and bare name of every département and territory that elects deputies by place: `01` "Ain",
/// `974` "La Réunion". In order of code.
///
/// ```
/// use wesign_core::interpellation::departements;
/// assert!(departements().any(|known| known == ("2A", "Corse-du-Sud")));
/// ```
pub fn departements() -> impl Iterator<Item = (&'static str, &'static str)> {
    const ARTICLES: [&str; 8] = ["de l'", "de la ", "de ", "du ", "des ", "d'", "de l’", "d’"];
    NAMES
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter(|(code, _)| *code != "99")
        .map(|(code, name)| {
            let bare = ARTICLES
                .iter()
                .find_map(|article| name.strip_prefix(article));
            let bare = match code {
                // The one with two articles.
                "977" => Some("Saint-Barthélemy et Saint-Martin"),
                _ => bare,
            };
            (code, bare.unwrap_or(name))
        })
}

/// "3e circonscription de Paris", "1re circonscription de l'Ain".
///
/// ```
/// use wesign_core::interpellation::constituency_name;
/// assert_eq!(constituency_name("35-02".parse()?), "2e circonscription d'Ille-et-Vilaine");
/// # Ok::<(), wesign_core::directory::ParseConstituencyError>(())
/// ```
#[must_use]
pub fn constituency_name(constituency: Constituency) -> String {
    let ordinal = constituency.ordinal();
    let mut name = String::new();
    if ordinal >= 10 {
        name.push(char::from(b'0' + ordinal / 10 % 10));
    }
    name.push(char::from(b'0' + ordinal % 10));
    name.push_str(if ordinal == 1 { "re" } else { "e" });
    name.push_str(" circonscription");
    if let Some(departement) = departement_with_article(constituency.departement()) {
        name.push(' ');
        name.push_str(departement);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_names() {
        let all: std::vec::Vec<_> = departements().collect();
        assert_eq!(all.len(), 106);
        for expected in [
            ("01", "Ain"),
            ("35", "Ille-et-Vilaine"),
            ("59", "Nord"),
            ("75", "Paris"),
            ("78", "Yvelines"),
            ("973", "Guyane"),
            ("974", "La Réunion"),
            ("977", "Saint-Barthélemy et Saint-Martin"),
            ("986", "Wallis-et-Futuna"),
        ] {
            assert!(all.contains(&expected), "{expected:?}: {all:?}");
        }
    }

    #[test]
    fn ordinals_and_articles() {
        for (code, name) in [
            ("75-03", "3e circonscription de Paris"),
            ("01-01", "1re circonscription de l'Ain"),
            ("59-21", "21e circonscription du Nord"),
            ("78-10", "10e circonscription des Yvelines"),
            ("974-07", "7e circonscription de La Réunion"),
            ("35-02", "2e circonscription d'Ille-et-Vilaine"),
            (
                "99-11",
                "11e circonscription des Français établis hors de France",
            ),
            ("2A-01", "1re circonscription de la Corse-du-Sud"),
        ] {
            let constituency = code.parse().unwrap();
            assert_eq!(constituency_name(constituency), name);
        }
    }

    #[test]
    fn every_departement_once() {
        assert_eq!(NAMES.lines().count(), 96 + 5 + 6);
        for line in NAMES.lines() {
            let (code, name) = line.split_once(' ').unwrap();
            assert_eq!(
                departement_with_article(Departement::new(code).unwrap()),
                Some(name)
            );
        }
    }
}
