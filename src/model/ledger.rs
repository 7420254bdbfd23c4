//! `Ledger`: folds records into counts; the only place that counts.

use std::collections::VecDeque;

use crate::engine::ahead::ask_for_value;
use crate::model::ending::{CLOSINGS, Closing, FATES, FUNNEL_ROWS, Fate, STAGES};
use crate::model::histogram::{AnswerTimes, BINS, bin_of};
use crate::model::measure::{COUNT_COLUMNS, Count};
use crate::model::outcome::NationTotals;
use crate::model::record::{Ending, Record, Way};
use crate::model::ties::DIPLOMATIC;
use crate::scenario::kind::{Kind, REQUEST_KINDS};

/// A record with its time, kept when events are written out.
pub type Traced = (f64, Record);

/// Counts of one replication.
#[derive(Clone, Debug)]
pub struct Ledger {
    warm_up: f64,
    window: f64,
    /// Counts by [`Count`].
    pub counts: [f64; COUNT_COLUMNS],
    /// The same kinds of counts from the start of the run: attacks, harm, leaks, privacy harm, deliveries.
    pub so_far: SoFar,
    /// Answer times by request kind.
    pub answers: Vec<AnswerTimes>,
    /// Requests by kind and closing.
    pub closings: [[u64; CLOSINGS]; REQUEST_KINDS],
    /// Days to closing.
    pub closing_days: Vec<[u32; CLOSINGS * REQUEST_KINDS]>,
    /// Threats by class and fate.
    pub fates: Vec<[u64; FATES]>,
    /// Threats by class that arrived after warm-up.
    arrived: Vec<u64>,
    /// The funnel.
    pub funnel: [[u64; STAGES]; FUNNEL_ROWS],
    /// By nation.
    pub nations: Vec<NationTotals>,
    /// Deliveries by channel; the last is the diplomatic one.
    channels: Vec<u64>,
    /// Outcomes in the window of sharing effectiveness: time and hit or miss.
    window_outcomes: VecDeque<(f64, bool)>,
    window_hits: u32,
    /// Every record, when events are written out.
    pub trace: Option<Vec<Traced>>,
}

/// Counts from the start of the run.
#[derive(Copy, Clone, Debug, Default)]
pub struct SoFar {
    /// Attacks.
    pub attacks: f64,
    /// Harm.
    pub harm: f64,
    /// Leaks and misuses.
    pub leaks: f64,
    /// Privacy harm.
    pub privacy_harm: f64,
    /// Deliveries.
    pub deliveries: f64,
}

impl Ledger {
    /// Nothing counted yet.
    pub fn new(
        warm_up: f64,
        window: f64,
        classes: usize,
        nations: usize,
        channels: usize,
        traced: bool,
    ) -> Ledger {
        Ledger {
            warm_up,
            window,
            counts: [0.0; COUNT_COLUMNS],
            so_far: SoFar::default(),
            answers: vec![AnswerTimes::default(); REQUEST_KINDS],
            closings: [[0; CLOSINGS]; REQUEST_KINDS],
            closing_days: vec![[0; CLOSINGS * REQUEST_KINDS]; BINS],
            fates: vec![[0; FATES]; classes],
            arrived: vec![0; classes],
            funnel: [[0; STAGES]; FUNNEL_ROWS],
            nations: vec![NationTotals::default(); nations],
            channels: vec![0; channels + 1],
            window_outcomes: VecDeque::new(),
            window_hits: 0,
            trace: traced.then(Vec::new),
        }
    }

    /// Asks memory for what is counted of a nation's requests.
    #[inline]
    pub fn ask_for(&self, nation: usize) {
        ask_for_value(&self.nations[nation].requests_received);
    }

    /// Folds one record.
    #[expect(
        clippy::inline_always,
        reason = "where a record is noted its variant is known: inlined there, the match costs nothing"
    )]
    #[inline(always)]
    pub fn note(&mut self, now: f64, record: Record) {
        if self.trace.is_some() {
            self.keep(now, record);
        }
        self.fold(now, record);
    }

    #[cold]
    fn keep(&mut self, now: f64, record: Record) {
        if let Some(trace) = &mut self.trace {
            trace.push((now, record));
        }
    }

    #[expect(clippy::inline_always, reason = "as said of `note`")]
    #[inline(always)]
    fn fold(&mut self, now: f64, record: Record) {
        let counted = now >= self.warm_up;
        match record {
            Record::ThreatArrived { class, .. } if counted => {
                self.add(Count::Threats, 1.0);
                self.arrived[class] += 1;
            }
            Record::ThreatEnded { ending, .. } => self.end_threat(now, ending),
            Record::PieceDelivered {
                lead,
                holder,
                way,
                in_time,
                sound,
                exposure,
                channel,
                ..
            } => {
                self.deliver_piece(now, (lead, holder), (way, channel), (in_time && sound, exposure));
            }
            Record::PiecesFollowed { kind, stages } if counted => {
                let row = &mut self.funnel[kind as usize];
                row.iter_mut()
                    .zip(stages)
                    .for_each(|(sum, count)| *sum += u64::from(count));
            }
            Record::RequestSubmitted {
                requester, holder, ..
            } if counted => {
                self.nations[requester].requests_sent += 1.0;
                self.nations[holder].requests_received += 1.0;
            }
            Record::RequestAnswered {
                kind,
                submitted,
                days,
                ..
            } if submitted >= self.warm_up => {
                self.answers[kind as usize].answered[bin_of(days)] += 1;
            }
            Record::RequestClosed {
                kind,
                closing,
                of_case,
                submitted,
                answered,
                requester,
                holder,
                ..
            } if submitted >= self.warm_up => {
                self.close_request(
                    now - submitted,
                    (kind, closing),
                    (of_case, answered),
                    (requester, holder),
                );
            }
            Record::AnswerDelivered {
                channel, exposure, ..
            } => self.count_delivery(now, channel, exposure),
            Record::JusticeDone { .. } if counted => self.add(Count::Convictions, 1.0),
            Record::NetworkDismantled { .. } if counted => self.add(Count::Dismantled, 1.0),
            Record::FollowUpPrevented if counted => self.add(Count::Prevented, 1.0),
            Record::Leaked { misuse, .. } => self.leak(misuse, counted),
            Record::LeakDiscovered { holder, harm, .. } | Record::FalseLead { nation: holder, harm } => {
                self.harm_privacy(holder, harm, counted);
            }
            Record::Suspended { .. } if counted => self.add(Count::Suspensions, 1.0),
            Record::Ratified { .. } if counted => self.add(Count::Joined, 1.0),
            Record::LeftInstrument { nation, .. } | Record::LeftOrganization { nation, .. } if counted => {
                self.add(Count::Left, 1.0);
                self.nations[nation].exits += 1.0;
            }
            Record::ConsentWithheld { nation, .. } if counted => self.nations[nation].withheld += 1.0,
            Record::ThreatArrived { .. }
            | Record::ForeignFind { .. }
            | Record::PiecesFollowed { .. }
            | Record::RequestSubmitted { .. }
            | Record::RequestAnswered { .. }
            | Record::RequestClosed { .. }
            | Record::JusticeDone { .. }
            | Record::NetworkDismantled { .. }
            | Record::FollowUpPrevented
            | Record::Suspended { .. }
            | Record::Ratified { .. }
            | Record::LeftInstrument { .. }
            | Record::LeftOrganization { .. }
            | Record::CaseOpened { .. }
            | Record::Offered { .. }
            | Record::JusticeFailed { .. }
            | Record::Resumed { .. }
            | Record::Implemented { .. }
            | Record::JoinedOrganization { .. }
            | Record::GovernmentChanged { .. }
            | Record::BecameUnstable { .. }
            | Record::ShockStruck { .. }
            | Record::ActionDone { .. }
            | Record::ConsentWithheld { .. } => {}
        }
    }

    /// Adds to a count, whatever the time.
    pub fn add(&mut self, count: Count, amount: f64) {
        self.counts[count as usize] += amount;
    }

    /// A count so far.
    pub fn count(&self, count: Count) -> f64 {
        self.counts[count as usize]
    }

    fn leak(&mut self, misuse: bool, counted: bool) {
        self.so_far.leaks += 1.0;
        if counted {
            self.add(if misuse { Count::Misuses } else { Count::Leaks }, 1.0);
        }
    }

    fn harm_privacy(&mut self, nation: usize, harm: f64, counted: bool) {
        self.so_far.privacy_harm += harm;
        if counted {
            self.add(Count::PrivacyHarm, harm);
            self.nations[nation].privacy_harm += harm;
        }
    }

    fn end_threat(&mut self, now: f64, ending: Ending) {
        if !ending.disrupted {
            self.so_far.attacks += 1.0;
            self.so_far.harm += ending.harm;
        }
        for _ in 0..ending.misses {
            self.outcome(now, false);
        }
        if !ending.cohort {
            return;
        }
        let nation = &mut self.nations[ending.target];
        nation.threats += 1.0;
        nation.harm += ending.harm;
        nation.harm_averted += ending.harm_alone - ending.harm;
        nation.attacks += f64::from(u8::from(!ending.disrupted));
        let fates = &mut self.fates[ending.class];
        fates[if ending.disrupted {
            Fate::Disrupted
        } else {
            Fate::Attacked
        } as usize] += 1;
        fates[Fate::DisruptedAlone as usize] += u64::from(ending.alone);
        fates[Fate::DisruptedBest as usize] += u64::from(ending.best);
        self.add(Count::Cohort, 1.0);
        self.add(
            if ending.disrupted {
                Count::Disrupted
            } else {
                Count::Attacks
            },
            1.0,
        );
        self.add(Count::DisruptedAlone, f64::from(u8::from(ending.alone)));
        self.add(Count::DisruptedBest, f64::from(u8::from(ending.best)));
        self.add(Count::Harm, ending.harm);
        self.add(Count::HarmAlone, ending.harm_alone);
        self.add(Count::HarmAverted, ending.harm_alone - ending.harm);
    }

    fn deliver_piece(
        &mut self,
        now: f64,
        (lead, holder): (usize, usize),
        (way, channel): (Way, u16),
        (hit, exposure): (bool, f64),
    ) {
        if hit {
            self.outcome(now, true);
        }
        if now >= self.warm_up {
            self.nations[lead].pieces_received += 1.0;
            self.nations[holder].pieces_given += 1.0;
            self.add(Count::Exposure, exposure);
        }
        if matches!(way, Way::Offer | Way::Relay) {
            self.count_delivery(now, channel, 0.0);
        }
    }

    fn count_delivery(&mut self, now: f64, channel: u16, exposure: f64) {
        self.so_far.deliveries += 1.0;
        if now >= self.warm_up {
            self.add(Count::Deliveries, 1.0);
            self.add(Count::Exposure, exposure);
            let last = self.channels.len() - 1;
            self.channels[if channel == DIPLOMATIC {
                last
            } else {
                channel as usize
            }] += 1;
        }
    }

    /// A needed foreign piece was a hit or a miss.
    fn outcome(&mut self, now: f64, hit: bool) {
        self.window_outcomes.push_back((now, hit));
        self.window_hits += u32::from(hit);
        if now >= self.warm_up {
            self.add(if hit { Count::Hits } else { Count::Misses }, 1.0);
            self.add(Count::HitsAndMisses, 1.0);
        }
    }

    /// CE(t) and the number of outcomes that it rests on, in (t − W, t].
    pub fn sharing_effectiveness(&mut self, now: f64) -> (f64, u32) {
        while let Some(&(time, hit)) = self.window_outcomes.front() {
            if time > now - self.window {
                break;
            }
            self.window_hits -= u32::from(hit);
            self.window_outcomes.pop_front();
        }
        let outcomes = self.window_outcomes.len() as u32;
        (
            if outcomes == 0 {
                f64::NAN
            } else {
                f64::from(self.window_hits) / f64::from(outcomes)
            },
            outcomes,
        )
    }

    fn close_request(
        &mut self,
        days: f64,
        (kind, closing): (Kind, Closing),
        (of_case, answered): (bool, bool),
        (requester, holder): (usize, usize),
    ) {
        self.closings[kind as usize][closing as usize] += 1;
        let bin = bin_of(days);
        if !answered {
            self.answers[kind as usize].censored[bin] += 1;
        }
        if closing == Closing::Pending {
            self.add(Count::Pending, 1.0);
            return;
        }
        self.closing_days[bin][kind as usize * CLOSINGS + closing as usize] += 1;
        self.add(Count::Requests, 1.0);
        if closing != Closing::Moot {
            self.add(Count::ClosedNotMoot, 1.0);
        }
        if closing.is_refusal() {
            self.nations[holder].refused_given += 1.0;
            self.nations[requester].refused_received += 1.0;
        }
        match closing {
            Closing::InTime | Closing::Late => {
                self.add(Count::Granted, 1.0);
                self.add(Count::ClosedGrantedRefused, 1.0);
                self.nations[requester].granted_received += 1.0;
                self.nations[holder].granted_given += 1.0;
                if of_case {
                    self.add(Count::CaseDelivered, 1.0);
                    self.add(Count::CaseInTime, f64::from(u8::from(closing == Closing::InTime)));
                }
            }
            Closing::RefusedLegal => self.refuse(Count::RefusedLegal),
            Closing::RefusedPrivacy => self.refuse(Count::RefusedPrivacy),
            Closing::RefusedSovereignty => self.refuse(Count::RefusedSovereignty),
            Closing::RefusedPolitical => self.refuse(Count::RefusedPolitical),
            Closing::RefusedTrust => self.refuse(Count::RefusedTrust),
            Closing::RefusedReciprocity => self.refuse(Count::RefusedReciprocity),
            Closing::Capacity => self.add(Count::UnansweredCapacity, 1.0),
            Closing::Moot => self.add(Count::UnansweredMoot, 1.0),
            Closing::NoInformation => self.add(Count::NoInformation, 1.0),
            Closing::Pending => {}
        }
    }

    fn refuse(&mut self, reason: Count) {
        self.add(Count::Refused, 1.0);
        self.add(Count::ClosedGrantedRefused, 1.0);
        self.add(reason, 1.0);
    }

    /// Counts that are only known at the end.
    pub fn finish(&mut self) {
        let busiest = self
            .channels
            .split_last()
            .map_or(0, |(_, named)| named.iter().copied().max().unwrap_or(0));
        self.counts[Count::HubDeliveries as usize] = busiest as f64;
        for (fates, arrived) in self.fates.iter_mut().zip(&self.arrived) {
            let cohort = fates[Fate::Disrupted as usize] + fates[Fate::Attacked as usize];
            fates[Fate::OutsideCohort as usize] = arrived - cohort.min(*arrived);
        }
    }
}
