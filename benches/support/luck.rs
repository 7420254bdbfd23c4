//! The two sources of chance of the workloads: one stream, as other engines have it, and draws keyed by what they are for.

use comity::engine::chance::Chance;
use comity::engine::identity::Identity;
use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Exp1};

/// Exponential numbers of mean one, told by who asks and how often it has asked.
pub(crate) trait Luck: Clone {
    /// The next number.
    fn exponential(&mut self, who: u32, times: u32) -> f64;
    /// The next number and, independent of it, a whole one below `n`.
    fn exponential_and_below(&mut self, n: u32, who: u32, times: u32) -> (f64, u32);
}

/// One stream, as other engines have it: `SmallRng` and the ziggurat of `rand_distr`, whose bits this project's results must
/// not depend on.
#[derive(Clone)]
pub(crate) struct Streamed(SmallRng);

impl Streamed {
    /// The stream of a seed.
    pub(crate) fn new(seed: u64) -> Streamed {
        Streamed(SmallRng::seed_from_u64(seed))
    }
}

impl Luck for Streamed {
    #[inline]
    fn exponential(&mut self, _who: u32, _times: u32) -> f64 {
        Exp1.sample(&mut self.0)
    }

    #[inline]
    fn exponential_and_below(&mut self, n: u32, who: u32, times: u32) -> (f64, u32) {
        (self.exponential(who, times), self.0.random_range(0..n))
    }
}

/// Draws as the model makes them.
#[derive(Copy, Clone)]
pub(crate) struct Keyed(pub(crate) Chance);

impl Keyed {
    #[inline]
    fn identity(who: u32, times: u32) -> Identity {
        Identity(u64::from(who)).numbered(u64::from(times))
    }
}

impl Luck for Keyed {
    #[inline]
    fn exponential(&mut self, who: u32, times: u32) -> f64 {
        self.0.draw(1, Keyed::identity(who, times), 0).exponential()
    }

    /// Both numbers of one draw.
    #[inline]
    fn exponential_and_below(&mut self, n: u32, who: u32, times: u32) -> (f64, u32) {
        let draw = self.0.draw(1, Keyed::identity(who, times), 0);
        (draw.exponential(), (draw.second() * f64::from(n)) as u32)
    }
}
