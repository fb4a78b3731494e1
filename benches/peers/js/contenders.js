// What is measured, in Node and in a browser alike.
import Ajv from "ajv/dist/2020.js";
import twitterText from "twitter-text";
import { graphemeSegments } from "unicode-segmenter/grapheme";

const LEAVES_OUT =
  "no media facts, no time, no URLs, no duplicates, no Telegram markup, no words or fixes";

function counted(segments) {
  let count = 0;
  for (const _ of segments) {
    count += 1;
  }
  return count;
}

const intl = new Intl.Segmenter();

/** What a careful program in JavaScript does today. */
function stack(schema, graphemes) {
  // Schemas that name types beside limits, and titles beside both, are no mistakes.
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema);
  return (line) => {
    const post = JSON.parse(line);
    let errors = validate(post) ? 0 : validate.errors.length;
    const content = post.content ?? "";
    const named = (name) => post.platforms?.some(({ platform }) => platform === name);
    if (named("twitter") && !twitterText.parseTweet(content).valid) {
      errors += 1;
    }
    if (named("bluesky") && graphemes(content) > 300) {
      errors += 1;
    }
    return errors;
  };
}

/** The contenders: a name, a note, and what they do with a line and its index. */
export function contenders(postworthy, schema, lines, known) {
  const { check } = postworthy;
  const posts = lines.map((line) => JSON.parse(line));
  const { now } = known;
  // What a program knows of the media and accounts of the very post that it checks.
  const facts = posts.map(({ mediaItems = [], platforms }) => {
    const media = Object.fromEntries(mediaItems.map(({ url }) => [url, known.media[url]]));
    const of = platforms.filter(({ accountId }) => known.accounts[accountId]);
    return { now, media, accounts: Object.fromEntries(of.map(({ accountId: id }) => [id, known.accounts[id]])) };
  });
  const bare = { now };
  return [
    ["postworthy: check(string)", "all rules; what needs facts of media is listed as unchecked", (line) => check(line, bare)],
    ["postworthy: check(object)", "the same", (_, index) => check(posts[index], bare)],
    ["postworthy: check(string), with facts", "all rules, facts of media and accounts handed over", (line, index) => check(line, facts[index])],
    ["JSON.parse + ajv (allErrors) + twitter-text + unicode-segmenter", LEAVES_OUT, stack(schema, (text) => counted(graphemeSegments(text)))],
    ["JSON.parse + ajv (allErrors) + twitter-text + Intl.Segmenter", LEAVES_OUT, stack(schema, (text) => counted(intl.segment(text)))],
    ["JSON.parse", "parses and checks nothing", (line) => JSON.parse(line)],
  ];
}

/** Lines that one contender works through before the next has its turn, and turns over the same. */
const TURN = 1_000;
const ROUNDS = 3;

/**
 * Microseconds a line for each contender, who take turns, so that what else the machine does hits
 * them all. `clock` gives microseconds.
 */
export function measure(those, lines, clock) {
  const spent = those.map(() => 0);
  const turn = (work, start) => {
    const end = Math.min(start + TURN, lines.length);
    for (let index = start; index < end; index += 1) {
      work(lines[index], index);
    }
  };
  for (const [, , work] of those) {
    for (let start = 0; start < Math.min(lines.length, 5 * TURN); start += TURN) {
      turn(work, start);
    }
  }
  for (let start = 0; start < lines.length; start += TURN) {
    those.forEach(([, , work], contender) => {
      let best = Infinity;
      for (let round = 0; round < ROUNDS; round += 1) {
        const before = clock();
        turn(work, start);
        best = Math.min(best, clock() - before);
      }
      spent[contender] += best;
    });
  }
  return spent.map((sum) => sum / lines.length);
}
