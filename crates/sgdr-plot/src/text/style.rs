//! The size of a chart of text, its colours and its characters.

use crate::canvas::ASCII_MARKS;

/// How a chart is written as text.
///
/// ```
/// let style = sgdr_plot::TextStyle::new(80, 20).color(true);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextStyle {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) color: bool,
    pub(super) ascii: bool,
}

impl TextStyle {
    /// A width in characters and a height in lines, without colour. A chart is never less than 40 wide, nor less
    /// high than it needs for four rows of curves.
    #[must_use]
    pub fn new(width: usize, height: usize) -> Self {
        Self { width: width.max(40), height, color: false, ascii: false }
    }

    /// Whether colours (of the 256 that terminals know) tell the curves apart. Without, dashes do.
    #[must_use]
    pub fn color(self, color: bool) -> Self {
        Self { color, ..self }
    }

    /// Whether only ASCII characters are used, where braille cannot be shown.
    #[must_use]
    pub fn ascii(self, ascii: bool) -> Self {
        Self { ascii, ..self }
    }

    pub(super) fn glyphs(self) -> &'static Glyphs {
        if self.ascii { &ASCII } else { &UNICODE }
    }
}

/// The characters besides those of the curves.
pub(super) struct Glyphs {
    pub(super) restarts: [char; 4],
    pub(super) side: char,
    pub(super) side_tick: char,
    pub(super) left_corner: char,
    pub(super) bottom: char,
    pub(super) bottom_tick: char,
    pub(super) right_corner: char,
}

const UNICODE: Glyphs = Glyphs {
    restarts: ['▲', '△', '◆', '◇'],
    side: '│',
    side_tick: '┤',
    left_corner: '└',
    bottom: '─',
    bottom_tick: '┬',
    right_corner: '┘',
};

const ASCII: Glyphs = Glyphs {
    restarts: ASCII_MARKS,
    side: '|',
    side_tick: '+',
    left_corner: '+',
    bottom: '-',
    bottom_tick: '+',
    right_corner: '+',
};
