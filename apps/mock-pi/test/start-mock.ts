import { createPiClient } from '@aloha-pi/client'
import { onTestFinished } from 'vitest'
import { startMockPi, type MockPiOptions } from '../src/server/start-mock-pi.ts'
import { fetchJson } from './fetch-json.ts'

/** A frozen second in which tests happen. */
export const NOW = Date.UTC(2026, 0, 1)

/** A mock of the test's own, with the calls that most tests make; closed when the test ends. */
export async function startMock(options: MockPiOptions = {}) {
  const logged: string[] = []
  const mock = await startMockPi({ now: () => NOW, log: (line) => logged.push(line), ...options })
  onTestFinished(() => mock.close())

  const call = (method: string, path: string, init: Parameters<typeof fetchJson>[1] = {}) =>
    fetchJson(`${mock.url}${path}`, { method, ...init })
  const control = (path: string, json: unknown = {}, method = 'POST') =>
    call(method, `/_mock${path}`, { json })
  const withKey = { authorization: `Key ${mock.apiKey}` }

  return {
    ...mock,
    logged,
    call,
    control,
    pi: createPiClient({ apiKey: mock.apiKey, baseUrl: mock.url }),
    /** Calls the Platform API as the app's server. */
    asApp: (method: string, path: string, json?: unknown) =>
      call(
        method,
        `/v2${path}`,
        json === undefined ? { headers: withKey } : { headers: withKey, json },
      ),
    /** Signs in and returns the access token. */
    async signIn(username = 'alice', body: object = {}): Promise<string> {
      const { body: response } = await control('/sign-in', { username, ...body })
      return response.access_token
    },
    /** A payment of alice, led into the state through the control API. */
    async havePayment(state: 'created' | 'approved' | 'paid' | 'completed' = 'created', body = {}) {
      const { body: created } = await control('/payments', {
        username: 'alice',
        amount: 1,
        ...body,
      })
      const id: string = created.payment.identifier
      const act = (action: string, json?: unknown) =>
        call('POST', `/v2/payments/${id}/${action}`, { headers: withKey, json })
      if (state === 'created') return { id, txid: '' }
      await act('approve')
      if (state === 'approved') return { id, txid: '' }
      const { body: paid } = await control(`/payments/${id}/pay`)
      const txid: string = paid.payment.transaction.txid
      if (state === 'completed') await act('complete', { txid })
      return { id, txid }
    },
  }
}
