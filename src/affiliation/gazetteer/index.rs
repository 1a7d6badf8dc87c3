//! The names of the gazetteer by their keys: one arena of letters and one table of slots, without a string a name, so that
//! tens of thousands of names are ready in milliseconds and hundreds of thousands in a fraction of a second.

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Institution(usize),
    Place(usize),
}

/// How strictly a name is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Wherever it stands.
    Free,
    /// One word: with a capital, and only with generic words in its segment.
    Word,
    /// In this very case, and only with generic words in its segment.
    Strict(Letters),
    /// A postal code of a state, in capitals after a comma or before a number.
    Code(Letters),
}

/// A name of the index.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    pub what: What,
    pub how: How,
    /// Made of generic words only: it yields to whatever stands beside it.
    pub weak: bool,
    key: Letters,
}

/// A stretch of the arena.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letters {
    start: u32,
    end: u32,
}

/// All names.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    arena: String,
    names: Vec<Name>,
    /// Positions in `names` plus one, by the hash of the key; 0 is free. Its length is a power of two.
    slots: Vec<u32>,
}

impl Index {
    /// An index that holds so many names without growing.
    pub fn with_capacity(names: usize) -> Self {
        Self {
            arena: String::with_capacity(names * 24),
            names: Vec::with_capacity(names),
            slots: vec![0; (names * 2).next_power_of_two().max(16)],
        }
    }

    /// The names with this key, in the order in which they were added.
    pub fn get(&self, key: &str) -> impl Iterator<Item = &Name> {
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash(key.as_bytes()) as usize & mask;
        std::iter::from_fn(move || {
            loop {
                let slot = *self.slots.get(at)? as usize;
                at = (at + 1) & mask;
                let name = self.names.get(slot.checked_sub(1)?)?;
                if self.text(name.key) == key {
                    return Some(name);
                }
            }
        })
    }

    /// Letters that [`Index::keep`] has kept.
    pub fn text(&self, letters: Letters) -> &str {
        self.arena.get(letters.start as usize..letters.end as usize).unwrap_or_default()
    }

    /// Keeps letters that a [`How`] needs.
    pub fn keep(&mut self, text: &str) -> Letters {
        let start = self.arena.len() as u32;
        self.arena.push_str(text);
        Letters { start, end: self.arena.len() as u32 }
    }

    /// Adds a name unless it is there already.
    pub fn add(&mut self, key: &str, what: What, how: How, weak: bool) {
        if key.is_empty()
            || self.get(key).any(|it| it.what == what && it.weak == weak && self.same(it.how, how))
        {
            return;
        }
        if (self.names.len() + 1) * 2 > self.slots.len() {
            self.slots = vec![0; (self.slots.len() * 2).max(16)];
            for at in 0..self.names.len() {
                self.seat(at);
            }
        }
        let key = self.keep(key);
        self.names.push(Name { what, how, weak, key });
        self.seat(self.names.len() - 1);
    }

    fn same(&self, a: How, b: How) -> bool {
        match (a, b) {
            (How::Strict(a), How::Strict(b)) | (How::Code(a), How::Code(b)) => self.text(a) == self.text(b),
            (a, b) => a == b,
        }
    }

    fn seat(&mut self, at: usize) {
        let Some(name) = self.names.get(at) else { return };
        let mask = self.slots.len().wrapping_sub(1);
        let mut slot = hash(self.text(name.key).as_bytes()) as usize & mask;
        while self.slots.get(slot).is_some_and(|&taken| taken != 0) {
            slot = (slot + 1) & mask;
        }
        if let Some(free) = self.slots.get_mut(slot) {
            *free = at as u32 + 1;
        }
    }
}

/// Multiply and rotate over words of eight bytes: quick for short keys, and the same on every machine.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    const K: u64 = 0x517c_c1b7_2722_0a95;
    let mut hash = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let word = chunk.iter().rev().fold(0u64, |word, &byte| word << 8 | u64::from(byte));
        hash = (hash.rotate_left(5) ^ word).wrapping_mul(K);
    }
    // The low bits of a product know little of the high ones.
    hash ^ hash >> 29 ^ hash >> 47
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_by_their_key_in_order_also_after_growing() {
        let mut index = Index::with_capacity(1);
        for at in 0..500 {
            index.add(&format!("name{at}"), What::Institution(at), How::Free, false);
        }
        index.add("name7", What::Place(1), How::Word, false);
        index.add("name7", What::Place(1), How::Word, false);
        let found: Vec<What> = index.get("name7").map(|name| name.what).collect();
        assert_eq!(found, [What::Institution(7), What::Place(1)]);
        assert_eq!(index.get("name500").count(), 0);
        assert_eq!(Index::default().get("name").count(), 0);
    }

    #[test]
    fn a_strict_name_is_there_once_for_each_case() {
        let mut index = Index::default();
        for cased in ["MIT", "MIT", "Mit"] {
            let letters = index.keep(cased);
            index.add("mit", What::Institution(0), How::Strict(letters), false);
        }
        assert_eq!(index.get("mit").count(), 2);
    }
}
