//! Lists of ids that a scenario may refer to, in the order in which the model walks them.

use crate::engine::identity::Identity;

/// The ids of one sort of thing, in order of identity, so that the order of the file matters to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Names {
    what: &'static str,
    ids: Vec<String>,
}

impl Names {
    /// The ids of `what` ("nation"), put in order of identity.
    pub fn sorted(what: &'static str, ids: impl IntoIterator<Item = String>) -> Self {
        let mut ids: Vec<String> = ids.into_iter().collect();
        sort_by_identity(&mut ids, |id| id);
        Self { what, ids }
    }

    /// What the ids name, in one word.
    pub fn what(&self) -> &'static str {
        self.what
    }

    /// Where `id` stands.
    pub fn position(&self, id: &str) -> Option<usize> {
        let key = (Identity::of(id), id);
        self.ids
            .binary_search_by(|other| (Identity::of(other), other.as_str()).cmp(&key))
            .ok()
    }

    /// The id at a position.
    pub fn get(&self, position: usize) -> &str {
        &self.ids[position]
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The ids, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(String::as_str)
    }

    /// The id that `word` was probably meant to be.
    pub fn nearest(&self, word: &str) -> Option<&str> {
        nearest(word, self.iter())
    }
}

/// Sorts things that have an id by the identity of that id; the id itself decides between equal hashes.
pub fn sort_by_identity<T>(things: &mut [T], id: impl Fn(&T) -> &str) {
    things.sort_by(|a, b| (Identity::of(id(a)), id(a)).cmp(&(Identity::of(id(b)), id(b))));
}

/// The candidate that `word` was probably meant to be: few letters away for its length, the first of equals.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST_WORD: usize = 100;
    if word.len() > LONGEST_WORD {
        return None;
    }
    let lower = word.to_lowercase();
    let length = lower.chars().count();
    let tolerance = (length / 3).clamp(1, 3).min(length.saturating_sub(1));
    candidates
        .into_iter()
        .filter(|candidate| candidate.len().abs_diff(lower.len()) <= 3 * tolerance)
        .map(|candidate| (strsim::osa_distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= tolerance)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A kind of thing with its article: a nation, an organization.
pub fn with_article(what: &str) -> String {
    let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {what}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nations(ids: &[&str]) -> Names {
        Names::sorted("nation", ids.iter().map(ToString::to_string))
    }

    #[test]
    fn the_order_of_the_file_does_not_matter() {
        let one = nations(&["usa", "gbr", "deu", "jpn"]);
        assert_eq!(one, nations(&["jpn", "deu", "usa", "gbr"]));
        for id in ["usa", "gbr", "deu", "jpn"] {
            assert_eq!(one.position(id).map(|at| one.get(at)), Some(id));
        }
        assert_eq!(one.position("fra"), None);
    }

    #[test]
    fn only_a_close_word_is_suggested() {
        let names = nations(&["usa", "united_kingdom", "germany"]);
        assert_eq!(names.nearest("uas"), Some("usa"));
        assert_eq!(names.nearest("Germny"), Some("germany"));
        assert_eq!(names.nearest("united-kingdom"), Some("united_kingdom"));
        assert_eq!(names.nearest("france"), None);
        assert_eq!(nations(&["a"]).nearest("b"), None);
        assert_eq!(names.nearest(&"u".repeat(1_000_000)), None);
    }

    #[test]
    fn a_kind_of_thing_has_its_article() {
        assert_eq!(with_article("nation"), "a nation");
        assert_eq!(with_article("organization"), "an organization");
    }
}
