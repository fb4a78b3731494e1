import { element } from "./page";

/** Takes the files that are dropped anywhere on the page. */
export function takeDropped(attach: (files: readonly File[]) => void): void {
  const drop = element("drop");
  // Text that is dragged goes where it is dropped.
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;
  addEventListener("dragover", (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
      drop.classList.add("over");
    }
  });
  addEventListener("dragleave", () => drop.classList.remove("over"));
  addEventListener("drop", (event) => {
    if (hasFiles(event)) {
      event.preventDefault();
      drop.classList.remove("over");
      attach([...(event.dataTransfer?.files ?? [])]);
    }
  });
}
