import { Refusal, sameJson } from '@stepwell/event-sourcing';
import { asOf } from '../as-of.ts';
import { factsOf, type Pathway } from '../pathway.ts';
import { timeline } from '../timeline.ts';
import { contraindicationOf } from '../assessment/contraindication.ts';
import { againstTerms, type AdmissionTerms } from './admission-terms.ts';
import { deathIn, isSamePlace, staysAt, type Episode } from './episode.ts';
import { cancelling } from './decide-cancellation.ts';
import { findEpisode, isOpenAt, meantEpisodes } from './find-episode.ts';
import type { Decisions } from '../decision.ts';
import type { CareCommand, EpisodeReference } from './care-command.ts';
import type { CareEvent, Override, Placement } from './care-event.ts';

type Rules = Decisions<CareCommand, CareEvent>;

const admit: Rules['AdmitPatient'] = ({ terms, ...data }, pathway, { occurredAt: at, fromFeed }) => {
  const earlier = factsOf(pathway, 'PatientAdmitted').find(
    (fact) => fact.data.episodeId === data.episodeId || fact.data.stayId === data.stayId,
  );
  if (earlier)
    return earlier.metadata.occurredAt === at && sameJson(earlier.data, data)
      ? []
      : new Refusal(
          'already-admitted',
          `This episode began on ${earlier.metadata.occurredAt} with other particulars.`,
        );
  const known = stayBegun(pathway, data.stayId);
  if (known) return stayKnown(known.metadata.occurredAt);

  const { episodes } = timeline(pathway);
  const open = episodes.find(({ stays }) =>
    staysAt(stays, at).some(({ facilityId }) => facilityId === data.facilityId),
  );
  if (open)
    return new Refusal(
      'already-admitted',
      `The patient has been in ${data.facilityId} since ${open.admission.at}.`,
    );
  // A feed tells of an admission that has taken place, whatever speaks against it.
  const refused = fromFeed
    ? undefined
    : (deceased(episodes, at) ??
      contraindicated(data, pathway, at) ??
      (terms && againstTerms(pathway, data, terms, at)));
  return refused ?? [{ type: 'PatientAdmitted', data }];
};

const deceased = (episodes: readonly Episode[], at: string): Refusal | undefined => {
  const death = deathIn(episodes);
  return death && death.at <= at
    ? new Refusal('patient-deceased', `The patient died on ${death.day}.`)
    : undefined;
};

const contraindicated = (
  data: Parameters<typeof contraindicationOf>[1],
  pathway: Pathway,
  at: string,
): Refusal | undefined => {
  const against = contraindicationOf(pathway, data, at);
  return (
    against &&
    new Refusal(
      'contraindicated',
      `Assessed on ${against.assessedOn}: ${against.contraindications.join(', ')}. Say an override: a reason and a clinician.`,
    )
  );
};

const transition: Rules['TransitionLevelOfCare'] = (
  { episode: reference, terms, ...data },
  pathway,
  { occurredAt: at, fromFeed },
) => {
  const earlier = stayBegun(pathway, data.stayId);
  if (earlier)
    return earlier.type === 'LevelOfCareTransitioned' &&
      earlier.metadata.occurredAt === at &&
      isSamePlace(earlier.data, data)
      ? []
      : stayKnown(earlier.metadata.occurredAt);
  const episode = openEpisode(pathway, reference, at);
  if (episode instanceof Refusal) return episode;
  const from = staysAt(episode.stays, at).at(-1)!;
  if (isSamePlace(from, data)) return [];
  const refused = fromFeed ? undefined : mayNotGoOn(from, data, pathway, at, terms);
  const { episodeId } = episode;
  return (
    refused ?? [{ type: 'LevelOfCareTransitioned', data: { ...data, episodeId, fromStayId: from.stayId } }]
  );
};

// What speaks against a level is asked when the patient comes to it, and what against a program likewise.
const mayNotGoOn = (
  from: Placement,
  to: Placement & { readonly override?: Override },
  pathway: Pathway,
  at: string,
  terms: AdmissionTerms | undefined,
): Refusal | undefined =>
  (from.level === to.level ? undefined : contraindicated(to, pathway, at)) ??
  (terms && from.programId !== to.programId ? againstTerms(pathway, to, terms, at) : undefined);

// A stay has one name and a name one stay, whichever way it begins.
const stayBegun = (pathway: Pathway, stayId: string) =>
  factsOf(pathway, 'PatientAdmitted', 'LevelOfCareTransitioned').find((fact) => fact.data.stayId === stayId);

const stayKnown = (since: string): Refusal => new Refusal('stay-known', `This stay began on ${since}.`);

const transferLocation: Rules['TransferLocation'] = (
  { episode: reference, location },
  pathway,
  { occurredAt: at },
) => {
  const episode = openEpisode(pathway, reference, at);
  if (episode instanceof Refusal) return episode;
  const { episodeId } = episode;
  const then = timeline(asOf(pathway, at)).episodes.find((one) => one.episodeId === episodeId)!;
  const { stayId, location: current } = then.stays.at(-1)!;
  return current === location ? [] : [{ type: 'LocationTransferred', data: { episodeId, stayId, location } }];
};

const startLeave: Rules['StartLeave'] = (
  { episode: reference, leaveId, expectedReturn },
  pathway,
  { occurredAt: at },
) => {
  const earlier = factsOf(pathway, 'LeaveStarted').find((fact) => fact.data.leaveId === leaveId);
  if (earlier?.metadata.occurredAt === at) return [];
  if (earlier) return new Refusal('leave-known', `This leave began on ${earlier.metadata.occurredAt}.`);
  const episode = openEpisode(pathway, reference, at);
  if (episode instanceof Refusal) return episode;
  const away = episode.leaves.find(({ begin, end }) => begin.at <= at && (!end || at < end.at));
  if (away) return new Refusal('already-on-leave', `The patient has been on leave since ${away.begin.at}.`);
  return [{ type: 'LeaveStarted', data: { episodeId: episode.episodeId, leaveId, expectedReturn } }];
};

const endLeave: Rules['EndLeave'] = ({ episode: reference, leaveId }, pathway, { occurredAt: at }) => {
  const episode = openEpisode(pathway, reference, at);
  if (episode instanceof Refusal) return episode;
  const leave = episode.leaves.findLast((one) => (leaveId ? one.leaveId === leaveId : one.begin.at <= at));
  if (!leave) return new Refusal('not-on-leave', 'The patient is on no leave then.');
  if (leave.end?.at === at) return [];
  if (leave.end) return new Refusal('not-on-leave', `The patient came back on ${leave.end.at}.`);
  if (at < leave.begin.at)
    return new Refusal('returned-before-leaving', `The leave began on ${leave.begin.at}.`);
  return [{ type: 'LeaveEnded', data: { episodeId: episode.episodeId, leaveId: leave.leaveId } }];
};

const discharge: Rules['DischargePatient'] = (
  { episode: reference, ...data },
  pathway,
  { occurredAt: at },
) => {
  const isRepeated = meantEpisodes(pathway, reference).some(
    ({ discharge: done }) => done?.at === at && done.reason === data.reason,
  );
  if (isRepeated) return []; // senders repeat A03
  const episode = findEpisode(pathway, reference, at);
  if (!episode) return notAdmitted();
  const { episodeId, discharge: done, admission, stays } = episode;
  if (done)
    return new Refusal('already-discharged', `The patient was discharged on ${done.at} (${done.reason}).`);
  if (at < admission.at)
    return new Refusal('discharged-before-admission', `The admission was on ${admission.at}.`);
  const last = stays.at(-1)!;
  if (at < last.begin.at)
    return new Refusal('discharged-before-transition', `The last change of level was on ${last.begin.at}.`);
  return [{ type: 'PatientDischarged', data: { ...data, episodeId } }];
};

const notAdmitted = (): Refusal =>
  new Refusal('not-admitted', 'The patient is in no such episode of care then.');

const openEpisode = (pathway: Pathway, reference: EpisodeReference, at: string): Episode | Refusal => {
  const episode = findEpisode(pathway, reference, at);
  if (!episode) return notAdmitted();
  if (at < episode.admission.at)
    return new Refusal('before-admission', `The admission was on ${episode.admission.at}.`);
  if (isOpenAt(episode, at)) return episode;
  return new Refusal('already-discharged', `The patient was discharged on ${episode.discharge!.at}.`);
};

/** Where the patient is treated and at which level. */
export const careDecisions: Rules = {
  AdmitPatient: admit,
  TransitionLevelOfCare: transition,
  TransferLocation: transferLocation,
  StartLeave: startLeave,
  EndLeave: endLeave,
  DischargePatient: discharge,
  CancelAdmission: cancelling('CancelAdmission'),
  CancelTransition: cancelling('CancelTransition'),
  CancelTransfer: cancelling('CancelTransfer'),
  CancelDischarge: cancelling('CancelDischarge'),
  CancelLeave: cancelling('CancelLeave'),
};
