//! Measures of networks, on a published network as mutual trust.

use std::fmt::Write;

use crate::model::measure::Level;
use crate::verification::effort::Effort;
use crate::verification::finding::Finding;
use crate::verification::setting::Setting;

/// Marriages among families of Renaissance Florence; Pucci has none (Padgett & Ansell 1993).
const MARRIAGES: [(&str, &str); 20] = [
    ("acciaiuoli", "medici"),
    ("albizzi", "ginori"),
    ("albizzi", "guadagni"),
    ("albizzi", "medici"),
    ("barbadori", "castellani"),
    ("barbadori", "medici"),
    ("bischeri", "guadagni"),
    ("bischeri", "peruzzi"),
    ("bischeri", "strozzi"),
    ("castellani", "peruzzi"),
    ("castellani", "strozzi"),
    ("guadagni", "lamberteschi"),
    ("guadagni", "tornabuoni"),
    ("medici", "ridolfi"),
    ("medici", "salviati"),
    ("medici", "tornabuoni"),
    ("pazzi", "salviati"),
    ("peruzzi", "strozzi"),
    ("ridolfi", "strozzi"),
    ("ridolfi", "tornabuoni"),
];
const ALONE: &str = "pucci";

/// Trust between the married, and between all others.
const HIGH: f64 = 0.8;
const LOW: f64 = 0.2;

/// Measures of the marriages as trust.
pub fn marriages(effort: Effort) -> Vec<Finding> {
    let mut families: Vec<&str> = MARRIAGES.iter().flat_map(|(one, other)| [*one, *other]).collect();
    families.push(ALONE);
    families.sort_unstable();
    families.dedup();
    let mut body =
        String::from("[run]\nhorizon = 10\nwarm_up = 0\nreport_every = 1\n\n[class.none]\nrate = 0\n");
    let bloc = |family: &str| if family < "g" { "one" } else { "two" };
    for family in &families {
        let _ = write!(body, "\n[nation.{family}]\nbloc = \"{}\"\n", bloc(family));
    }
    let (mut within, mut between) = ([0.0; 2], [0.0; 2]);
    for one in &families {
        for other in families.iter().filter(|other| *other != one) {
            let married = MARRIAGES
                .iter()
                .any(|pair| *pair == (*one, *other) || *pair == (*other, *one));
            let trust = if married { HIGH } else { LOW };
            let sums = if bloc(one) == bloc(other) {
                &mut within
            } else {
                &mut between
            };
            sums[0] += trust;
            sums[1] += 1.0;
            let _ = write!(body, "\n[pair.{one}.{other}]\ntrust = {trust}\n");
        }
    }
    let setting = Setting::new(
        ("network", "Padgett & Ansell 1993; definitions, by counting"),
        "marriages of Florentine families as trust".to_owned(),
        &[],
        &body,
    )
    .replications(1);
    let levels = [
        Level::MeanTrust,
        Level::TrustingPairs,
        Level::LargestComponent,
        Level::TrustGini,
        Level::TrustWithin,
        Level::TrustBetween,
    ];
    let seen = setting.run(effort, |outcome| {
        levels.map(|level| outcome.mean_levels[level as usize])
    });
    // Of 120 pairs 20 are married: density 1/6; 15 of 16 families hang together.
    let share = 1.0 / 6.0;
    let mean = share * HIGH + (1.0 - share) * LOW;
    // Two values a > b with shares p and 1 − p have a Gini coefficient of p(1 − p)(a − b) over their mean.
    let gini = share * (1.0 - share) * (HIGH - LOW) / mean;
    let expected = [
        mean,
        share,
        15.0 / 16.0,
        gini,
        within[0] / within[1],
        between[0] / between[1],
    ];
    levels
        .into_iter()
        .zip(expected)
        .enumerate()
        .map(|(column, (level, expected))| seen.always(column, level.name(), expected, 1e-9))
        .collect()
}
