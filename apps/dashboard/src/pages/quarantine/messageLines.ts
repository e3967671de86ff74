/** One segment or one JSON member a line. HL7 v2 ends segments with a carriage return, which a browser does not show. */
export function messageLines(content: string): string[] {
  const text = content.trimStart().startsWith('{') ? indented(content) : content;
  return text.replace(/[\r\n]+$/, '').split(/\r\n|\r|\n/);
}

function indented(content: string): string {
  try {
    return JSON.stringify(JSON.parse(content), null, 2);
  } catch {
    // Broken JSON may be the very reason it is here: show it as it came.
    return content;
  }
}
