/** The part of a large picture that a camera sees, with as much again around it. */
import type { Camera } from "./camera.ts";
import type { Picture } from "./graph-picture.ts";

/** Nodes up to which all are drawn, in sight or not. */
const FEW = 300;

/** `room`: what it is seen in; before there is one, a window's size is taken. */
export function inSight(picture: Picture, { x, y, scale }: Camera, room: HTMLElement | null): Picture {
  if (picture.nodes.length <= FEW) return picture;
  const width = (room?.clientWidth || 1200) / scale;
  const height = (room?.clientHeight || 900) / scale;
  const [left, right] = [-x / scale - width, -x / scale + 2 * width];
  const [top, bottom] = [-y / scale - height, -y / scale + 2 * height];
  return {
    ...picture,
    nodes: picture.nodes.filter(
      (node) =>
        node.x + node.width / 2 >= left &&
        node.x - node.width / 2 <= right &&
        node.y + node.height / 2 >= top &&
        node.y - node.height / 2 <= bottom,
    ),
    links: picture.links.filter(({ points }) => {
      const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
      return (
        Math.max(...xs) >= left &&
        Math.min(...xs) <= right &&
        Math.max(...ys) >= top &&
        Math.min(...ys) <= bottom
      );
    }),
  };
}
