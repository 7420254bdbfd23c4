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
    /// The instant last asked for.
    instant: Cell<Moment>,
}

/// How far amounts have faded at an instant: its epoch, and what is left at it of a unit of that epoch.
#[derive(Copy, Clone, Debug)]
pub struct Moment {
    day: f64,
    epoch: f64,
    left: f64,
}

impl Fading {
    /// Amounts that halve in so many days.
    pub fn new(half_life: f64) -> Fading {
        Fading {
            half_life,
            instant: Cell::new(Moment {
                day: 0.0,
                epoch: 0.0,
                left: 1.0,
            }),
        }
    }

    /// An instant; the last one asked for is remembered.
    #[inline]
    pub fn at(&self, now: f64) -> Moment {
        let known = self.instant.get();
        if known.day == now { known } else { self.find(now) }
    }

    fn find(&self, now: f64) -> Moment {
        let half_lives = now / self.half_life;
        let known = self.instant.get().epoch;
        let within = half_lives / EPOCH - known;
        // Most instants lie in the epoch of the last one.
        let epoch = if (0.0..1.0).contains(&within) {
            known
        } else {
            (half_lives / EPOCH).floor()
        };
        let instant = Moment {
            day: now,
            epoch,
            left: libm::exp2(epoch * EPOCH - half_lives),
        };
        self.instant.set(instant);
        instant
    }

    /// What is left of an amount now.
    #[inline]
    pub fn value(&self, faded: &Faded, now: f64) -> f64 {
        self.at(now).value(faded)
    }

    /// Adds to an amount now.
    #[inline]
    pub fn add(&self, faded: &mut Faded, more: f64, now: f64) {
        let instant = self.at(now);
        if faded.epoch != instant.epoch {
            faded.amount *= libm::exp2((faded.epoch - instant.epoch) * EPOCH);
            faded.epoch = instant.epoch;
        }
        faded.amount += more / instant.left;
    }
}

impl Moment {
    /// What is left of an amount at this instant.
    #[inline]
    pub fn value(&self, faded: &Faded) -> f64 {
        if faded.epoch == self.epoch {
            faded.amount * self.left
        } else {
            self.value_of_old(faded)
        }
    }

    #[cold]
    fn value_of_old(&self, faded: &Faded) -> f64 {
        faded.amount * libm::exp2((faded.epoch - self.epoch) * EPOCH) * self.left
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
