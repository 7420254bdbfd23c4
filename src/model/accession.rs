//! Joining instruments: invitations, consent, and hazards advanced exactly at every change.

use crate::engine::calendar::Ticket;
use crate::engine::simulation::Agenda;
use crate::engine::time::YEAR;
use crate::model::event::Event;
use crate::model::hazard::Hazards;
use crate::model::instrument_state::InstrumentState;
use crate::model::purpose::Purpose;
use crate::model::record::Record;
use crate::model::sharing::{Matter, Verdict};
use crate::model::world::{World, plan};
use crate::scenario::kind::Kind;
use crate::scenario::law::Accession;

/// Whose hazards may have changed.
#[derive(Copy, Clone, Debug)]
pub enum Whose {
    /// One nation's.
    Of(usize),
    /// A nation's and its neighbours'.
    Around(usize),
    /// Those of all.
    Everybody,
}

impl World<'_> {
    /// An instrument opens: those who may join by hazard start to.
    pub fn open_instrument(&mut self, agenda: &mut Agenda<Event>, instrument: usize, now: f64) {
        if std::mem::replace(&mut self.instruments[instrument].open, true) {
            return;
        }
        for nation in 0..self.nations.len() {
            if !self.standings[instrument][nation].is_party() {
                self.start_accession(agenda, instrument, nation, now);
            }
        }
        self.instruments[instrument].parties.let_lie();
        self.refresh_hazards(agenda, instrument, Whose::Everybody, now);
    }

    /// A nation outside starts a spell: it joins when its integrated hazard reaches a unit exponential, once it is eligible.
    pub fn start_accession(
        &mut self,
        agenda: &mut Agenda<Event>,
        instrument: usize,
        nation: usize,
        now: f64,
    ) {
        let scenario = self.plan.scenario;
        let given = &scenario.instruments[instrument];
        let spell = self.instruments[instrument].accessions[nation].spell;
        let identity = given
            .identity
            .with(self.identity(nation))
            .numbered(u64::from(spell));
        let threshold = self.draw(Purpose::Ratification, identity, 0).exponential();
        let invited = given.accession == Accession::Invitation && scenario.mechanisms.invitation;
        let of_club = given
            .founder
            .is_some_and(|founder| self.is_full_member(founder, nation));
        let may =
            given.accession != Accession::Closed && scenario.mechanisms.treaties && !self.is_idle(nation);
        let accession = &mut self.instruments[instrument].accessions[nation];
        accession.threshold = threshold;
        accession.integrated = 0.0;
        accession.rate = 0.0;
        accession.since = now;
        accession.eligible = may && (!invited || of_club);
        self.instruments[instrument].soonest.set(nation, f64::INFINITY);
        self.instruments[instrument].unplanned = true;
        self.note_waiting(instrument, nation);
        if may && invited && !of_club {
            self.plan_invitation(agenda, instrument, nation, now);
        }
    }

    fn plan_invitation(&mut self, agenda: &mut Agenda<Event>, instrument: usize, nation: usize, now: f64) {
        let given = &self.plan.scenario.instruments[instrument];
        let count = self.instruments[instrument].accessions[nation].invitations;
        let identity = given.identity.with(self.identity(nation));
        let rate = self.plan.scenario.treaties.invitation[0] * self.nations[nation].commitment;
        let days = self
            .draw(Purpose::Invitation, identity.numbered(u64::from(count)), 0)
            .exponential()
            * YEAR
            / rate;
        self.instruments[instrument].accessions[nation].invitations += 1;
        if now + days <= self.plan.scenario.run.horizon {
            plan(
                agenda,
                now + days,
                Event::InvitationDue(instrument as u16, nation as u16),
                identity,
                0,
            );
        }
    }

    /// A nation is considered for an invitation; where the founder decides by consensus, every member must agree.
    pub fn invitation_due(&mut self, agenda: &mut Agenda<Event>, instrument: usize, nation: usize, now: f64) {
        if self.standings[instrument][nation].is_party()
            || self.instruments[instrument].accessions[nation].eligible
        {
            self.idle_events += 1;
            return;
        }
        let given = &self.plan.scenario.instruments[instrument];
        let identity = given.identity.with(self.identity(nation));
        let attempt = u64::from(self.instruments[instrument].accessions[nation].invitations);
        let agreed = given.founder.is_none_or(|founder| {
            self.members_consent(founder, Some(nation), identity.numbered(attempt), now)
        });
        if agreed {
            self.instruments[instrument].accessions[nation].advance(now);
            self.instruments[instrument].accessions[nation].eligible = true;
            self.note_waiting(instrument, nation);
            self.refresh_hazards(agenda, instrument, Whose::Of(nation), now);
            let lapses = now + self.plan.scenario.treaties.invitation[1];
            self.instruments[instrument].accessions[nation].invited_until = lapses;
            plan(
                agenda,
                lapses,
                Event::InvitationLapsed(instrument as u16, nation as u16),
                identity,
                attempt as u16,
            );
        } else {
            self.plan_invitation(agenda, instrument, nation, now);
        }
    }

    /// An invitation lapses; the nation has to be invited again.
    pub fn invitation_lapsed(
        &mut self,
        agenda: &mut Agenda<Event>,
        instrument: usize,
        nation: usize,
        now: f64,
    ) {
        let accession = &self.instruments[instrument].accessions[nation];
        let old = accession.invited_until > now;
        if old || !accession.eligible || self.standings[instrument][nation].is_party() {
            self.idle_events += 1;
            return;
        }
        self.instruments[instrument].accessions[nation].advance(now);
        self.instruments[instrument].accessions[nation].eligible = false;
        self.note_waiting(instrument, nation);
        self.refresh_hazards(agenda, instrument, Whose::Of(nation), now);
        self.plan_invitation(agenda, instrument, nation, now);
    }

    /// Whether every full member of an organization that decides by consensus agrees to something: towards a candidate, or,
    /// where it is about the organization itself, towards the mean of the other members.
    pub fn members_consent(
        &mut self,
        organization: usize,
        candidate: Option<usize>,
        identity: crate::engine::identity::Identity,
        now: f64,
    ) -> bool {
        if !self.plan.scenario.organizations[organization].consensus {
            return true;
        }
        let members: Vec<usize> = (0..self.nations.len())
            .filter(|&n| self.is_full_member(organization, n) && !self.is_idle(n))
            .collect();
        let matter = Matter {
            kind: Kind::Consent,
            class: None,
            origin: None,
            urgency: self.plan.scenario.routine.urgency,
        };
        let mut all = true;
        for &member in &members {
            let named = identity.with(self.identity(member));
            let agrees = if let Some(candidate) = candidate.filter(|&candidate| candidate != member) {
                self.decide(member, candidate, &matter, (Purpose::Consent, named), now) == Verdict::Share
            } else {
                let (mut sum, mut count) = (0.0, 0);
                for &other in members.iter().filter(|&&other| other != member) {
                    if self.dyads.place(member, other).is_some() {
                        sum += self.willingness(member, other, &matter, now);
                        count += 1;
                    }
                }
                count == 0 || self.draw(Purpose::Consent, named, 0).uniform() < sum / f64::from(count)
            };
            if !agrees {
                self.note(
                    now,
                    Record::ConsentWithheld {
                        nation: member,
                        organization,
                    },
                );
                all = false;
            }
        }
        all
    }

    /// Advances hazards and works them out anew, and plans the earliest ratification.
    pub fn refresh_hazards(&mut self, agenda: &mut Agenda<Event>, instrument: usize, whose: Whose, now: f64) {
        if !self.instruments[instrument].open {
            return;
        }
        if self.somebody_waits(instrument) {
            self.everybody.renew(&self.dyads, &self.affinity);
            self.instruments[instrument]
                .parties
                .renew(&self.dyads, &self.affinity);
        }
        let mut changed = self.instruments[instrument].unplanned;
        match whose {
            Whose::Of(nation) => changed |= self.refresh_hazard_of(instrument, nation, now),
            Whose::Around(nation) if !self.dyads.has_every() => {
                changed |= self.refresh_hazard_of(instrument, nation, now);
                for n in 0..self.dyads.near(nation).0.len() {
                    let other = usize::from(self.dyads.near(nation).0[n]);
                    changed |= self.refresh_hazard_of(instrument, other, now);
                }
            }
            Whose::Around(_) | Whose::Everybody => {
                let moved = self.refresh_waiting(instrument, None, now);
                if moved {
                    let state = &mut self.instruments[instrument];
                    state.soonest.tell_those(&state.waiting);
                }
                changed |= moved;
            }
        }
        if changed {
            self.plan_first(agenda, instrument);
        }
    }

    /// Works out anew the hazards of those who wait, or of one of them; tells whether any has changed, and so the times that `soonest`
    /// has.
    fn refresh_waiting(&mut self, instrument: usize, one: Option<usize>, now: f64) -> bool {
        let scenario = self.plan.scenario;
        let InstrumentState {
            parties,
            factor,
            accessions,
            waiting,
            soonest,
            ..
        } = &mut self.instruments[instrument];
        let hazards = Hazards::new(
            (&scenario.instruments[instrument], *factor),
            &scenario.treaties,
            &self.institutions.grades,
            &self.nations,
            [parties, &self.everybody],
        );
        let mut refresh = |nation: usize| {
            let accession = &mut accessions[nation];
            let has_changed = accession.change_rate(hazards.of(nation), now);
            if has_changed {
                soonest.put(nation, accession.reaches());
            }
            has_changed
        };
        match one {
            Some(nation) => refresh(nation),
            None => waiting
                .iter()
                .fold(false, |moved, &nation| moved | refresh(usize::from(nation))),
        }
    }

    fn refresh_hazard_of(&mut self, instrument: usize, nation: usize, now: f64) -> bool {
        let moved = self.waits(instrument, nation) && self.refresh_waiting(instrument, Some(nation), now);
        if moved {
            self.instruments[instrument].soonest.tell(nation);
        }
        moved
    }

    /// Plans the ratification that comes first; all others are worked out again when it has come.
    fn plan_first(&mut self, agenda: &mut Agenda<Event>, instrument: usize) {
        let state = &self.instruments[instrument];
        let first = state.soonest.first();
        agenda.cancel(state.ticket);
        let within = first.0 <= self.plan.scenario.run.horizon;
        let identity = self.plan.scenario.instruments[instrument].identity;
        let time = first.0.max(agenda.now().days());
        let ticket = if within {
            plan(agenda, time, Event::Ratified(instrument as u16), identity, 0)
        } else {
            Ticket::NONE
        };
        let state = &mut self.instruments[instrument];
        state.ticket = ticket;
        state.first = first.1;
        state.unplanned = false;
    }

    /// A party more or less changes what pulls the others.
    pub fn change_party(
        &mut self,
        agenda: &mut Agenda<Event>,
        instrument: usize,
        nation: usize,
        sign: f64,
        now: f64,
    ) {
        if !self.instruments[instrument].open {
            return;
        }
        let waited_for = self.somebody_waits(instrument);
        let parties = &mut self.instruments[instrument].parties;
        if !waited_for {
            parties.let_lie();
            return;
        }
        let (near, base) = self.dyads.near(nation);
        let affinities = &self.affinity[base..base + near.len()];
        parties.weight_moved(nation, sign * self.plan.activity[nation], (near, affinities));
        self.refresh_hazards(agenda, instrument, Whose::Around(nation), now);
    }

    /// Whether anybody may join an instrument by hazard. Where nobody does, what would pull them is not kept up.
    fn somebody_waits(&self, instrument: usize) -> bool {
        !self.instruments[instrument].waiting.is_empty()
    }

    fn waits(&self, instrument: usize, nation: usize) -> bool {
        self.instruments[instrument].is_waiting[nation]
    }

    /// The standing or eligibility of a nation has changed: it waits if it is eligible and outside, else it has no hazard.
    pub fn note_waiting(&mut self, instrument: usize, nation: usize) {
        let outside = !self.standings[instrument][nation].is_party();
        let state = &mut self.instruments[instrument];
        let accession = &mut state.accessions[nation];
        let waits = outside && accession.eligible;
        state.is_waiting[nation] = waits;
        match state.waiting.binary_search(&(nation as u16)) {
            Err(place) if waits => state.waiting.insert(place, nation as u16),
            Ok(place) if !waits => {
                state.waiting.remove(place);
                state.unplanned |= std::mem::take(&mut accession.rate) != 0.0;
                state.soonest.set(nation, f64::INFINITY);
            }
            Ok(_) | Err(_) => {}
        }
    }

    /// The affinities of a nation have moved by so much, in the order of its neighbours: what pulls the others, and itself, moves
    /// with them.
    pub fn politics_pulls(&mut self, agenda: &mut Agenda<Event>, nation: usize, moved: &[f64], now: f64) {
        let row = (self.dyads.near(nation).0, moved);
        self.everybody.affinities_moved(nation, row);
        for state in self.instruments.iter_mut().filter(|state| state.open) {
            if state.waiting.is_empty() {
                state.parties.let_lie();
            } else {
                state.parties.affinities_moved(nation, row);
            }
        }
        for instrument in 0..self.instruments.len() {
            if self.somebody_waits(instrument) {
                self.refresh_hazards(agenda, instrument, Whose::Around(nation), now);
            }
        }
    }

    /// A success raises the support of a nation for joining, for a while.
    pub fn raise_support(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        let [growth, length] = self.plan.scenario.treaties.support;
        if growth == 0.0 {
            return;
        }
        let number = self.count(nation, crate::model::nation_state::Clock::Support as usize);
        self.nations[nation].supports += 1;
        plan(
            agenda,
            now + length,
            Event::SupportEnded(nation as u16, number),
            self.identity(nation).numbered(u64::from(number)),
            0,
        );
        if self.nations[nation].supports == 1 {
            self.refresh_nation_hazards(agenda, nation, now);
        }
    }

    /// The support that a success brought ends.
    pub fn support_ended(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        self.nations[nation].supports -= 1;
        if self.nations[nation].supports == 0 {
            self.refresh_nation_hazards(agenda, nation, now);
        }
    }

    /// The commitment or support of a nation has changed.
    pub fn refresh_nation_hazards(&mut self, agenda: &mut Agenda<Event>, nation: usize, now: f64) {
        for instrument in 0..self.instruments.len() {
            self.refresh_hazards(agenda, instrument, Whose::Of(nation), now);
        }
    }
}
