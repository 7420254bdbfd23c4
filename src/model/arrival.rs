//! Streams of immigrants: a rate that moves over time, inverted exactly.

use crate::engine::chance::Chance;
use crate::engine::identity::Identity;
use crate::engine::time::YEAR;
use crate::model::purpose::Purpose;
use crate::scenario::threat::{Profile, Stock, ThreatClass};

/// The jumps of a slow stock that feeds a rate, walked forward in time (shot noise, Campbell 1909).
#[derive(Copy, Clone, Debug)]
struct ShotNoise {
    stock: Stock,
    identity: Identity,
    jumps: u64,
    level: f64,
    at: f64,
    next: f64,
}

impl ShotNoise {
    fn new(chance: &Chance, stock: Stock, identity: Identity) -> ShotNoise {
        let mut noise = ShotNoise {
            stock,
            identity,
            jumps: 0,
            level: 0.0,
            at: 0.0,
            next: 0.0,
        };
        noise.next = noise.gap(chance);
        noise
    }

    fn gap(&self, chance: &Chance) -> f64 {
        if self.stock.rate == 0.0 {
            return f64::INFINITY;
        }
        chance
            .draw(Purpose::Stock as u16, self.identity.numbered(self.jumps), 0)
            .exponential()
            * YEAR
            / self.stock.rate
    }

    fn level_at(&self, time: f64) -> f64 {
        self.level * libm::exp(-(time - self.at) / self.stock.relaxation)
    }

    fn jump(&mut self, chance: &Chance) {
        let size = chance
            .draw(Purpose::Stock as u16, self.identity.numbered(self.jumps), 1)
            .exponential()
            * self.stock.jump;
        self.level = self.level_at(self.next) + size;
        self.at = self.next;
        self.jumps += 1;
        self.next += self.gap(chance);
    }
}

/// A stream of immigrants of one class, from a day to a day.
#[derive(Clone, Debug)]
pub struct ArrivalStream {
    /// The class.
    pub class: usize,
    /// What its immigrants are keyed by.
    pub identity: Identity,
    /// Immigrants so far.
    pub count: u64,
    rate: f64,
    until: f64,
    cursor: f64,
    profile: Profile,
    noise: Option<ShotNoise>,
}

/// The longest stretch over which the integral is inverted at once.
const STRETCH: f64 = YEAR;
/// Halvings of a stretch: enough to reach the last bit of a day number.
const HALVINGS: usize = 64;

impl ArrivalStream {
    /// The stream of a class times a factor, from a day to a day. A class's own stream has factor 1 for ever; a surge by
    /// factor f has f − 1 while it lasts. Its end cuts the stream off and moves no arrival before it.
    pub fn new(
        chance: &Chance,
        class: (usize, &ThreatClass),
        identity: Identity,
        factor: f64,
        (from, until): (f64, f64),
    ) -> ArrivalStream {
        let (number, class) = class;
        let mut stream = ArrivalStream {
            class: number,
            identity,
            count: 0,
            rate: class.rate / YEAR * factor,
            until,
            cursor: from,
            profile: class.profile.clone(),
            noise: class
                .stock
                .map(|stock| ShotNoise::new(chance, stock, class.identity)),
        };
        stream.catch_up(chance);
        stream
    }

    /// Day on which the next immigrant comes: when the integrated rate has grown by its unit exponential. Never past the
    /// end of the stream.
    pub fn next(&mut self, chance: &Chance) -> f64 {
        self.count += 1;
        let mut missing = chance
            .draw(Purpose::Arrival as u16, self.identity.numbered(self.count), 0)
            .exponential();
        if self.rate == 0.0 {
            return f64::INFINITY;
        }
        loop {
            if self.cursor >= self.until {
                return f64::INFINITY;
            }
            let end = self.stretch_end();
            let whole = self.integral(end);
            if whole >= missing {
                let time = self.invert(end, missing);
                self.cursor = time;
                return if time < self.until { time } else { f64::INFINITY };
            }
            missing -= whole;
            self.cursor = end;
            if end.is_infinite() {
                return f64::INFINITY;
            }
            self.catch_up(chance);
        }
    }

    fn catch_up(&mut self, chance: &Chance) {
        if let Some(noise) = &mut self.noise {
            while noise.next <= self.cursor {
                noise.jump(chance);
            }
        }
    }

    /// End of the stretch from the cursor on over which the rate has one form.
    fn stretch_end(&self) -> f64 {
        let mut end = f64::INFINITY;
        match &self.profile {
            Profile::Constant => {}
            Profile::Seasonal { .. } => end = end.min(self.cursor + STRETCH),
            Profile::Steps(steps) => {
                if let Some(&(day, _)) = steps.iter().find(|&&(day, _)| day > self.cursor) {
                    end = end.min(day);
                }
            }
        }
        if let Some(noise) = &self.noise {
            end = end.min(noise.next).min(self.cursor + STRETCH);
        }
        end
    }

    /// The rate per day at the cursor, without its wave and without what a stock adds.
    fn base_rate(&self) -> f64 {
        match &self.profile {
            Profile::Constant | Profile::Seasonal { .. } => self.rate,
            Profile::Steps(steps) => {
                let begun = steps.iter().rev().find(|&&(day, _)| day <= self.cursor);
                self.rate * begun.map_or(1.0, |&(_, factor)| factor)
            }
        }
    }

    /// The integral of the rate from the cursor to `to`, within one stretch.
    fn integral(&self, to: f64) -> f64 {
        let (from, span) = (self.cursor, to - self.cursor);
        let (amplitude, phase) = match &self.profile {
            Profile::Constant | Profile::Steps(_) => (0.0, 0.0),
            Profile::Seasonal { amplitude, phase } => (*amplitude, *phase),
        };
        let base = self.base_rate();
        if base == 0.0 {
            return 0.0;
        }
        let wave = std::f64::consts::TAU / YEAR;
        let sine = |time: f64| libm::sin(wave * (time - phase));
        let cosine = |time: f64| libm::cos(wave * (time - phase));
        let mut sum = span;
        if amplitude != 0.0 {
            sum += amplitude / wave * (cosine(from) - cosine(to));
        }
        if let Some(noise) = &self.noise {
            // ∫ e^(−(t−from)/θ)·(1 + A sin ω(t − φ)) dt in closed form.
            let theta = noise.stock.relaxation;
            let left = libm::exp(-span / theta);
            let mut fed = theta * (1.0 - left);
            if amplitude != 0.0 {
                let k = 1.0 / theta;
                let form = |time: f64| k * sine(time) + wave * cosine(time);
                fed += amplitude * (form(from) - left * form(to)) / (k * k + wave * wave);
            }
            sum += noise.stock.weight * noise.level_at(from) * fed;
        }
        base * sum
    }

    fn invert(&self, end: f64, missing: f64) -> f64 {
        if self.noise.is_none() && !matches!(self.profile, Profile::Seasonal { .. }) {
            return (self.cursor + missing / self.base_rate()).min(end);
        }
        let (mut low, mut high) = (self.cursor, end);
        for _ in 0..HALVINGS {
            let middle = low + (high - low) / 2.0;
            if self.integral(middle) < missing {
                low = middle;
            } else {
                high = middle;
            }
        }
        high
    }
}

#[cfg(test)]
mod tests {
    use super::ArrivalStream;
    use crate::engine::chance::Chance;
    use crate::engine::identity::Identity;
    use crate::scenario::check::plain_class;
    use crate::scenario::threat::{Profile, Stock, ThreatClass};

    fn times(class: &ThreatClass, replication: u32, until: f64) -> Vec<f64> {
        let chance = Chance::new(7, replication);
        let mut stream = ArrivalStream::new(&chance, (0, class), Identity::of("c"), 1.0, (0.0, until));
        std::iter::from_fn(|| Some(stream.next(&chance)).filter(|time| time.is_finite())).collect()
    }

    fn mean_and_error(counts: &[f64]) -> (f64, f64) {
        let n = counts.len() as f64;
        let mean = counts.iter().sum::<f64>() / n;
        let variance = counts.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
        (mean, (variance / n).sqrt())
    }

    #[test]
    fn a_constant_rate_gives_a_poisson_number() {
        let class = ThreatClass {
            rate: 40.0,
            ..plain_class()
        };
        let counts: Vec<f64> = (0..400).map(|r| times(&class, r, 730.0).len() as f64).collect();
        let (mean, error) = mean_and_error(&counts);
        assert!((mean - 80.0).abs() < 4.0 * error, "{mean} ± {error}");
        assert!(
            (error * error * 400.0 / 80.0 - 1.0).abs() < 0.3,
            "the variance of a Poisson number is its mean"
        );
    }

    #[test]
    fn a_season_moves_threats_within_the_year_but_not_their_number() {
        let class = ThreatClass {
            rate: 40.0,
            profile: Profile::Seasonal {
                amplitude: 0.8,
                phase: 0.0,
            },
            ..plain_class()
        };
        let all: Vec<Vec<f64>> = (0..400).map(|r| times(&class, r, 365.0)).collect();
        let counts: Vec<f64> = all.iter().map(|t| t.len() as f64).collect();
        let (mean, error) = mean_and_error(&counts);
        assert!((mean - 40.0).abs() < 4.0 * error);
        // First half-year: 20·(1 + 2·0.8/π).
        let first: Vec<f64> = all
            .iter()
            .map(|t| t.iter().filter(|&&x| x < 182.5).count() as f64)
            .collect();
        let (mean, error) = mean_and_error(&first);
        assert!((mean - 20.0 * (1.0 + 1.6 / std::f64::consts::PI)).abs() < 4.0 * error);
    }

    #[test]
    fn steps_change_the_rate_on_their_day() {
        let class = ThreatClass {
            rate: 36.5,
            profile: Profile::Steps(vec![(0.0, 0.0), (100.0, 2.0), (200.0, 0.0)]),
            ..plain_class()
        };
        let all: Vec<Vec<f64>> = (0..400).map(|r| times(&class, r, 1000.0)).collect();
        assert!(all.iter().flatten().all(|&t| (100.0..200.0).contains(&t)));
        let (mean, error) = mean_and_error(&all.iter().map(|t| t.len() as f64).collect::<Vec<_>>());
        assert!((mean - 20.0).abs() < 4.0 * error);
    }

    #[test]
    fn a_stock_feeds_the_rate_by_its_mean() {
        // Mean level from empty: rate·jump·θ(1 − e^(−t/θ)); integrated over [0, T]: rate·jump·θ(T − θ(1 − e^(−T/θ))).
        let stock = Stock {
            rate: 2.0,
            jump: 0.5,
            relaxation: 100.0,
            weight: 1.0,
        };
        let class = ThreatClass {
            rate: 36.5,
            stock: Some(stock),
            ..plain_class()
        };
        let counts: Vec<f64> = (0..2000).map(|r| times(&class, r, 365.0).len() as f64).collect();
        let (mean, error) = mean_and_error(&counts);
        let fed = 2.0 / 365.0 * 0.5 * 100.0 * (365.0 - 100.0 * (1.0 - (-3.65_f64).exp()));
        let expected = 0.1 * (365.0 + fed);
        assert!(
            (mean - expected).abs() < 4.0 * error,
            "{mean} ± {error}, {expected}"
        );
    }
}
