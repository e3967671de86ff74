import { program, type Program } from '@stepwell/pathway';
import { attended, jan, pathwayOf, registered } from '@stepwell/pathway/testing';
import { servicesOf } from './services.ts';

const known = (level: 'intensive-outpatient' | 'outpatient'): Map<string, Program> => {
  const definition = {
    programId: 'day',
    name: 'Day',
    facilityId: 'north',
    facilityName: 'North',
    level,
    timeZone: 'UTC',
  };
  return new Map([['day', { ...program.initialState, definition }]]);
};

test('a session in no stay is of the level of its program, and of another once the programs are others', () => {
  const pathway = pathwayOf(registered, attended(jan(5), { programId: 'day' }));
  const levels = (programs: Map<string, Program>) => servicesOf(pathway, programs).map(({ level }) => level);
  expect(levels(known('intensive-outpatient'))).toEqual(['intensive-outpatient']);
  expect(levels(known('outpatient'))).toEqual(['outpatient']);
  expect(levels(new Map())).toEqual([undefined]);
});
