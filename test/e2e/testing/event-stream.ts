/** A message of a stream of server-sent events. */
export interface Message {
  readonly id?: string;
  readonly event: string;
  readonly data: string;
}

/** What a reader sees of a stream, read with nothing but `fetch`. */
export const openStream = async (url: string, headers: Record<string, string> = {}) => {
  const closing = new AbortController();
  const response = await fetch(url, { headers, signal: closing.signal });
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  const messages: Message[] = [];
  const waiting = new Set<() => void>();
  let isOver = false;
  const read = async (): Promise<void> => {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body!) {
      const parts = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n\n');
      rest = parts.pop()!;
      messages.push(...parts.map(parse).filter((one) => one !== undefined));
      for (const wake of [...waiting]) wake();
    }
  };
  const over = read()
    .catch(() => undefined)
    .finally(() => {
      isOver = true;
      for (const wake of [...waiting]) wake();
    });
  /** Resolves with the first message, seen already or to come, of which something holds. */
  const find = async (holds: (one: Message) => boolean, ms = 10_000): Promise<Message> => {
    const deadline = AbortSignal.timeout(ms);
    for (;;) {
      const found = messages.find(holds);
      if (found) return found;
      if (deadline.aborted || isOver)
        throw new Error(`It did not come: ${JSON.stringify(messages).slice(0, 2_000)}`);
      await new Promise<void>((resolve) => {
        const wake = () => {
          waiting.delete(wake);
          resolve();
        };
        waiting.add(wake);
        deadline.addEventListener('abort', wake);
      });
    }
  };
  return { messages, find, over, isOver: () => isOver, close: () => closing.abort() };
};

const parse = (block: string): Message | undefined => {
  const lines = block.split('\n');
  const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
  const data = field('data');
  return data === undefined ? undefined : { id: field('id'), event: field('event') ?? 'message', data };
};
