//! Kinds of requests and decisions, and what a scenario says of each.

use crate::engine::distribution::Distribution;
use crate::scenario::names::Names;
use crate::scenario::range::Range;
use crate::scenario::section::Section;

/// What is asked for, or decided on, between two nations. The first four pass through a station of the holder; the rest
/// are decisions alone.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// A question from police to police, answered by the intelligence desk.
    PoliceQuery,
    /// A question between services, answered by the intelligence desk.
    Intelligence,
    /// Formal: evidence that a court can use, through the central authority.
    Evidence,
    /// Formal: arrest and surrender of a person, through the central authority.
    ArrestWarrant,
    /// Passing a find to its target without being asked.
    Spontaneous,
    /// Entering a find into a shared database.
    DatabaseEntry,
    /// Joining the lead's case with one's own people.
    JointOperation,
    /// Agreeing to what an organization or a recipient wants to do.
    Consent,
    /// Passing on a piece that came from somebody else.
    Relay,
}

/// How many kinds there are.
pub const KINDS: usize = 9;
/// How many kinds travel as requests and wait at a station; they are the first of [`Kind::ALL`].
pub const REQUEST_KINDS: usize = 4;

/// Which of a nation's two stations a request waits at.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum StationKind {
    /// The intelligence desk: police queries and intelligence.
    Desk,
    /// The central authority: evidence and arrest warrants.
    Authority,
}

impl StationKind {
    /// Both stations, in order.
    pub const ALL: [StationKind; 2] = [StationKind::Desk, StationKind::Authority];

    /// The name in files and tables.
    pub const fn name(self) -> &'static str {
        match self {
            StationKind::Desk => "desk",
            StationKind::Authority => "authority",
        }
    }
}

impl Kind {
    /// Every kind, in order.
    pub const ALL: [Kind; KINDS] = [
        Kind::PoliceQuery,
        Kind::Intelligence,
        Kind::Evidence,
        Kind::ArrestWarrant,
        Kind::Spontaneous,
        Kind::DatabaseEntry,
        Kind::JointOperation,
        Kind::Consent,
        Kind::Relay,
    ];

    /// The name in files and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::PoliceQuery => "police_query",
            Kind::Intelligence => "intelligence",
            Kind::Evidence => "evidence",
            Kind::ArrestWarrant => "arrest_warrant",
            Kind::Spontaneous => "spontaneous",
            Kind::DatabaseEntry => "database_entry",
            Kind::JointOperation => "joint_operation",
            Kind::Consent => "consent",
            Kind::Relay => "relay",
        }
    }

    /// Formal kinds need dual criminality and a central authority.
    pub const fn is_formal(self) -> bool {
        matches!(self, Kind::Evidence | Kind::ArrestWarrant)
    }

    /// The station at which a request of this kind waits. Only for request kinds.
    pub const fn station(self) -> StationKind {
        if self.is_formal() {
            StationKind::Authority
        } else {
            StationKind::Desk
        }
    }

    /// The four request kinds.
    pub fn requests() -> impl Iterator<Item = Kind> {
        Kind::ALL.into_iter().take(REQUEST_KINDS)
    }
}

/// Names of the request kinds with their values, for choices in files.
pub const REQUEST_CHOICES: [(&str, Kind); REQUEST_KINDS] = [
    ("police_query", Kind::PoliceQuery),
    ("intelligence", Kind::Intelligence),
    ("evidence", Kind::Evidence),
    ("arrest_warrant", Kind::ArrestWarrant),
];

impl Kind {
    /// The kind of a name.
    pub fn named(name: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

fn kind_names() -> Names {
    Names::sorted("kind", Kind::ALL.iter().map(|kind| kind.name().to_owned()))
}

/// Reads a table from kinds to numbers.
pub fn by_kind(
    section: &Section,
    key: &'static str,
    range: Range,
    unit: &'static str,
    about: &'static str,
    source: &'static str,
) -> [Option<f64>; KINDS] {
    let names = kind_names();
    let given = section.optional_by_name(key, &names, range, unit, about, source);
    Kind::ALL.map(|kind| names.position(kind.name()).and_then(|place| given[place]))
}

/// Reads a list of kinds.
pub fn kind_list(section: &Section, key: &'static str, about: &'static str) -> Vec<Kind> {
    let names = kind_names();
    let listed = section.references(key, &names, about);
    listed
        .into_iter()
        .filter_map(|place| Kind::named(names.get(place)))
        .collect()
}

/// What a scenario says of one kind.
#[derive(Clone, Debug)]
pub struct KindSettings {
    /// β0 of the decision to share, in logits.
    pub intercept: f64,
    /// Weight of each legal domain; normalized with the class's weights.
    pub domain_weights: Vec<f64>,
    /// Multiplies the sensitivity of the class, at least 0.
    pub sensitivity: f64,
    /// Multiplies the personal-data content of the class, at least 0.
    pub personal: f64,
    /// Mean review time at a desk with capacity 1 and full legal compatibility, days.
    pub review: f64,
    /// Form of the review times: divided by its mean it multiplies the mean review time.
    pub review_form: Distribution,
    /// Mean execution time at capacity 1, days; 0 means there is none.
    pub execution: f64,
    /// How long the requester waits from submission, days.
    pub patience: Distribution,
}

struct KindDefault {
    intercept: f64,
    domains: [(&'static str, f64); 3],
    sensitivity: f64,
    personal: f64,
    review: f64,
    execution: f64,
}

const fn kind_default(kind: Kind) -> KindDefault {
    const INFORMATION: [(&str, f64); 3] = [("data_protection", 0.3), ("oversight", 0.5), ("evidence", 0.2)];
    const OPERATION: [(&str, f64); 3] = [("evidence", 0.4), ("oversight", 0.6), ("", 0.0)];
    let (intercept, domains, sensitivity, personal, review, execution) = match kind {
        Kind::PoliceQuery => (
            -0.8,
            [("data_protection", 0.4), ("evidence", 0.3), ("oversight", 0.3)],
            0.7,
            1.0,
            2.2,
            0.0,
        ),
        Kind::Intelligence => (-1.2, INFORMATION, 1.2, 0.7, 3.5, 0.0),
        Kind::Evidence => (
            0.6,
            [("evidence", 0.5), ("data_protection", 0.3), ("oversight", 0.2)],
            0.6,
            1.0,
            6.0,
            30.0,
        ),
        Kind::ArrestWarrant => (
            0.4,
            [("extradition", 0.8), ("oversight", 0.2), ("", 0.0)],
            0.8,
            0.5,
            5.0,
            45.0,
        ),
        Kind::Spontaneous => (-3.0, INFORMATION, 1.0, 0.7, 0.0, 0.0),
        Kind::DatabaseEntry => (
            0.0,
            [("data_protection", 0.5), ("oversight", 0.5), ("", 0.0)],
            0.7,
            1.0,
            0.0,
            0.0,
        ),
        Kind::JointOperation | Kind::Consent | Kind::Relay => (0.0, OPERATION, 1.0, 0.3, 0.0, 0.0),
    };
    KindDefault {
        intercept,
        domains,
        sensitivity,
        personal,
        review,
        execution,
    }
}

impl KindSettings {
    /// Reads `[kind.<name>]`. `limitation` is the limitation period of formal kinds, days, their default patience;
    /// `form` that of review times unless the kind has its own.
    pub fn read(
        section: &Section,
        kind: Kind,
        domains: &Names,
        (limitation, form): (f64, &Distribution),
    ) -> KindSettings {
        let default = kind_default(kind);
        let source = "assumption: set by eye so that no share saturates";
        let weight_of = |domain: &str| {
            default
                .domains
                .iter()
                .find(|(name, _)| *name == domain)
                .map_or(0.0, |(_, weight)| *weight)
        };
        let given = section.optional_by_name(
            "domain_weights",
            domains,
            Range::NONNEGATIVE,
            "weight",
            "weight of each legal domain in the compatibility that matters for this kind; normalized",
            source,
        );
        let written = given.iter().any(Option::is_some);
        let domain_weights = domains
            .iter()
            .zip(&given)
            .map(|(domain, weight)| weight.unwrap_or(if written { 0.0 } else { weight_of(domain) }))
            .collect();
        let travels = (kind as usize) < REQUEST_KINDS;
        let patience = if kind.is_formal() { limitation } else { 45.0 };
        KindSettings {
            intercept: section.number(
                "intercept",
                default.intercept,
                Range::of(-1000.0, 1000.0),
                "logit",
                "β0 of the decision to share",
                source,
            ),
            domain_weights,
            sensitivity: section.number(
                "sensitivity",
                default.sensitivity,
                Range::NONNEGATIVE,
                "factor",
                "multiplies the sensitivity of the class",
                source,
            ),
            personal: section.number(
                "personal",
                default.personal,
                Range::NONNEGATIVE,
                "factor",
                "multiplies the personal data in the class",
                source,
            ),
            review: if travels {
                section.number("review", default.review, Range::NONNEGATIVE, "d",
                "mean review time of one desk at capacity 1 and full legal compatibility",
                "assumption: shares of the stages after Auditor General of Canada 2014 (15 % of the time in the central authority)")
            } else {
                0.0
            },
            review_form: if travels {
                read_form(section, form)
            } else {
                form.clone()
            },
            execution: if travels {
                section.number("execution", default.execution, Range::NONNEGATIVE, "d",
                "mean execution time at capacity 1, without a desk; 0: none",
                "assumption: most of the time of legal assistance lies outside the central authority (Auditor General of Canada 2014)")
            } else {
                0.0
            },
            patience: if travels {
                section.distribution(
                    "patience",
                    Distribution::Constant { value: patience },
                    "how long a requester waits from submission; formal kinds: the limitation period",
                    "assumption",
                )
            } else {
                Distribution::Constant { value: patience }
            },
        }
    }
}

fn read_form(section: &Section, default: &Distribution) -> Distribution {
    let form = section.distribution(
        "review_form",
        default.clone(),
        "form of review times, whose mean is `review`: only its shape counts",
        "assumption: lognormal with the coefficient of variation service.review_cv",
    );
    if form.mean() > 0.0 {
        return form;
    }
    section.error_allowed("review_form", "its mean is 0", "a form with a mean above 0");
    default.clone()
}
