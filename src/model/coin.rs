//! `Coin`: whether a uniform number lies below a logistic chance, most often without working the chance out.

/// Steps of the chance between 0 and 1.
const STEPS: usize = 256;
/// Far more than rounding moves a logit or the chance of one, and far less than a step.
const MARGIN: f64 = 1e-9;

/// The chance of a logit: 1/(1 + e^(−x)).
#[inline]
pub fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-logit))
}

/// Logits of evenly spaced chances, between which a logit is found to lie well above or below a uniform number.
#[derive(Clone, Debug)]
pub struct Coin {
    logits: [f64; STEPS + 1],
}

impl Default for Coin {
    fn default() -> Coin {
        Coin::new()
    }
}

impl Coin {
    /// The logits; those of 0 and 1 are infinite.
    pub fn new() -> Coin {
        let logit = |step: usize| {
            let chance = step as f64 / STEPS as f64;
            libm::log(chance / (1.0 - chance))
        };
        Coin {
            logits: std::array::from_fn(logit),
        }
    }

    /// Whether `u`, in (0, 1), lies below the chance of a logit: what comparing it with [`logistic`] gives, always.
    #[inline]
    pub fn falls(&self, u: f64, logit: f64) -> bool {
        let step = (u * STEPS as f64) as usize % STEPS;
        if logit > self.logits[step + 1] + MARGIN {
            true
        } else if logit < self.logits[step] - MARGIN {
            false
        } else {
            u < logistic(logit)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Coin, MARGIN, STEPS, logistic};
    use crate::engine::chance::Chance;
    use crate::engine::identity::Identity;

    #[test]
    fn a_coin_falls_as_its_chance_says() {
        let coin = Coin::new();
        let luck = Chance::new(5, 0);
        let mut near = 0;
        for n in 0..200_000 {
            let draw = luck.draw(1, Identity(n), 0);
            let (u, wide) = (draw.uniform(), 24.0 * draw.second() - 12.0);
            // Anywhere, and close to where it turns.
            let turns = libm::log(u / (1.0 - u));
            for logit in [wide, turns, turns + wide * 1e-3, turns + wide * 1e-10] {
                assert_eq!(coin.falls(u, logit), u < logistic(logit), "{u} and {logit}");
                near += u32::from((logistic(logit) - u).abs() < 1e-9);
            }
        }
        assert!(near > 200_000);
    }

    #[test]
    fn a_coin_falls_rightly_at_every_step_and_both_ends() {
        let coin = Coin::new();
        for step in 0..=STEPS {
            let edge = step as f64 / STEPS as f64;
            for u in [edge.next_down(), edge, edge.next_up()] {
                if u <= 0.0 || u >= 1.0 {
                    continue;
                }
                for logit in [edge.ln() - (1.0 - edge).ln(), u.ln() - (1.0 - u).ln()] {
                    for away in [-MARGIN, -1e-16, 0.0, 1e-16, MARGIN] {
                        let logit = logit + away;
                        assert_eq!(coin.falls(u, logit), u < logistic(logit), "{u} and {logit}");
                    }
                }
            }
        }
        for logit in [-800.0, 800.0, f64::NEG_INFINITY, f64::INFINITY] {
            for u in [1e-17, 0.5, 1.0 - 1e-16] {
                assert_eq!(coin.falls(u, logit), u < logistic(logit), "{u} and {logit}");
            }
        }
    }
}
