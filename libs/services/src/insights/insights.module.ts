import { Module } from '@nestjs/common';
import { AlertsController } from './alerts.controller.ts';
import { AttendanceController } from './attendance.controller.ts';
import { CensusController } from './census.controller.ts';
import { CurvesController } from './curves.controller.ts';
import { DataQualityController } from './data-quality.controller.ts';
import { EarlierReports } from './earlier-reports.ts';
import { FacilityDirectory } from './facility-directory.ts';
import { FlowController } from './flow.controller.ts';
import { LiveController } from '../live/live.controller.ts';
import { OutcomesController } from './outcomes.controller.ts';
import { ProgramsOverviewController } from './programs.controller.ts';
import { ProgramSessionsController } from './sessions.controller.ts';
import { ReadModelMoves } from '../live/read-model-moves.ts';
import { Streams } from '../live/streams.ts';
import { OutgoingModule } from '../outgoing/outgoing.module.ts';
import { GroupLabels } from './group-labels.ts';
import { DivergencesController } from './divergences.controller.ts';
import { LengthsController } from './lengths.controller.ts';
import { MembersController } from './members.controller.ts';
import { MeasuresController } from './measures.controller.ts';
import { WhatIfController } from './what-if/what-if.controller.ts';
import { WhatIfDesk } from './what-if/what-if-desk.ts';

/** The read side for hospitals and health plans. */
@Module({
  imports: [OutgoingModule],
  controllers: [
    CensusController,
    FlowController,
    LengthsController,
    MeasuresController,
    CurvesController,
    WhatIfController,
    AttendanceController,
    AlertsController,
    DataQualityController,
    OutcomesController,
    ProgramsOverviewController,
    ProgramSessionsController,
    DivergencesController,
    MembersController,
    LiveController,
  ],
  providers: [FacilityDirectory, GroupLabels, EarlierReports, WhatIfDesk, ReadModelMoves, Streams],
  exports: [FacilityDirectory],
})
export class InsightsModule {}
