//! `World`: everything that changes; no rule.

use crate::engine::calendar::Ticket;
use crate::engine::chance::{Chance, Draw};
use crate::engine::identity::Identity;
use crate::engine::simulation::Agenda;
use crate::engine::station::{Outage, Rank, Station, StationIntegrals};
use crate::engine::time::SimTime;
use crate::model::arrival::ArrivalStream;
use crate::model::blueprint::{Blueprint, affinity};
use crate::model::event::Event;
use crate::model::law::{Law, Standing};
use crate::model::ledger::Ledger;
use crate::model::measure::LEVEL_COLUMNS;
use crate::model::outcome::{PairState, StationState};
use crate::model::pairs::Pairs;
use crate::model::purpose::Purpose;
use crate::model::record::Record;
use crate::model::slab::Slab;
use crate::model::ties::{Grade, Institutions, Ties, Working};
use crate::scenario::kind::{KINDS, Kind};
use crate::scenario::law::Instrument;
use crate::scenario::organization::{Exercises, Organization, TaskForce};

/// What changes about one nation.
#[derive(Clone, Debug)]
pub struct NationState {
    /// κ now.
    pub capacity: f64,
    /// m now, and the level around which governments are drawn.
    pub commitment: f64,
    /// As said.
    pub home_commitment: f64,
    /// g now.
    pub safeguards: f64,
    /// Desk and authority.
    pub stations: [Station<u32>; 2],
    /// Servers lost by instability at each station; 0 when calm.
    pub lost: [u32; 2],
    /// Whether it is unstable.
    pub unstable: bool,
    /// Whether a station will look for its next jobs at the end of this instant.
    pub start_planned: [bool; 2],
    /// Stock of privacy harm and the day of its value.
    pub privacy_stock: (f64, f64),
    /// By how much its privacy bar is lowered, and the day of that value.
    pub bar_lowered: (f64, f64),
    /// Triage: later finds come so many times faster; false leads a year.
    pub triage_speed: f64,
    /// As said.
    pub false_leads: f64,
    /// Audit: discovery days, attribution, deterrence.
    pub audit: Option<[f64; 3]>,
    /// How many successes now raise its support for joining.
    pub supports: u32,
    /// How often each of its clocks has run: see [`Clock`].
    pub counts: [u32; CLOCKS],
}

/// A nation's own clocks, whose draws are numbered.
#[derive(Copy, Clone, Debug)]
#[repr(usize)]
pub enum Clock {
    /// Politics events.
    Politics,
    /// Changes of government.
    Government,
    /// Onsets of instability.
    Instability,
    /// Occasions of an exit.
    Exit,
    /// Law reforms.
    Reform,
    /// Diplomatic initiatives.
    Diplomacy,
    /// False leads.
    FalseLead,
    /// Successes that raised support.
    Support,
    /// Domestic jobs at the desk.
    DomesticDesk,
    /// Domestic jobs at the authority.
    DomesticAuthority,
    /// Routine requests of the first kind; the other request kinds follow.
    Routine,
    /// Room for the other three.
    RoutineLast = Clock::Routine as usize + 3,
    /// Routine requests invited by automation, first kind; the others follow.
    Invited,
    /// Room for the other three.
    InvitedLast = Clock::Invited as usize + 3,
}

/// How many clocks a nation has.
pub const CLOCKS: usize = Clock::InvitedLast as usize + 1;

/// A piece of evidence.
#[derive(Copy, Clone, Debug, Default)]
pub struct Piece {
    /// Where it lies.
    pub holder: u16,
    /// Day on which its holder finds it; later when a joint operation has not yet sped it up.
    pub find: f64,
    /// Whether it is right.
    pub sound: bool,
    /// How far it has come.
    pub state: PieceState,
    /// Entered into a database: its number.
    pub database: Option<u16>,
    /// The pending find.
    pub ticket: Ticket,
    /// The channel of an offer under way.
    pub channel: u16,
}

/// How far a piece has come.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum PieceState {
    /// Not found.
    #[default]
    Hidden,
    /// Found by its holder.
    Found,
    /// On its way to the lead.
    Sent,
    /// With the lead.
    Delivered,
}

/// How far a case has come.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum CaseState {
    /// Nobody at the target knows.
    #[default]
    Unknown,
    /// Open.
    Open,
    /// Ended by disruption.
    Disrupted,
    /// Ended by the attack.
    Attacked,
}

/// How far a nation has gone to meet a lead that may ask it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reply {
    /// It was not asked.
    #[default]
    Unasked,
    /// It was asked.
    Asked,
    /// It has decided.
    Answered,
    /// It is willing.
    Willing,
}

/// The matter of justice after a case.
#[derive(Copy, Clone, Debug, Default)]
pub struct Justice {
    /// Evidence requests still to be granted.
    pub evidence_left: u32,
    /// The warrant has still to be executed.
    pub warrant_left: bool,
    /// Under way.
    pub open: bool,
    /// End of the limitation period.
    pub limit: f64,
    /// The pending end of the period.
    pub ticket: Ticket,
    /// The pending move of the fugitive.
    pub move_ticket: Ticket,
    /// Moves so far.
    pub moves: u32,
    /// A notice is out.
    pub notice: bool,
}

/// A threat and its case.
#[derive(Clone, Debug, Default)]
pub struct Threat {
    /// What its draws are keyed by.
    pub identity: Identity,
    /// Class, target, origin, refuge.
    pub class: u16,
    /// The lead of its case.
    pub target: u16,
    /// Where it comes from.
    pub origin: u16,
    /// Where its people hide.
    pub refuge: u16,
    /// Its network.
    pub network: u32,
    /// Day on which the attack is due.
    pub due: f64,
    /// Harm of an attack that nothing mitigates.
    pub severity: f64,
    /// q.
    pub needed: u32,
    /// Its pieces.
    pub pieces: Vec<Piece>,
    /// Sound pieces with the lead.
    pub held: u32,
    /// Fates under the two bounds.
    pub alone: bool,
    /// As said.
    pub best: bool,
    /// Sound finds of the target alone before the due time, at most q.
    pub held_alone: u32,
    /// Whether it counts in the cohort.
    pub cohort: bool,
    /// How far its case has come.
    pub state: CaseState,
    /// Whom to ask, best first.
    pub ranking: Vec<u16>,
    /// How far each of them has gone to meet the lead.
    pub replies: Vec<Reply>,
    /// How many of them have been asked.
    pub asked: u32,
    /// Requests that have been sent for it and may still be open.
    pub requests: Vec<u32>,
    /// Nations that joined the operation; the lead among them once it began.
    pub joined: Vec<u16>,
    /// Nations that have been asked to join it.
    pub invited: Vec<u16>,
    /// Its justice.
    pub justice: Justice,
    /// Pending attack and pending follow-up.
    pub attack: Ticket,
    /// As said.
    pub follow_up: Ticket,
    /// Things under way that refer to it.
    pub references: u32,
}

/// A tree of threats under one immigrant.
#[derive(Clone, Debug, Default)]
pub struct Network {
    /// Members that have not arrived do not arrive any more.
    pub dismantled: bool,
    /// Threats of it that are live.
    pub members: Vec<u32>,
    /// Members and seeds that refer to it.
    pub references: u32,
}

/// A follow-up that has not arrived.
#[derive(Copy, Clone, Debug, Default)]
pub struct Seed {
    /// What its draws will be keyed by.
    pub identity: Identity,
    /// Class, origin, refuge and network of its root.
    pub class: u16,
    /// As said.
    pub origin: u16,
    /// As said.
    pub refuge: u16,
    /// As said.
    pub network: u32,
}

/// Why a request was made.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Owner {
    /// By the case of a threat.
    Case(u32),
    /// By the justice of a threat.
    Justice(u32),
    /// Without a threat.
    #[default]
    Routine,
    /// Work at home: no request at all, but a job at a station.
    Domestic,
}

/// Where a request is.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// On its way to the holder.
    #[default]
    Outward,
    /// In the line of a station.
    Waiting,
    /// Under review at a desk.
    Review,
    /// On its way back and forth for more information.
    Returned,
    /// Being executed.
    Execution,
    /// The holder is willing and has found nothing yet.
    Standing,
    /// On its way to the requester with an answer.
    Answer,
    /// On its way to the requester with a refusal: its [`crate::scenario::conduct::Reason`] as a number.
    Refusal(u8),
}

/// A request, or a job at a station.
#[derive(Copy, Clone, Debug)]
pub struct Request {
    /// What its draws are keyed by.
    pub identity: Identity,
    /// What is asked for.
    pub kind: Kind,
    /// Why.
    pub owner: Owner,
    /// Class of the threat; `None` for routine.
    pub class: Option<u16>,
    /// Origin of the threat.
    pub origin: Option<u16>,
    /// Who asks.
    pub requester: u16,
    /// Who is asked.
    pub holder: u16,
    /// The channel, kept for the return.
    pub channel: u16,
    /// Served without a desk.
    pub automated: bool,
    /// [0, 1].
    pub urgency: f64,
    /// Day of submission, and of first receipt.
    pub submitted: f64,
    /// As said.
    pub received: f64,
    /// Where it is.
    pub stage: Stage,
    /// Its place in the line.
    pub rank: Rank,
    /// The event under way.
    pub next: Ticket,
    /// The end of patience.
    pub patience: Ticket,
    /// Reviews so far.
    pub round: u8,
    /// What is left of an interrupted service, days; negative: none.
    pub left: f64,
    /// Day on which the service under way ends.
    pub ends: f64,
    /// Pieces that the answer carries, as bits.
    pub carries: u64,
    /// Whether a first reply has been seen.
    pub answered: bool,
    /// Day on which its patience ends; what is in service then runs on.
    pub gives_up: f64,
}

impl Default for Request {
    fn default() -> Request {
        Request {
            identity: Identity::default(),
            kind: Kind::PoliceQuery,
            owner: Owner::Routine,
            class: None,
            origin: None,
            requester: 0,
            holder: 0,
            channel: 0,
            automated: false,
            urgency: 0.0,
            submitted: 0.0,
            received: 0.0,
            stage: Stage::Outward,
            rank: Rank {
                front: 0,
                urgency: 0.0,
                arrived: SimTime::ZERO,
                tie: 0,
            },
            next: Ticket::NONE,
            patience: Ticket::NONE,
            round: 0,
            left: -1.0,
            ends: 0.0,
            carries: 0,
            answered: false,
            gives_up: f64::INFINITY,
        }
    }
}

/// A delivered piece that may do harm.
#[derive(Copy, Clone, Debug, Default)]
pub struct Leak {
    /// Identity of the piece, with whether this is misuse.
    pub identity: Identity,
    /// The threat, kept alive until then.
    pub threat: u32,
    /// Whose piece it was, and who leaked it.
    pub holder: u16,
    /// As said.
    pub receiver: u16,
    /// Class of the threat.
    pub class: u16,
    /// Misuse rather than a leak.
    pub misuse: bool,
}

/// The way of a nation to an instrument.
#[derive(Copy, Clone, Debug, Default)]
pub struct Accession {
    /// Unit exponential of this spell, and the integrated hazard at `since`.
    pub threshold: f64,
    /// As said.
    pub integrated: f64,
    /// Hazard per day from `since` on.
    pub rate: f64,
    /// As said.
    pub since: f64,
    /// Number of the spell.
    pub spell: u32,
    /// Affinity-weighted parties, and all others.
    pub parties: f64,
    /// As said.
    pub others: f64,
    /// May join by hazard.
    pub eligible: bool,
    /// Invitations considered so far.
    pub invitations: u32,
    /// Day of ratification in this spell.
    pub ratified: f64,
    /// Pending entry into force or implementation.
    pub next: Ticket,
}

/// Variants of a class.
#[derive(Copy, Clone, Debug)]
pub struct Variants {
    /// Discovery takes so many times longer now.
    pub factor: f64,
    /// Variants so far, and the day of the newest.
    pub count: u32,
    /// As said.
    pub newest: f64,
}

/// A class whose holders know all its variants.
const NO_VARIANT: Variants = Variants {
    factor: 1.0,
    count: 0,
    newest: 0.0,
};

/// What changes about an instrument, beside its standings.
#[derive(Clone, Debug)]
pub struct InstrumentState {
    /// Open for accession by hazard.
    pub open: bool,
    /// Factor on the hazard.
    pub factor: f64,
    /// The way of each nation.
    pub accessions: Vec<Accession>,
    /// What pulls nations has not been kept up while nobody could join.
    pub sums_are_old: bool,
    /// The nation that waits first.
    pub first: usize,
    /// Its pending ratification.
    pub ticket: Ticket,
    /// Day on which the number of ratifications was complete.
    pub complete: Option<f64>,
    /// Deadlines by kind.
    pub deadlines: [Option<f64>; KINDS],
}

/// What changes about the services of an organization.
#[derive(Clone, Debug)]
pub struct OrganizationState {
    /// Exercises, and the pending one.
    pub exercises: Option<Exercises>,
    /// Exercises held so far.
    pub held: u32,
    /// Task forces.
    pub task_forces: Vec<TaskForce>,
}

/// Servers that one occurrence of a shock took: nation, and number by station.
pub type LostServers = Vec<(usize, [u32; 2])>;

/// Everything that changes.
pub struct World<'a> {
    /// What all replications share.
    pub plan: &'a Blueprint<'a>,
    /// Keyed luck.
    pub chance: Chance,
    /// Nations.
    pub nations: Vec<NationState>,
    /// Interests: position, drift around home, the government's leaning; nation by nation.
    pub position: Vec<f64>,
    /// As said.
    pub drift: Vec<f64>,
    /// As said.
    pub leaning: Vec<f64>,
    /// Affinity, row by row.
    pub affinity: Vec<f64>,
    /// What nations have experienced with one another.
    pub pairs: Pairs,
    /// The law in force.
    pub law: Law,
    /// Memberships, channels and databases.
    pub institutions: Institutions,
    /// What they mean for pairs.
    pub ties: Ties,
    /// Services of organizations.
    pub organizations: Vec<OrganizationState>,
    /// Standing by instrument and nation.
    pub standings: Vec<Vec<Standing>>,
    /// Instruments.
    pub instruments: Vec<InstrumentState>,
    /// Shares of automation by channel and kind.
    pub automation: Vec<[f64; KINDS]>,
    /// Pairs with a liaison officer, in order.
    pub liaisons: Vec<(u16, u16)>,
    /// Whether `liaisons` has a pair, row by row.
    pub has_liaison: Vec<bool>,
    /// Whether a meeting of liaison officers is planned.
    pub liaison_planned: bool,
    /// Streams of immigrants.
    pub streams: Vec<ArrivalStream>,
    /// Variants by class.
    pub novelty: Vec<Variants>,
    /// Threats.
    pub threats: Slab<Threat>,
    /// Networks.
    pub networks: Slab<Network>,
    /// Follow-ups that have not arrived.
    pub seeds: Slab<Seed>,
    /// Requests and jobs.
    pub requests: Slab<Request>,
    /// Leaks under way.
    pub leaks: Slab<Leak>,
    /// Disputes so far by pair, row by row, lower index first; empty where there are none.
    pub disputes: Vec<u32>,
    /// Reassurances so far, row by row; empty where there are none.
    pub reassurances: Vec<u32>,
    /// Suspensions so far, row by row; empty where there are none.
    pub suspensions: Vec<u16>,
    /// Servers that shocks took: by shock, occurrences that have not ended.
    pub shock_losses: Vec<Vec<LostServers>>,
    /// Occurrences of each shock, and the day of the first.
    pub shock_counts: Vec<u32>,
    /// As said.
    pub shock_days: Vec<Option<f64>>,
    /// What has been counted.
    pub ledger: Ledger,
    /// Levels at each report.
    pub levels: Vec<[f64; LEVEL_COLUMNS]>,
    /// Stations over each report interval.
    pub station_reports: Vec<StationState>,
    /// Pairs at each moment.
    pub pair_reports: Vec<Vec<PairState>>,
    /// First crossing of sharing effectiveness.
    pub first_crossing: Option<f64>,
    /// Integrals of stations at the last report and at the end of warm-up.
    pub report_base: Vec<StationIntegrals>,
    /// As said.
    pub warm_up_base: Vec<StationIntegrals>,
    /// Events that changed nothing.
    pub idle_events: u64,
    /// Legal compatibility and coverage as last reported, with the state of the law and of instruments that they rest on.
    pub reported_law: Option<(u64, [f64; 3])>,
    /// Changes of standings, which coverage rests on.
    pub standing_changes: u64,
    /// Room for sorting.
    pub scratch: Vec<(f64, u16)>,
    /// Room for components and sorted levels.
    pub scratch_levels: Vec<f64>,
    /// Room for components.
    pub scratch_labels: Vec<usize>,
}

impl<'a> World<'a> {
    /// The world at t = 0, before its first event.
    pub fn new(plan: &'a Blueprint<'a>, chance: Chance, traced: bool) -> World<'a> {
        let scenario = plan.scenario;
        let n = scenario.nations.len();
        let position: Vec<f64> = scenario
            .nations
            .iter()
            .flat_map(|nation| nation.interests.iter().copied())
            .collect();
        let run = &scenario.run;
        let suspending_pairs = if scenario.leaks.suspend > 0.0 { n * n } else { 0 };
        let mut world = World {
            plan,
            chance,
            nations: scenario
                .nations
                .iter()
                .map(|nation| new_nation(plan, nation))
                .collect(),
            drift: vec![0.0; position.len()],
            leaning: vec![0.0; position.len()],
            position,
            affinity: vec![1.0; n * n],
            pairs: Pairs::new(
                plan.prior_mean.clone(),
                n,
                scenario.trust.prior_strength,
                [scenario.trust.half_life, scenario.decision.reciprocity_half_life],
                scenario.mechanisms.trust_evidence,
            ),
            law: Law::new(scenario),
            institutions: new_institutions(plan),
            ties: Ties::new(n, scenario.domains.names.len()),
            organizations: new_organizations(plan),
            standings: vec![vec![Standing::Outside; n]; scenario.instruments.len()],
            instruments: new_instruments(plan),
            automation: scenario
                .channels
                .iter()
                .map(|channel| channel.automation)
                .collect(),
            liaisons: Vec::new(),
            has_liaison: vec![false; n * n],
            liaison_planned: false,
            streams: Vec::new(),
            novelty: vec![NO_VARIANT; scenario.classes.len()],
            threats: Slab::new(),
            networks: Slab::new(),
            seeds: Slab::new(),
            requests: Slab::new(),
            leaks: Slab::new(),
            disputes: vec![
                0;
                if scenario.politics.dispute[0] > 0.0 {
                    n * n
                } else {
                    0
                }
            ],
            reassurances: vec![0; suspending_pairs],
            suspensions: vec![0; suspending_pairs],
            shock_losses: vec![Vec::new(); scenario.shocks.len()],
            shock_counts: vec![0; scenario.shocks.len()],
            shock_days: vec![None; scenario.shocks.len()],
            ledger: Ledger::new(
                run.warm_up,
                run.window,
                scenario.classes.len(),
                n,
                scenario.channels.len(),
                traced,
            ),
            levels: Vec::with_capacity(plan.reports.len()),
            station_reports: Vec::with_capacity(plan.reports.len() * n * 2),
            pair_reports: Vec::with_capacity(plan.moments.len()),
            first_crossing: None,
            report_base: vec![StationIntegrals::default(); n * 2],
            warm_up_base: vec![StationIntegrals::default(); n * 2],
            idle_events: 0,
            reported_law: None,
            standing_changes: 0,
            scratch: Vec::with_capacity(n),
            scratch_levels: Vec::with_capacity(n * n),
            scratch_labels: Vec::with_capacity(n),
        };
        for i in 0..n {
            world.refresh_affinity(i);
        }
        world.refresh_ties();
        world
    }

    /// A keyed draw.
    #[inline]
    pub fn draw(&self, purpose: Purpose, identity: Identity, index: u16) -> Draw {
        self.chance.draw(purpose as u16, identity, index)
    }

    /// A nation's identity.
    #[inline]
    pub fn identity(&self, nation: usize) -> Identity {
        self.plan.scenario.nations[nation].identity
    }

    /// Whether a nation takes no part in anything.
    #[inline]
    pub fn is_idle(&self, nation: usize) -> bool {
        self.plan.scenario.nations[nation].is_idle()
    }

    /// Affinity α of two nations.
    #[inline]
    pub fn affinity_of(&self, one: usize, other: usize) -> f64 {
        self.affinity[one * self.nations.len() + other]
    }

    /// Notes what has happened.
    #[inline]
    pub fn note(&mut self, now: f64, record: Record) {
        self.ledger.note(now, record);
    }

    /// The next number of one of a nation's clocks.
    pub fn count(&mut self, nation: usize, clock: usize) -> u32 {
        let count = &mut self.nations[nation].counts[clock];
        *count += 1;
        *count
    }

    /// Works out anew the affinity of a nation with all others.
    pub fn refresh_affinity(&mut self, nation: usize) {
        if !self.plan.scenario.mechanisms.affinity {
            return;
        }
        let n = self.nations.len();
        let dimensions = self.position.len() / n;
        let width = self.plan.scenario.politics.affinity_width;
        let own = &self.position[nation * dimensions..(nation + 1) * dimensions];
        for other in 0..n {
            let theirs = &self.position[other * dimensions..(other + 1) * dimensions];
            let alpha = affinity(own, theirs, width);
            self.affinity[nation * n + other] = alpha;
            self.affinity[other * n + nation] = alpha;
        }
    }

    /// Works out anew what memberships and channels mean, and the law that rests on them.
    pub fn refresh_ties(&mut self) {
        let scenario = self.plan.scenario;
        self.ties
            .refresh(&scenario.organizations, &scenario.channels, &self.institutions);
        self.law
            .refresh_all(&scenario.instruments, &self.standings, &self.ties);
    }

    /// Works out anew the law of all pairs.
    pub fn refresh_all_law(&mut self) {
        self.law
            .refresh_all(&self.plan.scenario.instruments, &self.standings, &self.ties);
    }

    /// Works out anew the law of all pairs of a nation.
    pub fn refresh_law(&mut self, nation: usize) {
        self.law.refresh_nation(
            nation,
            &self.plan.scenario.instruments,
            &self.standings,
            &self.ties,
        );
    }

    /// λ of a holder towards a requester for a kind and a class (`None`: routine).
    #[inline]
    pub fn compatibility(&self, holder: usize, requester: usize, kind: Kind, class: Option<usize>) -> f64 {
        self.law
            .compatibility(holder, requester, self.plan.weights(kind, class))
    }
}

/// Plans an event under the key that the model gives it.
pub fn plan(agenda: &mut Agenda<Event>, time: f64, event: Event, entity: Identity, sub: u16) -> Ticket {
    if time.is_finite() {
        agenda.schedule(SimTime::from_days(time), event.key(entity, sub), event)
    } else {
        Ticket::NONE
    }
}

/// Servers of a station that nobody waits at: more than there will ever be jobs, few enough to add up.
const ROOM_FOR_ALL: u32 = 1 << 20;

fn new_nation(plan: &Blueprint, nation: &crate::scenario::nation::Nation) -> NationState {
    let outage = if plan.scenario.service.outage_finishes {
        Outage::Finish
    } else {
        Outage::Preempt
    };
    let servers = if plan.scenario.mechanisms.queues {
        nation.servers
    } else {
        [ROOM_FOR_ALL; 2]
    };
    NationState {
        capacity: nation.capacity,
        commitment: nation.commitment,
        home_commitment: nation.commitment,
        safeguards: nation.safeguards,
        stations: servers.map(|servers| Station::new(servers, outage)),
        lost: [0; 2],
        unstable: false,
        start_planned: [false; 2],
        privacy_stock: (0.0, 0.0),
        bar_lowered: (0.0, 0.0),
        triage_speed: 1.0,
        false_leads: 0.0,
        audit: None,
        supports: 0,
        counts: [0; CLOCKS],
    }
}

fn new_organizations(plan: &Blueprint) -> Vec<OrganizationState> {
    let new = |organization: &Organization| OrganizationState {
        exercises: organization.exercises,
        held: 0,
        task_forces: organization.task_forces.clone(),
    };
    plan.scenario.organizations.iter().map(new).collect()
}

fn new_instruments(plan: &Blueprint) -> Vec<InstrumentState> {
    let scenario = plan.scenario;
    let new = |instrument: &Instrument| InstrumentState {
        open: false,
        factor: 1.0,
        accessions: vec![Accession::default(); scenario.nations.len()],
        sums_are_old: false,
        first: 0,
        ticket: Ticket::NONE,
        complete: None,
        deadlines: if scenario.mechanisms.deadlines {
            instrument.deadlines
        } else {
            [None; KINDS]
        },
    };
    scenario.instruments.iter().map(new).collect()
}

fn new_institutions(plan: &Blueprint) -> Institutions {
    let scenario = plan.scenario;
    let n = scenario.nations.len();
    let starts = |from: Option<f64>| Working {
        deployed: from.is_some_and(|day| day <= 0.0),
        outages: 0,
    };
    let grades = scenario.organizations.iter().map(|organization| {
        let mut grades = vec![Grade::Outside; n];
        organization
            .associates
            .iter()
            .for_each(|&nation| grades[nation] = Grade::Associate);
        organization
            .members
            .iter()
            .for_each(|&nation| grades[nation] = Grade::Full);
        for (nation, day) in organization.joins.iter().enumerate() {
            if day.is_some_and(|day| day <= 0.0) {
                grades[nation] = Grade::Full;
            }
        }
        grades
    });
    Institutions {
        grades: grades.collect(),
        procedures: scenario
            .organizations
            .iter()
            .map(|organization| organization.procedures)
            .collect(),
        channels: scenario
            .channels
            .iter()
            .map(|channel| starts(channel.from))
            .collect(),
        databases: scenario
            .databases
            .iter()
            .map(|database| starts(database.from))
            .collect(),
    }
}
