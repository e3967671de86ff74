/**
 * An event in binary mode in the form of the JSON format: its attributes are headers of this prefix (`ce-` of HTTP, `ce_` of
 * Kafka), its data the body. Headers of HTTP are percent-encoded (CloudEvents HTTP binding, 3.1.3.2).
 */
export const eventOfHeaders = (
  headers: Readonly<Record<string, unknown>>,
  prefix: 'ce-' | 'ce_',
  content: { readonly datacontenttype?: string; readonly data: unknown },
): Record<string, unknown> => {
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), prefix === 'ce-' ? decoded(String(value)) : value]);
  return { ...Object.fromEntries(attributes), ...content };
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
