//! The life of an instrument for a nation: ratification, entry into force, implementation to a degree, exit and return.

use crate::engine::calendar::Ticket;
use crate::engine::simulation::Agenda;
use crate::engine::time::YEAR;
use crate::model::event::Event;
use crate::model::law::Standing;
use crate::model::purpose::Purpose;
use crate::model::record::Record;
use crate::model::world::{World, plan};
use crate::scenario::law::{Accession, EntryDelay};

/// Days in a month of a world without dates.
const MONTH: f64 = 30.4375;

impl World<'_> {
    /// Standings at the start: nations that have long implemented, and dated ratifications before t = 0.
    pub fn start_instruments(&mut self, agenda: &mut Agenda<Event>) {
        for instrument in 0..self.instruments.len() {
            let scenario = self.plan.scenario;
            let given = &scenario.instruments[instrument];
            for &nation in &given.parties {
                let degree = self.degree_of(instrument, nation);
                self.set_standing(instrument, nation, Standing::Implemented(degree));
                self.instruments[instrument].accessions[nation].applied = degree;
                self.instruments[instrument].accessions[nation].ratified = f64::NEG_INFINITY;
            }
            self.note_completion(instrument, f64::NEG_INFINITY);
            let mut dated: Vec<(f64, usize)> = given
                .ratified
                .iter()
                .enumerate()
                .filter_map(|(nation, day)| day.map(|day| (day, nation)))
                .collect();
            dated.sort_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
            for &(day, nation) in dated.iter().filter(|&&(day, _)| day <= 0.0) {
                self.set_standing(instrument, nation, Standing::Ratified);
                self.instruments[instrument].accessions[nation].ratified = day;
                self.note_completion(instrument, day);
            }
            self.plan_entries(agenda, instrument, 0.0);
            for &(day, nation) in dated.iter().filter(|&&(day, _)| day > 0.0) {
                plan(
                    agenda,
                    day,
                    Event::RatifiedOnDate(instrument as u16, nation as u16),
                    given.identity.with(self.identity(nation)),
                    1,
                );
            }
            if let Some(day) = given.opens {
                plan(
                    agenda,
                    day.max(0.0),
                    Event::InstrumentOpened(instrument as u16),
                    given.identity,
                    0,
                );
            }
        }
        self.refresh_ties();
    }

    /// How far a nation has come with an instrument changes.
    pub fn set_standing(&mut self, instrument: usize, nation: usize, standing: Standing) {
        self.standings[instrument][nation] = standing;
        let pulls = if standing.is_party() {
            self.plan.activity[nation]
        } else {
            0.0
        };
        self.instruments[instrument].parties.set_weight(nation, pulls);
        self.coverage.note(instrument, nation, standing);
    }

    /// The nation that waits first ratifies.
    pub fn ratified(&mut self, agenda: &mut Agenda<Event>, instrument: usize, now: f64) {
        let state = &mut self.instruments[instrument];
        let nation = state.first;
        state.ticket = Ticket::NONE;
        state.unplanned = true;
        self.ratify(agenda, instrument, nation, now);
    }

    /// A nation ratifies: it counts for others, and the instrument comes to bind it.
    pub fn ratify(&mut self, agenda: &mut Agenda<Event>, instrument: usize, nation: usize, now: f64) {
        if self.standings[instrument][nation].is_party() || self.is_idle(nation) {
            self.idle_events += 1;
            return;
        }
        self.set_standing(instrument, nation, Standing::Ratified);
        self.instruments[instrument].accessions[nation].ratified = now;
        self.instruments[instrument].unplanned = true;
        self.note_waiting(instrument, nation);
        self.note(now, Record::Ratified { instrument, nation });
        let was_complete = self.instruments[instrument].complete.is_some();
        self.note_completion(instrument, now);
        if was_complete {
            self.plan_entry(agenda, instrument, nation, now);
        } else {
            self.plan_entries(agenda, instrument, now);
        }
        self.change_party(agenda, instrument, nation, 1.0, now);
    }

    /// Notes the day on which the number of ratifications that the instrument needs was complete.
    fn note_completion(&mut self, instrument: usize, day: f64) {
        if self.instruments[instrument].complete.is_some() {
            return;
        }
        let scenario = self.plan.scenario;
        let needed = if scenario.mechanisms.entry_into_force {
            scenario.instruments[instrument].entry.parties
        } else {
            0
        };
        let parties = self.standings[instrument]
            .iter()
            .enumerate()
            .filter(|(n, standing)| standing.is_party() && !self.is_idle(*n))
            .count();
        if parties >= needed as usize {
            self.instruments[instrument].complete = Some(day);
        }
    }

    /// Plans entry into force for all that have ratified, once the number is complete.
    fn plan_entries(&mut self, agenda: &mut Agenda<Event>, instrument: usize, now: f64) {
        if self.instruments[instrument].complete.is_none() {
            return;
        }
        for nation in 0..self.nations.len() {
            if self.standings[instrument][nation] == Standing::Ratified {
                self.plan_entry(agenda, instrument, nation, now);
            }
        }
    }

    fn plan_entry(&mut self, agenda: &mut Agenda<Event>, instrument: usize, nation: usize, now: f64) {
        let Some(complete) = self.instruments[instrument].complete else {
            return;
        };
        let own = self.instruments[instrument].accessions[nation].ratified;
        let day = if self.plan.scenario.mechanisms.entry_into_force {
            self.entry_day(instrument, own)
                .max(self.entry_day(instrument, complete))
        } else {
            own
        };
        if day < 0.0 {
            // What bound it before the start has run since; law as the file gives it holds what has been implemented.
            self.set_standing(instrument, nation, Standing::InForce);
            let implemented = day + self.implementation_days(instrument, nation);
            if implemented < 0.0 {
                let degree = self.degree_of(instrument, nation);
                self.set_standing(instrument, nation, Standing::Implemented(degree));
                self.instruments[instrument].accessions[nation].applied = degree;
            } else {
                self.plan_implementation(agenda, instrument, nation, implemented);
            }
        } else {
            let identity = self.spell_identity(instrument, nation);
            let ticket = plan(
                agenda,
                day.max(now),
                Event::EnteredIntoForce(instrument as u16, nation as u16),
                identity,
                0,
            );
            self.instruments[instrument].accessions[nation].next = ticket;
        }
    }

    /// The date rule, from a ratification: so many days, or the first day of the month after so many months.
    fn entry_day(&self, instrument: usize, from: f64) -> f64 {
        if !from.is_finite() {
            return from;
        }
        match (
            self.plan.scenario.instruments[instrument].entry.delay,
            self.plan.scenario.run.start,
        ) {
            (EntryDelay::Days(days), _) => from + days,
            (EntryDelay::MonthsThenFirst(months), None) => from + f64::from(months) * MONTH,
            (EntryDelay::MonthsThenFirst(months), Some(start)) => {
                let date = start.plus_days(from.floor());
                (date.first_of_month_after(months).day_number() - start.day_number()) as f64
            }
        }
    }

    fn spell_identity(&self, instrument: usize, nation: usize) -> crate::engine::identity::Identity {
        let spell = self.instruments[instrument].accessions[nation].spell;
        self.plan.scenario.instruments[instrument]
            .identity
            .with(self.identity(nation))
            .numbered(u64::from(spell))
    }

    /// The instrument binds the nation from now on.
    pub fn entered_into_force(
        &mut self,
        agenda: &mut Agenda<Event>,
        instrument: usize,
        nation: usize,
        now: f64,
    ) {
        self.set_standing(instrument, nation, Standing::InForce);
        self.law_changes += 1;
        let day = now + self.implementation_days(instrument, nation);
        self.plan_implementation(agenda, instrument, nation, day);
    }

    fn implementation_days(&self, instrument: usize, nation: usize) -> f64 {
        let mean = self.plan.scenario.treaties.implementation / self.nations[nation].capacity;
        self.draw(
            Purpose::Implementation,
            self.spell_identity(instrument, nation),
            0,
        )
        .exponential()
            * mean
    }

    fn plan_implementation(
        &mut self,
        agenda: &mut Agenda<Event>,
        instrument: usize,
        nation: usize,
        day: f64,
    ) {
        let identity = self.spell_identity(instrument, nation);
        let ticket = plan(
            agenda,
            day,
            Event::Implemented(instrument as u16, nation as u16),
            identity,
            0,
        );
        self.instruments[instrument].accessions[nation].next = ticket;
    }

    /// ι = U^((1−μ)/μ) with μ = κ^ξ, whose mean is μ exactly; or as the file gives it.
    fn degree_of(&self, instrument: usize, nation: usize) -> f64 {
        if let Some(degree) = self.plan.scenario.instruments[instrument].degrees[nation] {
            return degree;
        }
        let mean = libm::pow(self.nations[nation].capacity, self.plan.scenario.treaties.gap);
        let u = self
            .draw(Purpose::Degree, self.spell_identity(instrument, nation), 0)
            .uniform();
        libm::pow(u, (1.0 - mean) / mean)
    }

    /// A nation implements an instrument: by its mode, law moves or is recognized.
    pub fn implemented(&mut self, instrument: usize, nation: usize, now: f64) {
        let degree = self.degree_of(instrument, nation);
        self.set_standing(instrument, nation, Standing::Implemented(degree));
        self.instruments[instrument].accessions[nation].next = Ticket::NONE;
        self.move_law(instrument, nation, degree);
        self.refresh_law(nation);
        self.note(
            now,
            Record::Implemented {
                instrument,
                nation,
                degree,
            },
        );
    }

    /// Moves a nation's law by what a degree of implementation brings beyond what it has brought before: law that has moved
    /// stays when the nation leaves, so it does not move again when it comes back.
    pub fn move_law(&mut self, instrument: usize, nation: usize, degree: f64) {
        let accession = &mut self.instruments[instrument].accessions[nation];
        let more = (degree - accession.applied).max(0.0);
        accession.applied += more;
        self.law
            .implement(nation, &self.plan.scenario.instruments[instrument], more);
    }

    /// A nation leaves an instrument: floors end at once, law that has moved stays.
    pub fn leave_instrument(
        &mut self,
        agenda: &mut Agenda<Event>,
        instrument: usize,
        nation: usize,
        now: f64,
    ) {
        if !self.standings[instrument][nation].is_party() {
            return;
        }
        self.set_standing(instrument, nation, Standing::Outside);
        self.note_waiting(instrument, nation);
        agenda.cancel(self.instruments[instrument].accessions[nation].next);
        self.instruments[instrument].accessions[nation].spell += 1;
        self.note(now, Record::LeftInstrument { instrument, nation });
        self.refresh_law(nation);
        self.change_party(agenda, instrument, nation, -1.0, now);
        let given = &self.plan.scenario.instruments[instrument];
        let by_hazard = self.instruments[instrument].open
            && given.accession != Accession::Closed
            && self.plan.scenario.mechanisms.treaties;
        if by_hazard {
            self.start_accession(agenda, instrument, nation, now);
            self.refresh_hazards(
                agenda,
                instrument,
                crate::model::accession::Whose::Of(nation),
                now,
            );
        } else {
            let identity = self.spell_identity(instrument, nation);
            let rejoin = self.plan.scenario.politics.rejoin;
            let days = self.draw(Purpose::Rejoin, identity, 0).exponential() * YEAR / rejoin;
            plan(
                agenda,
                now + days,
                Event::InstrumentRejoined(instrument as u16, nation as u16),
                identity,
                0,
            );
        }
    }
}
