//! Journals and shards that an enemy or a bad disk has changed: every change is seen, nothing is believed of a length,
//! nothing panics. Cuts at every length and flips of every bit of a small journal are tried beside the journal itself.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::Command;

use comity::output::journal::Journal;
use comity::output::journal_reading::JournalFault;
use comity::output::shard::gather;
use comity::output::storage::Disk;

use crate::mutator::Luck;

/// A shard of a few replications.
fn shard(folder: &Path) -> Vec<u8> {
    let words = [
        "run",
        "classroom",
        "-n",
        "4",
        "--shard",
        "1/1",
        "--quiet",
        "--set",
        "run.horizon=400",
        "--out",
        "shard",
    ];
    let ended = Command::new(env!("CARGO_BIN_EXE_comity"))
        .args(words)
        .current_dir(folder)
        .status();
    assert!(ended.expect("the program runs").success());
    fs::read(folder.join("shard")).expect("a shard")
}

#[test]
fn every_change_of_a_shard_is_seen() {
    let folder = tempfile::tempdir().expect("a folder");
    let sound = shard(folder.path());
    let path = folder.path().join("changed");
    let disk = Disk::new();
    let mut luck = Luck(1);
    let trials = if std::env::var_os("COMITY_THOROUGH").is_some() {
        50_000
    } else {
        1500
    };
    for trial in 0..trials {
        let mut bytes = sound.clone();
        match luck.below(4) {
            0 => bytes.truncate(luck.below(bytes.len())),
            1 => {
                let (at, from) = (luck.below(bytes.len()), luck.below(bytes.len()));
                let length = 1 + luck.below(200.min(bytes.len() - at.max(from)));
                let piece = bytes[from..from + length].to_vec();
                bytes[at..at + length].copy_from_slice(&piece);
            }
            2 => {
                let at = luck.below(bytes.len());
                bytes.drain(at..(at + 1 + luck.below(100)).min(sound.len()));
            }
            _ => {
                let at = luck.below(bytes.len());
                bytes[at] ^= 1 << luck.below(8);
            }
        }
        if bytes == sound {
            continue;
        }
        fs::write(&path, &bytes).expect("written");
        let files = [path.clone()];
        let read = catch_unwind(AssertUnwindSafe(|| gather(&disk, &files).map(|_| ())));
        assert!(
            read.unwrap_or_else(|_| panic!("trial {trial}: a panic")).is_err(),
            "trial {trial}: unseen"
        );
        let open = catch_unwind(AssertUnwindSafe(|| {
            Journal::open(&disk, &path).map(|(_, torn)| torn.is_some())
        }));
        match open.unwrap_or_else(|_| panic!("trial {trial}: a panic")) {
            // A cut between two records leaves a sound journal that was never closed.
            Ok(torn) => assert!(torn || sound.starts_with(&bytes), "trial {trial}: unseen"),
            Err(JournalFault::Damaged { .. }) => {}
            Err(fault) => panic!("trial {trial}: {fault}"),
        }
    }
}

#[test]
fn bytes_that_are_no_journal_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("noise");
    let disk = Disk::new();
    let mut luck = Luck(2);
    for _ in 0..500 {
        let length = luck.below(4000);
        let mut bytes: Vec<u8> = (0..length).map(|_| luck.next() as u8).collect();
        if luck.below(2) == 0 {
            bytes.splice(0..0, *b"cJ1\n\x00");
        }
        fs::write(&path, &bytes).expect("written");
        assert!(matches!(
            Journal::open(&disk, &path),
            Err(JournalFault::Damaged { .. })
        ));
    }
}
