//! Why: an option's difference divided among law, trust, interests and capacity, so that the order does not matter.
//!
//! v(S) is a measure in the world in which the drivers in S are the option's and the others the baseline's
//! (`model/course.rs`). A driver's share is its Shapley (1953) value: the mean, over all orders of the four, of what it adds when
//! its turn comes. v(∅) is the baseline and v(all) the option themselves, so that in every replication the four add up to
//! the whole difference.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use crate::experiment::keeper::{Keeper, Numbers};
use crate::experiment::replication::replicate_course;
use crate::experiment::study::{Study, Watch};
use crate::experiment::unit::Place;
use crate::model::blueprint::Blueprint;
use crate::model::course::{Course, DRIVERS, Driver, Stills};
use crate::model::measure::MEASURES;
use crate::scenario::scenario::Scenario;

/// Coalitions of drivers, numbered by the bits of their members.
pub const COALITIONS: usize = 1 << DRIVERS;

/// The stage under which a decomposition is kept; those that are counted never come so far.
const STAGE: u32 = u32::MAX;
/// Worlds of one decomposition: the coalitions, and both ends where nobody waits.
const WORLDS: usize = COALITIONS + 2;

/// Measures of the baseline and the option where nobody waits, by replication.
#[derive(Clone, Debug, PartialEq)]
pub struct Parted {
    /// The measures of each coalition.
    pub values: Vec<Vec<f64>>,
    /// The measures of baseline and option in the world without waiting.
    pub without_queues: [Vec<f64>; 2],
}

impl Parted {
    /// The measures of all worlds in a row.
    fn numbers(&self) -> Vec<f64> {
        self.values
            .iter()
            .chain(&self.without_queues)
            .flatten()
            .copied()
            .collect()
    }

    fn of(numbers: &[f64]) -> Parted {
        let mut worlds = numbers.chunks_exact(MEASURES.len()).map(<[f64]>::to_vec);
        let mut next = || worlds.next().unwrap_or_default();
        Parted {
            values: (0..COALITIONS).map(|_| next()).collect(),
            without_queues: [next(), next()],
        }
    }
}

/// Shapley values of four drivers from the sixteen coalitions.
pub fn shapley(values: &[f64; COALITIONS]) -> [f64; DRIVERS] {
    // |S|!(3 − |S|)!/4! by the size of S.
    const WEIGHTS: [f64; DRIVERS] = [1.0 / 4.0, 1.0 / 12.0, 1.0 / 12.0, 1.0 / 4.0];
    std::array::from_fn(|driver| {
        let own = 1 << driver;
        (0..COALITIONS)
            .filter(|coalition| coalition & own == 0)
            .map(|coalition| {
                let weight = WEIGHTS[coalition.count_ones() as usize];
                weight * (values[coalition | own] - values[coalition])
            })
            .sum()
    })
}

/// What a decomposition leaves.
#[derive(Clone, Debug, Default)]
pub struct PartedAll {
    /// By option of the study but the baseline, and replication; `None` where a replication was lost.
    pub parts: Vec<Vec<Option<Parted>>>,
    /// Why units were lost: option, replication, reason.
    pub lost: Vec<(usize, u32, String)>,
    /// Whether it was stopped from outside.
    pub stopped: bool,
}

/// Divides the first replications of every option of a study; `without_queues` is the scenario in which nobody waits.
pub fn decompose(
    study: &Study,
    without_queues: &Scenario,
    replications: u32,
    (watch, keeper): (&Watch, &dyn Keeper),
) -> io::Result<PartedAll> {
    let options = study.options.len() - 1;
    let units = options * replications as usize;
    let done = AtomicU64::new(0);
    let plans: Vec<Plans> = study.options[1..]
        .iter()
        .map(|&option| Plans::new(study, without_queues, option))
        .collect();
    let failed = AtomicBool::new(false);
    let finished = |place: Place| -> io::Result<Numbers> {
        if let Some(kept) = keeper.find_numbers(place, WORLDS * MEASURES.len())? {
            return Ok(kept);
        }
        let plans = &plans[place.option as usize];
        let tried = catch_unwind(AssertUnwindSafe(|| plans.run(study, place.replication)));
        let parted = tried.unwrap_or_else(|_| Err("the program failed".to_owned()));
        let numbers = parted.map(|parted| parted.numbers());
        keeper.keep_numbers(place, &numbers)?;
        Ok(numbers)
    };
    let parted: Vec<Option<io::Result<Numbers>>> = (0..units)
        .into_par_iter()
        .with_max_len(1)
        .map(|unit| {
            if watch.stop.load(Ordering::Relaxed) || failed.load(Ordering::Relaxed) {
                return None;
            }
            let numbers = finished(Place {
                stage: STAGE,
                option: (unit % options) as u32,
                replication: (unit / options) as u32,
            });
            failed.fetch_or(numbers.is_err(), Ordering::Relaxed);
            (watch.progress)(done.fetch_add(1, Ordering::Relaxed) + 1, units as u64);
            Some(numbers)
        })
        .collect();
    let mut all = PartedAll {
        parts: vec![Vec::new(); options],
        ..PartedAll::default()
    };
    for (unit, parted) in parted.into_iter().enumerate() {
        let (option, replication) = (unit % options, (unit / options) as u32);
        let part = match parted.transpose()? {
            Some(Ok(numbers)) => Some(Parted::of(&numbers)),
            Some(Err(reason)) => {
                all.lost.push((option + 1, replication, reason));
                None
            }
            None => {
                all.stopped = true;
                None
            }
        };
        all.parts[option].push(part);
    }
    Ok(all)
}

/// The worlds of one option.
struct Plans<'a> {
    /// By coalition of the drivers whose actions are done: none, law, capacity, both.
    acting: [Blueprint<'a>; 4],
    without_queues: [Blueprint<'a>; 2],
}

impl<'a> Plans<'a> {
    fn new(study: &Study<'a>, without_queues: &'a Scenario, option: Option<usize>) -> Plans<'a> {
        let whole = Blueprint::new(study.scenario, option, None);
        let only = |law: bool, capacity: bool| {
            let mut plan = whole.clone();
            plan.actions.retain(|(action, _)| match Driver::of(&action.deed) {
                Driver::Law => law,
                Driver::Trust | Driver::Interests => true,
                Driver::Capacity => capacity,
            });
            plan
        };
        Plans {
            acting: [
                only(false, false),
                only(true, false),
                only(false, true),
                only(true, true),
            ],
            without_queues: [
                Blueprint::new(without_queues, None, None),
                Blueprint::new(without_queues, option, None),
            ],
        }
    }

    fn run(&self, study: &Study, replication: u32) -> Result<Parted, String> {
        let one = |plan: &Blueprint, course: Course| {
            replicate_course(plan, study.seed, replication, study.most_events, course)
                .map_err(|runaway| format!("it ran away: more than {} events", runaway.events))
        };
        let kept = |plan: &Blueprint| -> Result<(Vec<f64>, Stills), String> {
            let (outcome, course) = one(plan, Course::Kept(Vec::new()))?;
            let stills = match course {
                Course::Kept(stills) => stills,
                Course::Free | Course::Held(_) => Vec::new(),
            };
            Ok((outcome.measures(), Stills::new(stills)))
        };
        let (baseline, before) = kept(&self.acting[0])?;
        let (option, after) = kept(&self.acting[3])?;
        let mut values = Vec::with_capacity(COALITIONS);
        for coalition in 0..COALITIONS {
            let has = |driver: Driver| coalition >> driver as usize & 1 == 1;
            values.push(if coalition == 0 {
                baseline.clone()
            } else if coalition == COALITIONS - 1 {
                option.clone()
            } else {
                let from = |driver| {
                    if has(driver) {
                        after.clone()
                    } else {
                        before.clone()
                    }
                };
                let held = [Driver::Law, Driver::Trust, Driver::Interests].map(from);
                let acting = usize::from(has(Driver::Law)) + 2 * usize::from(has(Driver::Capacity));
                one(&self.acting[acting], Course::Held(held))?.0.measures()
            });
        }
        let free = |plan: &Blueprint| one(plan, Course::Free).map(|(outcome, _)| outcome.measures());
        Ok(Parted {
            values,
            without_queues: [free(&self.without_queues[0])?, free(&self.without_queues[1])?],
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Mutex;

    use super::*;
    use crate::experiment::keeper::{Ended, Forgetful};
    use crate::experiment::unit::Shape;
    use crate::scenario::check::load_scenario;
    use crate::scenario::load::Part;

    /// Remembers numbers by their place.
    #[derive(Default)]
    struct Memory(Mutex<BTreeMap<Place, Numbers>>);

    impl Keeper for Memory {
        fn find(&self, _place: Place, _shape: &Shape) -> io::Result<Option<Ended>> {
            Ok(None)
        }

        fn keep(&self, _place: Place, ended: Ended) -> io::Result<Ended> {
            Ok(ended)
        }

        fn find_numbers(&self, place: Place, count: usize) -> io::Result<Option<Numbers>> {
            let found = self.0.lock().unwrap().get(&place).cloned();
            if let Some(Ok(numbers)) = &found {
                assert_eq!(numbers.len(), count);
            }
            Ok(found)
        }

        fn keep_numbers(&self, place: Place, numbers: &Numbers) -> io::Result<()> {
            self.0.lock().unwrap().insert(place, numbers.clone());
            Ok(())
        }
    }

    #[test]
    fn what_is_kept_of_a_decomposition_is_not_run_again() {
        let text = "format = 1\n[run]\nhorizon = 40\nwarm_up = 1\nreport_every = 10\n[nation.here]\n[nation.there]\n\
                    [class.smuggling]\nrate = 60\n[option.desks]\n[[option.desks.action]]\ndo = \"add_servers\"\nnations = \"all\"\nstation = \"desk\"\nservers = 1\n";
        let fetch = |_: &str, _: &str| {
            Ok(Part {
                name: "tiny.toml".into(),
                text: text.into(),
            })
        };
        let scenario = load_scenario("tiny.toml", &[], &fetch).unwrap().value;
        let study = Study {
            stage: 0,
            scenario: &scenario,
            options: vec![None, Some(0)],
            first: 0,
            replications: 2,
            seed: 1,
            precision: None,
            paired: false,
            traced: false,
            most_events: 1_000_000,
            planted_panic: None,
        };
        let watch = Watch {
            stop: &AtomicBool::new(false),
            progress: &|_, _| {},
        };
        let (memory, forgetful) = (Memory::default(), Forgetful);
        let anew = decompose(&study, &scenario, 2, (&watch, &forgetful)).unwrap();
        let first = decompose(&study, &scenario, 2, (&watch, &memory)).unwrap();
        // One event is not enough for any world: whatever is run now is lost.
        let hurried = Study {
            most_events: 1,
            ..study
        };
        let found = decompose(&hurried, &scenario, 2, (&watch, &memory)).unwrap();
        assert!(found.lost.is_empty() && found.parts[0].len() == 2);
        let bits = |all: &PartedAll| format!("{:?}", all.parts);
        assert_eq!((bits(&found), bits(&first)), (bits(&anew), bits(&anew)));
        assert_eq!(
            decompose(&hurried, &scenario, 2, (&watch, &forgetful))
                .unwrap()
                .lost
                .len(),
            2
        );
    }

    #[test]
    fn the_shares_add_up_to_the_whole_and_go_to_whom_they_belong() {
        let mut values = [0.0; COALITIONS];
        for (coalition, value) in values.iter_mut().enumerate() {
            let has = |driver: usize| coalition >> driver & 1 == 1;
            // Law alone brings 2; trust and capacity bring 3 together; interests bring nothing.
            *value = 10.0 + if has(0) { 2.0 } else { 0.0 } + if has(1) && has(3) { 3.0 } else { 0.0 };
        }
        let shares = shapley(&values);
        for (share, expected) in shares.iter().zip([2.0, 1.5, 0.0, 1.5]) {
            assert!((share - expected).abs() < 1e-12, "{shares:?}");
        }
        let whole = values[COALITIONS - 1] - values[0];
        assert!((shares.iter().sum::<f64>() - whole).abs() < 1e-12);
    }
}
