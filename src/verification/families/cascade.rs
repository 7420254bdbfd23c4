//! Thresholds: with a strong pull, a nation joins once enough others have, so that ratification is Granovetter's cascade.

use crate::model::measure::Count;
use crate::verification::effort::Effort;
use crate::verification::finding::Finding;
use crate::verification::setting::Setting;

/// The strongest pull that scenarios allow.
const PULL: f64 = 50.0;

/// Cascades that run through, that stop, and that never begin.
pub fn thresholds(effort: Effort) -> Vec<Finding> {
    [
        &[0, 1, 2, 3, 4][..],
        &[0, 1, 1, 3, 4],
        &[0, 1, 3, 3, 3],
        &[1, 1, 2, 3, 4],
        &[0, 0, 2, 4, 4],
    ]
    .into_iter()
    .flat_map(|thresholds| thresholds_at(thresholds, effort))
    .collect()
}

/// How many join in the end: r ← #{threshold ≤ r} from nobody on (Granovetter 1978).
pub fn cascade(thresholds: &[u32]) -> u32 {
    let mut joined = 0;
    loop {
        let next = thresholds
            .iter()
            .filter(|threshold| **threshold <= joined)
            .count() as u32;
        if next == joined {
            return joined;
        }
        joined = next;
    }
}

/// Nations with these thresholds. Each other party multiplies a hazard by e^(φ/(n − 1)); a commitment sets the hazard half such a
/// step above a slow pace at the threshold, and as far below it one party short of it. A nation then joins out of turn, or
/// misses its turn, in less than one run of a hundred.
pub fn thresholds_at(thresholds: &[u32], effort: Effort) -> Vec<Finding> {
    let step = PULL / (thresholds.len() - 1) as f64;
    let nations = thresholds.iter().enumerate().map(|(n, threshold)| {
        let commitment = libm::exp(-step * f64::from(*threshold));
        format!("\n[nation.n{n}]\ncommitment = {commitment:e}\nsovereignty = 0\n")
    });
    let nations = nations.collect::<Vec<_>>().concat();
    let horizon = 3_650.0;
    // Over the run, the hazard of a nation adds up to 0.03·e^(step/2) at its threshold, and to 0.03·e^(−step/2) one short of it.
    let hazard = 0.03 * libm::exp(step / 2.0) / (horizon / 365.0);
    let body = format!(
        r#"
[run]
horizon = {horizon}
warm_up = 0
report_every = {horizon}

[treaties]
hazard = {hazard}
contagion = {PULL}

[instrument.pact]
domains = ["evidence"]

[class.none]
rate = 0
{nations}"#
    );
    let setting = Setting::new(
        ("cascade", "Granovetter 1978"),
        format!("thresholds {thresholds:?}"),
        &["treaties", "contagion"],
        &body,
    )
    .replications(500);
    let seen = setting.run(effort, |outcome| [outcome.counts[Count::Joined as usize]]);
    let expected = f64::from(cascade(thresholds));
    let found = &seen.columns[0];
    let as_said = found.iter().filter(|joined| **joined == expected).count();
    let share = as_said as f64 / found.len() as f64;
    vec![setting.subject().computed(
        &format!("share of runs in which {expected} join"),
        1.0,
        share,
        0.01,
    )]
}
