import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { Module, type DynamicModule, type LogLevel, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { HealthController } from '../health/health.controller.ts';
import { BATCH, STRUCTURED } from '../intake/events.dto.ts';
import { HL7V2_TYPES } from '../intake/hl7v2.controller.ts';
import { describeApi } from '../openapi/describe-api.ts';
import { SchemasController } from '../openapi/schemas.controller.ts';
import { AtLeastInterceptor } from './at-least.interceptor.ts';
import { parseJson, refuseTooDeep } from './json-bodies.ts';
import { ProblemFilter } from './problem.ts';
import { keepTrace } from './trace-context.ts';
import { validation } from './validation.ts';

const MOST_BYTES = 10 * 1024 * 1024;

@Module({})
class ServiceModule {
  static of(imports: readonly (Type | DynamicModule)[]): DynamicModule {
    return {
      module: ServiceModule,
      imports: [...imports],
      controllers: [HealthController, SchemasController],
      providers: [AtLeastInterceptor],
    };
  }
}

export interface ServeOptions {
  /** The built dashboard; without it, only the API is served. */
  readonly dashboardFolder?: string;
  readonly logLevels?: LogLevel[];
}

/** Puts modules together behind one HTTP server, which is ready but does not listen yet. */
export const createServer = async (
  modules: readonly (Type | DynamicModule)[],
  { dashboardFolder, logLevels = ['fatal', 'error', 'warn'] }: ServeOptions = {},
): Promise<NestFastifyApplication> => {
  const adapter = new FastifyAdapter({ bodyLimit: MOST_BYTES, forceCloseConnections: true });
  const app = await NestFactory.create<NestFastifyApplication>(ServiceModule.of(modules), adapter, {
    logger: logLevels,
    abortOnError: false,
    // What is refused is kept as it came.
    rawBody: true,
  });
  app.useGlobalFilters(new ProblemFilter());
  app.useGlobalPipes(validation());
  app.useGlobalInterceptors(app.get(AtLeastInterceptor));
  const fastify = adapter.getInstance();
  fastify.addContentTypeParser(HL7V2_TYPES, { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.useBodyParser([STRUCTURED, BATCH], {}, parseJson);
  fastify.addHook('preValidation', refuseTooDeep);
  fastify.addHook('preValidation', keepTrace);
  describeApi(app);
  if (dashboardFolder && existsSync(dashboardFolder)) await serveDashboard(app, dashboardFolder);
  try {
    await app.init();
    await fastify.ready();
  } catch (error) {
    // What other modules have begun would go on for ever, and keep the process from its end.
    await app.close();
    throw error;
  }
  return app;
};

const NO_PAGE = /^\/(v1|health|docs|assets|(openapi|asyncapi)\.json)(\/|\?|$)/;

// The dashboard's pages are paths of its own router: each of them is answered with its one document.
const serveDashboard = async (app: NestFastifyApplication, folder: string): Promise<void> => {
  const fastify = app.getHttpAdapter().getInstance();
  await fastify.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    setHeaders: (reply, path) => {
      const lasting = path.startsWith(join(folder, 'assets'));
      void reply.header('Cache-Control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  fastify.get('/*', (request, reply) =>
    NO_PAGE.test(request.url) ? reply.callNotFound() : reply.sendFile('index.html'),
  );
};
