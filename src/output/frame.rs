//! The records of a journal, byte by byte.
//!
//! ```text
//! frame   = head payload digest         digest: the first 16 bytes of SHA-256 over kind, length and payload
//! head    = "cJ1\n" kind length synced check     1, 4 and 8 bytes, little-endian; check: 4 bytes of SHA-256 over these
//! payload = text | stage option replication bytes | count digest-of-digests
//! ```
//!
//! `synced` is how much of the file was known to be on the disk when the frame was written. It tells a torn end, which
//! a power cut leaves and which is cut off, from damage to what was safe, which is refused.

use sha2::{Digest, Sha256};

use crate::experiment::unit::Place;

/// How every head begins.
pub(crate) const MAGIC: [u8; 4] = *b"cJ1\n";
/// Bytes of a head.
pub(crate) const HEAD: usize = 21;
/// Bytes of a digest.
pub(crate) const DIGEST: usize = 16;
/// Bytes of the place before what is kept of it.
pub(crate) const PLACE: usize = 12;
/// The longest payload: a longer one is damage.
pub(crate) const LONGEST: u32 = 1 << 30;

/// What a frame holds.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// What decides the numbers, as text; the first frame.
    Header = 0,
    /// A unit of work.
    Unit = 1,
    /// Why a unit was lost, as text.
    Lost = 2,
    /// The events of a unit, as rows of a table.
    Events = 3,
    /// The journal is whole: how many frames there are, and the digest of their digests.
    End = 4,
}

impl Kind {
    fn of(byte: u8) -> Option<Kind> {
        let all = [Kind::Header, Kind::Unit, Kind::Lost, Kind::Events, Kind::End];
        all.into_iter().find(|&kind| kind as u8 == byte)
    }
}

pub(crate) fn place_bytes(place: Place) -> [u8; PLACE] {
    let mut bytes = [0; PLACE];
    for (to, word) in bytes
        .chunks_exact_mut(4)
        .zip([place.stage, place.option, place.replication])
    {
        to.copy_from_slice(&word.to_le_bytes());
    }
    bytes
}

pub(crate) fn place_of(bytes: &[u8; PLACE]) -> Place {
    let word = |n: usize| u32::from_le_bytes([bytes[n], bytes[n + 1], bytes[n + 2], bytes[n + 3]]);
    Place {
        stage: word(0),
        option: word(4),
        replication: word(8),
    }
}

pub(crate) fn head(kind: Kind, length: u32, synced: u64) -> [u8; HEAD] {
    let mut head = [0; HEAD];
    head[..4].copy_from_slice(&MAGIC);
    head[4] = kind as u8;
    head[5..9].copy_from_slice(&length.to_le_bytes());
    head[9..17].copy_from_slice(&synced.to_le_bytes());
    let check = Sha256::digest(&head[..17]);
    head[17..].copy_from_slice(&check[..4]);
    head
}

/// Kind, length and synced length of a head, if it is one.
pub(crate) fn read_head(bytes: &[u8; HEAD]) -> Option<(Kind, u32, u64)> {
    let kind = Kind::of(bytes[4])?;
    let length = u32::from_le_bytes([bytes[5], bytes[6], bytes[7], bytes[8]]);
    let mut synced = [0; 8];
    synced.copy_from_slice(&bytes[9..17]);
    let synced = u64::from_le_bytes(synced);
    (*bytes == head(kind, length, synced)).then_some((kind, length, synced))
}

pub(crate) fn digest_of<'a>(
    kind: Kind,
    length: u32,
    parts: impl IntoIterator<Item = &'a [u8]>,
) -> [u8; DIGEST] {
    let mut digest = begin_digest(kind, length);
    parts.into_iter().for_each(|part| digest.update(part));
    end_digest(digest)
}

pub(crate) fn begin_digest(kind: Kind, length: u32) -> Sha256 {
    let mut digest = Sha256::new();
    digest.update([kind as u8]);
    digest.update(length.to_le_bytes());
    digest
}

pub(crate) fn end_digest(digest: Sha256) -> [u8; DIGEST] {
    let mut bytes = [0; DIGEST];
    bytes.copy_from_slice(&digest.finalize()[..DIGEST]);
    bytes
}
