import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { discard, replay } from '../../api/queries.ts';
import type { QuarantinedMessage } from '../../api/types.ts';
import { sentence } from '../../format/words.ts';
import { Failure } from '../../parts/States.tsx';
import { messageLines } from './messageLines.ts';
import { isOfQuarantine } from './refresh.ts';

type Step = 'mend' | 'discard';

/** What can be done about an open message: try it again as it is, mend it, or give it up. */
export function Decide({ item }: { item: QuarantinedMessage }) {
  const [step, setStep] = useState<Step>();
  const done = useDecision(() => setStep(undefined));
  const { isPending } = done;
  const again = () => done.mutate(() => replay(item.id).then(replayWords));
  const mend = (note: string, text: string) =>
    done.mutate(() => replay(item.id, { content: sent(item, text), note }).then(replayWords));
  const giveUp = (note: string) =>
    done.mutate(() => discard(item.id, note).then(() => 'Given up. The message is kept.'));
  return (
    <div className="replay">
      {item.status === 'open' ? (
        <div className="choices">
          <button type="button" className="primary" disabled={isPending} onClick={again}>
            {isPending ? 'Working…' : 'Replay this message'}
          </button>
          <button type="button" disabled={!item.isText} onClick={() => setStep('mend')}>
            Mend it
          </button>
          <button type="button" onClick={() => setStep('discard')}>
            Give it up
          </button>
        </div>
      ) : null}
      {step === 'mend' ? (
        <Why action="Replay the mended message" content={item.content} onSubmit={mend} disabled={isPending} />
      ) : null}
      {step === 'discard' ? <Why action="Give it up" onSubmit={giveUp} disabled={isPending} /> : null}
      {done.isSuccess ? <p role="status">{done.data}</p> : null}
      {done.isError ? <Failure error={done.error} /> : null}
    </div>
  );
}

function useDecision(onDone: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (decide: () => Promise<string>) => decide(),
    onSuccess: onDone,
    // Refused again or not, the message's count and last sight have changed.
    onSettled: () => queries.invalidateQueries({ predicate: isOfQuarantine }),
  });
}

interface WhyProps {
  action: string;
  content?: string;
  disabled: boolean;
  onSubmit: (note: string, content: string) => void;
}

function Why({ action, content, disabled, onSubmit }: WhyProps) {
  const [note, setNote] = useState('');
  const [text, setText] = useState(content === undefined ? '' : messageLines(content).join('\n'));
  const [noteId, textId] = [useId(), useId()];
  return (
    <form
      className="mend"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(note, text);
      }}
    >
      {content === undefined ? null : (
        <>
          <label htmlFor={textId}>The message, as it should have been</label>
          <textarea
            id={textId}
            rows={12}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </>
      )}
      <label htmlFor={noteId}>Why</label>
      <input
        id={noteId}
        required
        maxLength={1000}
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <button type="submit" className="primary" disabled={disabled}>
        {action}
      </button>
    </form>
  );
}

// The segments of HL7 v2 end with a carriage return, which a text field does not keep.
const sent = ({ channel }: QuarantinedMessage, text: string): string =>
  channel === 'hl7v2' ? text.replaceAll('\n', '\r') : text;

function replayWords({ outcome, detail }: { outcome: string; detail: string | null }): string {
  if (outcome === 'quarantined') return `Replayed, and still in quarantine. ${detail ?? ''}`;
  return `Replayed: ${sentence(outcome).toLowerCase()}.`;
}
