import type { Level } from '../api/types.ts';

interface LevelOfCare {
  id: Level;
  name: string;
  code: string;
  /** A custom property of `levels.css`: the ramp runs from dark to light as care gets less intensive. */
  color: string;
  /** Ink that can be read on that colour. */
  ink: string;
}

const level = (id: Level, name: string, code: string): LevelOfCare => ({
  id,
  name,
  code,
  color: `var(--level-${id})`,
  ink: `var(--level-${id}-ink)`,
});

/** From most to least intensive: the order of every lane, layer and table row. */
export const levels: readonly LevelOfCare[] = [
  level('inpatient', 'Inpatient', 'INP'),
  level('withdrawal-management', 'Withdrawal management', 'WM'),
  level('residential', 'Residential', 'RES'),
  level('partial-hospitalization', 'Partial hospitalization', 'PHP'),
  level('intensive-outpatient', 'Intensive outpatient', 'IOP'),
  level('outpatient', 'Outpatient', 'OP'),
  level('aftercare', 'Aftercare', 'AFT'),
];

const byId = new Map<string, LevelOfCare>(levels.map((each) => [each.id, each]));

export const levelOf = (id: string): LevelOfCare =>
  byId.get(id) ?? {
    id: id as Level,
    name: id,
    code: id.slice(0, 3).toUpperCase(),
    color: 'var(--ink-3)',
    ink: 'var(--surface)',
  };

export const isLevel = (id: string | null): id is Level => id !== null && byId.has(id);
