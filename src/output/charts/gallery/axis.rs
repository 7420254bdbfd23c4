//! Numbers and dates on axes: scales, round ticks, and labels kept apart.

/// A straight line from values to pixels.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scale {
    pub(crate) low: f64,
    pub(crate) high: f64,
    pub(crate) from: f64,
    pub(crate) to: f64,
}

impl Scale {
    /// Values from `low` to `high` on pixels from `from` to `to`; an empty range is widened so that it has a place.
    pub(crate) fn new((low, high): (f64, f64), (from, to): (f64, f64)) -> Self {
        let high = if high > low { high } else { low + 1.0 };
        Self { low, high, from, to }
    }

    pub(crate) fn at(&self, value: f64) -> f64 {
        self.from + (value - self.low) / (self.high - self.low) * (self.to - self.from)
    }
}

/// Round values from `low` to `high`, at most `most` steps apart from each other, with their step.
pub(crate) fn ticks(low: f64, high: f64, most: usize) -> (Vec<f64>, f64) {
    let step = round_step((high - low) / most.max(1) as f64);
    let (first, last) = (
        (low / step - 1e-9).ceil() as i64,
        (high / step + 1e-9).floor() as i64,
    );
    ((first..=last).map(|n| n as f64 * step).collect(), step)
}

/// The smallest of 1, 2, 5 times a power of ten that is not below `least`.
pub(crate) fn round_step(least: f64) -> f64 {
    if !least.is_finite() || least <= 0.0 {
        return 1.0;
    }
    let power = libm::pow(10.0, libm::log10(least).floor());
    let factor = [1.0, 2.0, 5.0]
        .into_iter()
        .find(|f| f * power >= least * (1.0 - 1e-9))
        .unwrap_or(10.0);
    factor * power
}

/// Places as near to the wanted ones as can be while `gap` apart and within `low` to `high`; the order is kept.
/// (Least squares by pooling adjacent violators.)
pub(crate) fn apart(wanted: &[f64], gap: f64, (low, high): (f64, f64)) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));
    let mut pools: Vec<(f64, usize)> = Vec::new();
    for (rank, &index) in order.iter().enumerate() {
        pools.push((wanted[index] - rank as f64 * gap, 1));
        while let [.., (before, count), (last, more)] = pools[..] {
            if before <= last {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push((
                (before * count as f64 + last * more as f64) / (count + more) as f64,
                count + more,
            ));
        }
    }
    let room = (high - gap * wanted.len().saturating_sub(1) as f64).max(low);
    let levels = pools
        .iter()
        .flat_map(|&(level, count)| std::iter::repeat_n(level.clamp(low, room), count));
    let mut places = vec![0.0; wanted.len()];
    for (rank, (level, &index)) in levels.zip(&order).enumerate() {
        places[index] = level + rank as f64 * gap;
    }
    places
}

/// A day of the calendar, as days since 1970-01-01, read from `YYYY-MM-DD`.
pub(crate) fn day_number(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let sane = (0..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    sane.then(|| first_of_month(year, month) + day - 1)
}

/// Days from 1970-01-01 to the first of a month (Hinnant, days from civil).
pub(crate) fn first_of_month(year: i64, month: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The year and month that a day lies in.
pub(crate) fn year_and_month(day: i64) -> (i64, i64) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    (era * 400 + year + i64::from(month <= 2), month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks(0.0, 1.0, 5).0.len(), 6);
        assert_eq!(ticks(0.0, 3650.0, 6).0, [0.0, 1000.0, 2000.0, 3000.0]);
        assert_eq!(ticks(-0.3, 0.1, 4).0.len(), 5);
    }

    #[test]
    fn labels_move_no_further_than_they_must() {
        assert_eq!(apart(&[10.0, 12.0, 50.0], 16.0, (0.0, 100.0)), [3.0, 19.0, 50.0]);
        assert_eq!(apart(&[99.0, 100.0], 16.0, (0.0, 100.0)), [84.0, 100.0]);
        assert_eq!(apart(&[50.0, 10.0], 16.0, (0.0, 100.0)), [50.0, 10.0]);
    }

    #[test]
    fn days_and_dates_agree() {
        assert_eq!(day_number("1970-01-01"), Some(0));
        assert_eq!(day_number("2025-01-01"), Some(20_089));
        assert_eq!(
            day_number("2024-02-29"),
            day_number("2024-03-01").map(|day| day - 1)
        );
        assert_eq!(day_number("soon"), None);
        for day in (-1000..60_000).step_by(17) {
            let (year, month) = year_and_month(day);
            let first = first_of_month(year, month);
            assert!(first <= day && day < first + 31, "{day}");
        }
    }
}
