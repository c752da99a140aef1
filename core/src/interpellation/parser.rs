//! Reads a template. One pass, no recursion deeper than a branch, and it goes on after an error so
//! that an organiser sees all of them at once.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::among;
use super::grammar::Grammar;
use super::template::{Part, Subject, TemplateCode, TemplateError, Variable};

#[derive(Clone, Copy)]
struct Place {
    line: u32,
    column: u32,
}

struct Parser<'a> {
    rest: core::str::Chars<'a>,
    place: Place,
    agrees: bool,
    errors: Vec<TemplateError>,
}

/// The parts of `source`, and its errors in the order of their places.
pub(super) fn parse(source: &str, grammar: &Grammar<'_>) -> (Vec<Part>, Vec<TemplateError>) {
    let mut parser = Parser {
        rest: source.chars(),
        place: Place { line: 1, column: 1 },
        agrees: grammar.agrees,
        errors: Vec::new(),
    };
    let mut parts = Vec::new();
    while let Some(stop) = parser.text(&mut parts, "{}") {
        if stop == '{' {
            parser.brace(&mut parts, false);
        } else {
            parser.error(TemplateCode::UnopenedBrace, parser.before(), "");
        }
    }
    (parts, parser.errors)
}

fn push(parts: &mut Vec<Part>, text: String) {
    if text.is_empty() {
        return;
    }
    if let Some(Part::Text(last)) = parts.last_mut() {
        last.push_str(&text);
    } else {
        parts.push(Part::Text(text));
    }
}

impl Parser<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        if c == '\n' {
            self.place.line += 1;
            self.place.column = 1;
        } else {
            self.place.column += 1;
        }
        Some(c)
    }

    /// The place of the character just read, which is not a line break.
    fn before(&self) -> Place {
        Place {
            column: self.place.column.saturating_sub(1).max(1),
            ..self.place
        }
    }

    fn error(&mut self, code: TemplateCode, at: Place, name: &str) {
        // In the order of their places, although a choice is judged after its branches. Sorting by
        // hand: `sort` would be three kilobytes of the widget.
        let earlier = |error: &TemplateError| (error.line, error.column) <= (at.line, at.column);
        let after = self
            .errors
            .iter()
            .rposition(earlier)
            .map_or(0, |last| last + 1);
        self.errors.insert(
            after,
            TemplateError {
                code,
                line: at.line,
                column: at.column,
                name: name.into(),
            },
        );
    }

    /// Literal text up to one of `stops`, which is consumed and returned.
    fn literal(&mut self, text: &mut String, stops: &str) -> Option<char> {
        while let Some(c) = self.next() {
            if c == '\\'
                && self
                    .rest
                    .clone()
                    .next()
                    .is_some_and(|next| among(next, "{}|:\\"))
            {
                text.extend(self.next());
            } else if among(c, stops) {
                return Some(c);
            } else {
                text.push(c);
            }
        }
        None
    }

    fn text(&mut self, parts: &mut Vec<Part>, stops: &str) -> Option<char> {
        let mut text = String::new();
        let stop = self.literal(&mut text, stops);
        push(parts, text);
        stop
    }

    /// What follows a `{`.
    fn brace(&mut self, parts: &mut Vec<Part>, in_branch: bool) {
        let at = self.before();
        let mut name = String::new();
        let stop = self.literal(&mut name, "|:{}");
        let name = name.trim();
        match stop {
            Some('}') => self.value(parts, at, name, None),
            Some(':') => {
                let mut fallback = String::new();
                match self.literal(&mut fallback, "{}") {
                    Some('}') => self.value(parts, at, name, Some(fallback)),
                    stop => self.unclosed(at, stop),
                }
            }
            Some('|') => self.choice(parts, at, name, in_branch),
            stop => self.unclosed(at, stop),
        }
    }

    /// No `}` for the `{` at `at`. Where another `{` came first, what it opens is read for its own
    /// errors.
    fn unclosed(&mut self, at: Place, stop: Option<char>) {
        self.error(TemplateCode::UnclosedBrace, at, "");
        if stop == Some('{') {
            // One level a call, and each consumes a character: no deeper than the text is long.
            let mut rest = Vec::new();
            let mut open = true;
            while open {
                open = false;
                let at = self.before();
                let mut name = String::new();
                match self.literal(&mut name, "|:{}") {
                    Some('}') => self.value(&mut rest, at, name.trim(), None),
                    Some('{') => {
                        self.error(TemplateCode::UnclosedBrace, at, "");
                        open = true;
                    }
                    Some('|') => self.choice(&mut rest, at, name.trim(), false),
                    _ => {}
                }
            }
        }
    }

    fn value(&mut self, parts: &mut Vec<Part>, at: Place, name: &str, fallback: Option<String>) {
        match Variable::from_name(name) {
            Some(variable) => parts.push(Part::Value { variable, fallback }),
            None if name == Subject::Target.as_str() || name == Subject::Targets.as_str() => {
                self.error(TemplateCode::MissingBranches, at, name);
            }
            None => self.error(TemplateCode::UnknownVariable, at, name),
        }
    }

    fn choice(&mut self, parts: &mut Vec<Part>, at: Place, name: &str, in_branch: bool) {
        let subject = [Subject::Target, Subject::Targets]
            .into_iter()
            .find(|s| s.as_str() == name);
        let mut branches = vec![Vec::new()];
        let mut closed = false;
        // In a choice within a choice nothing is opened any more: the depth stays at two.
        let stops = if in_branch { "|}" } else { "{|}" };
        while let Some(branch) = branches.last_mut() {
            match self.text(branch, stops) {
                Some('|') => branches.push(Vec::new()),
                Some('{') => self.brace(branch, true),
                Some(_) => {
                    closed = true;
                    break;
                }
                None => break,
            }
        }
        let code = match (closed, in_branch, subject, branches.len()) {
            (false, ..) => TemplateCode::UnclosedBrace,
            (_, _, None, _) => TemplateCode::UnknownVariable,
            (_, true, ..) => TemplateCode::NestedChoice,
            (_, _, Some(Subject::Target), _) if !self.agrees => TemplateCode::NoAgreement,
            (_, _, Some(_), 2) | (_, _, Some(Subject::Target), 4) => {
                parts.extend(subject.map(|subject| Part::Choice { subject, branches }));
                return;
            }
            (_, _, Some(Subject::Target), 0..4) | (_, _, Some(_), 0..2) => {
                TemplateCode::MissingBranches
            }
            _ => TemplateCode::TooManyBranches,
        };
        let name = if code == TemplateCode::UnclosedBrace {
            ""
        } else {
            name
        };
        self.error(code, at, name);
    }
}
