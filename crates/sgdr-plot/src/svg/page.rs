//! An SVG document in the making.

use std::fmt::Write as _;

use crate::simplify::Point;

/// Where a text lies relative to its place.
#[derive(Clone, Copy, Debug)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// Names begin with `sgdr-`, because a chart may be put inside a page. A renderer that knows no themes shows the light one.
///
/// Blue, vermilion, green and purple of the palette of M. Okabe and K. Ito (2008), which people of all kinds of colour
/// vision tell apart; for the dark theme its lighter blue and orange, and green and purple made lighter.
const STYLE: &str = "\
.sgdr-title{font-weight:600}
.sgdr-page{fill:#fff}.sgdr-ink{fill:#1f2328}.sgdr-soft{fill:#59636e}.sgdr-grid{stroke:#e4e8ec}.sgdr-axis{stroke:#59636e}
.sgdr-0{color:#0072b2}.sgdr-1{color:#d55e00}.sgdr-2{color:#009e73}.sgdr-3{color:#b9669a}
@media (prefers-color-scheme:dark){
.sgdr-page{fill:#0d1117}.sgdr-ink{fill:#e6edf3}.sgdr-soft{fill:#9aa4af}.sgdr-grid{stroke:#252b33}.sgdr-axis{stroke:#9aa4af}
.sgdr-0{color:#56b4e9}.sgdr-1{color:#e69f00}.sgdr-2{color:#2fc49a}.sgdr-3{color:#e39cc6}}";

const FONTS: &str = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/// How many classes of colour there are.
pub(super) const COLORS: usize = 4;

pub(super) struct Page {
    text: String,
}

impl Page {
    /// The title and the description are what a screen reader says.
    pub(super) fn new(width: f64, height: f64, title: &str, description: &str) -> Self {
        let text = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{FONTS}\" font-size=\"12\">\n\
             <title>{}</title>\n<desc>{}</desc>\n<style>{STYLE}</style>\n\
             <rect class=\"sgdr-page\" width=\"{width}\" height=\"{height}\" rx=\"6\"/>\n",
            escaped(title),
            escaped(description),
        );
        Self { text }
    }

    pub(super) fn finish(mut self) -> String {
        self.text.push_str("</svg>\n");
        self.text
    }

    pub(super) fn text(&mut self, class: &str, (x, y): Point, anchor: Anchor, content: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        self.put(&format!("<text class=\"{class}\" x=\"{}\" y=\"{}\"{anchor}>", short(x), short(y)));
        self.put(&escaped(content));
        self.put("</text>\n");
    }

    /// Lines drawn sharply: each a piece of path such as `M1 2H3`.
    pub(super) fn rules(&mut self, class: &str, path: &str) {
        self.put(&format!("<path class=\"{class}\" fill=\"none\" shape-rendering=\"crispEdges\" d=\"{path}\"/>\n"));
    }

    /// Begins what has the colour of a curve.
    pub(super) fn begin_curve(&mut self, curve: usize, label: &str) {
        self.put(&format!("<g class=\"sgdr-{}\" fill=\"currentColor\">\n<title>", curve % COLORS));
        self.put(&escaped(label));
        self.put("</title>\n");
    }

    pub(super) fn end_curve(&mut self) {
        self.put("</g>\n");
    }

    /// A line in the colour of the curve, with more attributes.
    pub(super) fn line(&mut self, path: &str, attributes: &str) {
        if !path.is_empty() {
            self.put(&format!(
                "<path fill=\"none\" stroke=\"currentColor\" stroke-linejoin=\"round\" {attributes} d=\"{path}\"/>\n"
            ));
        }
    }

    /// A filled shape in the colour of the curve.
    pub(super) fn shape(&mut self, path: &str, attributes: &str) {
        if !path.is_empty() {
            self.put(&format!("<path {attributes} d=\"{path}\"/>\n"));
        }
    }

    pub(super) fn dot(&mut self, (x, y): Point, radius: f64) {
        self.put(&format!("<circle cx=\"{}\" cy=\"{}\" r=\"{radius}\"/>\n", short(x), short(y)));
    }

    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

/// A path through points.
pub(super) fn path(points: &[Point]) -> String {
    let mut path = String::new();
    for (index, &(x, y)) in points.iter().enumerate() {
        // Writing to a string cannot fail. A move is followed by lines.
        let _ = write!(path, "{}{},{}", if index == 0 { "M" } else { " " }, short(x), short(y));
    }
    path
}

/// A hundredth of a pixel is enough.
pub(super) fn short(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// Text for XML, which has no control characters.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
            other => escaped.push(other),
        }
    }
    escaped
}
