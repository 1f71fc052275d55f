import { expect, test } from 'vitest'
import { createFakePayments, OTHER_TXID, type FakePayment } from './fake-payments.ts'
import { startFaultServer, TIMEOUT_MS, type Fault } from './start-fault-server.ts'
import { API_KEY } from './start-pi.ts'
import { PAYMENT_ID, TXID } from './wire-payment.ts'
import { createPiClient, type PiApiError, type PiClient } from '../src/index.ts'

const calls = {
  approve: (pi: PiClient) => pi.payments.approve(PAYMENT_ID),
  complete: (pi: PiClient) => pi.payments.complete(PAYMENT_ID, TXID),
  cancel: (pi: PiClient) => pi.payments.cancel(PAYMENT_ID),
}
type Write = keyof typeof calls
const writes: Write[] = ['approve', 'complete', 'cancel']

/** Calls a Pi whose connections meet these faults, and returns all that came of it. */
async function meet(write: Write, faults: readonly Fault[], start?: Partial<FakePayment>) {
  const pi = createFakePayments(start)
  const server = await startFaultServer(faults, pi.serve)
  const waits: number[] = []
  const client = createPiClient({
    apiKey: API_KEY,
    baseUrl: server.url,
    timeoutMs: TIMEOUT_MS,
    sleep: async (ms) => void waits.push(ms),
    random: () => 0,
  })
  const outcome = await calls[write](client).then(
    ({ status }) => ({ status }),
    (error: PiApiError) => ({ error }),
  )
  const names = { [`POST ${write}`]: 'write', [`GET ${PAYMENT_ID}`]: 'read' }
  const arrived = server.arrived.map((each) => names[each] ?? each)
  const { approve, complete, cancel } = pi.effects
  return { ...pi, outcome, waits, arrived, effects: approve + complete + cancel }
}

/** Faults by connection, and what reached the server. */
type Row = [faults: Fault[], arrived: string[]]
const each = (rows: Row[]) =>
  writes.flatMap((write) => rows.map((row) => [write, row[0].join(', '), ...row] as const))

test.each(
  each([
    [['ok'], ['write']],
    // undici had not begun to write: it takes another connection by itself.
    [['reset at accept'], ['write']],
    [['reset before'], ['write', 'read', 'write']],
    [['stall before'], ['write', 'read', 'write']],
    [['500 page'], ['write', 'read', 'write']],
    [['429'], ['write', 'write']],
    [
      ['429', '429'],
      ['write', 'write', 'write'],
    ],
    [['reset after'], ['write', 'read']],
    [['stall after'], ['write', 'read']],
    [['500 page after'], ['write', 'read']],
    [['cut JSON'], ['write', 'read']],
    [
      ['429', 'reset after'],
      ['write', 'write', 'read'],
    ],
    [
      ['reset after', 'reset before'],
      ['write', 'read', 'read'],
    ],
    [
      ['reset after', '429'],
      ['write', 'read', 'read'],
    ],
    [
      ['cut JSON', 'cut JSON'],
      ['write', 'read', 'read'],
    ],
    [
      ['reset before', 'ok', 'reset after'],
      ['write', 'read', 'write', 'read'],
    ],
    [
      ['reset before', '500 page', 'ok', 'cut JSON'],
      ['write', 'read', 'read', 'write', 'read'],
    ],
    [
      ['stall before', 'ok', '500 page', 'ok'],
      ['write', 'read', 'write', 'read', 'write'],
    ],
    [
      ['500 page', 'ok', '429', 'ok', '500 page after'],
      ['write', 'read', 'write', 'read', 'write', 'read'],
    ],
  ]),
)('%s meets %s: carried out once, and returned', async (write, _, faults, arrived) => {
  const met = await meet(write, faults)
  expect(met.arrived).toEqual(arrived)
  expect(met.outcome).toHaveProperty('status')
  expect(met.effects).toBe(1)
})

test.each(
  each([
    [
      ['reset after', 'reset before', 'reset before'],
      ['write', 'read', 'read'],
    ],
    [
      ['stall after', 'stall before', '500 page'],
      ['write', 'read', 'read'],
    ],
    [
      ['500 page after', '429', '429'],
      ['write', 'read', 'read'],
    ],
    [
      ['cut JSON', '429 for an hour'],
      ['write', 'read'],
    ],
  ]),
)(
  '%s meets %s: the read is lost too, and the outcome is unknown',
  async (write, _, faults, arrived) => {
    const met = await meet(write, faults)
    expect(met.arrived).toEqual(arrived)
    expect(met.outcome).toMatchObject({
      error: { name: 'OutcomeUnknownError', outcomeUnknown: true, payment: undefined },
    })
    expect(met.effects).toBe(1)
  },
)

test.each(
  each([
    [
      ['500 page', 'ok', '500 page', 'ok', 'stall before'],
      ['write', 'read', 'write', 'read', 'write', 'read'],
    ],
    [
      ['reset before', 'reset before', 'ok', 'reset before'],
      ['write', 'read', 'read', 'write', 'read'],
    ],
  ]),
)(
  '%s meets %s: not carried out yet, and the outcome is unknown',
  async (write, _, faults, arrived) => {
    const met = await meet(write, faults)
    expect(met.arrived).toEqual(arrived)
    const shown = { identifier: PAYMENT_ID }
    expect(met.outcome).toMatchObject({ error: { name: 'OutcomeUnknownError', payment: shown } })
    expect(met.effects).toBe(0)
  },
)

/** What the payment was before: Pi's refusal is the response, and nothing is done. */
const refusals: [Write, Partial<FakePayment>, code: string][] = [
  ['approve', { cancelled: true }, 'cancelled_payment'],
  ['complete', { txid: OTHER_TXID, completed: true }, 'already_completed'],
  ['complete', { txid: OTHER_TXID }, 'txid_mismatch'],
  ['complete', { cancelled: true }, 'cancelled_payment'],
  ['cancel', { txid: TXID }, 'payment_tx_present'],
  ['cancel', { txid: TXID, completed: true }, 'already_completed'],
]

test.each(refusals)('%s of a payment that is %j is refused at once', async (write, start, code) => {
  const met = await meet(write, [], start)
  expect(met.arrived).toEqual(['write'])
  expect(met.outcome).toMatchObject({ error: { name: 'PiApiError', code, outcomeUnknown: false } })
})

test.each(refusals)(
  '%s of a payment that is %j, its first response lost, ends with the refusal of Pi',
  async (write, start, code) => {
    const met = await meet(write, ['reset after'], start)
    // The read does not show the write, so it is repeated; the refusal is compared with one more read.
    expect(met.arrived).toEqual(['write', 'read', 'write', 'read'])
    expect(met.outcome).toMatchObject({
      error: {
        name: 'PiApiError',
        code,
        payment: { identifier: PAYMENT_ID },
        outcomeUnknown: false,
      },
    })
    expect(met.effects).toBe(0)
  },
)

const done: [Write, Partial<FakePayment>, code: string][] = [
  ['approve', { approved: true }, 'already_approved'],
  ['complete', { txid: TXID, completed: true }, 'already_completed'],
  ['cancel', { cancelled: true }, 'cancelled_payment'],
]

test.each(done)(
  '%s of a payment that is %j already is refused: nothing was lost',
  async (write, start, code) => {
    const met = await meet(write, [], start)
    expect(met.arrived).toEqual(['write'])
    expect(met.outcome).toMatchObject({ error: { name: 'PiApiError', code } })
  },
)

test.each(writes)('%s is not followed by a read or a repetition with retries: 0', async (write) => {
  const pi = createFakePayments()
  const server = await startFaultServer(['reset after'], pi.serve)
  const options = { apiKey: API_KEY, baseUrl: server.url, retries: 0 }
  await expect(calls[write](createPiClient(options))).rejects.toMatchObject({
    name: 'OutcomeUnknownError',
    cause: { name: 'NetworkError', failure: 'no_answer' },
  })
  expect(server.arrived).toEqual([`POST ${write}`])
})

test.each(writes)('%s waits as long as Pi asks, and longer each time', async (write) => {
  expect((await meet(write, ['429', '500 page'])).waits).toEqual([7_000, 500])
  expect((await meet(write, ['500 page', 'ok', '429'])).waits).toEqual([250, 7_000])
})

test.each(writes)('%s does not wait for an hour', async (write) => {
  const met = await meet(write, ['429 for an hour'])
  expect(met.waits).toEqual([])
  expect(met.outcome).toMatchObject({
    error: { name: 'PiApiError', status: 429, retryAfterMs: 3_600_000, outcomeUnknown: false },
  })
})
