//! `Fading`: amounts that halve with time, told in the unit of an epoch's start, so that one power of two serves every amount
//! that is read at one instant.

use std::cell::Cell;

/// Half-lives in an epoch: few enough that an amount in its unit stays far from the largest number.
const EPOCH: f64 = 256.0;

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
    left: f64,
    epoch: u32,
}

impl Fading {
    /// Amounts that halve in so many days: not so few that there are 2³² epochs before the horizon.
    pub fn new(half_life: f64) -> Fading {
        Fading {
            half_life,
            instant: Cell::new(Moment {
                day: 0.0,
                left: 1.0,
                epoch: 0,
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
        let within = half_lives / EPOCH - f64::from(known);
        // Most instants lie in the epoch of the last one.
        let epoch = if (0.0..1.0).contains(&within) {
            known
        } else {
            (half_lives / EPOCH) as u32
        };
        let instant = Moment {
            day: now,
            left: libm::exp2(f64::from(epoch) * EPOCH - half_lives),
            epoch,
        };
        self.instant.set(instant);
        instant
    }
}

impl Moment {
    /// What is left at this instant of an amount in the unit of an epoch.
    #[inline]
    pub fn value(&self, amount: f64, epoch: u32) -> f64 {
        if epoch == self.epoch {
            self.value_of_own(amount)
        } else {
            self.value_of_old(amount, epoch)
        }
    }

    /// What is left at this instant of an amount in the unit of its own epoch.
    #[inline]
    pub fn value_of_own(&self, amount: f64) -> f64 {
        amount * self.left
    }

    /// Whether the instant lies in the first epoch, in whose unit everything starts.
    #[inline]
    pub fn is_of_first_epoch(&self) -> bool {
        self.epoch == 0
    }

    #[cold]
    fn value_of_old(&self, amount: f64, epoch: u32) -> f64 {
        amount * self.unit_of(epoch) * self.left
    }

    /// Tells amounts of one epoch in the unit of this instant's, so that what comes now can be added.
    #[inline]
    pub fn renew<const N: usize>(&self, epoch: &mut u32, amounts: [&mut f64; N]) {
        if *epoch != self.epoch {
            let factor = self.unit_of(*epoch);
            for amount in amounts {
                *amount *= factor;
            }
            *epoch = self.epoch;
        }
    }

    /// An amount that comes now, in the unit of this instant's epoch.
    #[inline]
    pub fn amount(&self, value: f64) -> f64 {
        value / self.left
    }

    #[cold]
    fn unit_of(&self, epoch: u32) -> f64 {
        libm::exp2((f64::from(epoch) - f64::from(self.epoch)) * EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use super::Fading;

    /// One amount with its epoch.
    #[derive(Default)]
    struct Faded(f64, u32);

    impl Faded {
        fn add(&mut self, fading: &Fading, more: f64, now: f64) {
            let moment = fading.at(now);
            moment.renew(&mut self.1, [&mut self.0]);
            self.0 += moment.amount(more);
        }

        fn value(&self, fading: &Fading, now: f64) -> f64 {
            fading.at(now).value(self.0, self.1)
        }
    }

    #[test]
    fn an_amount_halves_in_its_half_life_across_epochs_too() {
        let fading = Fading::new(10.0);
        for start in [0.0, 3.0, 2559.0, 2560.0, 1e6] {
            let mut faded = Faded::default();
            faded.add(&fading, 4.0, start);
            for (days, expected) in [(0.0, 4.0), (10.0, 2.0), (5.0, 4.0 / 2.0_f64.sqrt()), (30.0, 0.5)] {
                let value = faded.value(&fading, start + days);
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
        faded.add(&fading, 1.0, 0.0);
        faded.add(&fading, 1.0, 100.0);
        assert!((faded.value(&fading, 200.0) - 0.75).abs() < 1e-14);
        faded.add(&fading, 1.0, 100_000.0);
        assert!(
            (faded.value(&fading, 100_000.0) - 1.0).abs() < 1e-12,
            "nothing is left of the old"
        );
    }

    #[test]
    fn a_half_life_of_a_moment_overflows_nothing() {
        let fading = Fading::new(1e-6);
        let mut faded = Faded::default();
        for day in 0..1000 {
            faded.add(&fading, 1.0, f64::from(day) * 365.0);
            let value = faded.value(&fading, f64::from(day) * 365.0);
            assert!((value - 1.0).abs() < 1e-6, "{value}");
        }
    }
}
