interface Props {
  path: string;
  question: Record<string, string | number | undefined>;
  children?: string;
}

/** The same answer once more without the counts from which somebody could be told. */
export function PublishLink({ measureId, question }: { measureId: string; question: Props['question'] }) {
  return (
    <CsvLink path={`/v1/measures/${encodeURIComponent(measureId)}/publishable`} question={question}>
      CSV to publish
    </CsvLink>
  );
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
