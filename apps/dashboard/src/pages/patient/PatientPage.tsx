import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { pathwayQuery, patientQuery } from '../../api/queries.ts';
import type { Pathway, Patient } from '../../api/types.ts';
import { fullName } from '../../format/words.ts';
import { Page } from '../../parts/Page.tsx';
import { ChartPanel, Panel } from '../../parts/Panel.tsx';
import { Answered } from '../../parts/States.tsx';
import { ClinicalPanels } from './clinical/ClinicalPanels.tsx';
import { Findings } from './Findings.tsx';
import { History } from './History.tsx';
import { PatientFacts } from './PatientFacts.tsx';
import { Records } from './Records.tsx';
import { StayTable } from './StayTable.tsx';
import { TimeTravel } from './TimeTravel.tsx';
import { stepsOf } from './timeline/steps.ts';
import { Timeline } from './timeline/Timeline.tsx';
import { pathwayQuestion, useTravel } from './travel.ts';
import { Verdicts } from './Verdicts.tsx';
import { useWholeHistory } from './wholeHistory.ts';

export function PatientPage() {
  const { patientId = '' } = useParams();
  const patient = useQuery(patientQuery(patientId));
  const name = patient.data ? fullName(patient.data.person.name) : 'Patient';
  return (
    <Page title={name} up={{ to: '/patients', name: 'Patients' }}>
      <Answered query={patient}>
        {(found) => (
          <div className="stack" key={patientId}>
            <PatientFacts patient={found} />
            <Travelled patient={found} />
            <Told patient={found} />
          </div>
        )}
      </Answered>
    </Page>
  );
}

/** What was true, as of the chosen day and as known on the chosen day. */
function Travelled({ patient: { patientId, absorbed } }: { patient: Patient }) {
  const { travel, go } = useTravel();
  const history = useWholeHistory([patientId, ...absorbed]);
  const pathway = useQuery(pathwayQuery(patientId, pathwayQuestion(travel)));
  const events = history.data?.events ?? [];
  const travelling = Boolean(travel.validAt || travel.knownAt);
  const isEmpty = (known: Pathway) =>
    known.episodes.length + known.waitlist.length + stepsOf(known).length + known.relapses.length === 0;
  const empty = travelling
    ? 'No care was known of at that time.'
    : 'No care has been recorded. A referral, a place on a waitlist or an admission begins it.';
  return (
    <>
      {pathway.data ? (
        <Records
          patientId={patientId}
          mergedInto={pathway.data.mergedInto}
          absorbed={pathway.data.absorbed}
          events={events}
        />
      ) : null}
      <TimeTravel travel={travel} go={go} events={events} />
      <ChartPanel
        title="Timeline"
        note="Lanes from most to least intensive care. Select a mark to see the event behind it."
        chart={
          <Answered query={pathway} tall isEmpty={isEmpty} empty={empty}>
            {(known) => <Timeline pathway={known} validAt={travel.validAt} />}
          </Answered>
        }
        table={
          <Answered query={pathway} isEmpty={isEmpty} empty={empty}>
            {(known) => <StayTable pathway={known} />}
          </Answered>
        }
      />
      <Answered query={pathway}>{(known) => <ClinicalPanels pathway={known} />}</Answered>
      {pathway.data?.dataQuality.length ? (
        <Panel
          title="Data quality"
          note="Facts that were kept as they were told though they contradict others."
        >
          <Findings findings={pathway.data.dataQuality} />
        </Panel>
      ) : null}
      <Panel
        title="Outcome measures"
        note="What each measure says about this patient, and the events behind it."
      >
        {travelling ? (
          <p className="quiet">Verdicts are given for the present only: return to today to see them.</p>
        ) : (
          <Answered
            query={pathway}
            isEmpty={({ measures }) => !measures?.length}
            empty={
              pathway.data?.mergedInto
                ? 'What was recorded here counts under the record that survives.'
                : 'This patient counts in no measure yet: an admission, a discharge or a week in a program begins a case.'
            }
          >
            {({ measures }) => <Verdicts verdicts={measures ?? []} />}
          </Answered>
        )}
      </Panel>
    </>
  );
}

/** What was recorded: the whole of it, whatever day is looked at. */
function Told({ patient: { patientId, absorbed } }: { patient: Patient }) {
  const history = useWholeHistory([patientId, ...absorbed]);
  const { travel } = useTravel();
  const pathway = useQuery(pathwayQuery(patientId, pathwayQuestion(travel)));
  const knownAt = pathway.data?.knownAt ?? null;
  return (
    <Panel
      title="History of events"
      id="history"
      note="Every fact as it was recorded. Nothing is ever changed: a correction is an event that voids another."
    >
      <Answered query={history} isEmpty={({ events }) => events.length === 0} empty="No events.">
        {({ events }) => <History patientId={patientId} events={events} knownAt={knownAt} />}
      </Answered>
    </Panel>
  );
}
