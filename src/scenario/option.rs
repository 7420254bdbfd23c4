//! Options: named lists of dated actions on the baseline, with what they cost.

use crate::engine::identity::Identity;
use crate::scenario::kind::{KINDS, Kind, REQUEST_CHOICES, StationKind, by_kind};
use crate::scenario::organization::{Exercises, TaskForce, read_exercises, read_task_force};
use crate::scenario::range::Range;
use crate::scenario::refer::Refer;
use crate::scenario::section::Section;

/// What an action does.
#[derive(Clone, Debug, PartialEq)]
pub enum Deed {
    /// Opens an instrument for accession.
    OpenInstrument {
        /// Which.
        instrument: usize,
    },
    /// Nations ratify an instrument.
    Accede {
        /// Which.
        instrument: usize,
        /// Who.
        nations: Vec<usize>,
    },
    /// The hazard of joining an instrument is multiplied.
    ChangeHazard {
        /// Which.
        instrument: usize,
        /// By what.
        factor: f64,
    },
    /// An instrument sets a deadline for a kind.
    SetDeadline {
        /// Which.
        instrument: usize,
        /// For what.
        kind: Kind,
        /// Days from receipt.
        days: f64,
    },
    /// A channel starts to work.
    DeployChannel {
        /// Which.
        channel: usize,
    },
    /// A database starts to work.
    DeployDatabase {
        /// Which.
        database: usize,
    },
    /// A channel answers a share of requests without a desk.
    Automate {
        /// Which.
        channel: usize,
        /// Share by kind.
        shares: [f64; KINDS],
    },
    /// An organization starts to hold exercises.
    HoldExercises {
        /// Which.
        organization: usize,
        /// How.
        exercises: Exercises,
    },
    /// An organization raises a task force.
    RaiseTaskForce {
        /// Which.
        organization: usize,
        /// On what.
        task_force: TaskForce,
    },
    /// An organization agrees on standard procedures.
    Standardize {
        /// Which.
        organization: usize,
        /// How far they spare returns.
        procedures: f64,
    },
    /// Every ordered pair of these nations exchanges liaison officers.
    PostLiaison {
        /// Who.
        nations: Vec<usize>,
    },
    /// Capacity rises by a share of what is missing.
    BuildCapacity {
        /// Where.
        nations: Vec<usize>,
        /// Share of 1 − κ.
        gain: f64,
    },
    /// Stations get more servers.
    AddServers {
        /// Where.
        nations: Vec<usize>,
        /// Which station.
        station: StationKind,
        /// How many.
        servers: u32,
    },
    /// Safeguards rise by a share of what is missing.
    RaiseSafeguards {
        /// Where.
        nations: Vec<usize>,
        /// Share of 1 − g.
        gain: f64,
    },
    /// Finds are sorted by machine.
    Triage {
        /// Where.
        nations: Vec<usize>,
        /// Area under the ROC curve.
        auc: f64,
        /// False-positive rate.
        false_positives: f64,
        /// Later finds come 1 + lift · TPR times faster.
        lift: f64,
        /// Cases screened a year; times the false-positive rate they are false leads.
        screened: f64,
    },
    /// Use of what was received is logged beyond tampering.
    Audit {
        /// Where.
        nations: Vec<usize>,
        /// Mean days until a leak is discovered.
        discovery: f64,
        /// Chance that a leak is blamed on the one who leaked.
        attribution: f64,
        /// Share of misuse deterred.
        deterrence: f64,
    },
    /// Money is spent and nothing else happens.
    Spend,
}

/// A dated action.
#[derive(Clone, Debug)]
pub struct Action {
    /// Day on which it happens.
    pub at: f64,
    /// What it does.
    pub deed: Deed,
    /// The organization in whose name it is done, if that asks for its members' consent.
    pub by: Option<usize>,
    /// One-off cost, in the scenario's unit of money.
    pub cost: f64,
    /// Cost per year from then on.
    pub yearly_cost: f64,
}

/// A named list of actions.
#[derive(Clone, Debug)]
pub struct PolicyOption {
    /// Its id in the file.
    pub id: String,
    /// What its draws and events are keyed by.
    pub identity: Identity,
    /// Its name on charts and in tables.
    pub name: String,
    /// Options whose actions it takes over.
    pub include: Vec<usize>,
    /// Its own actions, in order of the file.
    pub actions: Vec<Action>,
}

impl PolicyOption {
    /// Reads `[option.<id>]`.
    pub fn read(section: &Section, id: String, names: &Refer) -> PolicyOption {
        PolicyOption {
            identity: Identity::of(&id),
            name: section.text("name", &id, 80, "its name on charts and in tables"),
            include: section.references("include", names.options, "options whose actions it takes over"),
            actions: section
                .list("action", "what it does, and when")
                .iter()
                .filter_map(|table| read_action(table, names))
                .collect(),
            id,
        }
    }
}

fn read_action(section: &Section, names: &Refer) -> Option<Action> {
    let money = |key, about| section.number(key, 0.0, Range::of(0.0, 1e15), "money", about, "neutral: free");
    let at = section
        .day(
            "at",
            Some(0.0),
            "day on which it happens",
            "neutral: from the start",
        )
        .unwrap_or(0.0);
    let by = section.reference(
        "by",
        names.organizations,
        "organization in whose name it is done; asks its members' consent if it decides by consensus",
    );
    let cost = money("cost", "one-off cost");
    let yearly_cost = money("yearly_cost", "cost per year from then on");
    let deed = read_deed(section, names)?;
    Some(Action {
        at,
        deed,
        by,
        cost,
        yearly_cost,
    })
}

fn read_deed(section: &Section, names: &Refer) -> Option<Deed> {
    let instrument = |s: &Section| s.required_reference("instrument", names.instruments, "which instrument");
    let organization =
        |s: &Section| s.required_reference("organization", names.organizations, "which organization");
    let nations =
        |s: &Section| s.references("nations", names.nations, "which nations; \"all\" for every one");
    let gain =
        |s: &Section, default, about| s.number("gain", default, Range::SHARE, "share", about, "assumption");
    section.variant(
        "do",
        None,
        &[
            (
                "open_instrument",
                "opens an instrument for accession",
                &|s: &Section| Deed::OpenInstrument {
                    instrument: instrument(s),
                },
            ),
            ("accede", "nations ratify an instrument", &|s: &Section| {
                Deed::Accede {
                    instrument: instrument(s),
                    nations: nations(s),
                }
            }),
            (
                "change_hazard",
                "multiplies the hazard of joining an instrument",
                &|s: &Section| read_hazard(s, names),
            ),
            ("set_deadline", "an instrument sets a deadline", &|s: &Section| {
                read_deadline(s, names)
            }),
            ("deploy_channel", "a channel starts to work", &|s: &Section| {
                Deed::DeployChannel {
                    channel: s.required_reference("channel", names.channels, "which channel"),
                }
            }),
            ("deploy_database", "a database starts to work", &|s: &Section| {
                Deed::DeployDatabase {
                    database: s.required_reference("database", names.databases, "which database"),
                }
            }),
            (
                "automate",
                "a channel answers a share of requests without a desk",
                &|s: &Section| read_automate(s, names),
            ),
            ("exercises", "an organization holds exercises", &|s: &Section| {
                Deed::HoldExercises {
                    organization: organization(s),
                    exercises: read_exercises(s),
                }
            }),
            (
                "task_force",
                "an organization raises a task force",
                &|s: &Section| read_raise(s, names),
            ),
            (
                "standardize",
                "an organization agrees on standard procedures",
                &|s: &Section| read_procedures(s, names),
            ),
            (
                "liaison",
                "every ordered pair of these nations exchanges liaison officers",
                &|s: &Section| Deed::PostLiaison { nations: nations(s) },
            ),
            ("build_capacity", "capacity rises", &|s: &Section| {
                Deed::BuildCapacity {
                    nations: nations(s),
                    gain: gain(s, 0.2, "share of the missing capacity"),
                }
            }),
            ("add_servers", "stations get more servers", &|s: &Section| {
                read_servers(s, names)
            }),
            ("raise_safeguards", "safeguards rise", &|s: &Section| {
                Deed::RaiseSafeguards {
                    nations: nations(s),
                    gain: gain(s, 0.5, "share of the missing safeguards"),
                }
            }),
            ("triage", "finds are sorted by machine", &|s: &Section| {
                read_triage(s, names)
            }),
            (
                "audit",
                "use of what was received is logged beyond tampering",
                &|s: &Section| read_audit(s, names),
            ),
            (
                "spend",
                "money is spent and nothing else happens",
                &|_: &Section| Deed::Spend,
            ),
        ],
    )
}

fn read_hazard(section: &Section, names: &Refer) -> Deed {
    Deed::ChangeHazard {
        instrument: section.required_reference("instrument", names.instruments, "which instrument"),
        factor: section.number(
            "factor",
            2.0,
            Range::of(0.0, 1e6),
            "factor",
            "the hazard is multiplied by this",
            "assumption",
        ),
    }
}

fn read_deadline(section: &Section, names: &Refer) -> Deed {
    Deed::SetDeadline {
        instrument: section.required_reference("instrument", names.instruments, "which instrument"),
        kind: section.choice(
            "kind",
            "evidence",
            &REQUEST_CHOICES,
            "for which kind",
            "assumption",
        ),
        days: section.number(
            "days",
            30.0,
            Range::POSITIVE,
            "d",
            "from receipt to the end of execution",
            "EIO, Directive 2014/41, Art. 12: 30 d",
        ),
    }
}

fn read_procedures(section: &Section, names: &Refer) -> Deed {
    Deed::Standardize {
        organization: section.required_reference("organization", names.organizations, "which organization"),
        procedures: section.number(
            "procedures",
            0.8,
            Range::SHARE,
            "share",
            "how far they spare requests from being returned",
            "assumption",
        ),
    }
}

fn read_servers(section: &Section, names: &Refer) -> Deed {
    Deed::AddServers {
        nations: section.references("nations", names.nations, "which nations; \"all\" for every one"),
        station: section.choice(
            "station",
            "desk",
            &[("desk", StationKind::Desk), ("authority", StationKind::Authority)],
            "which station",
            "assumption",
        ),
        servers: section.count(
            "servers",
            1,
            0,
            1_000_000,
            "servers",
            "how many more",
            "assumption",
        ) as u32,
    }
}

fn read_raise(section: &Section, names: &Refer) -> Deed {
    Deed::RaiseTaskForce {
        organization: section.required_reference("organization", names.organizations, "which organization"),
        task_force: read_task_force(section, names.classes),
    }
}

fn read_automate(section: &Section, names: &Refer) -> Deed {
    let given = by_kind(
        section,
        "shares",
        Range::SHARE,
        "share",
        "share answered without a desk, by kind",
        "absent: 0.5 for police queries",
    );
    let mut shares = given.map(|share| share.unwrap_or(0.0));
    if given.iter().all(Option::is_none) {
        shares[Kind::PoliceQuery as usize] = 0.5;
    }
    Deed::Automate {
        channel: section.required_reference("channel", names.channels, "which channel"),
        shares,
    }
}

fn read_triage(section: &Section, names: &Refer) -> Deed {
    Deed::Triage {
        nations: section.references("nations", names.nations, "which nations; \"all\" for every one"),
        auc: section.number(
            "auc",
            0.8,
            Range {
                low: 0.5,
                high: 1.0,
                low_open: false,
                high_open: true,
            },
            "share",
            "area under the ROC curve",
            "assumption",
        ),
        false_positives: section.number(
            "false_positives",
            0.1,
            Range::UNIT,
            "share",
            "false-positive rate",
            "assumption",
        ),
        lift: section.number(
            "lift",
            0.3,
            Range::NONNEGATIVE,
            "",
            "later finds come 1 + lift × TPR times faster",
            "assumption",
        ),
        screened: section.number(
            "screened",
            300.0,
            Range::of(0.0, 1e9),
            "per year",
            "cases screened by each nation",
            "assumption",
        ),
    }
}

fn read_audit(section: &Section, names: &Refer) -> Deed {
    Deed::Audit {
        nations: section.references("nations", names.nations, "which nations; \"all\" for every one"),
        discovery: section.number(
            "discovery",
            15.0,
            Range::POSITIVE,
            "d",
            "mean time until a leak is discovered",
            "assumption",
        ),
        attribution: section.number(
            "attribution",
            0.98,
            Range::SHARE,
            "share",
            "chance that a leak is blamed on the one who leaked",
            "assumption",
        ),
        deterrence: section.number(
            "deterrence",
            0.5,
            Range::SHARE,
            "share",
            "share of misuse deterred",
            "assumption",
        ),
    }
}
