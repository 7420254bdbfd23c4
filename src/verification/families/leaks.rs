//! Leaks: an exponential clock for each delivered piece while it is exposed.

use crate::model::measure::Count;
use crate::verification::effort::Effort;
use crate::verification::families::detection::threats;
use crate::verification::finding::Finding;
use crate::verification::setting::Setting;

/// Leaks at two hazards and exposures.
pub fn leaks(effort: Effort) -> Vec<Finding> {
    let mut findings = leaks_at(20.0, 0.7, 0.35, 100.0, effort);
    findings.extend(leaks_at(5.0, 0.2, 0.5, 40.0, effort));
    findings
}

/// Pieces leak at `rate` a year times what the receiver's safeguards and the channel's security leave, for a time.
pub fn leaks_at(rate: f64, safeguards: f64, security: f64, exposure: f64, effort: Effort) -> Vec<Finding> {
    let class = format!(
        r#"profile = {{ shape = "steps", steps = [{{ day = 0, factor = 1 }}, {{ day = 9000, factor = 0 }}] }}
pieces = 2
needed = 2
discovery = 1e-9
preparation = {{ family = "constant", value = {exposure} }}
holders = {{ target = 0, origin = 1, refuge = 0, neighbours = 0, everyone = 0 }}

[decision]
rule = "share"

[leaks]
rate = {rate}
exposure = {exposure}
"#
    );
    let body = threats(&class)
        .replacen(
            "diplomatic_delay = 0",
            &format!("diplomatic_delay = 0\ndiplomatic_security = {security}"),
            1,
        )
        .replace(
            "capacity = 1\n",
            &format!("capacity = 1\nsafeguards = {safeguards}\n"),
        );
    let setting = Setting::new(
        ("leaks", "exponential clock over a fixed exposure"),
        format!("{rate} a year, safeguards {safeguards}, security {security}, exposed for {exposure} d"),
        &["spontaneous", "leaks"],
        &body,
    );
    let seen = setting.run(effort, |outcome| {
        [Count::Leaks, Count::Threats].map(|count| outcome.counts[count as usize])
    });
    let hazard = rate * (1.0 - safeguards) * (1.0 - security) / 365.0;
    vec![seen.ratio(
        [0, 1],
        "leaks of two pieces",
        -2.0 * libm::expm1(-hazard * exposure),
        0.02,
    )]
}
