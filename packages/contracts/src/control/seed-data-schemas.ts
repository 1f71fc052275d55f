import * as z from 'zod'
import { piAmountSchema } from '../platform/amount-schemas.ts'
import { walletAddressSchema } from '../platform/identifier-schemas.ts'
import { newMetadataSchema } from '../platform/payment-schema.ts'
import { scopeSchema } from '../platform/user-schema.ts'
import { controlAppSchema, newAppSchema } from './app-schemas.ts'
import { controlPaymentSchema, controlUserSchema, newUserSchema } from './schemas.ts'
import { settingsPatchSchema } from './settings-schema.ts'
import { usernameSchema } from './username-schema.ts'

/** An account keeps 0.98 Pi, so that none can have less. */
const MIN_BALANCE = 0.98
const balance = piAmountSchema
  .refine(
    (amount) => amount >= MIN_BALANCE,
    `must be at least ${MIN_BALANCE}, which an account keeps`,
  )
  .describe(`What the wallet holds, in Pi: at least ${MIN_BALANCE}. Default: 10,000 if it is new.`)

const appName = newAppSchema.shape.name.unwrap()

const seedAppSchema = z
  .strictObject({
    name: appName.describe('A new app, or the one with this name: `demo-app` is always there.'),
    origins: newAppSchema.shape.origins.describe('Origins of its pages. Replaces those it has.'),
    redirect_uris: newAppSchema.shape.redirect_uris.describe(
      'Redirect URIs of Pi Sign-in. Replaces those it has.',
    ),
    balance: balance.optional(),
  })
  .meta({ id: 'SeedApp' })

const seedUserSchema = z
  .strictObject({
    username: usernameSchema.describe(
      'A new user, or the one with this name: `alice` and `bob` are always there.',
    ),
    wallet: newUserSchema.shape.wallet,
    roles: newUserSchema.shape.roles,
    preferred_language: newUserSchema.shape.preferred_language,
    balance: balance.optional(),
    apps: z
      .array(
        z.strictObject({
          app: appName.optional().describe('Name of the app. Default: the first app.'),
          scopes: z
            .array(scopeSchema)
            .optional()
            .describe('Default: username, payments, wallet_address.'),
        }),
        'must be a list of apps',
      )
      .optional()
      .describe('What the user allows apps.'),
  })
  .superRefine(({ wallet, balance: given }, context) => {
    if (wallet !== false || given == null) return
    context.addIssue({
      code: 'custom',
      path: ['balance'],
      message: 'must be left out without a wallet',
    })
  })
  .meta({ id: 'SeedUser' })

const seedAccountSchema = z
  .strictObject({ address: walletAddressSchema, balance })
  .meta({ id: 'SeedAccount' })

/** States of a payment of a user, and of a payment to a user. */
const userStates = [
  'created',
  'approved',
  'paid',
  'completed',
  'cancelled',
  'cancelled_by_user',
  'expired',
] as const
const appStates = ['approved', 'paid', 'completed', 'cancelled'] as const

const seedPaymentSchema = z
  .strictObject({
    user: usernameSchema,
    app: appName.optional().describe('Name of the app. Default: the first app.'),
    direction: z
      .enum(['user_to_app', 'app_to_user'], 'must be "user_to_app" or "app_to_user"')
      .optional()
      .describe('Default: `user_to_app`.'),
    amount: piAmountSchema,
    memo: z.string('must be a string').optional().describe('Default: "A payment".'),
    metadata: newMetadataSchema.optional().describe('Default: {"source":"seed"}.'),
    state: z
      .enum(userStates, `must be one of ${userStates.join(', ')}`)
      .describe(
        'How far it has come. `paid`: the transaction is on the chain and the server has not completed it. A payment to a user is `approved`, `paid`, `completed` or `cancelled`.',
      ),
  })
  .superRefine(({ direction, state }, context) => {
    if (direction !== 'app_to_user' || appStates.some((each) => each === state)) return
    const message = `must be one of ${appStates.join(', ')} for a payment to a user`
    context.addIssue({ code: 'custom', path: ['state'], message })
  })
  .meta({ id: 'SeedPayment' })

/** What a world is to have besides what it has: a seed file holds it as YAML or JSON. */
export const seedDataSchema = z
  .strictObject({
    $schema: z.string().optional().describe('For editors; not read.'),
    settings: settingsPatchSchema.optional(),
    apps: z.array(seedAppSchema, 'must be a list of apps').optional(),
    users: z.array(seedUserSchema, 'must be a list of users').optional(),
    accounts: z
      .array(seedAccountSchema, 'must be a list of accounts')
      .optional()
      .describe('Accounts of other wallets on the blockchain.'),
    payments: z
      .array(seedPaymentSchema, 'must be a list of payments')
      .optional()
      .describe('Made in this order. Their users sign in to the app if they have not.'),
  })
  .meta({
    id: 'SeedData',
    description: 'Users, apps, balances and payments that a world is to have.',
    examples: [
      {
        users: [{ username: 'carol', balance: 25 }],
        payments: [{ user: 'carol', amount: 3.14, state: 'paid' }],
      },
    ],
  })

export const addedSeedDataSchema = z
  .object({
    apps: z.array(controlAppSchema),
    users: z.array(controlUserSchema),
    payments: z.array(controlPaymentSchema),
  })
  .meta({ id: 'AddedSeedData' })

/** Describes seed files to editors: JSON Schema, draft 2020-12. */
export function seedDataJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(seedDataSchema, { io: 'input' })
  return { $schema, title: 'Seed data of mock-pi', ...schema }
}

export type SeedData = z.input<typeof seedDataSchema>
export type AddedSeedData = z.infer<typeof addedSeedDataSchema>
