/** How a graph is looked at: dragged and wheeled with the mouse, moved and zoomed with the keyboard. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Picture } from "./layout.ts";

/** A point p of the picture is seen at p · scale + (x, y). */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

type Room = { readonly current: HTMLElement | null };
const clampedScale = (scale: number): number => Math.min(4, Math.max(0.1, scale));

export function useCamera(room: Room, picture: Picture) {
  const [camera, setCamera] = useState<Camera>({ x: 0, y: 0, scale: 1 });
  const seen = useRef<string>(undefined);
  const drag = useRef<{ x: number; y: number; moved: boolean }>(undefined);

  useEffect(() => {
    // an edit that keeps the picture's size keeps the camera too
    const size = `${picture.width} ${picture.height}`;
    if (seen.current === size) return;
    if (seen.current === undefined || picture.nodes.length > 0) setCamera(fitWidth(picture, room.current));
    seen.current = size;
  }, [picture]);

  // not passive: the page must not scroll meanwhile
  useEffect(() => {
    const element = room.current;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) setCamera((before) => zoomedAt(before, event, element!));
      else setCamera((before) => ({ ...before, x: before.x - event.deltaX, y: before.y - event.deltaY }));
    };
    element?.addEventListener("wheel", onWheel, { passive: false });
    return () => element?.removeEventListener("wheel", onWheel);
  }, [room]);

  const handlers = {
    onPointerDown: (event: PointerEvent): void => {
      drag.current = { x: event.clientX, y: event.clientY, moved: false };
    },
    onPointerMove: (event: PointerEvent): void => {
      if (!drag.current || event.buttons === 0) return;
      const [dx, dy] = [event.clientX - drag.current.x, event.clientY - drag.current.y];
      if (!drag.current.moved && Math.hypot(dx, dy) < 4) return;
      room.current?.setPointerCapture(event.pointerId);
      drag.current = { x: event.clientX, y: event.clientY, moved: true };
      setCamera((before) => ({ ...before, x: before.x + dx, y: before.y + dy }));
    },
    onPointerUp: (): void => {
      drag.current = undefined;
    },
    onKeyDown: (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const step = steps[event.key];
      if (event.key === "+" || event.key === "=") setCamera((before) => zoomedBy(before, 1.25, room.current));
      else if (event.key === "-") setCamera((before) => zoomedBy(before, 0.8, room.current));
      else if (event.key === "0") setCamera(fitWidth(picture, room.current));
      else if (step) setCamera((before) => ({ ...before, x: before.x + step[0], y: before.y + step[1] }));
      else return;
      event.preventDefault();
    },
  };
  return { camera, setCamera, handlers };
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [40, 0],
  ArrowRight: [-40, 0],
  ArrowUp: [0, 40],
  ArrowDown: [0, -40],
};

/** From the top, across; not larger than life. */
export function fitWidth({ width }: Picture, room: HTMLElement | null): Camera {
  if (!room || width === 0) return { x: 0, y: 0, scale: 1 };
  const scale = Math.min(1, Math.max(0.45, room.clientWidth / width));
  return { x: (room.clientWidth - width * scale) / 2, y: 0, scale };
}

export function zoomedBy(camera: Camera, factor: number, room: HTMLElement | null): Camera {
  const [x, y] = [(room?.clientWidth ?? 0) / 2, (room?.clientHeight ?? 0) / 2];
  return around(camera, clampedScale(camera.scale * factor), x, y);
}

function zoomedAt(camera: Camera, event: WheelEvent, room: HTMLElement): Camera {
  const { left, top } = room.getBoundingClientRect();
  const scale = clampedScale(camera.scale * Math.exp(-event.deltaY / 200));
  return around(camera, scale, event.clientX - left, event.clientY - top);
}

/** The same point stays under (x, y). */
function around(camera: Camera, scale: number, x: number, y: number): Camera {
  const factor = scale / camera.scale;
  return { scale, x: x - (x - camera.x) * factor, y: y - (y - camera.y) * factor };
}
