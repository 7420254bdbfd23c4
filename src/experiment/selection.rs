//! Ranking and selection: which of several systems is best by the mean of one measure, with a guarantee.
//!
//! The procedure is KN of Kim & Nelson (2001), fully sequential with an indifference zone. It holds under common random
//! numbers, since it only looks at variances of differences. When the best leads by δ or more, it is selected with at least
//! the confidence asked for. Here it looks at fixed numbers of replications instead of after each one: a Brownian motion with
//! drift that is watched at fixed times leaves a symmetric region on the wrong side no more often than one that is watched
//! without pause (Jennison, Johnstone & Turnbull 1982, on which the proof of KN rests), so the guarantee stays.

use crate::engine::special::student_t_quantile;
use crate::experiment::bootstrap::Bootstrap;
use crate::experiment::estimate::Estimate;

/// The name of the procedure in tables.
pub const PROCEDURE: &str = "KN (Kim & Nelson 2001)";

/// A race between systems. Values are oriented so that more is better; those of one replication share their luck.
#[derive(Clone, Debug)]
pub struct Race {
    values: Vec<Vec<f64>>,
    alive: Vec<bool>,
    eliminated_at: Vec<Option<usize>>,
    /// Variance of the difference of each two over the first stage, row by row.
    variances: Vec<f64>,
    h_squared: f64,
    delta: f64,
}

impl Race {
    /// A race after its first stage; `None` where the first stage is too short, a value undefined, or δ not above 0.
    pub fn new(first: Vec<Vec<f64>>, delta: f64, confidence: f64) -> Option<Race> {
        let k = first.len();
        let n0 = first.first().map_or(0, Vec::len);
        let whole = first.iter().flatten().all(|value| value.is_finite());
        if k < 2 || n0 < 2 || !whole || !delta.is_finite() || delta <= 0.0 {
            return None;
        }
        let mut variances = vec![0.0; k * k];
        for i in 0..k {
            for l in 0..k {
                let sd = Estimate::of_difference(&first[i], &first[l], confidence).sd;
                variances[i * k + l] = sd * sd;
            }
        }
        let mut race = Race {
            alive: vec![true; k],
            eliminated_at: vec![None; k],
            variances,
            h_squared: h_squared(k, n0, confidence),
            delta,
            values: first,
        };
        race.look();
        Some(race)
    }

    /// Systems still in.
    pub fn survivors(&self) -> Vec<usize> {
        (0..self.alive.len()).filter(|&i| self.alive[i]).collect()
    }

    /// Adds further values of a survivor.
    pub fn extend(&mut self, system: usize, values: &[f64]) {
        self.values[system].extend_from_slice(values);
    }

    /// Replications of the survivors.
    pub fn replications(&self) -> usize {
        self.survivors()
            .into_iter()
            .map(|system| self.values[system].len())
            .min()
            .unwrap_or(0)
    }

    /// Rules out those that are worse than another by more than chance allows. Values that not all survivors have are not
    /// looked at.
    pub fn look(&mut self) {
        let k = self.alive.len();
        let r = self.replications();
        let means = self.means(r);
        let before = self.survivors();
        for &i in &before {
            let behind = before.iter().any(|&l| {
                let reach = self.h_squared * self.variances[i * k + l] / (self.delta * self.delta) - r as f64;
                l != i && means[i] < means[l] - (self.delta / (2.0 * r as f64) * reach).max(0.0)
            });
            if behind {
                self.alive[i] = false;
                self.eliminated_at[i] = Some(r);
            }
        }
    }

    /// Whether the guarantee holds.
    pub fn decided(&self) -> bool {
        self.survivors().len() == 1 || self.replications() >= self.needed()
    }

    /// Replications of each survivor after which the race is over for certain.
    pub fn needed(&self) -> usize {
        let k = self.alive.len();
        let survivors = self.survivors();
        let mut most = 0.0_f64;
        for &i in &survivors {
            for &l in survivors.iter().filter(|&&l| l != i) {
                most = most.max(self.h_squared * self.variances[i * k + l] / (self.delta * self.delta));
            }
        }
        most.floor().min(1e12) as usize + 1
    }

    /// The system to select: the best mean among the survivors, the first of equals.
    pub fn selected(&self) -> usize {
        let means = self.means(self.replications());
        let mut best = self.survivors()[0];
        for system in self.survivors() {
            if means[system] > means[best] {
                best = system;
            }
        }
        best
    }

    /// When each was ruled out.
    pub fn eliminated_at(&self, system: usize) -> Option<usize> {
        self.eliminated_at[system]
    }

    /// Values of a system so far.
    pub fn values(&self, system: usize) -> &[f64] {
        &self.values[system]
    }

    fn means(&self, r: usize) -> Vec<f64> {
        let mean = |values: &Vec<f64>| {
            let counted = &values[..r.min(values.len())];
            counted.iter().sum::<f64>() / counted.len() as f64
        };
        self.values.iter().map(mean).collect()
    }
}

/// h² = 2cη(n₀ − 1) with c = 1 and η = ½((2α/(k − 1))^(−2/(n₀ − 1)) − 1).
fn h_squared(k: usize, n0: usize, confidence: f64) -> f64 {
    let freedom = n0 as f64 - 1.0;
    let error = 2.0 * (1.0 - confidence) / (k as f64 - 1.0);
    let eta = 0.5 * (libm::pow(error, -2.0 / freedom) - 1.0);
    2.0 * eta * freedom
}

/// The systems that cannot be told apart from the best: a subset that contains the best with this confidence, whatever its
/// lead (screen to the best; Nelson, Swann, Goldsman & Song 2001, with paired differences and Bonferroni's inequality).
pub fn subset(values: &[Vec<f64>], confidence: f64) -> Vec<bool> {
    let k = values.len();
    let n = values.first().map_or(0, Vec::len);
    if n < 2 || k < 2 {
        return vec![true; k];
    }
    let t = student_t_quantile(1.0 - (1.0 - confidence) / (k as f64 - 1.0), n as f64 - 1.0);
    (0..k)
        .map(|i| {
            (0..k).filter(|&l| l != i).all(|l| {
                let difference = Estimate::of_difference(&values[i], &values[l], confidence);
                difference.mean.is_nan() || difference.mean >= -t * difference.standard_error()
            })
        })
        .collect()
}

/// The chance that each system has the best mean: the share of bootstrap resamples of the replications in which it has, ties
/// shared.
pub fn probabilities_best(values: &[Vec<f64>], bootstrap: &Bootstrap, resamples: usize) -> Vec<f64> {
    let n = values.first().map_or(0, Vec::len);
    let mut wins = vec![0.0; values.len()];
    if n == 0 {
        return vec![f64::NAN; values.len()];
    }
    let mut rows = vec![0; n];
    for number in 0..resamples {
        bootstrap.draw(number, &mut rows);
        let sums: Vec<f64> = values
            .iter()
            .map(|values| rows.iter().map(|&row| values[row]).sum())
            .collect();
        let best = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let ties = sums.iter().filter(|&&sum| sum == best).count();
        for (win, _) in wins.iter_mut().zip(&sums).filter(|(_, sum)| **sum == best) {
            *win += 1.0 / ties as f64;
        }
    }
    wins.into_iter().map(|win| win / resamples as f64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::chance::Chance;
    use crate::engine::identity::Identity;

    /// Normals with these means, a shared part of the luck (correlation ½) and standard deviation √2.
    fn normals(means: &[f64], trial: u64, n: std::ops::Range<usize>) -> Vec<Vec<f64>> {
        let draw = |of: u64, row: usize| {
            let identity = Identity::of("race").numbered(trial).numbered(of);
            Chance::new(7, row as u32).draw(1, identity, 0).normal()
        };
        means
            .iter()
            .enumerate()
            .map(|(i, mean)| {
                n.clone()
                    .map(|row| mean + draw(1000, row) + draw(i as u64, row))
                    .collect()
            })
            .collect()
    }

    /// The whole procedure with looks at multiples of the first stage; the one selected and the replications it took.
    fn race(means: &[f64], trial: u64, n0: usize, delta: f64) -> (usize, usize) {
        let mut race = Race::new(normals(means, trial, 0..n0), delta, 0.95).expect("a race");
        while !race.decided() {
            let from = race.replications();
            let more = normals(means, trial, from..from + n0);
            for system in race.survivors() {
                race.extend(system, &more[system]);
            }
            race.look();
        }
        (race.selected(), race.replications())
    }

    #[test]
    fn the_constant_is_that_of_the_paper() {
        // η = ½(0.1^(−2/9) − 1) for two systems and ten first replications.
        let eta = 0.5 * (0.1_f64.powf(-2.0 / 9.0) - 1.0);
        assert!((h_squared(2, 10, 0.95) - 18.0 * eta).abs() < 1e-12);
    }

    #[test]
    fn the_best_is_selected_as_often_as_promised_in_the_least_favourable_case() {
        // Slippage: the best leads all others by exactly δ. 400 trials: a share of 0.95 has a standard error of 0.011.
        let trials = 400;
        let right = (0..trials)
            .filter(|&trial| race(&[0.0, 0.0, 0.5, 0.0, 0.0], trial, 10, 0.5).0 == 2)
            .count();
        let share = right as f64 / trials as f64;
        assert!(share > 0.95 - 3.0 * 0.011, "{share}");
    }

    #[test]
    fn a_clear_lead_needs_few_replications_and_equals_end() {
        let (selected, few) = race(&[0.0, 5.0, 0.0], 1, 10, 0.5);
        assert_eq!((selected, few), (1, 10));
        let same = vec![1.0, 2.0, 3.0];
        let tie = Race::new(vec![same.clone(), same], 0.1, 0.95).expect("a race");
        assert!(tie.decided());
        assert_eq!(tie.selected(), 0);
    }

    #[test]
    fn there_is_no_race_without_two_defined_values_and_a_zone() {
        assert!(Race::new(vec![vec![1.0], vec![2.0]], 0.1, 0.95).is_none());
        assert!(Race::new(vec![vec![1.0, f64::NAN], vec![2.0, 1.0]], 0.1, 0.95).is_none());
        assert!(Race::new(vec![vec![1.0, 2.0], vec![2.0, 1.0]], 0.0, 0.95).is_none());
    }

    #[test]
    fn the_subset_contains_the_best_as_often_as_promised() {
        let trials = 400;
        let inside = (0..trials)
            .filter(|&trial| subset(&normals(&[0.0, 0.1, 0.0, -0.1], trial, 0..20), 0.95)[1])
            .count();
        assert!(inside as f64 / trials as f64 > 0.95 - 3.0 * 0.011, "{inside}");
        let clear = subset(&normals(&[0.0, 5.0], 1, 0..20), 0.95);
        assert_eq!(clear, [false, true]);
    }

    #[test]
    fn the_chances_of_being_best_add_up_to_one() {
        let values = normals(&[0.0, 0.3, 0.0], 3, 0..30);
        let chances = probabilities_best(&values, &Bootstrap::new(1, 500, 0.95), 500);
        assert!((chances.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        let equal = probabilities_best(&[vec![1.0; 5], vec![1.0; 5]], &Bootstrap::new(1, 50, 0.95), 50);
        assert_eq!(equal, [0.5, 0.5]);
    }
}
