//! The types of a post: its own fields, and a target of each platform with the options it has.

use std::fmt::Write as _;

use postworthy::Severity;
use postworthy::rules::{Check, OptionSpec, OptionType, Platform, PlatformRules, Scalar};

use super::{doc, key, quoted};

/// The post and its targets.
pub(super) fn types(platforms: &[PlatformRules]) -> String {
    let mut out = String::new();
    let (post, others): (Vec<_>, Vec<_>) = platforms
        .iter()
        .partition(|one| one.platform == Platform::Post);
    for rules in &others {
        platform(&mut out, rules);
    }
    for rules in post {
        let written = Written {
            rules,
            others: &others,
        };
        out.push_str("/** The body of `POST /v1/posts`. */\nexport interface Post {\n");
        written.members(&mut out, "  ", OptionSpec::TOP, |_| true);
        out.push_str("}\n\n");
        shared(&mut out, &written, others.as_slice());
    }
    out
}

/// The options of a platform, and a target of it.
fn platform(out: &mut String, rules: &PlatformRules) {
    let written = Written { rules, others: &[] };
    let name = type_name(rules);
    let title = rules.title.as_str();
    if let Some(settings) = &rules.settings {
        let _ = writeln!(out, "/** `{}`: settings of {title}. */", settings.name);
        let _ = writeln!(out, "export interface {name}Settings {{");
        written.members(out, "  ", OptionSpec::TOP, |spec| spec.in_settings);
        out.push_str("}\n\n");
    }
    let _ = writeln!(
        out,
        "/** The `platformSpecificData` of a target on {title}. */"
    );
    let flat = rules
        .settings
        .as_ref()
        .is_some_and(|settings| settings.flat);
    let base = if flat {
        format!(" extends {name}Settings")
    } else {
        String::new()
    };
    let _ = writeln!(out, "export interface {name}Options{base} {{");
    written.members(out, "  ", OptionSpec::TOP, |spec| !spec.in_settings);
    if let Some(settings) = &rules.settings {
        let named = rules.options.iter().any(|spec| spec.name == settings.name);
        if !named {
            let _ = writeln!(
                out,
                "  {}?: {name}Settings | null;",
                key(settings.name.as_str())
            );
        }
    }
    out.push_str("}\n\n");
}

/// What the targets have in common, and their union.
fn shared(out: &mut String, post: &Written<'_>, others: &[&PlatformRules]) {
    let target = post
        .rules
        .options
        .iter()
        .position(|spec| spec.name.as_str() == "platforms[]");
    let target = target
        .and_then(|at| u8::try_from(at).ok())
        .unwrap_or(OptionSpec::TOP);
    out.push_str(
        "/** What a target of any platform can have. */\nexport interface TargetFields {\n",
    );
    let own =
        |spec: &OptionSpec| !["platform", "platformSpecificData"].contains(&spec.key.as_str());
    post.members(out, "  ", target, own);
    out.push_str("}\n\n");
    for rules in others {
        let name = type_name(rules);
        let _ = writeln!(out, "/** A target on {}. */", rules.title);
        let _ = writeln!(out, "export interface {name}Target extends TargetFields {{");
        let _ = writeln!(out, "  platform: {};", quoted(rules.platform.as_str()));
        let _ = writeln!(out, "  /** Options of the platform. */");
        let _ = writeln!(out, "  platformSpecificData?: {name}Options | null;\n}}\n");
    }
    out.push_str(
        "/** A target whose platform is known from its account. */\nexport interface AccountTarget \
         extends TargetFields {\n  platform?: null;\n  platformSpecificData?: Record<string, unknown> \
         | null;\n}\n\n",
    );
    out.push_str("/** One entry of a post's `platforms`. */\nexport type Target =\n");
    for rules in others {
        let _ = writeln!(out, "  | {}Target", type_name(rules));
    }
    out.push_str("  | AccountTarget;\n\n/** The options of each platform. */\nexport interface PlatformOptions {\n");
    for rules in others {
        let _ = writeln!(out, "  {}: {}Options;", rules.platform, type_name(rules));
    }
    out.push_str(
        "}\n\n/** What a target of each platform can become. */\nexport interface ContentTypes {\n",
    );
    for rules in others {
        let types = rules.platform.content_types().iter();
        let types: Vec<String> = types.map(|one| quoted(one.as_str())).collect();
        let _ = writeln!(out, "  {}: {};", rules.platform, types.join(" | "));
    }
    out.push_str("}\n");
}

struct Written<'r> {
    rules: &'r PlatformRules,
    /// The platforms whose settings objects may stand here.
    others: &'r [&'r PlatformRules],
}

impl Written<'_> {
    fn members(
        &self,
        out: &mut String,
        indent: &str,
        parent: u8,
        wanted: impl Fn(&OptionSpec) -> bool,
    ) {
        for (at, spec) in self.rules.options.iter().enumerate() {
            if spec.parent != parent || spec.key.as_str() == "[]" || !wanted(spec) {
                continue;
            }
            doc(out, indent, &sentence(spec.about.as_str()));
            let value = self.value(indent, at, spec);
            let _ = writeln!(out, "{indent}{}?: {value} | null;", key(spec.key.as_str()));
            for alias in spec.aliases.iter() {
                let _ = writeln!(out, "{indent}/** The same as `{}`. */", spec.key);
                let _ = writeln!(out, "{indent}{}?: {value} | null;", key(alias.as_str()));
            }
        }
    }

    fn value(&self, indent: &str, at: usize, spec: &OptionSpec) -> String {
        if spec.name.as_str() == "platforms[]" {
            return "Target".to_string();
        }
        let settings = self.others.iter().find(|one| {
            let name = one.settings.as_ref().map(|settings| &settings.name);
            name == Some(&spec.name)
        });
        if let Some(rules) = settings {
            return format!("{}Settings", type_name(rules));
        }
        match spec.kind {
            OptionType::String => self.allowed(spec).unwrap_or_else(|| "string".to_string()),
            OptionType::Boolean => "boolean".to_string(),
            OptionType::Integer | OptionType::Number => {
                self.allowed(spec).unwrap_or_else(|| "number".to_string())
            }
            OptionType::Array => {
                let element = self
                    .children(at)
                    .find(|(_, child)| child.key.as_str() == "[]");
                let element = element.map_or("unknown".into(), |(at, child)| {
                    self.value(indent, at, child)
                });
                if element.contains(" | ") && !element.ends_with('}') {
                    format!("({element})[]")
                } else {
                    format!("{element}[]")
                }
            }
            OptionType::Object => self.object(indent, at),
            OptionType::UrlOrObject => "string | { url: string }".to_string(),
            OptionType::TextOrObject => format!("string | {}", self.object(indent, at)),
            OptionType::Any if spec.key.as_str() == "accountId" => {
                "string | { _id: string }".to_string()
            }
            OptionType::Any => "unknown".to_string(),
        }
    }

    fn children(&self, at: usize) -> impl Iterator<Item = (usize, &OptionSpec)> {
        let all = self.rules.options.iter().enumerate();
        all.filter(move |(_, spec)| usize::from(spec.parent) == at)
    }

    fn object(&self, indent: &str, at: usize) -> String {
        let Some(parent) = u8::try_from(at)
            .ok()
            .filter(|_| self.children(at).next().is_some())
        else {
            return "Record<string, unknown>".to_string();
        };
        let mut out = String::from("{\n");
        self.members(&mut out, &format!("{indent}  "), parent, |_| true);
        out + indent + "}"
    }

    /// The values that an option takes, where a row lists them for every case.
    fn allowed(&self, spec: &OptionSpec) -> Option<String> {
        let rows = self.rules.rules.iter().filter(|rule| {
            rule.severity == Severity::Error
                && rule.when.is_empty()
                && rule.content_types.is_empty()
        });
        let mut lists = rows.filter_map(|rule| match &rule.check {
            Check::OptionValue { option, allowed } if option.name == spec.name => Some(allowed),
            Check::FieldValue { field, allowed } if *field == spec.name => Some(allowed),
            _ => None,
        });
        let values = lists.next()?.iter().map(|value| match value {
            Scalar::Bool(value) => value.to_string(),
            Scalar::Int(value) => value.to_string(),
            Scalar::Text(value) => quoted(value.as_str()),
        });
        Some(values.collect::<Vec<_>>().join(" | "))
    }
}

fn sentence(about: &str) -> String {
    format!("{}.", about.trim_end_matches('.'))
}

/// `twitter` as `Twitter`.
fn type_name(rules: &PlatformRules) -> String {
    let name = rules.platform.as_str();
    let mut chars = name.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}
