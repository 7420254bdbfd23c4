//! `run --shard`: one part of the work of a study, into one file.

use std::path::Path;
use std::time::Instant;

use crate::cli::bench::Work;
use crate::cli::ending::{Ending, Failure};
use crate::cli::screen::{say, tell_warning};
use crate::experiment::runner::{PartEnd, run_part};
use crate::experiment::study::Study;
use crate::output::folder::option_names;
use crate::output::journal::Journal;
use crate::output::keeping::Keeping;
use crate::output::shard::{close_shard, open_shard};
use crate::output::storage::Disk;
use crate::output::workplace::{Claim, Header, ShardNumber, Wish};
use crate::scenario::fault::harmless;

/// Works on the shard of the header and puts its file in place.
pub fn run_shard(
    file: &Path,
    header: &Header,
    study: &Study,
    wish: Wish,
    work: &Work,
) -> Result<Ending, Failure> {
    let disk = Disk::new();
    let claim = Claim::take(&disk, file)?;
    work.telling.of_claim(&claim);
    let shown = file.display();
    let Some((journal, torn)) = open_shard(&disk, &claim, file, header, wish)? else {
        work.telling.aside(&format!("{shown} was there already"));
        return Ok(Ending::Done);
    };
    work.telling.of_journal(&journal, torn);
    let begin = Instant::now();
    let end = part(&journal, header.shard, study, work)?;
    if let Some(error) = end.failure {
        return Err(Failure::work(file, &error));
    }
    for lost in &end.lost {
        let (replication, reason) = (lost.replication, harmless(&lost.reason));
        tell_warning(&format!("lost replication {replication}: {reason}"));
    }
    if end.stopped {
        tell_warning(&format!(
            "stopped before {shown} was whole; the same command with --resume continues"
        ));
        return Ok(Ending::Stopped);
    }
    close_shard(&disk, &journal, file).map_err(|error| Failure::work(file, &error))?;
    if !work.telling.quiet {
        let seconds = begin.elapsed().as_secs_f64();
        say(&format!("{shown}: {} units of work in {seconds:.1} s", end.done))?;
    }
    Ok(if end.lost.is_empty() {
        Ending::Done
    } else {
        Ending::Lost
    })
}

fn part(
    journal: &Journal,
    shard: Option<ShardNumber>,
    study: &Study,
    work: &Work,
) -> Result<PartEnd, Failure> {
    let shard = shard.unwrap_or(ShardNumber { number: 1, of: 1 });
    let names = option_names(study);
    let keeping = Keeping {
        journals: std::slice::from_ref(journal),
        scenario: study.scenario,
        options: &names,
    };
    work.carry_out(|watch| run_part(study, watch, &keeping, shard.first(), u64::from(shard.of)))
}
