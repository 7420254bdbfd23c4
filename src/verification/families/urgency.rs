//! Lines that are not first come, first served: urgent work goes first, and who is impatient goes away.

use crate::verification::effort::Effort;
use crate::verification::families::desks::{Desks, YEAR};
use crate::verification::families::queues::answer_times;
use crate::verification::finding::Finding;
use crate::verification::queueing::{erlang_a, waits_by_priority};
use crate::verification::setting::Setting;

/// Urgent work before less urgent, at one server and at several.
pub fn priorities(effort: Effort) -> Vec<Finding> {
    let mut findings = Vec::new();
    for requests_first in [true, false] {
        findings.extend(priorities_at(1, [0.4, 1.0], [0.3, 1.0], requests_first, effort));
        findings.extend(priorities_at(1, [0.3, 1.0], [0.6, 0.5], requests_first, effort));
        findings.extend(priorities_at(3, [1.0, 1.0], [1.2, 1.0], requests_first, effort));
    }
    findings
}

/// Requests and domestic work, each with its rate a day and its mean service, in one line without preemption: both go first
/// in turn.
pub fn priorities_at(
    servers: u32,
    requests: [f64; 2],
    domestic: [f64; 2],
    requests_first: bool,
    effort: Effort,
) -> Vec<Finding> {
    let end = format!(
        "[domestic]\ndesk_rate = {}\nauthority_rate = 0\ndesk_review = {}\nurgency = 0.5\n",
        domestic[0] * YEAR,
        domestic[1]
    );
    let mut desks = Desks::new(requests[0], servers, 12_000.0);
    desks.review = requests[1];
    desks.more[3] = &end;
    let urgency = if requests_first { 0.9 } else { 0.1 };
    let body = desks
        .body()
        .replacen("[routine]", &format!("[routine]\nurgency = {urgency}"), 1);
    let order = if requests_first { "first" } else { "second" };
    let setting = Setting::new(
        ("priority", "Cobham 1954; Davis 1966"),
        format!(
            "M/M/{servers} with priority, requests ({} a day of {} d) {order}, domestic work ({} a day of {} d)",
            requests[0], requests[1], domestic[0], domestic[1]
        ),
        &["routine", "queues", "domestic_work"],
        &body,
    )
    .traced();
    let seen = setting.run(effort, answer_times);
    let (first, second) = if requests_first {
        (requests, domestic)
    } else {
        (domestic, requests)
    };
    let waits = waits_by_priority(servers, &[first[0], second[0]], &[first[1], second[1]]);
    let own = if requests_first { waits[0] } else { waits[1] };
    let all = (first[0] * waits[0] + second[0] * waits[1]) / (first[0] + second[0]);
    vec![
        seen.measure("wait_days_desk", all, 0.05),
        seen.ratio([0, 1], "mean time of a request, d", own + requests[1], 0.06),
    ]
}

/// Erlang A at several loads, also above what the servers can do.
pub fn patience(effort: Effort) -> Vec<Finding> {
    [
        (1.0, 1, 2.0, 8_000.0),
        (10.0, 10, 2.0, 1_000.0),
        (6.0, 4, 3.0, 1_500.0),
    ]
    .into_iter()
    .flat_map(|(rate, servers, patience, horizon)| patience_at(rate, servers, patience, horizon, effort))
    .collect()
}

/// Erlang A: the share that gives up, the number waiting, and how busy the servers are.
pub fn patience_at(rate: f64, servers: u32, patience: f64, horizon: f64, effort: Effort) -> Vec<Finding> {
    let kind = format!("patience = {{ family = \"exponential\", mean = {patience} }}");
    let mut desks = Desks::new(rate, servers, horizon);
    desks.more[1] = &kind;
    let setting = Setting::new(
        ("erlang-a", "Palm 1957; Garnett, Mandelbaum & Reiman 2002"),
        format!("M/M/{servers}+M, {rate} a day, patience {patience} d"),
        &["routine", "queues", "patience"],
        &desks.body(),
    );
    let seen = setting.run(effort, |_| []);
    let theory = erlang_a(servers, rate, 1.0, patience);
    vec![
        seen.measure("unanswered_share", theory.gives_up, 0.05),
        seen.measure("backlog_mean", 2.0 * theory.waiting, 0.05),
        seen.measure("utilization_desk", theory.busy / f64::from(servers), 0.02),
    ]
}
