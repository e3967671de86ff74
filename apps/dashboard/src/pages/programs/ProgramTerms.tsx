import { useQuery } from '@tanstack/react-query';
import { programsQuery } from '../../api/queries.ts';
import type { ProgramOnDay } from '../../api/types.ts';
import { formatDay } from '../../format/dates.ts';
import { sentence } from '../../format/words.ts';
import { LevelTag } from '../../levels/LevelTag.tsx';
import { Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';

/** Whom a program admits, and what it gives them. */
export function ProgramTerms({ programId, on }: { programId: string; on: string }) {
  const query = useQuery({
    ...programsQuery({ on }),
    select: ({ programs }) => programs.find((one) => one.programId === programId) ?? null,
  });
  return (
    <Panel title="Terms" note={`As on ${formatDay(on)}.`}>
      <Answered query={query} isEmpty={(program) => program === null} empty="Nothing is defined of it.">
        {(program) => (program ? <Terms program={program} /> : null)}
      </Answered>
    </Panel>
  );
}

const Terms = ({ program: { level, ageBand, sessionKinds, modalities } }: { program: ProgramOnDay }) => (
  <dl className="facts">
    <div>
      <dt>Level of care</dt>
      <dd>
        <LevelTag level={level} />
      </dd>
    </div>
    <div>
      <dt>Ages</dt>
      <dd>{agesWords(ageBand)}</dd>
    </div>
    <div>
      <dt>Sessions</dt>
      <dd>{listed(sessionKinds)}</dd>
    </div>
    <div>
      <dt>Given</dt>
      <dd>{listed(modalities)}</dd>
    </div>
  </dl>
);

const listed = (codes: readonly string[] | null): string =>
  codes ? codes.map((code) => sentence(code)).join(', ') : 'Not recorded';

function agesWords(ages: ProgramOnDay['ageBand']): string {
  if (ages?.least === undefined) return ages?.most === undefined ? 'All' : `Up to ${ages.most}`;
  return ages.most === undefined ? `${ages.least} and older` : `${ages.least} to ${ages.most}`;
}
