import type { Diagnostic } from "./data.js";
import type { OptionInfo } from "./index.js";
import type { Catalogue } from "./messages/catalogue.js";

export type { Catalogue };

/** A finding's words in the language of a catalogue; English where it has none. */
export function translate(
  diagnostic: Diagnostic,
  catalogue: Catalogue,
): { message: string; hint: string; /** Of its fixes, in their order. */ titles: string[] };

/** A sentence of the engine in the language of a catalogue; nothing where it has none. */
export function translated(text: string, params: Readonly<Record<string, unknown>>, catalogue: Catalogue): string | undefined;

/** What an option of a platform is for, in the language of a catalogue; English where it has nothing for it. */
export function described(option: Pick<OptionInfo, "about">, catalogue: Catalogue): string;
