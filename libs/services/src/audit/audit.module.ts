import { Module } from '@nestjs/common';
import { FacilityDirectory } from '../insights/facility-directory.ts';
import { AuditController } from './patients.controller.ts';

/** The read side for auditors. */
@Module({ controllers: [AuditController], providers: [FacilityDirectory] })
export class AuditModule {}
