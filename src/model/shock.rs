//! Shocks: when they strike, what they do, and what comes back.

use crate::engine::identity::Identity;
use crate::engine::simulation::Agenda;
use crate::engine::time::YEAR;
use crate::model::arrival::ArrivalStream;
use crate::model::event::Event;
use crate::model::purpose::Purpose;
use crate::model::record::Record;
use crate::model::world::{World, plan};
use crate::scenario::kind::StationKind;
use crate::scenario::organization::Users;
use crate::scenario::shock::{Strike, When};

impl World<'_> {
    /// Plans every shock that has a size and that this world is not spared.
    pub fn start_shocks(&mut self, agenda: &mut Agenda<Event>) {
        for (n, shock) in self.plan.scenario.shocks.iter().enumerate() {
            if self.plan.without_shock == Some(n) || shock.strike.is_nothing() {
                continue;
            }
            match &shock.when {
                When::Days(days) => {
                    for (k, &day) in days.iter().enumerate().filter(|&(_, &day)| day >= 0.0) {
                        self.plan_strike(agenda, n, k as u32, day);
                    }
                }
                When::Rate(_) => self.plan_shock(agenda, n, 0, 0.0),
            }
        }
    }

    fn plan_shock(&mut self, agenda: &mut Agenda<Event>, shock: usize, occurrence: u32, now: f64) {
        let given = &self.plan.scenario.shocks[shock];
        let When::Rate(rate) = given.when else { return };
        if rate == 0.0 {
            return;
        }
        let draw = self.draw(
            Purpose::ShockTime,
            given.identity.numbered(u64::from(occurrence)),
            0,
        );
        let time = now + draw.exponential() * YEAR / rate;
        if time <= self.plan.scenario.run.horizon {
            self.plan_strike(agenda, shock, occurrence, time);
        }
    }

    fn plan_strike(&mut self, agenda: &mut Agenda<Event>, shock: usize, occurrence: u32, day: f64) {
        let identity = self.plan.scenario.shocks[shock].identity;
        let event = Event::ShockStruck(shock as u16, occurrence);
        let ticket = plan(agenda, day, event, identity, occurrence as u16);
        self.strikes[shock].push(ticket);
    }

    /// From now on a shock that has not struck yet spares this world.
    pub fn spare(&mut self, agenda: &mut Agenda<Event>, shock: usize) {
        for ticket in self.strikes[shock].drain(..) {
            agenda.cancel(ticket);
        }
    }

    /// A shock strikes.
    pub fn shock_struck(&mut self, agenda: &mut Agenda<Event>, shock: usize, occurrence: u32, now: f64) {
        let given = &self.plan.scenario.shocks[shock];
        self.shock_counts[shock] += 1;
        self.strikes[shock].retain(|&ticket| agenda.is_pending(ticket));
        self.shock_days[shock].get_or_insert(now);
        self.note(now, Record::ShockStruck { shock });
        let identity = given.identity.numbered(u64::from(occurrence));
        match &given.strike {
            Strike::OrganizationScandal {
                organization,
                weight,
                outage,
            } => {
                self.betray_members(*organization, *weight, now);
                let [channels, databases] = self.platforms_of(*organization);
                self.take_down(&channels, &databases);
                self.plan_end(agenda, shock, occurrence, *outage, now);
            }
            Strike::NationScandal { nation, weight } => {
                let nations = &self.plan.scenario.nations;
                for other in self.knowing(*nation) {
                    if !nations[other].is_idle() {
                        self.learn(other, *nation, 0.0, *weight, now);
                    }
                }
            }
            Strike::LeaveOrganization { nation, organization } => {
                self.leave_organization(agenda, *organization, *nation, now);
            }
            Strike::LeaveInstrument { nation, instrument } => {
                self.leave_instrument(agenda, *instrument, *nation, now);
            }
            Strike::Rivalry {
                one,
                other,
                weight,
                divergence,
            } => {
                let active = |group: &[usize]| -> Vec<usize> {
                    let all = group.iter().copied();
                    all.filter(|&nation| !self.is_idle(nation)).collect()
                };
                let (one, other) = (active(one), active(other));
                self.fall_out(agenda, (&one, &other), (*weight, *divergence), now);
            }
            Strike::Surge {
                classes,
                factor,
                duration,
            } => self.surge(agenda, (classes, identity), (*factor, *duration), now),
            Strike::Outage {
                channels,
                databases,
                duration,
            } => {
                self.take_down(channels, databases);
                self.plan_end(agenda, shock, occurrence, *duration, now);
            }
            Strike::ChangeOfGovernment { nations } => {
                for &nation in nations {
                    self.change_government(agenda, nation, identity.with(self.identity(nation)), now);
                }
            }
            Strike::CapacityLoss {
                nations,
                share,
                duration,
            } => {
                self.lose_capacity(agenda, shock, (nations, *share), now);
                self.plan_end(agenda, shock, occurrence, *duration, now);
            }
        }
        self.plan_shock(agenda, shock, occurrence + 1, now);
    }

    fn plan_end(&mut self, agenda: &mut Agenda<Event>, shock: usize, occurrence: u32, days: f64, now: f64) {
        let identity = self.plan.scenario.shocks[shock].identity;
        plan(
            agenda,
            now + days,
            Event::ShockEnded(shock as u16, occurrence),
            identity,
            occurrence as u16,
        );
    }

    /// What a shock took away comes back.
    pub fn shock_ended(&mut self, agenda: &mut Agenda<Event>, shock: usize, now: f64) {
        match &self.plan.scenario.shocks[shock].strike {
            Strike::OrganizationScandal { organization, .. } => {
                let [channels, databases] = self.platforms_of(*organization);
                self.bring_up(&channels, &databases);
            }
            Strike::Outage {
                channels, databases, ..
            } => self.bring_up(channels, databases),
            Strike::CapacityLoss { .. } => {
                let losses = self.shock_losses[shock].remove(0);
                for (nation, lost) in losses {
                    for station in StationKind::ALL {
                        self.restore_servers(agenda, nation, station, lost[station as usize], now);
                    }
                }
            }
            Strike::NationScandal { .. }
            | Strike::LeaveOrganization { .. }
            | Strike::LeaveInstrument { .. }
            | Strike::Rivalry { .. }
            | Strike::Surge { .. }
            | Strike::ChangeOfGovernment { .. } => {}
        }
    }

    /// Every ordered pair of members has evidence against the other.
    fn betray_members(&mut self, organization: usize, weight: f64, now: f64) {
        for (one, other) in self.member_pairs(organization) {
            self.learn(one, other, 0.0, weight, now);
        }
    }

    /// Channels and databases of an organization.
    fn platforms_of(&self, organization: usize) -> [Vec<usize>; 2] {
        let scenario = self.plan.scenario;
        let own = |users: &Users| *users == Users::Organization(organization);
        [
            (0..scenario.channels.len())
                .filter(|&n| own(&scenario.channels[n].users))
                .collect(),
            (0..scenario.databases.len())
                .filter(|&n| own(&scenario.databases[n].users))
                .collect(),
        ]
    }

    fn take_down(&mut self, channels: &[usize], databases: &[usize]) {
        for &n in channels {
            self.institutions.channels[n].outages += 1;
        }
        for &n in databases {
            self.institutions.databases[n].outages += 1;
        }
        self.refresh_services();
    }

    fn bring_up(&mut self, channels: &[usize], databases: &[usize]) {
        for &n in channels {
            self.institutions.channels[n].outages -= 1;
        }
        for &n in databases {
            self.institutions.databases[n].outages -= 1;
        }
        self.refresh_services();
    }

    /// Two groups lose trust in each other, and their interests move apart along the line between their means.
    fn fall_out(
        &mut self,
        agenda: &mut Agenda<Event>,
        (one, other): (&[usize], &[usize]),
        (weight, divergence): (f64, f64),
        now: f64,
    ) {
        for &a in one {
            for &b in other.iter().filter(|&&b| b != a) {
                if self.dyads.place(a, b).is_some() {
                    self.learn(a, b, 0.0, weight, now);
                    self.learn(b, a, 0.0, weight, now);
                }
            }
        }
        let dimensions = self.position.len() / self.nations.len();
        let mean = |group: &[usize], dimension: usize| {
            group
                .iter()
                .map(|&n| self.position[n * dimensions + dimension])
                .sum::<f64>()
                / group.len().max(1) as f64
        };
        let apart: Vec<f64> = (0..dimensions)
            .map(|dimension| mean(one, dimension) - mean(other, dimension))
            .collect();
        let length = apart.iter().map(|x| x * x).sum::<f64>().sqrt();
        if length == 0.0 || divergence == 0.0 {
            return;
        }
        for (group, sign) in [(one, 1.0), (other, -1.0)] {
            for &nation in group {
                for (dimension, along) in apart.iter().enumerate() {
                    self.drift[nation * dimensions + dimension] += sign * divergence * along / length;
                }
                self.move_interests(agenda, nation, now);
            }
        }
    }

    /// Some classes become more frequent for a while: each an independent stream beside its own.
    fn surge(
        &mut self,
        agenda: &mut Agenda<Event>,
        (classes, identity): (&[usize], Identity),
        (factor, duration): (f64, f64),
        now: f64,
    ) {
        let until = now + duration;
        for &class in classes {
            let chance = self.chance;
            let given = (class, &self.plan.scenario.classes[class]);
            let stream = ArrivalStream::new(
                &chance,
                given,
                given.1.identity.with(identity),
                factor - 1.0,
                (now, until),
            );
            self.streams.push(stream);
            self.plan_arrival(agenda, self.streams.len() - 1);
        }
    }

    fn lose_capacity(
        &mut self,
        agenda: &mut Agenda<Event>,
        shock: usize,
        (nations, share): (&[usize], f64),
        now: f64,
    ) {
        let mut losses = Vec::with_capacity(nations.len());
        for &nation in nations {
            let mut lost = [0; 2];
            for station in StationKind::ALL {
                let servers = self.nations[nation].stations[station as usize].servers();
                lost[station as usize] = (share * f64::from(servers)).ceil() as u32;
                self.lose_servers(agenda, nation, station, lost[station as usize], now);
            }
            losses.push((nation, lost));
        }
        self.shock_losses[shock].push(losses);
    }
}
