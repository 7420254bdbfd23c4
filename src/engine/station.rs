//! A station: several servers, one waiting line ordered by rank, and outages. It keeps no clock and schedules
//! nothing: it tells the model who starts.

use std::cmp::Ordering;
use std::collections::VecDeque;
use std::ops::Sub;

use crate::engine::ahead::ask_for_value;
use crate::engine::time::SimTime;

/// A job's place in the waiting line: front first, then the more urgent, then who came first, then the tie-breaker.
///
/// No two jobs at one station share a rank.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Rank {
    /// Lower goes first, whatever the urgency.
    pub front: u8,
    /// Higher goes first; not NaN.
    pub urgency: f64,
    /// Earlier goes first.
    pub arrived: SimTime,
    /// Lower goes first; makes the rank unique.
    pub tie: u64,
}

impl Eq for Rank {}

impl Ord for Rank {
    #[inline]
    fn cmp(&self, other: &Rank) -> Ordering {
        self.front
            .cmp(&other.front)
            .then_with(|| other.urgency.total_cmp(&self.urgency))
            .then_with(|| self.arrived.cmp(&other.arrived))
            .then_with(|| self.tie.cmp(&other.tie))
    }
}

impl PartialOrd for Rank {
    #[inline]
    fn partial_cmp(&self, other: &Rank) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// What an outage does to services in progress.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Outage {
    /// A busy server finishes its job and then is gone.
    Finish,
    /// The job goes back to the line and is resumed later; the model keeps what remains of its work.
    Preempt,
}

/// A job in the line or in service.
#[derive(Copy, Clone, Debug)]
struct Place<J> {
    rank: Rank,
    job: J,
    /// Was its service begun before? Then its wait has been counted.
    begun: bool,
}

/// Levels over time: jobs waiting, servers busy, and servers in order, each times the days it lasted.
#[derive(Copy, Clone, Debug, Default)]
struct LevelDays {
    until: SimTime,
    waiting: f64,
    busy: f64,
    available: f64,
}

/// Servers and a waiting line.
///
/// The line is kept sorted in a double-ended queue: a job's place is found by bisection and the shorter side moves
/// up. Jobs mostly join near the end and leave at the front, so few move; a withdrawal finds its job by its rank; and
/// nothing is allocated once the line has had its greatest length. A station fills two cache lines, and each change looks at both.
///
/// ```
/// use comity::engine::station::{Outage, Rank, Station};
/// use comity::engine::time::SimTime;
///
/// let now = SimTime::ZERO;
/// let rank = |urgency, tie| Rank { front: 0, urgency, arrived: now, tie };
/// let mut desk = Station::new(1, Outage::Finish);
/// desk.arrive(now, "calm", rank(0.1, 1));
/// desk.arrive(now, "urgent", rank(0.9, 2));
/// assert_eq!(desk.next_start(now), Some("urgent"));
/// assert_eq!(desk.next_start(now), None);
/// desk.complete(now + 2.0, "urgent");
/// assert_eq!(desk.next_start(now + 2.0), Some("calm"));
/// assert_eq!(desk.integrals(now + 3.0).wait_days, 2.0);
/// ```
#[derive(Clone, Debug)]
#[repr(C, align(64))]
pub struct Station<J: Copy + PartialEq> {
    line: VecDeque<Place<J>>,
    servers: u32,
    /// Servers out of order; more than there are when outages overlap.
    out: u32,
    /// How many jobs are in service.
    busy: u32,
    outage: Outage,
    arrived: u64,
    started: u64,
    level_days: LevelDays,
    wait_days: f64,
    /// Where they can be preempted, the jobs in service, the one started last behind the others, with the place in the line to
    /// which each returns; else nobody asks which they are.
    serving: Vec<Place<J>>,
}

#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<Station<u32>>() == 128);

/// What a station has done up to an instant. Subtract an earlier reading to get a period.
#[derive(Copy, Clone, Debug, Default, PartialEq)]
pub struct StationIntegrals {
    /// Waiting jobs × days.
    pub waiting_days: f64,
    /// Busy servers × days.
    pub busy_days: f64,
    /// Servers in order × days; a server that finishes its job before it is gone counts until then.
    pub available_days: f64,
    /// Jobs that arrived.
    pub arrived: u64,
    /// Jobs whose service began (a resumed one once).
    pub started: u64,
    /// Days from arrival to the beginning of service, summed over the jobs that began.
    pub wait_days: f64,
}

impl Sub for StationIntegrals {
    type Output = StationIntegrals;

    fn sub(self, earlier: StationIntegrals) -> StationIntegrals {
        StationIntegrals {
            waiting_days: self.waiting_days - earlier.waiting_days,
            busy_days: self.busy_days - earlier.busy_days,
            available_days: self.available_days - earlier.available_days,
            arrived: self.arrived - earlier.arrived,
            started: self.started - earlier.started,
            wait_days: self.wait_days - earlier.wait_days,
        }
    }
}

impl<J: Copy + PartialEq> Station<J> {
    /// An empty station that is watched from time zero.
    pub fn new(servers: u32, outage: Outage) -> Station<J> {
        Station {
            line: VecDeque::new(),
            servers,
            out: 0,
            busy: 0,
            outage,
            arrived: 0,
            started: 0,
            level_days: LevelDays::default(),
            wait_days: 0.0,
            serving: Vec::new(),
        }
    }

    /// Asks memory for what the next arrival, start or end of a service looks at.
    #[inline]
    pub fn ask_for(&self) {
        ask_for_value(&self.line);
        ask_for_value(&self.level_days);
    }

    /// Asks memory for the ends of the line, once the station is at hand.
    #[inline]
    pub fn ask_for_line(&self) {
        let ends = [self.line.front(), self.line.back()];
        ends.into_iter().flatten().for_each(ask_for_value);
    }

    /// A job joins the line at its rank.
    pub fn arrive(&mut self, now: SimTime, job: J, rank: Rank) {
        debug_assert!(!rank.urgency.is_nan(), "an urgency is a number");
        self.pass(now);
        self.arrived += 1;
        self.join(Place {
            rank,
            job,
            begun: false,
        });
    }

    /// Moves the first waiting job into a free server, if there are both. Call until none; the model schedules the
    /// completion of each.
    pub fn next_start(&mut self, now: SimTime) -> Option<J> {
        if self.busy() >= self.available() || self.line.is_empty() {
            return None;
        }
        self.pass(now);
        let mut place = self.line.pop_front()?;
        if !place.begun {
            place.begun = true;
            self.started += 1;
            self.wait_days += now - place.rank.arrived;
        }
        self.busy += 1;
        if self.preempts() {
            self.serving.push(place);
        }
        Some(place.job)
    }

    /// A job in service ends and frees its server. Which one it is matters only where jobs can be preempted.
    pub fn complete(&mut self, now: SimTime, job: J) {
        debug_assert!(self.busy > 0, "a job that ends is in service");
        self.pass(now);
        if self.preempts() {
            let Some(served) = self.serving.iter().position(|place| place.job == job) else {
                debug_assert!(false, "a job that ends is in service");
                return;
            };
            self.serving.remove(served);
        }
        self.busy = self.busy.saturating_sub(1);
    }

    /// Takes the waiting job of this rank out of the line; false if none waits with it.
    pub fn withdraw(&mut self, now: SimTime, rank: Rank) -> bool {
        match self.line.binary_search_by(|place| place.rank.cmp(&rank)) {
            Ok(place) => {
                self.pass(now);
                self.line.remove(place);
                true
            }
            Err(_) => false,
        }
    }

    /// That many servers fail. Returns the jobs that were preempted, the last started first; they wait again at their
    /// old rank, and so before all like jobs that came after them.
    pub fn lose(&mut self, now: SimTime, servers: u32) -> Vec<J> {
        self.pass(now);
        self.out += servers;
        let mut preempted = Vec::new();
        while self.busy() > self.available()
            && let Some(place) = self.serving.pop()
        {
            self.busy -= 1;
            preempted.push(place.job);
            self.join(place);
        }
        preempted
    }

    /// That many servers, lost before, are back.
    pub fn restore(&mut self, now: SimTime, servers: u32) {
        debug_assert!(servers <= self.out, "only lost servers come back");
        self.pass(now);
        self.out = self.out.saturating_sub(servers);
    }

    /// The station gets that many more servers.
    pub fn add_servers(&mut self, now: SimTime, servers: u32) {
        self.pass(now);
        self.servers += servers;
    }

    /// How many jobs wait.
    #[inline]
    pub fn waiting(&self) -> usize {
        self.line.len()
    }

    /// How many servers are busy.
    #[inline]
    pub fn busy(&self) -> u32 {
        self.busy
    }

    /// How many servers there are, in order or not.
    #[inline]
    pub fn servers(&self) -> u32 {
        self.servers
    }

    /// How many servers are in order.
    #[inline]
    pub fn available(&self) -> u32 {
        self.servers.saturating_sub(self.out)
    }

    /// What the station has done from time zero up to `now`.
    pub fn integrals(&self, now: SimTime) -> StationIntegrals {
        let level_days = self.level_days_until(now);
        StationIntegrals {
            waiting_days: level_days.waiting,
            busy_days: level_days.busy,
            available_days: level_days.available,
            arrived: self.arrived,
            started: self.started,
            wait_days: self.wait_days,
        }
    }

    /// Whether jobs in service may have to go back to the line.
    #[inline]
    fn preempts(&self) -> bool {
        self.outage == Outage::Preempt
    }

    #[inline]
    fn join(&mut self, place: Place<J>) {
        if self.line.back().is_none_or(|last| last.rank < place.rank) {
            self.line.push_back(place);
        } else {
            self.push_in(place);
        }
    }

    #[inline(never)]
    fn push_in(&mut self, place: Place<J>) {
        let found = self.line.binary_search_by(|other| other.rank.cmp(&place.rank));
        debug_assert!(found.is_err(), "a rank is unique at a station");
        let (Ok(at) | Err(at)) = found;
        self.line.insert(at, place);
    }

    /// Lets time pass before a change. Of several changes at one instant, only the first has days to count.
    #[inline]
    fn pass(&mut self, now: SimTime) {
        if now != self.level_days.until {
            self.level_days = self.level_days_until(now);
        }
    }

    /// Levels over time if nothing changes until then.
    #[inline]
    fn level_days_until(&self, now: SimTime) -> LevelDays {
        let before = &self.level_days;
        let days = now - before.until;
        LevelDays {
            until: now,
            waiting: before.waiting + self.line.len() as f64 * days,
            busy: before.busy + f64::from(self.busy()) * days,
            available: before.available + f64::from(self.available().max(self.busy())) * days,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(days: f64) -> SimTime {
        SimTime::from_days(days)
    }

    fn rank(front: u8, urgency: f64, arrived: f64, tie: u64) -> Rank {
        Rank {
            front,
            urgency,
            arrived: day(arrived),
            tie,
        }
    }

    /// Oracle trace-queue-D01 (Lindley 1952): every number is dyadic, so equality is exact.
    const ARRIVALS: [f64; 10] = [0.0, 1.0, 1.0, 2.0, 6.0, 6.0, 7.0, 7.5, 12.0, 12.25];
    const SERVICES: [f64; 10] = [2.0, 1.5, 0.5, 3.0, 1.0, 2.25, 0.75, 1.0, 0.5, 4.0];

    /// Runs the trace through a first-come-first-served station; gives the waits, the last departure and the station.
    fn trace(servers: u32) -> ([f64; 10], f64, Station<usize>) {
        let mut station = Station::new(servers, Outage::Finish);
        let mut waits = [f64::NAN; 10];
        let mut ends = [f64::INFINITY; 10];
        let (mut come, mut last) = (0, 0.0);
        loop {
            let ending = (0..10)
                .min_by(|one, other| ends[*one].total_cmp(&ends[*other]))
                .unwrap();
            let arrival = ARRIVALS.get(come).copied().unwrap_or(f64::INFINITY);
            let now = arrival.min(ends[ending]);
            if now == f64::INFINITY {
                return (waits, last, station);
            }
            if ends[ending] <= arrival {
                station.complete(day(now), ending);
                ends[ending] = f64::INFINITY;
                last = now;
            } else {
                station.arrive(day(now), come, rank(0, 0.0, now, come as u64));
                come += 1;
            }
            while let Some(job) = station.next_start(day(now)) {
                waits[job] = now - ARRIVALS[job];
                ends[job] = now + SERVICES[job];
            }
        }
    }

    #[test]
    fn the_trace_through_one_server_is_exact() {
        let (waits, last, station) = trace(1);
        assert_eq!(waits, [0.0, 1.0, 2.5, 2.0, 1.0, 2.0, 3.25, 3.5, 0.0, 0.25]);
        assert_eq!(last, 16.5);
        let all = station.integrals(day(last));
        assert_eq!(all.waiting_days + all.busy_days, 32.0);
    }

    #[test]
    fn the_trace_through_two_servers_is_exact() {
        let (waits, last, _) = trace(2);
        assert_eq!(waits, [0.0, 0.0, 1.0, 0.5, 0.0, 0.0, 0.0, 0.25, 0.0, 0.0]);
        assert_eq!(last, 16.25);
    }

    #[test]
    fn jobs_waiting_over_time_are_the_sum_of_the_waits() {
        for servers in 1..=3 {
            let (waits, last, station) = trace(servers);
            let all = station.integrals(day(last));
            assert_eq!(all.waiting_days, waits.iter().sum::<f64>());
            assert_eq!(all.wait_days, all.waiting_days);
            assert_eq!(all.busy_days, SERVICES.iter().sum::<f64>());
            assert_eq!(all.available_days, last * f64::from(servers));
            assert_eq!((all.arrived, all.started), (10, 10));
        }
    }

    #[test]
    fn the_line_is_served_front_then_urgency_then_arrival_then_tie() {
        let mut ranks = [
            rank(1, 0.9, 0.0, 0),
            rank(0, 0.1, 3.0, 1),
            rank(0, 0.5, 2.0, 2),
            rank(0, 0.5, 1.0, 4),
            rank(0, 0.5, 1.0, 3),
        ];
        let mut station = Station::new(1, Outage::Finish);
        for rank in ranks {
            station.arrive(day(3.0), rank.tie, rank);
        }
        let mut order = Vec::new();
        while let Some(job) = station.next_start(day(3.0)) {
            station.complete(day(3.0), job);
            order.push(job);
        }
        assert_eq!(order, [3, 4, 2, 1, 0]);
        ranks.sort();
        assert_eq!(ranks.map(|rank| rank.tie), [3, 4, 2, 1, 0]);
    }

    #[test]
    fn a_withdrawn_job_never_starts_and_one_in_service_cannot_be_withdrawn() {
        let mut station = Station::new(1, Outage::Finish);
        for tie in 0..3 {
            station.arrive(day(0.0), tie, rank(0, 0.5, 0.0, tie));
        }
        assert_eq!(station.next_start(day(0.0)), Some(0));
        assert!(!station.withdraw(day(1.0), rank(0, 0.5, 0.0, 0)));
        assert!(station.withdraw(day(1.0), rank(0, 0.5, 0.0, 1)));
        assert!(!station.withdraw(day(1.0), rank(0, 0.5, 0.0, 1)));
        station.complete(day(2.0), 0);
        assert_eq!(station.next_start(day(2.0)), Some(2));
        let all = station.integrals(day(2.0));
        assert_eq!((all.started, all.wait_days, all.waiting_days), (2, 2.0, 3.0));
    }

    #[test]
    fn an_outage_that_lets_finish_takes_the_server_afterwards() {
        let mut station = Station::new(2, Outage::Finish);
        for tie in 0..4 {
            station.arrive(day(0.0), tie, rank(0, 0.5, 0.0, tie));
        }
        while station.next_start(day(0.0)).is_some() {}
        assert!(station.lose(day(1.0), 1).is_empty());
        assert_eq!(
            (station.busy(), station.available(), station.servers()),
            (2, 1, 2)
        );
        station.complete(day(2.0), 0);
        assert_eq!(station.next_start(day(2.0)), None);
        station.complete(day(3.0), 1);
        assert_eq!(station.next_start(day(3.0)), Some(2));
        station.restore(day(4.0), 1);
        assert_eq!(station.next_start(day(4.0)), Some(3));
        let all = station.integrals(day(4.0));
        assert_eq!(
            (all.busy_days, all.available_days),
            (2.0 + 3.0 + 1.0, 2.0 * 2.0 + 1.0 * 2.0)
        );
    }

    #[test]
    fn a_preempting_outage_sends_the_last_started_back_before_its_like() {
        let mut station = Station::new(3, Outage::Preempt);
        for tie in 0..4 {
            station.arrive(day(0.0), tie, rank(0, 0.5, 0.0, tie));
        }
        while station.next_start(day(0.0)).is_some() {}
        assert_eq!(station.lose(day(1.0), 2), [2, 1]);
        assert_eq!((station.waiting(), station.busy()), (3, 1));
        station.restore(day(2.0), 2);
        assert_eq!(station.next_start(day(2.0)), Some(1));
        assert_eq!(station.next_start(day(2.0)), Some(2));
        assert_eq!(station.next_start(day(2.0)), None);
        let all = station.integrals(day(2.0));
        assert_eq!(
            (all.started, all.wait_days, all.waiting_days),
            (3, 0.0, 1.0 + 3.0)
        );
    }

    #[test]
    fn the_last_started_is_preempted_whoever_has_ended_before() {
        let mut station = Station::new(4, Outage::Preempt);
        for tie in 0..4 {
            station.arrive(day(0.0), tie, rank(0, 0.5, 0.0, tie));
        }
        while station.next_start(day(0.0)).is_some() {}
        station.complete(day(1.0), 0);
        assert_eq!(station.lose(day(2.0), 3), [3, 2]);
        assert_eq!(station.busy(), 1);
    }

    #[test]
    fn overlapping_outages_give_back_what_they_took() {
        let mut station: Station<u8> = Station::new(2, Outage::Preempt);
        station.lose(day(1.0), 2);
        station.lose(day(2.0), 1);
        assert_eq!(station.available(), 0);
        station.restore(day(3.0), 2);
        assert_eq!(station.available(), 1);
        station.restore(day(4.0), 1);
        station.add_servers(day(4.0), 3);
        assert_eq!((station.available(), station.servers()), (5, 5));
    }

    #[test]
    fn readings_subtract_to_a_period() {
        let mut station = Station::new(1, Outage::Finish);
        station.arrive(day(0.0), 'a', rank(0, 0.0, 0.0, 0));
        station.next_start(day(0.0));
        let early = station.integrals(day(1.0));
        station.arrive(day(2.0), 'b', rank(0, 0.0, 2.0, 1));
        let period = station.integrals(day(3.0)) - early;
        let expected = StationIntegrals {
            waiting_days: 1.0,
            busy_days: 2.0,
            available_days: 2.0,
            arrived: 1,
            ..Default::default()
        };
        assert_eq!(period, expected);
    }
}
