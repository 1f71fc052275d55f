import { expect, test } from 'vitest'
import type { Env } from './env.ts'
import { parseConfig } from './config.ts'

const local = { PI_API_URL: 'http://127.0.0.1:3141', PI_API_KEY: `alohamock${'0'.repeat(55)}` }
const seed = `S${'A'.repeat(55)}`
const address = `G${'A'.repeat(55)}`

function problemsOf(env: Env): string[] {
  const parsed = parseConfig({ ...local, ...env })
  return parsed.ok ? [] : parsed.problems
}

test('without a variable the documented limits hold', () => {
  expect(parseConfig(local)).toMatchObject({
    config: {
      payouts: {
        isOpen: true,
        caps: {
          perPayout: 1_000_000_000n,
          perClientDay: 10_000_000_000n,
          globalDay: 100_000_000_000n,
          openPerClient: 1_000,
        },
        waitMs: 20_000,
        windowMs: 600_000,
        isKeyRequired: false,
        settings: {
          leaseMs: 15_000,
          renewMs: 5_000,
          ledgerMs: 5_000,
          timeBoundSeconds: 60,
          fee: 100_000n,
          feeCap: 1_000_000n,
          withoutMoney: 'wait',
        },
      },
    },
  })
})

test('an idle runner looks often enough for what an operator did on Postgres', () => {
  const parsed = parseConfig(local)
  expect(parsed.ok && parsed.config.payouts.settings.idleMs).toBeLessThanOrEqual(500)
})

test('every variable of payouts is read', () => {
  const env = {
    PAYOUTS: 'off',
    PAYOUT_CAP: '0.5',
    PAYOUT_CLIENT_DAY_CAP: '1',
    PAYOUT_DAY_CAP: '2.0000001',
    PAYOUT_OPEN_PER_CLIENT: '7',
    PAYOUT_FEE: '0.02',
    PAYOUT_FEE_CAP: '0.02',
    PAYOUT_WAIT_MS: '0',
    PAYOUT_LEASE_MS: '3000',
    PAYOUT_LEDGER_MS: '100',
    PAYOUT_TIME_BOUND_S: '20',
    PAYOUT_WITHOUT_MONEY: 'fail',
    IDEMPOTENCY_KEY: 'required',
    IDEMPOTENCY_WINDOW: '0',
  }
  expect(parseConfig({ ...local, ...env })).toMatchObject({
    config: {
      payouts: {
        isOpen: false,
        caps: {
          perPayout: 5_000_000n,
          perClientDay: 10_000_000n,
          globalDay: 20_000_001n,
          openPerClient: 7,
        },
        waitMs: 0,
        windowMs: 0,
        isKeyRequired: true,
        settings: {
          leaseMs: 3_000,
          renewMs: 1_000,
          ledgerMs: 100,
          timeBoundSeconds: 20,
          fee: 200_000n,
          feeCap: 200_000n,
          withoutMoney: 'fail',
        },
      },
    },
  })
})

test.each<[Env, string]>([
  [{ PAYOUTS: 'no' }, 'PAYOUTS must be one of: on, off'],
  [{ PAYOUT_CAP: '0' }, 'PAYOUT_CAP must be an amount in Pi above 0'],
  [{ PAYOUT_CAP: '-1' }, 'PAYOUT_CAP must be an amount in Pi above 0'],
  [{ PAYOUT_CAP: '1.00000001' }, 'PAYOUT_CAP must be an amount in Pi above 0 with at most 7'],
  [{ PAYOUT_CAP: '1e3' }, 'PAYOUT_CAP must be an amount in Pi'],
  [{ PAYOUT_OPEN_PER_CLIENT: '0' }, 'PAYOUT_OPEN_PER_CLIENT must be a whole number from 1'],
  [{ PAYOUT_WAIT_MS: '1s' }, 'PAYOUT_WAIT_MS must be a whole number'],
  [{ PAYOUT_LEASE_MS: '999' }, 'PAYOUT_LEASE_MS must be a whole number from 1000'],
  [{ PAYOUT_LEDGER_MS: '0' }, 'PAYOUT_LEDGER_MS must be a whole number from 50'],
  [{ PAYOUT_TIME_BOUND_S: '19' }, 'PAYOUT_TIME_BOUND_S must be a whole number from 20 to 180'],
  [{ PAYOUT_TIME_BOUND_S: '181' }, 'PAYOUT_TIME_BOUND_S must be a whole number from 20 to 180'],
  [{ IDEMPOTENCY_KEY: 'optional' }, 'IDEMPOTENCY_KEY must be one of: derived, required'],
  [{ IDEMPOTENCY_WINDOW: '-1' }, 'IDEMPOTENCY_WINDOW must be a whole number'],
])('%j is refused: %s', (env, sentence) => {
  expect(problemsOf(env)).toEqual([expect.stringContaining(sentence)])
})

test.each<[string, Env]>([
  [
    'Set either PI_WALLET_SEED or PI_WALLET_SEED_FILE, not both',
    { PI_WALLET_SEED: seed, PI_WALLET_SEED_FILE: '/seed', PI_WALLET_ADDRESS: address },
  ],
  ['PI_WALLET_ADDRESS is required', { PI_WALLET_SEED: seed }],
  ['PI_WALLET_ADDRESS is required', { PI_WALLET_SEED_FILE: '/seed' }],
  ['PAYOUT_CLIENT_DAY_CAP must not be less than PAYOUT_CAP', { PAYOUT_CAP: '1001' }],
  [
    'PAYOUT_DAY_CAP must not be less than PAYOUT_CLIENT_DAY_CAP',
    { PAYOUT_CLIENT_DAY_CAP: '10001' },
  ],
  ['PAYOUT_FEE_CAP must not be less than PAYOUT_FEE', { PAYOUT_FEE: '0.2' }],
])('P26: %s: refused with %j', (sentence, env) => {
  expect(problemsOf(env)).toEqual([expect.stringContaining(sentence)])
})

test('P26: real money is not kept in the embedded database', () => {
  const real = { PI_API_KEY: 'k'.repeat(64), PI_NETWORK: 'Pi Network', PI_API_URL: '' }
  const wallet = { PI_WALLET_SEED: seed, PI_WALLET_ADDRESS: address }
  expect(problemsOf({ ...real, ...wallet })).toEqual([
    expect.stringContaining('DATABASE_URL is required for payouts'),
  ])
  expect(problemsOf(real)).toEqual([])
  const kept = { DATABASE_URL: 'postgres://proxy@localhost/aloha' }
  expect(problemsOf({ ...real, ...wallet, ...kept })).toEqual([])
})
