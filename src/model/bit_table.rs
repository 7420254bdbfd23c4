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

    /// What two rows have in common, in one word.
    #[inline]
    pub fn common(&self, one: usize, other: usize, word: usize) -> u64 {
        self.bits[one * self.words + word] & self.bits[other * self.words + word]
    }

    /// A row, word by word, to write in.
    #[inline]
    pub fn row_mut(&mut self, row: usize) -> &mut [u64] {
        &mut self.bits[row * self.words..(row + 1) * self.words]
    }

    /// Whether two rows have something in common. All words are looked at: which is the first with something in common cannot
    /// be told in advance.
    #[inline]
    pub fn have_common(&self, one: usize, other: usize) -> bool {
        let words = self.row(one).iter().zip(self.row(other));
        words.fold(0, |common, (one, other)| common | one & other) != 0
    }

    /// Whether a row has a bit that is set.
    #[inline]
    pub fn has_any(&self, row: usize) -> bool {
        self.row(row).iter().any(|&word| word != 0)
    }

    /// Whether two rows and a mask have something in common.
    #[inline]
    pub fn meet_in(&self, one: usize, other: usize, mask: &[u64]) -> bool {
        let mut words = mask.iter().enumerate();
        words.any(|(word, mask)| mask & self.common(one, other, word) != 0)
    }

    /// Does something with every place that two rows and a mask have in common, in order.
    #[inline]
    pub fn each_in(&self, one: usize, other: usize, mask: &[u64], mut what: impl FnMut(usize)) {
        for (word, mask) in mask.iter().enumerate() {
            each_place(word, mask & self.common(one, other, word), &mut what);
        }
    }

    /// How many places two rows have in common.
    pub fn count_common(&self, one: usize, other: usize) -> u32 {
        (0..self.words)
            .map(|word| self.common(one, other, word).count_ones())
            .sum()
    }
}

#[inline]
fn each_place(word: usize, mut bits: u64, what: &mut impl FnMut(usize)) {
    while bits != 0 {
        what(word * WORD + bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}

/// The first place that is set; `None` if there is none in the words.
#[inline]
pub fn first_place(words: impl Iterator<Item = u64>) -> Option<usize> {
    for (number, word) in words.enumerate() {
        if word != 0 {
            return Some(number * WORD + word.trailing_zeros() as usize);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{BitTable, first_place};

    #[test]
    fn what_two_rows_have_in_common_is_told_in_order() {
        let mut table = BitTable::new(4, 130);
        for column in [0, 63, 64, 127, 129] {
            table.put(0, column, true);
            table.put(2, column, true);
            table.put(3, column, column != 63);
        }
        table.put(0, 64, false);
        table.put(2, 5, true);
        assert!(table.has(2, 5) && !table.has(0, 64));
        assert_eq!(table.count_common(0, 2), 4);
        let mut seen = Vec::new();
        table.each_in(0, 2, table.row(3), |place| seen.push(place));
        assert_eq!(seen, [0, 127, 129]);
        assert!(table.have_common(0, 2) && !table.have_common(0, 1));
        assert!(table.has_any(0) && !table.has_any(1));
        assert!(table.meet_in(0, 2, table.row(3)) && !table.meet_in(0, 1, table.row(3)));
        assert_eq!(first_place([0, 0, 6].into_iter()), Some(129));
        assert_eq!(first_place(table.row(1).iter().copied()), None);
        table.restart(1, 1);
        assert_eq!(table.row(0), [0]);
    }
}
