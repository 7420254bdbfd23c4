//! `Pull`: sums over the neighbours of every nation, weighted by affinity, kept up as affinities and weights change.

use crate::model::dyads::Dyads;

/// Whom a nation is near, as [`Dyads::near`] tells it, with a number for each: an affinity, or what one has changed by.
pub type Row<'a> = (&'a [u16], &'a [f64]);

/// What pulls each nation: Σ α·w over its neighbours, itself left out.
#[derive(Clone, Debug)]
pub struct Pull {
    /// w of each nation; 0 of those that pull nobody.
    weights: Vec<f64>,
    sums: Vec<f64>,
    /// The sums are not kept up, and have to be worked out anew before they are asked for.
    are_old: bool,
}

impl Pull {
    /// The pull of nations of these weights, which has to be renewed first.
    pub fn new(weights: Vec<f64>) -> Pull {
        Pull {
            sums: vec![0.0; weights.len()],
            weights,
            are_old: true,
        }
    }

    /// What pulls a nation.
    #[inline]
    pub fn on(&self, nation: usize) -> f64 {
        self.sums[nation]
    }

    /// Gives a nation another weight; what pulls others follows by [`Pull::weight_moved`].
    pub fn set_weight(&mut self, nation: usize, weight: f64) {
        self.weights[nation] = weight;
    }

    /// Nobody asks for a while: nothing is kept up until the sums are renewed.
    pub fn let_lie(&mut self) {
        self.are_old = true;
    }

    /// Works out all sums, if they have not been kept up.
    pub fn renew(&mut self, dyads: &Dyads, affinity: &[f64]) {
        if !std::mem::take(&mut self.are_old) {
            return;
        }
        for nation in 0..self.sums.len() {
            let (near, base) = dyads.near(nation);
            let others = near
                .iter()
                .map(|&other| usize::from(other))
                .zip(&affinity[base..]);
            self.sums[nation] = others
                .filter(|&(other, _)| other != nation)
                .map(|(other, alpha)| alpha * self.weights[other])
                .sum();
        }
    }

    /// The weight of a nation has moved by so much: what pulls its neighbours moves by their affinities with it.
    pub fn weight_moved(&mut self, nation: usize, by: f64, affinities: Row) {
        if !self.are_old {
            let own = self.sums[nation];
            self.add(by, affinities);
            self.sums[nation] = own;
        }
    }

    /// The affinities of a nation with its neighbours have moved by so much, with itself by nothing: what pulls it moves by their
    /// weights, and what pulls them by its own.
    pub fn affinities_moved(&mut self, nation: usize, (near, moved): Row) {
        if self.are_old {
            return;
        }
        let own = self.sums[nation];
        // Most nations are party to few instruments, and move nobody.
        if self.weights[nation] != 0.0 {
            self.add(self.weights[nation], (near, moved));
        }
        self.sums[nation] = own + self.weighted((near, moved));
    }

    /// Adds to the sums of the neighbours. Where all nations are near, one stands beside the other.
    fn add(&mut self, factor: f64, (near, amounts): Row) {
        if near.len() == self.sums.len() {
            for (sum, amount) in self.sums.iter_mut().zip(amounts) {
                *sum += amount * factor;
            }
        } else {
            for (&other, amount) in near.iter().zip(amounts) {
                self.sums[usize::from(other)] += amount * factor;
            }
        }
    }

    /// Σ amount·w over the neighbours, one after the other: so whoever has no weight changes no bit of it, and a list of all gives what
    /// all give.
    fn weighted(&self, (near, amounts): Row) -> f64 {
        if near.len() == self.sums.len() {
            let products = self.weights.iter().zip(amounts);
            products.fold(0.0, |sum, (weight, amount)| sum + amount * weight)
        } else {
            let weights = near.iter().map(|&other| self.weights[usize::from(other)]);
            weights
                .zip(amounts)
                .fold(0.0, |sum, (weight, amount)| sum + amount * weight)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Pull;
    use crate::engine::chance::Chance;
    use crate::engine::identity::Identity;
    use crate::model::dyads::Dyads;

    /// Every nation near every other, and a ring of eleven in which each is near four.
    fn worlds() -> [Dyads; 2] {
        let ring = (0..11_u16).map(|nation| {
            let mut row: Vec<u16> = [1, 2, 9, 10].map(|step| (nation + step) % 11).to_vec();
            row.sort_unstable();
            row
        });
        [Dyads::every(11), Dyads::of_neighbours(&ring.collect::<Vec<_>>())]
    }

    #[test]
    fn what_is_kept_up_is_what_would_be_worked_out_anew() {
        let chance = Chance::new(5, 0);
        for dyads in worlds() {
            let mut affinity = vec![1.0; dyads.count()];
            let mut weights: Vec<f64> = (0..11).map(|n| f64::from(n % 4)).collect();
            let mut kept = Pull::new(weights.clone());
            kept.renew(&dyads, &affinity);
            for step in 0..200_u64 {
                let draw = |index: u16| chance.draw(1, Identity(step), index).uniform();
                let nation = (draw(0) * 11.0) as usize;
                let (near, base) = dyads.near(nation);
                let before = affinity[base..base + near.len()].to_vec();
                for (n, &other) in near.iter().enumerate() {
                    let other = usize::from(other);
                    if other != nation {
                        affinity[base + n] = draw(1 + n as u16);
                        affinity[dyads.back(nation, other, base + n)] = affinity[base + n];
                    }
                }
                let after = &affinity[base..base + near.len()];
                let moved: Vec<f64> = after
                    .iter()
                    .zip(&before)
                    .map(|(after, before)| after - before)
                    .collect();
                kept.affinities_moved(nation, (near, &moved));
                let weight = f64::from(step as u32 % 3);
                let by = weight - std::mem::replace(&mut weights[nation], weight);
                kept.set_weight(nation, weight);
                kept.weight_moved(nation, by, (near, after));
                let mut anew = Pull::new(weights.clone());
                anew.renew(&dyads, &affinity);
                for nation in 0..11 {
                    assert!(
                        (kept.on(nation) - anew.on(nation)).abs() < 1e-12,
                        "{step}: {nation}"
                    );
                }
            }
            // What lies is not kept up, and is as new when it is renewed.
            kept.let_lie();
            let (near, base) = dyads.near(3);
            kept.weight_moved(3, 1e6, (near, &affinity[base..]));
            kept.affinities_moved(3, (near, &affinity[base..base + near.len()]));
            kept.renew(&dyads, &affinity);
            let mut anew = Pull::new(weights);
            anew.renew(&dyads, &affinity);
            assert!((0..11).all(|nation| kept.on(nation) == anew.on(nation)));
        }
    }
}
