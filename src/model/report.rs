//! What is seen of the world at a report; looking changes nothing.

use crate::engine::station::StationIntegrals;
use crate::engine::time::SimTime;
use crate::model::measure::{Count, LEVEL_COLUMNS, Level};
use crate::model::network::{MutualTies, gini};
use crate::model::outcome::{Outcome, PairState, StationState};
use crate::model::report_buffer::ReportBuffer;
use crate::model::world::World;
use crate::scenario::kind::StationKind;

/// Sums of trust over ordered pairs: all of them, those of one bloc, those of two.
#[derive(Copy, Clone, Debug, Default)]
struct Trusted {
    total: f64,
    within: f64,
    between: f64,
}

impl Trusted {
    /// Adds a pair; `same_bloc` is 1 or 0. Whoever is not in a sum adds nothing to it: a product is never told wrong in advance,
    /// as a branch would be.
    #[inline]
    fn add(&mut self, trust: f64, same_bloc: f64) {
        self.total += trust;
        self.within += trust * same_bloc;
        self.between += trust * (1.0 - same_bloc);
    }
}

impl World<'_> {
    /// Takes the levels of the moment and what the stations did since the last report.
    pub fn report(&mut self, number: usize, now: f64) {
        self.report_stations(number, now);
        let mut levels = [f64::NAN; LEVEL_COLUMNS];
        let mut set = |level: Level, value: f64| levels[level as usize] = value;
        let (effectiveness, outcomes) = self.ledger.sharing_effectiveness(now);
        set(Level::SharingEffectiveness, effectiveness);
        let so_far = self.ledger.so_far;
        set(Level::Attacks, so_far.attacks);
        set(Level::Harm, so_far.harm);
        set(Level::Leaks, so_far.leaks);
        set(Level::PrivacyHarm, so_far.privacy_harm);
        set(Level::Deliveries, so_far.deliveries);
        let waiting: usize = self
            .nations
            .iter()
            .flat_map(|nation| &nation.stations)
            .map(super::super::engine::station::Station::waiting)
            .sum();
        set(Level::Backlog, waiting as f64);
        let run = &self.plan.scenario.run;
        let enough = outcomes >= run.window_least;
        if self.first_crossing.is_none() && now > run.warm_up && enough && effectiveness < run.threshold {
            self.first_crossing = Some(now);
        }
        self.levels.push(levels);
        self.report_trust(now);
        self.report_law();
    }

    fn report_trust(&mut self, now: f64) {
        if self.dyads.has_every() {
            self.ask_everybody(now);
        } else {
            self.ask_neighbours(now);
        }
    }

    /// Trust of all active nations in all others.
    fn ask_everybody(&mut self, now: f64) {
        let (active, blocs) = (&self.plan.active, &self.plan.active_blocs);
        let trusting = self.plan.scenario.run.trusting;
        let ReportBuffer {
            row,
            all,
            network,
            sort,
            ..
        } = &mut self.report_buffer;
        row.resize(self.nations.len(), 0.0);
        all.clear();
        network.restart(active.len());
        let moment = self.pairs.moment(now);
        let mut seen = Trusted::default();
        for (place, (&i, &own)) in active.iter().zip(blocs).enumerate() {
            self.pairs.trust_row(self.dyads.near(i).1, &moment, row);
            let same_bloc = &self.plan.of_bloc[usize::from(own)];
            for others in [0..place, place + 1..active.len()] {
                let from = all.len();
                all.extend(active[others.clone()].iter().map(|&j| row[j]));
                let trusted = &all[from..];
                for (trust, same_bloc) in trusted.iter().zip(&same_bloc[others.clone()]) {
                    seen.add(*trust, *same_bloc);
                }
                network.tie(place, others.start, trusted, trusting);
            }
        }
        let ties = network.mutual_ties();
        let inequality = gini(all, sort);
        self.set_trust(&seen, inequality, ties);
    }

    /// Trust of active nations in their neighbours; its inequality among the pairs that tables show.
    fn ask_neighbours(&mut self, now: f64) {
        let nations = &self.plan.scenario.nations;
        let (active, blocs) = (&self.plan.active, &self.plan.active_blocs);
        let trusting = self.plan.scenario.run.trusting;
        let ReportBuffer {
            row,
            all,
            network,
            sort,
            bloc_of,
            ..
        } = &mut self.report_buffer;
        bloc_of.resize(nations.len(), 0);
        for (&nation, &bloc) in active.iter().zip(blocs) {
            bloc_of[nation] = bloc;
        }
        network.restart(nations.len());
        let moment = self.pairs.moment(now);
        let mut seen = Trusted::default();
        for &i in active {
            let (near, base) = self.dyads.near(i);
            row.resize(near.len(), 0.0);
            self.pairs.trust_row(base, &moment, row);
            for (&j, &trust) in near.iter().zip(row.iter()) {
                let j = usize::from(j);
                seen.add(trust, f64::from(u8::from(bloc_of[i] == bloc_of[j])));
            }
            network.tie_some(i, near, row, trusting);
        }
        all.clear();
        let shown = self.plan.sample.iter().flatten();
        all.extend(shown.map(|pair| self.pairs.trust_at(pair.place as usize, &moment)));
        let ties = network.mutual_ties();
        let inequality = gini(all, sort);
        self.set_trust(&seen, inequality, ties);
    }

    fn set_trust(&mut self, seen: &Trusted, inequality: f64, ties: MutualTies) {
        let within = f64::from(self.plan.pairs_within_blocs);
        let pairs = f64::from(self.plan.pairs_near);
        let active = self.plan.active.len() as f64;
        let levels = self
            .levels
            .last_mut()
            .expect("levels of this report have been taken");
        levels[Level::MeanTrust as usize] = seen.total / pairs;
        levels[Level::TrustWithin as usize] = seen.within / within;
        levels[Level::TrustBetween as usize] = seen.between / (pairs - within);
        levels[Level::TrustGini as usize] = inequality;
        levels[Level::TrustingPairs as usize] = ties.tied as f64 / (pairs / 2.0);
        levels[Level::LargestComponent as usize] = ties.largest as f64 / active;
    }

    /// Law changes seldom: what was worked out at an earlier report is kept while nothing that it rests on has changed.
    fn report_law(&mut self) {
        let kept = self
            .reported_law
            .filter(|(before, _)| *before == self.law_changes);
        let seen = match kept {
            Some((_, seen)) => seen,
            None => self.legal_levels(),
        };
        self.reported_law = Some((self.law_changes, seen));
        let levels = self
            .levels
            .last_mut()
            .expect("levels of this report have been taken");
        for (level, value) in [
            Level::LegalCompatibility,
            Level::TreatyCoverage,
            Level::ImplementedCoverage,
        ]
        .into_iter()
        .zip(seen)
        {
            levels[level as usize] = value;
        }
    }

    /// Legal compatibility, treaty coverage and implemented coverage: means over unordered pairs of active neighbours. Nation by
    /// nation, each is summed up by itself, so that what a sum needs stays in registers.
    fn legal_levels(&self) -> [f64; 3] {
        let (mut compatibility, mut in_force, mut implemented) = (0.0, 0_u32, 0.0);
        for (rank, &nation) in self.plan.active.iter().enumerate() {
            for (place, other) in self.earlier(rank) {
                let back = self.dyads.back(nation, other, place);
                compatibility += self.law.routine_compatibility(back) + self.law.routine_compatibility(place);
            }
            if self.coverage.is_bound(nation) {
                let bound = self
                    .earlier(rank)
                    .map(|(_, other)| u32::from(self.coverage.are_bound(nation, other)));
                in_force += bound.sum::<u32>();
            }
            if self.coverage.has_implemented(nation) {
                for (_, other) in self.earlier(rank) {
                    implemented += self.coverage.degree(nation, other);
                }
            }
        }
        let pairs = f64::from(self.plan.pairs_near / 2);
        [
            compatibility / (2.0 * pairs),
            f64::from(in_force) / pairs,
            implemented / pairs,
        ]
    }

    /// The active neighbours of an active nation that come before it, each with the place of the pair. One of the two lists is empty:
    /// where all are near, nobody needs to be asked.
    #[inline]
    fn earlier(&self, rank: usize) -> impl Iterator<Item = (usize, usize)> {
        let nation = self.plan.active[rank];
        let (near, base) = self.dyads.near(nation);
        let (all, near): (&[usize], &[u16]) = if self.dyads.has_every() {
            (&self.plan.active[..rank], &[])
        } else {
            (&[], near)
        };
        let of_near = (base..).zip(near.iter().map(|&other| usize::from(other)));
        let of_active = of_near
            .take_while(move |&(_, other)| other < nation)
            .filter(|&(_, other)| !self.is_idle(other));
        all.iter()
            .map(move |&other| (base + other, other))
            .chain(of_active)
    }

    fn report_stations(&mut self, number: usize, now: f64) {
        let time = SimTime::from_days(now);
        let every = self.plan.scenario.run.report_every;
        for nation in 0..self.nations.len() {
            for station in StationKind::ALL {
                let place = nation * 2 + station as usize;
                let whole = self.nations[nation].stations[station as usize].integrals(time);
                let since = whole - self.report_base[place];
                self.report_base[place] = whole;
                if number > 0 {
                    self.station_reports.push(StationState {
                        queue: since.waiting_days / every,
                        busy: since.busy_days / every,
                        open: since.available_days / every,
                        started: since.started as f64,
                        wait_days: since.wait_days,
                    });
                }
            }
        }
    }

    /// Remembers the stations at the end of warm-up, from which their measures count.
    pub fn end_warm_up(&mut self, now: f64) {
        let time = SimTime::from_days(now);
        for nation in 0..self.nations.len() {
            for station in StationKind::ALL {
                self.warm_up_base[nation * 2 + station as usize] =
                    self.nations[nation].stations[station as usize].integrals(time);
            }
        }
    }

    /// Takes the state of every ordered pair that tables show.
    pub fn report_pairs(&mut self, now: f64) {
        let n = self.nations.len();
        let state = |one: usize, other: usize, place: usize| PairState {
            trust: self.pairs.trust(place, now),
            compatibility: self.law.routine_compatibility(self.dyads.back(one, other, place)),
            affinity: self.affinity[place],
            exchange: self.pairs.deliveries(place, now),
        };
        let states = match &self.plan.sample {
            None => (0..n * n)
                .map(|place| state(place / n, place % n, place))
                .collect(),
            Some(shown) => shown
                .iter()
                .map(|pair| state(pair.from.into(), pair.to.into(), pair.place as usize))
                .collect(),
        };
        self.pair_reports.push(states);
    }

    /// What the replication leaves.
    pub fn finish(mut self, replication: u32, fingerprint: u64, events: u64) -> Outcome {
        let run = &self.plan.scenario.run;
        let horizon = run.horizon;
        self.count_pending(horizon);
        self.ledger.finish();
        let mut waiting = 0.0;
        for &nation in &self.plan.active {
            for station in StationKind::ALL {
                let since = self.stations_since_warm_up(nation, station, horizon);
                waiting += since.waiting_days;
                let [waits, days, busy, open] = match station {
                    StationKind::Desk => [
                        Count::WaitsDesk,
                        Count::WaitDaysDesk,
                        Count::BusyDesk,
                        Count::OpenDesk,
                    ],
                    StationKind::Authority => [
                        Count::WaitsAuthority,
                        Count::WaitDaysAuthority,
                        Count::BusyAuthority,
                        Count::OpenAuthority,
                    ],
                };
                self.ledger.add(waits, since.started as f64);
                self.ledger.add(days, since.wait_days);
                self.ledger.add(busy, since.busy_days);
                self.ledger.add(open, since.available_days);
            }
        }
        self.ledger.add(
            Count::Events,
            (events + self.merged_events - self.idle_events) as f64,
        );
        let counted = self
            .plan
            .reports
            .iter()
            .zip(&self.levels)
            .filter(|(day, _)| **day >= run.warm_up);
        let counted: Vec<&[f64; LEVEL_COLUMNS]> = counted.map(|(_, levels)| levels).collect();
        let mut mean_levels = [f64::NAN; LEVEL_COLUMNS];
        for (n, mean) in mean_levels.iter_mut().enumerate() {
            let seen: Vec<f64> = counted
                .iter()
                .map(|levels| levels[n])
                .filter(|level| !level.is_nan())
                .collect();
            *mean = seen.iter().sum::<f64>() / seen.len() as f64;
        }
        Outcome {
            replication,
            fingerprint,
            counts: self.ledger.counts,
            levels: self.levels,
            mean_levels,
            backlog_mean: waiting / (horizon - run.warm_up),
            answers: self.ledger.answers,
            closings: self.ledger.closings,
            closing_days: self.ledger.closing_days,
            fates: self.ledger.fates,
            funnel: self.ledger.funnel,
            nations: self.ledger.nations,
            stations: self.station_reports,
            pairs: self.pair_reports,
            first_crossing: self.first_crossing,
            shock_days: self.shock_days,
            trace: self.ledger.trace,
        }
    }

    fn stations_since_warm_up(&self, nation: usize, station: StationKind, horizon: f64) -> StationIntegrals {
        let whole = self.nations[nation].stations[station as usize].integrals(SimTime::from_days(horizon));
        whole - self.warm_up_base[nation * 2 + station as usize]
    }
}
