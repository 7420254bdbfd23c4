//! Chance: every random number is a pure function of the seed, the replication and what it is for. No state is kept,
//! so no draw can shift another.

use std::convert::Infallible;

use rand::TryRng;

use crate::engine::identity::Identity;
use crate::engine::philox::Philox;
use crate::engine::special::normal_quantile;

/// All the luck of one replication.
///
/// A draw is named by its purpose, by the identity of what it is for, and by an index. The name is the counter of
/// Philox 4x32-10 and the seed is its key, so two runs share all luck that is not touched by their difference.
///
/// ```
/// use comity::engine::chance::Chance;
/// use comity::engine::identity::Identity;
///
/// const REVIEW: u16 = 3;
/// let chance = Chance::new(7, 0);
/// let request = Identity::of("request").numbered(12);
/// let first = chance.draw(REVIEW, request, 0).uniform();
/// assert_eq!(first, Chance::new(7, 0).draw(REVIEW, request, 0).uniform());
/// assert_ne!(first, Chance::new(7, 1).draw(REVIEW, request, 0).uniform());
/// ```
#[derive(Copy, Clone, Debug)]
pub struct Chance {
    philox: Philox,
    replication: u32,
}

impl Chance {
    /// The luck of this replication under this seed.
    pub fn new(seed: u64, replication: u32) -> Chance {
        Chance {
            philox: Philox::new([seed as u32, (seed >> 32) as u32]),
            replication,
        }
    }

    /// The draw of this name; always the same one.
    #[inline]
    pub fn draw(&self, purpose: u16, identity: Identity, index: u16) -> Draw {
        let named = join(self.replication, u32::from(purpose) << 16 | u32::from(index));
        let (first, last) = self.philox.block((named, identity.0));
        Draw(first, last)
    }

    /// All the draws of this purpose and identity in a row, for samplers that need an unknown number of them.
    pub fn stream(&self, purpose: u16, identity: Identity) -> Stream {
        Stream {
            chance: *self,
            purpose,
            identity,
            index: 0,
            carry: 0,
            block: [0; 2],
            used: WORDS,
        }
    }
}

/// 128 random bits. Use one number of a draw, or the first and the second; they are independent.
#[derive(Copy, Clone, Debug)]
pub struct Draw(u64, u64);

impl Draw {
    /// A uniform number in the open interval (0, 1), from the first 64 bits.
    #[inline]
    pub fn uniform(self) -> f64 {
        open_unit(self.bits())
    }

    /// A second uniform number in the open interval (0, 1), from the last 64 bits.
    #[inline]
    pub fn second(self) -> f64 {
        open_unit(self.last_bits())
    }

    /// The first 64 bits.
    #[inline]
    pub fn bits(self) -> u64 {
        self.0
    }

    /// The last 64 bits, independent of the first.
    #[inline]
    pub fn last_bits(self) -> u64 {
        self.1
    }

    /// An exponential number of mean one: −ln(1 − u), which grows with u.
    ///
    /// The difference is exact, as u is the middle of a cell; so nothing is lost beside `log1p`, whose first branch nobody can
    /// tell in advance (docs/performance-history.md).
    #[inline]
    pub fn exponential(self) -> f64 {
        -libm::log(1.0 - self.uniform())
    }

    /// A normal number of mean zero and variance one, by inversion; grows with u.
    #[inline]
    pub fn normal(self) -> f64 {
        normal_quantile(self.uniform())
    }
}

#[inline]
fn join(low: u32, high: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

/// The middle of one of 2⁵² equal cells of (0, 1), (k + 1/2)·2⁻⁵²: with one bit more, the last middle would round to 1.
///
/// The bits k are laid behind the exponent of one, which makes 1 + k·2⁻⁵²; what is taken away leaves the middle, exactly.
#[inline]
fn open_unit(bits: u64) -> f64 {
    const BARELY_LESS_THAN_ONE: f64 = 1.0 - f64::EPSILON / 2.0;
    f64::from_bits(1.0_f64.to_bits() | bits >> 12) - BARELY_LESS_THAN_ONE
}

/// Words of 32 bits in a block.
const WORDS: u32 = 4;

/// The draws of one purpose and identity in a row, with the traits of `rand` on top.
///
/// It walks the index and then, after 2¹⁶ blocks of 128 bits, goes on at numbered identities. The bits are the same on
/// every platform; what a sampler of another crate makes of them may not be.
///
/// ```
/// use comity::engine::chance::Chance;
/// use comity::engine::identity::Identity;
/// use rand::RngExt;
///
/// let mut stream = Chance::new(7, 0).stream(1, Identity::of("shuffle"));
/// let die: u8 = stream.random_range(1..=6);
/// assert!((1..=6).contains(&die));
/// ```
#[derive(Clone, Debug)]
pub struct Stream {
    chance: Chance,
    purpose: u16,
    identity: Identity,
    index: u16,
    /// How often the index has run over.
    carry: u64,
    block: [u64; 2],
    used: u32,
}

impl Stream {
    #[inline]
    fn word(&mut self) -> u32 {
        if self.used == WORDS {
            let identity = if self.carry == 0 {
                self.identity
            } else {
                self.identity.numbered(self.carry)
            };
            let draw = self.chance.draw(self.purpose, identity, self.index);
            self.block = [draw.bits(), draw.last_bits()];
            self.used = 0;
            let (index, over) = self.index.overflowing_add(1);
            self.index = index;
            self.carry += u64::from(over);
        }
        let word = self.block[self.used as usize / 2] >> (self.used % 2 * 32);
        self.used += 1;
        word as u32
    }
}

impl TryRng for Stream {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(self.word())
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let low = self.word();
        Ok(join(low, self.word()))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for part in bytes.chunks_mut(4) {
            part.copy_from_slice(&self.word().to_le_bytes()[..part.len()]);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rand::Rng;

    use super::*;
    use crate::engine::statistics::Tally;

    #[test]
    fn a_draw_is_named_by_every_part_of_its_name() {
        let base = Chance::new(1, 2).draw(3, Identity(4), 5).bits();
        let others = [
            Chance::new(2, 2).draw(3, Identity(4), 5).bits(),
            Chance::new(1 | 1 << 40, 2).draw(3, Identity(4), 5).bits(),
            Chance::new(1, 3).draw(3, Identity(4), 5).bits(),
            Chance::new(1, 2).draw(5, Identity(4), 3).bits(),
            Chance::new(1, 2).draw(3, Identity(4 | 1 << 40), 5).bits(),
            Chance::new(1, 2).draw(3, Identity(4), 6).bits(),
            // Neither may seed and replication be mixed into one number, nor purpose and index.
            Chance::new(3, 0).draw(3, Identity(4), 5).bits(),
            Chance::new(2, 1).draw(3, Identity(4), 5).bits(),
            Chance::new(1, 2).draw(4, Identity(4), 4).bits(),
        ];
        assert!(others.iter().all(|other| *other != base));
    }

    #[test]
    fn uniform_numbers_stay_inside_the_open_interval() {
        let least = Draw(0, 0);
        let most = Draw(u64::MAX, u64::MAX);
        assert!(least.uniform() > 0.0 && most.uniform() < 1.0 && most.second() < 1.0);
        assert_eq!(least.uniform(), 1.0 - most.uniform());
        assert!(least.exponential() > 0.0 && most.exponential() < 37.0);
        assert!(least.normal() == -most.normal() && most.normal() < 8.3);
    }

    #[test]
    fn one_less_a_uniform_number_is_exact_so_that_its_logarithm_is() {
        let bits = (0..200_000).map(|n| Chance::new(4, 0).draw(1, Identity(n), 0).bits());
        for bits in bits.chain([0, 1 << 12, 1 << 13, u64::MAX >> 1, 1 << 63, u64::MAX]) {
            let draw = Draw(bits, 0);
            assert_eq!(1.0 - (1.0 - draw.uniform()), draw.uniform());
            let expected = -libm::log1p(-draw.uniform());
            let ulps = draw.exponential().to_bits().abs_diff(expected.to_bits());
            // Where both take the same branches, which is all but always, they have the same bits.
            assert!(ulps <= 1, "{bits:x}: {ulps}");
        }
    }

    #[test]
    fn a_uniform_number_is_the_middle_of_its_cell() {
        let cell = 1.0 / (1_u64 << 52) as f64;
        for n in 0..10_000 {
            let draw = Chance::new(3, 0).draw(1, Identity(n), 0);
            assert_eq!(draw.uniform(), ((draw.bits() >> 12) as f64 + 0.5) * cell);
        }
        for bits in [0, 1 << 12, u64::MAX, u64::MAX >> 1, 1 << 63] {
            assert_eq!(Draw(bits, 0).uniform(), ((bits >> 12) as f64 + 0.5) * cell);
        }
    }

    #[test]
    fn uniform_exponential_and_normal_numbers_have_their_moments() {
        let chance = Chance::new(20, 0);
        let draws = |n: u64| chance.draw(1, Identity::of("draw").numbered(n), 0);
        let n = 100_000;
        let check = |name: &str, mean: f64, sd: f64, value: &dyn Fn(Draw) -> f64| {
            let mut tally = Tally::default();
            (0..n).for_each(|n| tally.add(value(draws(n))));
            let z = (tally.mean() - mean) / (sd / (n as f64).sqrt());
            assert!(z.abs() <= 4.0, "{name}: z = {z}");
        };
        check("uniform", 0.5, 1.0 / 12.0_f64.sqrt(), &Draw::uniform);
        check("second", 0.5, 1.0 / 12.0_f64.sqrt(), &Draw::second);
        check("product", 0.25, (7.0 / 144.0_f64).sqrt(), &|draw| {
            draw.uniform() * draw.second()
        });
        check("exponential", 1.0, 1.0, &Draw::exponential);
        check("exponential squared", 2.0, 20.0_f64.sqrt(), &|draw| {
            draw.exponential() * draw.exponential()
        });
        check("normal", 0.0, 1.0, &Draw::normal);
        check("normal squared", 1.0, 2.0_f64.sqrt(), &|draw| {
            draw.normal() * draw.normal()
        });
    }

    #[test]
    fn a_stream_walks_the_draws_of_its_name_and_goes_on() {
        let chance = Chance::new(9, 1);
        let identity = Identity::of("stream");
        let mut stream = chance.stream(2, identity);
        assert_eq!(stream.next_u64(), chance.draw(2, identity, 0).bits());
        stream.next_u64();
        assert_eq!(stream.next_u64(), chance.draw(2, identity, 1).bits());
        let mut bytes = [0; 9];
        stream.fill_bytes(&mut bytes);
        let block = chance.draw(2, identity, 1);
        assert_eq!(bytes[..8], block.last_bits().to_le_bytes());
        let mut stream = chance.stream(2, identity);
        for _ in 0..4 * 65_536 {
            stream.next_u32();
        }
        assert_eq!(stream.next_u64(), chance.draw(2, identity.numbered(1), 0).bits());
    }
}
