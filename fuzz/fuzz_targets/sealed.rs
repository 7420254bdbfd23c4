//! Journals whose records match their digests, whatever was done to what they hold: a reader's first check would refuse
//! all others, and what stands behind it would never be tried.

use sha2::{Digest, Sha256};

const HEAD: usize = 21;
const DIGEST: usize = 16;
const END: u8 = 4;

/// The records of a sound journal, edited four bytes at a time and sealed again.
pub fn sealed(sound: &[u8], edits: &[u8]) -> Vec<u8> {
    let mut records = records(sound);
    for edit in edits.chunks_exact(4) {
        let at = usize::from(edit[0]) % records.len();
        let place = usize::from(u16::from_le_bytes([edit[1], edit[2]]));
        match edit[0] >> 5 {
            0 => records[at].0 = edit[3] % 6,
            1 => {
                let again = records[at].clone();
                records.insert(place % records.len(), again);
            }
            2 if records.len() > 1 => {
                records.remove(at);
            }
            3 => {
                let length = records[at].1.len();
                records[at].1.truncate(place.min(length));
            }
            _ if !records[at].1.is_empty() => {
                let length = records[at].1.len();
                records[at].1[place % length] = edit[3];
            }
            _ => records[at].1.push(edit[3]),
        }
    }
    let closes = edits.first().is_none_or(|first| first % 4 > 0);
    let mut bytes = Vec::new();
    let mut whole = Sha256::new();
    for (count, (kind, payload)) in records.iter().enumerate() {
        let mut payload = payload.clone();
        if *kind == END && closes {
            payload = (count as u64).to_le_bytes().to_vec();
            payload.extend(whole.clone().finalize());
        }
        let mut digest = Sha256::new();
        digest.update([*kind]);
        digest.update((payload.len() as u32).to_le_bytes());
        digest.update(&payload);
        let digest = &digest.finalize()[..DIGEST];
        let mut head = b"cJ1\n".to_vec();
        head.push(*kind);
        head.extend((payload.len() as u32).to_le_bytes());
        head.extend((bytes.len() as u64).to_le_bytes());
        let check = Sha256::digest(&head);
        head.extend(&check[..4]);
        whole.update(digest);
        bytes.extend(head);
        bytes.extend(payload);
        bytes.extend(digest);
    }
    bytes
}

fn records(sound: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let mut records = Vec::new();
    let mut at = 0;
    while at < sound.len() {
        let length = u32::from_le_bytes(sound[at + 5..at + 9].try_into().expect("four bytes")) as usize;
        let begin = at + HEAD;
        records.push((sound[at + 4], sound[begin..begin + length].to_vec()));
        at = begin + length + DIGEST;
    }
    records
}
