//! `Fading`: amounts that halve with time, told in the unit of an epoch's start, so that one power of two serves every amount
//! that is read at one instant.

use std::cell::Cell;

/// Half-lives in an epoch: few enough that an amount in its unit stays far from the largest number.
const EPOCH: f64 = 256.0;

/// An amount in the unit of the start of its epoch; zero at first.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct Faded {
    amount: f64,
    epoch: f64,
}

/// How amounts of one half-life fade.
#[derive(Clone, Debug)]
pub struct Fading {
    half_life: f64,
    /// The instant last asked for, its epoch, and what is left at it of a unit of that epoch.
    instant: Cell<(f64, f64, f64)>,
}

impl Fading {
    /// Amounts that halve in so many days.
    pub fn new(half_life: f64) -> Fading {
        Fading {
            half_life,
            instant: Cell::new((0.0, 0.0, 1.0)),
        }
    }

    #[inline]
    fn at(&self, now: f64) -> (f64, f64) {
        let (known, epoch, left) = self.instant.get();
        if known == now {
            return (epoch, left);
        }
        let half_lives = now / self.half_life;
        let epoch = (half_lives / EPOCH).floor();
        let left = libm::exp2(epoch * EPOCH - half_lives);
        self.instant.set((now, epoch, left));
        (epoch, left)
    }

    /// What is left of an amount now.
    #[inline]
    pub fn value(&self, faded: &Faded, now: f64) -> f64 {
        if faded.amount == 0.0 {
            return 0.0;
        }
        let (epoch, left) = self.at(now);
        let since = if faded.epoch == epoch {
            1.0
        } else {
            libm::exp2((faded.epoch - epoch) * EPOCH)
        };
        faded.amount * since * left
    }

    /// Adds to an amount now.
    #[inline]
    pub fn add(&self, faded: &mut Faded, more: f64, now: f64) {
        let (epoch, left) = self.at(now);
        if faded.epoch != epoch {
            faded.amount *= libm::exp2((faded.epoch - epoch) * EPOCH);
            faded.epoch = epoch;
        }
        faded.amount += more / left;
    }
}

#[cfg(test)]
mod tests {
    use super::{Faded, Fading};

    #[test]
    fn an_amount_halves_in_its_half_life_across_epochs_too() {
        let fading = Fading::new(10.0);
        for start in [0.0, 3.0, 2559.0, 2560.0, 1e6] {
            let mut faded = Faded::default();
            fading.add(&mut faded, 4.0, start);
            for (days, expected) in [(0.0, 4.0), (10.0, 2.0), (5.0, 4.0 / 2.0_f64.sqrt()), (30.0, 0.5)] {
                let value = fading.value(&faded, start + days);
                assert!(
                    (value / expected - 1.0).abs() < 1e-11,
                    "{start} + {days}: {value}"
                );
            }
        }
    }

    #[test]
    fn amounts_added_at_different_times_fade_each_from_its_own() {
        let fading = Fading::new(100.0);
        let mut faded = Faded::default();
        fading.add(&mut faded, 1.0, 0.0);
        fading.add(&mut faded, 1.0, 100.0);
        assert!((fading.value(&faded, 200.0) - 0.75).abs() < 1e-14);
        fading.add(&mut faded, 1.0, 100_000.0);
        assert!(
            (fading.value(&faded, 100_000.0) - 1.0).abs() < 1e-12,
            "nothing is left of the old"
        );
    }

    #[test]
    fn a_half_life_of_a_moment_overflows_nothing() {
        let fading = Fading::new(1e-6);
        let mut faded = Faded::default();
        for day in 0..1000 {
            fading.add(&mut faded, 1.0, f64::from(day) * 365.0);
            let value = fading.value(&faded, f64::from(day) * 365.0);
            assert!((value - 1.0).abs() < 1e-6, "{value}");
        }
    }
}
