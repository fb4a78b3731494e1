import { type OptionInfo, type PlatformInfo, type Post, limits } from "postworthy";
import { type Place, type Tree, show, treesOf } from "./fields";
import { labels } from "./labels";
import { element, make } from "./page";

type Set = (index: number, options: Record<string, unknown>) => void;

/** Shows a form for the options of each platform of the post, as the rows list them. */
export function showOptions(all: readonly PlatformInfo[], post: Post, set: Set): void {
  const open = new globalThis.Set([...document.querySelectorAll<HTMLDetailsElement>("#options details[open]")].map(({ id }) => id));
  const forms = (post.platforms ?? []).flatMap((target, index) => {
    const info = all.find(({ platform }) => platform === target.platform);
    return info ? [form(info, { ...target.platformSpecificData }, index, open, set)] : [];
  });
  const none = make("p", {}, labels.noOptions);
  element("options").replaceChildren(...(forms.length > 0 ? forms : [none]));
}

function form(info: PlatformInfo, values: Record<string, unknown>, index: number, open: ReadonlySet<string>, set: Set): HTMLElement {
  const id = `options-${info.platform}`;
  const allowed = allowedValues(info);
  const nested = info.settings && !info.settings.flat ? info.settings.name : undefined;
  const settings = () => (nested ? { ...(values[nested] as Record<string, unknown>) } : {});
  const place = ({ option, name }: Tree): Place => {
    const inSettings = nested !== undefined && option.in_settings;
    return {
      id: `${id}-${name}`,
      read: () => (inSettings ? settings() : values)[name],
      write: (value) => {
        const [top, whole] = inSettings ? [nested, { ...settings(), [name]: value }] : [name, value];
        values[top] = whole;
        set(index, { [top]: whole });
      },
    };
  };
  const fields = treesOf(info.options).map((tree) => show(tree, place(tree), { allowed, open }));
  const details = make("details", { id, open: open.has(id) }, make("summary", {}, info.title));
  details.append(make("div", { className: "fields" }, ...fields));
  return details;
}

/** The values that rows allow, by option. */
function allowedValues({ platform }: PlatformInfo): Map<OptionInfo["name"], string[]> {
  const lists = new Map<string, string[]>();
  for (const { check } of limits(platform).rules) {
    if ("option-value" in check && !lists.has(check["option-value"].option)) {
      lists.set(check["option-value"].option, check["option-value"].allowed.map(String));
    }
  }
  return lists;
}
