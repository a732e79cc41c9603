/** Script blocks of Svelte and Vue files: everything around them becomes blanks, so that offsets stay. */
const block = /(<script\b[^>]*>)([\s\S]*?)(<\/script\s*>|$)/gi;

/** `text` with all but the insides of its script elements blanked; line breaks are kept. */
export function scriptText(text: string): string {
  let result = "";
  let end = 0;
  for (const match of text.matchAll(block)) {
    const from = match.index + match[1]!.length;
    result += blank(text.slice(end, from)) + match[2]!;
    end = from + match[2]!.length;
  }
  return result + blank(text.slice(end));
}

const blank = (text: string): string => text.replace(/[^\r\n]/g, " ");
