import {
  timeline,
  type AttendedSession,
  type LevelOfCare,
  type LocalDate,
  type Pathway,
} from '@stepwell/pathway';
import { isExactToTheDay, type Programs } from './measure.ts';

/** A session that the patient came to, on a day that is known, with the level of care that it was part of. */
export interface Service {
  readonly at: string;
  readonly day: LocalDate;
  readonly eventId: string;
  readonly isTelehealth: boolean;
  /** That of the stay it fell in, else of its program; absent where neither is known. */
  readonly level?: LevelOfCare;
}

/** Whether the patient came, for however long. */
export const wasThere = ({ status }: Pick<AttendedSession, 'status'>): boolean =>
  status === 'attended' || status === 'late' || status === 'left-early';

// The measures ask for the services of one state, one after the other.
const SERVICES = Symbol('services');

/** The services that a patient attended, in the order of time. */
export const servicesOf = (pathway: Pathway, programs: Programs): readonly Service[] =>
  pathway.derived.once(
    SERVICES,
    () => ({ programs, services: attendedServices(pathway, programs) }),
    (known) => known.programs === programs,
  ).services;

const attendedServices = (pathway: Pathway, programs: Programs): Service[] => {
  const services: Service[] = [];
  for (const session of timeline(pathway).sessions) {
    const { at, day, eventId, precision, modality, stay, programId } = session;
    if (!wasThere(session) || !isExactToTheDay(precision)) continue;
    const level = stay?.level ?? (programId && programs.get(programId)?.definition?.level) ?? undefined;
    services.push({ at, day, eventId, isTelehealth: modality === 'telehealth', level: level || undefined });
  }
  return services;
};

/** The first service of those on days from one to another, both included. */
export const firstService = (
  services: readonly Service[],
  from: LocalDate,
  to: LocalDate,
  counts: (service: Service) => boolean = () => true,
): Service | undefined => services.find((one) => one.day >= from && one.day <= to && counts(one));

/** Outpatient, intensive outpatient or partial hospitalization: treatment of somebody who lives at home. */
export const isCommunityCare = ({ level }: Service): boolean =>
  level === 'outpatient' || level === 'intensive-outpatient' || level === 'partial-hospitalization';
