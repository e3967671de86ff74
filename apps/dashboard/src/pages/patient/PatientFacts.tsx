import type { Patient } from '../../api/types.ts';
import { ageWords, formatDay, today } from '../../format/dates.ts';
import { sentence } from '../../format/words.ts';

export function PatientFacts({ patient: { person, identifiers, patientId } }: { patient: Patient }) {
  const { birthDate, sex, phone } = person;
  return (
    <dl className="facts person">
      <Fact
        name="Born"
        value={birthDate ? `${formatDay(birthDate)} (${ageWords(birthDate, today())} years)` : 'Not recorded'}
      />
      <Fact name="Sex" value={sex ? sentence(sex) : 'Not recorded'} />
      {phone ? <Fact name="Phone" value={phone} /> : null}
      {identifiers.map(({ system, value, type }) => (
        <Fact key={`${system} ${value}`} name={`${type ?? 'Identifier'} · ${system}`} value={value} />
      ))}
      <Fact name="Patient id" value={patientId} code />
    </dl>
  );
}

function Fact({ name, value, code = false }: { name: string; value: string; code?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{code ? <code>{value}</code> : value}</dd>
    </div>
  );
}
