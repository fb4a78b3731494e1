/** The words of a report in one language. */
export interface Catalogue {
  /** A language tag, by whose plural rules the templates choose. */
  readonly lang: string;
  /**
   * Messages, hints and titles of fixes, by their English. Templates show `{params}` of the finding,
   * also as `{max:bytes}`, with plurals as in ICU's MessageFormat; `{max:counted}` is a number with
   * what it counts. `{max:bytes, plural, ...}` picks by the number that is shown, which is 1 for 1 MB.
   */
  readonly sentences: Readonly<Record<string, string>>;
  /** What the options of platforms are for, by its English. */
  readonly options?: Readonly<Record<string, string>>;
  /** Parts of sentences that the engine says in English; names and values of people's own are none. */
  readonly phrases: Readonly<Record<string, string>>;
  /** What the engine's names are called: kinds of media, units, forms of texts, codecs. */
  readonly words: Readonly<Record<string, string>>;
  /** One of a kind of media. */
  readonly one: Readonly<Record<string, string>>;
  /** Forms of texts that are called otherwise than the word. */
  readonly forms?: Readonly<Record<string, string>>;
  /** A number of units or of kinds of media: templates of `count`. */
  readonly counts?: Readonly<Record<string, string>>;
  /** That the nearest name is `{near}`; English if nothing is said. */
  readonly near?: string;
  /** Where a name belongs: `post`, `target`, or, in `other`, `{place}`; English where one is left out. */
  readonly place?: Readonly<Record<string, string>>;
  /** Whether numbers have marks between their digits; they have if nothing is said. */
  readonly grouping?: boolean;
  /** What millions, thousands of bits per second, and single ones are called. */
  readonly bits?: readonly string[];
  /** How many `{bytes}` a file has that is no round number; English if nothing is said. */
  readonly bytes?: string;
  /** What a post becomes on a platform, by its content type. */
  readonly contentTypes?: Readonly<Record<string, string>>;
  /** What can be unknown of a file or an account, by the names that `unchecked` lists. */
  readonly facts?: Readonly<Record<string, string>>;
  /** What stands around the findings of `<postworthy-report>`. */
  readonly texts?: Readonly<Record<string, string>>;
}

declare const catalogue: Catalogue;
export default catalogue;
