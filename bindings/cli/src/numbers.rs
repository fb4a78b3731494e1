//! Numbers of a JSON text as it writes them: `1e2`, or more digits than a number is read with.

use std::collections::HashSet;

use serde_json::Value;

/// A JSON text as a value in which each number that would be written otherwise is a text that stands
/// for it.
pub struct Kept<'t> {
    pub value: Value,
    numbers: Vec<&'t str>,
    /// How the texts that stand for numbers begin; no other text does.
    mark: String,
    members: usize,
}

impl<'t> Kept<'t> {
    /// Reads a text; no number is given a text that stands among `others`: in the value of the text,
    /// and in what is to be put into it.
    pub fn read(text: &'t str, others: &str) -> serde_json::Result<Self> {
        let taken: HashSet<usize> = others
            .split("number ")
            .skip(1)
            .filter_map(leading)
            .collect();
        let free = (0..).find(|one| !taken.contains(one)).unwrap_or_default();
        let mark = format!("number {free} ");
        let mut marked = String::with_capacity(text.len());
        let mut numbers = Vec::new();
        let mut members = 0_usize;
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let length = match first {
                '"' => string(rest),
                '-' | '0'..='9' => rest
                    .find(|one: char| !matches!(one, '0'..='9' | '+' | '-' | '.' | 'e' | 'E'))
                    .unwrap_or(rest.len()),
                other => other.len_utf8(),
            };
            let Some((token, behind)) = rest.split_at_checked(length) else {
                break;
            };
            members = members.saturating_add(usize::from(first == ':'));
            if matches!(first, '-' | '0'..='9') && written(token)? != token {
                marked.push_str(&format!("\"{mark}{}\"", numbers.len()));
                numbers.push(token);
            } else {
                marked.push_str(token);
            }
            rest = behind;
        }
        Ok(Kept {
            value: serde_json::from_str(&marked)?,
            numbers,
            mark,
            members,
        })
    }

    /// Whether an object has two members of one name, of which the value holds one.
    pub fn lost_members(&self) -> bool {
        self.members > members(&self.value)
    }

    /// A value as it is written: one that is no list and no object.
    pub fn spelling(&self, value: &Value) -> String {
        let number = self.number(value).map(str::to_string);
        number.unwrap_or_else(|| value.to_string())
    }

    /// The number that a text stands for.
    fn number(&self, value: &Value) -> Option<&'t str> {
        let index = value.as_str()?.strip_prefix(&self.mark)?;
        self.numbers.get(index.parse::<usize>().ok()?).copied()
    }

    /// Whether a value with such texts in it means what was read from somewhere.
    pub fn means(&self, value: &Value, read: &Value) -> bool {
        match (value, read) {
            (Value::Object(value), Value::Object(read)) => {
                let same =
                    |(name, value)| read.get(name).is_some_and(|read| self.means(value, read));
                value.len() == read.len() && value.iter().all(same)
            }
            (Value::Array(value), Value::Array(read)) => {
                let mut pairs = value.iter().zip(read);
                value.len() == read.len() && pairs.all(|(value, read)| self.means(value, read))
            }
            (Value::Number(value), Value::Number(read)) if value.is_f64() && read.is_f64() => {
                // The last bit of a number is not always read as it was written.
                let both = value.as_f64().zip(read.as_f64());
                both.is_some_and(|(a, b)| (a - b).abs() <= 4.0 * f64::EPSILON * a.abs())
            }
            _ => match self.number(value) {
                Some(number) => serde_json::from_str(number).is_ok_and(|one: Value| one == *read),
                None => value == read,
            },
        }
    }
}

/// The number that a text begins with.
fn leading(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text.split_at_checked(digits)?.0.parse().ok()
}

/// A number as it would be written.
fn written(number: &str) -> serde_json::Result<String> {
    Ok(serde_json::from_str::<Value>(number)?.to_string())
}

/// The length of a string with its quotes.
pub fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at.saturating_add(1),
            _ => {}
        }
    }
    text.len()
}

/// The members of all objects of a value.
fn members(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(members).sum(),
        Value::Object(object) => {
            let inside: usize = object.values().map(members).sum();
            inside.saturating_add(object.len())
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Kept<'_> {
        let others: Value = serde_json::from_str(text).unwrap();
        Kept::read(text, &others.to_string()).unwrap()
    }

    #[test]
    fn numbers_are_spelt_as_they_were() {
        let text =
            r#"[1e2,-0,12345678901234567890123,1.50,7,-1.5,1E+2,"1e2","number 0 0","number 1 "]"#;
        let kept = kept(text);
        let read: Value = serde_json::from_str(text).unwrap();
        let items = kept.value.as_array().unwrap();
        let spelt: Vec<String> = items.iter().map(|item| kept.spelling(item)).collect();
        assert_eq!(format!("[{}]", spelt.join(",")), text);
        assert!(kept.means(&kept.value, &read));
        assert!(!kept.means(&read, &kept.value));
        assert!(!kept.lost_members());
    }

    #[test]
    fn numbers_that_are_written_as_they_are_read_are_numbers() {
        assert_eq!(kept("[1, 2.5]").value, serde_json::json!([1, 2.5]));
    }

    #[test]
    fn a_name_that_stands_twice_is_seen() {
        assert!(kept(r#"{"a":1,"b":{"c":1,"\u0063":2}}"#).lost_members());
        assert!(!kept(r#"{"a":{"c":":"},"b":{"c":1}}"#).lost_members());
    }
}
