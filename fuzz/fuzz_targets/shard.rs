//! Any bytes as a shard, and as the bytes of a unit of work.
#![no_main]

use std::sync::OnceLock;

use comity::experiment::unit::{Shape, Unit};
use comity::model::blueprint::Blueprint;
use comity::output::shard::gather;
use comity::output::storage::Disk;
use comity::scenario::check::load_scenario;
use comity::scenario::load::Part;
use libfuzzer_sys::fuzz_target;

fn shape() -> &'static Shape {
    static SHAPE: OnceLock<Shape> = OnceLock::new();
    SHAPE.get_or_init(|| {
        let text = "format = 1\n[run]\nhorizon = 9\nwarm_up = 1\nreport_every = 4\n[nation.a]\n[nation.b]\n[class.c]\nrate = 1\n";
        let fetch = |_: &str, _: &str| {
            Ok(Part {
                name: "tiny.toml".to_owned(),
                text: text.to_owned(),
            })
        };
        let scenario = load_scenario("tiny.toml", &[], &fetch).expect("it is sound").value;
        Shape::new(&Blueprint::new(&scenario, None, None), false)
    })
}

fuzz_target!(|bytes: &[u8]| {
    let _ = Unit::decode(bytes, shape());
    let path = std::env::temp_dir().join(format!("comity-fuzz-shard-{}", std::process::id()));
    std::fs::write(&path, bytes).expect("the temporary folder can be written to");
    let _ = gather(&Disk::new(), &[path]);
});
