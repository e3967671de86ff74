import { useId, useState, type ReactNode } from 'react';

interface PanelProps {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  id?: string;
  children: ReactNode;
}

export function Panel({ title, note, actions, id, children }: PanelProps) {
  const heading = useId();
  return (
    <section className="panel" aria-labelledby={heading} id={id}>
      <header className="panel-head">
        <div>
          <h2 id={heading}>{title}</h2>
          {note ? <p className="quiet">{note}</p> : null}
        </div>
        {actions ? <div className="actions">{actions}</div> : null}
      </header>
      {children}
    </section>
  );
}

interface ChartPanelProps extends Omit<PanelProps, 'children'> {
  chart: ReactNode;
  table: ReactNode;
}

/** Every picture can be read as a table. */
export function ChartPanel({ chart, table, actions, ...panel }: ChartPanelProps) {
  const [asTable, setAsTable] = useState(false);
  const toggle = (
    <button type="button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
      Show as table
    </button>
  );
  return (
    <Panel
      {...panel}
      actions={
        <>
          {actions}
          {toggle}
        </>
      }
    >
      {asTable ? table : chart}
    </Panel>
  );
}
