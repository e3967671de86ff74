import { Link, useRouteError } from 'react-router';
import { Page } from '../parts/Page.tsx';

/** A page that broke, or whose bundle is gone because a newer version was deployed. */
export function RouteFailure() {
  const error = useRouteError();
  const detail = error instanceof Error ? error.message : 'The page could not be shown.';
  return (
    <Page title="This page could not be shown">
      <div className="failure" role="alert">
        <p>{detail}</p>
        <button type="button" onClick={() => window.location.reload()}>
          Reload
        </button>
      </div>
    </Page>
  );
}

export function NotFound() {
  return (
    <Page title="No such page">
      <p>
        Nothing lives at this address. <Link to="/">Go to the census</Link>.
      </p>
    </Page>
  );
}
