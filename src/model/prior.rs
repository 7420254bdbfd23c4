//! What nations think of one another when the run starts: affinity, and the prior of trust.

use crate::engine::large::{LargeVec, filled};
use crate::engine::special::exp;
use crate::model::bit_table::BitTable;
use crate::model::coin::logistic;
use crate::model::dyads::Dyads;
use crate::scenario::scenario::Scenario;

/// Interests when the run starts, nation by nation: whoever meets a stranger finds both of theirs close together.
pub fn interests_at_start(scenario: &Scenario) -> Vec<f64> {
    let of_all = scenario.nations.iter().map(|nation| nation.interests.as_slice());
    of_all.collect::<Vec<_>>().concat()
}

/// Affinities when the run starts, by place of the pair.
pub fn affinities(scenario: &Scenario, interests: &[f64], dyads: &Dyads) -> LargeVec<f64> {
    let mut affinities = filled(1.0, dyads.count());
    for one in 0..dyads.nations() {
        for (other, place) in dyads.row(one).take_while(|&(other, _)| other < one) {
            let alpha = affinity_at_start(scenario, interests, one, other);
            affinities[place] = alpha;
            affinities[dyads.back(one, other, place)] = alpha;
        }
    }
    affinities
}

/// Good evidence of the prior of trust by place of the pair, strength times mean, from affinities at the start: the pair table
/// has the last word.
pub fn good_of_priors(
    scenario: &Scenario,
    dyads: &Dyads,
    members: &BitTable,
    affinities: &[f64],
) -> LargeVec<f64> {
    let strength = scenario.trust.prior_strength;
    let mut good = filled(strength * 0.5, dyads.count());
    for one in 0..dyads.nations() {
        for (other, place) in dyads.row(one).filter(|&(other, _)| other != one) {
            let shared = members.count_common(one, other);
            good[place] = strength * mean_of(scenario, affinities[place], shared);
        }
    }
    for pair in &scenario.pairs {
        if let (Some(trust), Some(place)) = (pair.trust, dyads.place(pair.from, pair.to)) {
            good[place] = strength * trust;
        }
    }
    good
}

/// Prior mean of trust where the pair table is silent: logistic in affinity and shared organizations at the start. It is the same
/// for the two of a pair.
pub fn prior_mean(
    scenario: &Scenario,
    interests: &[f64],
    members: &BitTable,
    one: usize,
    other: usize,
) -> f64 {
    let shared = members.count_common(one, other);
    mean_of(
        scenario,
        affinity_at_start(scenario, interests, one, other),
        shared,
    )
}

fn mean_of(scenario: &Scenario, affinity: f64, shared: u32) -> f64 {
    let [constant, affinity_weight, membership_weight] = scenario.trust.prior_logit;
    logistic(constant + affinity_weight * affinity + membership_weight * f64::from(shared))
}

fn affinity_at_start(scenario: &Scenario, interests: &[f64], one: usize, other: usize) -> f64 {
    if !scenario.mechanisms.affinity {
        return 1.0;
    }
    let dimensions = interests.len() / scenario.nations.len();
    let of = |nation: usize| &interests[nation * dimensions..(nation + 1) * dimensions];
    affinity(of(one), of(other), scenario.politics.affinity_width)
}

/// α = exp(−‖p − q‖²/(2w²)), in (0, 1].
pub fn affinity(one: &[f64], other: &[f64], width: f64) -> f64 {
    let squared: f64 = one.iter().zip(other).map(|(p, q)| (p - q) * (p - q)).sum();
    exp(-squared / (2.0 * width * width))
}
