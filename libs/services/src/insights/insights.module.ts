import { Module } from '@nestjs/common';
import { AlertsController } from './alerts.controller.ts';
import { AttendanceController } from './attendance.controller.ts';
import { CensusController } from './census.controller.ts';
import { FacilityDirectory } from './facility-directory.ts';
import { FlowController } from './flow.controller.ts';
import { MeasuresController } from './measures.controller.ts';

/** The read side for hospitals and health plans. */
@Module({
  controllers: [CensusController, FlowController, MeasuresController, AttendanceController, AlertsController],
  providers: [FacilityDirectory],
  exports: [FacilityDirectory],
})
export class InsightsModule {}
