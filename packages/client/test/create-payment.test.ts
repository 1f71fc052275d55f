import type { Payment } from '@aloha-pi/contracts/wire'
import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { API_KEY } from './start-pi.ts'
import { startFaultServer, TIMEOUT_MS, type Fault, type Served } from './start-fault-server.ts'
import type { SeenRequest } from './start-server.ts'
import { UID, wirePayment } from './wire-payment.ts'
import { createPiClient, type CreatePaymentOptions, type PiApiError } from '../src/index.ts'

const newPayment = { amount: 3.14, memo: 'Refund', metadata: { orderId: '12345' }, uid: UID }
const correlate = { key: 'orderId', value: '12345' }

/** A Pi that creates a payment for every request that reaches it; `others` were open before. */
async function startPiWith(faults: readonly Fault[], others: Payment[] = []) {
  const open: Payment[] = [...others]
  const serve = ({ method, body }: SeenRequest): Served => {
    if (method === 'GET') return { status: 200, body: { incomplete_server_payments: open } }
    const { amount, metadata } = (JSON.parse(body) as { payment: Payment }).payment
    const payment = wirePayment({ identifier: `made${open.length}`, amount, metadata })
    open.push(payment)
    return { status: 200, body: payment }
  }
  const server = await startFaultServer(faults, serve)
  const options = {
    apiKey: API_KEY,
    baseUrl: server.url,
    timeoutMs: TIMEOUT_MS,
    sleep: async () => {},
  }
  const { payments } = createPiClient(options)
  return { payments, made: () => open.length - others.length, arrived: server.arrived }
}

const CREATE = 'POST payments'
const LIST = 'GET incomplete_server_payments'

async function create(
  faults: readonly Fault[],
  options?: CreatePaymentOptions,
  others?: Payment[],
) {
  const pi = await startPiWith(faults, others)
  const outcome = await pi.payments.create(newPayment, options).then(
    (returned) => ({ returned }),
    (error: PiApiError) => ({ error }),
  )
  return { ...pi, outcome, made: pi.made() }
}

test.each<[Fault, made: number]>([
  ['reset before', 0],
  ['reset after', 1],
  ['stall before', 0],
  ['stall after', 1],
  ['500 page', 0],
  ['500 page after', 1],
  ['cut JSON', 1],
])(
  'without correlate, a create that meets %s is unknown and not sent again',
  async (fault, made) => {
    const met = await create([fault])
    expect(met.outcome).toMatchObject({
      error: { name: 'OutcomeUnknownError', outcomeUnknown: true },
    })
    expect(met.arrived).toEqual([CREATE])
    expect(met.made).toBe(made)
  },
)

test('the message says where to look', async () => {
  const { payments } = await startPiWith(['reset after'])
  const { message } = await failureOf(payments.create(newPayment))
  expect(message).toMatch(/^POST http:.*\/v2\/payments was sent, and its outcome is unknown/)
  expect(message).toContain('Look for the payment in payments.incomplete() before you retry.')
})

test.each<Fault>(['reset after', 'stall after', '500 page after', 'cut JSON'])(
  'with correlate, a create that meets %s is found and returned',
  async (fault) => {
    const met = await create([fault], { correlate }, [
      wirePayment({ metadata: { orderId: '999' } }),
    ])
    expect(met.outcome).toMatchObject({
      returned: { identifier: 'made1', metadata: { orderId: '12345' } },
    })
    expect(met.arrived).toEqual([CREATE, LIST])
    expect(met.made).toBe(1)
  },
)

test('the list is read again when its response is lost', async () => {
  const met = await create(['reset after', '500 page', 'cut JSON'], { correlate })
  expect(met.outcome).toMatchObject({ returned: { identifier: 'made0' } })
  expect(met.arrived).toEqual([CREATE, LIST, LIST, LIST])
})

const other = (changes: Partial<Payment>) =>
  wirePayment({ metadata: { orderId: '12345' }, ...changes })

test.each<[string, Payment[]]>([
  ['nothing', []],
  ['a payment of another amount', [other({ amount: 3.15 })]],
  ['a payment of another user', [other({ user_uid: UID.replace('a1', 'b2') })]],
  ['a payment of another order', [other({ metadata: { orderId: '1234' } })]],
  ['a payment without metadata', [other({ metadata: undefined })]],
  ['two that cannot be told apart', [other({}), other({ identifier: 'second' })]],
])('with correlate, %s in the list leaves the outcome unknown', async (_, others) => {
  const met = await create(['reset before'], { correlate }, others)
  expect(met.outcome).toMatchObject({ error: { name: 'OutcomeUnknownError' } })
  expect(met.arrived).toEqual([CREATE, LIST])
  expect(met.made).toBe(0)
})

test('with correlate, a list that stays lost leaves the outcome unknown', async () => {
  const met = await create(['reset after', '500 page', '500 page', '500 page'], { correlate })
  expect(met.outcome).toMatchObject({
    error: { name: 'OutcomeUnknownError', cause: { name: 'PiApiError', status: 500 } },
  })
  expect(met.made).toBe(1)
})

test('correlate is looked up also with retries: 0, where nothing else is sent twice', async () => {
  const met = await create(['reset after'], { correlate, retries: 0 })
  expect(met.outcome).toHaveProperty('returned')
  expect(met.arrived).toEqual([CREATE, LIST])
})

test('a 429 is repeated: nothing was created', async () => {
  const met = await create(['429', '429'])
  expect(met.outcome).toMatchObject({ returned: { identifier: 'made0' } })
  expect(met.arrived).toEqual([CREATE, CREATE, CREATE])
})

test.each([
  ['another key', { key: 'order', value: '12345' }],
  ['another value', { key: 'orderId', value: '1' }],
  ['no value', { key: 'orderId', value: '' }],
  ['a member of every object', { key: 'constructor', value: 'x' }],
])('correlate with %s is refused before anything is sent', async (_, correlate) => {
  const pi = await startPiWith([])
  const error = await failureOf(pi.payments.create(newPayment, { correlate }))
  expect(error).toMatchObject({ name: 'InvalidArgumentError', field: 'correlate' })
  expect(pi.arrived).toEqual([])
})

test('notifications whose response is lost are not sent again', async () => {
  const server = await startFaultServer(['reset after'], () => ({ status: 201, body: {} }))
  const options = { apiKey: API_KEY, baseUrl: server.url, sleep: async () => {} }
  const { notifications } = createPiClient(options)
  const list = [{ title: 'Hello', body: 'Ready', user_uid: UID, subroute: '/o/1' }]
  const error = await failureOf(notifications.notify(list))
  expect(error).toMatchObject({ name: 'OutcomeUnknownError' })
  expect(error.message).toContain('retrying may notify them again')
  expect(server.arrived).toHaveLength(1)
})
