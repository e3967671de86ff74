import { Refusal } from '@stepwell/event-sourcing';
import { DEEPEST_JSON, isTooDeep } from '../formats.ts';

/** An event in its JSON format, not yet judged, or why it is none. */
export const parseEvent = (bytes: Uint8Array): unknown => {
  try {
    const json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown;
    return isTooDeep(json)
      ? new Refusal('not-a-cloudevent', `Send JSON that is nested at most ${DEEPEST_JSON} deep.`)
      : json;
  } catch {
    return new Refusal(
      'not-a-cloudevent',
      'Send a CloudEvent as JSON in UTF-8, or in binary mode with its attributes in headers: this is neither.',
    );
  }
};
