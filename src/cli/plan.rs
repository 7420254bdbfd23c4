//! `comity plan`: the commands that work on a study in shards, and what each of them would cost.

use std::path::PathBuf;

use clap::Args;

use crate::cli::cost::{bytes_in_words, cost, seconds_in_words};
use crate::cli::ending::{Ending, Failure};
use crate::cli::run::RunOrder;
use crate::cli::screen::{say, tell};
use crate::output::again::{path, quoted};
use crate::output::charts::which::Which;

/// What is to be planned.
#[derive(Args, Clone, Debug)]
#[command(mut_arg("precision", |arg| arg.hide(true)), mut_arg("out", |arg| arg.hide(true)))]
#[command(mut_arg("shard", |arg| arg.hide(true)), mut_arg("replication", |arg| arg.hide(true)))]
#[command(mut_arg("resume", |arg| arg.hide(true)), mut_arg("force", |arg| arg.hide(true)))]
pub struct PlanOrder {
    /// Into how many parts to cut the work
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    shards: u32,
    /// The folder for the shards [default: output]
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    run: RunOrder,
}

/// Prints a command a shard, and last the one that puts them together.
pub fn plan(order: &PlanOrder) -> Result<Ending, Failure> {
    let run = &order.run;
    if run.cannot_be_cut() {
        return Err(Failure::wrong(
            "a plan takes no --precision, --out, --shard, --replication, --resume or --force: the commands that it prints take --resume and --force, and --folder says where the shards go",
        ));
    }
    let loaded = run.load()?;
    let study = run.study(&loaded.value)?;
    let of = order.shards;
    let folder = order.folder.clone().unwrap_or_else(|| PathBuf::from("output"));
    let name = run.name(&study);
    let files: Vec<String> = (1..=of)
        .map(|number| {
            let file = folder.join(format!("{name}.shard-{number}-of-{of}"));
            quoted(&path(&file.display().to_string()))
        })
        .collect();
    let words = run.words(&study);
    let mut lines: Vec<String> = files
        .iter()
        .zip(1..)
        .map(|(file, number)| format!("{words} --shard {number}/{of} --out {file}"))
        .collect();
    lines.push(format!(
        "comity merge {}{}",
        files.join(" "),
        run.words_of_merge()
    ));
    say(&lines.join("\n"))?;
    let units = f64::from(study.replications) * study.options.len() as f64;
    let share = (units / f64::from(of)).ceil() / units;
    let whole = cost(&study, 1, Which::None);
    let seconds = whole.seconds.map_or_else(
        || "an unknown time".to_owned(),
        |seconds| format!("{} of one core", seconds_in_words(seconds * share)),
    );
    tell(&format!(
        "each shard: up to {} replications, {seconds}, and a file of about {}; equal versions of comity everywhere",
        (units * share) as u64,
        bytes_in_words((whole.journal_bytes as f64 * share) as u64)
    ));
    Ok(Ending::Done)
}
