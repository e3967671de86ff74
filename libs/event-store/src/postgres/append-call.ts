import type { MessageWriter } from './messages.ts';
import { OID } from './messages.ts';
import type { WaitingAppend } from './waiting-append.ts';

/** For the session that makes calls. */
export const PREPARE_APPEND_CALL = `
  PREPARE append_all AS SELECT head, revisions FROM log.append_all($1, $2, $3, $4, $5, $6, $7, $8);`;

/** What `log.append_all` answers; see the migrations. */
export interface Appends {
  readonly head: string;
  readonly revisions: readonly number[] | undefined;
}

export const appendsOf = ([head, revisions]: readonly (string | null)[]): Appends => ({
  head: head!,
  revisions: revisions?.slice(1, -1).split(',').map(Number),
});

/**
 * Writes a call of `log.append_all`. By way of the client's own parameters each of the long arrays would be made, copied
 * and grown several times.
 */
export const writeAppendCall = (to: MessageWriter, group: readonly WaitingAppend[]): Buffer => {
  const length = group.reduce((sum, { events }) => sum + events.length, 0);
  const array = (oid: number, write: (append: WaitingAppend, place: number) => void) =>
    to.array(oid, length, () => {
      for (const append of group)
        for (let place = 0; place < append.events.length; place++) write(append, place);
    });
  to.execute('append_all', 8, () => {
    array(OID.text, ({ streamId }) => to.text(streamId));
    array(OID.int, ({ expected }) => to.int(expected));
    array(OID.int, (_, place) => to.int(place + 1));
    array(OID.uuid, ({ events }, place) => to.uuid(events[place]!.id));
    array(OID.text, ({ events }, place) => to.text(events[place]!.type));
    array(OID.int, ({ events }, place) => to.int(events[place]!.schemaVersion));
    array(OID.json, (append, place) => to.text(append.json(place).data));
    array(OID.json, (append, place) => to.text(append.json(place).metadata));
  });
  return to.sync().written();
};
