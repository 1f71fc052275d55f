import * as z from 'zod'
import { usernameSchema } from './username-schema.ts'

/** Names that code written from the guide and from the wire needs; `wire` sends exactly the wire's. */
export const spellingSchema = z
  .enum(['guide+wire', 'wire'], 'must be "guide+wire" or "wire"')
  .meta({ id: 'Spelling' })
export type Spelling = z.infer<typeof spellingSchema>

const whole = (min: number, max: number, rule = `must be whole, from ${min} to ${max}`) =>
  z.number(rule).int(rule).min(min, rule).max(max, rule)

const LEDGER_CLOSE = 'must be "instant", "by-hand" or whole ms from 10 to 3600000'

const foreignPayment = z
  .enum(['not-found', 'forbidden'], 'must be "not-found" or "forbidden"')
  .describe(
    "What approve, complete and cancel return for another app's payment: 404 `payment_not_found` (reported in 2026) or 403 `forbidden` with the payment (captured in 2024).",
  )

const userToApp = {
  u2a_pending: z
    .enum(['replace-unpaid', 'lock'], 'must be "replace-unpaid" or "lock"')
    .describe(
      'What happens when a user begins a payment while one without a transaction is open: the open one is cancelled (documented), or the new one is refused (reported by developers).',
    ),
  approval_timeout_ms: whole(1, 86_400_000).describe(
    'Time to approve a user-to-app payment, in ms. Pi: 60,000.',
  ),
}

const appToUser = {
  a2u_concurrency: z
    .enum(['per-app', 'per-user', 'off'], 'must be "per-app", "per-user" or "off"')
    .describe(
      'Which new app-to-user payments an open one blocks: those of its app (documented), those of its app to the same user, or none (reported).',
    ),
  a2u_on_mainnet: z
    .boolean()
    .describe(
      'False: app-to-user payments exist on the Testnet only, as documented, and a mock of `Pi Network` returns 403 `feature_not_available`.',
    ),
  a2u_verification_lag_ms: whole(0, 86_400_000).describe(
    'How long after its ledger closed Pi still returns `not_verified` for a transaction, in ms.',
  ),
}

const ledger = {
  chain: z
    .enum(['2025-12', '2026-05'], 'must be "2025-12" or "2026-05"')
    .describe(
      'Whose versions the root document and every ledger report: those of December 2025 (protocol 19, captured) or of May 2026 (protocol 23, inferred). Nothing else depends on it.',
    ),
  ledger_close: z
    .union([z.enum(['instant', 'by-hand']), whole(10, 3_600_000, LEDGER_CLOSE)], LEDGER_CLOSE)
    .describe(
      "When ledgers close: after so many ms of the mock's clock, immediately with each transaction (`instant`), or only with `POST /_mock/ledger/close` (`by-hand`). In every mode `pay` and `fund` close a separate ledger; `instant` also closes one when a transaction comes too late, so that its sender sees the time. Pi: about 5,250. With `instant` and `replica_lag_ledgers` above 0, a submission that is included ends in 504, because no later ledger closes by itself.",
    ),
  ledger_inclusion: z
    .enum(['all', 'none'], 'must be "all" or "none"')
    .describe('`none`: ledgers close empty, so waiting transactions are finally dropped.'),
  replica_lag_ledgers: whole(0, 100).describe(
    'How many ledgers the replica that serves reads of the chain is behind. With a value above 0 and `ledger_close` `instant`, a submission that is included ends in 504, because no later ledger closes by itself for the replica to catch up.',
  ),
  latest_ledger_header: z
    .boolean()
    .describe('Whether responses with an account have the header `Latest-Ledger`.'),
  refused_submission_status: z
    .union([z.literal(400), z.literal(200)], 'must be 400 or 200')
    .describe(
      'HTTP status of a transaction that `POST /transactions` refuses: 400, or 200 with the same problem as body (inferred from the tests of pi-ruby).',
    ),
  submit_timeout_ms: whole(1, 600_000).describe(
    'How long `POST /transactions` waits for a ledger before it returns 504, in ms.',
  ),
  stream_timeout_ms: whole(1, 600_000).describe(
    "How long a stream of events stays open, in ms of the mock's clock or of real time, whichever ends first. Its client then opens it again. Horizon: 55,000.",
  ),
}

const autopilotFields = {
  user: usernameSchema.describe('Who signs in and pays. Unknown users are refused at sign-in.'),
  consent: z.enum(['allow', 'refuse'], 'must be "allow" or "refuse"'),
  payment: z
    .enum(
      ['pay', 'cancel', 'cancel-after-approval', 'ignore', 'pay-silently'],
      'must be "pay", "cancel", "cancel-after-approval", "ignore" or "pay-silently"',
    )
    .describe(
      'What the user does with a payment. `ignore`: nothing, until it expires. `pay-silently`: the wallet pays, and the page does not learn of it.',
    ),
  delay_ms: whole(0, 600_000).describe('Time before each decision, in ms.'),
}

/** Decides as the user would in the dialogs of the browser SDK. */
export const autopilotSchema = z.object(autopilotFields).meta({ id: 'WalletAutopilot' })
export type Autopilot = z.infer<typeof autopilotSchema>

/** Everything about a mock that can be switched while it runs. */
export const settingsSchema = z
  .object({
    spelling: spellingSchema.describe('Which spellings of field names responses have.'),
    foreign_payment: foreignPayment,
    ...userToApp,
    ...appToUser,
    ...ledger,
    journal: z
      .enum(['off', 'apis', 'all'], 'must be "off", "apis" or "all"')
      .describe(
        'Which requests the journal keeps: none, those to the APIs that an app or its users call, or those to `/_mock` and to pages of the mock as well.',
      ),
    token_lifetime_ms: whole(1, 31_536_000_000).describe('Life of an access token, in ms.'),
    wallet: autopilotSchema
      .nullable()
      .describe(
        'Answers the dialogs of the browser SDK in every page, before the autopilot of the page itself. null: the page decides.',
      ),
  })
  .meta({ id: 'Settings' })
export type Settings = z.infer<typeof settingsSchema>

const { user, ...choices } = autopilotFields
/** The settings to change. What an autopilot leaves out has the default: it allows, pays and does not wait. */
export const settingsPatchSchema = settingsSchema
  .partial()
  .extend({
    wallet: z
      .strictObject({ user, ...z.object(choices).partial().shape })
      .meta({ id: 'WalletAutopilotPatch' })
      .nullable()
      .optional()
      .describe(
        'Answers the dialogs of the browser SDK. Default of its fields: `allow`, `pay`, 0 ms. null: the page decides.',
      ),
  })
  .strict()
  .meta({ id: 'SettingsPatch' })
export type SettingsPatch = z.infer<typeof settingsPatchSchema>
