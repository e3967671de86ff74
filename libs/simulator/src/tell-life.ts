import { DAY, HOUR, momentAt } from './calendar.ts';
import { endOf, type Life, type TrueEpisode } from './life.ts';
import { programOf, type ProgramId } from './network.ts';
import { Random } from './random.ts';
import { TELLING } from './simulate-life.ts';
import { tellAuthorizations } from './tell-authorizations.ts';
import { tellAssessments } from './tell-assessments.ts';
import { tellConsents } from './tell-consents.ts';
import { tellDischarge } from './tell-discharge.ts';
import { identityOf, introduction, tellErrands, tellRegistration, type Identity } from './tell-identity.ts';
import { tellRelapses } from './tell-relapses.ts';
import { tellAdmission } from './tell-admission.ts';
import { tellTransitions } from './tell-transitions.ts';
import { admission, referenceTo } from './placement.ts';
import { tellAbsences, tellSessions } from './tell-treatment.ts';
import { Telling } from './telling.ts';

/** Tells a life as the network's systems would: what is told amounts to that life, however it comes in. */
export const tellLife = (seed: number, life: Life, horizon: number): Telling => {
  const random = new Random(seed, life.patient.number, TELLING);
  const telling = new Telling(life, random, horizon);
  const identity = identityOf(life, random, horizon);
  tellRegistration(telling, identity);
  const lastEnds = new Map<string, number>();
  for (const episode of life.episodes) {
    tellEpisode(telling, identity, episode, lastEnds.get(episode.facilityId) ?? -Infinity);
    lastEnds.set(episode.facilityId, endOf(episode)?.at ?? Infinity);
  }
  tellErrands(telling, identity);
  tellRelapses(telling);
  tellStranger(telling, identity);
  tellAuthorizations(telling);
  tellAssessments(seed, telling);
  tellConsents(seed, telling);
  return telling;
};

const tellEpisode = (
  telling: Telling,
  identity: Identity,
  episode: TrueEpisode,
  clearSince: number,
): void => {
  const admitted = tellAdmission(telling, identity, episode, clearSince);
  const { last, corrected } = tellTransitions(telling, episode, admitted);
  const { settled, shut } = tellDischarge(telling, episode, corrected);
  const doors = { admitted, shut };
  tellAbsences(telling, episode, doors);
  tellSessions(
    telling,
    telling.life.sessions.filter((session) => session.episode === episode),
    doors,
  );
  telling.settle(episode.facilityId, Math.max(last, settled));
};

const STRANGER = 0.012;
const FRONT_DOORS: readonly ProgramId[] = ['mercy-inpatient', 'lakeside-iop', 'harbor-op'];

/** An admission of somebody else under this patient's number, at a facility where the patient never was. */
const tellStranger = (telling: Telling, identity: Identity): void => {
  const { life, random } = telling;
  const strange = FRONT_DOORS.map(programOf).find(
    ({ facilityId }) => !life.episodes.some((episode) => episode.facilityId === facilityId),
  );
  const since = life.episodes[0]!.stays[0]!.begin;
  const died = life.episodes.some(({ discharge }) => discharge?.reason === 'death');
  if (!strange || died || !telling.mayErr({ at: since.at + 30 * DAY }, STRANGER)) return;
  const { facilityId, timeZone } = strange;
  const begin = momentAt(timeZone, since.day + random.whole(5, 30), random.whole(9 * 60, 17 * 60));
  const episode: TrueEpisode = {
    ...{ episodeId: random.uuid(), visitNumber: `${life.patient.recordNumber.slice(2)}99`, facilityId },
    ...{ stays: [{ stayId: random.uuid(), program: strange, begin }], leaves: [] },
  };
  const spoken = { facilityId, at: begin.at, actor: 'registrar', lag: 'errand' } as const;
  const data = admission(episode, life.patient);
  const told = telling.say({
    ...spoken,
    commands: [...introduction(life, identity, facilityId, begin.at), { type: 'AdmitPatient', data }],
  });
  const cancel = {
    type: 'CancelAdmission',
    data: { episode: referenceTo(episode), reason: 'another patient was meant' },
  } as const;
  telling.say({ ...spoken, commands: [cancel], after: told + random.whole(1, 30) * HOUR, lag: 'correction' });
};
