//! An answer against an attack: the chance that what was asked for comes before it is needed.

use crate::verification::effort::Effort;
use crate::verification::families::detection::threats;
use crate::verification::finding::Finding;
use crate::verification::setting::Setting;

/// Nine months in days, the mean duration of a plot (Kaplan, Mintz & Mishal).
pub const NINE_MONTHS: f64 = 9.0 * 365.25 / 12.0;
/// Delays of the table, in days: from eight hours over the European Investigation Order's limit to two years.
pub const DELAYS: [f64; 9] = [
    1.0 / 3.0,
    10.0,
    14.0,
    30.0,
    120.0,
    6.0 * 365.25 / 12.0,
    10.0 * 365.25 / 12.0,
    365.25,
    2.0 * 365.25,
];

/// The table but for its first row, where so few answers come too late that their mean is not normal: fixed and exponential answers against Erlang-2 and exponential preparation with a mean of nine months.
pub fn table(effort: Effort) -> Vec<Finding> {
    let mut findings = durations(effort);
    findings.extend(
        DELAYS[1..]
            .iter()
            .flat_map(|delay| in_time_at(*delay, NINE_MONTHS, effort)),
    );
    findings
}

/// How long plots last: Erlang-2 with a mean of nine months has 95 % between one and 25 months, as published.
pub fn durations(effort: Effort) -> Vec<Finding> {
    let months = [1.0, 25.0].map(|months| months * 365.25 / 12.0);
    let class =
        format!("preparation = {{ family = \"gamma\", mean = {NINE_MONTHS}, shape = 2 }}\ndiscovery = 1e-9");
    months
        .into_iter()
        .map(|delay| offered_at(delay, &class, 2, chance(delay, NINE_MONTHS, false, true), effort))
        .collect()
}

/// The chance that an answer after a fixed or exponential time comes before an attack after an Erlang-2 or exponential time.
pub fn chance(delay: f64, mean: f64, random_answer: bool, two_stages: bool) -> f64 {
    let beta = if two_stages { 2.0 / mean } else { 1.0 / mean };
    match (random_answer, two_stages) {
        (false, false) => libm::exp(-beta * delay),
        (false, true) => libm::exp(-beta * delay) * (1.0 + beta * delay),
        (true, false) => 1.0 / (1.0 + beta * delay),
        (true, true) => {
            let slower = beta * delay / (1.0 + beta * delay);
            1.0 - slower * slower
        }
    }
}

/// Fixed and exponential answers of this mean, against preparation of this mean in one and in two stages.
pub fn in_time_at(delay: f64, mean: f64, effort: Effort) -> Vec<Finding> {
    let mut findings = Vec::new();
    for random_answer in [false, true] {
        for two_stages in [true, false] {
            let expected = chance(delay, mean, random_answer, two_stages);
            let shape = if two_stages { 2 } else { 1 };
            let class = format!(
                "preparation = {{ family = \"gamma\", mean = {mean}, shape = {shape} }}\ndiscovery = 1e-9"
            );
            findings.push(if random_answer {
                asked_at(delay, &class, shape, expected, effort)
            } else {
                offered_at(delay, &class, shape, expected, effort)
            });
        }
    }
    findings
}

const SOURCE: &str = "survival of the preparation time; plots after Kaplan, Mintz & Mishal";

/// The only piece is found by another nation at once and offered through a channel that takes the delay.
fn offered_at(delay: f64, class: &str, stages: u32, expected: f64, effort: Effort) -> Finding {
    let body = threats(&format!(
        "pieces = 1\nneeded = 1\n{class}\nholders = {{ target = 0, origin = 1, refuge = 0, neighbours = 0, everyone = 0 }}\n\n[decision]\nrule = \"share\""
    ))
    .replacen("diplomatic_delay = 0", &format!("diplomatic_delay = {delay}"), 1);
    let setting = Setting::new(
        ("in-time", SOURCE),
        format!("answer after {delay:.4} d, attack after gamma-{stages}"),
        &["spontaneous"],
        &body,
    )
    .replications(8);
    let seen = setting.run(effort, |_| []);
    seen.measure("disruption_rate", expected, 0.012 / expected)
}

/// Two pieces are found at once, each by the target or by the other nation, and both are needed. By a quarter the target has
/// both and by a quarter neither; else it asks, and the answer takes an exponential time of execution.
fn asked_at(delay: f64, class: &str, stages: u32, expected: f64, effort: Effort) -> Finding {
    let body = threats(&format!(
        "pieces = 2\nneeded = 2\n{class}\nholders = {{ target = 0.5, origin = 0.5, refuge = 0, neighbours = 0, everyone = 0 }}\n\n[decision]\nrule = \"share\"\n\n[kind.police_query]\nreview = 0\nexecution = {delay}"
    ));
    let setting = Setting::new(
        ("in-time", SOURCE),
        format!("answer asked for after exponential {delay:.4} d, attack after gamma-{stages}"),
        &["requests"],
        &body,
    )
    .replications(8);
    let seen = setting.run(effort, |_| []);
    let expected = 0.25 + 0.5 * expected;
    seen.measure("disruption_rate", expected, 0.012 / expected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_table_comes_out_to_its_four_digits() {
        // Section 2.7(d) of the domain research: fixed and exponential answers, Erlang-2; then the same, exponential.
        const TABLE: [[f64; 4]; 9] = [
            [1.0, 1.0, 0.9988, 0.9988],
            [0.9975, 0.9954, 0.9642, 0.9648],
            [0.9951, 0.9914, 0.9502, 0.9514],
            [0.9792, 0.9677, 0.8963, 0.9013],
            [0.7812, 0.7819, 0.6453, 0.6954],
            [0.6151, 0.6735, 0.5134, 0.6000],
            [0.3492, 0.5244, 0.3292, 0.4737],
            [0.2548, 0.4711, 0.2636, 0.4286],
            [0.0306, 0.2909, 0.0695, 0.2727],
        ];
        for (delay, row) in DELAYS.into_iter().zip(TABLE) {
            let found = [(false, true), (true, true), (false, false), (true, false)]
                .map(|(random, stages)| chance(delay, NINE_MONTHS, random, stages));
            for (found, expected) in found.into_iter().zip(row) {
                assert!(
                    (found - expected).abs() <= 5.1e-5,
                    "{delay}: {found} and {expected}"
                );
            }
        }
    }
}
