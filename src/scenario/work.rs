//! How cases run and how stations work: asking, reviewing, executing, and the load of routine and domestic work.

use crate::engine::distribution::Distribution;
use crate::scenario::kind::{KINDS, REQUEST_KINDS, by_kind};
use crate::scenario::range::Range;
use crate::scenario::section::Section;

/// `[case]`: how a lead runs its case.
#[derive(Clone, Debug)]
pub struct CaseSettings {
    /// Requests sent when the case opens.
    pub fanout: u32,
    /// Days until one more is sent.
    pub follow_up: f64,
    /// Most nations asked.
    pub most_asked: u32,
    /// Days from the close within which justice must be done.
    pub limitation: f64,
    /// Share of the harm that all pieces but none in time would spare.
    pub mitigation: f64,
    /// Nations from which evidence is asked.
    pub evidence_from: u32,
    /// Least share of sound finds.
    pub accuracy: f64,
    /// Factor by which a joint operation shortens what is left of a find.
    pub joint_factor: f64,
    /// Moves of a fugitive per year.
    pub fugitive_moves: f64,
    /// Days until a lead without notices learns where a fugitive went.
    pub trace: f64,
}

impl CaseSettings {
    /// Reads `[case]`.
    pub fn read(section: &Section) -> CaseSettings {
        CaseSettings {
            fanout: section.count("fanout", 2, 0, 5000, "requests", "requests sent when a case opens", "assumption") as u32,
            follow_up: section.number("follow_up", 14.0, Range::POSITIVE, "d", "time until one more nation is asked", "assumption"),
            most_asked: section.count("max_asked", 6, 0, 5000, "nations", "most nations asked in a case", "assumption") as u32,
            limitation: section.number("limitation", 365.0, Range::POSITIVE, "d", "time from the close within which justice must be done", "assumption"),
            mitigation: section.number("mitigation", 0.5, Range::SHARE, "share", "share of the harm spared as held/q nears 1", "assumption"),
            evidence_from: section.count("evidence_from", 2, 0, 64, "nations", "nations from which evidence is asked", "assumption") as u32,
            accuracy: section.number("accuracy", 0.7, Range::SHARE, "share",
                "a in a + (1 − a)κ, the chance that a find is sound (counts when the mechanism is on)", "assumption"),
            joint_factor: section.number("joint_factor", 2.0, Range::of(1.0, 1e6), "factor",
                "factor by which a joint operation shortens what is left of a find (counts when the mechanism is on)", "assumption"),
            fugitive_moves: section.number("fugitive_moves", 1.0, Range::NONNEGATIVE, "per year",
                "moves of a fugitive (counts when the mechanism is on)", "assumption"),
            trace: section.number("trace", 60.0, Range::NONNEGATIVE, "d", "time until a lead without notices learns where a fugitive went", "assumption"),
        }
    }
}

/// `[service]`: how stations work.
#[derive(Clone, Debug)]
pub struct ServiceSettings {
    /// Coefficient of variation of review times.
    pub review_cv: f64,
    /// γ: how much different law lengthens a review.
    pub law_lengthens: f64,
    /// Scale of the chance that a request is returned.
    pub rounds: f64,
    /// Domestic work goes first.
    pub domestic_first: bool,
    /// Servers lost in an outage finish what they do (otherwise they drop it and resume later).
    pub outage_finishes: bool,
    /// Days that a conversion takes.
    pub conversion: f64,
    /// Delay and security of the diplomatic channel.
    pub diplomatic: [f64; 2],
    /// Factor on the exposure of what automation delivers.
    pub automation_exposure: f64,
    /// Added share of routine traffic that automation invites.
    pub automation_volume: f64,
    /// Factor on channel delays where a liaison officer sits.
    pub liaison_delay: f64,
    /// Days between two occasions on which a liaison officer builds trust, and the evidence of each.
    pub liaison: [f64; 2],
}

impl ServiceSettings {
    /// The form of review times of kinds that have none of their own: lognormal with mean 1.
    pub fn review_form(&self) -> Distribution {
        if self.review_cv == 0.0 {
            Distribution::Constant { value: 1.0 }
        } else {
            Distribution::LogNormal {
                mean: 1.0,
                cv: self.review_cv,
            }
        }
    }

    /// Reads `[service]`.
    pub fn read(section: &Section) -> ServiceSettings {
        ServiceSettings {
            review_cv: section.number("review_cv", 1.0, Range::of(0.0, 100.0), "",
                "coefficient of variation of review times (lognormal; 0: constant)", "assumption"),
            law_lengthens: section.number("law_lengthens", 1.0, Range::NONNEGATIVE, "",
                "γ: a review takes 1 + γ(1 − λ) times as long", "assumption"),
            rounds: section.number("rounds", 0.3, Range::SHARE, "share",
                "scale of the chance that a request is returned for more information (counts when the mechanism is on)", "assumption"),
            domestic_first: section.flag("domestic_first", false, "domestic work goes before requests from abroad", "neutral"),
            outage_finishes: section.choice("outage", "finish", &[("finish", true), ("preempt", false)],
                "servers lost finish what they do, or drop it and resume it later", "assumption"),
            conversion: section.number("conversion", 10.0, Range::NONNEGATIVE, "d", "time that a conversion takes", "assumption"),
            diplomatic: [
                section.number("diplomatic_delay", 12.0, Range::NONNEGATIVE, "d", "one way through the diplomatic channel", "assumption"),
                section.number("diplomatic_security", 0.35, Range::SHARE, "share", "share of the leak hazard that the diplomatic channel takes away", "assumption"),
            ],
            automation_exposure: section.number("automation_exposure", 3.0, Range::NONNEGATIVE, "factor", "factor on the exposure of what automation delivers", "assumption"),
            automation_volume: section.number("automation_volume", 0.3, Range::NONNEGATIVE, "share", "added share of routine traffic that automation invites", "assumption"),
            liaison_delay: section.number("liaison_delay", 0.5, Range::SHARE, "factor", "factor on channel delays where a liaison officer sits", "assumption"),
            liaison: [
                section.number("liaison_every", 90.0, Range::of(1.0, 36_500.0), "d", "days between two occasions on which a liaison officer builds trust", "assumption"),
                section.number("liaison_evidence", 0.1, Range::NONNEGATIVE, "evidence", "trust evidence of each such occasion, both ways", "assumption"),
            ],
        }
    }
}

/// `[routine]`: requests without a threat.
#[derive(Clone, Debug)]
pub struct RoutineSettings {
    /// Requests per nation and year, by kind.
    pub rate: [f64; KINDS],
    /// Share addressed by proximity; the rest goes to anyone.
    pub by_proximity: f64,
    /// Their urgency, sensitivity and personal data, as a class has them.
    pub urgency: f64,
    /// As a class has it.
    pub sensitivity: f64,
    /// As a class has it.
    pub personal: f64,
}

impl RoutineSettings {
    /// Reads `[routine]`.
    pub fn read(section: &Section) -> RoutineSettings {
        let defaults = [60.0, 0.0, 9.0, 4.0];
        let rates = by_kind(
            section,
            "rate",
            Range::of(0.0, 1e9),
            "per year",
            "requests per nation and year, by kind",
            "assumption: 60 police queries, 9 evidence requests, 4 warrants",
        );
        let mut rate = [0.0; KINDS];
        for (n, slot) in rate.iter_mut().enumerate().take(REQUEST_KINDS) {
            *slot = rates[n].unwrap_or(defaults[n]);
        }
        let share =
            |key, default, about| section.number(key, default, Range::SHARE, "share", about, "assumption");
        RoutineSettings {
            rate,
            by_proximity: share(
                "by_proximity",
                0.7,
                "share addressed by proximity; the rest goes to anyone",
            ),
            urgency: share("urgency", 0.2, "their urgency"),
            sensitivity: share("sensitivity", 0.3, "their sensitivity"),
            personal: share("personal", 0.5, "their personal data"),
        }
    }
}

/// `[domestic]`: domestic work at the two stations.
#[derive(Clone, Debug)]
pub struct DomesticSettings {
    /// Jobs per nation and year at the desk and at the authority.
    pub rate: [f64; 2],
    /// Mean time of a job at capacity 1, days, at the desk and at the authority.
    pub review: [f64; 2],
    /// Urgency of a job.
    pub urgency: f64,
}

impl DomesticSettings {
    /// Reads `[domestic]`.
    pub fn read(section: &Section) -> DomesticSettings {
        let rate = |key, default, about| {
            section.number(key, default, Range::of(0.0, 1e9), "per year", about, "assumption")
        };
        let review = |key, default, about| {
            section.number(
                key,
                default,
                Range::NONNEGATIVE,
                "d",
                about,
                "assumption: as a request of the same station",
            )
        };
        DomesticSettings {
            rate: [
                rate("desk_rate", 20.0, "domestic jobs at each desk"),
                rate("authority_rate", 5.0, "domestic jobs at each central authority"),
            ],
            review: [
                review("desk_review", 2.2, "mean time of a domestic job at the desk"),
                review(
                    "authority_review",
                    6.0,
                    "mean time of a domestic job at the authority",
                ),
            ],
            urgency: section.number(
                "urgency",
                0.3,
                Range::SHARE,
                "share",
                "urgency of a domestic job",
                "assumption",
            ),
        }
    }
}
