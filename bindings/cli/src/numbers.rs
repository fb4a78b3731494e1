//! Numbers of a JSON text as it writes them: `1e2`, or more digits than a number is read with.

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
    /// Reads a text, of which `read` is the value.
    pub fn read(text: &'t str, read: &Value) -> serde_json::Result<Self> {
        let read = read.to_string();
        let mut mark = "number ".to_string();
        while read.contains(&mark) {
            mark.push('#');
        }
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

    /// Text that was written of such a value, with the numbers in it.
    pub fn restore(&self, written: &str) -> String {
        let begin = format!("\"{}", self.mark);
        let mut parts = written.split(&begin);
        let mut text = parts.next().unwrap_or_default().to_string();
        for part in parts {
            let number = part.split_once('"').and_then(|(index, behind)| {
                let number = self.numbers.get(index.parse::<usize>().ok()?)?;
                Some((number, behind))
            });
            match number {
                Some((number, behind)) => {
                    text.push_str(number);
                    text.push_str(behind);
                }
                None => {
                    text.push_str(&begin);
                    text.push_str(part);
                }
            }
        }
        text
    }
}

/// A number as it would be written.
fn written(number: &str) -> serde_json::Result<String> {
    Ok(serde_json::from_str::<Value>(number)?.to_string())
}

/// The length of a string with its quotes.
fn string(text: &str) -> usize {
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
        Kept::read(text, &serde_json::from_str(text).unwrap()).unwrap()
    }

    #[test]
    fn what_is_written_again_is_what_was_written() {
        for text in [
            r#"{"a":[1e2,-0,12345678901234567890123,1.50,7,-1.5],"b":"1e2","c:\"":{"d":1E+2}}"#,
            r#"{"number 0":"number 0","a":1e2,"b":"number #1"}"#,
            "1e2",
            r#"["ü",{},[],null,"\\"]"#,
        ] {
            let kept = kept(text);
            assert_eq!(kept.restore(&kept.value.to_string()), text);
            assert!(!kept.lost_members());
        }
        // Numbers that are written as they are read are numbers.
        assert_eq!(kept("[1, 2.5]").value, serde_json::json!([1, 2.5]));
    }

    #[test]
    fn a_name_that_stands_twice_is_seen() {
        assert!(kept(r#"{"a":1,"b":{"c":1,"\u0063":2}}"#).lost_members());
        assert!(!kept(r#"{"a":{"c":":"},"b":{"c":1}}"#).lost_members());
    }
}
