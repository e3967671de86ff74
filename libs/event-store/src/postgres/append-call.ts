import { OID, type MessageWriter } from './messages.ts';
import type { WaitingAppend } from './waiting-append.ts';

/** For the session that makes calls. */
export const PREPARE_APPEND_CALL = `
  PREPARE append_all AS SELECT head, given FROM log.append_all($1, $2, $3, $4, $5, $6, $7, $8);`;

/** What `log.append_all` answers; see the migrations. */
export interface Appends {
  readonly head: string;
  readonly given: readonly number[] | undefined;
}

export const appendsOf = ([head, given]: readonly (string | null)[]): Appends => ({
  head: head!,
  given: given?.slice(1, -1).split(',').map(Number),
});

/**
 * Writes a call of `log.append_all`. By way of the client's own parameters each of the long arrays would be made, copied
 * and grown several times. `known`: revisions that streams are known to have.
 */
export const writeAppendCall = (
  to: MessageWriter,
  group: readonly WaitingAppend[],
  known: ReadonlyMap<string, number>,
): Buffer => {
  const length = group.reduce((sum, { events }) => sum + events.length, 0);
  const array = (oid: number, write: (append: WaitingAppend, place: number) => void) =>
    to.array(oid, length, () => {
      for (const append of group)
        for (let place = 0; place < append.events.length; place++) write(append, place);
    });
  to.execute('append_all', 8, () => {
    array(OID.text, ({ streamId }) => to.text(streamId));
    array(OID.int, (append, place) => to.int(lookOf(append, place, known)));
    array(OID.int, ({ expected }, place) => to.int((expected < -1 ? 0 : expected) + 1 + place));
    array(OID.uuid, ({ events }, place) => to.uuid(events[place]!.id));
    array(OID.text, ({ events }, place) => to.text(events[place]!.type));
    array(OID.int, ({ events }, place) => to.int(events[place]!.schemaVersion));
    array(OID.json, (append, place) => to.text(append.json(place).data));
    array(OID.json, (append, place) => to.text(append.json(place).metadata));
  });
  return to.sync().written();
};

const NOTHING = -1;

/** The first event of an append decides for the others. A stream never loses a revision that it had. */
const lookOf = (
  { streamId, expected }: WaitingAppend,
  place: number,
  known: ReadonlyMap<string, number>,
): number => {
  const isSure = place > 0 || expected === -1 || expected <= (known.get(streamId) ?? -1);
  return expected >= -1 && isSure ? NOTHING : expected;
};
