//! Any bytes as the journal of a run.
#![no_main]

use comity::output::journal::Journal;
use comity::output::storage::Disk;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let path = std::env::temp_dir().join(format!("comity-fuzz-journal-{}", std::process::id()));
    std::fs::write(&path, bytes).expect("the temporary folder can be written to");
    let disk = Disk::new();
    if let Ok((journal, _)) = Journal::open(&disk, &path) {
        for place in journal.places() {
            let _ = journal.find(place, 1 << 20);
        }
    }
});
