/** What stands around the findings. */
export const TEXTS = {
  fit: "Fit to publish{warnings, plural, =0 {.} one {, with # warning.} other {, with # warnings.}}",
  unfit: "Not fit to publish: {errors, plural, one {# error} other {# errors}}{warnings, plural, =0 {.} one {, # warning.} other {, # warnings.}}",
  ok: "ready",
  errors: "{count, plural, one {# error} other {# errors}}",
  warnings: "{count, plural, one {# warning} other {# warnings}}",
  error: "Error",
  warning: "Warning",
  info: "Note",
  post: "The post as a whole",
  unnamed: "Unnamed platform",
  unchecked: "{count, plural, one {# rule could} other {# rules could}} not be checked",
  needs: "Not known yet: {needs}",
  unsafe: "Changes what is published",
  manual: "Only you can say this",
};

/** What a post becomes on a platform. */
export const CONTENT_TYPES = {
  tweet: "tweet",
  thread: "thread",
  feed: "feed post",
  carousel: "carousel",
  story: "story",
  reel: "reel",
  post: "post",
  document: "document",
  video: "video",
  photo: "photo",
  short: "Short",
  image: "image",
  text: "text",
  link: "link",
  message: "message",
  media: "media",
  saved_story: "saved story",
  spotlight: "Spotlight",
};

/** What was not known of a file or an account where a rule could not be decided. */
export const FACTS = {
  kind: "kind of file",
  format: "file format",
  bytes: "file size",
  width: "width",
  height: "height",
  durationMs: "duration",
  animated: "whether it is animated",
  frameRate: "frame rate",
  variableFrameRate: "whether the frame rate varies",
  videoCodec: "video codec",
  videoProfile: "profile of the video codec",
  audioCodec: "audio codec",
  bitrate: "bit rate",
  videoBitrate: "bit rate of the video",
  audioBitrate: "bit rate of the sound",
  videoTracks: "number of video tracks",
  audioTracks: "number of audio tracks",
  hasAudio: "whether there is sound",
  hasAlpha: "whether parts are transparent",
  fastStart: "whether it can start before all of it is there",
  colorModel: "colour model",
  rotation: "rotation",
  codedWidth: "width as stored",
  codedHeight: "height as stored",
  pages: "number of pages",
  encrypted: "whether it is encrypted",
  truncated: "whether it is whole",
  now: "the time",
  platform: "platform of the account",
  premium: "whether the account is premium",
  accountType: "type of the account",
  boards: "boards of the account",
  privacyLevels: "privacy levels of the account",
  maxVideoSeconds: "longest video of the account",
};

/**
 * Fills a template: `{name}` is a value, `{count, plural, one {# file} other {# files}}` picks by the
 * plural rules of the language, as ICU's MessageFormat does; `=0 {...}` is for that very number.
 * `{name:form}` is a value as `show` says it in that form, and `{name:form, plural, ...}` picks by the
 * number that `amount` finds in it.
 */
export function worded(template, values, locale, show = shown, amount = Number) {
  let out = "";
  let rest = template;
  for (;;) {
    const start = rest.indexOf("{");
    if (start < 0) {
      return out + rest;
    }
    const end = closing(rest, start);
    out += rest.slice(0, start) + filled(rest.slice(start + 1, end), values, locale, show, amount);
    rest = rest.slice(end + 1);
  }
}

function filled(placeholder, values, locale, show, amount) {
  const [, name, form, kind, choices] = /^\s*(\w+)(?::(\w+))?\s*(?:,\s*(\w+)\s*,([\s\S]*))?$/.exec(placeholder) ?? [];
  const value = values[name];
  const said = () => show(value, locale, form, values, name);
  if (kind !== "plural") {
    return said();
  }
  const forms = formsOf(choices);
  const count = amount(value, form);
  const chosen = forms[`=${count}`] ?? forms[new Intl.PluralRules(locale).select(count)] ?? forms.other ?? "";
  return worded(chosen.replaceAll("#", said), values, locale, show, amount);
}

function shown(value, locale) {
  if (typeof value === "number") {
    return new Intl.NumberFormat(locale).format(value);
  }
  return Array.isArray(value) ? value.join(", ") : String(value ?? "");
}

/** `one {# file} other {# files}` by name. */
function formsOf(choices) {
  const forms = {};
  let rest = choices;
  for (let start = rest.indexOf("{"); start >= 0; start = rest.indexOf("{")) {
    const end = closing(rest, start);
    forms[rest.slice(0, start).trim()] = rest.slice(start + 1, end);
    rest = rest.slice(end + 1);
  }
  return forms;
}

/** Where the brace closes that opens at `start`. */
function closing(text, start) {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    depth += { "{": 1, "}": -1 }[text[at]] ?? 0;
    if (depth === 0) {
      return at;
    }
  }
  return text.length;
}
