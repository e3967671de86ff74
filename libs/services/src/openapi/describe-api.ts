import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { answerSchemas } from './answer-schemas.gen.ts';

const DESCRIPTION = `What happened to a patient comes in as facts; what anyone looks at is computed from them.

- Moments are RFC 3339 with an offset; days are \`YYYY-MM-DD\` by the facility's calendar.
- A recording answers with a \`position\`; a query with \`?atLeast={position}\` sees it.
- \`Idempotency-Key\` makes a retry safe.
- Problems are \`application/problem+json\` (RFC 9457) with a stable \`code\`.`;

/** The OpenAPI document: requests from their classes, answers from their types. */
export const apiDocument = (app: NestFastifyApplication): OpenAPIObject => {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Stepwell')
    .setVersion('1')
    .setDescription(DESCRIPTION)
    .build();
  const document = SwaggerModule.createDocument(app, config);
  const schemas = answerSchemas as unknown as NonNullable<OpenAPIObject['components']>['schemas'];
  return {
    ...document,
    components: { ...document.components, schemas: { ...document.components?.schemas, ...schemas } },
  };
};

/** Serves the document at /openapi.json and its pages at /docs. */
export const describeApi = (app: NestFastifyApplication): void => {
  SwaggerModule.setup('docs', app, () => apiDocument(app), { jsonDocumentUrl: 'openapi.json' });
};
