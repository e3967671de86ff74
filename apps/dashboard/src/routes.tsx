import { createBrowserRouter, type RouteObject } from 'react-router';
import { NotFound, RouteFailure } from './layout/RouteFailure.tsx';
import { Shell } from './layout/Shell.tsx';
import { Loading } from './parts/States.tsx';

// Each page is a bundle of its own, and the charts' library comes only with the charts.
const pages: RouteObject[] = [
  {
    index: true,
    lazy: async () => ({ Component: (await import('./pages/census/CensusPage.tsx')).CensusPage }),
  },
  {
    path: 'census/patients',
    lazy: async () => ({ Component: (await import('./pages/census/CensusPatients.tsx')).CensusPatients }),
  },
  { path: 'flow', lazy: async () => ({ Component: (await import('./pages/flow/FlowPage.tsx')).FlowPage }) },
  {
    path: 'flow/cases',
    lazy: async () => ({ Component: (await import('./pages/flow/FlowCases.tsx')).FlowCases }),
  },
  {
    path: 'flow/stays',
    lazy: async () => ({ Component: (await import('./pages/flow/EndedStays.tsx')).EndedStays }),
  },
  {
    path: 'outcomes/:measureId?',
    lazy: async () => ({ Component: (await import('./pages/outcomes/OutcomesPage.tsx')).OutcomesPage }),
  },
  {
    path: 'outcomes/:measureId/cases',
    lazy: async () => ({ Component: (await import('./pages/outcomes/OutcomeCases.tsx')).OutcomeCases }),
  },
  {
    path: 'outcomes/:measureId/what-if',
    lazy: async () => ({ Component: (await import('./pages/outcomes/whatIf/WhatIfPage.tsx')).WhatIfPage }),
  },
  {
    path: 'programs',
    lazy: async () => ({ Component: (await import('./pages/programs/ProgramsPage.tsx')).ProgramsPage }),
  },
  {
    path: 'programs/:programId',
    lazy: async () => ({ Component: (await import('./pages/programs/ProgramPage.tsx')).ProgramPage }),
  },
  {
    path: 'members',
    lazy: async () => ({ Component: (await import('./pages/members/MembersPage.tsx')).MembersPage }),
  },
  {
    path: 'alerts',
    lazy: async () => ({ Component: (await import('./pages/alerts/AlertsPage.tsx')).AlertsPage }),
  },
  {
    path: 'webhooks',
    lazy: async () => ({
      Component: (await import('./pages/subscriptions/SubscriptionsPage.tsx')).SubscriptionsPage,
    }),
  },
  {
    path: 'patients',
    lazy: async () => ({ Component: (await import('./pages/patients/PatientsPage.tsx')).PatientsPage }),
  },
  {
    path: 'patients/:patientId',
    lazy: async () => ({ Component: (await import('./pages/patient/PatientPage.tsx')).PatientPage }),
  },
  {
    path: 'quarantine',
    lazy: async () => ({ Component: (await import('./pages/quarantine/QuarantinePage.tsx')).QuarantinePage }),
  },
  {
    path: 'quarantine/:itemId',
    lazy: async () => ({
      Component: (await import('./pages/quarantine/QuarantineItem.tsx')).QuarantineItemPage,
    }),
  },
  { path: '*', Component: NotFound },
];

export const router = createBrowserRouter([
  {
    path: '/',
    Component: Shell,
    HydrateFallback: () => <Loading tall />,
    children: [{ ErrorBoundary: RouteFailure, children: pages }],
  },
]);
