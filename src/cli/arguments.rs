//! What may stand on the command line, and the help that teaches it.

use clap::{Parser, Subcommand};

use crate::cli::chart::ChartOrder;
use crate::cli::check::CheckOrder;
use crate::cli::compare::CompareOrder;
use crate::cli::diff::DiffOrder;
use crate::cli::merge::MergeOrder;
use crate::cli::new::NewOrder;
use crate::cli::plan::PlanOrder;
use crate::cli::report::ReportOrder;
use crate::cli::run::RunOrder;
use crate::cli::schema::SchemaOrder;
use crate::cli::verify::VerifyOrder;

/// The whole command line.
#[derive(Parser, Debug)]
#[command(name = "comity", version, about = ABOUT, after_help = ENDINGS, disable_help_subcommand = true)]
pub struct Arguments {
    /// What to do; without it, a short guide is shown.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the program can do.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Write a small commented scenario file to start from
    #[command(after_help = NEW)]
    New(NewOrder),
    /// Find every fault of a scenario, and say what it holds and what a run would cost
    #[command(after_help = CHECK)]
    Check(CheckOrder),
    /// Run a scenario: tables, charts and a summary
    #[command(after_help = RUN)]
    Run(RunOrder),
    /// Cut the work of a run into parts: prints the command for each, and the one that puts them together
    #[command(after_help = PLAN)]
    Plan(PlanOrder),
    /// Put the shards of a run together: the same bytes as from one machine
    #[command(after_help = MERGE)]
    Merge(MergeOrder),
    /// Compare every option with the baseline on the same luck: differences, ranking, trade-offs
    #[command(after_help = COMPARE)]
    Compare(CompareOrder),
    /// Tell what differs between two runs: what went in, then what came out
    #[command(after_help = DIFF)]
    Diff(DiffOrder),
    /// Draw the charts of a finished run again from its tables
    #[command(after_help = CHART)]
    Chart(ChartOrder),
    /// Make the report of a finished run or comparison again from its tables
    #[command(after_help = REPORT)]
    Report(ReportOrder),
    /// Print the JSON Schema of scenario files, for editors
    #[command(after_help = SCHEMA)]
    Schema(SchemaOrder),
    /// Compare what the program finds with what is known: expected, found, interval, verdict
    #[command(after_help = VERIFY)]
    Verify(VerifyOrder),
}

const ABOUT: &str =
    "Simulates how nations share what they know of threats: trust, law, politics, desks and time.";

/// What is shown when nothing is asked for.
pub const GUIDE: &str = "\
comity simulates how nations share what they know of threats.

  comity run classroom            run a shipped scenario: tables and charts in output/
  comity new mine                 write mine.toml, small and commented, to start from
  comity check mine.toml          find its faults; what is in it, what a run would cost
  comity run mine.toml            run it
  comity compare classroom        every option against the baseline on the same luck

Shipped scenarios: classroom, harmonization, five_eyes, european_union, asean, budapest,
united_nations, interpol, breach, instability.

`comity --help` lists all commands, `comity run --help` what a run can do.
";

const ENDINGS: &str = "\
Exit codes: 0 done, 1 done but a check failed or a replication was lost, 2 the scenario or an
argument is wrong, 3 a file could not be read or written, 4 refused for size, 5 a run, checkpoint or
shard is damaged or foreign, 130 stopped: the same command with --resume continues.";

const NEW: &str = "\
Examples:
  comity new mine                         mine.toml: five nations, one alliance, threats, options
  comity new mine --template alliance     an alliance that pushes what it finds, and an outsider
  comity new mine --template blank        the least that can be run";

const CHECK: &str = "\
Examples:
  comity check mine.toml
  comity check mine.toml --set run.horizon=7300
  comity check mine.toml --format json    faults and findings for programs";

const RUN: &str = "\
Examples:
  comity run classroom                                   100 replications of the baseline
  comity run classroom --option more_desks               the same world with an option
  comity run mine.toml --set nation.aldia.capacity=0.9   with one value changed
  comity run harmonization --precision 0.01              until the headline is known to ± 0.01

After a crash, a full disk or Ctrl-C the same command with --resume continues. The folder of the
run holds tables (CSV), charts (SVG, PNG) and manifest.json, which says what made them. Equal seeds give equal bytes, whatever the number of threads.";

const PLAN: &str = "\
Examples:
  comity plan classroom --shards 3 --replications 300
  comity plan classroom --shards 16 | head -16 | xargs -P 16 -I {} sh -c '{}'

Any number of shards, run anywhere and in any order, give the same bytes. A shard carries its scenario
with it, so that merging needs nothing but the shards.";

const MERGE: &str = "\
Examples:
  comity merge output/classroom-1.shard-*
  comity merge shard-1 shard-2 shard-3 --out output/all";

const COMPARE: &str = "\
Examples:
  comity compare classroom                                    every option against the baseline
  comity compare harmonization --options capacity,platform    two of them
  comity compare mine.toml --measure harm --delta 50          which option averts most harm, to within 50

Each option meets the same threats with the same luck as the baseline, so that a difference is what the
option did. Intervals hold for each difference alone, and for all options at once. Replications are added
until the best is known to within --delta, or --most is reached; the summary says which.";

const DIFF: &str = "\
Examples:
  comity diff output/classroom-1 output/classroom-2              another seed
  comity diff output/classroom-1 output/classroom-training-1     an option
  comity diff output/classroom-1 changed --format json

Runs of one seed have the same luck: they are compared replication by replication.";

const CHART: &str = "\
Examples:
  comity chart output/classroom-1
  comity chart output/classroom-1 --charts all";

const REPORT: &str = "\
Examples:
  comity report output/harmonization-compare-1              report.html in the run's folder
  comity report output/classroom-1 --lang fr
  comity report --write-templates look                      HTML and CSS, to be edited
  comity report output/classroom-1 --template look          with those

The report is one file that loads nothing, runs no script and prints well.";

const SCHEMA: &str = "\
Examples:
  comity schema > scenario.schema.json
  comity schema --out scenario.schema.json

An editor that knows TOML by schema (such as taplo) then completes keys and shows what they mean, in
a file that begins with the line:  #:schema ./scenario.schema.json";

const VERIFY: &str = "\
Examples:
  comity verify                           every family, in half a minute
  comity verify --family mmc --thorough   one family, sixteen times the replications
  comity verify --list                    the families, and what each is about
  comity verify --format csv              one row a number, for programs

Each setting is a scenario file whose answer is known. A mean agrees when it is at most four
standard errors off and its 95 % interval narrow enough to say something. On other seeds, one
full run in about eighty has a false alarm; a fault comes again on the next seed.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::shipped::SHIPPED;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn the_guide_names_every_shipped_scenario() {
        let guide = GUIDE.replace('\n', " ");
        for name in SHIPPED.iter().filter_map(|(name, _)| name.strip_suffix(".toml")) {
            assert!(
                guide.contains(&format!(" {name},")) || guide.contains(&format!(" {name}.")),
                "{name}"
            );
        }
    }

    #[test]
    fn every_command_has_examples() {
        for command in Arguments::command().get_subcommands() {
            let help = command.get_after_help().expect("examples").to_string();
            let examples = help.lines().filter(|line| line.starts_with("  comity ")).count();
            assert!((2..=4).contains(&examples), "{}", command.get_name());
        }
    }
}
