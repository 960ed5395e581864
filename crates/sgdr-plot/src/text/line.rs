//! A line of characters with colours.

use std::fmt::Write as _;

/// The colour of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    Plain,
    Faint,
    Curve(usize),
}

/// Blue, orange, green and pink of the palette of the SVG, of a brightness that shows on black and on white.
const COLORS: [u8; 4] = [32, 172, 36, 175];

#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    cells: Vec<(char, Paint)>,
}

impl Line {
    pub(super) fn of(text: &str, paint: Paint) -> Self {
        Self { cells: text.chars().map(|character| (character, paint)).collect() }
    }

    pub(super) fn blank(length: usize) -> Self {
        Self { cells: vec![(' ', Paint::Plain); length] }
    }

    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(super) fn push(&mut self, character: char, paint: Paint) {
        self.cells.push((character, paint));
    }

    pub(super) fn extend(&mut self, other: &Self) {
        self.cells.extend_from_slice(&other.cells);
    }

    /// Puts a character at a column.
    pub(super) fn set(&mut self, column: usize, character: char, paint: Paint) {
        if self.cells.len() <= column {
            self.cells.resize(column + 1, (' ', Paint::Plain));
        }
        self.cells[column] = (character, paint);
    }

    /// Puts text at a column and to the right of it.
    pub(super) fn write(&mut self, column: usize, text: &str, paint: Paint) {
        for (offset, character) in text.chars().enumerate() {
            self.set(column + offset, character, paint);
        }
    }

    /// The characters, without spaces at the end, with escape sequences for the colours if wanted.
    pub(super) fn text(&self, color: bool) -> String {
        let mut text = String::new();
        let mut current = Paint::Plain;
        for &(character, paint) in &self.cells {
            // A space has no colour to change to.
            if color && character != ' ' && paint != current {
                text.push_str("\x1b[0m");
                // Writing to a string cannot fail.
                let _ = match paint {
                    Paint::Plain => Ok(()),
                    Paint::Faint => write!(text, "\x1b[2m"),
                    Paint::Curve(index) => write!(text, "\x1b[38;5;{}m", COLORS[index % COLORS.len()]),
                };
                current = paint;
            }
            text.push(character);
        }
        text.truncate(text.trim_end().len());
        if current != Paint::Plain {
            text.push_str("\x1b[0m");
        }
        text
    }
}
