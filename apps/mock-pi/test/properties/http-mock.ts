import { createPiClient, isPiApiError, type NewPayment, type PiClient } from '@aloha-pi/client'
import { controlContract } from '@aloha-pi/contracts/control'
import { platformContract } from '@aloha-pi/contracts/platform'
import { startMockPi } from '../../src/server/start-mock-pi.ts'
import { fetchJson } from '../fetch-json.ts'
import { START, type MockResponse, type Call, type MockPort } from './mock-port.ts'

/** A mock behind real HTTP: apps' servers call it through the client, users and the test by fetch. */
export async function startOverHttp() {
  let time = START
  const faults: string[] = []
  const mock = await startMockPi({ now: () => time, log: (line) => faults.push(line) })
  const clients = new Map<string, PiClient>()
  const clientOf = (apiKey: string) => {
    const client = clients.get(apiKey) ?? createPiClient({ apiKey, baseUrl: mock.url })
    clients.set(apiKey, client)
    return client
  }
  const port: MockPort = {
    url: mock.url,
    world: mock.world,
    setTime: (ms) => (time = ms),
    async send(call) {
      const { key, params = {} } = call
      const response =
        key == null
          ? await callByFetch(mock.url, call)
          : await callByClient(clientOf(key), call, params)
      if (faults.length > 0) throw new Error(`The mock logged: ${faults.join('\n')}`)
      return response
    },
  }
  return {
    ...port,
    /** Begins a new world at the start of time. */
    async renew() {
      port.setTime(START)
      await port.send({ route: controlContract.reset, body: {} })
    },
    close: () => mock.close(),
  }
}

async function callByFetch(url: string, { route, token, params = {}, query, body, form }: Call) {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? '')
  const search = query == null ? '' : `?${new URLSearchParams(query)}`
  const { status, body: responded } = await fetchJson(`${url}${path}${search}`, {
    method: route.method,
    headers: token == null ? {} : { authorization: `Bearer ${token}` },
    ...(form == null ? { json: body } : { body: new URLSearchParams(form) }),
  })
  return { status, body: responded }
}

async function callByClient(
  { payments }: PiClient,
  { route, body }: Call,
  { paymentId = '' }: Record<string, string>,
): Promise<MockResponse> {
  // A completion carries its transaction and a creation its payment: `perform` writes both.
  const { txid = '', payment } = (body ?? {}) as { txid?: string; payment?: NewPayment }
  const { create, incomplete, get, approve, complete, cancel } = platformContract.payments
  const calls = new Map<unknown, () => Promise<object>>([
    [create, () => payments.create(payment!)],
    [incomplete, async () => ({ incomplete_server_payments: await payments.incomplete() })],
    [get, () => payments.get(paymentId)],
    [approve, () => payments.approve(paymentId)],
    [complete, () => payments.complete(paymentId, txid)],
    [cancel, () => payments.cancel(paymentId)],
  ])
  try {
    return { status: 200, body: await calls.get(route)!() }
  } catch (error) {
    if (isPiApiError(error)) return { status: error.status, body: error.body }
    throw error
  }
}
