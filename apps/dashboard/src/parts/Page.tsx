import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';

interface Props {
  title: string;
  lead?: ReactNode;
  up?: { to: string; name: string };
  children: ReactNode;
}

export function Page({ title, lead, up, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Stepwell`;
  }, [title]);
  return (
    <>
      <header className="page-head">
        {up ? (
          <nav aria-label="Breadcrumb">
            <Link to={up.to}>← {up.name}</Link>
          </nav>
        ) : null}
        <h1>{title}</h1>
        {lead ? <p className="lead">{lead}</p> : null}
      </header>
      {children}
    </>
  );
}
