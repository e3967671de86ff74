import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import primitives from '@eventstore/db-client/generated/shared_pb.js';
import type { Expected, Proposal, Written } from './server-log.ts';

/** An event counts with its data, its metadata and two bytes for each character of its type (`Event.SizeOnDisk`). */
export const sizeOf = (request: AppendReq): number => {
  const message = request.getProposedMessage();
  if (!message) return 0;
  const type = message.getMetadataMap().get('type') ?? '';
  return message.getData_asU8().length + message.getCustomMetadata_asU8().length + 2 * type.length;
};

export const expectedOf = (options: AppendReq.Options): Expected => {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'stream-exists';
  return BigInt(options.getRevision());
};

export const proposalOf = (request: AppendReq): Proposal => {
  const message = request.getProposedMessage()!;
  return {
    id: message.getId()!.getString(),
    type: message.getMetadataMap().get('type')!,
    contentType: message.getMetadataMap().get('content-type')!,
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
};

export const appendResponse = (
  options: AppendReq.Options,
  written: Exclude<Written, { outcome: 'stream-deleted' }>,
): AppendResp => {
  if (written.outcome === 'success') {
    const place = String(written.position);
    const success = new streams.AppendResp.Success().setCurrentRevision(String(written.revision));
    success.setPosition(new streams.AppendResp.Position().setCommitPosition(place).setPreparePosition(place));
    return new streams.AppendResp().setSuccess(success);
  }
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (options.hasAny()) wrong.setExpectedAny(new primitives.Empty());
  else if (options.hasNoStream()) wrong.setExpectedNoStream(new primitives.Empty());
  else if (options.hasStreamExists()) wrong.setExpectedStreamExists(new primitives.Empty());
  else wrong.setExpectedRevision(options.getRevision());
  if (written.current < 0) wrong.setCurrentNoStream(new primitives.Empty());
  else wrong.setCurrentRevision(String(written.current));
  return new streams.AppendResp().setWrongExpectedVersion(wrong);
};
