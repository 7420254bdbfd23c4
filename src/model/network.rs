//! Measures of a network that need nothing but its numbers: inequality, mutual ties, connected components, dependence on one hub.

use crate::model::sort_buffer::SortBuffer;

/// A directed network: the strengths of the ties between the nodes that are looked at.
#[derive(Copy, Clone, Debug)]
pub struct Network<'a> {
    /// Strength of the tie from row to column, row after row.
    pub strengths: &'a [f64],
    /// Number of rows, and of columns.
    pub side: usize,
    /// The rows that count, each once; the others (idle nations) are left out.
    pub nodes: &'a [usize],
}

/// How mutual ties join a network.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct MutualTies {
    /// Share of the unordered pairs of nodes that are tied both ways; NaN below two nodes.
    pub share: f64,
    /// The parts into which the network falls: how many there are; a node without a tie is a part of its own.
    pub parts: usize,
    /// Share of the nodes that belong to the largest part, in [0, 1]; NaN without nodes.
    pub largest_share: f64,
}

impl Network<'_> {
    /// The mutual ties: their share of the unordered pairs of nodes, and the parts into which they join the nodes, by union
    /// and find.
    ///
    /// `buffer` is working space, so that a caller who asks often need not allocate; what it held is lost.
    pub fn mutual_ties(&self, threshold: f64, buffer: &mut Vec<usize>) -> MutualTies {
        let count = self.nodes.len();
        buffer.clear();
        buffer.extend(0..count);
        let mut tied = 0_usize;
        for (place, &one) in self.nodes.iter().enumerate() {
            let row = &self.strengths[one * self.side..(one + 1) * self.side];
            for (earlier, &other) in self.nodes[..place].iter().enumerate() {
                if row[other] >= threshold && self.strengths[other * self.side + one] >= threshold {
                    tied += 1;
                    let (a, b) = (root(buffer, place), root(buffer, earlier));
                    buffer[a.max(b)] = a.min(b);
                }
            }
        }
        let parts = (0..count).filter(|&place| buffer[place] == place).count();
        for place in 0..count {
            buffer[place] = root(buffer, place);
        }
        buffer.sort_unstable();
        let largest = buffer
            .chunk_by(|a, b| a == b)
            .map(<[usize]>::len)
            .max()
            .unwrap_or(0);
        let pairs = count * count.saturating_sub(1) / 2;
        MutualTies {
            share: tied as f64 / pairs as f64,
            parts,
            largest_share: largest as f64 / count as f64,
        }
    }
}

/// The representative of a place's component; halves the path that it walks.
fn root(parents: &mut [usize], mut place: usize) -> usize {
    while parents[place] != place {
        parents[place] = parents[parents[place]];
        place = parents[place];
    }
    place
}

/// The Gini coefficient, Σᵢⱼ|xᵢ − xⱼ| / (2 n² x̄): 0 when all are equal, (n − 1)/n when one has everything.
///
/// Sorts the values, which brings the double sum down to Σᵢ (2i − n − 1) x₍ᵢ₎ / (n Σ x). NaN for no values or a sum of
/// zero. `buffer` is working space.
pub fn gini(values: &mut [f64], buffer: &mut SortBuffer) -> f64 {
    buffer.sort(values);
    let n = values.len() as f64;
    let (mut total, mut weighted) = (0.0, 0.0);
    for (place, value) in values.iter().enumerate() {
        total += value;
        weighted += (2.0 * place as f64 + 1.0 - n) * value;
    }
    if total == 0.0 {
        f64::NAN
    } else {
        weighted / (n * total)
    }
}

/// The share of the total that falls on the largest: the dependence of a network on its busiest hub. NaN when the total
/// is zero.
pub fn largest_share(amounts: &[f64]) -> f64 {
    let total: f64 = amounts.iter().sum();
    if total == 0.0 {
        f64::NAN
    } else {
        amounts.iter().copied().fold(0.0, f64::max) / total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(found: f64, expected: f64) {
        assert!(
            (found - expected).abs() <= 1e-12 + 1e-12 * expected.abs(),
            "{found} is not {expected}"
        );
    }

    /// Mutual ties of strength 0.9 along the listed edges, 0.1 elsewhere.
    fn ties(side: usize, edges: &[(usize, usize)]) -> Vec<f64> {
        let mut strengths = vec![0.1; side * side];
        for &(a, b) in edges {
            strengths[a * side + b] = 0.9;
            strengths[b * side + a] = 0.9;
        }
        strengths
    }

    #[test]
    fn gini_agrees_with_the_published_samples() {
        close(
            gini(
                &mut [3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0, 6.0, 5.0, 3.0],
                &mut SortBuffer::default(),
            ),
            0.330_769_230_769_230_8,
        );
        assert!((gini(&mut [1.5, -2.25, 1e9], &mut SortBuffer::default()) - 0.666_666_668_667).abs() < 1e-11);
    }

    #[test]
    fn gini_is_zero_for_equals_and_nearly_one_for_a_monopoly() {
        close(gini(&mut [0.4; 7], &mut SortBuffer::default()), 0.0);
        close(gini(&mut [0.0, 0.0, 0.0, 5.0], &mut SortBuffer::default()), 0.75);
        assert!(gini(&mut [], &mut SortBuffer::default()).is_nan());
        assert!(gini(&mut [0.0, 0.0], &mut SortBuffer::default()).is_nan());
    }

    #[test]
    fn a_one_sided_tie_joins_nobody() {
        let mut strengths = ties(3, &[(0, 1)]);
        strengths[2] = 0.9;
        let network = Network {
            strengths: &strengths,
            side: 3,
            nodes: &[0, 1, 2],
        };
        let ties = network.mutual_ties(0.65, &mut Vec::new());
        close(ties.share, 1.0 / 3.0);
        assert_eq!(ties.parts, 2);
        close(ties.largest_share, 2.0 / 3.0);
    }

    #[test]
    fn a_chain_is_one_component_however_its_nodes_are_listed() {
        let strengths = ties(6, &[(4, 1), (1, 5), (5, 0), (0, 3), (3, 2)]);
        for nodes in [[0, 1, 2, 3, 4, 5], [5, 3, 1, 0, 2, 4]] {
            let network = Network {
                strengths: &strengths,
                side: 6,
                nodes: &nodes,
            };
            assert_eq!(
                network.mutual_ties(0.65, &mut vec![9; 2]),
                MutualTies {
                    share: 1.0 / 3.0,
                    parts: 1,
                    largest_share: 1.0
                }
            );
        }
    }

    #[test]
    fn a_node_that_is_left_out_ties_nobody_together() {
        let strengths = ties(3, &[(0, 1), (1, 2)]);
        let network = Network {
            strengths: &strengths,
            side: 3,
            nodes: &[0, 2],
        };
        let ties = network.mutual_ties(0.65, &mut Vec::new());
        assert_eq!((ties.parts, ties.share), (2, 0.0));
    }

    #[test]
    fn networks_without_nodes_have_undefined_shares() {
        let nobody = Network {
            strengths: &[],
            side: 0,
            nodes: &[],
        };
        let ties = nobody.mutual_ties(0.5, &mut Vec::new());
        assert_eq!(ties.parts, 0);
        assert!(ties.share.is_nan() && ties.largest_share.is_nan());
        let alone = Network {
            strengths: &[1.0],
            side: 1,
            nodes: &[0],
        };
        let ties = alone.mutual_ties(0.5, &mut Vec::new());
        assert!(ties.share.is_nan());
        assert_eq!((ties.parts, ties.largest_share), (1, 1.0));
    }

    #[test]
    fn the_busiest_hub_carries_the_largest_share() {
        close(largest_share(&[2.0, 6.0, 0.0, 4.0]), 0.5);
        assert!(largest_share(&[0.0, 0.0]).is_nan());
        assert!(largest_share(&[]).is_nan());
    }
}
