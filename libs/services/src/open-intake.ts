import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import type { SiteMap } from '@stepwell/edges/hl7v2';
import { FoundationModule } from './foundation.module.ts';
import type { Foundation } from './foundation.ts';
import { IntakeModule } from './intake/intake.module.ts';

/** The write side without an HTTP server, for a program that records something and ends. */
export const openIntake = (foundation: Foundation, siteMap: SiteMap): Promise<INestApplicationContext> =>
  NestFactory.createApplicationContext(
    {
      module: class IntakeContext {},
      imports: [FoundationModule.with(foundation, siteMap), IntakeModule],
    },
    { logger: ['fatal', 'error', 'warn'], abortOnError: false },
  );
