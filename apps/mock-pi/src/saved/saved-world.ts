import {
  appIdSchema,
  faultSchema,
  settingsSchema,
  SNAPSHOT_FORMAT,
  SNAPSHOT_VERSION,
} from '@aloha-pi/contracts/control'
import {
  networkSchema,
  paymentIdSchema,
  rewardedAdStatusSchema,
} from '@aloha-pi/contracts/platform'
import * as z from 'zod'
import { savedApp, savedTokens, savedUsers } from './saved-actors.ts'
import { savedLedger } from './saved-ledger.ts'
import { savedPayments } from './saved-payments.ts'
import { text, time, walletSeed, whole } from './saved-values.ts'

export const savedAds = z.strictObject({
  begun: whole,
  list: z.array(z.strictObject({ appId: appIdSchema, status: rewardedAdStatusSchema })),
})
export type SavedAds = z.infer<typeof savedAds>

const savedReport = z.strictObject({
  appId: appIdSchema,
  paymentId: paymentIdSchema.nullable(),
  kind: z.enum(['call', 'callback', 'error']),
  name: text,
  detail: text.nullable(),
  at: time,
})
export type SavedReport = z.infer<typeof savedReport>

/** Times of the notifications of the last day, by app and uid. */
const savedNotifications = z.strictObject({
  begun: whole,
  delivered: z.array(z.strictObject({ to: text, at: z.array(time) })),
})
export type SavedNotifications = z.infer<typeof savedNotifications>

/** A rule with its counters; `draws`: how many random numbers it took. */
const savedFault = z.strictObject({ ...faultSchema.shape, draws: whole })
export type SavedFault = z.infer<typeof savedFault>

const savedFaults = z.strictObject({
  begun: whole,
  orders: whole,
  rules: z.array(savedFault),
  /** What the metadata of payments ordered, by the payment, or by the creation that is to be met. */
  ordered: z.array(z.strictObject({ by: text, faults: z.array(savedFault) })),
})
export type SavedFaults = z.infer<typeof savedFaults>

const savedClock = z.strictObject({ now: time, frozen: z.boolean() })
export type SavedClock = z.infer<typeof savedClock>

/** What a file of `--state` holds beside the snapshot, so that the same world goes on. */
const savedContinuation = z.strictObject({
  worldId: z.guid('must be the id of a world'),
  /** How far (ms) a running clock was ahead of the real time. */
  clockAheadMs: z.number('must be a number'),
})
export type SavedContinuation = z.infer<typeof savedContinuation>

/** Everything that a snapshot holds; the order of members is that of its text. */
export const savedWorld = z.strictObject({
  format: z.literal(SNAPSHOT_FORMAT),
  version: z.literal(SNAPSHOT_VERSION),
  network: networkSchema,
  /** Every id, key and token to come is drawn from it. */
  seed: text,
  clock: savedClock,
  settings: settingsSchema.strict(),
  faucetSeed: walletSeed,
  issuerSeed: walletSeed,
  apps: z.array(savedApp).min(1, 'must not be empty'),
  users: savedUsers,
  tokens: savedTokens,
  ledger: savedLedger,
  payments: savedPayments,
  ads: savedAds,
  sdkReports: z.array(savedReport),
  notifications: savedNotifications,
  faults: savedFaults,
  /** Only in files of `--state`. */
  continues: savedContinuation.optional(),
})
export type SavedWorld = z.infer<typeof savedWorld>
