import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { operationsOf } from '@aloha-pi/contracts'
import { controlContract } from '@aloha-pi/contracts/control'
import { expect, onTestFinished, test } from 'vitest'
import { createMockControl, MockControlError } from '../../src/control-client/index.ts'
import { startMock } from '../start-mock.ts'

async function startControlled(options = {}) {
  const mock = await startMock(options)
  return { mock, control: createMockControl({ url: `${mock.url}/` }) }
}

/** A server that is not a mock. */
async function serve(status: number, body: string) {
  const server = createServer((_, res) => res.writeHead(status).end(body)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  return createMockControl({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}

test('a test plays the user and moves the clock', async () => {
  const { mock, control } = await startControlled()
  const { payment } = await control.createPayment({ username: 'alice', amount: 3.14 })
  await mock.pi.payments.approve(payment.identifier)
  const paid = await control.payPayment(payment.identifier)
  expect(paid.payment.transaction?.txid).toMatch(/^[0-9a-f]{64}$/)

  const before = await control.freezeClock()
  const after = await control.advanceClock({ ms: 60_000 })
  expect(Date.parse(after.now) - Date.parse(before.now)).toBe(60_000)
})

test('every operation of the contract is a method', () => {
  const control = createMockControl({ url: 'http://127.0.0.1:1' })
  const { inWorld: _inWorld, ...operations } = control
  expect(Object.keys(operations).toSorted()).toEqual(
    operationsOf(controlContract)
      .map(({ name }) => name)
      .toSorted(),
  )
})

test('path, body and query reach the mock', async () => {
  const { mock, control } = await startControlled()
  const app = await control.createApp({ name: 'worker-1' })
  await control.createApp()
  const changed = await control.changeApp(app.app_id, { origins: ['https://app.example'] })
  await control.signIn({ username: 'bob', app_id: app.app_id })
  const bob = await control.revoke('bob', { app_id: app.app_id })
  await mock.havePayment('completed')
  await mock.havePayment('created')
  const { payments } = await control.payments({ limit: 1 })

  expect(changed.origins).toEqual(['https://app.example'])
  expect(bob.uids).not.toHaveProperty(app.app_id)
  expect(payments).toHaveLength(1)
  expect((await control.journal({ operation: 'payments.complete', status: 200 })).total).toBe(1)
  expect((await control.closeLedger({ count: 2 })).network).toBe('Pi Testnet')
})

test('the journal is read, waited for, replayed and cleared', async () => {
  const { mock, control } = await startControlled()
  const waiting = control.waitForRequests({ api: 'chain', count: 1 })
  await mock.call('GET', '/ledgers')
  const { met, entries } = await waiting
  const again = await control.replayRequest(entries[0]!.id)
  expect([met, again.replay_of]).toEqual([true, 1])
  expect(await control.clearJournal()).toEqual({ cleared: 2 })
})

test('events come one after another, until the loop is left or the signal aborts', async () => {
  const { mock, control } = await startControlled({ limits: { eventStreams: 1 } })
  const seen: string[] = []
  for await (const event of control.events({ kinds: ['world', 'request'] })) {
    seen.push(event.kind)
    if (event.kind === 'request') break
    await mock.call('GET', '/ledgers')
  }
  expect(seen).toEqual(['world', 'request'])

  const gone = new AbortController()
  const rest = control.events({ kinds: ['world'], signal: gone.signal })[Symbol.asyncIterator]()
  // The first stream has given its place back.
  expect((await rest.next()).value).toMatchObject({ kind: 'world' })
  gone.abort()
  expect(await rest.next()).toEqual({ done: true, value: undefined })
})

test.each([
  [
    'a refusal',
    (at: Client) => at.payPayment('none'),
    'payment_not_found',
    404,
    'There is no payment none',
  ],
  [
    'bad input',
    (at: Client) => at.advanceClock({ ms: -1 }),
    'invalid_request',
    400,
    'ms must not be negative',
  ],
  [
    'a path that leads elsewhere',
    (at: Client) => at.payPayment('../reset'),
    'invalid_request',
    undefined,
    'paymentId must be 1 to 64 letters, digits, "-" or "_"',
  ],
  [
    'no id',
    (at: Client) => at.payPayment(undefined as never),
    'invalid_request',
    undefined,
    'paymentId is required',
  ],
] as const)(
  '%s is an error with code, status and message',
  async (_, call, code, status, message) => {
    const { control } = await startControlled()
    const error = await call(control).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(MockControlError)
    expect(error).toMatchObject({ name: 'MockControlError', code, status, message })
  },
)
type Client = ReturnType<typeof createMockControl>

test('a server that is not a mock, or none, is named', async () => {
  const html = await serve(200, '<html>')
  const other = await serve(200, '{"hello":1}')
  const refusing = await serve(500, '{}')
  const none = createMockControl({ url: 'http://127.0.0.1:1' })
  const messageOf = (control: Client) => control.world().catch((error: Error) => error.message)
  expect(await messageOf(html)).toBe('GET /_mock returned 200 that is not JSON: is this a mock?')
  expect(await messageOf(other)).toBe(
    'GET /_mock returned 200 that is not in its contract: name is required',
  )
  expect(await messageOf(refusing)).toBe(
    'GET /_mock returned 500 without an error code: is this a mock?',
  )
  expect(await messageOf(none)).toBe(
    'The mock at http://127.0.0.1:1 did not respond: is it running there?',
  )
  expect(() => createMockControl({ url: 'mock' })).toThrow(
    'url must be the URL of a mock, like http://127.0.0.1:3141',
  )
})
