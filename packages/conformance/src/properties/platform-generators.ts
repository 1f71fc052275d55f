import { createUserPaymentRequestSchema, notificationSchema } from '@aloha-pi/contracts/platform'
import fc from 'fast-check'
import type * as z from 'zod'
import { exactly } from '../model/match.ts'
import type { CallStep, Step } from '../model/case.ts'
import { haveUser } from '../cases/have-user.ts'
import { read } from '../cases/platform/have-payment.ts'
import { ref, text, type Template } from '../model/template.ts'
import { jsonSchemaOf } from '../inputs/json-schema.ts'
import { anyTexts, junk, texts, valuesOf } from './arbitraries.ts'

const asAlice = { authorization: [text`Bearer ${'aliceToken'}`] }

/** Objects that the schema takes. */
function objectsOf(schema: z.ZodType): fc.Arbitrary<Record<string, Template>> {
  // The schemas below are those of objects.
  return valuesOf(jsonSchemaOf(schema)) as fc.Arbitrary<Record<string, Template>>
}

/** Any payment that a user may begin is echoed to the stroop, at once and when it is read. */
export const userPayments: fc.Arbitrary<readonly Step[]> = objectsOf(
  createUserPaymentRequestSchema,
).map((body) => {
  const echo = { ...body, metadata: exactly(body['metadata']) }
  return [
    {
      call: 'sdk.createUserPayment',
      ...asAlice,
      body,
      expect: { status: 200, state: 'created', body: echo },
      save: { id: 'identifier' },
    },
    { ...read(), expect: { status: 200, state: 'created', body: echo } },
  ]
})

/** Any notification is delivered as it was written. */
export const notifications: fc.Arbitrary<readonly Step[]> =
  objectsOf(notificationSchema).map(notifyOnce)

function notifyOnce(made: Readonly<Record<string, Template>>): readonly Step[] {
  const notification = { ...made, user_uid: ref('aliceUid') }
  return [
    ...haveUser('alice', { scopes: ['in_app_notifications'] }),
    {
      call: 'notifications.notify',
      body: { notifications: [notification] },
      expect: { status: 201, body: { delivered_notifications: [notification] } },
    },
  ]
}

/** Whatever a completion is sent that names no transaction of the payment is refused, and changes nothing. */
export const junkCompletions: fc.Arbitrary<readonly Step[]> = fc
  .oneof(junk, fc.record({ txid: junk }))
  .map((body) => [
    {
      call: 'payments.complete',
      params: { paymentId: ref('id') },
      body,
      expect: { status: [400, 403, 409, 413, 415, 422] },
    },
    { ...read(), expect: { status: 200, state: 'paid' } },
  ])

/** Any text as an id, encoded: unknown or refused, and never another route. */
export const oddIds: fc.Arbitrary<readonly Step[]> = fc
  .oneof(texts, anyTexts)
  .filter((id) => id.isWellFormed() && !/^\.{1,2}$/.test(id))
  .map((id): CallStep[] => [
    {
      call: 'routes',
      method: 'GET',
      path: `/v2/payments/conformance${encodeURIComponent(id)}`,
      authorization: [text`Key ${'apiKey'}`],
      expect: { status: [400, 404] },
    },
  ])
