//! Queues whose theory is known, run on the engine. Independent replications at a fixed seed must agree with the
//! formula within four standard errors, and the 95 % interval must be as narrow as stated, so that noise cannot pass.

use comity::engine::calendar::{EventKey, Ticket};
use comity::engine::chance::{Chance, Draw};
use comity::engine::identity::Identity;
use comity::engine::simulation::{Agenda, Model, run_until};
use comity::engine::station::{Outage, Rank, Station, StationIntegrals};
use comity::engine::statistics::Tally;
use comity::engine::time::SimTime;

/// A stream of customers; the first stream goes first.
#[derive(Copy, Clone)]
struct Customers {
    rate: f64,
    service: fn(Draw) -> f64,
}

/// Failures strike the only server at any time, busy or idle.
#[derive(Copy, Clone)]
struct Failures {
    rate: f64,
    repair_rate: f64,
}

#[derive(Clone)]
struct Setting {
    servers: u32,
    customers: Vec<Customers>,
    /// The rate at which a waiting customer gives up.
    impatience: f64,
    failures: Option<Failures>,
    /// Customers of the first stream who are there when the run begins.
    present: u32,
    warm_up: f64,
    horizon: f64,
}

impl Setting {
    fn new(servers: u32, customers: Vec<Customers>, horizon: f64) -> Setting {
        Setting {
            servers,
            customers,
            impatience: 0.0,
            failures: None,
            present: 0,
            warm_up: 0.05 * horizon,
            horizon,
        }
    }

    fn one_stream(servers: u32, rate: f64, service: fn(Draw) -> f64, horizon: f64) -> Setting {
        Setting::new(servers, vec![Customers { rate, service }], horizon)
    }
}

#[derive(Copy, Clone)]
enum Event {
    CustomerArrived { stream: usize, count: u32 },
    CustomerGaveUp { customer: usize },
    ServiceCompleted { customer: usize },
    ServerFailed { count: u32 },
    ServerRepaired { count: u32 },
    WarmUpEnded,
}

struct Customer {
    stream: usize,
    rank: Rank,
    /// Work that is left, while not in service.
    work: f64,
    /// When the service will end, while in service.
    end: SimTime,
    ticket: Ticket,
}

struct Queue {
    setting: Setting,
    chance: Chance,
    station: Station<usize>,
    customers: Vec<Customer>,
    warm: Option<StationIntegrals>,
    waits: Vec<Tally>,
    delayed: Tally,
    gave_up: Tally,
}

const BETWEEN_ARRIVALS: u16 = 1;
const SERVICE: u16 = 2;
const PATIENCE: u16 = 3;
const FAILURE: u16 = 4;
const REPAIR: u16 = 5;

fn key(class: u8, entity: usize, index: u32) -> EventKey {
    EventKey {
        class,
        entity: entity as u64,
        index,
    }
}

impl Queue {
    fn new(setting: &Setting, replication: u32) -> Queue {
        Queue {
            setting: setting.clone(),
            chance: Chance::new(2025, replication),
            station: Station::new(setting.servers, Outage::Preempt),
            customers: Vec::new(),
            warm: None,
            waits: vec![Tally::default(); setting.customers.len()],
            delayed: Tally::default(),
            gave_up: Tally::default(),
        }
    }

    fn exponential(&self, purpose: u16, who: usize, count: u32, rate: f64) -> f64 {
        let identity = Identity::of("customer")
            .numbered(who as u64)
            .numbered(u64::from(count));
        self.chance.draw(purpose, identity, 0).exponential() / rate
    }

    fn schedule_arrival(&self, stream: usize, count: u32, agenda: &mut Agenda<Event>) {
        let days = self.exponential(
            BETWEEN_ARRIVALS,
            stream,
            count,
            self.setting.customers[stream].rate,
        );
        agenda.schedule_in(
            days,
            key(2, stream, count),
            Event::CustomerArrived { stream, count },
        );
    }

    fn schedule_failure(&self, count: u32, agenda: &mut Agenda<Event>) {
        if let Some(failures) = self.setting.failures {
            let days = self.exponential(FAILURE, 0, count, failures.rate);
            agenda.schedule_in(days, key(0, 0, count), Event::ServerFailed { count });
        }
    }

    fn arrive(&mut self, stream: usize, count: u32, agenda: &mut Agenda<Event>) {
        self.join(stream, count, agenda);
        self.schedule_arrival(stream, count + 1, agenda);
    }

    fn join(&mut self, stream: usize, count: u32, agenda: &mut Agenda<Event>) {
        let customer = self.customers.len();
        let identity = Identity::of("customer")
            .numbered(stream as u64)
            .numbered(u64::from(count));
        let work = (self.setting.customers[stream].service)(self.chance.draw(SERVICE, identity, 0));
        let rank = Rank {
            front: 0,
            urgency: -(stream as f64),
            arrived: agenda.now(),
            tie: customer as u64,
        };
        let ticket = if self.setting.impatience > 0.0 {
            let days = self.exponential(PATIENCE, stream, count, self.setting.impatience);
            agenda.schedule_in(days, key(3, customer, 0), Event::CustomerGaveUp { customer })
        } else {
            Ticket::NONE
        };
        self.customers.push(Customer {
            stream,
            rank,
            work,
            end: SimTime::NEVER,
            ticket,
        });
        self.station.arrive(agenda.now(), customer, rank);
    }

    fn start_services(&mut self, agenda: &mut Agenda<Event>) {
        while let Some(job) = self.station.next_start(agenda.now()) {
            let warm = self.warm.is_some();
            let customer = &mut self.customers[job];
            let wait = agenda.now() - customer.rank.arrived;
            if warm {
                self.waits[customer.stream].add(wait);
                self.delayed.add(if wait > 0.0 { 1.0 } else { 0.0 });
                self.gave_up.add(0.0);
            }
            agenda.cancel(customer.ticket);
            customer.end = agenda.now() + customer.work;
            customer.ticket = agenda.schedule(
                customer.end,
                key(1, job, 0),
                Event::ServiceCompleted { customer: job },
            );
        }
    }

    fn give_up(&mut self, job: usize, now: SimTime) {
        assert!(
            self.station.withdraw(now, self.customers[job].rank),
            "who gives up waits"
        );
        if self.warm.is_some() {
            self.delayed.add(1.0);
            self.gave_up.add(1.0);
        }
    }

    fn fail(&mut self, count: u32, agenda: &mut Agenda<Event>) {
        for job in self.station.lose(agenda.now(), 1) {
            let customer = &mut self.customers[job];
            assert!(agenda.cancel(customer.ticket), "a service in progress has an end");
            customer.work = customer.end - agenda.now();
        }
        let failures = self.setting.failures.expect("only a server that can fail fails");
        let days = self.exponential(REPAIR, 0, count, failures.repair_rate);
        agenda.schedule_in(days, key(0, 1, count), Event::ServerRepaired { count });
    }

    /// What the station did after the warm-up, per day.
    fn period(&self) -> StationIntegrals {
        let all = self.station.integrals(SimTime::from_days(self.setting.horizon));
        all - self.warm.expect("the warm-up is before the horizon")
    }

    fn days(&self) -> f64 {
        self.setting.horizon - self.setting.warm_up
    }

    fn mean_waiting(&self) -> f64 {
        self.period().waiting_days / self.days()
    }

    fn mean_present(&self) -> f64 {
        (self.period().waiting_days + self.period().busy_days) / self.days()
    }

    fn mean_busy(&self) -> f64 {
        self.period().busy_days / self.days()
    }
}

impl Model for Queue {
    type Event = Event;

    fn start(&mut self, agenda: &mut Agenda<Event>) {
        agenda.schedule_in(self.setting.warm_up, key(9, 0, 0), Event::WarmUpEnded);
        (0..self.setting.customers.len()).for_each(|stream| self.schedule_arrival(stream, 0, agenda));
        self.schedule_failure(0, agenda);
        // Their numbers are those that no arrival of a run reaches.
        (0..self.setting.present).for_each(|n| self.join(0, u32::MAX - n, agenda));
        self.start_services(agenda);
    }

    fn handle(&mut self, event: Event, agenda: &mut Agenda<Event>) {
        match event {
            Event::CustomerArrived { stream, count } => self.arrive(stream, count, agenda),
            Event::CustomerGaveUp { customer } => self.give_up(customer, agenda.now()),
            Event::ServiceCompleted { customer } => self.station.complete(agenda.now(), customer),
            Event::ServerFailed { count } => self.fail(count, agenda),
            Event::ServerRepaired { count } => {
                self.station.restore(agenda.now(), 1);
                self.schedule_failure(count + 1, agenda);
            }
            Event::WarmUpEnded => self.warm = Some(self.station.integrals(agenda.now())),
        }
        self.start_services(agenda);
    }
}

const REPLICATIONS: u32 = 30;

/// A measure of a queue, what theory says of it, and how narrow the 95 % interval must be, as a share of it.
type Claim<'a> = (&'a str, &'a dyn Fn(&Queue) -> f64, f64, f64);

/// Runs the replications and holds every claim against them.
fn assert_theory(setting: &Setting, claims: &[Claim]) {
    let mut tallies = vec![Tally::default(); claims.len()];
    for replication in 0..REPLICATIONS {
        let mut queue = Queue::new(setting, replication);
        run_until(&mut queue, SimTime::from_days(setting.horizon));
        for ((_, measure, _, _), tally) in claims.iter().zip(&mut tallies) {
            tally.add(measure(&queue));
        }
    }
    for ((name, _, theory, relative), tally) in claims.iter().zip(&tallies) {
        assert_estimate(name, tally, *theory, *relative);
    }
}

fn assert_estimate(name: &str, tally: &Tally, theory: f64, relative: f64) {
    let error = tally.standard_error();
    let z = (tally.mean() - theory) / error;
    assert!(
        z.abs() <= 4.0,
        "{name}: {} against {theory}, z = {z}",
        tally.mean()
    );
    // The 0.975 quantile of Student's t with 29 degrees of freedom, a little too wide for more.
    let width = 2.045 * error / theory;
    assert!(
        width <= relative,
        "{name}: the interval is {width} wide, not {relative}"
    );
}

/// A formula typed in here must give the number that the oracle file gives.
fn agrees(formula: f64, oracle: f64) -> f64 {
    assert!(
        (formula - oracle).abs() <= 1e-9 * oracle,
        "{formula} is not {oracle}"
    );
    formula
}

fn exponential(draw: Draw) -> f64 {
    draw.exponential()
}

#[test]
fn one_server_waits_as_in_m_m_1() {
    let rho = 0.5;
    let present = agrees(rho / (1.0 - rho), 1.0);
    let wait = agrees(rho / (1.0 - rho), 1.0);
    let setting = Setting::one_stream(1, rho, exponential, 15_000.0);
    let claims: [Claim; 3] = [
        ("present", &Queue::mean_present, present, 0.025),
        ("wait", &|queue| queue.waits[0].mean(), wait, 0.03),
        ("busy", &Queue::mean_busy, rho, 0.01),
    ];
    assert_theory(&setting, &claims);
}

/// The probability of waiting in M/M/c with offered load `a` (Erlang 1917).
fn erlang_c(servers: u32, a: f64) -> f64 {
    let blocked = (1..=servers).fold(1.0, |blocked, c| a * blocked / (f64::from(c) + a * blocked));
    let rho = a / f64::from(servers);
    blocked / (1.0 - rho * (1.0 - blocked))
}

fn assert_erlang_c(servers: u32, a: f64, oracle: [f64; 2], horizon: f64, relative: [f64; 2]) {
    let delayed = agrees(erlang_c(servers, a), oracle[0]);
    let waiting = agrees(delayed * a / (f64::from(servers) - a), oracle[1]);
    let setting = Setting::one_stream(servers, a, exponential, horizon);
    let claims: [Claim; 2] = [
        ("delayed", &|queue| queue.delayed.mean(), delayed, relative[0]),
        ("waiting", &Queue::mean_waiting, waiting, relative[1]),
    ];
    assert_theory(&setting, &claims);
}

#[test]
fn three_servers_wait_as_erlang_says() {
    assert_erlang_c(
        3,
        2.5,
        [0.702_247_191_011, 3.511_235_955_06],
        3_000.0,
        [0.02, 0.08],
    );
}

#[test]
fn ten_servers_wait_as_erlang_says() {
    assert_erlang_c(
        10,
        8.0,
        [0.409_180_150_796, 1.636_720_603_19],
        2_000.0,
        [0.025, 0.06],
    );
}

#[test]
fn a_hundred_servers_wait_as_erlang_says() {
    assert_erlang_c(
        100,
        90.0,
        [0.216_940_480_906, 1.952_464_328_16],
        120.0,
        [0.12, 0.25],
    );
}

/// The mean wait in M/G/1 (Pollaczek 1930, Khinchine 1932).
fn pollaczek(rate: f64, mean: f64, second_moment: f64) -> f64 {
    rate * second_moment / (2.0 * (1.0 - rate * mean))
}

#[test]
fn constant_services_wait_as_pollaczek_says() {
    let wait = agrees(pollaczek(0.8, 1.0, 1.0), 2.0);
    let setting = Setting::one_stream(1, 0.8, |_| 1.0, 15_000.0);
    assert_theory(&setting, &[("wait", &|queue| queue.waits[0].mean(), wait, 0.035)]);
}

#[test]
fn very_uneven_services_wait_as_pollaczek_says() {
    let wait = agrees(pollaczek(0.7, 0.95, 5.45), 5.694_029_850_75);
    let service = |draw: Draw| -libm::log(draw.second()) / if draw.uniform() < 0.9 { 2.0 } else { 0.2 };
    let setting = Setting::one_stream(1, 0.7, service, 30_000.0);
    assert_theory(&setting, &[("wait", &|queue| queue.waits[0].mean(), wait, 0.06)]);
}

#[test]
fn urgent_customers_wait_as_cobham_says() {
    let rates = [0.2, 0.3, 0.25];
    let left: f64 = rates.iter().sum();
    let customers = rates
        .iter()
        .map(|rate| Customers {
            rate: *rate,
            service: exponential,
        })
        .collect();
    let setting = Setting::new(1, customers, 12_000.0);
    let mut above = 0.0;
    let waits = [0.9375, 1.875, 6.0].into_iter().zip(rates).map(|(oracle, rate)| {
        let wait = left / ((1.0 - above) * (1.0 - above - rate));
        above += rate;
        agrees(wait, oracle)
    });
    let waits: Vec<f64> = waits.collect();
    let claims: [Claim; 3] = [
        ("first", &|queue| queue.waits[0].mean(), waits[0], 0.03),
        ("second", &|queue| queue.waits[1].mean(), waits[1], 0.04),
        ("third", &|queue| queue.waits[2].mean(), waits[2], 0.08),
    ];
    assert_theory(&setting, &claims);
}

/// Erlang A (Palm 1957) by its birth-death chain: the shares of customers delayed and giving up.
fn erlang_a(servers: u32, rate: f64, service_rate: f64, impatience: f64) -> (f64, f64) {
    let (mut weight, mut total, mut delayed, mut waiting) = (1.0, 1.0, 0.0, 0.0);
    for n in 1..2_000_u32 {
        let beyond = f64::from(n.saturating_sub(servers));
        weight *= rate / (f64::from(n.min(servers)) * service_rate + beyond * impatience);
        total += weight;
        waiting += beyond * weight;
        delayed += if n >= servers { weight } else { 0.0 };
    }
    (delayed / total, impatience * waiting / total / rate)
}

#[test]
fn impatient_customers_leave_as_palm_says() {
    let (delayed, lost) = erlang_a(10, 10.0, 1.0, 0.5);
    let (delayed, lost) = (
        agrees(delayed, 0.619_655_230_884),
        agrees(lost, 0.103_913_212_326),
    );
    let mut setting = Setting::one_stream(10, 10.0, exponential, 1_500.0);
    setting.impatience = 0.5;
    let claims: [Claim; 3] = [
        ("delayed", &|queue| queue.delayed.mean(), delayed, 0.02),
        ("gave up", &|queue| queue.gave_up.mean(), lost, 0.03),
        ("busy", &Queue::mean_busy, 10.0 * (1.0 - lost), 0.005),
    ];
    assert_theory(&setting, &claims);
}

#[test]
fn a_server_that_fails_and_resumes_serves_as_white_and_christie_say() {
    let (rate, service_rate, failure, repair) = (0.5, 1.0, 0.1, 0.5);
    let both = failure + repair;
    let formula = rate * (both * both + service_rate * failure)
        / (both * (repair * (service_rate - rate) - failure * rate));
    let present = agrees(formula, 1.916_666_666_67);
    let mut setting = Setting::one_stream(1, rate, exponential, 20_000.0);
    setting.failures = Some(Failures {
        rate: failure,
        repair_rate: repair,
    });
    let claims: [Claim; 2] = [
        ("present", &Queue::mean_present, present, 0.04),
        (
            "available",
            &|queue| queue.period().available_days / queue.days(),
            repair / both,
            0.01,
        ),
    ];
    assert_theory(&setting, &claims);
}

/// The mean number present in M/M/1 at `time` when so many are there at first, and the chance that nobody is, by
/// uniformization of the Kolmogorov equations.
fn present_after(present: usize, rate: f64, service_rate: f64, time: f64) -> [f64; 2] {
    let uniform = rate + service_rate;
    let mut shares = vec![0.0; 400];
    shares[present] = 1.0;
    let mut steps = libm::exp(-uniform * time);
    let (mut mean, mut empty) = (0.0, 0.0);
    for step in 1..1_000_u32 {
        let present = shares.iter().enumerate().map(|(n, share)| n as f64 * share);
        mean += steps * present.sum::<f64>();
        empty += steps * shares[0];
        let last = shares.len() - 1;
        let next = |n: usize| {
            let from_below = if n == 0 {
                service_rate * shares[0]
            } else {
                rate * shares[n - 1]
            };
            let from_above = if n == last {
                rate * shares[n]
            } else {
                service_rate * shares[n + 1]
            };
            (from_below + from_above) / uniform
        };
        shares = (0..=last).map(next).collect();
        steps *= uniform * time / f64::from(step);
    }
    [mean, empty]
}

#[test]
fn a_queue_goes_from_a_fixed_start_as_kolmogorov_says() {
    for (start, rate, time, oracle, widths) in [
        (0, 0.8, 1.0, [0.551_551_858_273, 0.597_398_750_281], [0.04, 0.03]),
        (0, 0.8, 5.0, [1.469_460_827_79, 0.348_967_942_941], [0.04, 0.05]),
        (0, 0.8, 20.0, [2.647_634_923_96, 0.244_852_397_859], [0.05, 0.06]),
        (5, 0.6, 1.0, [4.600_442_261_47, 0.002_183_149_574_01], [0.01, 1.0]),
        (5, 0.6, 3.0, [3.850_602_518_72, 0.060_517_641_459_2], [0.02, 0.2]),
        (5, 0.6, 10.0, [2.408_227_345_96, 0.288_327_258_276], [0.04, 0.05]),
    ] {
        let theory = present_after(start as usize, rate, 1.0, time);
        let mut setting = Setting::one_stream(1, rate, exponential, time);
        setting.present = start;
        let mut tallies = [Tally::default(); 2];
        for replication in 0..6_000 {
            let mut queue = Queue::new(&setting, replication);
            run_until(&mut queue, SimTime::from_days(time));
            let present = queue.station.waiting() as f64 + f64::from(queue.station.busy());
            tallies[0].add(present);
            tallies[1].add(f64::from(present == 0.0));
        }
        for (n, name) in ["present", "empty"].into_iter().enumerate() {
            assert_estimate(name, &tallies[n], agrees(theory[n], oracle[n]), widths[n]);
        }
    }
}
