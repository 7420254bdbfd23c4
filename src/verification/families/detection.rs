//! Detection: so many of so many pieces found before the attack, by the target alone or by all together.

use crate::engine::special::incomplete_beta;
use crate::model::measure::Count;
use crate::model::outcome::Outcome;
use crate::verification::effort::Effort;
use crate::verification::families::desks::YEAR;
use crate::verification::finding::Finding;
use crate::verification::setting::Setting;

/// Threats of a class between two nations, five every ten days for ten thousand days.
pub fn threats(more: &str) -> String {
    format!(
        "
[run]
horizon = 10000
warm_up = 0
report_every = 10000

[service]
diplomatic_delay = 0

[nation.ann]
capacity = 1
[nation.bob]
capacity = 1

[class.plot]
rate = {}
{more}
",
        0.5 * YEAR
    )
}

/// Where pieces lie: with the target by this chance, else with the origin.
fn holders(target: f64) -> String {
    format!(
        "holders = {{ target = {target}, origin = {}, refuge = 0, neighbours = 0, everyone = 0 }}",
        1.0 - target
    )
}

/// The share of the cohort that a count holds.
fn share(outcome: &Outcome, count: Count) -> f64 {
    outcome.counts[count as usize]
}

/// Finds and attack as competing exponential clocks.
pub fn clocks(effort: Effort) -> Vec<Finding> {
    [
        (1, 1, 30.0, 50.0),
        (2, 2, 30.0, 50.0),
        (2, 1, 30.0, 50.0),
        (5, 3, 20.0, 60.0),
        (6, 4, 90.0, 40.0),
    ]
    .into_iter()
    .flat_map(|(pieces, needed, find, attack)| clocks_at(pieces, needed, find, attack, effort))
    .collect()
}

/// All pieces lie with the target, each found after an exponential time; the attack comes after another.
pub fn clocks_at(pieces: u32, needed: u32, find: f64, attack: f64, effort: Effort) -> Vec<Finding> {
    let body = threats(&format!(
        "pieces = {pieces}\nneeded = {needed}\ndiscovery = {find}\npreparation = {{ family = \"exponential\", mean = {attack} }}\n{}",
        holders(1.0)
    ));
    let setting = Setting::new(
        (
            "clocks",
            "competing exponential risks; Cox & Oakes 1984, chapter 9",
        ),
        format!("{needed} of {pieces} pieces, found after {find} d, attack after {attack} d"),
        &[],
        &body,
    );
    let seen = setting.run(effort, |_| []);
    let expected: f64 = (0..needed)
        .map(|found| {
            let finds = f64::from(pieces - found) / find;
            finds / (finds + 1.0 / attack)
        })
        .product();
    vec![
        seen.measure("disruption_rate", expected, 0.03),
        seen.measure("disruption_rate_best", expected, 0.03),
    ]
}

/// Chance of at least `needed` successes in `tries` of chance `p` each.
pub fn at_least(needed: u32, tries: u32, p: f64) -> f64 {
    incomplete_beta(f64::from(needed), f64::from(tries - needed + 1), p, 1.0 - p).0
}

/// The two bounds, and the rules that reach them exactly.
pub fn bounds(effort: Effort) -> Vec<Finding> {
    let mut findings = bounds_at(5, 3, 0.5, 20.0, 30.0, effort);
    findings.extend(bounds_at(6, 2, 0.3, 60.0, 25.0, effort));
    findings.extend(coalition_at(6, 4, 2, effort));
    findings.extend(coalition_at(6, 2, 3, effort));
    findings
}

/// Pieces lie with the target by a chance; the attack comes after a fixed time: two binomial tails.
pub fn bounds_at(
    pieces: u32,
    needed: u32,
    target: f64,
    find: f64,
    attack: f64,
    effort: Effort,
) -> Vec<Finding> {
    let found = -libm::expm1(-attack / find);
    let mut findings = Vec::new();
    for (rule, bound, words) in [
        ("refuse", Count::DisruptedAlone, "alone"),
        ("share", Count::DisruptedBest, "best"),
    ] {
        let class = format!(
            "pieces = {pieces}\nneeded = {needed}\ndiscovery = {find}\npreparation = {{ family = \"constant\", value = {attack} }}\n{}\n\n[decision]\nrule = \"{rule}\"",
            holders(target)
        );
        let setting = Setting::new(
            ("bounds", "binomial tails; the model's section 9"),
            format!(
                "everybody would {rule}: {needed} of {pieces} pieces, {target} with the target, found after {find} d, attack after {attack} d"
            ),
            &["spontaneous", "requests"],
            &threats(&class),
        );
        let seen = setting.run(effort, |outcome| {
            [share(outcome, Count::Disrupted) - share(outcome, bound)]
        });
        findings.push(seen.measure(
            "disruption_rate_alone",
            at_least(needed, pieces, target * found),
            0.05,
        ));
        findings.push(seen.measure("disruption_rate_best", at_least(needed, pieces, found), 0.03));
        findings.push(seen.always(0, &format!("disrupted less disrupted {words}, threats"), 0.0, 0.0));
    }
    findings
}

/// Pieces lie anywhere and all are found in time: what one of several alike nations holds of them is a binomial tail.
pub fn coalition_at(pieces: u32, needed: u32, nations: u32, effort: Effort) -> Vec<Finding> {
    let class = format!(
        "pieces = {pieces}\nneeded = {needed}\ndiscovery = 1e-9\nholders = {{ target = 0, origin = 0, refuge = 0, neighbours = 0, everyone = 1 }}"
    );
    let others = (2..nations).map(|n| format!("\n[nation.other-{n}]\ncapacity = 1\n"));
    let others = others.collect::<Vec<_>>().concat();
    let setting = Setting::new(
        ("bounds", "binomial tails; scattered clues among equals"),
        format!("{needed} of {pieces} pieces scattered over {nations} nations"),
        &[],
        &(threats(&class) + &others),
    );
    let seen = setting.run(effort, |_| []);
    let alone = at_least(needed, pieces, 1.0 / f64::from(nations));
    vec![
        seen.measure("disruption_rate_alone", alone, 0.03),
        seen.measure("disruption_rate_best", 1.0, 0.0),
    ]
}
