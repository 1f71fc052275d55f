import type { NewFault } from '@aloha-pi/contracts/control'
import { startMock } from '../start-mock.ts'

/** A mock with a payment of alice, and calls that show what a client of Pi sees. */
export async function haveFault(...options: Parameters<typeof startMock>) {
  const mock = await startMock(...options)
  const headers = { authorization: `Key ${mock.apiKey}`, 'content-type': 'application/json' }
  return {
    ...mock,
    headers,
    addFault: (rule: NewFault) => mock.world.faults.add(rule),
    /** A call of the app's server, by fetch. */
    ask: (method: string, path: string, body?: object) =>
      fetch(`${mock.url}/v2${path}`, {
        method,
        headers,
        body: body == null ? null : JSON.stringify(body),
      }),
    /** Whether the payment shows that the server approved it. */
    isApproved: (id: string) => mock.world.payments.find(id)?.state === 'approved',
  }
}
