import { createPiClient, isPiApiError, type PiClient } from '@aloha-pi/client'
import { controlContract } from '@aloha-pi/contracts/control'
import { platformContract, type Payment } from '@aloha-pi/contracts/platform'
import { startMockPi } from '../../src/start-mock-pi.ts'
import { fetchJson } from '../fetch-json.ts'
import { START, readChain, type Answer, type Call, type MockPort } from './mock-port.ts'

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
    onChain: () => readChain(mock.world),
    setTime: (ms) => (time = ms),
    async send(call) {
      const { key, params = {} } = call
      const answer =
        key == null
          ? await callByFetch(mock.url, call)
          : await callByClient(clientOf(key), call, params)
      if (faults.length > 0) throw new Error(`The mock logged: ${faults.join('\n')}`)
      return answer
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

async function callByFetch(url: string, { route, token, params = {}, query, body }: Call) {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? '')
  const search = query == null ? '' : `?${new URLSearchParams(query)}`
  const { status, body: answered } = await fetchJson(`${url}${path}${search}`, {
    method: route.method,
    headers: token == null ? {} : { authorization: `Bearer ${token}` },
    json: body,
  })
  return { status, body: answered }
}

async function callByClient(
  { payments }: PiClient,
  { route, body }: Call,
  { paymentId = '' }: Record<string, string>,
): Promise<Answer> {
  // A completion carries its transaction: `perform` writes both.
  const { txid = '' } = (body ?? {}) as { txid?: string }
  const calls = new Map<unknown, () => Promise<Payment>>([
    [platformContract.payments.get, () => payments.get(paymentId)],
    [platformContract.payments.approve, () => payments.approve(paymentId)],
    [platformContract.payments.complete, () => payments.complete(paymentId, txid)],
    [platformContract.payments.cancel, () => payments.cancel(paymentId)],
  ])
  try {
    return { status: 200, body: await calls.get(route)!() }
  } catch (error) {
    if (isPiApiError(error)) return { status: error.status, body: error.body }
    throw error
  }
}
