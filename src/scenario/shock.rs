//! Shocks: what strikes the world, on a day or at random.

use crate::engine::identity::Identity;
use crate::scenario::range::Range;
use crate::scenario::refer::Refer;
use crate::scenario::section::Section;

/// When a shock strikes.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// On these days, rising.
    Days(Vec<f64>),
    /// At random, so many times a year.
    Rate(f64),
}

/// What a shock does.
#[derive(Clone, Debug, PartialEq)]
pub enum Strike {
    /// Secrets held by an organization come out: every ordered pair of members loses trust, its platforms go down.
    OrganizationScandal {
        /// Which organization.
        organization: usize,
        /// Evidence against, for every ordered pair of members.
        weight: f64,
        /// Days that its channels and databases are down.
        outage: f64,
    },
    /// Secrets held by a nation come out: all others lose trust in it.
    NationScandal {
        /// Which nation.
        nation: usize,
        /// Evidence against, from every other nation.
        weight: f64,
    },
    /// A nation leaves an organization.
    LeaveOrganization {
        /// Who leaves.
        nation: usize,
        /// What it leaves.
        organization: usize,
    },
    /// A nation leaves an instrument.
    LeaveInstrument {
        /// Who leaves.
        nation: usize,
        /// What it leaves.
        instrument: usize,
    },
    /// Two groups fall out.
    Rivalry {
        /// One side.
        one: Vec<usize>,
        /// The other side.
        other: Vec<usize>,
        /// Evidence against, both ways between the sides.
        weight: f64,
        /// How far each side's interests move away from the other's.
        divergence: f64,
    },
    /// Some classes become more frequent.
    Surge {
        /// Which classes.
        classes: Vec<usize>,
        /// The rate is multiplied by this.
        factor: f64,
        /// For so many days.
        duration: f64,
    },
    /// Channels and databases go down.
    Outage {
        /// Which channels.
        channels: Vec<usize>,
        /// Which databases.
        databases: Vec<usize>,
        /// For so many days.
        duration: f64,
    },
    /// Governments change.
    ChangeOfGovernment {
        /// Where.
        nations: Vec<usize>,
    },
    /// Desks and authorities lose servers, as in a pandemic.
    CapacityLoss {
        /// Where.
        nations: Vec<usize>,
        /// Share of servers lost, rounded up.
        share: f64,
        /// For so many days.
        duration: f64,
    },
}

impl Strike {
    /// Whether it has no size: then it does not strike at all, and the world is bit for bit the one without it.
    pub fn is_nothing(&self) -> bool {
        match self {
            Strike::OrganizationScandal { weight, outage, .. } => *weight == 0.0 && *outage == 0.0,
            Strike::NationScandal { weight, .. } => *weight == 0.0,
            Strike::LeaveOrganization { .. } | Strike::LeaveInstrument { .. } => false,
            Strike::Rivalry {
                one,
                other,
                weight,
                divergence,
            } => (*weight == 0.0 && *divergence == 0.0) || one.is_empty() || other.is_empty(),
            Strike::Surge {
                classes,
                factor,
                duration,
            } => *factor == 1.0 || *duration == 0.0 || classes.is_empty(),
            Strike::Outage {
                channels,
                databases,
                duration,
            } => *duration == 0.0 || (channels.is_empty() && databases.is_empty()),
            Strike::ChangeOfGovernment { nations } => nations.is_empty(),
            Strike::CapacityLoss {
                nations,
                share,
                duration,
            } => *share == 0.0 || *duration == 0.0 || nations.is_empty(),
        }
    }
}

/// A shock as the scenario gives it.
#[derive(Clone, Debug)]
pub struct Shock {
    /// Its id in the file.
    pub id: String,
    /// What its draws and events are keyed by.
    pub identity: Identity,
    /// Its name on charts and in tables.
    pub name: String,
    /// When it strikes.
    pub when: When,
    /// What it does.
    pub strike: Strike,
}

impl Shock {
    /// Reads `[shock.<id>]`; `None` after a fault.
    pub fn read(section: &Section, id: String, names: &Refer) -> Option<Shock> {
        let name = section.text("name", &id, 80, "its name on charts and in tables");
        let when = read_when(section);
        let strike = section.variant(
            "kind",
            None,
            &[
                (
                    "scandal",
                    "secrets held by an organization or a nation come out",
                    &|s: &Section| read_scandal(s, names),
                ),
                (
                    "withdrawal",
                    "a nation leaves an organization or an instrument",
                    &|s: &Section| read_withdrawal(s, names),
                ),
                ("rivalry", "two groups fall out", &|s: &Section| Strike::Rivalry {
                    one: s.references("one", names.nations, "one side"),
                    other: s.references("other", names.nations, "the other side"),
                    weight: weight(s, 12.0),
                    divergence: s.number(
                        "divergence",
                        0.2,
                        Range::of(0.0, 100.0),
                        "",
                        "how far interests move apart",
                        "assumption",
                    ),
                }),
                ("surge", "some classes become more frequent", &|s: &Section| {
                    Strike::Surge {
                        classes: s.references("classes", names.classes, "which classes"),
                        factor: s.number(
                            "factor",
                            2.0,
                            Range::of(1.0, 1000.0),
                            "factor",
                            "the rate is multiplied by this; 1: nothing happens",
                            "assumption",
                        ),
                        duration: duration(s, 180.0),
                    }
                }),
                ("outage", "channels and databases go down", &|s: &Section| {
                    Strike::Outage {
                        channels: s.references("channels", names.channels, "which channels"),
                        databases: s.references("databases", names.databases, "which databases"),
                        duration: duration(s, 30.0),
                    }
                }),
                ("change_of_government", "governments change", &|s: &Section| {
                    Strike::ChangeOfGovernment {
                        nations: s.references("nations", names.nations, "where"),
                    }
                }),
                (
                    "capacity_loss",
                    "stations lose servers, as in a pandemic",
                    &|s: &Section| Strike::CapacityLoss {
                        nations: s.references("nations", names.nations, "where"),
                        share: s.number(
                            "share",
                            0.4,
                            Range::SHARE,
                            "share",
                            "share of servers lost, rounded up",
                            "assumption",
                        ),
                        duration: duration(s, 180.0),
                    },
                ),
            ],
        )?;
        Some(Shock {
            identity: Identity::of(&id),
            name,
            when,
            strike,
            id,
        })
    }
}

fn weight(section: &Section, default: f64) -> f64 {
    section.number(
        "weight",
        default,
        Range::of(0.0, 1e6),
        "evidence",
        "evidence against; 0: nobody trusts less",
        "assumption",
    )
}

fn duration(section: &Section, default: f64) -> f64 {
    section.number(
        "duration",
        default,
        Range::of(0.0, 36_500.0),
        "d",
        "for how long",
        "assumption",
    )
}

fn read_when(section: &Section) -> When {
    let days = section.days("at", "days on which it strikes");
    let rate = section.optional_number(
        "rate",
        Range::of(0.0, 1e4),
        "per year",
        "strikes at random, instead of days",
        "absent: at",
    );
    if let Some(rate) = rate {
        if section.given("at") {
            section.error("at", "give days (at) or a rate, not both".to_owned());
        }
        When::Rate(rate)
    } else {
        if days.is_empty() && !section.describing() && !section.given("at") {
            section.error(
                "",
                "it never strikes: give days (at = [1825]) or a rate".to_owned(),
            );
        }
        When::Days(days)
    }
}

fn read_scandal(section: &Section, names: &Refer) -> Strike {
    let organization = section.reference(
        "organization",
        names.organizations,
        "the organization whose secrets come out",
    );
    let nation = section.reference(
        "nation",
        names.nations,
        "the nation whose secrets come out, instead of an organization",
    );
    let weight = weight(section, 12.0);
    let outage = section.number(
        "outage",
        30.0,
        Range::of(0.0, 36_500.0),
        "d",
        "time that the organization's platforms are down",
        "assumption",
    );
    match (organization, nation) {
        (Some(organization), None) => Strike::OrganizationScandal {
            organization,
            weight,
            outage,
        },
        (None, Some(nation)) => Strike::NationScandal { nation, weight },
        (organization, _) => {
            if !section.describing() && section.given("organization") != organization.is_none() {
                section.error(
                    "",
                    "a scandal is at an organization or at a nation: give one of them".to_owned(),
                );
            }
            Strike::NationScandal { nation: 0, weight }
        }
    }
}

fn read_withdrawal(section: &Section, names: &Refer) -> Strike {
    let nation = section.required_reference("nation", names.nations, "who leaves");
    let organization = section.reference(
        "organization",
        names.organizations,
        "the organization that it leaves",
    );
    let instrument = section.reference(
        "instrument",
        names.instruments,
        "the instrument that it leaves, instead of an organization",
    );
    match (organization, instrument) {
        (Some(organization), None) => Strike::LeaveOrganization { nation, organization },
        (None, Some(instrument)) => Strike::LeaveInstrument { nation, instrument },
        _ => {
            if !section.describing() && section.given("organization") == section.given("instrument") {
                section.error(
                    "",
                    "a withdrawal is from an organization or from an instrument: give one of them".to_owned(),
                );
            }
            Strike::LeaveOrganization {
                nation,
                organization: 0,
            }
        }
    }
}
