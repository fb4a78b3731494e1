import type { Platform } from "postworthy";
import { labels } from "./labels";

/** A post with the troubles that people have most. */
export async function example(): Promise<{ text: string; picture: File; targets: Platform[] }> {
  return { text: labels.exampleText, picture: await tallPicture(), targets: ["instagram", "twitter", "bluesky", "threads", "pinterest"] };
}

/** A picture taller than a feed shows: a landscape, drawn. */
async function tallPicture(): Promise<File> {
  const canvas = new OffscreenCanvas(1080, 1620);
  const pen = canvas.getContext("2d");
  if (!pen) {
    throw new Error("this browser cannot draw");
  }
  const sky = pen.createLinearGradient(0, 0, 0, 1620);
  ["#1d2b64", "#7a4e8e", "#f0a17f", "#ffd9a0"].forEach((color, index) => sky.addColorStop(index / 3, color));
  pen.fillStyle = sky;
  pen.fillRect(0, 0, 1080, 1620);
  pen.fillStyle = "#fff3d6";
  pen.beginPath();
  pen.arc(760, 780, 110, 0, Math.PI * 2);
  pen.fill();
  ["#4a3f6b", "#352f55", "#231f3d"].forEach((color, index) => {
    pen.fillStyle = color;
    pen.beginPath();
    pen.moveTo(0, 1620);
    for (let x = 0; x <= 1080; x += 20) {
      pen.lineTo(x, 950 + index * 190 + Math.sin(x / (130 - index * 25) + index * 2) * (95 - index * 20));
    }
    pen.lineTo(1080, 1620);
    pen.fill();
  });
  return new File([await canvas.convertToBlob({ type: "image/jpeg", quality: 0.85 })], "reading-room.jpg", { type: "image/jpeg" });
}
