//! A sound shard of a tiny world, made by the program's own parts.

use std::path::PathBuf;
use std::sync::{OnceLock, atomic::AtomicBool};

use comity::experiment::study::{Study, Watch, run_part};
use comity::output::keeping::Keeping;
use comity::output::manifest::{VERSION, Work, digest};
use comity::output::shard::{close_shard, open_shard};
use comity::output::storage::Disk;
use comity::output::workplace::{Claim, Header, ShardNumber, Wish};
use comity::scenario::check::load_scenario;
use comity::scenario::load::{Loaded, Part};
use comity::scenario::scenario::Scenario;

/// A file of this process in the temporary folder.
pub fn file(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("comity-fuzz-{name}-{}", std::process::id()))
}

pub fn world() -> &'static Loaded<Scenario> {
    static WORLD: OnceLock<Loaded<Scenario>> = OnceLock::new();
    WORLD.get_or_init(|| {
        let text = "format = 1\n[run]\nhorizon = 9\nwarm_up = 1\nreport_every = 4\n[nation.a]\n[nation.b]\n[class.c]\nrate = 1\n";
        let fetch = |_: &str, _: &str| {
            Ok(Part {
                name: "tiny.toml".to_owned(),
                text: text.to_owned(),
            })
        };
        load_scenario("tiny.toml", &[], &fetch).expect("it is sound")
    })
}

/// A study of it.
pub fn study() -> Study<'static> {
    Study {
        stage: 0,
        scenario: &world().value,
        options: vec![None],
        first: 0,
        replications: 2,
        seed: 1,
        precision: None,
        paired: false,
        traced: false,
        most_events: 10_000,
        planted_panic: None,
    }
}

/// The bytes of its only shard.
pub fn shard() -> &'static [u8] {
    static SHARD: OnceLock<Vec<u8>> = OnceLock::new();
    SHARD.get_or_init(|| {
        let study = study();
        let work = Work {
            version: VERSION.to_owned(),
            scenario_digest: digest(world().effective.as_bytes()),
            options: vec!["baseline".to_owned()],
            seed: study.seed,
            replications: study.replications,
            precision: None,
            paired: false,
            detail: "summary".to_owned(),
            max_events: study.most_events,
            comparison: None,
        };
        let number = ShardNumber { number: 1, of: 1 };
        let header = Header::new(work, Some(number), Vec::new(), &world().effective);
        let (disk, path) = (Disk::new(), file("made"));
        let claim = Claim::take(&disk, &path).expect("it is free");
        let opened = open_shard(&disk, &claim, &path, &header, Wish::Replace);
        let (journal, _) = opened.expect("it can be begun").expect("it is not there");
        let keeping = Keeping {
            journals: std::slice::from_ref(&journal),
            scenario: study.scenario,
            options: &["baseline".to_owned()],
        };
        let watch = Watch {
            stop: &AtomicBool::new(false),
            progress: &|_, _| {},
        };
        let end = run_part(&study, &watch, &keeping, 0, 1);
        assert!(end.failure.is_none() && end.lost.is_empty());
        close_shard(&disk, &journal, &path).expect("it can be closed");
        std::fs::read(&path).expect("it is there")
    })
}
