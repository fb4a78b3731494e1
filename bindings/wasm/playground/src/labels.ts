// What the page says itself, in the languages that findings come in.
import type { OptionInfo } from "postworthy";
import { type Catalogue, described } from "postworthy/messages";
import values from "./values.json";

const en = {
  title: "postworthy: is it fit to publish?",
  pageDescription: "Write a post and see at every keystroke whether 13 platforms will take it.",
  tagline: "Is it fit to publish? Nothing leaves this page.",
  example: "Try an example",
  exampleText:
    "We have news! 🚀 After two years of work the new reading room opens on Saturday, with four hundred seats, " +
    "a roof garden, and the whole collection of maps that nobody has seen since 1974. Come by between nine and " +
    "five, bring a friend, and have a look at https://example.com/reading-room before you do. #library #maps",
  language: "Language",
  theme: "Switch between light and dark",
  where: "Where to publish",
  text: "Text",
  prompt: "What would you like to say?",
  media: "Pictures and videos",
  drop: "Drop files here",
  choose: ", or choose them. They are read on your machine.",
  options: "Options",
  noOptions: "Choose a platform, and what can be set for it appears here.",
  found: "What was found",
  json: "The post as JSON",
  copy: "Copy",
  copied: "Copied",
  notCopied: "The browser did not allow it. Select the text and copy it yourself.",
  frame: "The frame shows what fits on",
  add: "Add",
  remove: "Remove",
  notSet: "not set",
  describe: "Describe the picture",
  unknownKind: "Unknown kind of file",
  hasErrors: (name: string) => `${name} has errors`,
  hasWarnings: (name: string) => `${name} has warnings`,
  ready: (name: string) => `${name} is ready`,
  unreadable: (files: string) => `Could not read ${files}. Folders cannot be added, their files can.`,
  added: (name: string) => `${name} was added`,
  removed: (name: string) => `${name} was removed`,
  done: (fix: string) => `Done: ${fix}`,
  used: (name: string) => `Text used on ${name}`,
  over: (count: string) => `${count} over`,
  left: (count: string) => `${count} left`,
  of: (count: string, limit: string, unit: string) => `${count} of ${limit} ${unit}`,
  units: {
    weighted: "as X counts",
    graphemes: "characters",
    utf16: "characters",
    codepoints: "characters",
    bytes: "bytes",
    threads: "as Threads counts",
  } as Readonly<Record<string, string>>,
  doesNotFit: (names: string) => `What is marked does not fit on ${names}.`,
  ownText: (name: string) => `Text for ${name}`,
  emptyText: "While this is empty, the common text is used.",
  commonText: "Use the common text again",
  usesCommonText: (name: string) => `${name} uses the common text again`,
  ownMedia: (name: string) => `${name} has pictures and videos of its own.`,
  without: (name: string, files: string) => `${name} goes without ${files}.`,
  commonMedia: "Use the common media again",
  usesCommonMedia: (name: string) => `${name} uses the common media again`,
  removeFile: (name: string) => `Remove ${name}`,
  preview: (name: string) => `Preview of ${name}`,
  description: (name: string) => `Description of ${name}`,
  addTo: (list: string) => `Add to ${list}`,
  entry: (at: number, list: string) => `Entry ${at} of ${list}`,
  removeEntry: (at: number, list: string) => `Remove entry ${at} of ${list}`,
  errors: { one: "error", other: "errors" },
  warnings: { one: "warning", other: "warnings" },
  pages: { one: "page", other: "pages" },
};

type Labels = typeof en;

const de: Labels = {
  title: "postworthy: Lässt es sich veröffentlichen?",
  pageDescription: "Schreibe einen Beitrag und sieh bei jedem Tastendruck, ob 13 Plattformen ihn nehmen.",
  tagline: "Lässt es sich veröffentlichen? Nichts verlässt diese Seite.",
  example: "Ein Beispiel",
  exampleText:
    "Es gibt Neues! 🚀 Nach zwei Jahren Arbeit öffnet am Samstag der neue Lesesaal, mit vierhundert Plätzen, " +
    "einem Dachgarten und der ganzen Kartensammlung, die seit 1974 niemand gesehen hat. Komm zwischen neun und " +
    "fünf vorbei, bring jemanden mit, und schau vorher auf https://example.com/reading-room. #bibliothek #karten",
  language: "Sprache",
  theme: "Zwischen hell und dunkel wechseln",
  where: "Wo es erscheinen soll",
  text: "Text",
  prompt: "Was möchtest du sagen?",
  media: "Bilder und Videos",
  drop: "Lege Dateien hier ab",
  choose: ", oder wähle sie aus. Gelesen werden sie auf deinem Gerät.",
  options: "Einstellungen",
  noOptions: "Wähle eine Plattform, und hier steht, was sich für sie einstellen lässt.",
  found: "Was gefunden wurde",
  json: "Der Beitrag als JSON",
  copy: "Kopieren",
  copied: "Kopiert",
  notCopied: "Der Browser hat es nicht erlaubt. Markiere den Text und kopiere ihn selbst.",
  frame: "Der Rahmen zeigt den Ausschnitt auf",
  add: "Hinzufügen",
  remove: "Entfernen",
  notSet: "nicht gesetzt",
  describe: "Beschreibe das Bild",
  unknownKind: "Unbekannte Art von Datei",
  hasErrors: (name) => `${name} hat Fehler`,
  hasWarnings: (name) => `${name} hat Warnungen`,
  ready: (name) => `${name} ist bereit`,
  unreadable: (files) => `Nicht lesbar: ${files}. Ordner lassen sich nicht hinzufügen, ihre Dateien schon.`,
  added: (name) => `${name} wurde hinzugefügt`,
  removed: (name) => `${name} wurde entfernt`,
  done: (fix) => `Erledigt: ${fix}`,
  used: (name) => `Verbrauchter Text auf ${name}`,
  over: (count) => `${count} zu viel`,
  left: (count) => `noch ${count}`,
  of: (count, limit, unit) => `${count} von ${limit} ${unit}`,
  units: {
    weighted: "wie X zählt",
    graphemes: "Zeichen",
    utf16: "Zeichen",
    codepoints: "Zeichen",
    bytes: "Bytes",
    threads: "wie Threads zählt",
  },
  doesNotFit: (names) => `Was markiert ist, passt nicht auf ${names}.`,
  ownText: (name) => `Text für ${name}`,
  emptyText: "Solange hier nichts steht, gilt der gemeinsame Text.",
  commonText: "Wieder den gemeinsamen Text nehmen",
  usesCommonText: (name) => `${name} nimmt wieder den gemeinsamen Text`,
  ownMedia: (name) => `${name} hat eigene Bilder und Videos.`,
  without: (name, files) => `Auf ${name} fehlt: ${files}.`,
  commonMedia: "Wieder die gemeinsamen Medien nehmen",
  usesCommonMedia: (name) => `${name} nimmt wieder die gemeinsamen Medien`,
  removeFile: (name) => `${name} entfernen`,
  preview: (name) => `Vorschau von ${name}`,
  description: (name) => `Beschreibung von ${name}`,
  addTo: (list) => `Zu ${list} hinzufügen`,
  entry: (at, list) => `Eintrag ${at} von ${list}`,
  removeEntry: (at, list) => `Eintrag ${at} von ${list} entfernen`,
  errors: { one: "Fehler", other: "Fehler" },
  warnings: { one: "Warnung", other: "Warnungen" },
  pages: { one: "Seite", other: "Seiten" },
};

const es: Labels = {
  title: "postworthy: ¿se puede publicar?",
  pageDescription: "Escribe una publicación y mira con cada tecla si 13 plataformas la aceptan.",
  tagline: "¿Se puede publicar? Nada sale de esta página.",
  example: "Ver un ejemplo",
  exampleText:
    "¡Hay novedades! 🚀 Tras dos años de obras, el sábado abre la nueva sala de lectura, con cuatrocientos asientos, " +
    "una terraza ajardinada y toda la colección de mapas que nadie ha visto desde 1974. Ven entre las nueve y las " +
    "cinco, trae a alguien y echa antes un vistazo a https://example.com/reading-room. #biblioteca #mapas",
  language: "Idioma",
  theme: "Cambiar entre claro y oscuro",
  where: "Dónde publicar",
  text: "Texto",
  prompt: "¿Qué quieres decir?",
  media: "Imágenes y vídeos",
  drop: "Suelta archivos aquí",
  choose: " o elígelos. Se leen en tu equipo.",
  options: "Opciones",
  noOptions: "Elige una plataforma y aquí aparecerá lo que se puede ajustar en ella.",
  found: "Qué se ha encontrado",
  json: "La publicación en JSON",
  copy: "Copiar",
  copied: "Copiado",
  notCopied: "El navegador no lo ha permitido. Selecciona el texto y cópialo.",
  frame: "El marco muestra lo que cabe en",
  add: "Añadir",
  remove: "Quitar",
  notSet: "sin valor",
  describe: "Describe la imagen",
  unknownKind: "Tipo de archivo desconocido",
  hasErrors: (name) => `${name} tiene errores`,
  hasWarnings: (name) => `${name} tiene advertencias`,
  ready: (name) => `${name} está lista`,
  unreadable: (files) => `No se ha podido leer ${files}. Las carpetas no se pueden añadir; sus archivos, sí.`,
  added: (name) => `Se ha añadido ${name}`,
  removed: (name) => `Se ha quitado ${name}`,
  done: (fix) => `Hecho: ${fix}`,
  used: (name) => `Texto usado en ${name}`,
  over: (count) => `${count} de más`,
  left: (count) => `quedan ${count}`,
  of: (count, limit, unit) => `${count} de ${limit} ${unit}`,
  units: {
    weighted: "según cuenta X",
    graphemes: "caracteres",
    utf16: "caracteres",
    codepoints: "caracteres",
    bytes: "bytes",
    threads: "según cuenta Threads",
  },
  doesNotFit: (names) => `Lo marcado no cabe en ${names}.`,
  ownText: (name) => `Texto para ${name}`,
  emptyText: "Mientras esté vacío, se usa el texto común.",
  commonText: "Volver al texto común",
  usesCommonText: (name) => `${name} vuelve a usar el texto común`,
  ownMedia: (name) => `${name} tiene sus propias imágenes y vídeos.`,
  without: (name, files) => `${name} se publica sin ${files}.`,
  commonMedia: "Volver a los archivos comunes",
  usesCommonMedia: (name) => `${name} vuelve a usar los archivos comunes`,
  removeFile: (name) => `Quitar ${name}`,
  preview: (name) => `Vista previa de ${name}`,
  description: (name) => `Descripción de ${name}`,
  addTo: (list) => `Añadir a ${list}`,
  entry: (at, list) => `Entrada ${at} de ${list}`,
  removeEntry: (at, list) => `Quitar la entrada ${at} de ${list}`,
  errors: { one: "error", other: "errores" },
  warnings: { one: "advertencia", other: "advertencias" },
  pages: { one: "página", other: "páginas" },
};

const languages: Readonly<Record<string, Labels>> = { en, de, es };
const valueWords: Readonly<Record<string, Readonly<Record<string, string>>>> = values;
/** What options are for is said by the package. */
const catalogues: Readonly<Record<string, () => Promise<{ default: Catalogue }>>> = {
  de: () => import("postworthy/messages/de"),
  es: () => import("postworthy/messages/es"),
};
let language = "en";
let catalogue: Catalogue | undefined;

/** What the page says in its language. */
export let labels: Labels = en;

/** What an option is for. */
export const about = (option: OptionInfo): string => (catalogue ? described(option, catalogue) : option.about);

/** What stands for a value that an option can have: words of the language, or else those it is written of. */
export function inWords(value: string): string {
  const parted = value.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/[-_]/g, " ").toLowerCase();
  return valueWords[language]?.[value] ?? parted.charAt(0).toUpperCase() + parted.slice(1);
}

/** Makes the page speak a language, and says when what options are for can be said in it; English where it has none. */
export async function speak(wanted: string): Promise<void> {
  const chosen = Object.hasOwn(languages, wanted) ? wanted : "en";
  language = chosen;
  catalogue = undefined;
  labels = languages[language] ?? en;
  document.documentElement.lang = language;
  document.title = labels.title;
  const said = (name: string | undefined) => String(labels[name as keyof Labels]);
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]")) {
    element.textContent = said(element.dataset.text);
  }
  for (const element of document.querySelectorAll<HTMLTextAreaElement>("[data-placeholder]")) {
    element.placeholder = said(element.dataset.placeholder);
  }
  for (const element of document.querySelectorAll<HTMLElement>("[data-label]")) {
    element.setAttribute("aria-label", said(element.dataset.label));
  }
  document.querySelector<HTMLMetaElement>('meta[name="description"]')?.setAttribute("content", labels.pageDescription);
  const loaded = await catalogues[chosen]?.().catch(() => undefined);
  // Another language may have been chosen in the meantime.
  if (chosen === language) {
    catalogue = loaded?.default;
  }
}

/** A number as the language writes it. */
export const figure = (value: number, digits = 0): string =>
  value.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** A number of things; nothing of none. */
export const counted = (count: number, what: { one: string; other: string }): string =>
  count === 0 ? "" : `${figure(count)} ${new Intl.PluralRules(language).select(count) === "one" ? what.one : what.other}`;

/** Names, one after the other. */
export const listed = (names: readonly string[]): string => new Intl.ListFormat(language, { type: "conjunction" }).format(names);
