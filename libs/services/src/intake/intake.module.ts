import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { CloudEventsIntake } from './cloudevents-intake.ts';
import { EventsController } from './events.controller.ts';
import { Hl7v2Controller } from './hl7v2.controller.ts';
import { Hl7v2Intake } from './hl7v2-intake.ts';
import { MllpIntake } from './mllp/mllp-intake.ts';
import { MllpListener } from './mllp/mllp-listener.ts';
import { Intake, PathwayOrdersHandler, ProgramOrdersHandler } from './orders.ts';
import { ClinicalController } from './clinical.controller.ts';
import { ConsentController } from './consent.controller.ts';
import { WaitlistController } from './waitlist.controller.ts';
import { CoverageController } from './coverage.controller.ts';
import { CorrectionController } from './correction.controller.ts';
import { PayerController } from './payer.controller.ts';
import { Recorder } from './recorder.ts';
import { PatientsController } from './patients.controller.ts';
import { KafkaIntake } from './kafka-intake.ts';
import { ProgramsController } from './programs.controller.ts';
import { QuarantineController } from './quarantine.controller.ts';
import { SessionsController } from './sessions.controller.ts';
import { SiteMapWatch } from './site-map-watch.ts';
import { TedsIntake } from './teds-intake.ts';
import { QuarantineReplay } from './quarantine-replay.ts';
import { QuarantineWatch } from './quarantine-watch.ts';
import { WaitingMessages } from './waiting-messages.ts';

/** The write side. */
@Module({
  imports: [CqrsModule.forRoot()],
  controllers: [
    PatientsController,
    PayerController,
    ClinicalController,
    ConsentController,
    WaitlistController,
    CorrectionController,
    CoverageController,
    ProgramsController,
    Hl7v2Controller,
    EventsController,
    SessionsController,
    QuarantineController,
  ],
  providers: [
    Intake,
    Recorder,
    PathwayOrdersHandler,
    ProgramOrdersHandler,
    Hl7v2Intake,
    MllpIntake,
    MllpListener,
    CloudEventsIntake,
    KafkaIntake,
    TedsIntake,
    QuarantineReplay,
    QuarantineWatch,
    WaitingMessages,
    SiteMapWatch,
  ],
  exports: [Intake, Hl7v2Intake, MllpListener, CloudEventsIntake, TedsIntake, QuarantineReplay],
})
export class IntakeModule {}
