//! What nations think of one another when the run starts: affinity, and the prior of trust.

use crate::model::bit_table::BitTable;
use crate::model::coin::logistic;
use crate::model::dyads::Dyads;
use crate::scenario::scenario::Scenario;

/// Prior means of trust by place of the pair: the pair table has the last word.
pub fn prior_means(scenario: &Scenario, dyads: &Dyads, members: &BitTable) -> Vec<f64> {
    let mut means = vec![0.5; dyads.count()];
    for one in 0..dyads.nations() {
        for (other, place) in dyads.row(one).filter(|&(other, _)| other != one) {
            means[place] = prior_mean(scenario, members, one, other);
        }
    }
    for pair in &scenario.pairs {
        if let (Some(trust), Some(place)) = (pair.trust, dyads.place(pair.from, pair.to)) {
            means[place] = trust;
        }
    }
    means
}

/// Prior mean of trust where the pair table is silent: logistic in affinity and shared organizations at the start.
pub fn prior_mean(scenario: &Scenario, members: &BitTable, one: usize, other: usize) -> f64 {
    let [constant, affinity_weight, membership_weight] = scenario.trust.prior_logit;
    let affinity = if scenario.mechanisms.affinity {
        affinity(
            &scenario.nations[one].interests,
            &scenario.nations[other].interests,
            scenario.politics.affinity_width,
        )
    } else {
        1.0
    };
    let shared = members.count_common(one, other);
    let logit = constant + affinity_weight * affinity + membership_weight * f64::from(shared);
    logistic(logit)
}

/// α = exp(−‖p − q‖²/(2w²)), in (0, 1].
pub fn affinity(one: &[f64], other: &[f64], width: f64) -> f64 {
    let squared: f64 = one.iter().zip(other).map(|(p, q)| (p - q) * (p - q)).sum();
    libm::exp(-squared / (2.0 * width * width))
}
