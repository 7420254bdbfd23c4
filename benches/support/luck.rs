//! The two sources of chance of the workloads: one stream, as other engines have it, and draws keyed by what they are for.

use comity::engine::chance::Chance;
use comity::engine::identity::Identity;

/// Exponential numbers of mean one, told by who asks and how often it has asked.
pub(crate) trait Luck: Copy {
    /// The next number.
    fn exponential(&mut self, who: u32, times: u32) -> f64;
    /// The next whole number below `n`.
    fn below(&mut self, n: u32, who: u32, times: u32) -> u32;
}

/// A stream: `SplitMix64` and a logarithm.
#[derive(Copy, Clone)]
pub(crate) struct Streamed(pub(crate) u64);

impl Streamed {
    #[inline]
    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }
}

impl Luck for Streamed {
    #[inline]
    fn exponential(&mut self, _who: u32, _times: u32) -> f64 {
        const CELL: f64 = 1.0 / (1_u64 << 53) as f64;
        -libm::log(((self.bits() >> 11) as f64 + 0.5) * CELL)
    }

    #[inline]
    fn below(&mut self, n: u32, _who: u32, _times: u32) -> u32 {
        (((self.bits() >> 32) * u64::from(n)) >> 32) as u32
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

    #[inline]
    fn below(&mut self, n: u32, who: u32, times: u32) -> u32 {
        (self.0.draw(2, Keyed::identity(who, times), 0).uniform() * f64::from(n)) as u32
    }
}
