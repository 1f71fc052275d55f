import { alohaDocument, chainDocument, platformDocument } from '@aloha-pi/openapi'
import { schema } from './edit.ts'

/** The documents that changes are planted into. */
export const documents = {
  platform: platformDocument(),
  aloha: alohaDocument(),
  chain: chainDocument(),
}
export type DocumentName = keyof typeof documents

export const complete = ['paths', '/v2/payments/{paymentId}/complete', 'post'] as const
export const create = ['paths', '/v2/payments', 'post'] as const
export const completeU2a = ['paths', '/v1/transaction/u2a/complete/{piPayId}', 'post'] as const
export const createPayout = ['paths', '/v1/transaction/a2u/create', 'post'] as const
export const details = ['paths', '/v1/transaction/u2a/details/{piPayId}', 'get'] as const
export const ledgers = ['paths', '/ledgers', 'get'] as const
export const newPayment = schema('CreatePaymentRequest', 'properties', 'payment')
export const text = { type: 'string' }
