import { Link } from 'react-router';
import type { Census } from '../../api/types.ts';
import { formatNumber } from '../../format/words.ts';

interface Props {
  facilities: Census['facilities'];
  linkTo: (facilityId: string) => string;
}

/** A table whose last column is drawn: already both picture and figures. */
export function FacilityBars({ facilities, linkTo }: Props) {
  const most = Math.max(1, ...facilities.map(({ patients }) => patients));
  const ordered = facilities.toSorted((a, b) => b.patients - a.patients);
  return (
    <table className="bars">
      <caption className="visually-hidden">Census by facility</caption>
      <thead>
        <tr>
          <th scope="col">Facility</th>
          <th scope="col" className="numeric">
            Patients
          </th>
          <td aria-hidden="true" />
        </tr>
      </thead>
      <tbody>
        {ordered.map(({ facilityId, name, patients }) => (
          <tr key={facilityId}>
            <td>
              <Link to={linkTo(facilityId)}>{name}</Link>
            </td>
            <td className="numeric">{formatNumber(patients)}</td>
            <td aria-hidden="true" className="bar-cell">
              <span className="bar" style={{ width: `${(100 * patients) / most}%` }} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
