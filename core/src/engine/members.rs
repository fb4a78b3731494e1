//! One macro for what is read of an object in one walk over its members.

/// Declares a struct of members by their names, and how it is read.
macro_rules! members {
    ($(#[$meta:meta])* $vis:vis struct $Type:ident { $($field:ident = $name:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug)]
        $vis struct $Type<'p> {
            $(#[doc = concat!("`", $name, "`")] pub $field: Option<Value<'p>>,)+
        }

        impl<'p> $Type<'p> {
            /// None of the members.
            pub const fn none() -> Self {
                $Type { $($field: None),+ }
            }

            /// The members that are there.
            pub fn read(value: Value<'p>) -> Self {
                let mut all = Self::none();
                for (key, value) in value.keyed() {
                    $(
                        if key.mark == const { crate::mark::mark($name.as_bytes()) }
                            && key.name == $name
                        {
                            all.$field = Some(value);
                            continue;
                        }
                    )+
                }
                all
            }
        }
    };
}
pub(super) use members;
