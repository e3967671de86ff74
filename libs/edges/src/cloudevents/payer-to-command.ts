import { Refusal } from '@stepwell/event-sourcing';
import { derivedId } from '../ids.ts';
import { careOf } from '../place.ts';
import type { PayerCommandData } from './payer-data.ts';
import { lower, told, type Translation } from './translation.ts';

const cared = (...given: Parameters<typeof careOf>) => told(careOf(...given));

export const payerTranslations: { readonly [Name in keyof PayerCommandData]: Translation<Name> } = {
  RequestAuthorization: ({ authorizationId, ...said }, { commandId, program }) => {
    const care = cared(said, program);
    if (care instanceof Refusal) return care;
    const id = lower(authorizationId) ?? derivedId('authorization', commandId);
    return { type: 'RequestAuthorization', data: { ...said, ...care, authorizationId: id } };
  },
  ApproveAuthorization: ({ authorizationId, person = {}, ...said }, { commandId, program }) => {
    const care = cared(said, program);
    if (care instanceof Refusal) return care;
    const id = lower(authorizationId) ?? derivedId('authorization', commandId);
    return { type: 'ApproveAuthorization', data: { ...said, ...care, authorizationId: id, person } };
  },
  DenyAuthorization: ({ authorizationId, ...said }, { program }) => {
    const care = cared(said, program);
    if (care instanceof Refusal) return care;
    return {
      type: 'DenyAuthorization',
      data: { ...said, ...care, authorizationId: authorizationId.toLowerCase() },
    };
  },
  EndAuthorization: ({ authorizationId, until, reason }) => ({
    type: 'EndAuthorization',
    data: { authorizationId: authorizationId.toLowerCase(), until, reason },
  }),
};
