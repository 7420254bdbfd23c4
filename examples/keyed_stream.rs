//! Writes random bits to standard output without end, drawn the way that a run draws them, for statistical batteries:
//!
//! ```text
//! cargo run --release --example keyed_stream | dieharder -a -g 200
//! ```
//!
//! A thousand keyed streams (ten replications, twenty purposes, five entities) take turns. At each turn a stream gives the
//! draw of its next numbered identity, all 128 bits of it, as the draws of successive threats or requests follow each other.
//! A seed may be given as the only argument; it is 1 otherwise.

use std::io::{self, BufWriter, Write};

use comity::engine::chance::Chance;
use comity::engine::identity::Identity;

const REPLICATIONS: u32 = 10;
const PURPOSES: u16 = 20;
const ENTITIES: [&str; 5] = ["north", "south", "smuggling", "treaty", "request"];

fn main() -> io::Result<()> {
    let seed = std::env::args().nth(1).map_or(Ok(1), |text| text.parse());
    let seed =
        seed.map_err(|_| io::Error::other("the seed is a whole number from 0 to 18446744073709551615"))?;
    match write_without_end(seed, &mut BufWriter::with_capacity(1 << 16, io::stdout().lock())) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        end => end,
    }
}

fn write_without_end(seed: u64, out: &mut impl Write) -> io::Result<()> {
    let entities = ENTITIES.map(Identity::of);
    let mut turn = 0;
    loop {
        for replication in 0..REPLICATIONS {
            let chance = Chance::new(seed, replication);
            for purpose in 1..=PURPOSES {
                for entity in entities {
                    let draw = chance.draw(purpose, entity.numbered(turn), 0);
                    out.write_all(&draw.bits().to_le_bytes())?;
                    out.write_all(&draw.last_bits().to_le_bytes())?;
                }
            }
        }
        turn += 1;
    }
}
