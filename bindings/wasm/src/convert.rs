//! Between the text of JavaScript and the types of the core.

use std::fmt::Display;
use std::sync::LazyLock;

use postworthy::patch;
use postworthy::rules::{ContentType, Platform, PlatformRules};
use postworthy::{AccountFacts, Checker, Context, Engine, ParseError, Post, Writer, Written};
use serde_json::Value;

static BUILTIN: LazyLock<Engine> = LazyLock::new(Engine::unpacked);

/// An engine, and the buffers that its calls go through.
#[derive(Debug)]
pub struct Session {
    rules: Rules,
    /// That of the last check: the same one comes with post after post.
    context: Context,
    input: Vec<u8>,
    output: Writer,
}

impl Default for Session {
    fn default() -> Self {
        Session {
            rules: Rules::default(),
            context: Context::default(),
            input: Vec::new(),
            // `js/report.js` knows the names, and writes them in less time than they are read in.
            output: Writer::positional(),
        }
    }
}

#[derive(Debug)]
enum Rules {
    /// The memory of the checker is kept from one post to the next.
    Builtin(Box<Checker<'static>>),
    Own(Engine),
}

impl Default for Rules {
    fn default() -> Self {
        Rules::Builtin(Box::new(BUILTIN.checker()))
    }
}

impl Rules {
    fn engine(&self) -> &Engine {
        match self {
            Rules::Builtin(_) => &BUILTIN,
            Rules::Own(engine) => engine,
        }
    }
}

/// A call that could not be carried out: the fields of the error that JavaScript throws.
#[derive(Debug)]
struct Refused {
    kind: &'static str,
    message: String,
    /// Line and column of a text that cannot be read.
    place: Option<(usize, usize)>,
}

impl Refused {
    fn new(kind: &'static str, message: &dyn Display) -> Self {
        let mut message = message.to_string();
        // What is refused is quoted, and may be megabytes.
        if let Some((at, _)) = message.char_indices().nth(300) {
            message.truncate(at);
            message.push('…');
        }
        Refused {
            kind,
            message,
            place: None,
        }
    }
}

impl From<ParseError> for Refused {
    fn from(error: ParseError) -> Self {
        Refused {
            kind: "invalid_json",
            message: format!("the post cannot be read: {error}"),
            place: Some((error.line, error.column)),
        }
    }
}

impl Written for Refused {
    fn write(&self, writer: &mut Writer) {
        let (line, column) = self.place.unzip();
        writer.sparse(&[
            ("kind", &self.kind),
            ("message", &self.message),
            ("line", &line),
            ("column", &column),
        ]);
    }
}

/// A platform as callers see it.
struct Listed<'e>(&'e PlatformRules);

impl Written for Listed<'_> {
    fn write(&self, writer: &mut Writer) {
        let Self(one) = self;
        writer.object(&[
            ("platform", &one.platform),
            ("title", &one.title),
            ("contentTypes", &one.platform.content_types()),
            ("settings", &one.settings),
            ("options", &one.options),
        ]);
    }
}

/// What a caller asks about a platform.
struct Query;

impl Query {
    fn read(bytes: &[u8]) -> Result<(Platform, Option<ContentType>, AccountFacts), Refused> {
        let refused = |error| Refused::new("invalid_argument", &error);
        let query = Post::parse_bytes(bytes).map_err(refused)?.to_value();
        let platform = query
            .get("platform")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let platform = Platform::from_name(platform)
            .filter(|platform| *platform != Platform::Post)
            .ok_or_else(|| unknown("unknown_platform", "platform", platform))?;
        let of_platform = |name: &str| {
            ContentType::from_name(name)
                .filter(|one| platform.content_types().contains(one))
                .ok_or_else(|| unknown("unknown_content_type", "content type", name))
        };
        let content_type = query.get("contentType").and_then(Value::as_str);
        let content_type = content_type.map(of_platform).transpose()?;
        let account = match query.get("account") {
            Some(account) if !account.is_null() => {
                AccountFacts::from_json(&account.to_string()).map_err(refused)?
            }
            _ => AccountFacts::default(),
        };
        Ok((platform, content_type, account))
    }
}

fn unknown(kind: &'static str, what: &str, name: &str) -> Refused {
    Refused::new(kind, &format_args!("there is no {what} `{name}` here"))
}

impl Session {
    /// The input buffer, with room for so many bytes.
    pub fn reserve(&mut self, bytes: usize) -> *const u8 {
        if self.input.len() < bytes {
            let room = bytes.checked_next_power_of_two().unwrap_or(bytes);
            self.input.resize(room, 0);
        }
        self.input.as_ptr()
    }

    /// The answer of the last call.
    pub fn output(&self) -> &[u8] {
        self.output.as_bytes()
    }

    /// Lays the user's rows over the built-in ones.
    pub fn lay(&mut self, rules: usize) -> bool {
        let Self { input, .. } = self;
        let [text] = parts(input, [rules]);
        let text = String::from_utf8_lossy(text);
        let laid = BUILTIN
            .overlaid(&text)
            .map_err(|error| Refused::new("invalid_rules", &error));
        let done = laid.map(|engine| {
            self.rules = Rules::Own(engine);
            true
        });
        answer(&mut self.output, done)
    }

    /// Checks a post; an empty context is that of the last check.
    pub fn check(&mut self, post: usize, context: usize) -> bool {
        self.check_wanted(post, context, None)
    }

    /// Checks some targets of a post.
    pub fn check_some(&mut self, post: usize, context: usize, wanted: usize) -> bool {
        self.check_wanted(post, context, Some(wanted))
    }

    fn check_wanted(&mut self, post: usize, context: usize, wanted: Option<usize>) -> bool {
        let Self {
            rules,
            context: last,
            input,
            output,
        } = self;
        let [post, context, marks] = parts(input, [post, context, wanted.unwrap_or_default()]);
        let marks: Vec<bool> = marks.iter().map(|mark| *mark == b'1').collect();
        let wanted = wanted.map(|_| marks.as_slice());
        output.clear();
        let read = Post::parse_bytes(post)
            .map_err(Refused::from)
            .and_then(|post| {
                if !context.is_empty() {
                    *last = read("invalid_context", context, Context::from_json)?;
                }
                Ok((post, &*last))
            });
        match (read, rules) {
            (Ok((post, context)), Rules::Builtin(checker)) => {
                checker.write_report(&post, context, wanted, output);
            }
            (Ok((post, context)), Rules::Own(engine)) => {
                let mut checker = engine.checker();
                checker.write_report(&post, context, wanted, output);
            }
            (Err(refused), _) => {
                refused.write(output);
                return false;
            }
        }
        true
    }

    /// Measures a text.
    pub fn measure(&mut self, text: usize, query: usize) -> bool {
        let [text, query] = parts(&self.input, [text, query]);
        let text = String::from_utf8_lossy(text);
        let done = Query::read(query).map(|(platform, content_type, account)| {
            let engine = self.rules.engine();
            engine.measure(&text, platform, content_type, &account)
        });
        let done = done.map(|mut all| {
            for one in &mut all {
                one.fits = utf16(&text, one.fits);
            }
            all
        });
        answer(&mut self.output, done)
    }

    /// Says what a platform takes.
    pub fn limits(&mut self, query: usize) -> bool {
        let [query] = parts(&self.input, [query]);
        let done = Query::read(query)
            .map(|(platform, content_type, _)| self.rules.engine().limits(platform, content_type));
        answer(&mut self.output, done)
    }

    /// Gives a row.
    pub fn explain(&mut self, rule: usize) -> bool {
        let [id] = parts(&self.input, [rule]);
        let id = String::from_utf8_lossy(id);
        let done = self
            .rules
            .engine()
            .rule(&id)
            .ok_or_else(|| unknown("unknown_rule", "rule", &id));
        answer(&mut self.output, done)
    }

    /// Lists the platforms.
    pub fn platforms(&mut self) -> bool {
        let all = self.rules.engine().platforms().iter();
        let platforms = all.filter(|one| one.platform != Platform::Post);
        let listed: Vec<Listed<'_>> = platforms.map(Listed).collect();
        answer(&mut self.output, Ok(listed))
    }

    /// Applies a patch.
    pub fn patch(&mut self, post: usize, patch: usize) -> bool {
        let [post, patch] = parts(&self.input, [post, patch]);
        let done = Post::parse_bytes(post)
            .map_err(Refused::from)
            .and_then(|post| {
                let patch = read("invalid_fix", patch, patch::from_json)?;
                let mut value = post.to_value();
                patch::apply(&mut value, &patch)
                    .map_err(|error| Refused::new("invalid_fix", &error))?;
                Ok(value)
            });
        answer(&mut self.output, done)
    }
}

/// What of the input was written for this call.
fn parts<const N: usize>(input: &[u8], lengths: [usize; N]) -> [&[u8]; N] {
    let mut rest = input;
    lengths.map(|length| {
        let (part, behind) = rest.split_at_checked(length).unwrap_or((rest, &[]));
        rest = behind;
        part
    })
}

fn read<T>(
    kind: &'static str,
    bytes: &[u8],
    from_json: fn(&str) -> Result<T, ParseError>,
) -> Result<T, Refused> {
    let text = std::str::from_utf8(bytes).map_err(|error| Refused::new(kind, &error))?;
    from_json(text).map_err(|error| Refused::new(kind, &error))
}

/// Writes the answer of a call, or why there is none.
fn answer<T: Written>(output: &mut Writer, done: Result<T, Refused>) -> bool {
    output.clear();
    match &done {
        Ok(value) => value.write(output),
        Err(refused) => refused.write(output),
    }
    done.is_ok()
}

/// A place in a text as JavaScript counts it.
fn utf16(text: &str, bytes: usize) -> usize {
    let before = text.get(..bytes).unwrap_or(text);
    before.chars().map(char::len_utf16).sum()
}

/// A prober, and what it said last.
#[cfg(feature = "probe")]
#[derive(Debug)]
pub struct Probing {
    prober: postworthy::probe::Prober,
    offset: u64,
    info: Writer,
}

#[cfg(feature = "probe")]
impl Probing {
    /// Starts on a file.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "JavaScript has no other numbers; the cast saturates"
    )]
    pub fn new(size: f64, read_ahead: u32) -> Self {
        Probing {
            prober: postworthy::probe::Prober::new(Some(size as u64), read_ahead),
            offset: 0,
            info: Writer::default(),
        }
    }

    /// How many bytes are needed next.
    pub fn step(&mut self) -> u32 {
        match self.prober.step() {
            postworthy::probe::Step::Need { offset, length } => {
                self.offset = offset;
                length
            }
            postworthy::probe::Step::Done(info) => {
                self.info.clear();
                info.write(&mut self.info);
                0
            }
        }
    }

    /// Where they start.
    #[expect(clippy::cast_precision_loss, reason = "no file has so many bytes")]
    pub const fn offset(&self) -> f64 {
        self.offset as f64
    }

    /// Hands them over.
    pub fn supply(&mut self, bytes: &[u8]) {
        self.prober.supply(self.offset, bytes);
    }

    /// The facts, as JSON.
    pub fn info(&self) -> String {
        self.info.as_str().to_string()
    }
}
