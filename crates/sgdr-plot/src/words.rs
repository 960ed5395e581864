//! Words that others give: titles, labels, captions.

/// Text in one line without control characters, because a terminal obeys them and XML does not allow them.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

/// Text in lines of at most `most` characters, broken at spaces; a longer word has a line of its own.
pub(crate) fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut().filter(|line| line.chars().count() + 1 + word.chars().count() <= most) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(word.to_string()),
        }
    }
    lines
}

/// Text of at most `most` characters; three dots replace what is cut off.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    text.chars().take(most.saturating_sub(3)).chain("...".chars()).collect()
}

#[cfg(test)]
mod tests {
    use super::{printable, shortened, wrapped};

    #[test]
    fn long_text_is_broken_at_spaces() {
        assert_eq!(wrapped("one two  three four", 9), ["one two", "three", "four"]);
        assert_eq!(wrapped("one-two-three four", 9), ["one-two-three", "four"]);
        assert_eq!(wrapped("", 9), [""; 0]);
    }

    #[test]
    fn labels_are_one_short_line() {
        assert_eq!(printable("a\nb\u{1b}c"), "a b c");
        assert_eq!(shortened("t_mul=1.5", 9), "t_mul=1.5");
        assert_eq!(shortened("t_mul=1.25", 9), "t_mul=...");
    }
}
