import { listen } from '@aloha-pi/express-server'
import { alohaScopes } from '@aloha-pi/contracts/aloha'
import { createApp, type AppDeps } from '../src/server/app.ts'
import { createLogger } from '../src/telemetry/logger.ts'
import { createMetrics } from '../src/telemetry/metrics.ts'
import { createRateLimit } from '../src/http/rate-limit.ts'
import { refusal } from '../src/http/refusal.ts'
import type { Payments } from '../src/u2a/payments.ts'
import type { Payouts } from '../src/a2u/payouts.ts'
import { createCaller } from './start-test-proxy.ts'

/** Only the app, where neither a database nor a Pi would prove anything. `Bearer NAME` is the key of NAME. */
export async function startTestApp(
  wish: Partial<Omit<AppDeps, 'settings'>> & { settings?: Partial<AppDeps['settings']> } = {},
) {
  const lines: string[] = []
  const unlimited = createRateLimit(1_000_000)
  const { settings, ...deps } = wish
  const app = createApp({
    payments: noPayments,
    payouts: noPayouts,
    authenticate: async (authorization) => {
      const [, name] = /^Bearer (\w+)$/.exec(authorization ?? '') ?? []
      if (name == null) return { ok: false }
      return { ok: true, client: { clientId: name, name, keyId: name, scopes: alohaScopes } }
    },
    limits: { perAddress: unlimited, perKey: unlimited, anonymous: unlimited },
    findObstacle: async () => undefined,
    log: createLogger('info', { write: (line) => lines.push(line) }),
    metrics: createMetrics(),
    clock: () => performance.now(),
    newId: () => 'request-of-the-test',
    amountText: () => undefined,
    settings: { trustProxy: 0, publicDetails: true, ...settings },
    ...deps,
  })
  const server = await listen({ handler: app, port: 0, hosts: ['127.0.0.1'] })
  const url = `http://127.0.0.1:${server.port}`
  return { url, call: createCaller(url), lines, close: () => server.close() }
}

/** Knows no payment. */
const noPayments: Payments = {
  act: async ({ paymentId: id }) => ({ ok: false, refusal: refusal('payment_not_found', { id }) }),
  details: async ({ paymentId: id }) => ({
    ok: false,
    refusal: refusal('payment_not_found', { id }),
  }),
}

const off = { ok: false, refusal: refusal('payouts_off', { reason: 'in this test' }) } as const
const unknown = (id: string) =>
  ({ ok: false, refusal: refusal('payment_not_found', { id }) }) as const

/** Takes no payout and knows none. */
const noPayouts: Payouts = {
  create: async () => off,
  cancel: async ({ id }) => unknown(id),
  incomplete: async () => ({ ok: true, payments: [], payouts: [], nextCursor: null }),
  details: async ({ id }) => unknown(id),
}
