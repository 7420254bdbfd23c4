//! `Unit`: one replication of one option as a finished piece of work, and its bytes, by which it survives the process
//! and travels between machines. Bytes from elsewhere are read with suspicion: no length in them is believed.

use crate::experiment::summary::Levels;
use crate::model::blueprint::Blueprint;
use crate::model::ending::{CLOSINGS, FATES, FUNNEL_ROWS, STAGES};
use crate::model::histogram::{AnswerTimes, BINS};
use crate::model::measure::{COUNT_COLUMNS, LEVEL_COLUMNS};
use crate::model::outcome::{NATION_FIELDS, NationTotals, Outcome, PairState, StationState};
use crate::scenario::kind::REQUEST_KINDS;
use crate::scenario::shock::{Shock, When};

/// Which unit of work: its stage (0 where a study has but one), the place of its option in the study, its replication.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The stage, where one study follows from another.
    pub stage: u32,
    /// The place of the option in the study.
    pub option: u32,
    /// The number of the replication.
    pub replication: u32,
}

/// What a unit of work brings.
#[derive(Clone, Debug)]
pub struct Unit {
    /// What the replication left.
    pub outcome: Outcome,
    /// Levels of the world without each shock, where that shock came.
    pub without: Vec<Option<Levels>>,
    /// Events that changed something, over all its worlds.
    pub events: u64,
    /// Seconds that it took.
    pub seconds: f64,
}

/// How long the lists of a unit are: the same for all replications of an option.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    nations: usize,
    classes: usize,
    reports: usize,
    moments: usize,
    /// Ordered pairs told of at a moment.
    pairs: usize,
    horizon: f64,
    /// The first day of each shock within the run, where the scenario fixes it.
    shocks: Vec<Option<f64>>,
    paired: bool,
}

/// Greatest count that is believed: far beyond any run, and the sum over all replications still fits 64 bits.
const MOST_COUNT: u64 = 1 << 32;

impl Shape {
    /// The shape of the units of a world, and whether they hold worlds without each shock.
    pub fn new(plan: &Blueprint, paired: bool) -> Shape {
        let horizon = plan.scenario.run.horizon;
        let fixed = |shock: &Shock| match &shock.when {
            When::Days(days) => {
                let within = days.iter().copied().filter(|day| (0.0..=horizon).contains(day));
                Some(within.fold(f64::INFINITY, f64::min))
            }
            When::Rate(_) => None,
        };
        Shape {
            nations: plan.scenario.nations.len(),
            classes: plan.scenario.classes.len(),
            reports: plan.reports.len(),
            moments: plan.moments.len(),
            pairs: plan.pairs_told(),
            horizon,
            shocks: plan.scenario.shocks.iter().map(fixed).collect(),
            paired,
        }
    }

    /// Whether a shock can first have come on this day.
    fn has_shock_day(&self, shock: usize, day: f64) -> bool {
        match self.shocks[shock] {
            Some(fixed) => day == fixed,
            None => (0.0..=self.horizon).contains(&day),
        }
    }

    /// Bytes that a unit takes at most when nothing in it can be left out.
    pub fn bytes(&self) -> u64 {
        let levels = self.reports * LEVEL_COLUMNS * 8;
        let counts = REQUEST_KINDS * (2 * BINS + CLOSINGS * (BINS + 1) + STAGES) + self.classes * FATES;
        let stations = self.reports * self.nations * 2 * 5 * 8;
        let pairs = self.moments * self.pairs * 4 * 8;
        let rest =
            (COUNT_COLUMNS + LEVEL_COLUMNS + self.nations * NATION_FIELDS + 8 + 2 * self.shocks.len()) * 8;
        let worlds = 1 + if self.paired { self.shocks.len() } else { 0 };
        (worlds * levels + 2 * counts + stations + pairs + rest) as u64
    }
}

impl Unit {
    /// Its bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut to = Encoder(Vec::new());
        let outcome = &self.outcome;
        to.whole(u64::from(outcome.replication));
        to.0.extend(outcome.fingerprint.to_le_bytes());
        to.whole(self.events);
        to.number(self.seconds);
        to.numbers(&outcome.counts);
        to.numbers(&outcome.mean_levels);
        to.number(outcome.backlog_mean);
        to.levels(&outcome.levels);
        let answers = outcome.answers.iter();
        to.counts(answers.flat_map(|times| times.answered.iter().chain(&times.censored).copied()));
        to.counts(outcome.closings.iter().flatten().copied());
        to.counts(
            outcome
                .closing_days
                .iter()
                .flatten()
                .map(|&count| u64::from(count)),
        );
        to.counts(outcome.fates.iter().flatten().copied());
        to.counts(outcome.funnel.iter().flatten().copied());
        for nation in &outcome.nations {
            to.numbers(&nation.fields());
        }
        for station in &outcome.stations {
            to.numbers(&station_fields(station));
        }
        for pair in outcome.pairs.iter().flatten() {
            to.numbers(&[pair.trust, pair.compatibility, pair.affinity, pair.exchange]);
        }
        to.maybe(outcome.first_crossing);
        outcome.shock_days.iter().for_each(|&day| to.maybe(day));
        for levels in &self.without {
            to.0.push(u8::from(levels.is_some()));
            if let Some(levels) = levels {
                to.levels(levels);
            }
        }
        to.0
    }

    /// The unit that these bytes hold, if they hold exactly one of this shape.
    pub fn decode(bytes: &[u8], shape: &Shape) -> Result<Unit, Misshapen> {
        let mut from = Decoder(bytes);
        let replication = u32::try_from(from.whole()?).map_err(|_| Misshapen)?;
        let fingerprint = u64::from_le_bytes(from.array()?);
        let (events, seconds) = (from.whole()?, from.number()?);
        let (counts, mean_levels) = (from.numbers()?, from.numbers()?);
        let backlog_mean = from.number()?;
        let levels = from.levels(shape)?;
        let answers = from.counts(REQUEST_KINDS * 2 * BINS)?;
        let answers = answers.chunks(2 * BINS).map(|times| AnswerTimes {
            answered: times[..BINS].to_vec(),
            censored: times[BINS..].to_vec(),
        });
        let answers = answers.collect();
        let closings = from.table::<u64, CLOSINGS>(REQUEST_KINDS)?;
        let outcome = Outcome {
            replication,
            fingerprint,
            counts,
            levels,
            mean_levels,
            backlog_mean,
            answers,
            closings: std::array::from_fn(|kind| closings[kind]),
            closing_days: from.table::<u32, { CLOSINGS * REQUEST_KINDS }>(BINS)?,
            fates: from.table::<u64, FATES>(shape.classes)?,
            funnel: {
                let funnel = from.table::<u64, STAGES>(FUNNEL_ROWS)?;
                std::array::from_fn(|row| funnel[row])
            },
            nations: from.list(shape.nations, |from| from.numbers().map(NationTotals::of_fields))?,
            stations: from.list(shape.reports.saturating_sub(1) * shape.nations * 2, |from| {
                from.numbers().map(station_of)
            })?,
            pairs: from.list(shape.moments, |from| {
                from.list(shape.pairs, |from| from.numbers().map(pair_of))
            })?,
            first_crossing: from.maybe()?,
            shock_days: from.list(shape.shocks.len(), Decoder::maybe)?,
            trace: None,
        };
        let worlds = if shape.paired { shape.shocks.len() } else { 0 };
        let without = from.list(worlds, |from| {
            from.flag()?.then(|| from.levels(shape)).transpose()
        })?;
        let days = || outcome.shock_days.iter().enumerate();
        let possible = days().all(|(shock, day)| day.is_none_or(|day| shape.has_shock_day(shock, day)));
        let paired = days()
            .zip(&without)
            .all(|((_, day), levels)| day.is_some() || levels.is_none());
        if !from.0.is_empty() || !possible || !paired {
            return Err(Misshapen);
        }
        Ok(Unit {
            outcome,
            without,
            events,
            seconds,
        })
    }
}

/// Bytes that are no unit of the expected shape.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the bytes are no unit of this study")]
pub struct Misshapen;

fn station_fields(state: &StationState) -> [f64; 5] {
    [
        state.queue,
        state.busy,
        state.open,
        state.started,
        state.wait_days,
    ]
}

fn station_of([queue, busy, open, started, wait_days]: [f64; 5]) -> StationState {
    StationState {
        queue,
        busy,
        open,
        started,
        wait_days,
    }
}

fn pair_of([trust, compatibility, affinity, exchange]: [f64; 4]) -> PairState {
    PairState {
        trust,
        compatibility,
        affinity,
        exchange,
    }
}

/// Puts numbers into bytes.
struct Encoder(Vec<u8>);

impl Encoder {
    /// Seven bits a byte, the lowest first (LEB128): most counts are small.
    fn whole(&mut self, mut value: u64) {
        while value > 127 {
            self.0.push(value as u8 | 128);
            value >>= 7;
        }
        self.0.push(value as u8);
    }

    /// The bits of a float: what is read back is equal to the last of them.
    fn number(&mut self, value: f64) {
        self.0.extend(value.to_bits().to_le_bytes());
    }

    fn numbers(&mut self, values: &[f64]) {
        for &value in values {
            self.number(value);
        }
    }

    fn maybe(&mut self, value: Option<f64>) {
        self.0.push(u8::from(value.is_some()));
        if let Some(value) = value {
            self.number(value);
        }
    }

    fn levels(&mut self, levels: &[[f64; LEVEL_COLUMNS]]) {
        for row in levels {
            self.numbers(row);
        }
    }

    /// Counts, of which most are zero: how many zeros, then the next count, and so on.
    fn counts(&mut self, counts: impl Iterator<Item = u64>) {
        let mut zeros = 0;
        for count in counts {
            if count == 0 {
                zeros += 1;
            } else {
                self.whole(zeros);
                self.whole(count);
                zeros = 0;
            }
        }
        if zeros > 0 {
            self.whole(zeros);
        }
    }
}

/// Takes numbers from bytes; nothing is allocated before the bytes are known to be there or its length is the shape's.
struct Decoder<'a>(&'a [u8]);

impl Decoder<'_> {
    fn array<const N: usize>(&mut self) -> Result<[u8; N], Misshapen> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Misshapen)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn whole(&mut self) -> Result<u64, Misshapen> {
        let mut value = 0;
        for place in 0..10 {
            let [byte] = self.array()?;
            value |= u64::from(byte & 127) << (7 * place);
            if byte < 128 {
                return Ok(value);
            }
        }
        Err(Misshapen)
    }

    fn flag(&mut self) -> Result<bool, Misshapen> {
        match self.array()? {
            [0] => Ok(false),
            [1] => Ok(true),
            _ => Err(Misshapen),
        }
    }

    fn number(&mut self) -> Result<f64, Misshapen> {
        Ok(f64::from_bits(u64::from_le_bytes(self.array()?)))
    }

    fn numbers<const N: usize>(&mut self) -> Result<[f64; N], Misshapen> {
        let mut values = [0.0; N];
        for value in &mut values {
            *value = self.number()?;
        }
        Ok(values)
    }

    fn maybe(&mut self) -> Result<Option<f64>, Misshapen> {
        self.flag()?.then(|| self.number()).transpose()
    }

    fn levels(&mut self, shape: &Shape) -> Result<Levels, Misshapen> {
        self.list(shape.reports, Decoder::numbers)
    }

    /// A list of `length` items, which is the shape's and never the bytes'. Every item takes at least a byte.
    fn list<T>(
        &mut self,
        length: usize,
        item: impl Fn(&mut Self) -> Result<T, Misshapen>,
    ) -> Result<Vec<T>, Misshapen> {
        if length > self.0.len() {
            return Err(Misshapen);
        }
        (0..length).map(|_| item(self)).collect()
    }

    fn counts(&mut self, length: usize) -> Result<Vec<u64>, Misshapen> {
        let mut counts = Vec::with_capacity(length);
        while counts.len() < length {
            let zeros = self.whole()?;
            if zeros > (length - counts.len()) as u64 {
                return Err(Misshapen);
            }
            counts.resize(counts.len() + zeros as usize, 0);
            if counts.len() < length {
                let count = self.whole()?;
                if count == 0 || count > MOST_COUNT {
                    return Err(Misshapen);
                }
                counts.push(count);
            }
        }
        Ok(counts)
    }

    fn table<T: TryFrom<u64> + Copy + Default, const N: usize>(
        &mut self,
        rows: usize,
    ) -> Result<Vec<[T; N]>, Misshapen> {
        let counts = self.counts(rows * N)?;
        let narrow = counts
            .into_iter()
            .map(|count| T::try_from(count).map_err(|_| Misshapen));
        let counts: Vec<T> = narrow.collect::<Result<_, _>>()?;
        let row = |row: &[T]| {
            let mut cells = [T::default(); N];
            cells.copy_from_slice(row);
            cells
        };
        Ok(counts.chunks_exact(N).map(row).collect())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{ProptestConfig, any, proptest};

    use super::*;
    use crate::experiment::replication::replicate;
    use crate::scenario::check::load_scenario;
    use crate::scenario::load::Part;
    use crate::scenario::scenario::Scenario;

    fn scenario() -> Scenario {
        let text = "format = 1\n[run]\nhorizon = 400\nwarm_up = 30\nreport_every = 30\n[nation.here]\n[nation.there]\n\
                    [class.smuggling]\nrate = 50\n[shock.leak]\nat = [200]\nkind = \"scandal\"\nnation = \"here\"\n";
        let fetch = |_: &str, _: &str| {
            Ok(Part {
                name: "two.toml".into(),
                text: text.into(),
            })
        };
        load_scenario("two.toml", &[], &fetch)
            .unwrap_or_else(|faults| panic!("{faults}"))
            .value
    }

    fn unit(plan: &Blueprint, spared: &Blueprint) -> Unit {
        let outcome = replicate(plan, 1, 3, false, u64::MAX).unwrap();
        Unit {
            without: vec![Some(replicate(spared, 1, 3, false, u64::MAX).unwrap().levels)],
            outcome,
            events: 1234,
            seconds: 0.1,
        }
    }

    /// NaN is not equal to itself: what is compared is the bytes.
    #[test]
    fn a_unit_survives_to_the_last_bit_and_every_cut_is_seen() {
        let scenario = scenario();
        let (plan, spared) = (
            Blueprint::new(&scenario, None, None),
            Blueprint::new(&scenario, None, Some(0)),
        );
        let shape = Shape::new(&plan, true);
        let unit = unit(&plan, &spared);
        let bytes = unit.encode();
        assert!(
            bytes.len() as u64 <= shape.bytes(),
            "{} of {}",
            bytes.len(),
            shape.bytes()
        );
        let back = Unit::decode(&bytes, &shape).unwrap();
        assert_eq!(back.encode(), bytes);
        assert_eq!(format!("{back:?}"), format!("{unit:?}"));
        for length in 0..bytes.len() {
            assert!(Unit::decode(&bytes[..length], &shape).is_err(), "{length}");
        }
        assert!(Unit::decode(&[bytes, vec![0]].concat(), &shape).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]
        /// Whatever the bytes are: a unit of the right shape that the summary can take in, or none.
        #[test]
        fn forged_bytes_are_refused_or_harmless(places in proptest::collection::vec((any::<usize>(), any::<u8>()), 1..20)) {
            let scenario = scenario();
            let plan = Blueprint::new(&scenario, None, None);
            let shape = Shape::new(&plan, true);
            let mut bytes = unit(&plan, &Blueprint::new(&scenario, None, Some(0))).encode();
            for (at, byte) in places {
                let at = at % bytes.len();
                bytes[at] = byte;
            }
            if let Ok(unit) = Unit::decode(&bytes, &shape) {
                let mut summary = crate::experiment::summary::Summary::new(&scenario, plan.reports.len());
                summary.add(&scenario, &unit.outcome, &unit.without);
                summary.add(&scenario, &unit.outcome, &unit.without);
            }
        }
    }
}
