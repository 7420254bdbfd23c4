//! `World`: everything that changes; no rule.

use std::collections::VecDeque;

use crate::engine::calendar::Ticket;
use crate::engine::chance::{Chance, Draw};
use crate::engine::identity::Identity;
use crate::engine::large::{LargeVec, collected};
use crate::engine::simulation::Agenda;
use crate::engine::station::{Outage, Station, StationIntegrals};
use crate::engine::time::SimTime;
use crate::model::arrival::ArrivalStream;
use crate::model::blueprint::Blueprint;
use crate::model::course::Course;
use crate::model::coverage::Coverage;
use crate::model::dyads::Dyads;
use crate::model::event::Event;
use crate::model::instrument_state::Accession;
use crate::model::instrument_state::InstrumentState;
use crate::model::law::{InForce, Law, Standing};
use crate::model::ledger::Ledger;
use crate::model::measure::LEVEL_COLUMNS;
use crate::model::nation_state::CLOCKS;
use crate::model::nation_state::NationState;
use crate::model::outcome::{PairState, StationState};
use crate::model::pairs::Pairs;
use crate::model::pull::Pull;
use crate::model::purpose::Purpose;
use crate::model::record::Record;
use crate::model::report_buffer::ReportBuffer;
use crate::model::request_state::Request;
use crate::model::slab::Slab;
use crate::model::soonest::Soonest;
use crate::model::threat_state::{Hearer, Leak, Network, Relay, Seed, Threat, Variants};
use crate::model::ties::{Grade, Institutions, Ties, Working};
use crate::scenario::kind::KINDS;
use crate::scenario::law::Instrument;
use crate::scenario::organization::{Exercises, Organization, TaskForce};

/// A class whose holders know all its variants.
const NO_VARIANT: Variants = Variants {
    factor: 1.0,
    count: 0,
    newest: 0.0,
};

/// What changes about the services of an organization.
#[derive(Clone, Debug)]
pub struct OrganizationState {
    /// Exercises, and the pending one.
    pub exercises: Option<Exercises>,
    /// Exercises held so far.
    pub held: u32,
}

/// Servers that one occurrence of a shock took: nation, and number by station.
pub type LostServers = Vec<(usize, [u32; 2])>;

/// Everything that changes.
#[derive(Clone)]
pub struct World<'a> {
    /// What all replications share.
    pub plan: &'a Blueprint<'a>,
    /// Keyed luck.
    pub chance: Chance,
    /// Nations.
    pub nations: LargeVec<NationState>,
    /// Interests: position, drift around home, the government's leaning; nation by nation.
    pub position: Vec<f64>,
    /// As said.
    pub drift: Vec<f64>,
    /// As said.
    pub leaning: Vec<f64>,
    /// Which pairs of nations are kept, and where.
    pub dyads: Dyads,
    /// Affinity of neighbours, by place of the pair.
    pub affinity: LargeVec<f64>,
    /// What nations have experienced with one another.
    pub pairs: Pairs,
    /// With a reach: the last nations beyond its neighbours that gave a nation something, the latest last.
    pub partners: Vec<VecDeque<u16>>,
    /// The law in force.
    pub law: Law,
    /// Memberships, channels and databases.
    pub institutions: Institutions,
    /// What they mean for pairs.
    pub ties: Ties,
    /// Services of organizations.
    pub organizations: Vec<OrganizationState>,
    /// Task forces, each with its organization.
    pub task_forces: Vec<(u16, TaskForce)>,
    /// Standing by instrument and nation.
    pub standings: Vec<Vec<Standing>>,
    /// The same, laid out for asking about pairs.
    pub coverage: Coverage,
    /// Instruments.
    pub instruments: Vec<InstrumentState>,
    /// How all others pull each nation, by their activity.
    pub everybody: Pull,
    /// By kind, the instruments that set a deadline, and its days.
    pub deadlines: [Vec<(u16, f64)>; KINDS],
    /// Shares of automation by channel and kind.
    pub automation: Vec<[f64; KINDS]>,
    /// Pairs with a liaison officer, in order.
    pub liaisons: Vec<(u16, u16)>,
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
    /// Pieces that are being relayed.
    pub relays: Slab<Relay>,
    /// Requests and jobs.
    pub requests: Slab<Request>,
    /// Leaks under way.
    pub leaks: Slab<Leak>,
    /// Disputes so far, by place of the pair, lower index first; empty where there are none.
    pub disputes: Vec<u32>,
    /// Reassurances so far, by place of the pair; empty where there are none.
    pub reassurances: Vec<u32>,
    /// Suspensions so far, by place of the pair; empty where there are none.
    pub suspensions: Vec<u16>,
    /// Servers that shocks took: by shock, occurrences that have not ended.
    pub shock_losses: Vec<Vec<LostServers>>,
    /// Pending strikes of each shock.
    pub strikes: Vec<Vec<Ticket>>,
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
    /// Events that changed something within another, without being planned: starts of service.
    pub merged_events: u64,
    /// Legal compatibility and coverage as last reported, with the number of changes that they rest on.
    pub reported_law: Option<(u64, [f64; 3])>,
    /// Changes of law and standings.
    pub law_changes: u64,
    /// Whether the course of its drivers is kept, or held.
    pub course: Course,
    /// Room for sorting.
    pub scratch: Vec<(f64, u16)>,
    /// Room for a number a nation.
    pub scratch_levels: Vec<f64>,
    /// Room for nations.
    pub scratch_nations: Vec<u16>,
    /// Room for nations that hear of something.
    pub scratch_hearers: Vec<Hearer>,
    /// Room for reports.
    pub report_buffer: ReportBuffer,
}

impl<'a> World<'a> {
    /// The world at t = 0, before its first event. Instruments and ties come, and law between nations is worked out, when it
    /// starts.
    pub fn new(plan: &'a Blueprint<'a>, chance: Chance, traced: bool) -> World<'a> {
        let scenario = plan.scenario;
        let n = scenario.nations.len();
        let position = plan.interests.clone();
        let run = &scenario.run;
        let kept = plan.dyads.count();
        let suspending_pairs = if scenario.leaks.suspend > 0.0 { kept } else { 0 };
        World {
            plan,
            chance,
            nations: collected(scenario.nations.iter().map(|nation| new_nation(plan, nation))),
            drift: vec![0.0; position.len()],
            leaning: vec![0.0; position.len()],
            position,
            dyads: plan.dyads.clone(),
            affinity: plan.affinity.clone(),
            pairs: Pairs::new(
                &plan.prior_good,
                scenario.trust.prior_strength,
                [scenario.trust.half_life, scenario.decision.reciprocity_half_life],
                scenario.mechanisms.trust_evidence,
            ),
            partners: vec![VecDeque::new(); if scenario.reach.is_some() { n } else { 0 }],
            law: Law::new(scenario, kept, &plan.routine_weights),
            institutions: new_institutions(plan),
            ties: Ties::new(n, &scenario.organizations, &scenario.channels),
            organizations: new_organizations(plan),
            task_forces: task_forces_at_start(plan),
            standings: vec![vec![Standing::Outside; n]; scenario.instruments.len()],
            coverage: Coverage::new(n, scenario.instruments.len()),
            instruments: new_instruments(plan),
            everybody: Pull::new(plan.activity.clone()),
            deadlines: plan.instrument_deadlines.clone(),
            automation: scenario
                .channels
                .iter()
                .map(|channel| channel.automation)
                .collect(),
            liaisons: Vec::new(),
            liaison_planned: false,
            streams: Vec::new(),
            novelty: vec![NO_VARIANT; scenario.classes.len()],
            threats: Slab::new(),
            networks: Slab::new(),
            seeds: Slab::new(),
            relays: Slab::new(),
            requests: Slab::new(),
            leaks: Slab::new(),
            disputes: vec![
                0;
                if scenario.politics.dispute[0] > 0.0 {
                    kept
                } else {
                    0
                }
            ],
            reassurances: vec![0; suspending_pairs],
            suspensions: vec![0; suspending_pairs],
            shock_losses: vec![Vec::new(); scenario.shocks.len()],
            strikes: vec![Vec::new(); scenario.shocks.len()],
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
            merged_events: 0,
            reported_law: None,
            law_changes: 0,
            course: Course::Free,
            scratch: Vec::with_capacity(n),
            scratch_levels: Vec::with_capacity(n),
            scratch_nations: Vec::new(),
            scratch_hearers: Vec::with_capacity(n),
            report_buffer: ReportBuffer::default(),
        }
    }

    /// A keyed draw.
    #[inline]
    pub fn draw(&self, purpose: Purpose, identity: Identity, index: u16) -> Draw {
        self.chance.draw(purpose as u16, identity, index)
    }

    /// A nation's identity.
    #[inline]
    pub fn identity(&self, nation: usize) -> Identity {
        self.plan.identities[nation]
    }

    /// Whether a nation takes no part in anything.
    #[inline]
    pub fn is_idle(&self, nation: usize) -> bool {
        self.plan.activity[nation] == 0.0
    }

    /// Notes what has happened.
    #[expect(clippy::inline_always, reason = "as said of `Ledger::note`")]
    #[inline(always)]
    pub fn note(&mut self, now: f64, record: Record) {
        self.ledger.note(now, record);
    }

    /// The next number of one of a nation's clocks.
    pub fn count(&mut self, nation: usize, clock: usize) -> u32 {
        let count = &mut self.nations[nation].counts[clock];
        *count += 1;
        *count
    }

    /// Works out anew what all memberships and channels mean, and the law that rests on them.
    pub fn refresh_ties(&mut self) {
        self.refresh_services();
        for nation in 0..self.nations.len() {
            self.ties
                .refresh_nation(nation, &self.plan.scenario.channels, &self.institutions);
        }
        self.refresh_all_law();
    }

    /// Works out anew which channels work and how far procedures have come; no law rests on them.
    pub fn refresh_services(&mut self) {
        self.ties
            .refresh_services(&self.plan.scenario.channels, &self.institutions);
    }

    /// Works out anew what the memberships and channels of one nation mean, and the law that rests on them.
    pub fn refresh_ties_of(&mut self, nation: usize) {
        self.ties
            .refresh_nation(nation, &self.plan.scenario.channels, &self.institutions);
        self.refresh_law(nation);
    }

    /// Works out anew the law of all pairs.
    pub fn refresh_all_law(&mut self) {
        self.law_changes += 1;
        let in_force = InForce::now(self.plan.scenario, &self.standings, &self.ties);
        self.law.refresh_all(&self.dyads, &in_force);
    }

    /// Works out anew the law of all pairs of a nation.
    pub fn refresh_law(&mut self, nation: usize) {
        self.law_changes += 1;
        self.law.refresh_nation(
            nation,
            &self.dyads,
            &InForce::now(self.plan.scenario, &self.standings, &self.ties),
        );
    }

    /// The best mediation that two nations share.
    #[inline]
    pub fn mediation(&self, one: usize, other: usize) -> f64 {
        self.ties.mediation(one, other, &self.plan.scenario.organizations)
    }
}

/// Plans an event under the key that the model gives it.
#[inline]
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
        sovereignty: nation.sovereignty,
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
    };
    plan.scenario.organizations.iter().map(new).collect()
}

fn task_forces_at_start(plan: &Blueprint) -> Vec<(u16, TaskForce)> {
    let organizations = plan.scenario.organizations.iter().enumerate();
    let forces = organizations.flat_map(|(n, organization)| {
        let forces = organization.task_forces.iter().cloned();
        forces.map(move |force| (n as u16, force))
    });
    forces.collect()
}

fn new_instruments(plan: &Blueprint) -> Vec<InstrumentState> {
    let scenario = plan.scenario;
    let new = |_: &Instrument| InstrumentState {
        open: false,
        factor: 1.0,
        accessions: vec![Accession::default(); scenario.nations.len()],
        waiting: Vec::with_capacity(scenario.nations.len()),
        is_waiting: vec![false; scenario.nations.len()],
        parties: Pull::new(vec![0.0; scenario.nations.len()]),
        unplanned: true,
        soonest: Soonest::new(scenario.nations.len()),
        first: 0,
        ticket: Ticket::NONE,
        complete: None,
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
