/** The whole graph, small, with what is in sight framed; a press goes there. */
import { useMemo } from "preact/hooks";
import { t } from "../../ui/l10n.ts";
import type { Camera } from "./camera.ts";
import type { Picture } from "./graph-picture.ts";

interface Props {
  readonly picture: Picture;
  readonly camera: Camera;
  readonly room: HTMLElement | null;
  readonly onGo: (x: number, y: number) => void;
}

const MOST = 140; // px

export function Minimap({ picture, camera, room, onGo }: Props) {
  const { width, height, nodes } = picture;
  const shapes = useMemo(
    () =>
      nodes
        .map(
          (node) =>
            `M${node.x - node.width / 2},${node.y - node.height / 2}h${node.width}v${node.height}h${-node.width}z`,
        )
        .join(""),
    [nodes],
  );
  if (!room || width === 0) return null;
  const { clientWidth, clientHeight } = room;
  const inSight = width * camera.scale <= clientWidth + 1 && height * camera.scale <= clientHeight + 1;
  if (inSight) return null;
  const scale = Math.min(MOST / width, MOST / height);
  const go = (event: PointerEvent): void => {
    if (event.buttons === 0) return;
    const box = (event.currentTarget as Element).getBoundingClientRect();
    onGo((event.clientX - box.x) / scale, (event.clientY - box.y) / scale);
  };
  return (
    <svg
      class="minimap"
      width={Math.max(12, width * scale)}
      height={Math.max(12, height * scale)}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t("The whole graph, small")}
      onPointerDown={go}
      onPointerMove={go}
    >
      <path class="minimap-nodes" d={shapes} />
      <rect
        class="minimap-frame"
        x={-camera.x / camera.scale}
        y={-camera.y / camera.scale}
        width={clientWidth / camera.scale}
        height={clientHeight / camera.scale}
      />
    </svg>
  );
}
