//! Calendar dates of the Gregorian calendar, without times or zones.

use std::fmt;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year, 1 to 9999.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day of the month, from 1.
    pub day: u32,
}

impl Date {
    /// The date with these parts, if there is such a day.
    pub fn new(year: i32, month: u32, day: u32) -> Option<Self> {
        let valid = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day);
        valid.then_some(Self { year, month, day })
    }

    /// Reads `2025-03-01`.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let digits = |from: usize, to: usize| {
            let part = text.get(from..to)?;
            part.bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| part.parse::<u32>().ok())
                .flatten()
        };
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        Self::new(i32::try_from(digits(0, 4)?).ok()?, digits(5, 7)?, digits(8, 10)?)
    }

    /// Days since 1970-01-01 (Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`).
    pub fn day_number(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month_from_march = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month_from_march + 2) / 5 + i64::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// The date with this number of days since 1970-01-01 (Hinnant, `civil_from_days`),
    /// kept within the years 1 to 9999.
    pub fn from_day_number(number: i64) -> Self {
        let first = Self {
            year: 1,
            month: 1,
            day: 1,
        }
        .day_number();
        let last = Self {
            year: 9999,
            month: 12,
            day: 31,
        }
        .day_number();
        let shifted = number.clamp(first, last) + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let month = if month_from_march < 10 {
            month_from_march + 3
        } else {
            month_from_march - 9
        };
        Self {
            year: (year_of_era + era * 400 + i64::from(month <= 2)) as i32,
            month: month as u32,
            day: (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u32,
        }
    }

    /// The date so many days later; part days are dropped.
    #[must_use]
    pub fn plus_days(self, days: f64) -> Self {
        Self::from_day_number(self.day_number().saturating_add(days.floor() as i64))
    }

    /// The first day of the month following the expiry of `months` months, as treaties count entry into force:
    /// what is ratified on 15 January enters into force on 1 May where the treaty says three months.
    #[must_use]
    pub fn first_of_month_after(self, months: u32) -> Self {
        let past = self.month + months;
        let year = i64::from(self.year) + i64::from(past / 12);
        Self {
            year: year.min(9999) as i32,
            month: past % 12 + 1,
            day: 1,
        }
    }
}

/// Number of days in a month.
fn days_in(year: i32, month: u32) -> u32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).expect("a date")
    }

    #[test]
    fn known_days_have_known_numbers() {
        for (text, number) in [
            ("1970-01-01", 0),
            ("2000-03-01", 11_017),
            ("2025-01-01", 20_089),
            ("1969-12-31", -1),
        ] {
            assert_eq!(date(text).day_number(), number);
            assert_eq!(Date::from_day_number(number).to_string(), text);
        }
    }

    #[test]
    fn every_day_of_four_centuries_follows_the_one_before() {
        let mut day = date("1799-12-31");
        for _ in 0..146_097 {
            let next = day.plus_days(1.0);
            assert!(next > day && next.day_number() == day.day_number() + 1);
            assert_eq!(Date::parse(&next.to_string()), Some(next));
            day = next;
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "2025-02-29",
            "1900-02-29",
            "2025-13-01",
            "2025-00-01",
            "2025-1-1",
            "0000-01-01",
            "+025-01-01",
            "2025-01-011",
            "20é5-01-1",
        ] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert!(Date::parse("2000-02-29").is_some());
    }

    #[test]
    fn entry_into_force_waits_for_the_first_of_a_month() {
        assert_eq!(date("2025-01-15").first_of_month_after(3), date("2025-05-01"));
        assert_eq!(date("2025-01-01").first_of_month_after(3), date("2025-05-01"));
        assert_eq!(date("2025-10-02").first_of_month_after(3), date("2026-02-01"));
    }

    #[test]
    fn no_distance_leaves_the_calendar() {
        assert_eq!(date("2025-01-01").plus_days(1e300).to_string(), "9999-12-31");
        assert_eq!(date("2025-01-01").plus_days(-1e300).to_string(), "0001-01-01");
        assert_eq!(date("2025-01-01").plus_days(0.99), date("2025-01-01"));
    }
}
