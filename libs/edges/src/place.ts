import { Refusal } from '@stepwell/event-sourcing';
import type { EpisodeReference, LevelOfCare, Placement, ProgramDefinition } from '@stepwell/pathway';

/** What a sender says of a place: a program is enough, since its facility, level and time zone are known. */
export interface GivenPlace {
  readonly programId?: string;
  readonly facilityId?: string;
  readonly level?: LevelOfCare;
  readonly timeZone?: string;
}

/** Why what was given is no place, and which field of it to mend. */
export class PlaceRefusal extends Refusal<'program-unknown' | 'invalid-place'> {
  readonly field: string;
  constructor(code: 'program-unknown' | 'invalid-place', field: string, detail: string) {
    super(code, detail);
    this.field = field;
  }
}

type Facility = Pick<Placement, 'facilityId' | 'timeZone' | 'programId'> & { readonly level?: LevelOfCare };

/** Facility and time zone: the program's where one is named, else as given. `program` is the one named, if defined. */
export const facilityOf = (
  given: GivenPlace,
  program: ProgramDefinition | undefined,
): Facility | PlaceRefusal => {
  if (given.programId) {
    if (!program)
      return new PlaceRefusal(
        'program-unknown',
        'programId',
        `No program "${given.programId}" is defined: POST /v1/programs defines one.`,
      );
    const { facilityId, level, timeZone, programId } = program;
    if (given.facilityId && given.facilityId !== facilityId)
      return invalid('facilityId', `Program ${programId} belongs to facility ${facilityId}.`);
    return { facilityId, level, timeZone, programId };
  }
  const { facilityId, timeZone, level } = given;
  if (!facilityId) return invalid('facilityId', 'Give a programId, or a facilityId with its timeZone.');
  if (!timeZone) return invalid('timeZone', 'Without a programId the time zone of the facility is needed.');
  return { facilityId, timeZone, level };
};

/** Where and at which level a stay is to be. */
export const placementOf = (
  given: GivenPlace & Pick<Placement, 'levelCode' | 'location'>,
  program: ProgramDefinition | undefined,
): Placement | PlaceRefusal => {
  const facility = facilityOf(given, program);
  if (facility instanceof PlaceRefusal) return facility;
  const { level, ...place } = facility;
  if (!level) return invalid('level', 'Without a programId the level of care is needed.');
  if (given.level && given.level !== level)
    return invalid('level', `Program ${place.programId} gives ${level} care.`);
  return { ...place, level, levelCode: given.levelCode, location: given.location };
};

/** Care at a level of a facility, whenever it is: no time zone is needed. */
export const careOf = (
  { programId, facilityId, level }: GivenPlace,
  program: ProgramDefinition | undefined,
): Pick<Placement, 'facilityId' | 'programId' | 'level'> | PlaceRefusal => {
  if (!programId && !facilityId)
    return invalid('facilityId', 'Give a programId, or a facilityId with a level.');
  const place = placementOf({ programId, facilityId, level, timeZone: 'UTC' }, program);
  if (place instanceof PlaceRefusal) return place;
  return { facilityId: place.facilityId, programId: place.programId, level: place.level };
};

/** Which episode is meant: the one named, or the one open at a facility. */
export const episodeOf = ({
  episodeId,
  facilityId,
  visitNumber,
}: {
  readonly episodeId?: string;
  readonly facilityId?: string;
  readonly visitNumber?: string;
}): EpisodeReference | PlaceRefusal => {
  if (episodeId) return { episodeId };
  if (facilityId) return { facilityId, visitNumber };
  return invalid('episodeId', 'Give the episodeId, or the facilityId whose open episode is meant.');
};

const invalid = (field: string, detail: string): PlaceRefusal =>
  new PlaceRefusal('invalid-place', field, detail);
