//! Python values as posts and facts, and the core's values as Python values.

use std::fmt;
use std::path::PathBuf;

use postworthy::media::MediaInfo;
use postworthy::{AccountFacts, Context, ParseError, Post};
use pyo3::prelude::*;
use pyo3::pybacked::{PyBackedBytes, PyBackedStr};
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyMapping, PyMemoryView,
    PyString, PyTuple,
};
use serde::de::value::StrDeserializer;
use serde::de::{
    self, Deserialize as _, DeserializeSeed, Deserializer, IntoDeserializer as _, MapAccess,
    SeqAccess, Visitor,
};
use serde_json::Value;

use crate::error::error;
use crate::media::PyMediaInfo;

/// A post as it was handed over.
pub enum Subject {
    /// JSON text.
    Text(PyBackedStr),
    /// JSON text in UTF-8.
    Bytes(PyBackedBytes),
    /// The same, from a file.
    Line(Vec<u8>),
    /// Values of Python, copied.
    Values(Post<'static>),
}

impl Subject {
    /// Takes a dict, JSON text, or an object with `model_dump`.
    pub fn of(post: &Bound<'_, PyAny>) -> Result<Self, Unfit> {
        if let Ok(text) = post.cast::<PyString>() {
            let text = PyBackedStr::try_from(text.clone()).map_err(|_| surrogate())?;
            return Ok(Subject::Text(text));
        }
        if let Ok(bytes) = post.cast::<PyBytes>() {
            return Ok(Subject::Bytes(bytes.clone().into()));
        }
        if post.is_instance_of::<PyByteArray>() || post.is_instance_of::<PyMemoryView>() {
            let bytes = post.py().get_type::<PyBytes>().call1((post,))?;
            return Ok(Subject::Line(bytes.extract()?));
        }
        Ok(Subject::Values(Post::from_deserializer(Read(post))?))
    }

    /// About how many bytes it holds; of values the count is not known, and they are few.
    pub fn bytes(&self) -> usize {
        match self {
            Subject::Text(text) => text.len(),
            Subject::Bytes(bytes) => bytes.len(),
            Subject::Line(line) => line.len(),
            Subject::Values(_) => 0,
        }
    }

    /// What of it is read.
    pub fn form(&self) -> Form<'_> {
        match self {
            Subject::Text(text) => Form::Text(text.as_bytes()),
            Subject::Bytes(bytes) => Form::Text(bytes),
            Subject::Line(line) => Form::Text(line),
            Subject::Values(post) => Form::Post(post),
        }
    }
}

/// JSON text, or a post that has been read.
#[derive(Clone, Copy)]
pub enum Form<'s> {
    Text(&'s [u8]),
    Post(&'s Post<'static>),
}

impl Form<'_> {
    /// Reads the post and hands it over.
    pub fn read<R>(self, work: impl FnOnce(&Post<'_>) -> R) -> Result<R, ParseError> {
        match self {
            Form::Text(text) => Ok(work(&Post::parse_bytes(text)?)),
            Form::Post(post) => Ok(work(post)),
        }
    }
}

/// So many steps of a path are named.
const STEPS: usize = 12;

/// Why a value cannot stand for JSON.
#[derive(Debug)]
pub struct Unfit {
    message: String,
    /// Keys and indices, the innermost first.
    path: Vec<String>,
    /// What Python code that was asked raised.
    raised: Option<PyErr>,
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

fn surrogate() -> Unfit {
    Unfit::new("a text holds half of a surrogate pair, which is no character")
}

fn type_name(value: &Bound<'_, PyAny>) -> String {
    let name = value.get_type().name();
    name.map_or_else(|_| "this".to_string(), |name| name.to_string())
}

fn is_model(value: &Bound<'_, PyAny>) -> bool {
    value.hasattr("model_dump").unwrap_or(false)
}

/// A Python value as serde reads it.
struct Read<'a, 'py>(&'a Bound<'py, PyAny>);

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
        let item = self.list.get_item(self.at)?;
        self.at += 1;
        let read = seed.deserialize(Read(&item));
        read.map(Some)
            .map_err(|error| error.inside(format!("[{}]", self.at - 1)))
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
        self.at += 1;
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

/// What a check is told beside the post.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    pub context: Context,
    /// Local media are probed; their paths count from this folder.
    pub local: Option<PathBuf>,
}

impl Facts {
    /// Reads the arguments `media`, `accounts` and `now`.
    pub fn of(
        media: Option<&Bound<'_, PyAny>>,
        accounts: Option<&Bound<'_, PyAny>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let mut facts = Facts::default();
        if let Some(media) = media {
            facts.read_media(media)?;
        }
        if let Some(accounts) = accounts {
            for (id, value) in members(accounts, "accounts")? {
                let read = AccountFacts::deserialize(Read(&value));
                let read = read.map_err(|error| error.into_error(&format!("accounts[{id:?}]")))?;
                facts.context.accounts.insert(id, read);
            }
        }
        facts.context.now = Some(match now {
            None => postworthy::now(),
            Some(now) => point_in_time(now)?,
        });
        Ok(facts)
    }

    fn read_media(&mut self, media: &Bound<'_, PyAny>) -> PyResult<()> {
        if let Ok(word) = media.cast::<PyString>() {
            if word.to_str()? != "auto" {
                return Err(error(
                    "media is \"auto\", a folder (a Path), or a mapping of URLs to what is known",
                ));
            }
            self.local = Some(PathBuf::new());
            return Ok(());
        }
        if media.hasattr("__fspath__")? {
            self.local = Some(media.extract()?);
            return Ok(());
        }
        for (url, value) in members(media, "media")? {
            let info = media_info(&value, &format!("media[{url:?}]"))?;
            self.context.media.insert(url, info);
        }
        Ok(())
    }
}

/// What is known of one media file, as an object or as the contract's JSON.
pub fn media_info(value: &Bound<'_, PyAny>, place: &str) -> PyResult<MediaInfo> {
    if let Ok(info) = value.cast::<PyMediaInfo>() {
        return Ok(info.get().0.clone());
    }
    // The reader of media facts names the field itself.
    MediaInfo::deserialize(Read(value)).map_err(|unfit| match unfit.raised {
        Some(raised) => raised,
        None => error(format!("{place}: {}", unfit.message)),
    })
}

/// What is known of one account.
pub fn account(value: Option<&Bound<'_, PyAny>>) -> PyResult<AccountFacts> {
    match value {
        None => Ok(AccountFacts::default()),
        Some(value) => {
            AccountFacts::deserialize(Read(value)).map_err(|error| error.into_error("account"))
        }
    }
}

fn members<'py>(
    mapping: &Bound<'py, PyAny>,
    name: &str,
) -> PyResult<Vec<(String, Bound<'py, PyAny>)>> {
    let mapping = mapping
        .cast::<PyMapping>()
        .map_err(|_| error(format!("{name} is a mapping, not {}", type_name(mapping))))?;
    mapping.items()?.extract()
}

/// A `datetime` that knows its zone, or text as RFC 3339 has it.
fn point_in_time(now: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(text) = now.cast::<PyString>() {
        return text.extract();
    }
    if !now.hasattr("isoformat")? || !now.hasattr("utcoffset")? {
        return Err(error(format!(
            "now is a datetime or text, not {}",
            type_name(now)
        )));
    }
    if now.call_method0("utcoffset")?.is_none() {
        return Err(error(
            "now must know its time zone: datetime.now(timezone.utc)",
        ));
    }
    now.call_method0("isoformat")?.extract()
}

/// JSON of any kind: text, a file's path, or Python values.
pub fn json(value: &Bound<'_, PyAny>, name: &str) -> PyResult<String> {
    if let Ok(text) = value.cast::<PyString>() {
        return text.extract();
    }
    if let Ok(bytes) = value.cast::<PyBytes>() {
        let text = String::from_utf8(bytes.as_bytes().to_vec());
        return text.map_err(|_| error(format!("{name}: this is not UTF-8 text")));
    }
    if value.hasattr("__fspath__")? {
        let path: PathBuf = value.extract()?;
        let text = std::fs::read_to_string(&path);
        return text.map_err(|error| crate::error::file(&path, &error));
    }
    Ok(values(value, name)?.to_string())
}

/// Python values as JSON.
pub fn values(value: &Bound<'_, PyAny>, name: &str) -> PyResult<Value> {
    let read = Post::from_deserializer(Read(value));
    Ok(read.map_err(|error| error.into_error(name))?.to_value())
}

/// What serde can write as Python values.
pub fn data<'py>(py: Python<'py>, value: &impl serde::Serialize) -> PyResult<Bound<'py, PyAny>> {
    let value = serde_json::to_value(value).map_err(|failure| error(failure.to_string()))?;
    python(py, &value)
}

/// JSON as Python values.
pub fn python<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(truth) => PyBool::new(py, *truth).to_owned().into_any(),
        Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => number.into_pyobject(py)?.into_any(),
            (None, Some(number)) => number.into_pyobject(py)?.into_any(),
            (None, None) => PyFloat::new(py, number.as_f64().unwrap_or(f64::NAN)).into_any(),
        },
        Value::String(text) => PyString::new(py, text).into_any(),
        Value::Array(items) => {
            let list = PyList::empty(py);
            for item in items {
                list.append(python(py, item)?)?;
            }
            list.into_any()
        }
        Value::Object(members) => {
            let dict = PyDict::new(py);
            for (key, item) in members {
                dict.set_item(key, python(py, item)?)?;
            }
            dict.into_any()
        }
    })
}
