//! Changes texts a little, the same way in every run.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

/// Pieces that mean something to a reader of JSON, JSONPath, JSONata or the API.
const PIECES: [&str; 48] = [
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "\"",
    "'",
    "`",
    "\\",
    ",",
    ":",
    ".",
    "..",
    "*",
    "**",
    "?",
    "@",
    "$",
    "$$",
    "%",
    "^",
    "&",
    "~>",
    ":=",
    "=",
    "!=",
    "<",
    ">",
    "/",
    "//",
    "/*",
    "-",
    "-1",
    "0",
    "1e400",
    "9999999999999999999",
    "1e-7",
    "null",
    "true",
    "\u{0}",
    "\\ud800",
    "ä",
    "😀",
    "{%",
    "%}",
    "States.",
    "function($x){$x}",
];

/// Makes inputs out of seeds. The same number gives the same inputs.
#[derive(Debug)]
pub struct Mutator {
    random: StdRng,
}

impl Mutator {
    /// A mutator that starts at a number.
    pub fn new(start: u64) -> Self {
        Self { random: StdRng::seed_from_u64(start) }
    }

    /// A seed with one to six changes.
    pub fn next(&mut self, seeds: &[String]) -> String {
        let mut text = self.choose(seeds);
        for _ in 0..self.random.random_range(1..=6) {
            text = self.change(text, seeds);
        }
        text
    }

    fn choose(&mut self, seeds: &[String]) -> String {
        seeds.choose(&mut self.random).cloned().unwrap_or_default()
    }

    fn change(&mut self, text: String, seeds: &[String]) -> String {
        let (from, to) = self.range(&text);
        let (before, rest) = text.split_at(from);
        let (cut, after) = rest.split_at(to - from);
        match self.random.random_range(0..8) {
            0 => format!("{before}{after}"),
            1 => format!("{before}{cut}{cut}{after}"),
            2 => format!("{before}{}{after}", self.piece()),
            3 => format!("{before}{}{cut}{after}", self.piece()),
            4 => before.to_owned(),
            5 => {
                let other = self.choose(seeds);
                let (from, to) = self.range(&other);
                format!("{before}{}{after}", other.get(from..to).unwrap_or_default())
            }
            6 => {
                let count = *[3, 30, 300, 3000].choose(&mut self.random).unwrap_or(&3);
                format!("{before}{}{after}", self.piece().repeat(count))
            }
            _ => format!("{before}{}{after}", cut.chars().rev().collect::<String>()),
        }
    }

    fn piece(&mut self) -> &'static str {
        PIECES.choose(&mut self.random).copied().unwrap_or_default()
    }

    /// Two places between characters.
    fn range(&mut self, text: &str) -> (usize, usize) {
        let one = self.random.random_range(0..=text.len());
        let longest = (text.len() - one).min(64);
        let other = one + self.random.random_range(0..=longest);
        (text.floor_char_boundary(one), text.floor_char_boundary(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_gives_the_same_texts() {
        let seeds = ["äbc😀".to_owned(), "{}".to_owned()];
        let texts = |start| {
            let mut mutator = Mutator::new(start);
            (0..500).map(|_| mutator.next(&seeds)).collect::<Vec<_>>()
        };
        assert_eq!(texts(1), texts(1));
        assert_ne!(texts(1), texts(2));
    }
}
