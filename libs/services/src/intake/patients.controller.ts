import { Body, Controller, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { EventStore } from '@stepwell/event-sourcing';
import { derivedId, patientIdOf } from '@stepwell/edges/ids';
import type { PathwayCommand } from '@stepwell/pathway';
import type { FastifyReply } from 'fastify';
import { uuid } from '../http/path.pipes.ts';
import { AnswersRecorded } from '../openapi/answers.decorator.ts';
import { CLOCK, STORE, type Clock } from '../tokens.ts';
import { rendered, type RecordedAnswer } from './answer.ts';
import { Intake, type TimedRequest } from './orders.ts';
import {
  AdmissionDto,
  AttendanceDto,
  CancellationDto,
  DischargeDto,
  LeaveDto,
  RegisterPatientDto,
  RelapseDto,
  TransitionDto,
  WithdrawalDto,
} from './patient.dto.ts';
import { IDEMPOTENCY_KEY } from './recorder.ts';
import {
  episodeGiven,
  facilityGiven,
  placementGiven,
  restRequest,
  termsGiven,
  withCommands,
} from './requests.ts';

const Id = () => Param('patientId', uuid('patientId'));
const Key = () => Headers('idempotency-key');

const CANCELLING = {
  admission: 'CancelAdmission',
  transition: 'CancelTransition',
  discharge: 'CancelDischarge',
  leave: 'CancelLeave',
} as const;

/** A hospital's own words for what happened to a patient, each of them one or two commands. */
@ApiTags('Recording')
@ApiHeader(IDEMPOTENCY_KEY)
@AnswersRecorded()
@Controller('v1/patients')
export class PatientsController {
  private readonly intake: Intake;
  private readonly store: EventStore;
  private readonly now: Clock;
  constructor(@Inject(Intake) intake: Intake, @Inject(STORE) store: EventStore, @Inject(CLOCK) now: Clock) {
    this.intake = intake;
    this.store = store;
    this.now = now;
  }

  @ApiOperation({ summary: 'Registers a patient, with the health plan that pays where one is given.' })
  @Post()
  register(
    @Body() body: RegisterPatientDto,
    @Key() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { identifiers, name, birthDate, sex, address, phone, coverage } = body;
    const patientId = body.patientId ?? patientIdOf(identifiers[0]!);
    const person = { name, birthDate, sex, address, phone };
    const commands: PathwayCommand[] = [
      { type: 'RegisterPatient', data: { patientId, person, identifiers } },
    ];
    if (coverage) {
      const { payerId, payerName, memberNumber, relationship, from } = coverage;
      const coverageId = derivedId('coverage', patientId, payerId, from);
      commands.push({
        type: 'StartCoverage',
        data: { coverageId, payerId, payerName, from, relationship, person: { memberNumber } },
      });
    }
    return this.record(
      withCommands(restRequest('patients', patientId, key, body, this.now()), ...commands),
      reply,
    );
  }

  @ApiOperation({ summary: 'Admits: begins an episode of care.' })
  @Post(':patientId/admissions')
  async admit(
    @Id() patientId: string,
    @Body() body: AdmissionDto,
    @Key() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const request = restRequest(`patients/${patientId}/admissions`, patientId, key, body, this.now());
    const { visitNumber, diagnoses, substances, referralSource, plannedNextLevel, override } = body;
    const episodeId = body.episodeId ?? derivedId('episode', request.commandId);
    const placement = await placementGiven(this.store, body);
    const terms = await termsGiven(this.store, placement, request.occurredAt);
    const data = {
      ...placement,
      ...{
        episodeId,
        stayId: derivedId('stay', episodeId),
        visitNumber,
        diagnoses,
        substances,
        referralSource,
        plannedNextLevel,
        override,
        terms,
      },
    };
    return this.record(withCommands(request, { type: 'AdmitPatient', data }), reply);
  }

  @ApiOperation({ summary: 'Changes the level of care within an episode.' })
  @Post(':patientId/transitions')
  async transition(
    @Id() patientId: string,
    @Body() body: TransitionDto,
    @Key() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const request = restRequest(`patients/${patientId}/transitions`, patientId, key, body, this.now());
    const placement = await placementGiven(this.store, body);
    const episode = episodeGiven({ episodeId: body.episodeId, facilityId: placement.facilityId });
    const terms = await termsGiven(this.store, placement, request.occurredAt);
    const stayId = derivedId('stay', request.commandId);
    const data = { ...placement, episode, stayId, override: body.override, terms };
    return this.record(withCommands(request, { type: 'TransitionLevelOfCare', data }), reply);
  }

  @ApiOperation({ summary: 'Discharges: ends an episode of care.' })
  @Post(':patientId/discharges')
  discharge(
    @Id() patientId: string,
    @Body() body: DischargeDto,
    @Key() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { reason, disposition, plannedNextLevel } = body;
    const data = { reason, disposition, plannedNextLevel, episode: episodeGiven(body) };
    const request = restRequest(`patients/${patientId}/discharges`, patientId, key, body, this.now());
    return this.record(withCommands(request, { type: 'DischargePatient', data }), reply);
  }

  @ApiOperation({
    summary: 'Starts or ends a leave. A leave is not a discharge, the return from it not a readmission.',
  })
  @Post(':patientId/leaves')
  leave(
    @Id() patientId: string,
    @Body() body: LeaveDto,
    @Key() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const request = restRequest(`patients/${patientId}/leaves`, patientId, key, body, this.now());
    const episode = episodeGiven(body);
    const { leaveId, expectedReturn } = body;
    const command: PathwayCommand =
      body.type === 'end'
        ? { type: 'EndLeave', data: { leaveId, episode } }
        : {
            type: 'StartLeave',
            data: { leaveId: leaveId ?? derivedId('leave', request.commandId), expectedReturn, episode },
          };
    return this.record(withCommands(request, command), reply);
  }

  @ApiOperation({ summary: 'Cancels what was recorded by mistake: it never was, and history shows both.' })
  @Post(':patientId/cancellations')
  cancel(
    @Id() patientId: string,
    @Body() body: CancellationDto,
    @Key() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const data = { episode: episodeGiven(body), reason: body.reason };
    const request = restRequest(`patients/${patientId}/cancellations`, patientId, key, body, this.now());
    return this.record(withCommands(request, { type: CANCELLING[body.what], data }), reply);
  }

  @ApiOperation({ summary: "Records or corrects a patient's attendance at one session." })
  @Post(':patientId/attendance')
  async attend(
    @Id() patientId: string,
    @Body() body: AttendanceDto,
    @Key() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { sessionId, kind, modality, status, scheduledMinutes, attendedMinutes, correctionReason } = body;
    const { level: _, ...place } = await facilityGiven(this.store, body);
    const attendance = { sessionId, kind, modality, status, scheduledMinutes, attendedMinutes, ...place };
    const command: PathwayCommand = correctionReason
      ? { type: 'CorrectAttendance', data: { ...attendance, reason: correctionReason } }
      : { type: 'RecordAttendance', data: attendance };
    return this.record(
      withCommands(
        restRequest(`patients/${patientId}/attendance`, patientId, key, body, this.now()),
        command,
      ),
      reply,
    );
  }

  @ApiOperation({
    summary: "Reports a relapse: the fact. Whether it counts as a lapse or a relapse is a measure's rule.",
  })
  @Post(':patientId/relapses')
  relapse(
    @Id() patientId: string,
    @Body() body: RelapseDto,
    @Key() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const request = restRequest(`patients/${patientId}/relapses`, patientId, key, body, this.now());
    const { relapseId = derivedId('relapse', request.commandId), substances, detectedBy, extent } = body;
    return this.record(
      withCommands(request, { type: 'ReportRelapse', data: { relapseId, substances, detectedBy, extent } }),
      reply,
    );
  }

  @ApiOperation({ summary: 'Withdraws a report of a relapse.' })
  @Post(':patientId/relapses/:relapseId/withdrawal')
  withdraw(
    @Id() patientId: string,
    @Param('relapseId', uuid('relapseId')) relapseId: string,
    @Body() body: WithdrawalDto,
    @Key() key: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const scope = `patients/${patientId}/relapses/${relapseId}/withdrawal`;
    const request = restRequest(scope, patientId, key, body, this.now());
    return this.record(
      withCommands(request, { type: 'WithdrawRelapseReport', data: { relapseId, reason: body.reason } }),
      reply,
    );
  }

  private async record(request: TimedRequest, reply: FastifyReply): Promise<RecordedAnswer> {
    const { patientId } = request;
    const answers = await this.intake.patient(patientId, [request]);
    return rendered(answers[0]!, { patientId }, reply);
  }
}
