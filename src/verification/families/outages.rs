//! Servers that come and go, and lines on their way from empty: instability, and the first days of a run.

use crate::model::measure::{Count, Level};
use crate::verification::effort::Effort;
use crate::verification::families::desks::{Desks, YEAR};
use crate::verification::finding::Finding;
use crate::verification::queueing::{present_with_failures, waiting_from_empty};
use crate::verification::setting::Setting;

/// Breakdowns of a server, in the long run and from the first day.
pub fn breakdowns(effort: Effort) -> Vec<Finding> {
    let mut findings = broken_line_at(0.5, 0.1, 0.5, effort);
    findings.extend(broken_line_at(0.4, 0.05, 0.2, effort));
    findings.extend(availability_at(0.2, 0.8, 5.0, effort));
    findings.extend(availability_at(0.05, 0.1, 20.0, effort));
    findings
}

const UNSTABLE: &str = "stability = 0";

fn politics(failure: f64, repair: f64) -> String {
    format!(
        "[politics]\ninstability_rate = {}\ncalm = {}\ninstability_loss = 1\n",
        failure * YEAR,
        1.0 / repair
    )
}

/// M/M/1 whose server fails at any time, busy or idle, and takes up what it dropped when it is back.
pub fn broken_line_at(rate: f64, failure: f64, repair: f64, effort: Effort) -> Vec<Finding> {
    let end = politics(failure, repair);
    let mut desks = Desks::new(rate, 1, 12_000.0);
    desks.more = ["outage = \"preempt\"", "", UNSTABLE, &end];
    let setting = Setting::new(
        ("breakdown", "White & Christie 1958; Mitrany & Avi-Itzhak 1968"),
        format!("M/M/1 that fails ({failure} a day) and is repaired ({repair}), {rate} a day"),
        &["routine", "queues", "instability"],
        &desks.body(),
    );
    let days = 2.0 * (desks.horizon - desks.warm_up);
    let seen = setting.run(
        effort,
        |outcome| [outcome.counts[Count::OpenDesk as usize] / days],
    );
    let present = present_with_failures(rate, 1.0, failure, repair);
    vec![
        seen.measure("backlog_mean", 2.0 * (present - rate), 0.06),
        seen.mean(
            0,
            "availability of a desk, share",
            repair / (failure + repair),
            0.01,
        ),
    ]
}

/// Availability of a server that works at first, over the first days.
pub fn availability_at(failure: f64, repair: f64, days: f64, effort: Effort) -> Vec<Finding> {
    let end = politics(failure, repair);
    let mut desks = Desks::new(0.0, 1, days);
    desks.warm_up = 0.0;
    desks.more = ["outage = \"preempt\"", "", UNSTABLE, &end];
    let setting = Setting::new(
        (
            "breakdown",
            "Kolmogorov equations of two states; Barlow & Proschan 1965",
        ),
        format!("a server that fails ({failure} a day) and is repaired ({repair}), first {days} d"),
        &["queues", "instability"],
        &desks.body(),
    )
    .replications(6_000);
    let seen = setting.run(effort, |outcome| [outcome.counts[Count::OpenDesk as usize] / 2.0]);
    let sum = failure + repair;
    let up = repair / sum * days + failure / (sum * sum) * -libm::expm1(-sum * days);
    vec![seen.mean(0, "days that a desk works, d", up, 0.02)]
}

/// Lines from an empty start.
pub fn from_empty(effort: Effort) -> Vec<Finding> {
    let mut findings = line_from_empty_at(0.8, &[5.0, 10.0, 20.0], effort);
    findings.extend(room_for_all_at(3.0, (EXPONENTIAL_TIMES, 2.0), 4.0, effort));
    findings.extend(room_for_all_at(1.5, (CONSTANT_TIMES, 3.0), 5.0, effort));
    findings
}

/// The number waiting in M/M/1 on given days after an empty start; the days are multiples of the first.
pub fn line_from_empty_at(rate: f64, days: &[f64], effort: Effort) -> Vec<Finding> {
    let mut desks = Desks::new(rate, 1, days.iter().copied().fold(0.0, f64::max));
    desks.warm_up = 0.0;
    desks.report_every = days[0];
    let setting = Setting::new(
        (
            "transient",
            "Kolmogorov equations, by uniformisation (Jensen 1953)",
        ),
        format!("M/M/1 from empty, {rate} a day"),
        &["routine", "queues"],
        &desks.body(),
    )
    .replications(12_000);
    let waiting = waiting_from_empty(rate, 1.0, days);
    let place = |day: f64| (day / days[0]).round() as usize;
    let mut findings = Vec::new();
    for (day, expected) in days.iter().zip(waiting) {
        let seen = setting.run(effort, |outcome| {
            [outcome.levels[place(*day)][Level::Backlog as usize]]
        });
        let quantity = format!("jobs waiting at two desks on day {day}");
        findings.push(seen.mean(0, &quantity, 2.0 * expected, 0.05));
    }
    findings
}

/// Forms of service whose chance of lasting longer than x, in units of its mean, is known.
type Lasting = (&'static str, &'static str, fn(f64) -> f64);
const EXPONENTIAL_TIMES: Lasting = (
    "{ family = \"exponential\", mean = 1 }",
    "exponential",
    // ∫ over [0, T] of ∫ over [0, t] of e^(−x) dx dt.
    |t| t + libm::expm1(-t),
);
const CONSTANT_TIMES: Lasting = ("{ family = \"constant\", value = 1 }", "constant", |t| {
    if t < 1.0 { t * t / 2.0 } else { t - 0.5 }
});

/// With room for all (M/G/∞), the mean number in service over the first days.
pub fn room_for_all_at(
    rate: f64,
    ((form, words, twice_integrated), service): (Lasting, f64),
    days: f64,
    effort: Effort,
) -> Vec<Finding> {
    let mut desks = Desks::new(rate, 1, days);
    desks.warm_up = 0.0;
    desks.review = service;
    desks.form = form;
    let setting = Setting::new(
        ("transient", "Takács 1962"),
        format!("M/G/∞ from empty, {rate} a day, {words} service of {service} d"),
        &["routine"],
        &desks.body(),
    )
    .replications(4_000);
    let seen = setting.run(effort, |outcome| [outcome.counts[Count::BusyDesk as usize] / 2.0]);
    let expected = rate * service * service * twice_integrated(days / service);
    let quantity = format!("days of service at a desk in the first {days} d");
    vec![seen.mean(0, &quantity, expected, 0.03)]
}
