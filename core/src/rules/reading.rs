//! Reads rows from JSON, and says what is wrong with them and where.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use serde_json::Value;

use super::walk::{Blank, Content, Field, Items, Part, Presence, Walk, Walked, Word};
use super::{Scalar, Text};
use crate::quote::short;

/// Reads a part of a row.
pub(crate) fn read<T: Blank>(value: &Value) -> Result<T, String> {
    let mut part = T::BLANK;
    into(&mut part, value)?;
    Ok(part)
}

fn into(part: &mut dyn Part, value: &Value) -> Walked {
    part.walk(&mut Reader {
        value,
        path: Vec::new(),
    })
}

struct Reader<'v> {
    value: &'v Value,
    /// The members that lead to the value.
    path: Vec<&'v str>,
}

impl<'v> Reader<'v> {
    fn fault(&self, problem: String) -> Walked {
        Err(match self.path.as_slice() {
            [] => problem,
            path => alloc::format!("{problem}, at `{}`", path.join(".")),
        })
    }

    fn expected(&self, what: &str) -> Walked {
        let found = short(&self.value.to_string());
        self.fault(alloc::format!("{what} is expected, not {found}"))
    }

    /// Walks what is in a member.
    fn member(
        &mut self,
        name: &'v str,
        value: &'v Value,
        walked: Content<'_>,
        at: usize,
    ) -> Walked {
        let outer = core::mem::replace(&mut self.value, value);
        self.path.push(name);
        walked(at, self)?;
        self.path.pop();
        self.value = outer;
        Ok(())
    }
}

/// `` `a`, `b` or `c` ``.
fn one_of<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let quoted: Vec<String> = names.map(|name| alloc::format!("`{name}`")).collect();
    match quoted.split_last() {
        None => String::from("nothing"),
        Some((last, [])) => last.clone(),
        Some((last, front)) => alloc::format!("{} or {last}", front.join(", ")),
    }
}

impl Walk for Reader<'_> {
    fn is_packed(&self) -> bool {
        false
    }

    fn flag(&mut self, value: &mut bool) -> Walked {
        match self.value {
            Value::Bool(read) => *value = *read,
            _ => return self.expected("true or false"),
        }
        Ok(())
    }

    fn number(&mut self, value: &mut i64, least: i64, most: i64) -> Walked {
        match self.value.as_i64() {
            Some(read) if (least..=most).contains(&read) => *value = read,
            _ => return self.expected(&alloc::format!("a whole number from {least} to {most}")),
        }
        Ok(())
    }

    fn text(&mut self, value: &mut Text) -> Walked {
        match self.value {
            Value::String(read) => *value = Text::from(read.clone()),
            _ => return self.expected("text"),
        }
        Ok(())
    }

    fn name(&mut self, at: &mut usize, names: &[&str]) -> Walked {
        let Some(name) = self.value.as_str() else {
            return self.expected("a name");
        };
        match names.iter().position(|known| *known == name) {
            Some(read) => *at = read,
            None => {
                let known = one_of(names.iter().copied());
                let name = short(name);
                return self.fault(alloc::format!("unknown variant `{name}`, expected {known}"));
            }
        }
        Ok(())
    }

    fn word(&mut self, word: &mut dyn Word) -> Walked {
        match self.value {
            Value::String(text) => word.read(text).or_else(|problem| self.fault(problem)),
            _ => self.expected("text"),
        }
    }

    fn scalar(&mut self, value: &mut Scalar) -> Walked {
        *value = match (self.value, self.value.as_i64()) {
            (Value::Bool(read), _) => Scalar::Bool(*read),
            (Value::String(read), _) => Scalar::Text(Text::from(read.clone())),
            (_, Some(read)) => Scalar::Int(read),
            _ => return self.expected("true or false, a whole number or text"),
        };
        Ok(())
    }

    fn maybe(&mut self, there: &mut bool) -> Walked {
        *there = !self.value.is_null();
        Ok(())
    }

    fn list(&mut self, items: &mut dyn Items) -> Walked {
        let Value::Array(values) = self.value else {
            return self.expected("a list");
        };
        items.resize(0);
        items.resize(values.len());
        let outer = self.value;
        for (at, value) in values.iter().enumerate() {
            self.value = value;
            items.walk_at(at, self)?;
        }
        self.value = outer;
        Ok(())
    }

    fn record(&mut self, fields: &mut [Field<'_>]) -> Walked {
        let Value::Object(members) = self.value else {
            return self.expected("an object");
        };
        let names = || {
            let fields = fields.iter();
            let told = fields.filter(|field| field.presence != Presence::Hidden);
            told.map(|field| field.name)
        };
        let unknown = members.keys().find(|key| !names().any(|name| name == *key));
        if let Some(key) = unknown {
            let known = one_of(names());
            let key = short(key);
            return self.fault(alloc::format!("unknown field `{key}`, expected {known}"));
        }
        for field in fields {
            match members.get_key_value(field.name) {
                Some((name, value)) => {
                    self.member(name, value, &mut |_, walk| field.part.walk(walk), 0)?;
                }
                None if field.presence == Presence::Needed => {
                    return self.fault(alloc::format!("missing field `{}`", field.name));
                }
                None => {}
            }
        }
        Ok(())
    }

    fn variant(&mut self, at: &mut usize, names: &[&str], content: Content<'_>) -> Walked {
        let members = self.value.as_object().filter(|members| members.len() == 1);
        let Some((name, value)) = members.and_then(|members| members.iter().next()) else {
            return self.expected("an object with one member");
        };
        match names.iter().position(|known| known == name) {
            Some(read) => *at = read,
            None => {
                let known = one_of(names.iter().copied());
                let name = short(name);
                return self.fault(alloc::format!("unknown variant `{name}`, expected {known}"));
            }
        }
        self.member(name, value, content, *at)
    }
}
