//! Values that cross the wire as one string.
//!
//! One visitor for all of them, and a lenient one for what a form sends: bytes are counted here.

use alloc::{borrow::ToOwned as _, string::String};
use core::{fmt, marker::PhantomData};

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// A value that can be read from its text.
pub(crate) trait FromText: Sized {
    fn from_text(text: &str) -> Option<Self>;
}

struct TextVisitor<T>(PhantomData<T>);

impl<T: FromText> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a valid text value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        T::from_text(text).ok_or_else(|| E::custom("not a valid value"))
    }
}

pub(crate) fn deserialize<'de, T: FromText, D: Deserializer<'de>>(from: D) -> Result<T, D::Error> {
    from.deserialize_str(TextVisitor(PhantomData))
}

/// Implements `Serialize` through `Display` and `Deserialize` through [`FromText`].
macro_rules! as_text {
    ($type:ty) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                crate::text_serde::deserialize(from)
            }
        }
    };
}
pub(crate) use as_text;

/// What a form sends for a text field: a string, a whole number (a birth year), or nothing.
struct Typed(String);

struct TypedVisitor;

impl<'de> Visitor<'de> for TypedVisitor {
    type Value = Typed;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Typed, E> {
        Ok(Typed(text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Typed, E> {
        Ok(Typed(text))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Typed, E> {
        Ok(Typed(alloc::string::ToString::to_string(&number)))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Typed, E> {
        Ok(Typed(alloc::string::ToString::to_string(&number)))
    }

    fn visit_unit<E: Error>(self) -> Result<Typed, E> {
        Ok(Typed(String::new()))
    }

    fn visit_none<E: Error>(self) -> Result<Typed, E> {
        Ok(Typed(String::new()))
    }
}

impl<'de> Deserialize<'de> for Typed {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TypedVisitor)
    }
}

/// For `#[serde(deserialize_with)]` on a draft's text fields.
pub(crate) fn typed<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    Typed::deserialize(from).map(|typed| typed.0)
}
