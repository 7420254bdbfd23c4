//! `Scenario`: the nouns in vectors, indexed by id; what never changes while a world runs.

use crate::engine::distribution::Distribution;
use crate::scenario::conduct::{DecisionSettings, TrustSettings};
use crate::scenario::kind::{KINDS, Kind, KindSettings};
use crate::scenario::law::{Domains, Instrument};
use crate::scenario::mechanism::Mechanisms;
use crate::scenario::names::Names;
use crate::scenario::nation::{Nation, Pair, read_pairs};
use crate::scenario::option::PolicyOption;
use crate::scenario::organization::{Channel, Database, Organization, OrganizationNames};
use crate::scenario::range::Range;
use crate::scenario::refer::Refer;
use crate::scenario::run::Run;
use crate::scenario::section::Section;
use crate::scenario::shock::Shock;
use crate::scenario::slow::{
    CostSettings, DiplomacySettings, LeakSettings, PoliticsSettings, TreatySettings,
};
use crate::scenario::threat::ThreatClass;
use crate::scenario::uncertainty::{Uncertainty, read_weights};
use crate::scenario::work::{CaseSettings, DomesticSettings, RoutineSettings, ServiceSettings};

/// What a file says of itself.
#[derive(Clone, Debug)]
pub struct About {
    /// A short name without spaces.
    pub name: String,
    /// The title on charts and reports.
    pub title: String,
    /// What it is about.
    pub description: String,
    /// Whether it illustrates with named nations; charts then say so.
    pub illustration: bool,
    /// The unit of harm, and of money.
    pub units: [String; 2],
}

/// A checked scenario. Nations, classes and all other entities stand in order of their identity, so that the order of
/// the file changes nothing.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What the file says of itself.
    pub about: About,
    /// Time, replications and reporting.
    pub run: Run,
    /// The switches.
    pub mechanisms: Mechanisms,
    /// Legal domains.
    pub domains: Domains,
    /// Nations.
    pub nations: Vec<Nation>,
    /// What is given of ordered pairs.
    pub pairs: Vec<Pair>,
    /// Widths of proximity: in the scenario's unit, and in km on the globe.
    pub proximity_width: [f64; 2],
    /// Nations near each and fellow members near each that it knows from the start; `None`: all nations.
    pub reach: Option<u32>,
    /// Threat classes.
    pub classes: Vec<ThreatClass>,
    /// Kinds, by [`Kind`].
    pub kinds: Vec<KindSettings>,
    /// Instruments.
    pub instruments: Vec<Instrument>,
    /// Organizations.
    pub organizations: Vec<Organization>,
    /// Channels.
    pub channels: Vec<Channel>,
    /// Databases.
    pub databases: Vec<Database>,
    /// Shocks.
    pub shocks: Vec<Shock>,
    /// Options.
    pub options: Vec<PolicyOption>,
    /// Trust.
    pub trust: TrustSettings,
    /// Decisions.
    pub decision: DecisionSettings,
    /// Cases.
    pub case: CaseSettings,
    /// Stations and channels.
    pub service: ServiceSettings,
    /// Routine requests.
    pub routine: RoutineSettings,
    /// Domestic work.
    pub domestic: DomesticSettings,
    /// Leaks and privacy.
    pub leaks: LeakSettings,
    /// Politics.
    pub politics: PoliticsSettings,
    /// Joining and implementing.
    pub treaties: TreatySettings,
    /// Diplomacy.
    pub diplomacy: DiplomacySettings,
    /// Costs.
    pub costs: CostSettings,
    /// What is not known.
    pub uncertainties: Vec<Uncertainty>,
    /// Weights between measures, above 0; usually none.
    pub weights: Vec<(String, f64)>,
}

/// Worlds of so many nations keep all pairs and are exact; only larger ones may have a reach (the contract of the model).
pub const MOST_WITHOUT_REACH: usize = 200;
/// The least and the greatest reach: with less, a nation has hardly anybody to ask; with more, all pairs may as well be kept.
const LEAST_REACH: u64 = 5;
const MOST_REACH: u64 = 1000;

impl Scenario {
    /// Reads a whole scenario from its root. Faults are recorded in the section; the value is then of no use.
    pub fn read(root: &Section) -> Scenario {
        let run = Run::read(&root.table("run", "time, replications and reporting"));
        let about = read_about(root);
        let mechanisms = Mechanisms::read(&root.table("mechanisms", "which mechanisms are on"));
        let domains = Domains::read(&root.table("law", "legal domains"));
        let names = AllNames::read(root);
        let refer = names.refer(&domains);
        let politics = PoliticsSettings::read(&root.table(
            "politics",
            "drift, governments, instability, law reform and disputes",
        ));
        let world = World::read(root);
        let case = CaseSettings::read(&root.table("case", "how a lead runs its case"));
        let service = ServiceSettings::read(&root.table("service", "how stations and channels work"));
        let organization_names = OrganizationNames {
            nations: refer.nations,
            classes: refer.classes,
            instruments: refer.instruments,
        };
        let scenario = Scenario {
            nations: each(root, "nation", "a nation", |section, id| {
                Some(Nation::read(section, id, &domains, world.dimensions))
            }),
            pairs: read_pairs(root, refer.nations),
            classes: each(root, "class", "a class of threats", |section, id| {
                Some(ThreatClass::read(section, id, &domains, refer.nations))
            }),
            kinds: read_kinds(root, refer.domains, (case.limitation, &service.review_form())),
            instruments: each(
                root,
                "instrument",
                "a convention, treaty or agreement",
                |section, id| {
                    Some(Instrument::read(
                        section,
                        id,
                        &domains,
                        refer.nations,
                        refer.organizations,
                    ))
                },
            ),
            organizations: each(root, "organization", "an organization", |section, id| {
                Some(Organization::read(section, id, &domains, &organization_names))
            }),
            channels: each(
                root,
                "channel",
                "a way for requests and answers to travel",
                |section, id| Some(Channel::read(section, id, refer.nations, refer.organizations)),
            ),
            databases: each(
                root,
                "database",
                "a shared database that finds are entered into",
                |section, id| {
                    Some(Database::read(
                        section,
                        id,
                        refer.nations,
                        refer.organizations,
                        refer.classes,
                    ))
                },
            ),
            shocks: each(root, "shock", "what strikes the world", |section, id| {
                Shock::read(section, id, &refer)
            }),
            options: each(root, "option", "a named list of actions", |section, id| {
                Some(PolicyOption::read(section, id, &refer))
            }),
            trust: TrustSettings::read(&root.table("trust", "how trust learns and forgets")),
            decision: DecisionSettings::read(&root.table("decision", "the decision to share")),
            service,
            routine: RoutineSettings::read(&root.table("routine", "requests without a threat")),
            domestic: DomesticSettings::read(&root.table("domestic", "domestic work at the stations")),
            leaks: LeakSettings::read(&root.table("leaks", "leaks, misuse, suspension and the privacy loop")),
            treaties: TreatySettings::read(&root.table("treaties", "joining and implementing instruments")),
            diplomacy: DiplomacySettings::read(&root.table("diplomacy", "initiatives between nations")),
            costs: CostSettings::read(&root.table("costs", "what money is worth over time")),
            uncertainties: each(
                root,
                "uncertainty",
                "a number that is known only as a range, or a mechanism that may be on or off",
                Uncertainty::read,
            ),
            weights: read_weights(&root.table(
                "weights",
                "weights between measures, for a ranking beside the others in a comparison",
            )),
            about,
            run,
            mechanisms,
            proximity_width: world.proximity_width,
            reach: world.reach,
            case,
            politics,
            domains,
        };
        scenario.neutralized()
    }

    /// The names of the nations, for messages.
    pub fn nation_index(&self, id: &str) -> Option<usize> {
        self.nations.iter().position(|nation| nation.id == id)
    }

    /// Gives every mechanism that is off its neutral value, so that the model need not ask.
    fn neutralized(mut self) -> Scenario {
        let on = self.mechanisms.clone();
        let neutral = |is_on: bool, value: &mut f64, neutral: f64| {
            if !is_on {
                *value = neutral;
            }
        };
        neutral(on.misreading, &mut self.trust.misreading, 0.0);
        neutral(on.transparency, &mut self.trust.transparency, 0.0);
        neutral(on.ignored, &mut self.trust.ignored, 0.0);
        neutral(on.success, &mut self.trust.success, 0.0);
        neutral(on.indirect_blame, &mut self.trust.indirect, 0.0);
        neutral(on.reciprocity, &mut self.decision.reciprocity, 0.0);
        neutral(on.sovereignty, &mut self.decision.sovereignty, 0.0);
        neutral(on.privacy, &mut self.decision.privacy, 0.0);
        neutral(on.privacy, &mut self.decision.privacy_bar, f64::INFINITY);
        neutral(on.privacy_loop, &mut self.decision.privacy_stock, 0.0);
        neutral(on.repercussions, &mut self.decision.repercussions, 0.0);
        neutral(on.candour, &mut self.decision.candour, 1.0);
        neutral(on.accuracy, &mut self.case.accuracy, 1.0);
        neutral(on.accuracy, &mut self.trust.unsound, 0.0);
        neutral(on.rounds, &mut self.service.rounds, 0.0);
        neutral(on.leaks, &mut self.leaks.rate, 0.0);
        neutral(on.misuse, &mut self.leaks.misuse_rate, 0.0);
        neutral(on.suspension, &mut self.leaks.suspend, 0.0);
        neutral(on.politics, &mut self.politics.rate, 0.0);
        neutral(on.governments, &mut self.politics.government_rate, 0.0);
        neutral(on.exits, &mut self.politics.exit, 0.0);
        neutral(on.exits, &mut self.politics.instability_exit, 0.0);
        neutral(on.instability, &mut self.politics.instability_rate, 0.0);
        neutral(on.law_reform, &mut self.politics.reform[0], 0.0);
        neutral(on.disputes, &mut self.politics.dispute[0], 0.0);
        neutral(on.contagion, &mut self.treaties.contagion, 0.0);
        neutral(on.implementation_gap, &mut self.treaties.gap, 0.0);
        neutral(on.club, &mut self.treaties.club, 1.0);
        neutral(on.support, &mut self.treaties.support[0], 0.0);
        neutral(on.fugitive_moves, &mut self.case.fugitive_moves, 0.0);
        neutral(on.joint_operations, &mut self.case.joint_factor, 1.0);
        if !on.routine {
            self.routine.rate = [0.0; KINDS];
        }
        if !on.domestic_work {
            self.domestic.rate = [0.0; 2];
        }
        if !on.club {
            self.instruments
                .iter_mut()
                .for_each(|instrument| instrument.club = None);
        }
        for class in &mut self.classes {
            neutral(on.follow_ups, &mut class.follow_ups, 0.0);
            class.stock = class.stock.filter(|_| on.extremism);
            class.novelty = class.novelty.filter(|_| on.novelty);
        }
        for channel in &mut self.channels {
            neutral(on.interoperability, &mut channel.interoperability, 1.0);
            if !on.automation {
                channel.automation = [0.0; KINDS];
            }
        }
        for organization in &mut self.organizations {
            neutral(on.mediation, &mut organization.mediation, 0.0);
            organization.consensus &= on.consensus;
            organization.originator_control &= on.originator_control;
            organization.exercises = organization.exercises.filter(|_| on.exercises);
            organization.capacity_building = organization.capacity_building.filter(|_| on.capacity_building);
            organization.reviews = organization.reviews.take().filter(|_| on.reviews);
            organization.norms = organization.norms.filter(|_| on.norms);
            organization.notices = organization.notices.filter(|_| on.notices);
            if !on.task_forces {
                organization.task_forces.clear();
            }
        }
        if !on.shocks {
            self.shocks.clear();
        }
        self
    }
}

fn each<T>(
    root: &Section,
    key: &'static str,
    about: &'static str,
    read: impl Fn(&Section, String) -> Option<T>,
) -> Vec<T> {
    root.entries(key, about)
        .into_iter()
        .filter_map(|(id, section)| read(&section, id))
        .collect()
}

/// The space that nations lie in.
struct World {
    dimensions: usize,
    proximity_width: [f64; 2],
    reach: Option<u32>,
}

impl World {
    fn read(root: &Section) -> World {
        let world = root.table("world", "the space that nations lie in");
        World {
            dimensions: world.count(
                "dimensions",
                2,
                1,
                64,
                "dimensions",
                "dimensions of the space of interests",
                "assumption",
            ) as usize,
            proximity_width: [
                world.number(
                    "proximity_width",
                    1.0,
                    Range::POSITIVE,
                    "scenario unit",
                    "proximity is exp(−distance²/2 width²)",
                    "assumption",
                ),
                world.number(
                    "proximity_width_km",
                    1500.0,
                    Range::POSITIVE,
                    "km",
                    "the same for latitudes and longitudes",
                    "assumption",
                ),
            ],
            reach: world
                .optional_count(
                    "reach",
                    LEAST_REACH,
                    MOST_REACH,
                    "nations",
                    "in worlds of more than 200 nations: how many of the nearest, and of the nearest that share an organization, a nation knows from the start",
                    "without it every nation knows every other, and every mean is exact",
                )
                .map(|reach| reach as u32),
        }
    }
}

fn read_about(root: &Section) -> About {
    let name = root.text(
        "name",
        "scenario",
        64,
        "a short name without spaces; names the run's folder",
    );
    if !name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
        || name.is_empty()
    {
        root.error_allowed(
            "name",
            format!("'{name}' cannot name a folder"),
            "letters, digits, _ and -".to_owned(),
        );
    }
    About {
        title: root.text("title", &name, 200, "the title on charts and reports"),
        description: root.text("description", "", 10_000, "what it is about"),
        illustration: root.flag(
            "illustration",
            false,
            "illustrates with named nations: charts say that it is no forecast",
            "neutral",
        ),
        units: [
            root.text("harm_unit", "harm", 40, "the unit of harm"),
            root.text("money_unit", "money", 40, "the unit of money"),
        ],
        name,
    }
}

fn read_kinds(root: &Section, domains: &Names, defaults: (f64, &Distribution)) -> Vec<KindSettings> {
    let kinds = root.table("kind", "what is asked for, or decided on, between two nations");
    Kind::ALL
        .into_iter()
        .map(|kind| KindSettings::read(&kinds.table(kind.name(), "one kind"), kind, domains, defaults))
        .collect()
}

struct AllNames {
    nations: Names,
    classes: Names,
    instruments: Names,
    organizations: Names,
    channels: Names,
    databases: Names,
    options: Names,
}

impl AllNames {
    fn read(root: &Section) -> AllNames {
        let names = |what: &'static str, about| {
            Names::sorted(what, root.entries(what, about).into_iter().map(|(id, _)| id))
        };
        AllNames {
            nations: names("nation", "a nation"),
            classes: names("class", "a class of threats"),
            instruments: names("instrument", "a convention, treaty or agreement"),
            organizations: names("organization", "an organization"),
            channels: names("channel", "a way for requests and answers to travel"),
            databases: names("database", "a shared database that finds are entered into"),
            options: names("option", "a named list of actions"),
        }
    }

    fn refer<'a>(&'a self, domains: &'a Domains) -> Refer<'a> {
        Refer {
            nations: &self.nations,
            domains: &domains.names,
            classes: &self.classes,
            instruments: &self.instruments,
            organizations: &self.organizations,
            channels: &self.channels,
            databases: &self.databases,
            options: &self.options,
        }
    }
}
