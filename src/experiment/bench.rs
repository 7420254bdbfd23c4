//! `Bench`: where the units of a study are worked on. Until an option first acts its world is the baseline's; the options of
//! one replication have that past in common, and it is run once.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::engine::simulation::Runaway;
use crate::experiment::keeper::{Ended, Keeper};
use crate::experiment::replication::Replication;
use crate::experiment::study::{Study, Watch};
use crate::experiment::summary::PAIRED_MOST;
use crate::experiment::unit::{Place, Shape, Unit};
use crate::model::blueprint::Blueprint;
use crate::model::measure::Count;
use crate::model::outcome::Outcome;

/// The worlds of every option of a study, and what the threads share.
pub(super) struct Bench<'a> {
    study: &'a Study<'a>,
    watch: &'a Watch<'a>,
    keeper: &'a dyn Keeper,
    /// The world in which nobody acts.
    baseline: Blueprint<'a>,
    worlds: Vec<OptionWorld<'a>>,
    failure: Mutex<Option<io::Error>>,
}

/// The world of one option, and what its units look like.
struct OptionWorld<'a> {
    plan: Blueprint<'a>,
    shape: Shape,
}

impl<'a> Bench<'a> {
    pub(super) fn new(study: &'a Study<'a>, watch: &'a Watch<'a>, keeper: &'a dyn Keeper) -> Bench<'a> {
        let baseline = Blueprint::new(study.scenario, None, None);
        let world = |&option: &Option<usize>| {
            let plan = baseline.with_option(option);
            let shape = Shape::new(&plan, study.paired);
            OptionWorld { plan, shape }
        };
        Bench {
            study,
            watch,
            keeper,
            worlds: study.options.iter().map(world).collect(),
            baseline,
            failure: Mutex::new(None),
        }
    }

    /// How many reports a world has: the same in all.
    pub(super) fn reports(&self) -> usize {
        self.baseline.reports.len()
    }

    /// One unit by itself, not kept.
    pub(super) fn alone(&self, option: usize, replication: u32) -> Ended {
        self.unit(self.study.place(option, replication), None)
    }

    /// The units of some options of one replication, in that order: as the keeper has them, or worked on now and kept; `None`
    /// where the study was stopped. `tell` is called after each.
    pub(super) fn finished(
        &self,
        replication: u32,
        options: &[usize],
        tell: &(dyn Fn() + Sync),
    ) -> Vec<Option<Ended>> {
        let mut units = Vec::with_capacity(options.len());
        let mut open = Vec::new();
        for (n, &option) in options.iter().enumerate() {
            let place = self.study.place(option, replication);
            let found = self.unless_stopped(|| self.keeper.find(place, &self.worlds[option].shape));
            match found {
                Some(Some(_)) => tell(),
                Some(None) => open.push((self.worlds[option].plan.first_action(), n, place)),
                None => {}
            }
            units.push(found.flatten());
        }
        self.work(open, tell, |n, unit| units[n] = unit);
        units
    }

    /// Works on what is open of one replication, given with the day on which the option first acts: those that act on one day
    /// part from their past together, and who never acts goes along with those that act last.
    fn work(
        &self,
        mut open: Vec<(f64, usize, Place)>,
        tell: &(dyn Fn() + Sync),
        mut hand_over: impl FnMut(usize, Option<Ended>),
    ) {
        let days = open.iter().map(|&(day, ..)| day);
        let last = days.filter(|day| day.is_finite()).fold(0.0, f64::max);
        for (day, ..) in &mut open {
            *day = day.min(last);
        }
        open.sort_by(|one, other| one.0.total_cmp(&other.0));
        let past = open
            .get(1)
            .map(|&(_, _, place)| Mutex::new(Past::new(self, place.replication)));
        for together in open.chunk_by(|one, other| one.0 == other.0) {
            let begin = Instant::now();
            if let Some(past) = &past {
                lock(past).go_on(together[0].0);
            }
            let spent = begin.elapsed().as_secs_f64();
            let work_on = |&(_, n, place): &(f64, usize, Place)| {
                let unit = self.unless_stopped(|| self.keeper.keep(place, self.unit(place, past.as_ref())));
                if unit.is_some() {
                    tell();
                }
                (n, unit)
            };
            let mut units: Vec<_> = together.par_iter().with_max_len(1).map(work_on).collect();
            if let (_, Some(Ok(first))) = &mut units[0] {
                first.seconds += spent;
            }
            for (n, unit) in units {
                hand_over(n, unit);
            }
        }
    }

    /// One unit, from a past in common if there is one; a panic or a runaway loses only this one.
    fn unit<'b>(&'b self, place: Place, past: Option<&Mutex<Past<'a, 'b>>>) -> Ended {
        let begin = Instant::now();
        let unit = caught(|| {
            assert!(
                self.study.planted_panic != Some(place.replication),
                "a test planted a panic here"
            );
            let plan = &self.worlds[place.option as usize].plan;
            let Some(past) = past else {
                return self.finish(self.start(plan, place.replication), place.replication);
            };
            let mut replication = lock(past).replication.clone()?;
            replication.act(plan);
            self.finish(replication, place.replication)
        })?;
        Ok(Unit {
            seconds: begin.elapsed().as_secs_f64(),
            ..unit
        })
    }

    fn start<'w>(&self, plan: &'w Blueprint<'w>, number: u32) -> Replication<'w> {
        let (seed, traced, most) = (self.study.seed, self.study.traced, self.study.most_events);
        Replication::start(plan, seed, number, traced, most)
    }

    /// Whether worlds without each shock are run beside a replication.
    fn is_paired(&self, number: u32) -> bool {
        self.study.paired && number < PAIRED_MOST
    }

    fn finish(&self, replication: Replication, number: u32) -> Ended {
        let worlds = if self.is_paired(number) {
            replication.finish_worlds()
        } else {
            let shocks = self.study.scenario.shocks.len();
            let none = if self.study.paired { shocks } else { 0 };
            replication
                .finish()
                .map(|outcome| (outcome, (0..none).map(|_| None).collect()))
        };
        let (outcome, without) = worlds.map_err(words_of_runaway)?;
        let events = |outcome: &Outcome| outcome.counts[Count::Events as usize] as u64;
        Ok(Unit {
            events: events(&outcome) + without.iter().flatten().map(events).sum::<u64>(),
            without: without
                .into_iter()
                .map(|spared| spared.map(|spared| spared.levels))
                .collect(),
            outcome,
            seconds: 0.0,
        })
    }

    /// What is done, unless the study is to stop or this fails, which stops it.
    fn unless_stopped<T>(&self, mut what: impl FnMut() -> io::Result<T>) -> Option<T> {
        if self.watch.stop.load(Ordering::Relaxed) {
            return None;
        }
        let stop = |error| {
            lock(&self.failure).get_or_insert(error);
            self.watch.stop.store(true, Ordering::Relaxed);
        };
        what().map_err(stop).ok()
    }

    /// The first thing that went wrong.
    pub(super) fn failure(self) -> Option<io::Error> {
        self.failure.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What options have in common: one replication under way in which nobody has acted yet, or why there is none.
struct Past<'a, 'b> {
    bench: &'b Bench<'a>,
    number: u32,
    replication: Result<Replication<'b>, String>,
    /// Whether it has halted before a shock, where worlds without that shock part from it.
    halted: bool,
}

impl<'a, 'b> Past<'a, 'b> {
    fn new(bench: &'b Bench<'a>, number: u32) -> Past<'a, 'b> {
        Past {
            bench,
            number,
            replication: caught(|| Ok(bench.start(&bench.baseline, number))),
            halted: false,
        }
    }

    /// Goes on to a day, unless a shock comes before.
    fn go_on(&mut self, day: f64) {
        let stopped = self.bench.watch.stop.load(Ordering::Relaxed);
        let Ok(replication) = &mut self.replication else {
            return;
        };
        if self.halted || stopped {
            return;
        }
        let paired = self.bench.is_paired(self.number);
        match caught(|| replication.until_before(day, paired).map_err(words_of_runaway)) {
            Ok(halted) => self.halted = halted,
            Err(words) => self.replication = Err(words),
        }
    }
}

/// What comes of it, or the words of the panic that came instead.
fn caught<T>(what: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    let caught = catch_unwind(AssertUnwindSafe(what));
    caught.unwrap_or_else(|panic| Err(format!("the program failed: {}", words_of(&*panic))))
}

/// A lock that a panic elsewhere does not spoil: what it guards is whole between any two steps.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn words_of_runaway(runaway: Runaway) -> String {
    let Runaway {
        events,
        time,
        process,
        share,
    } = runaway;
    let (day, share) = (time.days(), (share * 100.0).round());
    format!(
        "it ran away: more than {events} events by day {day:.1}, of the last of them {share} % `{process}`"
    )
}

fn words_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".to_owned())
}
