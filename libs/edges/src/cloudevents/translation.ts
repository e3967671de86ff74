import { Refusal } from '@stepwell/event-sourcing';
import type { PathwayCommand, ProgramDefinition } from '@stepwell/pathway';
import { PlaceRefusal } from '../place.ts';
import type { CommandData } from './command-data.ts';

/** What a command is made from besides its data. */
export interface About {
  readonly patientId: string;
  readonly commandId: string;
  /** The event's time as its sender wrote it. */
  readonly time: string;
  /** The program that the data name, where it is defined. */
  readonly program: ProgramDefinition | undefined;
}

/** Makes a command of data that its schema has found good. */
export type Translation<Name extends keyof CommandData> = (
  data: CommandData[Name],
  about: About,
) => PathwayCommand | Refusal;

/** Ids are kept in small letters: in either case it is the same one. */
export const lower = (id: string | undefined): string | undefined => id?.toLowerCase();

/** What is said of a place, or which member of the data is to be mended. */
export const told = <T>(said: T | PlaceRefusal): T | Refusal =>
  said instanceof PlaceRefusal && said.code === 'invalid-place'
    ? new Refusal('invalid-data', `data.${said.field}: ${said.detail}`)
    : said;
