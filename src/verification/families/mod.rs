//! The families of known answers: each is a part of the model, reduced to what is known.

pub mod arrivals;
pub mod cascade;
pub mod cluster;
pub mod coverage;
pub mod desks;
pub mod detection;
pub mod in_time;
pub mod interests;
pub mod leaks;
pub mod luck;
pub mod network;
pub mod outages;
pub mod queues;
pub mod ratification;
pub mod reciprocity;
pub mod samples;
pub mod streams;
pub mod studies;
pub mod trust;
pub mod urgency;

use crate::verification::effort::Effort;
use crate::verification::finding::Finding;

/// A part of the model with known answers.
pub struct Family {
    /// Its name, for `--family`.
    pub name: &'static str,
    /// What is known.
    pub about: &'static str,
    /// Runs its settings.
    pub verify: fn(Effort) -> Vec<Finding>,
}

const fn family(name: &'static str, about: &'static str, verify: fn(Effort) -> Vec<Finding>) -> Family {
    Family { name, about, verify }
}

/// All families, in the order in which they are run.
pub const FAMILIES: &[Family] = &[
    family("mm1", "one desk, exponential reviews", queues::one_server),
    family("mmc", "several desks: Erlang's C formula", queues::many_servers),
    family(
        "mg1",
        "reviews of any form: Pollaczek and Khinchine",
        queues::general_service,
    ),
    family("priority", "urgent work first: Cobham", urgency::priorities),
    family("erlang-a", "who loses patience: Erlang A", urgency::patience),
    family("breakdown", "servers lost to instability", outages::breakdowns),
    family(
        "transient",
        "lines and rooms on their way from empty",
        outages::from_empty,
    ),
    family(
        "routing",
        "requests that are returned, and those that automation takes away",
        queues::routing,
    ),
    family(
        "poisson",
        "independent threats, added up and thinned out",
        arrivals::poisson,
    ),
    family(
        "profile",
        "seasons, steps and surges of a rate",
        arrivals::profiles,
    ),
    family(
        "shot-noise",
        "a rate that a slow stock feeds",
        arrivals::shot_noise,
    ),
    family(
        "hawkes",
        "follow-ups: mean and dispersion of a cluster process",
        cluster::hawkes,
    ),
    family(
        "clocks",
        "so many of so many finds against the attack",
        detection::clocks,
    ),
    family(
        "bounds",
        "alone and best, and the rules that reach them exactly",
        detection::bounds,
    ),
    family("in-time", "answers against preparation", in_time::table),
    family(
        "leaks",
        "exposed pieces and their exponential clocks",
        leaks::leaks,
    ),
    family(
        "beta-trust",
        "the forgetting Beta filter under independent outcomes",
        trust::filter,
    ),
    family("recovery", "trust after a breach", trust::recovery),
    family(
        "reciprocity",
        "tit for tat with noise, strict and generous",
        reciprocity::noisy,
    ),
    family(
        "ratification",
        "exponential and pure-birth ratification",
        ratification::clocks,
    ),
    family(
        "diffusion",
        "a convention among members of a club and others",
        ratification::diffusion,
    ),
    family("cascade", "thresholds of joining", cascade::thresholds),
    family(
        "entry-into-force",
        "a treaty's dates",
        ratification::entry_into_force,
    ),
    family(
        "interests",
        "the mean-reverting step, seen through affinity",
        interests::drift,
    ),
    family("network", "trust as a network", network::marriages),
    family(
        "common-luck",
        "what can only help never hurts, request by request",
        luck::never_later,
    ),
    family("statistics", "samples with certified answers", samples::published),
    family(
        "coverage",
        "how often the reported intervals hold the truth",
        coverage::study,
    ),
    family("streams", "the random numbers themselves", streams::keyed),
];
