//! Measures of a network that need nothing but its numbers: inequality, mutual ties, connected components, dependence on one hub.

use crate::model::bit_table::BitTable;
use crate::model::sort_buffer::SortBuffer;

/// A directed network of nodes that are tied or not: one bit for each ordered pair.
#[derive(Clone, Debug, Default)]
pub struct Network {
    nodes: usize,
    ties: BitTable,
    /// The part of each node while parts are found.
    parts: Vec<u32>,
}

/// How mutual ties join a network.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct MutualTies {
    /// Unordered pairs of nodes that are tied both ways.
    pub tied: usize,
    /// The parts into which the network falls: how many there are; a node without a tie is a part of its own.
    pub parts: usize,
    /// Nodes of the largest part.
    pub largest: usize,
}

const WORD: usize = u64::BITS as usize;

impl Network {
    /// So many nodes without a tie; what was there before is lost, but for its room.
    pub fn restart(&mut self, nodes: usize) {
        self.nodes = nodes;
        self.ties.restart(nodes, nodes);
    }

    /// Ties a node to those from `first` on whose strength reaches the threshold.
    pub fn tie(&mut self, from: usize, first: usize, strengths: &[f64], threshold: f64) {
        let row = self.ties.row_mut(from);
        let (mut to, mut left) = (first, strengths);
        while !left.is_empty() {
            let fit = (WORD - to % WORD).min(left.len());
            let (now, later) = left.split_at(fit);
            let backwards = now.iter().rev();
            let bits = backwards.fold(0, |bits, &strength| bits << 1 | u64::from(strength >= threshold));
            row[to / WORD] |= bits << (to % WORD);
            (to, left) = (to + fit, later);
        }
    }

    /// Ties a node to those of some others on whose strength reaches the threshold.
    pub fn tie_some(&mut self, from: usize, others: &[u16], strengths: &[f64], threshold: f64) {
        let row = self.ties.row_mut(from);
        for (&to, &strength) in others.iter().zip(strengths) {
            let to = usize::from(to);
            row[to / WORD] |= u64::from(strength >= threshold) << (to % WORD);
        }
    }

    /// The mutual ties, and the parts into which they join the nodes, by union and find.
    pub fn mutual_ties(&mut self) -> MutualTies {
        let count = self.nodes;
        let mut parts = std::mem::take(&mut self.parts);
        parts.clear();
        parts.extend(0..count as u32);
        let mut tied = 0_usize;
        for one in 0..count {
            for word in 0..=one / WORD {
                let mut ties = self.ties.row(one)[word];
                while ties != 0 {
                    let other = word * WORD + ties.trailing_zeros() as usize;
                    ties &= ties - 1;
                    if other < one && self.ties.has(other, one) {
                        tied += 1;
                        let (a, b) = (root(&mut parts, one as u32), root(&mut parts, other as u32));
                        parts[a.max(b) as usize] = a.min(b);
                    }
                }
            }
        }
        let roots = (0..count as u32).filter(|&node| parts[node as usize] == node);
        let number = roots.count();
        for node in 0..count as u32 {
            parts[node as usize] = root(&mut parts, node);
        }
        parts.sort_unstable();
        let largest = parts.chunk_by(|a, b| a == b).map(<[u32]>::len).max().unwrap_or(0);
        self.parts = parts;
        MutualTies {
            tied,
            parts: number,
            largest,
        }
    }
}

/// The representative of a node's part; halves the path that it walks.
fn root(parents: &mut [u32], mut node: u32) -> u32 {
    while parents[node as usize] != node {
        parents[node as usize] = parents[parents[node as usize] as usize];
        node = parents[node as usize];
    }
    node
}

/// The Gini coefficient, Σᵢⱼ|xᵢ − xⱼ| / (2 n² x̄): 0 when all are equal, (n − 1)/n when one has everything.
///
/// Sorts the values, which brings the double sum down to Σᵢ (2i − n − 1) x₍ᵢ₎ / (n Σ x). NaN for no values or a sum of
/// zero. `buffer` is working space.
pub fn gini(values: &mut [f64], buffer: &mut SortBuffer) -> f64 {
    buffer.sort(values);
    let n = values.len() as f64;
    let (mut total, mut weighted, mut weight) = (0.0, 0.0, 1.0 - n);
    for value in &*values {
        total += value;
        weighted += weight * value;
        weight += 2.0;
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

    /// Ties both ways along the listed edges, and one way along the others.
    fn network(nodes: usize, edges: &[(usize, usize)], one_sided: &[(usize, usize)]) -> MutualTies {
        let mut strengths = vec![0.1; nodes * nodes];
        for &(a, b) in edges {
            strengths[a * nodes + b] = 0.65;
            strengths[b * nodes + a] = 0.9;
        }
        for &(a, b) in one_sided {
            strengths[a * nodes + b] = 0.9;
        }
        let mut network = Network::default();
        // What was there before does not count.
        network.restart(nodes + 1);
        network.tie(0, 0, &vec![1.0; nodes + 1], 0.65);
        network.restart(nodes);
        for (node, row) in strengths.chunks(nodes.max(1)).enumerate() {
            network.tie(node, 0, &row[..node], 0.65);
            network.tie(node, node + 1, &row[node + 1..], 0.65);
        }
        network.mutual_ties()
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
        for one_sided in [(2, 0), (0, 2)] {
            let ties = network(3, &[(0, 1)], &[one_sided]);
            let expected = MutualTies {
                tied: 1,
                parts: 2,
                largest: 2,
            };
            assert_eq!(ties, expected);
        }
    }

    #[test]
    fn a_chain_is_one_component_in_whatever_order() {
        let edges = [(4, 1), (1, 5), (5, 0), (0, 3), (3, 2)];
        let renamed = edges.map(|(a, b)| ((a + 2) % 6, (b + 2) % 6));
        for edges in [edges, renamed] {
            let expected = MutualTies {
                tied: 5,
                parts: 1,
                largest: 6,
            };
            assert_eq!(network(6, &edges, &[]), expected);
        }
    }

    #[test]
    fn networks_may_have_more_nodes_than_bits_in_a_word() {
        // A chain of 0, 7, 14, ..., 133, one of 63 to 67, and 111 nodes on their own.
        let mut edges: Vec<_> = (0..19).map(|n| (7 * n, 7 * n + 7)).collect();
        edges.extend([(63, 64), (65, 64), (66, 65), (66, 67)]);
        let ties = network(135, &edges, &[(1, 134), (134, 2)]);
        let expected = MutualTies {
            tied: 23,
            parts: 135 - 23,
            largest: 24,
        };
        assert_eq!(ties, expected);
    }

    #[test]
    fn networks_may_have_one_node_or_none() {
        let ties = network(0, &[], &[]);
        assert_eq!((ties.tied, ties.parts, ties.largest), (0, 0, 0));
        let ties = network(1, &[], &[]);
        assert_eq!((ties.tied, ties.parts, ties.largest), (0, 1, 1));
    }

    #[test]
    fn the_busiest_hub_carries_the_largest_share() {
        close(largest_share(&[2.0, 6.0, 0.0, 4.0]), 0.5);
        assert!(largest_share(&[0.0, 0.0]).is_nan());
        assert!(largest_share(&[]).is_nan());
    }
}
