import { useEffect, useRef, useState } from 'react';
import {
  Link,
  NavLink,
  Outlet,
  ScrollRestoration,
  useLocation,
  useNavigation,
  useSearchParams,
} from 'react-router';
import { useQuery } from '@tanstack/react-query';
import { quarantineCountQuery } from '../api/queries.ts';
import { formatNumber } from '../format/words.ts';
import { LiveMark } from '../live/LiveMark.tsx';
import { linkTo } from '../url/address.ts';
import { themes, useTheme, type Theme } from './theme.ts';

const sections = [
  { path: '/', name: 'Census', scoped: true },
  { path: '/flow', name: 'Flow', scoped: true },
  { path: '/outcomes', name: 'Outcomes', scoped: true },
  { path: '/programs', name: 'Programs', scoped: true },
  { path: '/members', name: 'Members', scoped: true },
  { path: '/alerts', name: 'Alerts', scoped: true },
  { path: '/patients', name: 'Patients', scoped: false },
  { path: '/quarantine', name: 'Quarantine', scoped: false },
  { path: '/webhooks', name: 'Webhooks', scoped: false },
];

export function Shell() {
  const { pathname } = useLocation();
  const main = useFocusOnArrival(pathname);
  const busy = useNavigation().state !== 'idle';
  return (
    <>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <header className="top">
        <Link to="/" className="brand">
          <img src="/icon.svg" alt="" width="26" height="26" />
          Stepwell
        </Link>
        <Sections key={pathname} />
        <LiveMark />
        <ThemeSwitch />
      </header>
      <div className={busy ? 'progress busy' : 'progress'} aria-hidden="true" />
      <QuarantineBanner />
      <main id="main" tabIndex={-1} ref={main}>
        <Outlet />
      </main>
      <ScrollRestoration />
    </>
  );
}

/** A new page takes the focus, so that a screen reader starts at its heading; the first page leaves it alone. */
function useFocusOnArrival(pathname: string) {
  const main = useRef<HTMLElement>(null);
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current === pathname) return;
    last.current = pathname;
    if (!window.location.hash) main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}

function Sections() {
  const [open, setOpen] = useState(false);
  const [params] = useSearchParams();
  return (
    <nav aria-label="Main" className={open ? 'sections open' : 'sections'}>
      <button
        type="button"
        className="menu"
        aria-expanded={open}
        aria-controls="sections"
        onClick={() => setOpen(!open)}
      >
        <span aria-hidden="true">☰</span> Menu
      </button>
      <ul id="sections">
        {sections.map(({ path, name, scoped }) => (
          <li key={path}>
            <NavLink to={scoped ? linkTo(path, params) : path} end={path === '/'}>
              {name}
              {path === '/quarantine' ? <Waiting /> : null}
            </NavLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** How many messages wait in quarantine; nothing where that cannot be told. */
function Waiting() {
  const { data } = useQuery(quarantineCountQuery);
  if (!data?.open) return null;
  return (
    <span className={data.isAlert ? 'count alert' : 'count'}>
      {formatNumber(data.open)}
      <span className="visually-hidden"> waiting</span>
    </span>
  );
}

/** On every page, until somebody has seen to it. */
function QuarantineBanner() {
  const { data } = useQuery(quarantineCountQuery);
  if (!data?.isAlert) return null;
  return (
    <p className="banner" role="status">
      {formatNumber(data.open)} messages wait in quarantine, {formatNumber(data.lastDay)} of them since
      yesterday: more than {formatNumber(data.alertAbove)}. <Link to="/quarantine">See why</Link>
    </p>
  );
}

const themeNames: Record<Theme, string> = { system: 'Auto', light: 'Light', dark: 'Dark' };

function ThemeSwitch() {
  const [theme, setTheme] = useTheme();
  return (
    <label className="theme">
      <span className="visually-hidden">Colour theme</span>
      <select value={theme} onChange={(event) => setTheme(event.target.value as Theme)}>
        {themes.map((each) => (
          <option key={each} value={each}>
            {themeNames[each]}
          </option>
        ))}
      </select>
    </label>
  );
}
