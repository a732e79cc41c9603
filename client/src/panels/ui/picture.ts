/** A tensor's maps as one PNG: side by side, one pixel for each value, as they are coloured on the screen. */
import type { Scale } from "./colour-map.ts";
import { drawPixels } from "./draw-map.ts";
import type { Planes } from "./tensor.ts";

const GAP = 1;

/** Base64 of the PNG. */
export async function pngOf(planes: Planes, slice: number, scale: Scale): Promise<string> {
  const columns = Math.ceil(Math.sqrt((planes.maps * planes.rows) / Math.max(1, planes.cols)));
  const across = Math.min(planes.maps, Math.max(1, columns));
  const sheet = document.createElement("canvas");
  sheet.width = across * (planes.cols + GAP) - GAP;
  sheet.height = Math.ceil(planes.maps / across) * (planes.rows + GAP) - GAP;
  const context = sheet.getContext("2d")!;
  const small = document.createElement("canvas");
  for (let map = 0; map < planes.maps; map++) {
    drawPixels(small, planes, map, slice, scale);
    context.drawImage(
      small,
      (map % across) * (planes.cols + GAP),
      Math.floor(map / across) * (planes.rows + GAP),
    );
  }
  return sheet.toDataURL("image/png").split(",")[1]!;
}
