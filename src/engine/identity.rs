//! Identities: 64-bit hashes of the names and numbers that a thing is made of, never a position in a file.

/// Who or what something is: a 64-bit hash of its names and numbers.
///
/// A name is absorbed byte by byte (FNV-1a, 64 bits) and then mixed; a part `p` is joined to a whole `w` by
/// `mix(w ^ mix(p ^ salt))` with one salt for identities and another for numbers, where `mix` is the finaliser of
/// `SplitMix64` (Steele, Lea & Flood 2014; variant 13 of Stafford), a bijection in which every input bit moves about
/// half of the output bits. Order matters: `a.with(b)` is not `b.with(a)`. Among n identities the chance of any
/// collision is about n²/2⁶⁵: 10⁻⁷ for two million.
///
/// ```
/// use comity::engine::identity::Identity;
///
/// const ITALY: Identity = Identity::of("italy");
/// let request = Identity::of("request").with(ITALY).numbered(3);
/// assert_eq!(request, Identity::of("request").with(ITALY).numbered(3));
/// assert_ne!(request, Identity::of("request").with(ITALY).numbered(4));
/// ```
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity(pub u64);

const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0000_0100_0000_01b3;
/// The salts are the first fractional bits of pi (the second sixteen hexadecimal digits, and the third).
const IDENTITY_SALT: u64 = 0x1319_8a2e_0370_7344;
const NUMBER_SALT: u64 = 0xa409_3822_299f_31d0;

impl Identity {
    /// The identity of a name.
    pub const fn of(name: &str) -> Identity {
        let bytes = name.as_bytes();
        let mut hash = FNV_OFFSET;
        let mut place = 0;
        while place < bytes.len() {
            hash = (hash ^ bytes[place] as u64).wrapping_mul(FNV_PRIME);
            place += 1;
        }
        Identity(mix(hash ^ bytes.len() as u64))
    }

    /// The identity of this thing together with another; order matters.
    #[inline]
    #[must_use]
    pub const fn with(self, part: Identity) -> Identity {
        Identity(mix(self.0 ^ mix(part.0 ^ IDENTITY_SALT)))
    }

    /// The identity of the `n`-th of this kind of thing.
    #[inline]
    #[must_use]
    pub const fn numbered(self, n: u64) -> Identity {
        Identity(mix(self.0 ^ mix(n ^ NUMBER_SALT)))
    }
}

/// The finaliser of `SplitMix64`.
#[inline]
const fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_million_identities_of_a_run_do_not_collide() {
        let mut all = Vec::with_capacity(2_000_000);
        let kinds = ["request", "piece", "threat", "routine", "leak"].map(Identity::of);
        for nation in 0..40 {
            let nation = Identity::of(&format!("nation {nation}"));
            all.push(nation);
            for (n, kind) in (0..2_000_u64).flat_map(|n| kinds.iter().map(move |kind| (n, kind))) {
                let thing = kind.with(nation).numbered(n);
                all.extend([
                    thing,
                    thing.numbered(0),
                    thing.numbered(1),
                    thing.with(nation),
                    nation.with(thing),
                ]);
            }
        }
        assert!(all.len() >= 2_000_000);
        let made = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), made);
    }

    #[test]
    fn order_and_kind_of_part_matter() {
        let (a, b) = (Identity::of("a"), Identity::of("b"));
        assert_ne!(a.with(b), b.with(a));
        assert_ne!(a.with(Identity(7)), a.numbered(7));
        assert_ne!(a.with(b).numbered(1), a.numbered(1).with(b));
        assert_ne!(Identity::of(""), Identity::of("\0"));
    }

    #[test]
    fn one_changed_bit_moves_about_half_of_the_bits() {
        let base = Identity::of("nation");
        for bit in 0..64 {
            let moved = (base.numbered(5).0 ^ base.numbered(5 ^ (1 << bit)).0).count_ones();
            assert!((12..=52).contains(&moved), "bit {bit} moved {moved} bits");
        }
    }

    #[test]
    fn identities_never_change_between_versions() {
        assert_eq!(
            Identity::of("italy").with(Identity::of("request")).numbered(3),
            Identity(0x03f7_a146_19fd_f363)
        );
    }
}
