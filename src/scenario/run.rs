//! How long a world runs and what is reported of it.

use crate::scenario::date::Date;
use crate::scenario::range::Range;
use crate::scenario::section::Section;

/// `[run]`: time, replications and reporting.
#[derive(Clone, Debug)]
pub struct Run {
    /// Length of a run, days.
    pub horizon: f64,
    /// Days that pass before anything is counted.
    pub warm_up: f64,
    /// The date of t = 0, for calendar rules and axes.
    pub start: Option<Date>,
    /// Replications unless the command line says otherwise.
    pub replications: u32,
    /// Seed unless the command line says otherwise.
    pub seed: u64,
    /// Days between two reports of a series.
    pub report_every: f64,
    /// Length W of the window of sharing effectiveness, days.
    pub window: f64,
    /// Least number of outcomes in the window for a first crossing to count.
    pub window_least: u32,
    /// Sharing effectiveness at or above which cooperation counts as holding up.
    pub threshold: f64,
    /// Mutual trust at which a pair counts as trusting.
    pub trusting: f64,
}

/// The most replications that a run may have: their number takes 32 bits of every draw's key.
pub const MOST_REPLICATIONS: u64 = 1_000_000_000;

impl Run {
    /// Reads `[run]`. Sets the start date of the section's reading, so it must be read before any other date.
    pub fn read(section: &Section) -> Run {
        let start = section.optional_date("start", "the date of t = 0; dates in the file need it");
        section.set_start(start);
        let horizon = section.number(
            "horizon",
            3650.0,
            Range::of(1.0, 365_000.0),
            "d",
            "length of a run",
            "assumption: ten years",
        );
        let warm_up = section.number(
            "warm_up",
            365.0,
            Range::of(0.0, 364_999.0),
            "d",
            "time before anything is counted",
            "assumption: one year",
        );
        if warm_up >= horizon {
            section.error_allowed(
                "warm_up",
                format!("the warm-up of {warm_up} d leaves nothing of the horizon of {horizon} d"),
                format!("less than {horizon}"),
            );
        }
        Run {
            horizon,
            warm_up,
            start,
            replications: section.count("replications", 100, 1, MOST_REPLICATIONS, "", "replications unless --replications says otherwise", "assumption") as u32,
            seed: section.count("seed", 1, 0, i64::MAX as u64, "", "seed of every draw unless --seed says otherwise", "assumption"),
            report_every: section.number("report_every", 30.0, Range::of(0.1, 36500.0), "d", "days between two reports of a series", "assumption"),
            window: section.number("window", 365.0, Range::of(1.0, 36500.0), "d",
                "length W of the window over which sharing effectiveness is taken", "assumption"),
            window_least: section.count("window_least", 10, 1, 1_000_000, "outcomes",
                "least number of outcomes in the window for a crossing of the threshold to count", "assumption") as u32,
            threshold: section.number("threshold", 0.3, Range::SHARE, "share",
                "sharing effectiveness at or above which cooperation holds up; choose it well below the scenario's mean", "assumption"),
            trusting: section.number("trusting", 0.65, Range::SHARE, "share",
                "mutual trust at which a pair counts as trusting", "assumption"),
        }
    }
}
