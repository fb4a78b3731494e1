//! Python values as serde reads them.

use std::fmt;

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple};
use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, IntoDeserializer as _, MapAccess, SeqAccess, Visitor,
};

use crate::error::error;

/// So many steps of a path are named.
const STEPS: usize = 12;

/// Why a value cannot stand for JSON.
#[derive(Debug)]
pub struct Unfit {
    pub message: String,
    /// Keys and indices, the innermost first.
    path: Vec<String>,
    /// What Python code that was asked raised.
    pub raised: Option<PyErr>,
}

impl Unfit {
    fn new(message: impl Into<String>) -> Self {
        Unfit {
            message: message.into(),
            path: Vec::new(),
            raised: None,
        }
    }

    fn inside(mut self, step: String) -> Self {
        self.path.push(step);
        self
    }

    /// What is to blame is not the value but code of Python, which raised.
    pub fn raised(self) -> Result<Self, PyErr> {
        match self.raised {
            Some(raised) => Err(raised),
            None => Ok(self),
        }
    }

    /// The exception to raise, with the place named from `root`.
    pub fn into_error(self, root: &str) -> PyErr {
        match self.raised {
            Some(raised) => raised,
            None if self.path.is_empty() => error(self.message),
            None => error(format!("{root}{}", self)),
        }
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in self.path.iter().rev().take(STEPS) {
            f.write_str(step)?;
        }
        if self.path.len() > STEPS {
            f.write_str("...")?;
        }
        if !self.path.is_empty() {
            f.write_str(": ")?;
        }
        match &self.raised {
            Some(raised) => write!(f, "{raised}"),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Unfit {}

impl de::Error for Unfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Unfit::new(message.to_string())
    }
}

impl From<PyErr> for Unfit {
    fn from(raised: PyErr) -> Self {
        Unfit {
            raised: Some(raised),
            ..Unfit::new("")
        }
    }
}

/// Of a text that cannot be UTF-8.
pub fn surrogate() -> Unfit {
    Unfit::new("a text holds half of a surrogate pair, which is no character")
}

/// The name of a value's type, for messages.
pub fn type_name(value: &Bound<'_, PyAny>) -> String {
    let name = value.get_type().name();
    name.map_or_else(|_| "this".to_string(), |name| name.to_string())
}

fn is_model(value: &Bound<'_, PyAny>) -> bool {
    value.hasattr("model_dump").unwrap_or(false)
}

/// A Python value as serde reads it.
pub struct Read<'a, 'py>(pub &'a Bound<'py, PyAny>);

impl<'de> Deserializer<'de> for Read<'_, '_> {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let value = self.0;
        if let Ok(text) = value.cast::<PyString>() {
            return visitor.visit_str(text.to_str().map_err(|_| surrogate())?);
        }
        if let Ok(dict) = value.cast::<PyDict>() {
            // A copy: code of a value further in might change the dict.
            return visitor.visit_map(Members::new(dict.items()));
        }
        if let Ok(list) = value.cast::<PyList>() {
            return visitor.visit_seq(Items::new(list.clone()));
        }
        if value.is_none() {
            return visitor.visit_unit();
        }
        if let Ok(truth) = value.cast::<PyBool>() {
            return visitor.visit_bool(truth.is_true());
        }
        if value.is_instance_of::<PyInt>() {
            return integer(value, visitor);
        }
        if let Ok(number) = value.cast::<PyFloat>() {
            return match number.value() {
                number if number.is_finite() => visitor.visit_f64(number),
                number => Err(Unfit::new(format!(
                    "{number} is no number of JSON; what is missing is None"
                ))),
            };
        }
        if let Ok(tuple) = value.cast::<PyTuple>() {
            return visitor.visit_seq(Items::new(tuple.to_list()));
        }
        if is_model(value) {
            let options = PyDict::new(value.py());
            options.set_item("mode", "json")?;
            options.set_item("by_alias", true)?;
            let dumped = value.call_method("model_dump", (), Some(&options))?;
            if is_model(&dumped) {
                return Err(Unfit::new("`model_dump` returns no dict"));
            }
            return Read(&dumped).deserialize_any(visitor);
        }
        if let Ok(mapping) = value.cast::<PyMapping>() {
            return visitor.visit_map(Members::new(mapping.items()?));
        }
        if value.hasattr("__index__").unwrap_or(false) {
            return integer(value, visitor);
        }
        Err(Unfit::new(format!(
            "a value of type {} cannot stand in JSON",
            type_name(value)
        )))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        if self.0.is_none() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        let text = self.0.cast::<PyString>();
        let text = text.map_err(|_| Unfit::new(format!("{} is no name", type_name(self.0))))?;
        visitor.visit_enum(text.to_str().map_err(|_| surrogate())?.into_deserializer())
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        // Not looked into: it may be anything, and contain itself.
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct identifier
    }
}

/// An integer; one beyond 64 bits as the nearest float, as readers of JSON have it.
fn integer<'de, V: Visitor<'de>>(value: &Bound<'_, PyAny>, visitor: V) -> Result<V::Value, Unfit> {
    if let Ok(small) = value.extract::<i64>() {
        return visitor.visit_i64(small);
    }
    if let Ok(large) = value.extract::<u64>() {
        return visitor.visit_u64(large);
    }
    match value.extract::<f64>() {
        Ok(huge) if huge.is_finite() => visitor.visit_f64(huge),
        _ => Err(Unfit::new("the number is too large")),
    }
}

struct Items<'py> {
    list: Bound<'py, PyList>,
    at: usize,
}

impl<'py> Items<'py> {
    fn new(list: Bound<'py, PyList>) -> Self {
        Items { list, at: 0 }
    }
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Unfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unfit> {
        // Asked each time: code of an item may have changed the list.
        if self.at >= self.list.len() {
            return Ok(None);
        }
        let at = self.at;
        let item = self.list.get_item(at)?;
        self.at = at.saturating_add(1);
        let read = seed.deserialize(Read(&item));
        read.map(Some)
            .map_err(|error| error.inside(format!("[{at}]")))
    }
}

struct Members<'py> {
    items: Bound<'py, PyList>,
    at: usize,
    current: Option<Bound<'py, PyTuple>>,
}

impl<'py> Members<'py> {
    fn new(items: Bound<'py, PyList>) -> Self {
        Members {
            items,
            at: 0,
            current: None,
        }
    }
}

impl<'de> MapAccess<'de> for Members<'_> {
    type Error = Unfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unfit> {
        if self.at >= self.items.len() {
            return Ok(None);
        }
        let pair = self.items.get_item(self.at)?;
        let pair = pair.cast_into::<PyTuple>().map_err(PyErr::from)?;
        self.at = self.at.saturating_add(1);
        let key = pair.get_item(0)?;
        let name = key.cast::<PyString>().map_err(|_| {
            let name = type_name(&key);
            Unfit::new(format!("names are text, and one here is of type {name}"))
        })?;
        let name = name.to_str().map_err(|_| surrogate())?;
        let read = seed.deserialize(StrDeserializer::<Unfit>::new(name))?;
        self.current = Some(pair);
        Ok(Some(read))
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Unfit> {
        let pair = self.current.take();
        let pair = pair.ok_or_else(|| Unfit::new("a value was asked for before its name"))?;
        let value = pair.get_item(1)?;
        seed.deserialize(Read(&value)).map_err(|error| {
            let key = pair.get_item(0).map(|key| key.to_string());
            error.inside(format!(".{}", key.unwrap_or_default()))
        })
    }
}
