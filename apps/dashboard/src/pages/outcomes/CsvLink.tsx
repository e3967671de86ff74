interface Props {
  path: string;
  question: Record<string, string | number | undefined>;
  children?: string;
}

/** The same answer as a table for a spreadsheet. */
export function CsvLink({ path, question, children = 'CSV' }: Props) {
  const query = new URLSearchParams({ format: 'csv' });
  for (const [key, value] of Object.entries(question)) if (value !== undefined) query.set(key, String(value));
  return (
    <a className="csv" href={`${path}?${query}`} download>
      {children}
    </a>
  );
}
