/** Colours of the editor's theme for what is drawn on a canvas; drawings follow when the theme changes. */
import { useEffect, useState } from "preact/hooks";

/** A theme colour such as "editor-foreground". */
export const themeColour = (name: string, otherwise: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--vscode-${name}`).trim() || otherwise;

/** A number that changes with the theme: an effect that draws depends on it. */
export function useThemeVersion(): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const observer = new MutationObserver(() => setVersion((before) => before + 1));
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
    observer.observe(document.body, { attributes: true, attributeFilter: ["class"] });
    return () => observer.disconnect();
  }, []);
  return version;
}

/** The width of an element as it is laid out, in CSS pixels. */
export function useWidth(element: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
