//! Classes of threats: how often, how long, where their traces lie, and what they cost.

use crate::engine::distribution::Distribution;
use crate::engine::identity::Identity;
use crate::scenario::kind::{Kind, REQUEST_CHOICES};
use crate::scenario::law::Domains;
use crate::scenario::names::Names;
use crate::scenario::range::Range;
use crate::scenario::section::Section;

/// How the rate of a class moves over time.
#[derive(Clone, Debug, PartialEq)]
pub enum Profile {
    /// It stays.
    Constant,
    /// Multiplied by `factor` from each day on: (day, factor), days rising, the first at 0.
    Steps(Vec<(f64, f64)>),
    /// Multiplied by 1 + amplitude · sin(2π (t − phase)/365).
    Seasonal {
        /// Between 0 and 1.
        amplitude: f64,
        /// Day of the year at which the wave crosses its mean upward.
        phase: f64,
    },
}

/// A slow exogenous stock that feeds a rate: shot noise.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Stock {
    /// Jumps per year.
    pub rate: f64,
    /// Mean of a jump (exponential).
    pub jump: f64,
    /// Days in which a jump falls to 1/e.
    pub relaxation: f64,
    /// The rate is multiplied by 1 + weight · stock.
    pub weight: f64,
}

/// New variants that are harder to find.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Novelty {
    /// Variants per year.
    pub rate: f64,
    /// Discovery takes so many times longer.
    pub factor: f64,
    /// Days until holders have adapted.
    pub adaptation: f64,
}

/// Chances of where a piece lies.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Holders {
    /// With the target itself.
    pub target: f64,
    /// With the nation of origin.
    pub origin: f64,
    /// With the nation of refuge.
    pub refuge: f64,
    /// With a neighbour of the target, by proximity.
    pub neighbours: f64,
    /// With anyone, by activity.
    pub everyone: f64,
}

/// One class of threats.
#[derive(Clone, Debug)]
pub struct ThreatClass {
    /// Its id in the file.
    pub id: String,
    /// What its draws and events are keyed by.
    pub identity: Identity,
    /// Its name on charts and in tables.
    pub name: String,
    /// Immigrants per year in the whole world.
    pub rate: f64,
    /// How the rate moves over time.
    pub profile: Profile,
    /// The stock that feeds it.
    pub stock: Option<Stock>,
    /// New variants.
    pub novelty: Option<Novelty>,
    /// Mean number of follow-ups of each threat, below 1.
    pub follow_ups: f64,
    /// Mean delay of a follow-up, days.
    pub follow_up_delay: f64,
    /// Time from arrival to attack, days.
    pub preparation: Distribution,
    /// m: pieces of evidence that it leaves.
    pub pieces: u32,
    /// q: pieces that disrupt it.
    pub needed: u32,
    /// Mean time to find a piece at capacity 1, days.
    pub discovery: f64,
    /// Where pieces lie.
    pub holders: Holders,
    /// Harm of an attack that nothing mitigates.
    pub severity: Distribution,
    /// How sensitive its matters are, [0, 1].
    pub sensitivity: f64,
    /// How much personal data they hold, [0, 1].
    pub personal: f64,
    /// How urgent they are, [0, 1].
    pub urgency: f64,
    /// Weight of each legal domain, added to the kind's.
    pub domain_weights: Vec<f64>,
    /// The kind of request by which its cases ask.
    pub kind: Kind,
    /// Weight of each nation as a target.
    pub targets: Vec<f64>,
    /// Weight of each nation as an origin.
    pub origins: Vec<f64>,
    /// Weight of each nation as a refuge.
    pub refuges: Vec<f64>,
}

impl ThreatClass {
    /// Reads `[class.<id>]`.
    pub fn read(section: &Section, id: String, domains: &Domains, nations: &Names) -> ThreatClass {
        let weights = |key, about| {
            section.by_name(
                key,
                nations,
                1.0,
                Range::NONNEGATIVE,
                "weight",
                about,
                "neutral: all nations alike",
            )
        };
        let share =
            |key, default, about| section.number(key, default, Range::SHARE, "share", about, "assumption");
        let pieces = section.count(
            "pieces",
            6,
            1,
            64,
            "pieces",
            "m: pieces of evidence that a threat leaves",
            "assumption: 3 to 12",
        ) as u32;
        let needed = section.count(
            "needed",
            3,
            1,
            64,
            "pieces",
            "q: pieces that disrupt it; at most m counts",
            "assumption: 2 to 8",
        ) as u32;
        ThreatClass {
            identity: Identity::of(&id),
            name: section.text("name", &id, 80, "its name on charts and in tables"),
            rate: section.required_number("rate", Range::of(0.0, 1e9), "per year", "immigrants per year in the whole world"),
            profile: read_profile(section),
            stock: section.optional_table("stock", "a slow exogenous stock that feeds the rate").map(|table| read_stock(&table)),
            novelty: section.optional_table("novelty", "new variants that are harder to find").map(|table| read_novelty(&table)),
            follow_ups: section.number("follow_ups", 0.0, Range { low: 0.0, high: 1.0, low_open: false, high_open: true }, "threats",
                "mean number of follow-ups of each threat; from 1 on they explode", "neutral; self-excitation: Porter & White 2012"),
            follow_up_delay: section.number("follow_up_delay", 60.0, Range::POSITIVE, "d", "mean delay of a follow-up", "assumption"),
            preparation: section.distribution("preparation", Distribution::Gamma { mean: 110.0, shape: 2.0 },
                "time from arrival to attack",
                "form: Erlang-2 with mean 9 months gives 95 % between 1 and 25 months (Kaplan 2010); mean: assumption"),
            pieces,
            needed: needed.min(pieces),
            discovery: section.number("discovery", 38.0, Range::POSITIVE, "d", "mean time to find a piece at capacity 1", "assumption"),
            holders: read_holders(&section.table("holders", "chances of where a piece lies; they sum to 1")),
            severity: read_severity(section),
            sensitivity: share("sensitivity", 0.5, "how sensitive its matters are"),
            personal: share("personal", 0.5, "how much personal data they hold"),
            urgency: share("urgency", 0.5, "how urgent they are"),
            domain_weights: section.by_name("domain_weights", &domains.names, 0.0, Range::NONNEGATIVE, "weight",
                "weight of each legal domain, added to the kind's and normalized", "neutral"),
            kind: section.choice("kind", "police_query", &REQUEST_CHOICES, "the kind of request by which its cases ask", "assumption"),
            targets: weights("targets", "weight of each nation as a target"),
            origins: weights("origins", "weight of each nation as an origin"),
            refuges: weights("refuges", "weight of each nation as a refuge"),
            id,
        }
    }
}

fn read_holders(section: &Section) -> Holders {
    let share =
        |key, default, about| section.number(key, default, Range::SHARE, "share", about, "assumption");
    let holders = Holders {
        target: share("target", 0.34, "with the target itself"),
        origin: share("origin", 0.22, "with the nation of origin"),
        refuge: share("refuge", 0.14, "with the nation of refuge"),
        neighbours: share("neighbours", 0.18, "with a neighbour of the target, by proximity"),
        everyone: share("everyone", 0.12, "with anyone, by activity"),
    };
    let sum = holders.target + holders.origin + holders.refuge + holders.neighbours + holders.everyone;
    if (sum - 1.0).abs() > 1e-6 {
        section.error_allowed(
            "",
            format!("the chances sum to {sum:.6}"),
            "a sum of 1: give all five".to_owned(),
        );
    }
    holders
}

fn read_severity(section: &Section) -> Distribution {
    let pareto = Distribution::Pareto {
        mean: 1.0,
        exponent: 2.4,
        ratio: 1000.0,
    };
    section.distribution("severity", pareto, "harm of an attack that nothing mitigates, in the scenario's unit",
        "form: power law with density exponent about 2.4 (Clauset & Woodard 2012), cut at 1,000 times the least; mean: assumption")
}

fn read_profile(section: &Section) -> Profile {
    let table = section.table("profile", "how the rate moves over time");
    let shape = table.variant(
        "shape",
        Some("constant"),
        &[
            ("constant", "the rate stays", &|_: &Section| Profile::Constant),
            (
                "steps",
                "multiplied by a factor from each day on",
                &|table: &Section| {
                    let steps: Vec<(f64, f64)> = table
                        .list("steps", "from which day the rate is multiplied by what")
                        .iter()
                        .map(|step| {
                            (
                                step.day("day", Some(0.0), "from this day on", "assumption")
                                    .unwrap_or(0.0),
                                step.number(
                                    "factor",
                                    1.0,
                                    Range::of(0.0, 1e6),
                                    "factor",
                                    "the rate is multiplied by this",
                                    "neutral",
                                ),
                            )
                        })
                        .collect();
                    if steps.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
                        table.error("steps", "days of steps must rise".to_owned());
                    }
                    Profile::Steps(steps)
                },
            ),
            ("seasonal", "a wave over the year", &|table: &Section| {
                Profile::Seasonal {
                    amplitude: table.number(
                        "amplitude",
                        0.3,
                        Range::SHARE,
                        "share",
                        "height of the wave relative to the mean",
                        "assumption",
                    ),
                    phase: table.number(
                        "phase",
                        0.0,
                        Range::of(0.0, 365.0),
                        "d",
                        "day of the year at which the wave crosses its mean upward",
                        "assumption",
                    ),
                }
            }),
        ],
    );
    shape.unwrap_or(Profile::Constant)
}

fn read_stock(section: &Section) -> Stock {
    Stock {
        rate: section.number(
            "rate",
            2.0,
            Range::of(0.0, 1e4),
            "per year",
            "jumps of the stock",
            "assumption",
        ),
        jump: section.number(
            "jump",
            0.3,
            Range::NONNEGATIVE,
            "",
            "mean of a jump, exponential",
            "assumption",
        ),
        relaxation: section.number(
            "relaxation",
            365.0,
            Range::POSITIVE,
            "d",
            "time in which a jump falls to 1/e",
            "assumption",
        ),
        weight: section.number(
            "weight",
            1.0,
            Range::NONNEGATIVE,
            "",
            "the rate is multiplied by 1 + weight × stock",
            "assumption",
        ),
    }
}

fn read_novelty(section: &Section) -> Novelty {
    Novelty {
        rate: section.number(
            "rate",
            0.3,
            Range::of(0.0, 1e3),
            "per year",
            "new variants",
            "assumption",
        ),
        factor: section.number(
            "factor",
            1.5,
            Range::of(1.0, 100.0),
            "factor",
            "discovery takes so many times longer",
            "assumption",
        ),
        adaptation: section.number(
            "adaptation",
            730.0,
            Range::POSITIVE,
            "d",
            "time until holders have adapted",
            "assumption",
        ),
    }
}
