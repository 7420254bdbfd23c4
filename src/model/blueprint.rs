//! `Blueprint`: what all replications of one world share, worked out once: samplers, weights, proximities, priors.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::distribution::Sampler;
use crate::engine::identity::Identity;
use crate::scenario::kind::{KINDS, Kind, KindSettings, REQUEST_KINDS};
use crate::scenario::nation::Location;
use crate::scenario::option::Action;
use crate::scenario::scenario::Scenario;
use crate::scenario::shock::When;

/// Mean radius of the Earth in km (IUGG).
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// A list of weights to pick from by one uniform, in order of identity.
#[derive(Clone, Debug, Default)]
pub struct Picker {
    cumulative: Vec<f64>,
}

impl Picker {
    /// Weights, none negative.
    pub fn new(weights: impl IntoIterator<Item = f64>) -> Picker {
        let mut sum = 0.0;
        let cumulative = weights
            .into_iter()
            .map(|weight| {
                sum += weight;
                sum
            })
            .collect();
        Picker { cumulative }
    }

    /// Sum of the weights.
    pub fn total(&self) -> f64 {
        self.cumulative.last().copied().unwrap_or(0.0)
    }

    /// Sums of the weights up to each, with it.
    pub fn cumulative(&self) -> &[f64] {
        &self.cumulative
    }

    /// Weight of one.
    pub fn weight(&self, n: usize) -> f64 {
        self.cumulative[n] - if n == 0 { 0.0 } else { self.cumulative[n - 1] }
    }

    /// The one that `u` in (0, 1) falls on; `None` when every weight is zero.
    pub fn pick(&self, u: f64) -> Option<usize> {
        let total = self.total();
        if total <= 0.0 {
            return None;
        }
        let found = self.cumulative.partition_point(|&sum| sum <= u * total);
        Some(found.min(self.last_weighted()))
    }

    /// As `pick`, with one left out.
    pub fn pick_other(&self, u: f64, left_out: usize) -> Option<usize> {
        let own = self.weight(left_out);
        let total = self.total() - own;
        if total <= 0.0
            || self
                .cumulative
                .iter()
                .enumerate()
                .all(|(n, _)| n == left_out || self.weight(n) <= 0.0)
        {
            return None;
        }
        let before = self.cumulative[left_out] - own;
        let mut x = u * total;
        if x >= before {
            x += own;
        }
        let found = self
            .cumulative
            .partition_point(|&sum| sum <= x)
            .min(self.cumulative.len() - 1);
        if found != left_out && self.weight(found) > 0.0 {
            return Some(found);
        }
        // Rounding fell on the one left out or behind the last: take the nearest that has a weight.
        let after = (found + 1..self.cumulative.len()).find(|&n| n != left_out && self.weight(n) > 0.0);
        after.or_else(|| (0..found).rev().find(|&n| n != left_out && self.weight(n) > 0.0))
    }

    fn last_weighted(&self) -> usize {
        let total = self.total();
        self.cumulative.partition_point(|&sum| sum < total)
    }
}

/// What a decision on a kind of matter of a class weighs.
#[derive(Copy, Clone, Debug)]
pub struct MatterWeights {
    /// β0.
    pub intercept: f64,
    /// Sensitivity: class × kind.
    pub sensitivity: f64,
    /// Personal data: class × kind.
    pub personal: f64,
}

/// What all replications of one world share.
#[derive(Clone, Debug)]
pub struct Blueprint<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// Actions of the option, with those that it includes, each with the identity that its draws are keyed by.
    pub actions: Vec<(Action, Identity)>,
    /// The nations that take part in anything, in order.
    pub active: Vec<usize>,
    /// Activity by nation.
    pub activity: Vec<f64>,
    /// Bloc of each active nation, by number.
    pub active_blocs: Vec<u16>,
    /// Ordered pairs of active nations of one bloc.
    pub pairs_within_blocs: u32,
    /// The shock that this world is spared.
    pub without_shock: Option<usize>,
    /// Proximity by nation: how near others are, row by row; 0 to itself.
    pub proximity: Vec<f64>,
    /// Pickers of neighbours, by nation.
    pub neighbours: Vec<Picker>,
    /// Picker of anyone by activity.
    pub anyone: Picker,
    /// Pickers of target, origin and refuge by class.
    pub targets: Vec<Picker>,
    /// As said.
    pub origins: Vec<Picker>,
    /// As said.
    pub refuges: Vec<Picker>,
    /// What decisions weigh by kind and class; the last class is routine.
    matters: Vec<MatterWeights>,
    /// Normalized weights over domains by kind and class; the last class is routine.
    weights: Vec<f64>,
    /// Their mean over the kinds of routine requests.
    pub routine_weights: Vec<f64>,
    /// Share of everyone's activity, by nation.
    pub anyone_share: Vec<f64>,
    /// Good evidence of the prior of trust, row by row.
    pub prior_good: Arc<[f64]>,
    /// Forms of review times by request kind, each with its mean.
    pub review: Vec<(Sampler, f64)>,
    /// Patience by request kind.
    pub patience: Vec<Sampler>,
    /// Preparation by class.
    pub preparation: Vec<Sampler>,
    /// Severity by class.
    pub severity: Vec<Sampler>,
    /// Days between the end of a cohort and the horizon, by class.
    pub maturity: Vec<f64>,
    /// Days at which all pairs are reported: start, before and after the first dated shock, end.
    pub moments: Vec<(&'static str, f64)>,
    /// Days of reports.
    pub reports: Vec<f64>,
}

/// Days after the first dated shock at which pairs are reported again.
const AFTER_SHOCK: f64 = 30.0;

impl<'a> Blueprint<'a> {
    /// The baseline, or an option; with all shocks, or without one.
    pub fn new(scenario: &'a Scenario, option: Option<usize>, without_shock: Option<usize>) -> Blueprint<'a> {
        let n = scenario.nations.len();
        let activity: Vec<f64> = scenario.nations.iter().map(|nation| nation.activity).collect();
        let proximity = proximities(scenario);
        let by_activity = |weights: &[f64]| {
            Picker::new(
                weights
                    .iter()
                    .zip(&activity)
                    .map(|(weight, active)| weight * active),
            )
        };
        let anyone = Picker::new(activity.iter().copied());
        let active: Vec<usize> = (0..n)
            .filter(|&nation| !scenario.nations[nation].is_idle())
            .collect();
        let blocs = blocs(scenario);
        let active_blocs: Vec<u16> = active.iter().map(|&nation| blocs[nation]).collect();
        let mut plan = Blueprint {
            pairs_within_blocs: pairs_within(&active_blocs),
            active,
            active_blocs,
            routine_weights: Vec::new(),
            anyone_share: (0..n)
                .map(|nation| anyone.weight(nation) / anyone.total())
                .collect(),
            neighbours: (0..n)
                .map(|i| by_activity(&proximity[i * n..(i + 1) * n]))
                .collect(),
            anyone,
            targets: scenario
                .classes
                .iter()
                .map(|class| by_activity(&class.targets))
                .collect(),
            origins: scenario
                .classes
                .iter()
                .map(|class| by_activity(&class.origins))
                .collect(),
            refuges: scenario
                .classes
                .iter()
                .map(|class| by_activity(&class.refuges))
                .collect(),
            matters: matters(scenario),
            weights: domain_weights(scenario),
            prior_good: prior_means(scenario)
                .into_iter()
                .map(|mean| scenario.trust.prior_strength * mean)
                .collect(),
            review: scenario
                .kinds
                .iter()
                .take(REQUEST_KINDS)
                .map(|kind| (Sampler::new(&kind.review_form), kind.review_form.mean()))
                .collect(),
            patience: scenario
                .kinds
                .iter()
                .take(REQUEST_KINDS)
                .map(|kind| Sampler::new(&kind.patience))
                .collect(),
            preparation: scenario
                .classes
                .iter()
                .map(|class| Sampler::new(&class.preparation))
                .collect(),
            severity: scenario
                .classes
                .iter()
                .map(|class| Sampler::new(&class.severity))
                .collect(),
            maturity: scenario
                .classes
                .iter()
                .map(|class| class.preparation.quantile(0.999))
                .collect(),
            moments: moments(scenario),
            reports: report_days(scenario),
            actions: option.map_or_else(Vec::new, |option| actions_of(scenario, option)),
            scenario,
            activity,
            proximity,
            without_shock,
        };
        plan.routine_weights = plan.mean_routine_weights();
        plan
    }

    fn mean_routine_weights(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.scenario.domains.names.len()];
        for kind in Kind::requests() {
            let weights = self.weights(kind, None);
            sums.iter_mut()
                .zip(weights)
                .for_each(|(sum, weight)| *sum += weight);
        }
        sums.iter().map(|sum| sum / REQUEST_KINDS as f64).collect()
    }

    /// Normalized weights over domains for a kind and a class (`None`: routine).
    #[inline]
    pub fn weights(&self, kind: Kind, class: Option<usize>) -> &[f64] {
        let domains = self.scenario.domains.names.len();
        let classes = self.scenario.classes.len();
        let start = (kind as usize * (classes + 1) + class.unwrap_or(classes)) * domains;
        &self.weights[start..start + domains]
    }

    /// What a decision on a kind of matter of a class (`None`: routine) weighs.
    #[inline]
    pub fn matter(&self, kind: Kind, class: Option<usize>) -> &MatterWeights {
        let classes = self.scenario.classes.len();
        &self.matters[kind as usize * (classes + 1) + class.unwrap_or(classes)]
    }

    /// The number of nations.
    pub fn nations(&self) -> usize {
        self.scenario.nations.len()
    }
}

/// Blocs as numbers: nations of one label have one number.
fn blocs(scenario: &Scenario) -> Vec<u16> {
    let mut labels: Vec<&str> = Vec::new();
    let mut number = |label| {
        let known = labels.iter().position(|&known| known == label);
        known.unwrap_or_else(|| {
            labels.push(label);
            labels.len() - 1
        }) as u16
    };
    scenario
        .nations
        .iter()
        .map(|nation| number(nation.bloc.as_str()))
        .collect()
}

/// How many ordered pairs have one bloc.
fn pairs_within(blocs: &[u16]) -> u32 {
    let mut sizes: BTreeMap<u16, u32> = BTreeMap::new();
    for &bloc in blocs {
        *sizes.entry(bloc).or_default() += 1;
    }
    sizes.values().map(|size| size * (size - 1)).sum()
}

fn report_days(scenario: &Scenario) -> Vec<f64> {
    let count = (scenario.run.horizon / scenario.run.report_every).floor() as u32;
    (0..=count)
        .map(|n| f64::from(n) * scenario.run.report_every)
        .collect()
}

fn moments(scenario: &Scenario) -> Vec<(&'static str, f64)> {
    let horizon = scenario.run.horizon;
    let striking = scenario.shocks.iter().filter(|shock| !shock.strike.is_nothing());
    let first = striking.filter_map(|shock| match &shock.when {
        When::Days(days) => days.iter().copied().find(|&day| day > 0.0 && day < horizon),
        When::Rate(_) => None,
    });
    let mut moments = vec![("start", 0.0)];
    if let Some(day) = first.min_by(f64::total_cmp) {
        // One day before, so that "before" is before whatever else happens on the day of the shock.
        moments.push(("before_shock", (day - 1.0).max(0.0)));
        moments.push(("after_shock", (day + AFTER_SHOCK).min(horizon)));
    }
    moments.push(("end", horizon));
    moments
}

/// Own actions and included ones, each option once, whichever way it is reached.
fn actions_of(scenario: &Scenario, option: usize) -> Vec<(Action, Identity)> {
    let mut reached = vec![false; scenario.options.len()];
    let mut open = vec![option];
    let mut actions = Vec::new();
    while let Some(next) = open.pop() {
        if std::mem::replace(&mut reached[next], true) {
            continue;
        }
        let option = &scenario.options[next];
        let own = option.actions.iter().enumerate();
        actions.extend(own.map(|(n, action)| (action.clone(), option.identity.numbered(n as u64))));
        open.extend(&option.include);
    }
    actions.sort_by_key(|(_, identity)| *identity);
    actions
}

/// exp(−distance²/2 width²); the pair table has the last word; 0 to itself.
fn proximities(scenario: &Scenario) -> Vec<f64> {
    let n = scenario.nations.len();
    let mut proximity = vec![0.0; n * n];
    for (i, one) in scenario.nations.iter().enumerate() {
        for (j, other) in scenario.nations.iter().enumerate().filter(|&(j, _)| j != i) {
            let scaled = match (one.location, other.location) {
                (Location::Globe(..), Location::Globe(..)) => {
                    great_circle_km(one.location, other.location) / scenario.proximity_width[1]
                }
                (Location::Plane(x, y), Location::Plane(x2, y2)) => {
                    ((x - x2) * (x - x2) + (y - y2) * (y - y2)).sqrt() / scenario.proximity_width[0]
                }
                // A scenario that mixes the two is refused when it is checked.
                (Location::Plane(..), Location::Globe(..)) | (Location::Globe(..), Location::Plane(..)) => {
                    0.0
                }
            };
            proximity[i * n + j] = libm::exp(-scaled * scaled / 2.0);
        }
    }
    for pair in &scenario.pairs {
        if let Some(given) = pair.proximity {
            proximity[pair.from * n + pair.to] = given;
        }
    }
    proximity
}

/// Haversine distance in km.
fn great_circle_km(one: Location, other: Location) -> f64 {
    let (Location::Globe(lat1, lon1), Location::Globe(lat2, lon2)) = (one, other) else {
        return 0.0;
    };
    let (lat1, lon1, lat2, lon2) = (
        lat1.to_radians(),
        lon1.to_radians(),
        lat2.to_radians(),
        lon2.to_radians(),
    );
    let half = |x: f64| {
        let sine = libm::sin(x / 2.0);
        sine * sine
    };
    let h = half(lat2 - lat1) + libm::cos(lat1) * libm::cos(lat2) * half(lon2 - lon1);
    2.0 * EARTH_RADIUS_KM * libm::asin(h.sqrt().min(1.0))
}

fn matters(scenario: &Scenario) -> Vec<MatterWeights> {
    let routine = (scenario.routine.sensitivity, scenario.routine.personal);
    let of_kind = |kind: &KindSettings| {
        let classes = scenario.classes.iter();
        let classes = classes.map(|class| (class.sensitivity, class.personal));
        let all = classes
            .chain([routine])
            .map(|(sensitivity, personal)| MatterWeights {
                intercept: kind.intercept,
                sensitivity: sensitivity * kind.sensitivity,
                personal: personal * kind.personal,
            });
        all.collect::<Vec<_>>()
    };
    scenario.kinds.iter().flat_map(of_kind).collect()
}

/// w ∝ the kind's weights + the class's, normalized; all alike when there are none.
fn domain_weights(scenario: &Scenario) -> Vec<f64> {
    let domains = scenario.domains.names.len();
    let mut all = Vec::with_capacity(KINDS * (scenario.classes.len() + 1) * domains);
    let none = vec![0.0; domains];
    for kind in &scenario.kinds {
        for class in scenario
            .classes
            .iter()
            .map(|class| &class.domain_weights)
            .chain([&none])
        {
            let sum: f64 = kind.domain_weights.iter().chain(class.iter()).sum();
            let weight = |k: usize| (kind.domain_weights[k] + class[k]) / sum;
            all.extend((0..domains).map(|k| {
                if sum > 0.0 {
                    weight(k)
                } else {
                    1.0 / domains as f64
                }
            }));
        }
    }
    all
}

/// Prior mean of trust: the pair table, else logistic in affinity and shared organizations at the start.
fn prior_means(scenario: &Scenario) -> Vec<f64> {
    let n = scenario.nations.len();
    let [constant, affinity_weight, membership_weight] = scenario.trust.prior_logit;
    let mut means = vec![0.5; n * n];
    for i in 0..n {
        for j in (0..n).filter(|&j| j != i) {
            let affinity = if scenario.mechanisms.affinity {
                affinity(
                    &scenario.nations[i].interests,
                    &scenario.nations[j].interests,
                    scenario.politics.affinity_width,
                )
            } else {
                1.0
            };
            let shared = scenario
                .organizations
                .iter()
                .filter(|o| is_member_at_start(o, i) && is_member_at_start(o, j))
                .count();
            let logit = constant + affinity_weight * affinity + membership_weight * shared as f64;
            means[i * n + j] = 1.0 / (1.0 + libm::exp(-logit));
        }
    }
    for pair in &scenario.pairs {
        if let Some(trust) = pair.trust {
            means[pair.from * n + pair.to] = trust;
        }
    }
    means
}

fn is_member_at_start(organization: &crate::scenario::organization::Organization, nation: usize) -> bool {
    organization.members.binary_search(&nation).is_ok()
        || organization.joins[nation].is_some_and(|day| day <= 0.0)
}

/// α = exp(−‖p − q‖²/(2w²)), in (0, 1].
pub fn affinity(one: &[f64], other: &[f64], width: f64) -> f64 {
    let squared: f64 = one.iter().zip(other).map(|(p, q)| (p - q) * (p - q)).sum();
    libm::exp(-squared / (2.0 * width * width))
}

#[cfg(test)]
mod tests {
    use super::Picker;

    #[test]
    fn a_weight_of_zero_is_never_picked_and_moves_nothing() {
        let with = Picker::new([1.0, 0.0, 2.0]);
        let without = Picker::new([1.0, 2.0]);
        for n in 0..1000 {
            let u = (f64::from(n) + 0.5) / 1000.0;
            let picked = with.pick(u).unwrap();
            assert_ne!(picked, 1);
            assert_eq!(picked, if without.pick(u).unwrap() == 0 { 0 } else { 2 });
        }
    }

    #[test]
    fn the_one_left_out_is_never_picked() {
        let picker = Picker::new([1.0, 3.0, 0.0, 2.0]);
        let mut counts = [0; 4];
        for n in 0..900 {
            counts[picker.pick_other((f64::from(n) + 0.5) / 900.0, 1).unwrap()] += 1;
        }
        assert_eq!(counts, [300, 0, 0, 600]);
        assert_eq!(Picker::new([0.0, 1.0]).pick_other(0.5, 1), None);
    }
}
