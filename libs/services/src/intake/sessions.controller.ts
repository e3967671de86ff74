import { Body, Controller, Headers, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refusal, comparePositions, type EventStore, type Position } from '@stepwell/event-sourcing';
import { patientIdOf } from '@stepwell/edges/ids';
import type { Attendance } from '@stepwell/pathway';
import { named } from '../http/path.pipes.ts';
import { Problem, problemOfRefusal } from '../http/problem.ts';
import { Answers } from '../openapi/answers.decorator.ts';
import { CLOCK, STORE, type Clock } from '../tokens.ts';
import { Intake } from './orders.ts';
import { facilityGiven, restRequest, withCommands } from './requests.ts';
import { RosterDto, type RosterEntryDto } from './roster.dto.ts';

/** What became of one patient's entry. */
export interface RosterEntryAnswer {
  readonly patientId: string;
  readonly outcome: 'recorded' | 'corrected' | 'known' | 'refused';
  /** Why it was refused. */
  readonly code: string | null;
  readonly detail: string | null;
}

/** What became of a roster. */
export interface RosterAnswer {
  readonly sessionId: string;
  readonly facilityId: string;
  readonly recorded: number;
  readonly corrected: number;
  readonly known: number;
  readonly refused: number;
  /** In the order in which they were sent. */
  readonly patients: readonly RosterEntryAnswer[];
  /** A query with `?atLeast=` this position sees what was recorded. */
  readonly position: Position | null;
}

type Settled = RosterEntryAnswer & { readonly position: Position | null };

/** Group sessions: one session, many patients. */
@ApiTags('Recording')
@Controller('v1/sessions')
export class SessionsController {
  private readonly intake: Intake;
  private readonly store: EventStore;
  private readonly now: Clock;
  constructor(@Inject(Intake) intake: Intake, @Inject(STORE) store: EventStore, @Inject(CLOCK) now: Clock) {
    this.intake = intake;
    this.store = store;
    this.now = now;
  }

  @ApiOperation({
    summary: 'Records who was at a group session: up to 100 patients, at whatever level of care each is.',
    description:
      'Safe to send again: what is recorded already is known. Each patient is answered; one that is refused stops no other. What is recorded otherwise is refused as attendance-known unless a correctionReason says that it is to be corrected.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'Keeps a late repetition from undoing a correction that was made since.',
  })
  @Post(':sessionId/roster')
  @HttpCode(200)
  @Answers('RosterAnswer')
  async roster(
    @Param('sessionId', named('sessionId')) sessionId: string,
    @Body() body: RosterDto,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<RosterAnswer> {
    const { kind, modality, scheduledMinutes } = body;
    const { level: _, ...place } = await facilityGiven(this.store, body);
    const session = { sessionId, kind, modality, scheduledMinutes, ...place };
    const ids = body.patients.map(patientGiven);
    refuseTwice(ids);
    const settled = await Promise.all(
      body.patients.map((entry, n) => this.record(ids[n]!, entry, session, body, key)),
    );
    const count = (outcome: RosterEntryAnswer['outcome']) =>
      settled.filter((one) => one.outcome === outcome).length;
    return {
      ...{ sessionId, facilityId: place.facilityId },
      ...{ recorded: count('recorded'), corrected: count('corrected') },
      ...{ known: count('known'), refused: count('refused') },
      patients: settled.map(({ position: __, ...answer }) => answer),
      position: latest(settled.map(({ position }) => position)),
    };
  }

  private async record(
    patientId: string,
    { status, attendedMinutes }: RosterEntryDto,
    session: Omit<Attendance, 'status' | 'attendedMinutes'>,
    { correctionReason: reason, recordedBy, occurredAt }: RosterDto,
    key: string | undefined,
  ): Promise<Settled> {
    const data = { ...session, status, attendedMinutes: attendedMinutes ?? minutesOf(status, session) };
    const scope = `sessions/${session.facilityId}/${session.sessionId}/roster/${patientId}`;
    const sent = { recordedBy, occurredAt, ...data, reason };
    const request = (part: string) => restRequest(scope + part, patientId, key, sent, this.now());
    const requests = [withCommands(request(''), { type: 'RecordAttendance', data })];
    // Where the first is refused because something else is recorded, the second corrects it; else it changes nothing.
    if (reason)
      requests.push(
        withCommands(request('/correction'), { type: 'CorrectAttendance', data: { ...data, reason } }),
      );
    const [recorded, corrected] = await this.intake.patient(patientId, requests);
    const isOtherwise = recorded instanceof Refusal && recorded.code === 'attendance-known';
    const answer = isOtherwise && corrected ? corrected : recorded!;
    if (answer instanceof Refusal) {
      const { code, message: detail } = problemOfRefusal(answer);
      const how = isOtherwise ? ' Send the roster with a correctionReason to correct it.' : '';
      return { patientId, outcome: 'refused', code, detail: detail + how, position: null };
    }
    const done = answer === corrected ? 'corrected' : 'recorded';
    const outcome = answer.outcome === 'appended' ? done : 'known';
    return { patientId, outcome, code: null, detail: null, position: answer.position };
  }
}

const patientGiven = ({ patientId, identifier }: RosterEntryDto, n: number): string => {
  if (patientId) return patientId;
  if (identifier) return patientIdOf(identifier);
  throw badEntry(n, 'Give the patientId, or the identifier under which the patient was registered.');
};

const refuseTwice = (ids: readonly string[]): void => {
  const twice = ids.findIndex((id, n) => ids.indexOf(id) !== n);
  if (twice !== -1) throw badEntry(twice, 'This patient is in the roster twice.');
};

const badEntry = (n: number, detail: string): Problem =>
  new Problem(422, 'invalid-request', detail, { errors: [{ field: `patients.${n}`, detail }] });

const minutesOf = (
  status: Attendance['status'],
  { scheduledMinutes }: Pick<Attendance, 'scheduledMinutes'>,
): number => (status === 'excused' || status === 'no-show' ? 0 : scheduledMinutes);

const latest = (positions: readonly (Position | null)[]): Position | null =>
  positions.reduce(
    (last, one) => (last === null || (one !== null && comparePositions(one, last) > 0) ? one : last),
    null,
  );
