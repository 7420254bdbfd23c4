//! Any bytes as the journal of a run, and a sound journal whose records were changed and sealed again.
#![no_main]

#[path = "sealed.rs"]
mod sealed;
#[path = "tiny.rs"]
mod tiny;

use comity::output::journal::Journal;
use comity::output::storage::Disk;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let path = tiny::file("journal");
    let edited = match bytes.split_first() {
        Some((first, edits)) if first % 2 == 1 => sealed::sealed(tiny::shard(), edits),
        _ => bytes.to_vec(),
    };
    std::fs::write(&path, edited).expect("the temporary folder can be written to");
    let disk = Disk::new();
    if let Ok((journal, _)) = Journal::open(&disk, &path) {
        for place in journal.places() {
            let _ = journal.find(place, 1 << 20);
            let _ = journal.copy_events(place, &mut Vec::new());
        }
        let _ = journal.cut_torn_end();
        assert!(Journal::open(&disk, &path).is_ok_and(|(_, torn)| torn.is_none()));
    }
});
