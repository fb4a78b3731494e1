//! One macro for the closed vocabularies: an enum, its names, serde, and its Rust literal.

macro_rules! names {
    ($(#[$meta:meta])* $vis:vis enum $Type:ident { $($(#[$vmeta:meta])* $Variant:ident = $name:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        $vis enum $Type {
            $($(#[$vmeta])* #[doc = concat!("`", $name, "`")] #[serde(rename = $name)] $Variant,)+
        }

        impl $Type {
            /// Every value, in the order of its declaration.
            pub const ALL: &'static [$Type] = &[$($Type::$Variant),+];

            /// The name that JSON and messages use.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($Type::$Variant => $name),+ }
            }

            /// The value of this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some($Type::$Variant),)+ _ => None }
            }
        }

        impl core::fmt::Display for $Type {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        #[cfg(feature = "codegen")]
        impl crate::rules::literal::Literal for $Type {
            fn literal(&self, out: &mut alloc::string::String) {
                out.push_str(stringify!($Type));
                out.push_str("::");
                out.push_str(match self { $($Type::$Variant => stringify!($Variant)),+ });
            }
        }
    };
}
pub(crate) use names;
