//! Any text as a scenario, and as a table beside one.
#![no_main]

use comity::scenario::check::load_scenario;
use comity::scenario::load::Part;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let fetch = |_: &str, wanted: &str| {
        Ok(Part {
            name: wanted.to_owned(),
            text: text.to_owned(),
        })
    };
    for name in ["fuzzed.toml", "fuzzed.json"] {
        if let Err(faults) = load_scenario(name, &[], &fetch) {
            let told = faults.to_string();
            assert!(told.chars().all(|c| c == '\n' || !c.is_control()));
        }
    }
});
