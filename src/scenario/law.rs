//! Legal domains, and the instruments by which nations bring their law together.

use crate::engine::identity::Identity;
use crate::scenario::kind::{KINDS, by_kind};
use crate::scenario::names::Names;
use crate::scenario::range::Range;
use crate::scenario::section::Section;

/// The legal domains of a scenario, in order of identity.
#[derive(Clone, Debug)]
pub struct Domains {
    /// Their names.
    pub names: Names,
    /// Index of `data_protection`, the domain with roles of its own, if the scenario has it.
    pub data_protection: Option<usize>,
    /// The most that similar law brings without a legal basis.
    pub law_cap: f64,
    /// Gap of law at which similarity brings nothing.
    pub law_width: f64,
}

/// Domains unless the scenario names its own.
pub const DEFAULT_DOMAINS: [&str; 5] = [
    "data_protection",
    "evidence",
    "extradition",
    "cybercrime",
    "oversight",
];

impl Domains {
    /// Reads `[law]`.
    pub fn read(section: &Section) -> Domains {
        let given = section.texts(
            "domains",
            &DEFAULT_DOMAINS,
            "names of the legal domains; data_protection has roles of its own",
        );
        for (n, name) in given.iter().enumerate() {
            if given[..n].contains(name) {
                section.error("domains", format!("the domain '{name}' is named twice"));
            }
        }
        if given.is_empty() || given.len() > 64 {
            section.error_allowed(
                "domains",
                format!("{} domains", given.len()),
                "1 to 64 domains".to_owned(),
            );
        }
        let names = Names::sorted("domain", given);
        Domains {
            data_protection: names.position("data_protection"),
            names,
            law_cap: section.number(
                "law_cap",
                0.7,
                Range::SHARE,
                "share",
                "the most that similar law brings without a legal basis",
                "assumption: similar law alone does not carry cooperation all the way",
            ),
            law_width: section.number(
                "law_width",
                0.5,
                Range::of(1e-6, 1e6),
                "level",
                "gap of law at which similarity brings nothing",
                "assumption",
            ),
        }
    }
}

/// How an instrument brings law together.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Law moves towards the standard from both sides, once.
    Approximation,
    /// Law below the standard moves up to it, once.
    MinimumStandard,
    /// Law stays; parties that implement recognize each other's.
    MutualRecognition,
    /// Data protection only, directed: the candidate raises its law, the other grants recognition while the gap is small.
    Adequacy,
}

/// The modes by name.
pub const MODES: [(&str, Mode); 4] = [
    ("approximation", Mode::Approximation),
    ("minimum_standard", Mode::MinimumStandard),
    ("mutual_recognition", Mode::MutualRecognition),
    ("adequacy", Mode::Adequacy),
];

/// Who may join.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Accession {
    /// Anybody, by hazard.
    Open,
    /// Members of the founding organization by hazard; others need an invitation first, which lapses.
    Invitation,
    /// Nobody but by an action of an option, or coming back.
    Closed,
}

/// The delay between ratification and entry into force.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum EntryDelay {
    /// So many days.
    Days(f64),
    /// The first day of the month after so many months; 30.4375 days a month in worlds without dates.
    MonthsThenFirst(u32),
}

/// When an instrument binds a nation that ratified it.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct EntryIntoForce {
    /// Ratifications that the instrument itself needs.
    pub parties: u32,
    /// Delay that applies to each ratification, and to the one that completes the number.
    pub delay: EntryDelay,
}

/// A convention, treaty or agreement.
#[derive(Clone, Debug)]
pub struct Instrument {
    /// Its id in the file.
    pub id: String,
    /// What its draws and events are keyed by.
    pub identity: Identity,
    /// Its name on charts and in tables.
    pub name: String,
    /// Indices of the legal domains it covers.
    pub domains: Vec<usize>,
    /// How it brings law together.
    pub mode: Mode,
    /// Share of the way that full implementation goes, or height of the floor.
    pub strength: f64,
    /// Level of law that it asks for.
    pub standard: f64,
    /// Adequacy: the largest gap at which recognition is granted.
    pub tolerance: f64,
    /// Who may join.
    pub accession: Accession,
    /// Index of the organization whose members are its club.
    pub founder: Option<usize>,
    /// Day on which it opens for accession; `None` until an option opens it.
    pub opens: Option<f64>,
    /// Hazard h0 of joining, per year; `None` takes the scenario's.
    pub hazard: Option<f64>,
    /// Factor on the hazard of the club; `None` takes the scenario's.
    pub club: Option<f64>,
    /// Nations that have long implemented it at the start.
    pub parties: Vec<usize>,
    /// Day of ratification by nation, before or after the start.
    pub ratified: Vec<Option<f64>>,
    /// Degree of implementation by nation, instead of the one drawn.
    pub degrees: Vec<Option<f64>>,
    /// When it binds.
    pub entry: EntryIntoForce,
    /// Deadline for execution by kind, days from receipt.
    pub deadlines: [Option<f64>; KINDS],
}

impl Instrument {
    /// Reads `[instrument.<id>]`.
    pub fn read(
        section: &Section,
        id: String,
        domains: &Domains,
        nations: &Names,
        organizations: &Names,
    ) -> Instrument {
        let mode = section.choice("mode", "approximation", &MODES,
            "approximation, minimum_standard: law moves; mutual_recognition, adequacy: law stays and is recognized", "assumption");
        let covered = match mode {
            Mode::Adequacy => adequacy_domain(section, domains),
            Mode::Approximation | Mode::MinimumStandard | Mode::MutualRecognition => {
                let faults = section.faults();
                let covered = section.references("domains", &domains.names, "legal domains that it covers");
                if covered.is_empty() && section.faults() == faults && !section.describing() {
                    section.error(
                        "domains",
                        "an instrument covers at least one legal domain".to_owned(),
                    );
                }
                covered
            }
        };
        let opens = section.day(
            "opens",
            Some(0.0),
            "day from which nations may join by hazard; never: an option opens it",
            "assumption: open from the start",
        );
        Instrument {
            identity: Identity::of(&id),
            name: section.text("name", &id, 80, "its name on charts and in tables"),
            domains: covered,
            mode,
            strength: section.number(
                "strength",
                0.8,
                Range::SHARE,
                "share",
                "share of the way to the standard that full implementation goes, or height of the floor",
                "assumption",
            ),
            standard: section.number(
                "standard",
                0.7,
                Range::SHARE,
                "level",
                "level of law that it asks for",
                "assumption",
            ),
            tolerance: section.number(
                "tolerance",
                0.15,
                Range::SHARE,
                "level",
                "adequacy: the largest gap of data protection at which recognition is granted",
                "assumption",
            ),
            accession: read_accession(section),
            founder: section.reference(
                "founder",
                organizations,
                "organization whose members are its club",
            ),
            opens,
            hazard: section.optional_number(
                "hazard",
                Range::NONNEGATIVE,
                "per year",
                "hazard h0 of joining",
                "absent: treaties.hazard",
            ),
            club: section.optional_number(
                "club",
                Range::NONNEGATIVE,
                "factor",
                "factor on the hazard of the founder's members",
                "absent: treaties.club",
            ),
            parties: section.references(
                "parties",
                nations,
                "nations that have long ratified and implemented it at the start",
            ),
            ratified: section.days_by_name(
                "ratified",
                nations,
                "day of ratification by nation, before or after the start",
            ),
            degrees: section.optional_by_name(
                "degrees",
                nations,
                Range::SHARE,
                "share",
                "degree of implementation by nation, instead of the one drawn",
                "absent: drawn",
            ),
            entry: read_entry(&section.table("entry", "when it binds those who ratified it")),
            deadlines: read_deadlines(section),
            id,
        }
    }
}

fn read_accession(section: &Section) -> Accession {
    section.choice(
        "accession",
        "open",
        &[
            ("open", Accession::Open),
            ("invitation", Accession::Invitation),
            ("closed", Accession::Closed),
        ],
        "who may join: anybody, those invited, nobody new",
        "neutral: open",
    )
}

fn adequacy_domain(section: &Section, domains: &Domains) -> Vec<usize> {
    if section.given("domains") {
        let given = section.references("domains", &domains.names, "legal domains that it covers");
        if given
            .iter()
            .any(|&domain| Some(domain) != domains.data_protection)
        {
            section.error_allowed(
                "domains",
                "adequacy covers data protection only".to_owned(),
                "data_protection".to_owned(),
            );
        }
    }
    if domains.data_protection.is_none() {
        section.error("mode", "adequacy needs the domain data_protection".to_owned());
    }
    domains.data_protection.into_iter().collect()
}

fn read_entry(section: &Section) -> EntryIntoForce {
    let days = section.optional_number(
        "days",
        Range::NONNEGATIVE,
        "d",
        "days from ratification to entry into force",
        "absent: months",
    );
    let months = section.count(
        "months",
        3,
        0,
        120,
        "months",
        "entry on the first day of the month after so many months",
        "Convention on Cybercrime, Art. 36: three months",
    );
    if days.is_some() && section.given("months") {
        section.error("days", "give days or months, not both".to_owned());
    }
    EntryIntoForce {
        parties: section.count(
            "parties",
            5,
            0,
            5000,
            "ratifications",
            "ratifications that the instrument itself needs",
            "Convention on Cybercrime, Art. 36: five",
        ) as u32,
        delay: days.map_or(EntryDelay::MonthsThenFirst(months as u32), EntryDelay::Days),
    }
}

/// Reads `deadlines = { evidence = 30 }`.
pub fn read_deadlines(section: &Section) -> [Option<f64>; KINDS] {
    by_kind(
        section,
        "deadlines",
        Range::POSITIVE,
        "d",
        "by kind, the longest time from receipt to the end of execution",
        "absent: none; EIO: 30 d to recognize, 90 d to execute (Directive 2014/41, Art. 12)",
    )
}
