import { expect, test } from 'vitest'
import { createFakePayments, OTHER_TXID, type FakePayment } from './fake-payments.ts'
import { API_KEY } from './start-pi.ts'
import { PAYMENT_ID, TXID } from './wire-payment.ts'
import { createPiClient, type AlohaPiError, type PiClient } from '../src/index.ts'

/**
 * What may happen to one request; `late` and `later`: given up, then carried out all the same, just before
 * the next write or after the end of the call.
 */
const faults = ['ok', 'lost before', 'lost after', 'late', 'later', 'cut', 'busy'] as const
type Fault = (typeof faults)[number]

const calls = {
  approve: (pi: PiClient) => pi.payments.approve(PAYMENT_ID),
  complete: (pi: PiClient) => pi.payments.complete(PAYMENT_ID, TXID),
  cancel: (pi: PiClient) => pi.payments.cancel(PAYMENT_ID),
}
type Write = keyof typeof calls

const isWanted: Record<Write, (payment: FakePayment) => boolean> = {
  approve: ({ approved }) => approved,
  complete: ({ completed, txid }) => completed && txid === TXID,
  cancel: ({ cancelled }) => cancelled,
}

/** A fetch whose nth request meets the nth fault; those after the last meet none. */
function faultyFetch(script: readonly Fault[], { serve }: ReturnType<typeof createFakePayments>) {
  const late: (() => void)[] = []
  const later: (() => void)[] = []
  let requests = 0
  const fetch: typeof globalThis.fetch = async (url, init) => {
    const { pathname } = new URL(String(url))
    const { method = 'GET', body } = init ?? {}
    const request = { method, path: pathname, headers: {}, body: String(body) }
    const fault = script[requests++] ?? 'ok'
    if (method === 'POST') deliver(late)
    if (fault === 'late') late.push(() => serve(request))
    if (fault === 'busy') return new Response('', { status: 429 })
    if (fault === 'later') later.push(() => serve(request))
    if (fault.startsWith('late') || fault === 'lost before') throw new TypeError('fetch failed')
    const { status, body: response } = serve(request)
    if (fault === 'lost after') throw new TypeError('fetch failed')
    const text = JSON.stringify(response)
    return new Response(fault === 'cut' ? text.slice(0, -20) : text, { status })
  }
  return { fetch, deliverRest: () => deliver([...late, ...later]), count: () => requests }
}

function deliver(late: (() => void)[]) {
  for (const arrive of late.splice(0)) arrive()
}

const starts: Record<Write, Partial<FakePayment>[]> = {
  approve: [{}, { approved: true }, { cancelled: true }],
  complete: [
    {},
    { cancelled: true },
    { txid: OTHER_TXID },
    { txid: OTHER_TXID, completed: true },
    { unverified: 1 },
    { unverified: 3 },
  ],
  cancel: [{}, { cancelled: true }, { txid: TXID }],
}

/** One history: how many requests it took, and every promise that it broke. */
async function run(write: Write, start: Partial<FakePayment>, script: readonly Fault[]) {
  const pi = createFakePayments(start)
  const { fetch, deliverRest, count } = faultyFetch(script, pi)
  const client = createPiClient({ apiKey: API_KEY, fetch, sleep: async () => {}, random: () => 0 })
  const error = await calls[write](client).then(
    () => undefined,
    (failure: AlohaPiError) => failure,
  )
  const wanted = isWanted[write](pi.payment)
  deliverRest()
  const failed = error?.outcomeUnknown === false
  const broken = [
    pi.effects[write] > 1 && 'carried out twice',
    error == null && !wanted && 'returned although it was not carried out',
    failed && pi.effects[write] > 0 && 'failed although it was carried out',
    count() > 6 && `${count()} requests`,
  ]
  return { requests: count(), broken: broken.filter((each) => each !== false) }
}

/** Runs every history of up to `depth` faults: a script goes on only while there was a request to meet it. */
async function explore(write: Write, start: Partial<FakePayment>, depth: number) {
  const found: unknown[] = []
  let histories = 0
  const pending: Fault[][] = [[]]
  for (let script = pending.pop(); script != null; script = pending.pop()) {
    const { requests, broken } = await run(write, start, script)
    histories++
    if (broken.length > 0) found.push({ start, script, broken })
    if (requests > script.length && script.length < depth) {
      for (const fault of faults) pending.push([...script, fault])
    }
  }
  return { found, histories }
}

test.each(['approve', 'complete', 'cancel'] as const)(
  '%s: no run of faults leads to two effects, a false success or a false failure',
  async (write) => {
    for (const start of starts[write]) {
      const { found, histories } = await explore(write, start, 4)
      expect(found.slice(0, 3)).toEqual([])
      expect(histories).toBeGreaterThan(20)
    }
  },
  60_000,
)
