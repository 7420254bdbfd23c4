//! The slow world: leaks and privacy, politics, instability, treaties and programmes.

use crate::scenario::range::Range;
use crate::scenario::section::Section;

/// `[leaks]`: leaks, misuse, suspension and the privacy loop.
#[derive(Clone, Debug)]
pub struct LeakSettings {
    /// Leaks per piece and year of exposure at no safeguards and no security.
    pub rate: f64,
    /// Misuses per piece and year of exposure at no safeguards.
    pub misuse_rate: f64,
    /// Days of exposure; `None`: while the case is open.
    pub exposure: Option<f64>,
    /// Mean days until a leak is discovered.
    pub discovery: f64,
    /// Chance that it is blamed on the one who leaked.
    pub attribution: f64,
    /// Chance that the one betrayed suspends sharing.
    pub suspend: f64,
    /// Mean length of a suspension, days.
    pub suspension: f64,
    /// Days between two reassurances, and the chance that one succeeds.
    pub reassurance: [f64; 2],
    /// Half-life of the stock of privacy harm and of a lowered bar, days.
    pub stock_half_life: f64,
    /// Stock at which a nation lowers its privacy bar, and the step; the bar does not fall below `bar_least`.
    pub threshold: f64,
    /// By how much.
    pub bar_step: f64,
    /// The lowest bar.
    pub bar_least: f64,
}

impl LeakSettings {
    /// Reads `[leaks]`.
    pub fn read(section: &Section) -> LeakSettings {
        let rate = |key, default, about| {
            section.number(
                key,
                default,
                Range::of(0.0, 1e6),
                "per year",
                about,
                "assumption: no measured hazard was found",
            )
        };
        let days =
            |key, default, about, source| section.number(key, default, Range::POSITIVE, "d", about, source);
        let share =
            |key, default, about| section.number(key, default, Range::SHARE, "share", about, "assumption");
        LeakSettings {
            rate: rate(
                "rate",
                1.46,
                "leaks per piece and year of exposure at no safeguards and no security",
            ),
            misuse_rate: rate(
                "misuse_rate",
                7.3,
                "misuses per piece and year of exposure at no safeguards (counts when misuse is on)",
            ),
            exposure: section.optional_number(
                "exposure",
                Range::POSITIVE,
                "d",
                "days of exposure of a piece",
                "absent: while the case is open",
            ),
            discovery: days(
                "discovery",
                60.0,
                "mean time until a leak is discovered (exponential)",
                "assumption; firms need about 194 days to identify a breach (industry reports of 2024)",
            ),
            attribution: share(
                "attribution",
                0.8,
                "chance that a leak is blamed on the one who leaked",
            ),
            suspend: share(
                "suspend",
                0.5,
                "chance that the one betrayed suspends sharing (counts when suspension is on)",
            ),
            suspension: days(
                "suspension",
                180.0,
                "mean length of a suspension (exponential)",
                "assumption; seen: a day (Manchester 2017), 6 days (Ukraine 2025), decades (ANZUS)",
            ),
            reassurance: [
                days(
                    "reassurance_every",
                    30.0,
                    "days between two costly signals",
                    "assumption",
                ),
                share("reassurance_success", 0.5, "chance that one ends the suspension"),
            ],
            stock_half_life: days(
                "stock_half_life",
                730.0,
                "half-life of the stock of privacy harm and of a lowered bar",
                "assumption",
            ),
            threshold: days(
                "threshold",
                2.0,
                "stock at which a nation lowers its privacy bar",
                "assumption",
            ),
            bar_step: section.number(
                "bar_step",
                0.05,
                Range::NONNEGATIVE,
                "level",
                "step by which the bar is lowered",
                "assumption",
            ),
            bar_least: section.number(
                "bar_least",
                0.05,
                Range::NONNEGATIVE,
                "level",
                "lowest privacy bar",
                "assumption",
            ),
        }
    }
}

/// `[politics]`: drift, governments, instability, law reform and disputes.
#[derive(Clone, Debug)]
pub struct PoliticsSettings {
    /// Width w of affinity α = exp(−d²/2w²).
    pub affinity_width: f64,
    /// Politics events per nation and year.
    pub rate: f64,
    /// Share of drift that reverts at each.
    pub revert: f64,
    /// Standard deviation of the step in each dimension.
    pub step: f64,
    /// Changes of government per year at no stability.
    pub government_rate: f64,
    /// Standard deviation of a government's leaning in each dimension.
    pub leaning_sd: f64,
    /// Standard deviation of a government's commitment around home.
    pub commitment_sd: f64,
    /// Chance that a new government leaves something.
    pub exit: f64,
    /// Rejoining, per year.
    pub rejoin: f64,
    /// Onsets of instability per year at no stability.
    pub instability_rate: f64,
    /// Share of desks lost.
    pub instability_loss: f64,
    /// Mean days until calm.
    pub calm: f64,
    /// Chance of an exit at onset.
    pub instability_exit: f64,
    /// Factor on leaks while unstable.
    pub instability_leaks: f64,
    /// Reforms per nation and year, and the standard deviation of a step of law.
    pub reform: [f64; 2],
    /// Disputes per pair and year, and their mean length in days.
    pub dispute: [f64; 2],
}

impl PoliticsSettings {
    /// Reads `[politics]`.
    pub fn read(section: &Section) -> PoliticsSettings {
        let rate = |key, default, about| {
            section.number(key, default, Range::of(0.0, 1e6), "per year", about, "assumption")
        };
        let share =
            |key, default, about| section.number(key, default, Range::SHARE, "share", about, "assumption");
        let size = |key, default, about, source| {
            section.number(key, default, Range::of(0.0, 1e6), "", about, source)
        };
        let days =
            |key, default, about| section.number(key, default, Range::POSITIVE, "d", about, "assumption");
        PoliticsSettings {
            affinity_width: section.number(
                "affinity_width",
                1.0,
                Range::of(1e-6, 1e6),
                "",
                "w of affinity exp(−d²/2w²)",
                "assumption; 0.8 (the spread of UN ideal points) if affinity must discriminate",
            ),
            rate: rate("rate", 4.0, "politics events of each nation"),
            revert: share("revert", 0.15, "share of drift that reverts at each"),
            step: size(
                "step",
                0.08,
                "standard deviation of the step in each dimension",
                "assumption; yearly change of UN ideal points: 0.13 on average (Bailey, Strezhnev & Voeten 2017)",
            ),
            government_rate: rate("government_rate", 0.73, "changes of government at no stability"),
            leaning_sd: size(
                "leaning_sd",
                0.35,
                "standard deviation of a government's leaning in each dimension",
                "assumption",
            ),
            commitment_sd: size(
                "commitment_sd",
                0.15,
                "standard deviation of a government's commitment around home",
                "assumption",
            ),
            exit: share(
                "exit",
                0.05,
                "chance that a new government leaves an organization or an instrument",
            ),
            rejoin: rate("rejoin", 0.25, "rejoining of what was left"),
            instability_rate: rate("instability_rate", 0.33, "onsets of instability at no stability"),
            instability_loss: share("instability_loss", 0.5, "share of desks lost, rounded up"),
            calm: days("calm", 90.0, "mean time until calm returns"),
            instability_exit: share("instability_exit", 0.2, "chance of an exit at onset"),
            instability_leaks: size(
                "instability_leaks",
                3.0,
                "factor on leaks while unstable",
                "assumption",
            ),
            reform: [
                rate(
                    "reform_rate",
                    0.1,
                    "law reforms of each nation (counts when law_reform is on)",
                ),
                size(
                    "reform_step",
                    0.1,
                    "standard deviation of a reform's step of one domain",
                    "assumption",
                ),
            ],
            dispute: [
                rate(
                    "dispute_rate",
                    0.02,
                    "legal disputes of each pair (counts when disputes is on)",
                ),
                days(
                    "dispute_length",
                    180.0,
                    "mean length of a dispute; shorter by the best mediator",
                ),
            ],
        }
    }
}

/// `[treaties]`: joining and implementing.
#[derive(Clone, Debug)]
pub struct TreatySettings {
    /// h0: hazard of joining per year.
    pub hazard: f64,
    /// φ: pull of those who joined.
    pub contagion: f64,
    /// Factor on the hazard of the founder's members.
    pub club: f64,
    /// Mean days from entry into force to implementation, at capacity 1.
    pub implementation: f64,
    /// ξ: mean degree of implementation is κ^ξ.
    pub gap: f64,
    /// Invitations per year, and days that one is valid.
    pub invitation: [f64; 2],
    /// Growth of hazards after a success, and the days that it lasts.
    pub support: [f64; 2],
}

impl TreatySettings {
    /// Reads `[treaties]`.
    pub fn read(section: &Section) -> TreatySettings {
        TreatySettings {
            hazard: section.number("hazard", 0.5, Range::NONNEGATIVE, "per year", "h0: hazard of joining at full commitment and no sovereignty", "assumption"),
            contagion: section.number("contagion", 2.0, Range::of(-50.0, 50.0), "", "φ: pull of the affinity-weighted share of parties", "assumption"),
            club: section.number("club", 14.0, Range::NONNEGATIVE, "factor",
                "factor on the hazard of the founder's members (counts when club is on)",
                "Convention on Cybercrime 2004-2024: 0.150 a year for Council of Europe members, 0.0108 for others"),
            implementation: section.number("implementation", 365.0, Range::NONNEGATIVE, "d", "mean time from entry into force to implementation, at capacity 1", "assumption"),
            gap: section.number("gap", 0.5, Range::NONNEGATIVE, "", "ξ: the mean degree of implementation is κ^ξ", "assumption"),
            invitation: [
                section.number("invitation_rate", 0.2, Range::of(0.0, 1e6), "per year", "invitations of each nation outside the founder, × commitment", "assumption"),
                section.number("invitation_valid", 1826.0, Range::POSITIVE, "d", "time that an invitation is valid", "Convention on Cybercrime: five years"),
            ],
            support: [
                section.number("support", 0.1, Range::NONNEGATIVE, "share", "growth of the hazards of those involved in a success (counts when support is on)", "assumption"),
                section.number("support_length", 730.0, Range::POSITIVE, "d", "time that it lasts", "assumption"),
            ],
        }
    }
}

/// `[diplomacy]` and what else runs by itself.
#[derive(Clone, Debug)]
pub struct DiplomacySettings {
    /// Days between two initiatives of a nation.
    pub every: f64,
    /// Chance that one succeeds.
    pub success: f64,
    /// Share of the distance that each side gives up.
    pub pull: f64,
    /// Trust evidence of a success, both ways.
    pub evidence: f64,
    /// Days until an organization whose member withheld consent tries again.
    pub retry: f64,
}

impl DiplomacySettings {
    /// Reads `[diplomacy]`.
    pub fn read(section: &Section) -> DiplomacySettings {
        DiplomacySettings {
            every: section.number(
                "every",
                90.0,
                Range::of(1.0, 36_500.0),
                "d",
                "days between two initiatives of a nation (counts when diplomacy is on)",
                "assumption",
            ),
            success: section.number(
                "success",
                0.5,
                Range::SHARE,
                "share",
                "chance that an initiative succeeds",
                "assumption",
            ),
            pull: section.number(
                "pull",
                0.05,
                Range::of(0.0, 0.5),
                "share",
                "share of the distance of interests that each side gives up",
                "assumption",
            ),
            evidence: section.number(
                "evidence",
                0.3,
                Range::NONNEGATIVE,
                "evidence",
                "trust evidence of a success, both ways",
                "assumption: one piece delivered",
            ),
            retry: section.number(
                "retry",
                365.0,
                Range::of(1.0, 36_500.0),
                "d",
                "time until an organization whose member withheld consent tries again",
                "assumption",
            ),
        }
    }
}

/// `[costs]`: what money is worth over time.
#[derive(Clone, Debug)]
pub struct CostSettings {
    /// Discount rate per year.
    pub discount: f64,
}

impl CostSettings {
    /// Reads `[costs]`.
    pub fn read(section: &Section) -> CostSettings {
        CostSettings {
            discount: section.number(
                "discount",
                0.03,
                Range::of(0.0, 1.0),
                "per year",
                "discount rate of costs, continuous",
                "assumption: a usual public rate",
            ),
        }
    }
}
