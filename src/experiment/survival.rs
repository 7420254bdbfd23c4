//! Kaplan–Meier curves: how long something lasts when some of it is still lasting at the end of the watch.

use serde::Serialize;

use crate::engine::special::{normal_quantile, student_t_quantile};
use crate::experiment::estimate::wilson;

/// One row of a survival curve: what happened at a time, and the share that lasts beyond it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SurvivalStep {
    /// Time of the exits, or end of the bin, in the unit of the data.
    pub time: f64,
    /// How many were still watched just before.
    pub at_risk: u64,
    /// How many ended here.
    pub events: u64,
    /// How many were watched to here and no longer; of one time, events come first.
    pub censored: u64,
    /// The product-limit estimate of the share that lasts beyond this time.
    pub surviving: f64,
    /// Standard error of that share; NaN once it is zero.
    pub standard_error: f64,
    /// Lower end of its pointwise interval, in [0, 1].
    pub lower: f64,
    /// Upper end of its pointwise interval, in [0, 1].
    pub upper: f64,
}

/// A product-limit estimate with pointwise intervals (Kaplan & Meier 1958).
///
/// Intervals are symmetric in ln(−ln S), so they stay in [0, 1] and hold in small samples (Kalbfleisch & Prentice 2002).
/// Where that scale ends: while nothing has ended the lower end is Wilson's for those at risk, and once everything has
/// ended the upper end is that of the step before.
#[derive(Clone, Debug, PartialEq)]
pub struct SurvivalCurve {
    /// The steps in order of time.
    pub steps: Vec<SurvivalStep>,
    /// What holds before the first step.
    start: SurvivalStep,
}

/// Those who leave at one time: (time, events, censored).
type Exit = (f64, u64, u64);

impl SurvivalCurve {
    /// The curve of independent lifetimes, each (time, whether it ended then; else it was still lasting), with
    /// Greenwood's standard error S·√Σ d/(r(r − d)). A step for every time at which someone leaves; undefined times are
    /// skipped.
    pub fn of_times(lifetimes: &[(f64, bool)], confidence: f64) -> SurvivalCurve {
        let mut sorted: Vec<(f64, bool)> = lifetimes
            .iter()
            .copied()
            .filter(|(time, _)| !time.is_nan())
            .collect();
        sorted.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let exits: Vec<Exit> = sorted
            .chunk_by(|a, b| a.0 == b.0)
            .map(|together| {
                let events = together.iter().filter(|(_, ended)| *ended).count();
                (together[0].0, events as u64, (together.len() - events) as u64)
            })
            .collect();
        SurvivalCurve::of_exits(&exits, confidence)
    }

    /// The curve of counts in bins, each (end of the bin, events, censored), in order of time, with Greenwood's error.
    ///
    /// The bins hold everybody, the last one also those who last longer; so the first number at risk is the sum of all
    /// counts. Within a bin events come first, as at one time.
    pub fn of_exits(exits: &[(f64, u64, u64)], confidence: f64) -> SurvivalCurve {
        let z = normal_quantile(0.5 + confidence / 2.0);
        let mut greenwood = 0.0;
        let errors: Vec<f64> = product_limit(exits)
            .map(|(at_risk, events, surviving)| {
                let (left, ended) = (at_risk as f64, events as f64);
                greenwood += if events == 0 {
                    0.0
                } else {
                    ended / (left * (left - ended))
                };
                if surviving == 0.0 {
                    f64::NAN
                } else {
                    surviving * greenwood.sqrt()
                }
            })
            .collect();
        SurvivalCurve::with_errors(exits, &errors, z, confidence)
    }

    /// The curve of what replications counted in the same bins, pooled; lifetimes of one replication may depend on each
    /// other.
    ///
    /// `ends` are the ends of the bins, and every replication gives (events, censored) per bin, as in
    /// [`SurvivalCurve::of_exits`]. The standard error is the jackknife's over whole replications, with Student's t:
    /// Greenwood's would take requests that waited in one queue for independent and promise too much.
    ///
    /// # Panics
    /// When a replication has not one count per bin.
    pub fn of_replications(ends: &[f64], replications: &[Vec<(u64, u64)>], confidence: f64) -> SurvivalCurve {
        assert!(
            replications.iter().all(|bins| bins.len() == ends.len()),
            "replications share their bins"
        );
        let mut pooled: Vec<Exit> = ends.iter().map(|&end| (end, 0, 0)).collect();
        for bins in replications {
            for (all, own) in pooled.iter_mut().zip(bins) {
                all.1 += own.0;
                all.2 += own.1;
            }
        }
        let n = replications.len() as f64;
        let errors = jackknife_errors(&pooled, replications);
        let t = if n < 2.0 {
            f64::NAN
        } else {
            student_t_quantile(0.5 + confidence / 2.0, n - 1.0)
        };
        SurvivalCurve::with_errors(&pooled, &errors, t, confidence)
    }

    /// The curve with these standard errors, and intervals `reach` of them to each side on the scale ln(−ln S).
    fn with_errors(exits: &[Exit], errors: &[f64], reach: f64, confidence: f64) -> SurvivalCurve {
        let everybody = exits.iter().map(|exit| exit.1 + exit.2).sum();
        let untouched = |at_risk: u64| (wilson(at_risk as usize, at_risk as usize, confidence).0, 1.0);
        let (lower, upper) = untouched(everybody);
        let start = SurvivalStep {
            time: f64::NEG_INFINITY,
            at_risk: everybody,
            events: 0,
            censored: 0,
            surviving: if everybody == 0 { f64::NAN } else { 1.0 },
            standard_error: 0.0,
            lower,
            upper: if everybody == 0 { f64::NAN } else { upper },
        };
        let mut steps: Vec<SurvivalStep> = Vec::with_capacity(exits.len());
        for ((exit, (at_risk, events, surviving)), &standard_error) in
            exits.iter().zip(product_limit(exits)).zip(errors)
        {
            let before = steps.last().unwrap_or(&start);
            let (lower, upper) = if surviving >= 1.0 {
                // Nobody was at risk since: what was known before still is all there is.
                if at_risk == 0 {
                    (before.lower, before.upper)
                } else {
                    untouched(at_risk)
                }
            } else if surviving > 0.0 {
                let shift = libm::exp(reach * standard_error / (surviving * -libm::log(surviving)));
                (libm::pow(surviving, shift), libm::pow(surviving, 1.0 / shift))
            } else {
                (0.0, before.upper)
            };
            steps.push(SurvivalStep {
                time: exit.0,
                at_risk,
                events,
                censored: exit.2,
                surviving,
                standard_error,
                lower,
                upper,
            });
        }
        SurvivalCurve { steps, start }
    }

    /// The row that holds at a time: the last step up to then, with those still watched just before that time at risk.
    pub fn at(&self, time: f64) -> SurvivalStep {
        let passed = self.steps.partition_point(|step| step.time <= time);
        let Some(last) = passed.checked_sub(1).map(|place| &self.steps[place]) else {
            return SurvivalStep {
                time,
                ..self.start.clone()
            };
        };
        if last.time == time {
            return last.clone();
        }
        let at_risk = last.at_risk - last.events - last.censored;
        SurvivalStep {
            time,
            at_risk,
            events: 0,
            censored: 0,
            ..last.clone()
        }
    }

    /// The first time by which at least the share p has ended; NaN when the watch was too short for it.
    ///
    /// Of a curve of bins it is the end of a bin. The median is `quantile(0.5)`.
    pub fn quantile(&self, p: f64) -> f64 {
        // The product carries some rounding, which must not push a share past its step.
        let lasting = 1.0 - p + 1e-12;
        self.steps
            .iter()
            .find(|step| step.surviving <= lasting)
            .map_or(f64::NAN, |step| step.time)
    }
}

/// Per exit: how many were at risk, how many ended, and the product-limit estimate after it.
fn product_limit(exits: &[Exit]) -> impl Iterator<Item = (u64, u64, f64)> + '_ {
    let mut at_risk: u64 = exits.iter().map(|exit| exit.1 + exit.2).sum();
    let mut surviving = if at_risk == 0 { f64::NAN } else { 1.0 };
    exits.iter().map(move |&(_, events, censored)| {
        let here = at_risk;
        if events > 0 {
            surviving *= (here - events) as f64 / here as f64;
        }
        at_risk -= events + censored;
        (here, events, surviving)
    })
}

/// Standard errors of the pooled curve by leaving out one replication at a time; NaN where the curve is zero, or below two
/// replications.
fn jackknife_errors(pooled: &[Exit], replications: &[Vec<(u64, u64)>]) -> Vec<f64> {
    let n = replications.len() as f64;
    let centre: Vec<f64> = product_limit(pooled).map(|(_, _, surviving)| surviving).collect();
    let mut sums = vec![(0.0, 0.0); pooled.len()];
    for bins in replications {
        let others: Vec<Exit> = pooled
            .iter()
            .zip(bins)
            .map(|(all, own)| (all.0, all.1 - own.0, all.2 - own.1))
            .collect();
        for ((sum, (_, _, surviving)), centre) in sums.iter_mut().zip(product_limit(&others)).zip(&centre) {
            let shift = surviving - centre;
            sum.0 += shift;
            sum.1 += shift * shift;
        }
    }
    sums.iter()
        .zip(&centre)
        .map(|((shift, square), &surviving)| {
            let variance = ((square - shift * shift / n) * (n - 1.0) / n).max(0.0);
            if n < 2.0 || surviving == 0.0 {
                f64::NAN
            } else {
                variance.sqrt()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64, tolerance: f64) {
        assert!((found - expected).abs() <= tolerance, "{found} is not {expected}");
    }

    /// Remission under 6-MP (Freireich 1963), as in Kaplan–Meier's textbooks.
    fn remissions() -> Vec<(f64, bool)> {
        let times = [
            6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35,
        ];
        let ended = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0];
        times
            .iter()
            .zip(ended)
            .map(|(&time, ended)| (f64::from(time), ended == 1))
            .collect()
    }

    #[test]
    fn remissions_of_freireich_survive_as_published() {
        let curve = SurvivalCurve::of_times(&remissions(), 0.95);
        let ends: Vec<&SurvivalStep> = curve.steps.iter().filter(|step| step.events > 0).collect();
        let times: Vec<f64> = ends.iter().map(|step| step.time).collect();
        assert_eq!(times, [6.0, 7.0, 10.0, 13.0, 16.0, 22.0, 23.0]);
        close(ends[0].surviving, 0.857_142_857_143, 1e-12);
        close(ends[6].surviving, 0.448_179_271_709, 1e-12);
        close(ends[0].standard_error, 0.076_360_354_832_1, 1e-12);
        close(ends[6].standard_error, 0.134_591_456_756, 1e-12);
        // The log-log interval of this data set at 23, as in R: survfit(conf.type = "log-log").
        close(ends[6].lower, 0.1881, 5e-4);
        close(ends[6].upper, 0.6801, 5e-4);
        assert_eq!(curve.quantile(0.5), 23.0);
        assert!(curve.quantile(0.9).is_nan());
    }

    #[test]
    fn bins_of_the_times_give_the_curve_of_the_times() {
        let of_times = SurvivalCurve::of_times(&remissions(), 0.9);
        let exits: Vec<Exit> = of_times
            .steps
            .iter()
            .map(|step| (step.time, step.events, step.censored))
            .collect();
        assert_eq!(SurvivalCurve::of_exits(&exits, 0.9), of_times);
    }

    #[test]
    fn between_steps_the_last_row_holds_for_those_still_watched() {
        let curve = SurvivalCurve::of_times(&remissions(), 0.95);
        let before = curve.at(3.0);
        assert_eq!((before.time, before.at_risk, before.surviving), (3.0, 21, 1.0));
        let step = curve.at(6.0);
        assert_eq!(
            (step.time, step.at_risk, step.events, step.censored),
            (6.0, 21, 3, 1)
        );
        let after = curve.at(6.5);
        assert_eq!(
            (after.time, after.at_risk, after.events, after.censored),
            (6.5, 17, 0, 0)
        );
        assert_eq!(
            (after.surviving, after.lower, after.upper),
            (step.surviving, step.lower, step.upper)
        );
    }

    #[test]
    fn without_censoring_the_curve_is_the_share_that_is_left() {
        let lifetimes: Vec<(f64, bool)> = (1..=8).map(|time| (f64::from(time), true)).collect();
        let curve = SurvivalCurve::of_times(&lifetimes, 0.95);
        for (passed, step) in curve.steps.iter().enumerate() {
            let share = 1.0 - (passed as f64 + 1.0) / 8.0;
            close(step.surviving, share, 1e-12);
            assert!(step.lower >= 0.0 && step.lower <= share && step.upper >= share && step.upper <= 1.0);
        }
        assert_eq!(curve.quantile(0.5), 4.0);
        assert!(curve.steps[7].standard_error.is_nan());
        assert_eq!(
            (curve.steps[7].lower, curve.steps[7].upper),
            (0.0, curve.steps[6].upper)
        );
    }

    #[test]
    fn a_curve_can_be_read_at_any_time() {
        let curve = SurvivalCurve::of_times(&[(2.0, true), (3.0, false), (5.0, true), (9.0, false)], 0.95);
        let before = curve.at(1.0);
        assert_eq!((before.at_risk, before.surviving, before.upper), (4, 1.0, 1.0));
        assert!(before.lower > 0.4 && before.lower < 1.0);
        assert_eq!(curve.at(2.0), curve.steps[0]);
        assert_eq!((curve.at(2.5).at_risk, curve.at(2.5).surviving), (3, 0.75));
        assert_eq!((curve.at(7.0).at_risk, curve.at(7.0).surviving), (1, 0.375));
        assert_eq!((curve.at(20.0).at_risk, curve.at(20.0).surviving), (0, 0.375));
    }

    #[test]
    fn nobody_and_nobody_ending_are_defined() {
        let nobody = SurvivalCurve::of_times(&[(f64::NAN, true)], 0.95);
        assert!(
            nobody.steps.is_empty() && nobody.at(3.0).surviving.is_nan() && nobody.quantile(0.5).is_nan()
        );
        let lasting = SurvivalCurve::of_times(&[(10.0, false); 20], 0.95);
        assert_eq!((lasting.at(10.0).surviving, lasting.at(10.0).upper), (1.0, 1.0));
        close(lasting.at(10.0).lower, 1.0 - 0.1611, 5e-5);
        let empty = SurvivalCurve::of_exits(&[(1.0, 0, 0), (2.0, 0, 0)], 0.95);
        assert!(
            empty
                .steps
                .iter()
                .all(|step| step.surviving.is_nan() && step.at_risk == 0)
        );
    }

    #[test]
    fn the_error_over_replications_is_that_of_leaving_each_out() {
        // Of so many requests each, so many are answered in the first bin; the rest later.
        let early_of = [(1, 4), (5, 9), (2, 12), (7, 7), (0, 3)];
        let replications: Vec<Vec<(u64, u64)>> = early_of
            .iter()
            .map(|&(early, all)| vec![(early, 0), (all - early, 0)])
            .collect();
        let step = &SurvivalCurve::of_replications(&[1.0, 2.0], &replications, 0.95).steps[0];
        close(step.surviving, 1.0 - 15.0 / 35.0, 1e-15);
        let without: Vec<f64> = early_of
            .iter()
            .map(|&(early, all)| 1.0 - (15 - early) as f64 / (35 - all) as f64)
            .collect();
        let middle = without.iter().sum::<f64>() / 5.0;
        let squares: f64 = without
            .iter()
            .map(|value| (value - middle) * (value - middle))
            .sum();
        close(step.standard_error, (squares * 4.0 / 5.0).sqrt(), 1e-14);
    }

    #[test]
    fn replications_that_agree_leave_no_error_and_those_that_differ_leave_more_than_greenwood() {
        let ends = [1.0, 2.0, 3.0];
        let alike = SurvivalCurve::of_replications(&ends, &vec![vec![(5, 0), (3, 1), (0, 1)]; 6], 0.95);
        close(alike.steps[0].surviving, 0.5, 1e-12);
        close(alike.steps[0].upper, 0.5, 1e-12);
        let differing: Vec<Vec<(u64, u64)>> = (0..6)
            .map(|r| {
                if r % 2 == 0 {
                    vec![(10, 0), (0, 0), (0, 0)]
                } else {
                    vec![(0, 0), (6, 2), (0, 2)]
                }
            })
            .collect();
        let clustered = SurvivalCurve::of_replications(&ends, &differing, 0.95);
        let independent = SurvivalCurve::of_exits(&[(1.0, 30, 0), (2.0, 18, 6), (3.0, 0, 6)], 0.95);
        assert_eq!(clustered.steps[0].surviving, independent.steps[0].surviving);
        assert!(clustered.steps[0].standard_error > 3.0 * independent.steps[0].standard_error);
        let one = SurvivalCurve::of_replications(&ends, &differing[..1], 0.95);
        assert!(one.steps[0].standard_error.is_nan());
    }
}
