import { Hl7Refusal } from '@stepwell/edges/hl7v2';
import type { Framed } from '@stepwell/edges/mllp';

type Broken = Exclude<Framed, { kind: 'frame' }>;

/** Why what is no whole frame is not taken, and what its sender has to do. */
export const frameRefusal = ({ kind, head }: Broken): Hl7Refusal => {
  switch (kind) {
    case 'stray':
      return new Hl7Refusal('frame-stray', strayDetail(head));
    case 'unfinished':
      return new Hl7Refusal(
        'frame-unfinished',
        'The message broke off before 0x1C 0x0D: send it again, whole.',
      );
    case 'too-large':
      return new Hl7Refusal(
        'frame-too-large',
        'The message is larger than is taken here: send less at once, or have MLLP_FRAME_BYTES raised.',
      );
    case 'endless':
      return new Hl7Refusal('frame-too-large', 'A frame went on and on: the connection is ended.');
  }
};

/** What else is sent to such a port by mistake is recognised, since its sender sees no more than a closed connection. */
const strayDetail = (head: Buffer): string => {
  if (head[0] === 0x16 && head[1] === 0x03) return 'TLS was begun on a port without TLS.';
  if (/^[A-Z]+ \S+ HTTP\//.test(head.toString('latin1'))) return 'HTTP was sent to the port of MLLP.';
  return 'Text came outside of a frame: begin each message with 0x0B and end it with 0x1C 0x0D.';
};
