import { oneOf } from '../../../url/address.ts';

/** For how many days cases are followed, the usual first. */
export const spans = ['365', '30', '90', '180', '730'] as const;

export const spanIn = (params: URLSearchParams): number => Number(oneOf(params.get('days'), spans));
