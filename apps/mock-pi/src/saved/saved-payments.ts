import { appIdSchema, usernameSchema } from '@aloha-pi/contracts/control'
import { paymentIdSchema, uidSchema } from '@aloha-pi/contracts/platform'
import * as z from 'zod'
import { address, hash, positiveInt64, text, time, whole } from './saved-values.ts'

const userStates = [
  'created',
  'approved',
  'paid',
  'completed',
  'cancelled',
  'cancelled_by_user',
  'expired',
  'replaced',
] as const
const appStates = ['approved', 'linked', 'completed', 'cancelled'] as const

const terms = {
  id: paymentIdSchema,
  appId: appIdSchema,
  username: usernameSchema,
  uid: uidSchema,
  /** Stroops. */
  amount: positiveInt64,
  memo: text,
  metadata: z.record(z.string(), z.unknown(), 'must be an object'),
  toAddress: address,
  createdAt: time,
}
const timeline = z
  .array(z.strictObject({ at: time, event: z.enum([...userStates, 'linked']) }))
  .min(1, 'must not be empty')

export const savedPayment = z.discriminatedUnion('direction', [
  z.strictObject({
    ...terms,
    direction: z.literal('user_to_app'),
    state: z.enum(userStates),
    fromAddress: address.nullable(),
    txid: hash.nullable(),
    timeline,
    approveBy: time,
    reports: z.array(
      z.strictObject({
        at: time,
        event: text.startsWith('sdk ', 'must begin with "sdk "'),
        after: whole,
      }),
    ),
  }),
  z.strictObject({
    ...terms,
    direction: z.literal('app_to_user'),
    state: z.enum(appStates),
    fromAddress: address,
    txid: hash.nullable(),
    timeline,
  }),
])
export type SavedPayment = z.infer<typeof savedPayment>

export const savedPayments = z.strictObject({
  /** Payments that ever began, also those that are forgotten: the next id is drawn from this number. */
  begun: whole,
  /** In the order in which they began. */
  list: z.array(savedPayment),
  /** Ids of those that are never forgotten, and of those that ended, in the order in which they did. */
  historic: z.array(paymentIdSchema),
  settled: z.array(paymentIdSchema),
  /** What payments were before their last change, for stale responses; null: they began with it. */
  changes: z.array(z.strictObject({ id: paymentIdSchema, before: savedPayment.nullable() })),
  /** The payment of each app that changed last. */
  changedOf: z.array(z.strictObject({ appId: appIdSchema, id: paymentIdSchema })),
})
export type SavedPayments = z.infer<typeof savedPayments>
