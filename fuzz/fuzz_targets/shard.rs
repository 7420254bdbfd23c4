//! Any bytes as the bytes of a unit of work, and a sound shard whose records were changed and sealed again, put together
//! as `comity merge` does.
#![no_main]

#[path = "sealed.rs"]
mod sealed;
#[path = "tiny.rs"]
mod tiny;

use comity::experiment::keeper::Keeper;
use comity::experiment::unit::{Shape, Unit};
use comity::model::blueprint::Blueprint;
use comity::output::keeping::Keeping;
use comity::output::shard::gather;
use comity::output::storage::Disk;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let shape = Shape::new(&Blueprint::new(&tiny::world().value, None, None), false);
    let _ = Unit::decode(bytes, &shape);
    let path = tiny::file("shard");
    std::fs::write(&path, sealed::sealed(tiny::shard(), bytes)).expect("the temporary folder can be written to");
    let disk = Disk::new();
    let Ok(gathered) = gather(&disk, &[path]) else {
        return;
    };
    let keeping = Keeping {
        journals: &gathered.journals,
        scenario: &tiny::world().value,
        options: &["baseline".to_owned()],
    };
    for place in gathered.journals.iter().flat_map(comity::output::journal::Journal::places) {
        let _ = keeping.find(place, &shape);
        let _ = keeping.find_numbers(place, 4);
    }
});
