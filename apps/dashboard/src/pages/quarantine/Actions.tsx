import type { QuarantinedMessage } from '../../api/types.ts';
import { formatInstant } from '../../format/dates.ts';
import { sentence } from '../../format/words.ts';
import { messageLines } from './messageLines.ts';

const kinds = {
  replay: 'Tried as it came',
  edit: 'Tried with another content',
  discard: 'Given up',
} as const;

/** What people did about a message, in order: what they tried stays to be read. */
export function Actions({ actions }: { actions: QuarantinedMessage['actions'] }) {
  return (
    <ol className="decisions">
      {actions.map(({ at, kind, actor, note, outcome, detail, content }) => (
        <li key={at}>
          <strong>{kinds[kind]}</strong> {formatInstant(at)}
          {actor ? ` by ${actor}` : ''}: {sentence(outcome).toLowerCase()}. {detail}
          {note ? <p className="quiet">{note}</p> : null}
          {content ? (
            <details>
              <summary>What was tried</summary>
              <pre className="message" tabIndex={0} aria-label="The content that was tried">
                {messageLines(content).join('\n')}
              </pre>
            </details>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
