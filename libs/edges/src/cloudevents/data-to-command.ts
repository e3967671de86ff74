import { Refusal } from '@stepwell/event-sourcing';
import type { PathwayCommand, Person, ProgramDefinition } from '@stepwell/pathway';
import { isCalendarDay } from '../formats.ts';
import { derivedId } from '../ids.ts';
import { episodeOf, facilityOf, placementOf } from '../place.ts';
import type { CommandData } from './command-data.ts';
import type { CommandName } from './data-schema.ts';
import { clinicalTranslations } from './clinical-to-command.ts';
import { payerTranslations } from './payer-to-command.ts';
import { lower, told, type About, type Translation } from './translation.ts';

type Cancelling = Extract<CommandName, `Cancel${string}`>;
const cancelling =
  (type: Cancelling): Translation<Cancelling> =>
  ({ reason, ...reference }) => {
    const episode = meantEpisode(reference);
    return episode instanceof Refusal ? episode : { type, data: { episode, reason } };
  };

/** The command of each name, from data that its schema has found good. */
const TRANSLATIONS: { readonly [Name in CommandName]: Translation<Name> } = {
  RegisterPatient: ({ person, identifiers }, { patientId }) =>
    faultOfPerson(person) ?? { type: 'RegisterPatient', data: { patientId, person, identifiers } },
  ReceiveDemographics: ({ person, identifiers = [] }, { patientId }) =>
    faultOfPerson(person) ?? { type: 'ReceiveDemographics', data: { patientId, person, identifiers } },
  CorrectDemographics: ({ person }) =>
    faultOfPerson(person) ?? { type: 'CorrectDemographics', data: { person } },
  LinkIdentifier: ({ identifier }) => ({ type: 'LinkIdentifier', data: { identifier } }),
  UnlinkIdentifier: ({ identifier }) => ({ type: 'UnlinkIdentifier', data: { identifier } }),
  StartCoverage: ({ coverageId, person = {}, ...plan }, { patientId }) => {
    const id = lower(coverageId) ?? derivedId('coverage', patientId, plan.payerId, plan.from);
    return { type: 'StartCoverage', data: { ...plan, coverageId: id, person } };
  },
  ReceiveCoverage: ({ coverageId, person = {}, seenOn: seen, from, ...plan }, { patientId, time }) => {
    const seenOn = seen ?? time.slice(0, 'YYYY-MM-DD'.length);
    const parts = [patientId, plan.payerId, person.memberNumber ?? '', from ?? seenOn];
    const id = lower(coverageId) ?? derivedId('coverage', ...parts);
    return { type: 'ReceiveCoverage', data: { ...plan, coverageId: id, person, from, seenOn } };
  },
  EndCoverage: ({ coverageId, until }) => ({
    type: 'EndCoverage',
    data: { coverageId: coverageId.toLowerCase(), until },
  }),
  MergePatients: ({ absorbedId }, { patientId }) => ({
    type: 'MergePatients',
    data: { survivorId: patientId, absorbedId: absorbedId.toLowerCase(), role: 'survivor' },
  }),
  UnmergePatients: ({ absorbedId, reason }, { patientId }) => ({
    type: 'UnmergePatients',
    data: { survivorId: patientId, absorbedId: absorbedId.toLowerCase(), role: 'survivor', reason },
  }),
  ReceiveReferral: ({ referralId, ...said }, { commandId }) => ({
    type: 'ReceiveReferral',
    data: { ...said, referralId: lower(referralId) ?? derivedId('referral', commandId) },
  }),
  AdmitPatient: (data, { commandId, program }) => {
    const placement = placed(data, program);
    if (placement instanceof Refusal) return placement;
    const { programId: _, facilityId: __, timeZone: ___, level: ____, ...said } = data;
    const episodeId = lower(data.episodeId) ?? derivedId('episode', commandId);
    const ids = { episodeId, stayId: derivedId('stay', episodeId) };
    return { type: 'AdmitPatient', data: { ...said, ...placement, ...ids } };
  },
  TransitionLevelOfCare: ({ episodeId, visitNumber, override, ...place }, { commandId, program }) => {
    const placement = placed(place, program);
    if (placement instanceof Refusal) return placement;
    const episode = meantEpisode({ episodeId, visitNumber, facilityId: placement.facilityId });
    if (episode instanceof Refusal) return episode;
    const data = { ...placement, episode, override, stayId: derivedId('stay', commandId) };
    return { type: 'TransitionLevelOfCare', data };
  },
  TransferLocation: ({ location, ...reference }) => {
    const episode = meantEpisode(reference);
    return episode instanceof Refusal ? episode : { type: 'TransferLocation', data: { location, episode } };
  },
  StartLeave: ({ leaveId, expectedReturn, ...reference }, { commandId }) => {
    const episode = meantEpisode(reference);
    if (episode instanceof Refusal) return episode;
    const id = lower(leaveId) ?? derivedId('leave', commandId);
    return { type: 'StartLeave', data: { leaveId: id, expectedReturn, episode } };
  },
  EndLeave: ({ leaveId, ...reference }) => {
    const episode = meantEpisode(reference);
    return episode instanceof Refusal
      ? episode
      : { type: 'EndLeave', data: { leaveId: lower(leaveId), episode } };
  },
  DischargePatient: ({ episodeId, facilityId, visitNumber, ...said }) => {
    const episode = meantEpisode({ episodeId, facilityId, visitNumber });
    return episode instanceof Refusal ? episode : { type: 'DischargePatient', data: { ...said, episode } };
  },
  CancelAdmission: cancelling('CancelAdmission'),
  CancelTransition: cancelling('CancelTransition'),
  CancelTransfer: cancelling('CancelTransfer'),
  CancelDischarge: cancelling('CancelDischarge'),
  CancelLeave: cancelling('CancelLeave'),
  RecordAttendance: (data, { program }) => {
    const attendance = attended(data, program);
    return attendance instanceof Refusal ? attendance : { type: 'RecordAttendance', data: attendance };
  },
  CorrectAttendance: ({ reason, ...data }, { program }) => {
    const attendance = attended(data, program);
    if (attendance instanceof Refusal) return attendance;
    return { type: 'CorrectAttendance', data: { ...attendance, reason } };
  },
  ReportRelapse: ({ relapseId, ...said }, { commandId }) => ({
    type: 'ReportRelapse',
    data: { ...said, relapseId: lower(relapseId) ?? derivedId('relapse', commandId) },
  }),
  WithdrawRelapseReport: ({ relapseId, reason }) => ({
    type: 'WithdrawRelapseReport',
    data: { relapseId: relapseId.toLowerCase(), reason },
  }),
  ...payerTranslations,
  ...clinicalTranslations,
  VoidEntry: ({ eventId, reason }) => ({
    type: 'VoidEntry',
    data: { eventId: eventId.toLowerCase(), reason },
  }),
};

/** Translates data that the command's schema has found good. */
export const dataToCommand = <Name extends CommandName>(
  name: Name,
  data: CommandData[Name],
  about: About,
): PathwayCommand | Refusal => {
  const translate: Translation<Name> = TRANSLATIONS[name];
  return translate(data, about);
};

const placed = (...given: Parameters<typeof placementOf>) => told(placementOf(...given));

const meantEpisode = ({ episodeId, ...reference }: Parameters<typeof episodeOf>[0]) =>
  told(episodeOf({ ...reference, episodeId: lower(episodeId) }));

const attended = (
  { programId, facilityId, timeZone, ...attendance }: CommandData['RecordAttendance'],
  program: ProgramDefinition | undefined,
) => {
  const facility = told(facilityOf({ programId, facilityId, timeZone }, program));
  if (facility instanceof Refusal) return facility;
  const { level: _, ...place } = facility;
  return { ...attendance, ...place };
};

const faultOfPerson = ({ birthDate }: Person): Refusal | undefined =>
  birthDate?.length === 'YYYY-MM-DD'.length && !isCalendarDay(birthDate)
    ? new Refusal('invalid-data', 'data.person.birthDate must be a day of the calendar, from 1850 on.')
    : undefined;
