//! Reciprocity with noise: strict and generous tit for tat in the place of the decision.

use crate::verification::effort::Effort;
use crate::verification::families::desks::Desks;
use crate::verification::finding::Finding;
use crate::verification::setting::Setting;

/// Strict and generous reciprocity at several levels of noise.
pub fn noisy(effort: Effort) -> Vec<Finding> {
    let mut findings = Vec::new();
    for noise in [0.01, 0.05, 0.2] {
        findings.extend(noisy_at(noise, None, effort));
        findings.extend(noisy_at(noise, Some(1.0 / 3.0), effort));
    }
    findings.extend(noisy_at(0.1, Some(0.1), effort));
    findings
}

/// Two nations do what the other did last, and forgive a refusal with a chance if they are generous; what they intend is
/// flipped by noise. Each share of granted requests solves p = i(1 − 2e) + e, i = p + (1 − p)g.
pub fn noisy_at(noise: f64, generosity: Option<f64>, effort: Effort) -> Vec<Finding> {
    let (rule, forgives) = generosity.map_or(("tit_for_tat", 0.0), |g| ("generous", g));
    let mut desks = Desks::new(1.0, 1, if noise < 0.03 { 40_000.0 } else { 8_000.0 });
    desks.review = 0.0;
    let body = desks.body().replacen(
        "rule = \"share\"",
        &format!("rule = \"{rule}\"\nnoise = {noise}\ngenerosity = {forgives}"),
        1,
    );
    let setting = Setting::new(
        ("reciprocity", "Nowak & Sigmund 1992"),
        format!("{rule}, noise {noise}, generosity {forgives:.3}"),
        &["routine"],
        &body,
    );
    let seen = setting.run(effort, |_| []);
    let kept = 1.0 - 2.0 * noise;
    let granted = (kept * forgives + noise) / (1.0 - kept * (1.0 - forgives));
    vec![seen.measure("granted_share", granted, 0.05)]
}
