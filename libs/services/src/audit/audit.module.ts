import { Module } from '@nestjs/common';
import { AuditController } from './patients.controller.ts';

/** The read side for auditors. */
@Module({ controllers: [AuditController] })
export class AuditModule {}
