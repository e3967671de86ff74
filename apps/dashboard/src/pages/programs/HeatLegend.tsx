import { heatBins } from './heat.ts';

export function HeatLegend({ unit, prorated = false }: { unit: string; prorated?: boolean }) {
  return (
    <ul className="legend" aria-label="Colours of the cells">
      {heatBins.map(({ name, className }) => (
        <li key={name}>
          <span className={`swatch ${className}`} />
          {name}
        </li>
      ))}
      <li className="quiet">{unit}</li>
      {prorated ? (
        <li>
          <span className="swatch heat-0 prorated" />
          pro-rated week (also marked ◪)
        </li>
      ) : null}
    </ul>
  );
}
