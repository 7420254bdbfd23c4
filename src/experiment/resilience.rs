//! Holding up: the dent that a shock makes, from runs with and without it on the same luck. Never from a single run's
//! minimum, which finds a dent where there is none.

use crate::experiment::bootstrap::Bootstrap;
use crate::experiment::estimate::Estimate;

/// Recovery: the first time after the depth at which less than this share of the level is missing.
const RECOVERED_BELOW: f64 = 0.1;

/// What is known of one shock: in each replication, the level that the measure lost to it, over time.
#[derive(Copy, Clone, Debug)]
pub struct Losses<'a> {
    /// Without the shock minus with it (the other way round for a measure of which less is better), so positive where
    /// the shock made things worse; a row per replication, a column per time. NaN where undefined.
    pub losses: &'a [f64],
    /// The mean level of the measure without the shock, per replication.
    pub levels: &'a [f64],
    /// Days from the shock to the first column.
    pub first_day: f64,
    /// Days between columns.
    pub step: f64,
}

/// The dent of one mean loss curve.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Dent {
    /// The largest mean loss, in the measure's unit. A maximum: its expectation is above zero even under no effect.
    pub depth: f64,
    /// Days from the shock until, after the depth, the mean loss is first below a tenth of the mean level; infinite when
    /// it is not within the days that were watched.
    pub recovery_days: f64,
    /// The summed mean loss times the step: unit of the measure times days.
    pub area: f64,
}

/// The dent with bootstrap intervals over replications.
#[derive(Clone, Debug, PartialEq)]
pub struct DentEstimate {
    /// The depth.
    pub depth: Estimate,
    /// The days to recovery; an end may be infinite.
    pub recovery_days: Estimate,
    /// The area.
    pub area: Estimate,
}

impl Losses<'_> {
    /// The dent with its intervals.
    ///
    /// Measured coverage of the 95 % interval of the depth, 40 to 400 replications, curves as smooth as those of a moving
    /// window (correlation 0.9 between columns): 0.94 for a clear dent, 0.93 to 0.95 for a broad one, 0.90 where there is
    /// no effect. In curves of independent noise without effect it covers zero only once in five: then nothing but
    /// [`Losses::curve`] can be trusted.
    pub fn estimate(&self, bootstrap: &Bootstrap) -> DentEstimate {
        let [depth, recovery_days, area] = bootstrap.estimates(self.levels.len(), |rows| {
            let dent = self.dent(rows);
            [dent.depth, dent.recovery_days, dent.area]
        });
        DentEstimate {
            depth,
            recovery_days,
            area,
        }
    }

    /// The mean loss at each time with its paired t interval: the difference at fixed dates, to be read beside the depth.
    pub fn curve(&self, confidence: f64) -> Vec<Estimate> {
        (0..self.times())
            .map(|column| {
                let losses: Vec<f64> = self
                    .losses
                    .iter()
                    .skip(column)
                    .step_by(self.times())
                    .copied()
                    .collect();
                Estimate {
                    method: "paired-t",
                    ..Estimate::of_mean(&losses, confidence)
                }
            })
            .collect()
    }

    /// The dent in the mean over these replications; undefined where the mean is undefined at every time.
    pub fn dent(&self, rows: &[usize]) -> Dent {
        let means = self.mean_losses(rows);
        let (mut deepest, mut depth, mut area) = (0, f64::NAN, f64::NAN);
        for (column, &loss) in means.iter().enumerate().filter(|(_, loss)| !loss.is_nan()) {
            if depth.is_nan() || loss > depth {
                (deepest, depth) = (column, loss);
            }
            area = if area.is_nan() { loss } else { area + loss };
        }
        let known: Vec<f64> = rows
            .iter()
            .map(|&row| self.levels[row])
            .filter(|level| !level.is_nan())
            .collect();
        let level = known.iter().sum::<f64>() / known.len() as f64;
        let recovery_days = if depth.is_nan() || level.is_nan() {
            f64::NAN
        } else {
            (deepest + 1..means.len())
                .find(|&column| means[column] < RECOVERED_BELOW * level)
                .map_or(f64::INFINITY, |column| self.first_day + self.step * column as f64)
        };
        Dent {
            depth,
            recovery_days,
            area: area * self.step,
        }
    }

    /// The mean over these replications at each time, of those in which it is defined.
    fn mean_losses(&self, rows: &[usize]) -> Vec<f64> {
        let times = self.times();
        let mut sums = vec![(0.0, 0.0); times];
        for &row in rows {
            for (sum, &loss) in sums.iter_mut().zip(&self.losses[row * times..(row + 1) * times]) {
                if !loss.is_nan() {
                    sum.0 += loss;
                    sum.1 += 1.0;
                }
            }
        }
        sums.iter().map(|(sum, count)| sum / count).collect()
    }

    /// The number of columns.
    fn times(&self) -> usize {
        self.losses.len().checked_div(self.levels.len()).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn losses<'a>(losses: &'a [f64], levels: &'a [f64]) -> Losses<'a> {
        Losses {
            losses,
            levels,
            first_day: 0.0,
            step: 30.0,
        }
    }

    #[test]
    fn a_known_dent_is_measured_exactly() {
        let two_worlds = [0.0, 0.3, 0.2, 0.06, 0.02, 0.0, 0.0, 0.5, 0.2, 0.06, 0.04, 0.0];
        let dent = losses(&two_worlds, &[0.5, 0.5]).dent(&[0, 1]);
        assert!((dent.depth - 0.4).abs() < 1e-12);
        assert_eq!(dent.recovery_days, 120.0);
        assert!((dent.area - 0.69 * 30.0).abs() < 1e-9);
    }

    #[test]
    fn a_dent_that_stays_has_no_end() {
        let dent = losses(&[0.0, 0.2, 0.2, 0.1], &[0.5]).dent(&[0]);
        assert_eq!((dent.depth, dent.recovery_days), (0.2, f64::INFINITY));
    }

    #[test]
    fn a_tenth_of_the_level_is_not_below_a_tenth() {
        let dent = losses(&[0.0, 2.0, 0.5, 0.25], &[5.0]).dent(&[0]);
        assert_eq!(dent.recovery_days, 90.0);
    }

    #[test]
    fn recovery_counts_only_after_the_depth() {
        let dent = losses(&[0.1, 0.0, 0.3, 0.01], &[0.5]).dent(&[0]);
        assert_eq!(dent.recovery_days, 90.0);
    }

    #[test]
    fn undefined_times_are_passed_over() {
        let nan = f64::NAN;
        let dent = losses(&[nan, 0.2, nan, 0.0, nan, 0.4, nan, 0.0], &[0.5, nan]).dent(&[0, 1]);
        assert!((dent.depth - 0.3).abs() < 1e-12);
        assert_eq!(dent.recovery_days, 90.0);
        assert!((dent.area - 0.3 * 30.0).abs() < 1e-12);
        let nothing = losses(&[nan, nan], &[0.5]).dent(&[0]);
        assert!(nothing.depth.is_nan() && nothing.recovery_days.is_nan() && nothing.area.is_nan());
        let nobody = losses(&[], &[]).estimate(&Bootstrap::new(1, 50, 0.95));
        assert!(nobody.depth.mean.is_nan() && nobody.area.lower.is_nan());
    }

    #[test]
    fn the_curve_holds_the_mean_of_each_time() {
        let curve = losses(&[0.0, 0.2, 0.1, 0.4], &[0.5, 0.5]).curve(0.95);
        assert!(curve.iter().all(|estimate| estimate.method == "paired-t"));
        assert_eq!(curve.len(), 2);
        assert!((curve[0].mean - 0.05).abs() < 1e-12 && (curve[1].mean - 0.3).abs() < 1e-12);
    }

    #[test]
    fn equal_replications_leave_no_doubt() {
        let row = [0.0, 0.3, 0.1, 0.0];
        let found = losses(&row.repeat(5), &[0.5; 5]).estimate(&Bootstrap::new(1, 100, 0.95));
        assert!((found.depth.lower - 0.3).abs() < 1e-12 && (found.depth.upper - 0.3).abs() < 1e-12);
        assert_eq!(
            (found.recovery_days.lower, found.recovery_days.upper),
            (90.0, 90.0)
        );
    }
}
