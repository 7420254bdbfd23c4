//! Two runs of one world on the same luck that differ by one switch.

use crate::support::{Trial, WORLD, level, sum};
use comity::model::measure::{Count, Level};
use comity::model::outcome::Outcome;

/// The two runs.
pub(crate) struct Switched {
    /// With the switch off.
    pub(crate) off: Vec<Outcome>,
    /// With the switch on.
    pub(crate) on: Vec<Outcome>,
}

/// Runs [`WORLD`] with the switch off and on, and these other mechanisms on in both.
pub(crate) fn switched(switch: &str, others: &[&str], change: impl Fn(Trial) -> Trial) -> Switched {
    let trial = change(Trial::quiet(WORLD, others).traced());
    let key = format!("mechanisms.{switch}");
    Switched {
        off: trial.clone().set(&key, "false").run(),
        on: trial.set(&key, "true").run(),
    }
}

impl Switched {
    /// A count off and on.
    pub(crate) fn sums(&self, count: Count) -> (f64, f64) {
        (sum(&self.off, count), sum(&self.on, count))
    }

    /// A level off and on.
    pub(crate) fn levels(&self, which: Level) -> (f64, f64) {
        (level(&self.off, which), level(&self.on, which))
    }

    /// The switch raises this count.
    pub(crate) fn raises(&self, count: Count) {
        let (off, on) = self.sums(count);
        assert!(on > off, "{}: {off} off, {on} on", count.name());
    }

    /// The switch lowers this count.
    pub(crate) fn lowers(&self, count: Count) {
        let (off, on) = self.sums(count);
        assert!(on < off, "{}: {off} off, {on} on", count.name());
    }

    /// The count is there with the switch alone.
    pub(crate) fn brings(&self, count: Count) {
        assert_eq!(self.sums(count).0, 0.0, "{} off", count.name());
        self.raises(count);
    }

    /// The switch raises this level.
    pub(crate) fn lifts(&self, which: Level) {
        let (off, on) = self.levels(which);
        assert!(on > off, "{}: {off} off, {on} on", which.name());
    }

    /// The switch lowers this level.
    pub(crate) fn sinks(&self, which: Level) {
        let (off, on) = self.levels(which);
        assert!(on < off, "{}: {off} off, {on} on", which.name());
    }

    /// These counts are the same bit for bit in every replication.
    pub(crate) fn leaves(&self, counts: &[Count]) {
        leaves(&self.off, &self.on, counts);
    }
}

/// These counts are the same bit for bit in every replication of the two runs.
pub(crate) fn leaves(one: &[Outcome], other: &[Outcome], counts: &[Count]) {
    for (one, other) in one.iter().zip(other) {
        for &count in counts {
            let (a, b) = (one.counts[count as usize], other.counts[count as usize]);
            assert_eq!(a.to_bits(), b.to_bits(), "{}: {a} and {b}", count.name());
        }
    }
}

/// What is exogenous about threats: no sharing, trust or treaty may change it.
pub(crate) const EXOGENOUS: [Count; 5] = [
    Count::Threats,
    Count::Cohort,
    Count::DisruptedAlone,
    Count::DisruptedBest,
    Count::HarmAlone,
];
