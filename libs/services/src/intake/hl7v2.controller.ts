import { Body, Controller, Header, HttpCode, Inject, Logger, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiBody, ApiConsumes, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Problem, describe, toProblem } from '../http/problem.ts';
import { Problems } from '../openapi/answers.decorator.ts';
import { Hl7v2Intake } from './hl7v2-intake.ts';

/**
 * The media types that HL7 v2 messages come in over HTTP; the second is that of HAPI's HL7-over-HTTP. `text/plain` is not
 * one: any web page could have a browser send that here, unasked.
 */
export const HL7V2_TYPES = ['application/hl7-v2', 'x-application/hl7-v2+er7'];

/** HL7 v2 over HTTP: one ADT message in, its acknowledgement out. */
@ApiTags('HL7 v2')
@Controller('v1/hl7v2')
export class Hl7v2Controller {
  private readonly messages: Hl7v2Intake;
  private readonly logger = new Logger('hl7v2');
  constructor(@Inject(Hl7v2Intake) messages: Hl7v2Intake) {
    this.messages = messages;
  }

  @ApiOperation({
    summary: 'Takes one message',
    description:
      'The answer is always an HL7 acknowledgement: AA when its events are durably recorded (by this message or before it), AE when its content must be fixed, AR when this system does not take such a message. What is not accepted is kept whole in quarantine.',
  })
  @Post()
  @HttpCode(200)
  @Header('Content-Type', 'application/hl7-v2; charset=utf-8')
  @ApiConsumes(...HL7V2_TYPES)
  @ApiProduces('application/hl7-v2')
  @ApiBody({
    schema: {
      type: 'string',
      example: 'MSH|^~\\&|EPIC|mercy-general|||20260302120610||ADT^A01|1|P|2.5.1\r…',
    },
  })
  @ApiResponse({
    status: 200,
    description: 'The acknowledgement.',
    content: { 'application/hl7-v2': { schema: { type: 'string' } } },
  })
  @Problems()
  @ApiResponse({ status: 500, description: 'A fault of ours, acknowledged with AR: send the message again.' })
  @ApiResponse({
    status: 503,
    description:
      'Cannot be recorded now, acknowledged with AR: send the message again after as many seconds as Retry-After says. ERR-5 says why, as the code of a problem would.',
  })
  async receive(@Body() body: unknown, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    if (!Buffer.isBuffer(body) || body.length === 0)
      throw new Problem(400, 'malformed-request', `Send one HL7 v2 message as ${HL7V2_TYPES.join(' or ')}.`);
    const received = await this.messages.receive(body).catch((error: Error) => {
      const problem = toProblem(error);
      this.logger.error(`A message could not be recorded: ${describe(error, problem)}`);
      void reply.status(problem.getStatus());
      if (problem.retryAfter) void reply.header('Retry-After', String(problem.retryAfter));
      return problem;
    });
    return this.messages.acknowledge(body, received);
  }
}
