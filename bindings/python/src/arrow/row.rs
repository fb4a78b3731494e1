//! Rows of nested Arrow columns as serde reads them.

use std::fmt;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use serde::de::value::StrDeserializer;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

/// Why a value cannot stand for JSON.
#[derive(Debug)]
pub struct Unfit(String);

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unfit {}

impl de::Error for Unfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Unfit(message.to_string())
    }
}

/// One value of a column.
#[derive(Clone, Copy)]
pub struct Cell<'a> {
    array: &'a dyn Array,
    row: usize,
}

impl<'a> Cell<'a> {
    pub fn new(array: &'a dyn Array, row: usize) -> Self {
        Cell { array, row }
    }
}

impl<'de> Deserializer<'de> for Cell<'_> {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        let Cell { array, row } = self;
        if array.is_null(row) {
            return visitor.visit_unit();
        }
        match array.data_type() {
            DataType::Null => visitor.visit_unit(),
            DataType::Boolean => visitor.visit_bool(array.as_boolean().value(row)),
            DataType::Int8 => visitor.visit_i64(array.as_primitive::<Int8Type>().value(row).into()),
            DataType::Int16 => {
                visitor.visit_i64(array.as_primitive::<Int16Type>().value(row).into())
            }
            DataType::Int32 => {
                visitor.visit_i64(array.as_primitive::<Int32Type>().value(row).into())
            }
            DataType::Int64 => visitor.visit_i64(array.as_primitive::<Int64Type>().value(row)),
            DataType::UInt8 => {
                visitor.visit_u64(array.as_primitive::<UInt8Type>().value(row).into())
            }
            DataType::UInt16 => {
                visitor.visit_u64(array.as_primitive::<UInt16Type>().value(row).into())
            }
            DataType::UInt32 => {
                visitor.visit_u64(array.as_primitive::<UInt32Type>().value(row).into())
            }
            DataType::UInt64 => visitor.visit_u64(array.as_primitive::<UInt64Type>().value(row)),
            DataType::Float32 => {
                let number = array.as_primitive::<Float32Type>().value(row);
                float(number.into(), visitor)
            }
            DataType::Float64 => float(array.as_primitive::<Float64Type>().value(row), visitor),
            DataType::Utf8 => visitor.visit_str(array.as_string::<i32>().value(row)),
            DataType::LargeUtf8 => visitor.visit_str(array.as_string::<i64>().value(row)),
            DataType::Utf8View => visitor.visit_str(array.as_string_view().value(row)),
            DataType::List(_) => visitor.visit_seq(Items::new(array.as_list::<i32>().value(row))),
            DataType::LargeList(_) => {
                visitor.visit_seq(Items::new(array.as_list::<i64>().value(row)))
            }
            DataType::FixedSizeList(..) => {
                visitor.visit_seq(Items::new(array.as_fixed_size_list().value(row)))
            }
            DataType::Struct(_) => {
                let array = array.as_struct();
                let names = array.column_names();
                visitor.visit_map(Members {
                    fields: names.into_iter().zip(array.columns()),
                    row,
                    current: None,
                })
            }
            DataType::Map(..) => {
                let entries = array.as_map().value(row);
                let [keys, values] = entries.columns() else {
                    return Err(Unfit("a map has two columns".to_string()));
                };
                visitor.visit_map(Entries {
                    keys,
                    values,
                    at: 0,
                })
            }
            DataType::Dictionary(..) => {
                // Of the slice, since the keys of the whole array would be gathered for each row.
                let one = array.slice(row, 1);
                let array = one.as_any_dictionary();
                let key = array.normalized_keys().first().copied();
                let key = key.ok_or_else(|| Unfit("a dictionary lacks a key".to_string()))?;
                Cell::new(array.values(), key).deserialize_any(visitor)
            }
            other => Err(Unfit(format!(
                "a column of type {other} cannot stand in JSON; cast it to text or a number"
            ))),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

/// What is no number counts as missing, as data frames mean it.
fn float<'de, V: Visitor<'de>>(number: f64, visitor: V) -> Result<V::Value, Unfit> {
    match number.is_finite() {
        true => visitor.visit_f64(number),
        false => visitor.visit_unit(),
    }
}

struct Items {
    items: ArrayRef,
    at: usize,
}

impl Items {
    fn new(items: ArrayRef) -> Self {
        Items { items, at: 0 }
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Unfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unfit> {
        if self.at >= self.items.len() {
            return Ok(None);
        }
        let cell = Cell::new(&self.items, self.at);
        self.at = self.at.saturating_add(1);
        seed.deserialize(cell).map(Some)
    }
}

/// The fields of a struct; those that are null are absent.
struct Members<'a, I: Iterator<Item = (&'a str, &'a ArrayRef)>> {
    fields: I,
    row: usize,
    current: Option<&'a ArrayRef>,
}

impl<'de, 'a, I: Iterator<Item = (&'a str, &'a ArrayRef)>> MapAccess<'de> for Members<'a, I> {
    type Error = Unfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unfit> {
        let row = self.row;
        let Some((name, column)) = self.fields.find(|(_, column)| !column.is_null(row)) else {
            return Ok(None);
        };
        self.current = Some(column);
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Unfit> {
        let column = self.current.take();
        let column = column.ok_or_else(|| Unfit("a value comes before its name".to_string()))?;
        seed.deserialize(Cell::new(column, self.row))
    }
}

/// The entries of a map.
struct Entries<'a> {
    keys: &'a ArrayRef,
    values: &'a ArrayRef,
    at: usize,
}

impl<'de> MapAccess<'de> for Entries<'_> {
    type Error = Unfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unfit> {
        if self.at >= self.keys.len() {
            return Ok(None);
        }
        seed.deserialize(Cell::new(self.keys, self.at)).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Unfit> {
        let cell = Cell::new(self.values, self.at);
        self.at = self.at.saturating_add(1);
        seed.deserialize(cell)
    }
}
