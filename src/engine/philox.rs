//! Philox 4x32-10 (Salmon, Moraes, Dror & Shaw, SC11): a keyed bijection of 128 bits that passes `BigCrush`.

const MULTIPLIERS: [u32; 2] = [0xd251_1f53, 0xcd9e_8d57];
/// Added to the key between rounds: the golden ratio and the square root of three less one, times 2³².
const WEYL: [u32; 2] = [0x9e37_79b9, 0xbb67_ae85];

const ROUNDS: usize = 10;

/// The bijection under one key, whose words for every round are worked out.
#[derive(Copy, Clone, Debug)]
pub struct Philox([[u64; 2]; ROUNDS]);

impl Philox {
    /// Philox 4x32-10 under a key.
    pub fn new(mut key: [u32; 2]) -> Philox {
        Philox([(); ROUNDS].map(|()| {
            let words = key.map(u64::from);
            key = [key[0].wrapping_add(WEYL[0]), key[1].wrapping_add(WEYL[1])];
            words
        }))
    }

    /// One block of a counter: each is two words of 64 bits, the join of two words of 32, the lower first. Two numbers and no
    /// lists, as these come and go in registers.
    ///
    /// Words of 32 bits are kept in words of 64, as the products need them: a quarter faster than narrowing between rounds,
    /// and faster than vector registers, whose multiplication takes longer.
    #[inline]
    pub fn block(&self, (low, high): (u64, u64)) -> (u64, u64) {
        let (mut first, mut second) = (low & 0xffff_ffff, low >> 32);
        let (mut third, mut fourth) = (high & 0xffff_ffff, high >> 32);
        for key in &self.0 {
            let left = first * u64::from(MULTIPLIERS[0]);
            let right = third * u64::from(MULTIPLIERS[1]);
            first = (right >> 32) ^ second ^ key[0];
            second = right & 0xffff_ffff;
            third = (left >> 32) ^ fourth ^ key[1];
            fourth = left & 0xffff_ffff;
        }
        (second << 32 | first, fourth << 32 | third)
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Philox;

    fn join(words: [u32; 4]) -> (u64, u64) {
        let join = |low: u32, high: u32| u64::from(high) << 32 | u64::from(low);
        (join(words[0], words[1]), join(words[2], words[3]))
    }

    /// The published known answers (`kat_vectors` of Random123): counter, key, output.
    const KNOWN_ANSWERS: [([u32; 4], [u32; 2], [u32; 4]); 3] = [
        (
            [0; 4],
            [0; 2],
            [0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8],
        ),
        (
            [u32::MAX; 4],
            [u32::MAX; 2],
            [0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd],
        ),
        (
            [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344],
            [0xa409_3822, 0x299f_31d0],
            [0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1],
        ),
    ];

    #[test]
    fn philox_gives_the_published_answers() {
        for (counter, key, output) in KNOWN_ANSWERS {
            assert_eq!(Philox::new(key).block(join(counter)), join(output));
        }
    }

    #[test]
    fn philox_gives_the_answers_of_the_oracle_file() {
        let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
        let shared = std::env::var_os("COMITY_SHARED").map_or(beside, PathBuf::from);
        let Ok(text) = std::fs::read_to_string(shared.join("verification/oracles.json")) else {
            let mut out = std::io::stderr();
            std::io::Write::write_all(
                &mut out,
                b"SKIPPED: no oracle file beside the checkout or at COMITY_SHARED\n",
            )
            .unwrap();
            return;
        };
        let file: serde_json::Value = serde_json::from_str(&text).unwrap();
        let words = |list: &serde_json::Value| -> Vec<u32> {
            let words = list.as_array().unwrap().iter();
            words
                .map(|word| u32::from_str_radix(word.as_str().unwrap(), 16).unwrap())
                .collect()
        };
        let oracles = file["oracles"].as_array().unwrap().iter();
        let philox: Vec<_> = oracles
            .filter(|oracle| oracle["family"] == "rng-philox4x32")
            .collect();
        assert_eq!(philox.len(), 3);
        for oracle in philox {
            let (counter, key) = (&oracle["parameters"]["counter"], &oracle["parameters"]["key"]);
            let philox = Philox::new(words(key).try_into().unwrap());
            let output = philox.block(join(words(counter).try_into().unwrap()));
            assert_eq!(
                output,
                join(words(&oracle["expected"]["output"]).try_into().unwrap())
            );
        }
    }
}
