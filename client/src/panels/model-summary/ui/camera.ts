/** How a graph is looked at: dragged and wheeled with the mouse, moved and zoomed with the keyboard. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Picture } from "./graph-picture.ts";

/** A point p of the picture is seen at p · scale + (x, y). */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

type Room = { readonly current: HTMLElement | null };
const clampedScale = (scale: number): number => Math.min(4, Math.max(0.02, scale));

/** Least height of a graph; on a lower page one scrolls to it. */
const LEAST = 320;

/** What is left of the window below the top of an element. */
export function useHeightBelow(room: Room): number {
  const [height, setHeight] = useState(LEAST);
  useEffect(() => {
    const measure = (): void => {
      const top = (room.current?.getBoundingClientRect().top ?? 0) + scrollY;
      setHeight(Math.max(LEAST, innerHeight - top - 12));
    };
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(document.body);
    return () => watcher.disconnect();
  }, [room]);
  return height;
}

/** `height`: of the room; where it changes the picture is fitted again. */
export function useCamera(room: Room, picture: Picture, height: number) {
  const [camera, setCamera] = useState<Camera>({ x: 0, y: 0, scale: 1 });
  const seen = useRef<string>(undefined);
  const drag = useRef<{ x: number; y: number; moved: boolean }>(undefined);

  useEffect(() => {
    // an edit that keeps the picture's size keeps the camera too
    const size = `${picture.width} ${picture.height} ${height}`;
    if (seen.current === size) return;
    if (seen.current === undefined || picture.nodes.length > 0) setCamera(firstCamera(picture, room.current));
    seen.current = size;
  }, [picture, height]);

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
      else if (event.key === "0") setCamera(fitted(picture, room.current));
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

/** The whole picture, in the middle; not larger than life. */
export function fitted({ width, height }: Picture, room: HTMLElement | null): Camera {
  if (!room || width === 0) return { x: 0, y: 0, scale: 1 };
  const { clientWidth, clientHeight } = room;
  const scale = Math.min(1, clientWidth / width, clientHeight / height);
  return { x: (clientWidth - width * scale) / 2, y: (clientHeight - height * scale) / 2, scale };
}

/** Below this scale nothing can be read: a first look shows the beginning instead of the whole. */
const READABLE = 0.5;

function firstCamera(picture: Picture, room: HTMLElement | null): Camera {
  const all = fitted(picture, room);
  if (!room || all.scale >= READABLE) return all;
  const { width, height } = picture;
  const tall = height / room.clientHeight > width / room.clientWidth;
  const scale = Math.min(1, Math.max(READABLE, tall ? room.clientWidth / width : room.clientHeight / height));
  return tall
    ? { x: (room.clientWidth - width * scale) / 2, y: 0, scale }
    : { x: 0, y: (room.clientHeight - height * scale) / 2, scale };
}

/** The same scale with a point of the picture in the middle. */
export function centred(camera: Camera, x: number, y: number, room: HTMLElement | null): Camera {
  if (!room) return camera;
  return {
    ...camera,
    x: room.clientWidth / 2 - x * camera.scale,
    y: room.clientHeight / 2 - y * camera.scale,
  };
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
