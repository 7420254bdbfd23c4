//! Organizations and what they offer: channels, databases and the other services.

use crate::engine::identity::Identity;
use crate::scenario::kind::{KINDS, by_kind, kind_list};
use crate::scenario::law::{Domains, read_deadlines};
use crate::scenario::names::Names;
use crate::scenario::range::Range;
use crate::scenario::section::Section;

/// Regular exercises of the members.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Exercises {
    /// Days between two exercises.
    pub every: f64,
    /// Trust evidence that each exercise brings to every ordered pair of members.
    pub evidence: f64,
}

/// A standing team that speeds the discovery of some classes.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskForce {
    /// Indices of the classes it works on.
    pub classes: Vec<usize>,
    /// Discovery times of members are divided by this.
    pub factor: f64,
}

/// Help for members whose capacity is low.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct CapacityBuilding {
    /// Days between two rounds of help.
    pub every: f64,
    /// Share of the missing capacity that one round brings.
    pub gain: f64,
    /// Members with less capacity than this are helped.
    pub below: f64,
}

/// Reviews of implementation.
#[derive(Clone, Debug, PartialEq)]
pub struct Reviews {
    /// Days between two reviews.
    pub every: f64,
    /// Share of the missing degree that a review brings.
    pub share: f64,
    /// Indices of the instruments reviewed.
    pub instruments: Vec<usize>,
}

/// Promotion of norms.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Norms {
    /// Days between two campaigns.
    pub every: f64,
    /// Share of the missing commitment that a campaign brings.
    pub step: f64,
}

/// Broadcast of warrants to all members, after a review.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Notices {
    /// Chance that the review refuses a requester infinitely far from the members' mean interests as political.
    pub strictness: f64,
    /// Days that the review takes.
    pub delay: f64,
}

/// An organization as the scenario gives it.
#[derive(Clone, Debug)]
pub struct Organization {
    /// Its id in the file.
    pub id: String,
    /// What its draws and events are keyed by.
    pub identity: Identity,
    /// Its name on charts and in tables.
    pub name: String,
    /// Indices of the full members at the start.
    pub members: Vec<usize>,
    /// Indices of the associate members at the start.
    pub associates: Vec<usize>,
    /// Day on which a nation joins, by nation.
    pub joins: Vec<Option<f64>>,
    /// What is done in its name needs the consent of every member.
    pub consensus: bool,
    /// A piece from a member is passed on only with that member's consent.
    pub originator_control: bool,
    /// How much it softens refusals and shortens disputes between members.
    pub mediation: f64,
    /// How far its standard procedures spare requests from being returned.
    pub procedures: f64,
    /// Floor under the legal compatibility of members, by domain.
    pub legal_floor: Vec<f64>,
    /// Deadlines between members, by kind.
    pub deadlines: [Option<f64>; KINDS],
    /// Share of requests that keep the organization's deadlines.
    pub compliance: f64,
    /// Its exercises.
    pub exercises: Option<Exercises>,
    /// Its task forces.
    pub task_forces: Vec<TaskForce>,
    /// Its capacity building.
    pub capacity_building: Option<CapacityBuilding>,
    /// Its reviews.
    pub reviews: Option<Reviews>,
    /// Its promotion of norms.
    pub norms: Option<Norms>,
    /// Its notices.
    pub notices: Option<Notices>,
}

/// Names that an organization refers to.
pub struct OrganizationNames<'a> {
    /// The nations.
    pub nations: &'a Names,
    /// The threat classes.
    pub classes: &'a Names,
    /// The instruments.
    pub instruments: &'a Names,
}

impl Organization {
    /// Reads `[organization.<id>]`.
    pub fn read(section: &Section, id: String, domains: &Domains, names: &OrganizationNames) -> Organization {
        let members = section.references(
            "members",
            names.nations,
            "full members at the start; \"all\" for every nation",
        );
        let associates = section.references("associates", names.nations, "associate members at the start");
        for &nation in &associates {
            if members.contains(&nation) {
                section.error(
                    "associates",
                    format!("'{}' is a full member already", names.nations.get(nation)),
                );
            }
        }
        let share =
            |key, default, about, source| section.number(key, default, Range::SHARE, "share", about, source);
        Organization {
            identity: Identity::of(&id),
            name: section.text("name", &id, 80, "its name on charts and in tables"),
            members,
            associates,
            joins: section.days_by_name("joins", names.nations, "day on which a nation joins as a full member"),
            consensus: section.flag("consensus", false, "what is done in its name needs every member's consent", "neutral"),
            originator_control: section.flag("originator_control", false,
                "a piece from a member is passed on only with that member's consent", "neutral; third-party rule (Walsh 2007)"),
            mediation: share("mediation", 0.0, "how much it softens refusals between members and shortens their disputes", "neutral"),
            procedures: share("procedures", 0.0, "how far its standard procedures spare requests from being returned", "neutral; 0.8 where it has them"),
            legal_floor: section.by_name("legal_floor", &domains.names, 0.0, Range::SHARE, "share",
                "floor under the legal compatibility of members, by domain", "neutral"),
            deadlines: read_deadlines(section),
            compliance: share("compliance", 1.0, "share of requests that keep its deadlines", "assumption"),
            exercises: section.optional_table("exercises", "regular exercises").map(|table| read_exercises(&table)),
            task_forces: section.list("task_force", "standing teams that speed discovery").iter().map(|table| read_task_force(table, names.classes)).collect(),
            capacity_building: section.optional_table("capacity_building", "help for members whose capacity is low").map(|table| CapacityBuilding {
                every: every(&table, 365.0),
                gain: table.number("gain", 0.05, Range::SHARE, "share", "share of the missing capacity that one round brings", "assumption"),
                below: table.number("below", 0.6, Range::SHARE, "share", "members with less capacity are helped", "assumption"),
            }),
            reviews: section.optional_table("reviews", "reviews of implementation").map(|table| Reviews {
                every: every(&table, 365.0),
                share: table.number("share", 0.25, Range::SHARE, "share", "share of the missing degree that a review brings", "assumption"),
                instruments: table.references("instruments", names.instruments, "instruments reviewed"),
            }),
            norms: section.optional_table("norms", "promotion of norms").map(|table| Norms {
                every: every(&table, 180.0),
                step: table.number("step", 0.03, Range::SHARE, "share", "share of the missing commitment that a campaign brings", "assumption"),
            }),
            notices: section.optional_table("notices", "broadcast of warrants to all members").map(|table| Notices {
                strictness: table.number("strictness", 0.25, Range::SHARE, "share",
                    "chance that a requester far from the members' mean interests is refused as political",
                    "assumption: INTERPOL refused about 2,462 of some 15,500 notices and diffusions in 2024, 8 % of them as political"),
                delay: table.number("delay", 3.0, Range::NONNEGATIVE, "d", "time that the review takes", "assumption"),
            }),
            id,
        }
    }
}

fn every(section: &Section, default: f64) -> f64 {
    section.number(
        "every",
        default,
        Range::of(1.0, 36_500.0),
        "d",
        "days between two events",
        "assumption",
    )
}

/// Reads `{ every = 180, evidence = 0.2 }`.
pub fn read_exercises(section: &Section) -> Exercises {
    Exercises {
        every: every(section, 180.0),
        evidence: section.number(
            "evidence",
            0.2,
            Range::NONNEGATIVE,
            "evidence",
            "trust evidence that one exercise brings to every ordered pair of members",
            "assumption: two thirds of a piece delivered",
        ),
    }
}

/// Reads `{ classes = ["terrorism"], factor = 1.5 }`.
pub fn read_task_force(section: &Section, classes: &Names) -> TaskForce {
    TaskForce {
        classes: section.references("classes", classes, "threat classes it works on"),
        factor: section.number(
            "factor",
            1.5,
            Range::of(1.0, 100.0),
            "factor",
            "discovery times of members are divided by this",
            "assumption",
        ),
    }
}

/// Who may use a channel or a database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Users {
    /// The members of an organization, whoever they are at the time.
    Organization(usize),
    /// A fixed list of nations.
    Nations(Vec<usize>),
}

/// A way for requests and answers to travel.
#[derive(Clone, Debug)]
pub struct Channel {
    /// Its id in the file.
    pub id: String,
    /// What its draws and events are keyed by.
    pub identity: Identity,
    /// Its name on charts and in tables.
    pub name: String,
    /// Who has it.
    pub users: Users,
    /// Days one way.
    pub delay: f64,
    /// Share of the leak hazard that it takes away.
    pub security: f64,
    /// Which kinds it carries.
    pub kinds: [bool; KINDS],
    /// Which kinds it carries when one side is an associate member.
    pub associate_kinds: [bool; KINDS],
    /// Share of answers that need no conversion.
    pub interoperability: f64,
    /// Share of requests of each kind that it answers without a desk.
    pub automation: [f64; KINDS],
    /// Day from which it works; `None` until an option deploys it.
    pub from: Option<f64>,
}

impl Channel {
    /// Reads `[channel.<id>]`.
    pub fn read(section: &Section, id: String, nations: &Names, organizations: &Names) -> Channel {
        let automation = by_kind(
            section,
            "automation",
            Range::SHARE,
            "share",
            "by kind, share of requests that it answers without a desk",
            "absent: none; 0.5 where it automates",
        );
        Channel {
            identity: Identity::of(&id),
            name: section.text("name", &id, 80, "its name on charts and in tables"),
            users: read_users(section, nations, organizations),
            delay: section.number(
                "delay",
                1.0,
                Range::NONNEGATIVE,
                "d",
                "days one way",
                "assumption: INTERPOL and SIENA messages take hours to days",
            ),
            security: section.number(
                "security",
                0.7,
                Range::SHARE,
                "share",
                "share of the leak hazard that it takes away",
                "assumption",
            ),
            kinds: read_kinds(section, "kinds", true, "kinds that it carries; absent: all"),
            associate_kinds: read_kinds(
                section,
                "associate_kinds",
                false,
                "kinds that it carries when one side is an associate; absent: none",
            ),
            interoperability: section.number(
                "interoperability",
                0.8,
                Range::SHARE,
                "share",
                "share of answers that need no conversion (counts when the mechanism is on)",
                "assumption",
            ),
            automation: automation.map(|share| share.unwrap_or(0.0)),
            from: section.day(
                "from",
                Some(0.0),
                "day from which it works; never: an option deploys it",
                "assumption: from the start",
            ),
            id,
        }
    }
}

fn read_kinds(section: &Section, key: &'static str, absent: bool, about: &'static str) -> [bool; KINDS] {
    let given = section.given(key);
    let mut kinds = [absent && !given; KINDS];
    for kind in kind_list(section, key, about) {
        kinds[kind as usize] = true;
    }
    kinds
}

fn read_users(section: &Section, nations: &Names, organizations: &Names) -> Users {
    let organization = section.reference(
        "organization",
        organizations,
        "the organization whose members have it",
    );
    let members = section.references(
        "nations",
        nations,
        "the nations that have it, instead of an organization",
    );
    if let Some(organization) = organization {
        if section.given("nations") {
            section.error("nations", "give an organization or nations, not both".to_owned());
        }
        Users::Organization(organization)
    } else {
        if !section.given("nations") && !section.given("organization") && !section.describing() {
            section.error("", "nobody has it: give an organization or nations".to_owned());
        }
        Users::Nations(members)
    }
}

/// A shared database that finds are entered into.
#[derive(Clone, Debug)]
pub struct Database {
    /// Its id in the file.
    pub id: String,
    /// What its draws and events are keyed by.
    pub identity: Identity,
    /// Its name on charts and in tables.
    pub name: String,
    /// Who has it.
    pub users: Users,
    /// Indices of the classes it covers.
    pub classes: Vec<usize>,
    /// Share of finds that fit into it.
    pub coverage: f64,
    /// Share of the leak hazard that it takes away.
    pub security: f64,
    /// Day from which it works; `None` until an option deploys it.
    pub from: Option<f64>,
}

impl Database {
    /// Reads `[database.<id>]`.
    pub fn read(
        section: &Section,
        id: String,
        nations: &Names,
        organizations: &Names,
        classes: &Names,
    ) -> Database {
        let listed = section.references("classes", classes, "threat classes it covers; absent: all");
        Database {
            identity: Identity::of(&id),
            name: section.text("name", &id, 80, "its name on charts and in tables"),
            users: read_users(section, nations, organizations),
            classes: if section.given("classes") {
                listed
            } else {
                (0..classes.len()).collect()
            },
            security: section.number(
                "security",
                0.7,
                Range::SHARE,
                "share",
                "share of the leak hazard that it takes away",
                "assumption",
            ),
            coverage: section.number(
                "coverage",
                0.35,
                Range::SHARE,
                "share",
                "share of finds that fit into it",
                "assumption",
            ),
            from: section.day(
                "from",
                Some(0.0),
                "day from which it works; never: an option deploys it",
                "assumption: from the start",
            ),
            id,
        }
    }
}
