//! `Soonest`: which of many times comes first, kept up when one of them changes.

/// One in so many numbers are few: telling of each takes less than playing all anew.
const FEW: usize = 8;

/// A time for each number; infinite at first. A tournament: a change is told to those above it alone; when many have changed, all
/// is played anew.
#[derive(Clone, Debug)]
pub struct Soonest {
    /// Where the times begin; a power of two.
    leaves: usize,
    /// The earlier of two at each knot: those below `n` stand at `2n` and `2n + 1`.
    knots: Vec<f64>,
}

impl Soonest {
    /// Room for so many times.
    pub fn new(count: usize) -> Soonest {
        let leaves = count.max(1).next_power_of_two();
        Soonest {
            leaves,
            knots: vec![f64::INFINITY; 2 * leaves],
        }
    }

    /// Sets a time.
    pub fn set(&mut self, number: usize, time: f64) {
        self.put(number, time);
        self.tell(number);
    }

    /// Sets a time without telling anybody; before the first is asked for, [`Soonest::tell`] or [`Soonest::tell_those`] must do it.
    #[inline]
    pub fn put(&mut self, number: usize, time: f64) {
        self.knots[self.leaves + number] = time;
    }

    /// Tells those above of a time that was put.
    pub fn tell(&mut self, number: usize) {
        let mut knot = self.leaves + number;
        while knot > 1 {
            knot /= 2;
            let (one, other) = (self.knots[2 * knot], self.knots[2 * knot + 1]);
            let earlier = if one < other { one } else { other };
            if earlier == self.knots[knot] {
                return;
            }
            self.knots[knot] = earlier;
        }
    }

    /// Tells of all times that were put, whose numbers are among these: of each where they are few, else all is played anew.
    pub fn tell_those(&mut self, numbers: &[u16]) {
        if numbers.len() * FEW < self.leaves {
            for &number in numbers {
                self.tell(usize::from(number));
            }
            return;
        }
        for knot in (1..self.leaves).rev() {
            let (one, other) = (self.knots[2 * knot], self.knots[2 * knot + 1]);
            self.knots[knot] = if one < other { one } else { other };
        }
    }

    /// The first time and its number, among equals the least; an infinite time when there is none.
    pub fn first(&self) -> (f64, usize) {
        let time = self.knots[1];
        let mut knot = 1;
        while knot < self.leaves {
            knot = 2 * knot + usize::from(self.knots[2 * knot] != time);
        }
        (time, knot - self.leaves)
    }
}

#[cfg(test)]
mod tests {
    use super::Soonest;
    use crate::engine::chance::Chance;
    use crate::engine::identity::Identity;

    #[test]
    fn the_first_is_the_one_that_a_search_through_all_finds() {
        let luck = Chance::new(7, 0);
        for count in [1, 2, 5, 37] {
            let mut soonest = Soonest::new(count);
            let mut times = vec![f64::INFINITY; count];
            for n in 0..2000 {
                let draw = luck.draw(1, Identity::of("soonest").numbered(n), 0);
                let number = (draw.uniform() * count as f64) as usize;
                // Few different times, so that many are equal.
                let time = (draw.second() * 8.0).floor();
                let time = if time == 7.0 { f64::INFINITY } else { time };
                times[number] = time;
                if n % 3 > 0 {
                    soonest.set(number, time);
                } else {
                    let last = count - 1;
                    times[last] = time + 1.0;
                    soonest.put(last, time + 1.0);
                    times[number] = time;
                    soonest.put(number, time);
                    soonest.tell_those(&[last as u16, number as u16]);
                }
                let first = times.iter().copied().fold(f64::INFINITY, f64::min);
                let place = times.iter().position(|&time| time == first);
                assert_eq!(soonest.first(), (first, place.unwrap_or(0)));
            }
        }
    }
}
