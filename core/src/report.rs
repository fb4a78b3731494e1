//! What a check returns: plain data, the same JSON in every language.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::code::{Code, Severity};
use crate::names::names;
use crate::patch::Patch;
use crate::rules::ContentType;
use crate::text::Unit;

/// The outcome of checking one post.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// Nothing of severity `error` stands in it.
    pub valid: bool,
    /// No rule of severity `error` is unchecked.
    pub complete: bool,
    /// Number of errors, those of the targets included.
    pub errors: u32,
    /// Number of warnings, those of the targets included.
    pub warnings: u32,
    /// What concerns the post as a whole.
    pub diagnostics: Vec<Diagnostic>,
    /// Rules about the post as a whole that could not be decided.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unchecked: Vec<Unchecked>,
    /// One entry for each entry of the post's `platforms`.
    pub targets: Vec<TargetReport>,
}

/// What was found for one target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TargetReport {
    /// Its place in the post's `platforms`.
    pub index: u32,
    /// The platform, known or as given; `null` where none is named.
    pub platform: Option<String>,
    /// The account, where one is named.
    pub account_id: Option<String>,
    /// What the target will become; `null` where the platform is not known.
    pub content_type: Option<ContentType>,
    /// Nothing of severity `error` stands in it.
    pub valid: bool,
    /// How long its texts are.
    pub meters: Vec<Meter>,
    /// What was found, by path, then by rule.
    pub diagnostics: Vec<Diagnostic>,
    /// Rules that apply and could not be decided.
    pub unchecked: Vec<Unchecked>,
}

/// How long a text is, in the unit that its platform counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Meter {
    /// Where the text stands (JSON Pointer).
    pub path: String,
    /// Its length in `unit`.
    pub count: u32,
    /// The longest that the platform takes.
    pub limit: u32,
    /// What is counted.
    pub unit: Unit,
    /// What is left; negative where the text is too long.
    pub remaining: i64,
}

/// One finding: a rule broken at a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Diagnostic {
    /// The rule, `platform/what-is-limited`.
    pub rule: String,
    /// What kind of trouble it is.
    pub code: Code,
    /// How much it matters.
    pub severity: Severity,
    /// Where (JSON Pointer into the post as submitted); it always resolves.
    pub path: String,
    /// What is wrong, with the actual and the allowed value.
    pub message: String,
    /// How to mend it.
    pub hint: String,
    /// Every value that the message shows, and what an editor needs to mend it.
    ///
    /// Lengths of time are milliseconds, sizes of files bytes, bit rates bits per second; an aspect
    /// ratio is width over height, rounded to four places.
    ///
    /// | name | what |
    /// | --- | --- |
    /// | `actual` | what was found |
    /// | `min`, `max` | the bounds, each included |
    /// | `over`, `under` | by how much `actual` is beyond `max` or short of `min` |
    /// | `allowed` | what is allowed instead: a list, or the kind of media that is needed |
    /// | `more` | how many more there are than `allowed` lists |
    /// | `unit` | in what a text is counted |
    /// | `what` | what is counted, or the kind of media that is not taken |
    /// | `one`, `other` | the two that do not go together |
    /// | `width`, `height` | pixels, as displayed |
    /// | `minLong`, `minShort`, `minWidth` | least pixels of the long side, the short side, across |
    /// | `maxLong`, `maxShort` | most pixels of the long side and the short side |
    /// | `targetWidth`, `targetHeight` | the nearest size of the same proportions that meets these bounds |
    /// | `crop` | the largest centred rectangle of an allowed ratio: `x`, `y`, `width`, `height` in pixels |
    /// | `first` | the aspect ratio of the first item |
    /// | `cutMs`, `addMs` | how much to cut from a video, or how much is missing |
    /// | `targetBitrate` | the bit rate of the whole file at which it has at most `max` bytes |
    /// | `targetFrameRate` | the nearest frame rate within the bounds |
    /// | `declared` | what the name or the declared type of a file says |
    /// | `mustBe` | what an address must be: `fetchable`, `public`, `https`, `no-credentials` |
    /// | `option`, `field` | the option or the field of the body at fault |
    /// | `with` | the option or the kind of media that it cannot stand beside |
    /// | `of` | the platform whose option it is, or the list that is pointed into |
    /// | `count` | how many entries that list has |
    /// | `start`, `end` | the stretch of a text that is meant, in UTF-16 units |
    /// | `belongs` | where it belongs: `platformSpecificData`, the settings object, `target` or `post` |
    /// | `place`, `otherPlace` | where one setting has two values, the one that counts first |
    /// | `winner` | the field that counts instead |
    /// | `wanted` | how many entries there should be, or the number of this one |
    /// | `found`, `expected` | the JSON type that was found, and the documented one |
    /// | `form` | the form that a text should have |
    /// | `suggestion` | the nearest known name |
    /// | `problem`, `near`, `offset` | what markup cannot be read, the text there, the byte where it begins |
    /// | `findings`, `errors`, `warnings`, `unchecked` | how many of each are not listed |
    /// | `line`, `column` | where a text stops being JSON |
    pub params: BTreeMap<String, Value>,
    /// Changes that would mend it.
    pub fixes: Vec<Fix>,
    /// Where the limit was read.
    pub source: String,
}

/// A change of the post that would mend a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Fix {
    /// What a person reads on the button.
    pub title: String,
    /// Who may apply it.
    pub applicability: Applicability,
    /// The change (RFC 6902).
    pub patch: Patch,
}

names! {
    /// Who may apply a fix.
    pub enum Applicability {
        /// Any tool: it does not change what is published.
        Safe = "safe",
        /// A tool that was told to: it changes what is published.
        Unsafe = "unsafe",
        /// Only a person: it states what only a person can state.
        Manual = "manual",
    }
}

/// A rule that applies and could not be decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Unchecked {
    /// The rule.
    pub rule: String,
    /// Where it would be checked (JSON Pointer).
    pub path: String,
    /// The facts that are missing, by their names in the context.
    pub needs: Vec<String>,
}

#[cfg(not(feature = "codegen"))]
mod written {
    use alloc::string::String;

    use super::{Diagnostic, Meter, Report, TargetReport, Unchecked};
    use crate::written::{Writer, Written, written};

    impl Report {
        /// The report as JSON on one line.
        ///
        /// ```
        /// let report = postworthy::Report::default();
        /// assert_eq!(report.to_json(), serde_json::to_string(&report)?);
        /// # Ok::<(), serde_json::Error>(())
        /// ```
        #[must_use]
        pub fn to_json(&self) -> String {
            let mut writer = Writer::default();
            self.write(&mut writer);
            writer.into_string()
        }
    }

    impl Written for Report {
        fn write(&self, writer: &mut Writer) {
            let unchecked = Some(&self.unchecked).filter(|all| !all.is_empty());
            writer.sparse(&[
                ("valid", &self.valid),
                ("complete", &self.complete),
                ("errors", &self.errors),
                ("warnings", &self.warnings),
                ("diagnostics", &self.diagnostics),
                ("unchecked", &unchecked),
                ("targets", &self.targets),
            ]);
        }
    }

    written!(TargetReport {
        index,
        platform,
        account_id as "accountId",
        content_type as "contentType",
        valid,
        meters,
        diagnostics,
        unchecked,
    });
    written!(Meter {
        path,
        count,
        limit,
        unit,
        remaining,
    });
    written!(Diagnostic {
        rule,
        code,
        severity,
        path,
        message,
        hint,
        params,
        fixes,
        source,
    });
    written!(Unchecked { rule, path, needs });
}
