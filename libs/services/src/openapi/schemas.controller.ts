import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { asyncApi, eventTypes } from '@stepwell/edges/cloudevents';
import { Problem } from '../http/problem.ts';
import { Answers, Problems } from './answers.decorator.ts';

/** The types of events, in and out. */
export interface SchemasAnswer {
  readonly types: readonly {
    /** As the attribute `type` of an event says it. */
    readonly type: string;
    /** A command is sent to Stepwell; what was recorded, and what is announced beside it, is sent by it. */
    readonly kind: 'command' | 'recorded' | 'announced';
    /** Where the JSON Schema of its data is: a path of this API. */
    readonly schema: string;
  }[];
}

const TYPES = new Map(eventTypes().map((one) => [one.type, one]));
const DOCUMENT = asyncApi();

/** What the data of events look like, for whoever sends or receives them. */
@ApiTags('CloudEvents')
@Controller()
export class SchemasController {
  @ApiOperation({ summary: 'The types of events, with the place of the schema of each.' })
  @Get('v1/schemas')
  @Answers('SchemasAnswer')
  list(): SchemasAnswer {
    return {
      types: [...TYPES.values()].map(({ type, kind }) => ({ type, kind, schema: `/v1/schemas/${type}` })),
    };
  }

  @ApiOperation({
    summary: 'The JSON Schema (draft 7) of the data of one type of event, complete in itself.',
  })
  @Get('v1/schemas/:type')
  @Header('Content-Type', 'application/schema+json; charset=utf-8')
  @ApiOkResponse({
    description: 'The schema.',
    content: { 'application/schema+json': { schema: { type: 'object' } } },
  })
  @Problems()
  show(@Param('type') type: string): object {
    const found = TYPES.get(type);
    if (!found)
      throw new Problem(404, 'schema-unknown', `There is no type "${type}": GET /v1/schemas lists them.`);
    const $schema = 'http://json-schema.org/draft-07/schema#';
    return { $schema, $id: `urn:stepwell:schema:${type}`, title: type, ...found.schema };
  }

  @ApiOperation({ summary: 'The AsyncAPI 3 document: every event, in and out, and the ways they take.' })
  @Get('asyncapi.json')
  @ApiOkResponse({
    description: 'The document.',
    content: { 'application/json': { schema: { type: 'object' } } },
  })
  document(): object {
    return DOCUMENT;
  }
}
