//! Coverage through the model: whole studies of a small world, repeated, in which threats come as a Poisson stream and what is
//! found in time and what is granted is binomial, so that every mean is known.

use crate::experiment::estimate::Estimate;
use crate::experiment::summary::efficiency;
use crate::verification::effort::Effort;
use crate::verification::families::desks::YEAR;
use crate::verification::families::detection::at_least;
use crate::verification::finding::{Coverage, Finding};
use crate::verification::setting::Setting;

/// Studies of the thorough run.
const STUDIES: u32 = 10_000;
/// Replications of each.
const REPLICATIONS: u32 = 30;
/// Threats a day.
const RATE: f64 = 0.5;
/// Days of a run.
const HORIZON: f64 = 80.0;
/// Days of preparation.
const ATTACK: f64 = 10.0;
/// Mean days to a find.
const FIND: f64 = 12.0;
/// Pieces, how many are needed, and the chance that one lies with the target.
const PIECES: (u32, u32, f64) = (4, 2, 0.4);
/// Logits of passing on a find, and of granting a routine query.
const LOGITS: [f64; 2] = [0.4, -0.8];

/// Every nation decides by these logits alone.
fn world() -> Setting {
    let (pieces, needed, target) = PIECES;
    let body = format!(
        "
[run]
horizon = {HORIZON}
warm_up = 0
report_every = {HORIZON}

[service]
diplomatic_delay = 0

[decision]
trust = 0
law = 0
affinity = 0
urgency = 0

[routine]
rate = {{ police_query = 200, evidence = 0, arrest_warrant = 0 }}

[kind.spontaneous]
intercept = {}
[kind.police_query]
intercept = {}

[nation.ann]
capacity = 1
[nation.bob]
capacity = 1

[class.plot]
rate = {}
pieces = {pieces}
needed = {needed}
discovery = {FIND}
preparation = {{ family = \"constant\", value = {ATTACK} }}
holders = {{ target = {target}, origin = {}, refuge = 0, neighbours = 0, everyone = 0 }}
",
        LOGITS[0],
        LOGITS[1],
        RATE * YEAR,
        1.0 - target
    );
    Setting::new(
        ("coverage", "nominal level; the means are exact"),
        format!("studies of {REPLICATIONS} replications of a small world"),
        &["spontaneous", "routine"],
        &body,
    )
}

/// What is known of the small world, by measure.
fn truths() -> [(&'static str, f64); 6] {
    let (pieces, needed, target) = PIECES;
    let found = -libm::expm1(-ATTACK / FIND);
    let [passes, grants] = LOGITS.map(|logit| 1.0 / (1.0 + libm::exp(-logit)));
    let disrupted = |known: f64| at_least(needed, pieces, found * known);
    let (all, alone, best) = (
        disrupted(target + (1.0 - target) * passes),
        disrupted(target),
        disrupted(1.0),
    );
    [
        ("threats", RATE * HORIZON),
        ("granted_share", grants),
        ("disruption_rate", all),
        ("disruption_rate_alone", alone),
        ("disruption_rate_best", best),
        ("cooperation_efficiency", efficiency(&[all, alone, best])),
    ]
}

/// How often the intervals of whole studies hold what is known.
pub fn coverage(effort: Effort) -> Vec<Finding> {
    let experiments = if effort.thorough { STUDIES } else { STUDIES / 20 };
    let setting = world();
    let truths = truths();
    let estimates = setting.studies(
        effort.seed,
        (experiments, REPLICATIONS),
        &truths.map(|(name, _)| name),
    );
    let judged = truths.iter().enumerate().map(|(n, &(name, truth))| {
        let holds = |study: &&Vec<Estimate>| study[n].lower <= truth && truth <= study[n].upper;
        let hits = estimates.iter().filter(holds).count();
        setting.subject().covered(
            &format!("coverage of the 95 % interval of {name}, {experiments} experiments"),
            Coverage::Nominal(0.95),
            (hits, experiments),
            effort,
        )
    });
    judged.collect()
}
