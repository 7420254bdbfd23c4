//! `BitTable`: rows of bits, to ask at once what two rows have in common.

/// Bits of a word.
const WORD: usize = u64::BITS as usize;

/// Rows of bits, none set at first.
#[derive(Clone, Debug, Default)]
pub struct BitTable {
    words: usize,
    bits: Vec<u64>,
}

impl BitTable {
    /// So many rows of so many bits.
    pub fn new(rows: usize, columns: usize) -> BitTable {
        let mut table = BitTable::default();
        table.restart(rows, columns);
        table
    }

    /// As new, with the room that there is.
    pub fn restart(&mut self, rows: usize, columns: usize) {
        self.words = columns.div_ceil(WORD);
        self.bits.clear();
        self.bits.resize(rows * self.words, 0);
    }

    /// Sets or clears a bit.
    pub fn put(&mut self, row: usize, column: usize, is_set: bool) {
        let word = &mut self.bits[row * self.words + column / WORD];
        let bit = 1 << (column % WORD);
        *word = if is_set { *word | bit } else { *word & !bit };
    }

    /// Whether a bit is set.
    #[inline]
    pub fn has(&self, row: usize, column: usize) -> bool {
        self.bits[row * self.words + column / WORD] >> (column % WORD) & 1 == 1
    }

    /// A row, word by word.
    #[inline]
    pub fn row(&self, row: usize) -> &[u64] {
        &self.bits[row * self.words..(row + 1) * self.words]
    }

    /// What two rows have in common, word by word.
    #[inline]
    pub fn common(&self, one: usize, other: usize) -> impl Iterator<Item = u64> {
        both(self.row(one), self.row(other).iter().copied())
    }
}

/// What is set in a row and in other words.
#[inline]
pub fn both(row: &[u64], words: impl Iterator<Item = u64>) -> impl Iterator<Item = u64> {
    row.iter().zip(words).map(|(one, other)| one & other)
}

/// Where bits are set, in order.
#[inline]
pub fn places(words: impl Iterator<Item = u64>) -> impl Iterator<Item = usize> {
    words.enumerate().flat_map(|(number, word)| {
        let left = std::iter::successors(Some(word), |left| Some(left & left.wrapping_sub(1)));
        left.take_while(|&left| left != 0)
            .map(move |left| number * WORD + left.trailing_zeros() as usize)
    })
}

#[cfg(test)]
mod tests {
    use super::{BitTable, both, places};

    #[test]
    fn what_two_rows_have_in_common_is_told_in_order() {
        let mut table = BitTable::new(3, 130);
        for column in [0, 63, 64, 127, 129] {
            table.put(0, column, true);
            table.put(2, column, true);
        }
        table.put(0, 64, false);
        table.put(2, 5, true);
        assert_eq!(places(table.common(0, 2)).collect::<Vec<_>>(), [0, 63, 127, 129]);
        assert_eq!(
            places(both(table.row(2), table.common(0, 2))).collect::<Vec<_>>(),
            [0, 63, 127, 129]
        );
        assert_eq!(places(table.common(0, 1)).count(), 0);
        table.restart(1, 1);
        assert_eq!(places(table.row(0).iter().copied()).count(), 0);
    }
}
